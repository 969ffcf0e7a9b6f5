//! The arguments, and the environment variables that stand in for them.

use std::{env, net::SocketAddr, path::PathBuf, str::FromStr, time::Duration};

use clap::{ArgAction, ArgGroup, Parser, Subcommand, ValueEnum};
use dcs_backup::{
    Client, Credentials, Error,
    types::{BackupId, Expiration, InstanceId, InvalidValue, ProjectId},
};

use crate::{exit::Failure, progress::ProgressMode};

/// The environment variable that stands in for `--endpoint`.
pub(crate) const ENV_ENDPOINT: &str = "DCS_ENDPOINT";
/// The environment variable that stands in for `--instance-id`.
pub(crate) const ENV_INSTANCE_ID: &str = "DCS_INSTANCE_ID";
/// The environment variable that stands in for `--backup-id`.
pub(crate) const ENV_BACKUP_ID: &str = "DCS_BACKUP_ID";
/// The environment variable that stands in for `--project-id`, by the official SDKs' name.
pub(crate) const ENV_PROJECT_ID: &str = "HUAWEICLOUD_SDK_PROJECT_ID";

const AFTER_HELP: &str = "\
Credentials come from the environment: HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, with
HUAWEICLOUD_SDK_SECURITY_TOKEN for a temporary key; or HUAWEICLOUD_SDK_AUTH_TOKEN, which beats them.
An empty variable counts as unset; a flag beats its variable.

Exit codes:
    0  done
    2  bad usage or input; nothing was sent
    3  no credentials, not authenticated, or no permission
    4  instance or backup not found, or the backup has no files
    5  the service refused or failed, or the network did, after retries
    6  a link or file that was received is not safe or not sound
    7  the local disk or system failed
  130  interrupted";

/// From the id of a Redis backup in Huawei Cloud DCS to its links, and to its verified files.
#[derive(Debug, Parser)]
#[command(name = "dcs-backup", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Args {
    /// Say more on stderr: -v retries, -vv each attempt, -vvv connections too; beats RUST_LOG
    #[arg(short, long, global = true, action = ArgAction::Count, display_order = 100)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask for the download links of a backup
    #[command(after_help = AFTER_HELP)]
    Links(LinksArgs),
    /// Download the files of a backup and check them; run again, it goes on where it was
    #[command(after_help = AFTER_HELP)]
    Download(DownloadArgs),
    /// Check the files of a downloaded backup again, offline, by the folder's manifest.json
    Verify(VerifyArgs),
    /// Run a stand-in for DCS and its object store on loopback, until interrupted
    ///
    /// Prints the variables of an endpoint, throw-away credentials and a backup, for a shell to eval.
    Sandbox(SandboxArgs),
    /// Show the whole way against a sandbox of its own: download, be cut off, go on, verify
    Demo,
}

/// Which backup, and for how long its links shall work.
#[derive(Debug, clap::Args)]
pub(crate) struct BackupArgs {
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// The Redis instance [env: DCS_INSTANCE_ID]
    #[arg(long, value_name = "ID", value_parser = parse_id::<InstanceId>, required = is_unset(ENV_INSTANCE_ID))]
    instance_id: Option<InstanceId>,
    /// The backup of the instance [env: DCS_BACKUP_ID]
    #[arg(long, value_name = "ID", value_parser = parse_id::<BackupId>, required = is_unset(ENV_BACKUP_ID))]
    backup_id: Option<BackupId>,
    /// How long the links shall work: 5m to 24h; a plain number is seconds
    #[arg(long, value_name = "DURATION", default_value = "30m", value_parser = parse_expiration, allow_negative_numbers = true)]
    pub(crate) expires_in: Expiration,
}

#[derive(Debug, clap::Args)]
pub(crate) struct LinksArgs {
    #[command(flatten)]
    pub(crate) backup: BackupArgs,
    /// What to print; only urls and json print the URLs, which let anybody download the files
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("target").args(["output", "to_stdout"]).required(true))]
pub(crate) struct DownloadArgs {
    #[command(flatten)]
    pub(crate) backup: BackupArgs,
    /// The folder for the files, made if need be
    #[arg(short, long, value_name = "DIR", value_parser = parse_folder)]
    pub(crate) output: Option<PathBuf>,
    /// Write the one file of the backup to stdout instead
    #[arg(long, conflicts_with_all = ["connections", "overwrite", "allow_partial", "format"])]
    pub(crate) to_stdout: bool,
    /// The most connections at a time [default: 64]
    #[arg(short = 'j', long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..), allow_negative_numbers = true)]
    pub(crate) connections: Option<u16>,
    /// Download a cluster's backup even if files, and so slots, are missing
    #[arg(long)]
    pub(crate) allow_partial: bool,
    /// Replace files that are in the folder and not from this backup
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Don't check the files' bytes, only their length
    #[arg(long, conflicts_with = "require_checksum")]
    pub(crate) no_verify: bool,
    /// Fail where a file has no check sum that proves its bytes (an AOF for instance)
    #[arg(long)]
    pub(crate) require_checksum: bool,
    /// How progress is shown on stderr
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ProgressMode::Auto)]
    pub(crate) progress: ProgressMode,
    /// How the closing report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The folder of a download
    #[arg(value_name = "DIR")]
    pub(crate) folder: PathBuf,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
}

