//! The arguments of each command.

mod parse;
mod place;
mod variable;

use std::{ffi::OsString, net::SocketAddr, path::PathBuf, time::Duration};

use clap::{ArgAction, ArgGroup, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use dcs_backup::{raw::types::BackupFormat, types::Remark};

use crate::inner_command::Running;
use parse::{parse_duration, parse_file, parse_folder, parse_id, parse_listen, path_parser};
pub(crate) use place::{ApiArgs, Asked, BackupArgs, Chosen, InstanceArgs, Which};
pub(crate) use variable::{ENV_BACKUP_ID, ENV_ENDPOINT, ENV_INSTANCE_ID, variable};

const AFTER_HELP: &str = "\
Credentials come from the first of these sources that has any:
    1. the environment: HUAWEICLOUD_SDK_AUTH_TOKEN; or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK,
       with HUAWEICLOUD_SDK_SECURITY_TOKEN for a temporary key
    2. the file ~/.huaweicloud/credentials, or the one that HUAWEICLOUD_SDK_CREDENTIALS_FILE names:
       ak, sk, security_token and project_id in its section [basic]
    3. the agency of this ECS server, from its metadata address; skipped if
       HUAWEICLOUD_SDK_METADATA_DISABLED is true
If one source is incomplete (AK without SK), the search stops with an error. An empty variable
counts as unset. A flag takes precedence over its variable.

Exit codes:
    0  done
    2  bad usage or input; the operation was not sent
    3  no credentials, not authenticated, or no permission
    4  instance or backup not found, no usable backup, or a backup without files
    5  the service or the network failed after retries, or the service refused; the backup failed or
       was not done in time; or --latest would be a guess (then give --backup-id)
    6  a link or file name is not safe to use, or a file failed verification
    7  the local disk or system failed
  130  interrupted";

/// From a Redis instance in Huawei Cloud DCS to its latest backup, verified, on disk.
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
    /// List the Redis instances of a project
    #[command(after_help = AFTER_HELP)]
    Instances(InstancesArgs),
    /// List the backups of an instance, newest first
    #[command(after_help = AFTER_HELP)]
    List(ListArgs),
    /// Make a backup of an instance; with --wait, wait until it is done
    #[command(after_help = AFTER_HELP)]
    Create(CreateArgs),
    /// Ask for the download links of a backup
    #[command(after_help = AFTER_HELP)]
    Links(LinksArgs),
    /// Download the files of a backup and verify them; run it again to continue
    #[command(after_help = AFTER_HELP)]
    Download(DownloadArgs),
    /// Verify the files of a downloaded backup again, offline, with the folder's manifest.json
    Verify(VerifyArgs),
    /// Show what is in a backup's files, and whether they are whole, offline
    ///
    /// RDB files are read to their end: the server that wrote them, the time, their databases, and the
    /// number of keys of each kind. AOF files are listed, but not read. If a file is damaged, the exit
    /// code is 6.
    Inspect(InspectArgs),
    /// Run a stand-in for DCS and its object store on loopback, until interrupted
    ///
    /// Prints variables for a shell to eval: an endpoint, throw-away credentials and a backup. It also unsets
    /// the variables of other credentials. In a script, run a command with these variables instead, for
    /// example `sandbox -- sh`: then there is nothing to wait for.
    Sandbox(SandboxArgs),
    /// Show every step against a sandbox: list, download, interruption, resumption, verification
    Demo,
    /// Print a script with which a shell completes this program's arguments
    Completions {
        /// The shell
        shell: Shell,
    },
}

#[derive(Debug, clap::Args)]
pub(crate) struct InstancesArgs {
    #[command(flatten)]
    pub(crate) api: ApiArgs,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct ListArgs {
    #[command(flatten)]
    pub(crate) instance: InstanceArgs,
    /// How the list is printed
    #[arg(long, value_enum, default_value_t = ListFormat::Table)]
    pub(crate) format: ListFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct CreateArgs {
    #[command(flatten)]
    pub(crate) instance: InstanceArgs,
    /// A note about the backup, with at most 128 characters
    #[arg(long, value_name = "TEXT", value_hint = ValueHint::Other, value_parser = parse_id::<Remark>)]
    pub(crate) remark: Option<Remark>,
    /// The format of the files [default: rdb]
    #[arg(long, value_enum, value_name = "FORMAT")]
    pub(crate) backup_format: Option<FileFormat>,
    /// Wait until the backup is done; Ctrl-C ends the wait, not the backup
    #[arg(long)]
    pub(crate) wait: bool,
    /// How long to wait at most, with --wait; a plain number is seconds
    #[arg(long, value_name = "DURATION", value_hint = ValueHint::Other, default_value = "1h", value_parser = parse_duration, requires = "wait", allow_negative_numbers = true)]
    pub(crate) timeout: Duration,
    /// What is printed
    #[arg(long, value_enum, default_value_t = CreateFormat::Id)]
    pub(crate) format: CreateFormat,
    /// What the service was asked for, and what it started.
    #[arg(skip)]
    pub(crate) asked: Asked,
}

/// What the files of a backup are.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum FileFormat {
    /// A snapshot, which carries a checksum
    Rdb,
    /// The log of commands
    Aof,
}

impl From<FileFormat> for BackupFormat {
    fn from(format: FileFormat) -> Self {
        match format {
            FileFormat::Rdb => Self::Rdb,
            FileFormat::Aof => Self::Aof,
        }
    }
}

/// How a list of what the service has is printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum ListFormat {
    /// The most important fields, for people
    Table,
    /// All fields that this program knows, as an array, with the service's names
    Json,
}

