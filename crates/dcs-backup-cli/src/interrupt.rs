//! What is still done when the program is asked to end, and how to go on.

use std::{env, fs::File, future::Future, io, path::PathBuf, sync::Arc};

use dcs_backup::types::BackupId;
use tokio::task::JoinHandle;

use crate::{
    args::{Asked, Chosen, Command},
    exit::Failure,
    inner_command::{Passed, Running},
    shell_words,
    signals::{Request, Signals},
};

/// Held by a download as long as it writes to its folder; see `dcs_backup::download`.
const LOCK: &str = ".download.lock";

type Work = JoinHandle<Result<(), Failure>>;

/// What an interrupted command still has to do.
pub(crate) enum Remainder {
    Nothing,
    /// To remove what it made for itself.
    TidyUp,
    /// To record in its folder what it has written.
    Record {
        folder: PathBuf,
        chosen: Chosen,
    },
    /// To let a command end that it began.
    PassOn {
        running: Running,
    },
    /// To say what goes on at the service, which this command asked for.
    Tell {
        look: String,
        asked: Asked,
    },
}

impl Remainder {
    pub(crate) fn of(command: &Command) -> Self {
        match command {
            Command::Download(args) => match &args.output {
                Some(folder) => {
                    Self::Record { folder: folder.clone(), chosen: Arc::clone(&args.backup.chosen) }
                }
                None => Self::Nothing,
            },
            Command::Sandbox(args) if !args.command.is_empty() => {
                Self::PassOn { running: args.running.clone() }
            }
            Command::Demo | Command::Sandbox(_) => Self::TidyUp,
            Command::Create(args) => {
                Self::Tell { look: args.instance.command("list"), asked: Arc::clone(&args.asked) }
            }
            Command::Instances(_)
            | Command::List(_)
            | Command::Links(_)
            | Command::Verify(_)
            | Command::Inspect(_)
            | Command::Completions { .. } => Self::Nothing,
        }
    }

    /// What is said when it is done.
    fn notice(&self) -> Option<String> {
        match self {
            Self::Nothing | Self::TidyUp | Self::PassOn { .. } => None,
            Self::Record { chosen, .. } => {
                Some(format!("to go on: {}", this_command(chosen.get())))
            }
            Self::Tell { look, asked } => asked.get().map(|started| match started.get() {
                Some(id) => format!(
                    "the service continues with backup {id}; check its progress with: {look}"
                ),
                None => format!("it is not known whether a backup was started; look with: {look}"),
            }),
        }
    }

    /// Whether the request went to another program, which has the last word.
    fn is_passed_on(&self, request: Request) -> bool {
        let Self::PassOn { running } = self else { return false };
        running.pass_on(request) == Passed::On
    }

    /// Waits until it is done; `work` was told to stop.
    async fn done(&self, work: &mut Work) {
        match self {
            Self::Nothing | Self::Tell { .. } => {}
            Self::TidyUp | Self::PassOn { .. } => {
                let _ = work.await;
            }
            Self::Record { folder, .. } => {
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

/// The command that runs now, for a shell, with the backup that `--latest` was when it began: later, it
/// may be another one. It holds no secret: these are not taken as arguments.
fn this_command(chosen: Option<&BackupId>) -> String {
    let words = env::args_os().flat_map(|word| match chosen {
        Some(id) if word == "--latest" => vec!["--backup-id".into(), id.as_str().into()],
        _ => vec![word],
    });
    shell_words::joined(words)
}

/// Runs the work, and stops it on a signal. A second signal ends at once what is still done then. Where
/// another program has the last word, it gets every signal instead.
///
/// The work has a thread of its own, since a full pipe blocks it.
pub(crate) async fn until_interrupted(
    remainder: Remainder,
    work: impl Future<Output = Result<(), Failure>> + Send + 'static,
) -> Result<(), Failure> {
    let mut signals = Signals::listen()
        .map_err(|error| Failure::system("the program can't listen for signals", &error))?;
    let mut work = tokio::spawn(work);
    loop {
        tokio::select! {
            biased;
            request = signals.next() => if !remainder.is_passed_on(request) { break },
            done = &mut work => return match done {
                Ok(outcome) => outcome,
                Err(error) => Err(Failure::system("the program broke off", &error)),
            },
        }
    }
    work.abort();
    tokio::select! {
        biased;
        _ = signals.next() => {}
        () = remainder.done(&mut work) => {}
    }
    Err(Failure::Interrupted { notice: remainder.notice() })
}
