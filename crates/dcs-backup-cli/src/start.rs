//! What is done before any work: room for open files, and the runtime. Where the system's limits are too
//! low for that, it is said, and nothing panics.

use std::{any::Any, io, panic, thread};

use tokio::runtime::{Builder, Runtime};

use crate::{args::Command, exit::Failure};

/// So many files may be open in any case, if the system lets the program have its way.
const FILES: u64 = 1024;
/// A download may want so many for each connection, see [`dcs_backup::Downloader::connections`].
const FILES_PER_CONNECTION: u64 = 8;
/// So many pairs of files must be free to begin with. The runtime takes three, and panics without.
const PAIRS: usize = 12;

/// The runtime of this command.
pub(crate) fn runtime(command: &Command) -> Result<Runtime, Failure> {
    let connections = match command {
        Command::Download(args) => args.connections.unwrap_or_default(),
        _ => 0,
    };
    raise_limit(FILES.max(FILES_PER_CONNECTION * u64::from(connections)));
    let began = hold_pairs(PAIRS).and_then(|()| build());
    began.map_err(|error| Failure::system("the program can't start", &error))
}

/// Tokio panics where a thread can't be had. A full pipe blocks one thread, so signals need another one, on
/// one processor too.
fn build() -> io::Result<Runtime> {
    let workers = thread::available_parallelism().map_or(2, |processors| processors.get().max(2));
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let built = panic::catch_unwind(|| {
        Builder::new_multi_thread().worker_threads(workers).enable_all().build()
    });
    panic::set_hook(hook);
    built.unwrap_or_else(|payload| Err(io::Error::other(text_of(&*payload))))
}

fn text_of(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| payload.downcast_ref::<&str>().copied());
    text.unwrap_or("the runtime can't be set up").to_owned()
}

/// Raises the soft limit of open files to this, or as far as the hard one lets it.
#[cfg(unix)]
fn raise_limit(wanted: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let limit = getrlimit(Resource::Nofile);
    let wanted = wanted.min(limit.maximum.unwrap_or(u64::MAX));
    if limit.current.is_some_and(|current| current < wanted) {
        // If it fails, a download makes do with fewer connections.
        let _ = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), ..limit });
    }
}

#[cfg(not(unix))]
fn raise_limit(_: u64) {}

/// Whether so many pairs of files can be open at once.
#[cfg(unix)]
fn hold_pairs(count: usize) -> io::Result<()> {
    use std::os::unix::net::UnixStream;
    (0..count).map(|_| UnixStream::pair()).collect::<io::Result<Vec<_>>>().map(drop)
}

#[cfg(not(unix))]
fn hold_pairs(_: usize) -> io::Result<()> {
    Ok(())
}
