//! The target folder, and the lock that keeps other downloads out of it.

use std::{
    convert::Infallible,
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::sync::oneshot;

use crate::error::{Error, ErrorKind};

use super::{blocking::blocking, dir::Dir, ids::Ids, names::LOCK, room::Claims};

/// How often a lock is tried, and the wait in between: a download in this process that was
/// dropped an instant ago still records what it has.
const LOCK_TRIES: u32 = 100;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// A folder that one download at a time works in. The lock is the system's: it ends with the
/// process, however that ends. The empty file that carries it stays.
#[derive(Debug)]
pub(super) struct Folder {
    dir: Dir,
    /// Of the backup that is downloaded.
    ids: Ids,
    /// Locked as long as it is open.
    _lock: File,
    /// Its receiver learns when nobody works in the folder any more.
    _in_use: oneshot::Sender<Infallible>,
    pub(super) claims: Claims,
}

impl Folder {
    /// Creates the folder if need be and locks it. The other value comes to an end when the lock is
    /// given back.
    pub(super) async fn open(
        path: PathBuf,
        ids: Ids,
    ) -> Result<(Arc<Self>, oneshot::Receiver<Infallible>), Error> {
        let mut tries = 0;
        let (dir, lock) = loop {
            let (wanted, last) = (path.clone(), tries == LOCK_TRIES);
            match blocking(move || lock(&wanted)).await? {
                Some(locked) => break locked,
                None if last => {
                    let problem = format!("another download is working in {}", path.display());
                    return Err(
                        Error::new(ErrorKind::Disk, problem).with_advice("wait for it to end")
                    );
                }
                None => tokio::time::sleep(LOCK_WAIT).await,
            }
            tries += 1;
        };
        let (in_use, released) = oneshot::channel();
        let folder = Self { dir, ids, _lock: lock, _in_use: in_use, claims: Claims::default() };
        Ok((Arc::new(folder), released))
    }

    pub(super) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// All work on files goes through it.
    pub(super) fn dir(&self) -> &Dir {
        &self.dir
    }
}

/// Creates the folder if need be, and locks it unless another download has.
fn lock(path: &Path) -> Result<Option<(Dir, File)>, Error> {
    let dir = Dir::create(path)?;
    let lock = dir.open_or_create(LOCK).map_err(|error| dir.failed("creating", LOCK, &error))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some((dir, lock))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(dir.failed("locking", LOCK, &error)),
    }
}
