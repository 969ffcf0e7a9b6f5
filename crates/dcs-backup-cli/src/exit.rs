//! How the program ends: what is said on stderr, and the exit code.

use std::{
    error::Error as StdError,
    fmt,
    io::{self, Write as _},
    process::ExitCode,
};

use dcs_backup::{
    Error, ErrorKind, Hint,
    types::{BackupId, InstanceId},
};

use crate::output;

/// Why the program ends without success.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library says why.
    Call(Error),
    /// The answer is well-formed, and there is no link in it.
    NoFiles { instance_id: InstanceId, backup_id: BackupId },
    /// A call failed, and there is more to say than the library knows.
    Advised { error: Error, advice: String },
    /// What was asked for is not there.
    NotFound(String),
    /// The service did not do what it was asked for.
    Service(String),
    /// What was received is not what it should be.
    Integrity(String),
    /// The local disk or system failed.
    System { what: String, cause: String },
    /// An argument or variable is wrong.
    Usage(String),
    /// Whoever reads stdout has read enough.
    StdoutClosed,
    /// A command that was run ended like this; it said why.
    Ended { code: u8 },
    /// Ctrl-C or its like; what is to be said of what goes on, or how it can.
    Interrupted { notice: Option<String> },
}

impl Failure {
    pub(crate) fn system(what: &str, cause: &dyn StdError) -> Self {
        Self::System { what: what.to_owned(), cause: cause.to_string() }
    }

    fn code(&self) -> u8 {
        match self {
            Self::StdoutClosed => 0,
            Self::Usage(_) => 2,
            Self::NoFiles { .. } | Self::NotFound(_) => 4,
            Self::Service(_) => 5,
            Self::Integrity(_) => 6,
            Self::System { .. } => 7,
            Self::Ended { code } => *code,
            Self::Interrupted { .. } => 130,
            Self::Call(error) | Self::Advised { error, .. } => code_of(error.kind()),
        }
    }
}

fn code_of(kind: ErrorKind) -> u8 {
    use ErrorKind::{
        Credentials, Disk, Integrity, InvalidInput, InvalidLink, NotFound, PermissionDenied,
        Unauthenticated,
    };
    match kind {
        InvalidInput => 2,
        Credentials | Unauthenticated | PermissionDenied => 3,
        NotFound => 4,
        Integrity | InvalidLink => 6,
        Disk => 7,
        _ => 5,
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) | Self::Advised { error, .. } => error.fmt(f),
            Self::NoFiles { instance_id, backup_id } => write!(
                f,
                "backup {backup_id} of instance {instance_id} has no files: the service gave no link"
            ),
            Self::NotFound(what)
            | Self::Service(what)
            | Self::Integrity(what)
            | Self::Usage(what) => f.write_str(what),
            Self::System { what, cause } => write!(f, "{what}: {cause}"),
            Self::Interrupted { notice: Some(notice) } => write!(f, "interrupted; {notice}"),
            Self::StdoutClosed | Self::Ended { .. } | Self::Interrupted { notice: None } => Ok(()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

/// Writing to stdout failed.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::StdoutClosed,
            _ => Self::system("stdout can't be written", &error),
        }
    }
}

/// The flag or command that does what the library hints at.
fn remedy(hint: Hint) -> Option<&'static str> {
    Some(match hint {
        Hint::Check("instance_id") => "to list the instances: dcs-backup instances",
        Hint::Check("backup_id") => "to list the backups: dcs-backup list",
        Hint::Give("backup_id") => "the flag is --backup-id; to list the backups: dcs-backup list",
        Hint::WaitUntilDone => "to check its progress: dcs-backup list",
        Hint::ChooseAnother => "--latest takes the newest usable backup",
        Hint::Give("project_id") => "the flag is --project-id",
        Hint::AllowOverwrite => "the flag is --overwrite",
        Hint::AcceptPartial => "the flag is --allow-partial",
        Hint::WaiveChecksum => "leave out --require-checksum to keep it",
        Hint::FewerConnections => "the flag is --connections (-j)",
        Hint::AllowPrivateAddresses => "the flag is --allow-private",
        Hint::FetchOneByOne => "to print the links: dcs-backup links --format urls",
        _ => return None,
    })
}

/// Prints what is wrong with the arguments, or the help or version that they ask for.
pub(crate) fn refuse(refused: &clap::Error) -> ExitCode {
    let printed = refused.print().and_then(|()| io::stdout().flush());
    match printed.map_err(Failure::from) {
        // There is nobody left to tell.
        Err(failure) if !refused.use_stderr() => report(&failure),
        _ => ExitCode::from(u8::try_from(refused.exit_code()).unwrap_or(2)),
    }
}

/// The limit of the shell that is in the way, if this is what the system says of it.
#[cfg(unix)]
fn limit_of(problem: &str) -> Option<&'static str> {
    use rustix::io::Errno;
    let is = |errno: Errno| problem.contains(&format!("(os error {})", errno.raw_os_error()));
    if problem.contains("`ulimit -") {
        return None;
    }
    if is(Errno::MFILE) {
        return Some("raise the limit of open files: ulimit -n 1024");
    }
    is(Errno::FBIG).then_some("raise the limit of a file's size: ulimit -f unlimited")
}

#[cfg(not(unix))]
fn limit_of(_: &str) -> Option<&'static str> {
    None
}

/// Says on stderr what failed and why, and gives the exit code.
pub(crate) fn report(failure: &Failure) -> ExitCode {
    let text = failure.to_string();
    match failure {
        _ if text.is_empty() => {}
        Failure::Interrupted { .. } => output::complain(&text),
        _ => output::complain(&format!("error: {text}")),
    }
    if let Some(limit) = limit_of(&text) {
        output::complain(&format!("  {limit}"));
    }
    if let Failure::Call(error) | Failure::Advised { error, .. } = failure {
        let mut cause = error.source();
        while let Some(source) = cause {
            output::complain(&format!("  because: {source}"));
            cause = source.source();
        }
        if let Some(remedy) = error.hint().and_then(remedy) {
            output::complain(&format!("  {remedy}"));
        }
    }
    if let Failure::Advised { advice, .. } = failure {
        output::complain(&format!("  {advice}"));
    }
    ExitCode::from(failure.code())
}