/// How a report on files is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// File, size, slots, state and seconds
    Table,
    /// The same with sizes in bytes, check sums, and what was there before
    Json,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// File, slots and expiry
    Table,
    /// The whole answer
    Json,
    /// One URL a line
    Urls,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SandboxArgs {
    /// Where to listen: an address of loopback; port 0 lets the system pick
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0", value_parser = parse_listen)]
    pub(crate) listen: SocketAddr,
    /// Serve the files of this folder as the backup, instead of a made-up one of three shards
    #[arg(long, value_name = "FOLDER")]
    pub(crate) dir: Option<PathBuf>,
}

/// Which API to talk to.
#[derive(Debug, Clone, clap::Args)]
#[command(group = ArgGroup::new("api").args(["endpoint", "region"]).multiple(true).required(is_unset(ENV_ENDPOINT)))]
pub(crate) struct ApiArgs {
    /// The API's root URL; beats --region, which beats the environment [env: DCS_ENDPOINT]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region of the instance, cn-north-4 for instance
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// The project of the instance [env: HUAWEICLOUD_SDK_PROJECT_ID]
    #[arg(long, value_name = "ID", value_parser = parse_id::<ProjectId>, required = is_unset(ENV_PROJECT_ID))]
    project_id: Option<ProjectId>,
}

impl BackupArgs {
    /// The instance and the backup, from the flags or their variables.
    pub(crate) fn ids(&self) -> Result<(InstanceId, BackupId), Failure> {
        Ok((
            id_or_variable(self.instance_id.clone(), ENV_INSTANCE_ID)?,
            id_or_variable(self.backup_id.clone(), ENV_BACKUP_ID)?,
        ))
    }
}

impl ApiArgs {
    /// A client of this API, with the credentials of the environment.
    pub(crate) fn client(self) -> Result<Client, Failure> {
        let project_id = id_or_variable(self.project_id, ENV_PROJECT_ID)?;
        let builder = Client::builder().project_id(project_id);
        let (origin, builder) = match (self.endpoint, self.region, variable(ENV_ENDPOINT)) {
            (Some(url), _, _) => ("--endpoint", builder.endpoint(url)),
            (None, Some(region), _) => ("--region", builder.region(region)),
            (None, None, Some(url)) => (ENV_ENDPOINT, builder.endpoint(url)),
            (None, None, None) => return Err(missing(ENV_ENDPOINT)),
        };
        match Credentials::from_env() {
            Ok(credentials) => builder.credentials(credentials).build(),
            // A wrong endpoint is told before missing credentials.
            Err(absent) => match builder.build() {
                Err(refused) if refused.is_invalid_input() => Err(refused),
                _ => Err(absent),
            },
        }
        .map_err(|error| from_origin(origin, error))
    }
}

/// Names the flag or the variable that a refused endpoint came from.
fn from_origin(origin: &str, error: Error) -> Failure {
    match error.to_string().split_once(": ") {
        Some(("endpoint" | "region", problem)) => Failure::Usage(format!("{origin}: {problem}")),
        _ => Failure::Call(error),
    }
}

/// What a variable says; an empty one counts as unset, and what is not UTF-8 is refused later, as
/// the replacement character that it becomes.
pub(crate) fn variable(name: &str) -> Option<String> {
    env::var_os(name)
        .filter(|value| !value.is_empty())
        .map(|value| value.to_string_lossy().into_owned())
}

fn is_unset(name: &str) -> bool {
    variable(name).is_none()
}

fn id_or_variable<T>(flag: Option<T>, name: &str) -> Result<T, Failure>
where
    T: FromStr<Err = InvalidValue>,
{
    if let Some(id) = flag {
        return Ok(id);
    }
    let text = variable(name).ok_or_else(|| missing(name))?;
    parse_id(&text).map_err(|problem| Failure::Usage(format!("{name}: {problem}")))
}

fn missing(name: &str) -> Failure {
    Failure::Usage(format!("{name} is not set, nor is its flag given"))
}

fn parse_id<T: FromStr<Err = InvalidValue>>(text: &str) -> Result<T, String> {
    text.parse().map_err(problem)
}

fn parse_expiration(text: &str) -> Result<Expiration, String> {
    let seconds = text.parse().map(Duration::from_secs);
    let duration = seconds
        .or_else(|_| humantime::parse_duration(text))
        .map_err(|_| "it is no duration; write 30m, 1h 30m, or seconds without a unit")?;
    Expiration::try_from(duration).map_err(problem)
}

/// A folder called `-` is what nobody means.
fn parse_folder(text: &str) -> Result<PathBuf, &'static str> {
    match text {
        "-" => Err("it is no folder; use --to-stdout, or ./- for a folder of that name"),
        "" => Err("it is empty; use . for the current folder"),
        _ => Ok(text.into()),
    }
}

fn parse_listen(text: &str) -> Result<SocketAddr, &'static str> {
    let address: SocketAddr = text
        .parse()
        .map_err(|_| "it is no address with a port; write 127.0.0.1:8080 for instance")?;
    if !address.ip().is_loopback() {
        return Err("the sandbox listens on loopback only; use 127.0.0.1");
    }
    Ok(address)
}

/// The problem without the field's name: whoever shows it names the flag or the variable.
fn problem(refused: InvalidValue) -> String {
    let text = refused.to_string();
    text.strip_prefix(refused.field())
        .and_then(|rest| rest.strip_prefix(": "))
        .unwrap_or(&text)
        .to_owned()
}
