//! The target folder, and the lock that keeps other downloads out of it.

use std::{
    convert::Infallible,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use tokio::sync::oneshot;

use careful_http::{Error, ErrorKind};

use crate::{
    blocking::blocking,
    dir::Dir,
    ids::Ids,
    lock::{Force, Lock},
    names::LOCK,
    report::Warning,
    room::Claims,
};

/// What to do where somebody else changed files of the download.
pub(crate) const ALONE: &str = "see to it that nothing else works in the folder, and run the download \
                                again; it continues where it stopped";
/// How often a lock is tried, and the wait in between: a download in this process that was
/// dropped an instant ago still records what it has.
const LOCK_TRIES: u32 = 100;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// A folder that one download at a time works in.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: Dir,
    /// Of the backup that is downloaded.
    ids: Ids,
    lock: Lock,
    /// Its receiver learns when nobody works in the folder any more.
    _in_use: oneshot::Sender<Infallible>,
    pub(crate) claims: Claims,
}

impl Folder {
    /// Creates the folder if need be and locks it. The other value comes to an end when the lock is
    /// given back.
    pub(crate) async fn open(
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
        let folder = Self { dir, ids, lock, _in_use: in_use, claims: Claims::default() };
        Ok((Arc::new(folder), released))
    }

    pub(crate) fn ids(&self) -> &Ids {
        &self.ids
    }

    /// All work on files goes through it.
    pub(crate) fn dir(&self) -> &Dir {
        &self.dir
    }

    /// Fails if another download may be working in the folder by now.
    pub(crate) fn ensure_ours(&self) -> Result<(), Error> {
        if self.lock.is_in_place(&self.dir)? {
            return Ok(());
        }
        let problem = format!(
            "{} was removed or replaced during the download: another one may be working there",
            self.dir.path_of(LOCK).display()
        );
        Err(Error::new(ErrorKind::Disk, problem).with_advice(ALONE))
    }

    /// What the user should know of the folder when the work in it has ended.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let not_locked = (self.lock.force == Force::NotOffered).then_some(Warning::NotLocked);
        let moved =
            (!self.dir.is_at_its_path()).then(|| Warning::FolderMoved { now: self.dir.path_now() });
        not_locked.into_iter().chain(moved).collect()
    }
}

/// Creates the folder if need be, and locks it unless another download has.
fn lock(path: &Path) -> Result<Option<(Dir, Lock)>, Error> {
    let dir = Dir::create(path)?;
    Ok(Lock::take(&dir)?.map(|lock| (dir, lock)))
}
