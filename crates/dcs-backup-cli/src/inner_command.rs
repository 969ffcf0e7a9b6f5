//! `dcs-backup sandbox -- COMMAND`: a command that runs while the sandbox serves it.

#[cfg(unix)]
use std::io::IsTerminal as _;
use std::{
    ffi::OsString,
    io,
    process::ExitStatus,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::process::{Child, Command};

use crate::{exit::Failure, output, signals::Request};

/// The process id of the command while it runs: afterwards, the id may be another process's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Running(Arc<Mutex<Option<u32>>>);

impl Running {
    /// Passes a request to end on to the command, if it runs.
    pub(crate) fn pass_on(&self, request: Request) -> Passed {
        match *self.id() {
            Some(id) => {
                pass_on(request, id);
                Passed::On
            }
            None => Passed::ToNobody,
        }
    }

    fn id(&self) -> MutexGuard<'_, Option<u32>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether somebody else has the last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Passed {
    On,
    ToNobody,
}

/// What a shell ends with where a command is not there, or can't be run.
const NOT_FOUND: u8 = 127;
const NOT_RUN: u8 = 126;

/// Runs the command with its variables to its end, which becomes the program's.
pub(crate) async fn run(
    words: &[OsString],
    set: impl IntoIterator<Item = (&'static str, String)>,
    unset: &[&'static str],
    running: &Running,
) -> Result<(), Failure> {
    let Some((program, arguments)) = words.split_first() else {
        return Ok(());
    };
    let mut command = Command::new(program);
    command.args(arguments).envs(set).kill_on_drop(true);
    for name in unset {
        command.env_remove(name);
    }
    let mut child = match spawn(&mut command, running) {
        Ok(child) => child,
        Err(error) => {
            output::complain(&format!("error: {} can't be run: {error}", program.display()));
            let is_missing = error.kind() == io::ErrorKind::NotFound;
            return Err(Failure::Ended { code: if is_missing { NOT_FOUND } else { NOT_RUN } });
        }
    };
    let status = child.wait().await;
    *running.id() = None;
    let status =
        status.map_err(|error| Failure::system("the command's end is not known", &error))?;
    match code(status) {
        0 => Ok(()),
        code => Err(Failure::Ended { code }),
    }
}

/// A signal that comes meanwhile waits for the id: the command may work before its start is known here.
fn spawn(command: &mut Command, running: &Running) -> io::Result<Child> {
    let mut id = running.id();
    let child = command.spawn()?;
    *id = child.id();
    Ok(child)
}

/// As a shell has it.
fn code(status: ExitStatus) -> u8 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return u8::try_from(128 + signal).unwrap_or(u8::MAX);
    }
    status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1)
}

#[cfg(unix)]
fn pass_on(request: Request, id: u32) {
    use rustix::process::{Pid, Signal, kill_process};
    let signal = match request {
        // The terminal gives Ctrl-C to both.
        Request::Interrupt if has_terminal() && is_in_foreground() => return,
        Request::Interrupt => Signal::INT,
        Request::Terminate => Signal::TERM,
        Request::HangUp => Signal::HUP,
    };
    if let Some(id) = i32::try_from(id).ok().and_then(Pid::from_raw) {
        let _ = kill_process(id, signal);
    }
}

/// Whether somebody may type Ctrl-C here. Without a terminal on any stream, the program runs for another
/// program. Such a SIGINT comes only to this process, also in the foreground.
#[cfg(unix)]
fn has_terminal() -> bool {
    io::stdin().is_terminal() || io::stdout().is_terminal() || io::stderr().is_terminal()
}

#[cfg(unix)]
fn is_in_foreground() -> bool {
    let terminal = std::fs::File::open("/dev/tty");
    let group = terminal.ok().and_then(|terminal| rustix::termios::tcgetpgrp(terminal).ok());
    group == Some(rustix::process::getpgrp())
}

/// On Windows, Ctrl-C goes to all programs of the console.
#[cfg(windows)]
fn pass_on(_: Request, _: u32) {}
