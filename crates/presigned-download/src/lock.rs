//! The lock that keeps other downloads out of a folder, where its file system offers locks.

use std::fs::{File, TryLockError};

use careful_http::Error;

use crate::{
    dir::Dir,
    disk_error::{Facility, is_not_offered},
    names::LOCK,
};

/// A lock on a folder; ends when it is dropped, and with the process. Its file stays.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
    pub(crate) force: Force,
}

/// Whether a lock keeps anybody out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Force {
    Held,
    /// The file system offers no locks.
    NotOffered,
}

impl Lock {
    /// Takes the lock. `None` if another download has it, or has just begun to.
    pub(crate) fn take(dir: &Dir) -> Result<Option<Self>, Error> {
        let file =
            dir.open_or_create(LOCK).map_err(|error| dir.failed("creating", LOCK, &error))?;
        let force = match file.try_lock() {
            Ok(()) => Force::Held,
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) if is_not_offered(Facility::Lock, &error) => {
                tracing::info!(folder = %dir.path().display(), %error, "the folder can't be locked");
                Force::NotOffered
            }
            Err(TryLockError::Error(error)) => return Err(dir.failed("locking", LOCK, &error)),
        };
        let lock = Self { file, force };
        // The file was removed before it was locked: the next try locks the new one.
        Ok(lock.is_in_place(dir)?.then_some(lock))
    }

    /// Whether the lock's name still leads to the file that is locked: if not, another download may
    /// hold a lock of its own.
    pub(crate) fn is_in_place(&self, dir: &Dir) -> Result<bool, Error> {
        dir.leads_to(LOCK, &self.file).map_err(|error| dir.failed("looking at", LOCK, &error))
    }
}
