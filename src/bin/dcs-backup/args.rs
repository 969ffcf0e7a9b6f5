//! The arguments, and the environment variables that stand in for them.

use std::{env, net::SocketAddr, time::Duration};

use clap::{ArgAction, Parser, Subcommand, ValueEnum};
use dcs_backup::{
    Client, Credentials, Error,
    types::{BackupId, Expiration, InstanceId, ProjectId},
};

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

Exit codes:
    0  done
    2  bad usage or input; nothing was sent
    3  no credentials, not authenticated, or no permission
    4  instance or backup not found, or the backup has no files
    5  the service or the network failed, after retries
    6  what was received is not what it should be
    7  the local disk or system failed
  130  interrupted";

/// From the id of a Redis backup in Huawei Cloud DCS to its checked download links.
#[derive(Debug, Parser)]
#[command(name = "dcs-backup", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Args {
    /// Say more on stderr: -v retries, -vv each attempt, -vvv connections too; beats RUST_LOG
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Ask for the download links of a backup
    #[command(after_help = AFTER_HELP)]
    Links(LinksArgs),
    /// Run a stand-in for DCS and its object store on loopback, until interrupted
    ///
    /// Prints the variables of an endpoint, throw-away credentials and a backup, for a shell to eval.
    Sandbox(SandboxArgs),
    /// Show the whole way against a sandbox of its own: ask for links, fetch each file
    Demo,
}

#[derive(Debug, clap::Args)]
pub(crate) struct LinksArgs {
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// The Redis instance
    #[arg(long, value_name = "ID", env = ENV_INSTANCE_ID, hide_env_values = true)]
    pub(crate) instance_id: InstanceId,
    /// The backup of the instance
    #[arg(long, value_name = "ID", env = ENV_BACKUP_ID, hide_env_values = true)]
    pub(crate) backup_id: BackupId,
    /// How long the links shall work: 5m to 24h; a plain number is seconds
    #[arg(long, value_name = "DURATION", default_value = "30m", value_parser = parse_expiration)]
    pub(crate) expires_in: Expiration,
    /// What to print; only urls and json print the URLs, which let anybody download the files
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
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
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:0")]
    pub(crate) listen: SocketAddr,
}

/// Which API to talk to.
#[derive(Debug, clap::Args)]
pub(crate) struct ApiArgs {
    /// The API's root URL; beats --region, which beats the environment [env: DCS_ENDPOINT]
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// The region of the instance, cn-north-4 for instance
    #[arg(long, value_name = "ID")]
    region: Option<String>,
    /// The project of the instance
    #[arg(long, value_name = "ID", env = ENV_PROJECT_ID, hide_env_values = true)]
    project_id: ProjectId,
}

impl ApiArgs {
    /// A client of this API, with the credentials of the environment.
    pub(crate) fn client(self) -> Result<Client, Error> {
        let builder = Client::builder().project_id(self.project_id);
        let from_env = env::var(ENV_ENDPOINT).ok().filter(|url| !url.is_empty());
        let builder = match (self.endpoint, self.region, from_env) {
            (Some(url), _, _) | (None, None, Some(url)) => builder.endpoint(url),
            (None, Some(region), _) => builder.region(region),
            (None, None, None) => builder,
        };
        match Credentials::from_env() {
            Ok(credentials) => builder.credentials(credentials).build(),
            // A wrong endpoint is told before missing credentials.
            Err(missing) => match builder.build() {
                Err(refused) if refused.is_invalid_input() => Err(refused),
                _ => Err(missing),
            },
        }
    }
}

fn parse_expiration(text: &str) -> Result<Expiration, String> {
    let seconds = text.parse().map(Duration::from_secs);
    let duration = seconds
        .or_else(|_| humantime::parse_duration(text))
        .map_err(|error| format!("{error}; write 30m or 1h 30m, or seconds without a unit"))?;
    Expiration::try_from(duration).map_err(|error| error.to_string())
}