/// What is printed of a new backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum CreateFormat {
    /// Its id, as soon as it is known
    Id,
    /// An object with backup_id; with --wait, all fields of the finished backup
    Json,
}

#[derive(Debug, clap::Args)]
pub(crate) struct LinksArgs {
    #[command(flatten)]
    pub(crate) backup: BackupArgs,
    /// What to print; urls and json print the URLs, with which anybody can download the files
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub(crate) format: Format,
}

#[derive(Debug, clap::Args)]
#[command(group = ArgGroup::new("target").args(["output", "to_stdout"]).required(true))]
pub(crate) struct DownloadArgs {
    #[command(flatten)]
    pub(crate) backup: BackupArgs,
    /// The folder for the files; created if it does not exist
    #[arg(short, long, value_name = "DIR", value_hint = ValueHint::DirPath, value_parser = path_parser(parse_folder))]
    pub(crate) output: Option<PathBuf>,
    /// Write the one file of the backup to stdout instead
    #[arg(long, conflicts_with_all = ["connections", "overwrite", "allow_partial", "trust_manifest", "format"])]
    pub(crate) to_stdout: bool,
    /// The most connections at a time [default: 64]
    #[arg(short = 'j', long, value_name = "N", value_hint = ValueHint::Other, value_parser = clap::value_parser!(u16).range(1..), allow_negative_numbers = true)]
    pub(crate) connections: Option<u16>,
    /// Accept a cluster backup with missing shards
    #[arg(long)]
    pub(crate) allow_partial: bool,
    /// Replace another backup in the folder; its files are removed once this backup is complete
    #[arg(long)]
    pub(crate) overwrite: bool,
    /// Don't check the files' bytes, only their length
    #[arg(long, conflicts_with = "require_checksum")]
    pub(crate) no_verify: bool,
    /// Fail if a file has no checksum that proves its bytes (an AOF, for example)
    #[arg(long)]
    pub(crate) require_checksum: bool,
    /// Don't read files again that an earlier run finished; they are reported as recorded. With
    /// --require-checksum, they are still read
    #[arg(long)]
    pub(crate) trust_manifest: bool,
    /// How progress is shown on stderr
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ProgressMode::Auto)]
    pub(crate) progress: ProgressMode,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
}

/// How progress is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressMode {
    /// Bars on a terminal, otherwise a line for each file and every ten seconds
    Auto,
    /// Bars, also where stderr is no terminal
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, clap::Args)]
pub(crate) struct VerifyArgs {
    /// The folder of a download
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) folder: PathBuf,
    /// How the report is printed
    #[arg(long, value_enum, default_value_t = ReportFormat::Table)]
    pub(crate) format: ReportFormat,
}

#[derive(Debug, clap::Args)]
pub(crate) struct InspectArgs {
    /// A file, or a folder with files
    #[arg(value_name = "FILE|DIR", value_hint = ValueHint::AnyPath)]
    pub(crate) path: PathBuf,
    /// How it is printed
    #[arg(long, value_enum, default_value_t = InspectFormat::Table)]
    pub(crate) format: InspectFormat,
}

/// How the contents of files are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum InspectFormat {
    /// A row per file, and totals
    Table,
    /// All that was read from each file, as an array
    Json,
}

/// How a report on files is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// File, size, slots, state and seconds
    Table,
    /// The same with sizes in bytes, checksums, and what was there before
    Json,
}

/// How results are printed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// File, slots and expiry
    Table,
    /// The whole answer
    Json,
    /// One URL per line
    Urls,
}

#[derive(Debug, clap::Args)]
pub(crate) struct SandboxArgs {
    /// Where to listen: an address of loopback; port 0 lets the system pick
    #[arg(long, value_name = "ADDRESS:PORT", value_hint = ValueHint::Other, default_value = "127.0.0.1:0", value_parser = parse_listen)]
    pub(crate) listen: SocketAddr,
    /// Serve the files of this folder as each backup, instead of a made-up backup with three shards
    #[arg(long, value_name = "FOLDER", value_hint = ValueHint::DirPath)]
    pub(crate) dir: Option<PathBuf>,
    /// Begin without a backup; `create` makes one
    #[arg(long)]
    pub(crate) without_backups: bool,
    /// Write the variables to this file instead, once the sandbox serves; it is removed at the end
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, value_parser = path_parser(parse_file), conflicts_with = "command")]
    pub(crate) env_file: Option<PathBuf>,
    /// Run this command with the variables set, and end with its exit code
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
    /// The process of the command.
    #[arg(skip)]
    pub(crate) running: Running,
}
