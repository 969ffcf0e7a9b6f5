//! Ctrl-C, and on Unix SIGTERM: what is still done before the program ends, and how to go on.

use std::{env, fs::File, future::Future, io, path::PathBuf};

use tokio::task::JoinHandle;

use crate::{args::Command, exit::Failure};

/// Held by a download as long as it writes to its folder; see `dcs_backup::download`.
const LOCK: &str = ".dcs-backup.lock";

type Work = JoinHandle<Result<(), Failure>>;

/// What an interrupted command still has to do.
pub(crate) enum Remainder {
    Nothing,
    /// To remove what it made for itself.
    TidyUp,
    /// To record in its folder what it has written.
    Record {
        folder: PathBuf,
    },
}

impl Remainder {
    pub(crate) fn of(command: &Command) -> Self {
        match command {
            Command::Download(args) => match &args.output {
                Some(folder) => Self::Record { folder: folder.clone() },
                None => Self::Nothing,
            },
            Command::Demo => Self::TidyUp,
            Command::Links(_) | Command::Verify(_) | Command::Sandbox(_) => Self::Nothing,
        }
    }

    fn resume(&self) -> Option<String> {
        matches!(self, Self::Record { .. }).then(this_command)
    }

    /// Waits until it is done; `work` was told to stop.
    async fn done(&self, work: &mut Work) {
        match self {
            Self::Nothing => {}
            Self::TidyUp => {
                let _ = work.await;
            }
            Self::Record { folder } => {
                let lock = folder.join(LOCK);
                // Whatever is wrong with the lock, there is nothing to wait for.
                let _ = tokio::task::spawn_blocking(move || wait_for(lock)).await;
            }
        }
    }
}

/// The last of the download's files gives up the lock, when what was written of it is recorded.
fn wait_for(lock: PathBuf) -> io::Result<()> {
    File::options().write(true).open(lock)?.lock()
}

/// The command that runs now, for a shell. It holds no secret: these are not taken as arguments.
fn this_command() -> String {
    let arguments: Option<Vec<String>> =
        env::args_os().map(|argument| argument.into_string().ok()).collect();
    let words = arguments.iter().flatten().map(String::as_str);
    match shlex::try_join(words) {
        Ok(command) if !command.is_empty() => command,
        _ => "the same command again".to_owned(),
    }
}

/// Runs the work, and stops it on a signal. A second signal ends at once what is still done then.
///
/// The work has a thread of its own, since a full pipe blocks it.
pub(crate) async fn until_interrupted(
    remainder: Remainder,
    work: impl Future<Output = Result<(), Failure>> + Send + 'static,
) -> Result<(), Failure> {
    let mut signals = Signals::listen()
        .map_err(|error| Failure::system("the program can't listen for signals", &error))?;
    let mut work = tokio::spawn(work);
    tokio::select! {
        biased;
        () = signals.next() => {}
        done = &mut work => return match done {
            Ok(outcome) => outcome,
            Err(error) => Err(Failure::system("the program broke off", &error)),
        },
    }
    work.abort();
    tokio::select! {
        biased;
        () = signals.next() => {}
        () = remainder.done(&mut work) => {}
    }
    Err(Failure::Interrupted { resume: remainder.resume() })
}

/// The signals that ask the program to end.
#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// The signals that ask the program to end.
#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        tokio::signal::windows::ctrl_c().map(Self)
    }

    async fn next(&mut self) {
        let _ = self.0.recv().await;
    }
}
