//! Room on the disk: what a file will take is there before its first byte comes.

use std::{
    fs::File,
    io,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use careful_http::{Error, ErrorKind};

use crate::{
    disk_error::{Facility, is_not_offered, offered},
    folder::Folder,
};

/// What the [claims](Claim) on a disk come to.
#[derive(Debug, Default)]
pub(crate) struct Claims {
    /// What they still come to.
    claimed: AtomicU64,
    /// Held from the look at the free space to the claim.
    reserving: Mutex<()>,
}

/// The room that a file will still take and that the system does not hold for it. Ends with the file.
#[derive(Debug)]
pub(crate) struct Claim {
    folder: Arc<Folder>,
    left: AtomicU64,
}

impl Claim {
    /// So many bytes are written now: the free space tells of them from here on.
    pub(crate) fn use_up(&self, bytes: u64) {
        let less = |left: u64| Some(left.saturating_sub(bytes));
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        let used = left.unwrap_or_default().min(bytes);
        self.folder.claims.claimed.fetch_sub(used, Ordering::Relaxed);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.use_up(u64::MAX);
    }
}

/// Sees to it that `length` bytes have room in `file`. It may hold some of them already.
pub(crate) fn reserve(
    folder: &Arc<Folder>,
    file: &File,
    name: &str,
    length: u64,
) -> Result<Claim, Error> {
    let dir = folder.dir();
    let failed = |doing, error: io::Error| dir.failed(doing, name, &error);
    let held = held(file).map_err(|error| failed("looking at", error))?;
    let needed = length.saturating_sub(held);
    let _reserving = folder.claims.reserving.lock().unwrap_or_else(PoisonError::into_inner);
    let claimed = folder.claims.claimed.load(Ordering::Relaxed);
    if let Some(free) = dir.free_space()
        && free.saturating_sub(claimed) < needed
    {
        let problem = format!(
            "{} needs {needed} more bytes, and {} has {} left for it",
            dir.path_of(name).display(),
            dir.path().display(),
            free.saturating_sub(claimed),
        );
        return Err(Error::new(ErrorKind::Disk, problem)
            .with_advice("free some space and run the download again"));
    }
    let left = match preallocate(file, length) {
        Ok(Preallocated::Yes) => 0,
        Ok(Preallocated::NotHere) => {
            offered(Facility::Resize, file.set_len(length))
                .map_err(|error| failed("enlarging", error))?;
            needed
        }
        Err(error) => return Err(failed("reserving space for", error)),
    };
    folder.claims.claimed.fetch_add(left, Ordering::Relaxed);
    Ok(Claim { folder: Arc::clone(folder), left: AtomicU64::new(left) })
}

enum Preallocated {
    Yes,
    NotHere,
}

/// In memory there is nothing to lay out, and reserving page by page would take as long as writing.
#[cfg(target_os = "linux")]
fn preallocate(file: &File, length: u64) -> io::Result<Preallocated> {
    use rustix::{
        fs::{FallocateFlags, fallocate, fstatfs},
        io::retry_on_intr,
    };
    const TMPFS_MAGIC: i64 = 0x0102_1994;
    #[allow(clippy::useless_conversion, reason = "the field's type is the architecture's")]
    let is_memory = fstatfs(file).is_ok_and(|system| i64::from(system.f_type) == TMPFS_MAGIC);
    if length == 0 || is_memory {
        return Ok(Preallocated::NotHere);
    }
    match retry_on_intr(|| fallocate(file, FallocateFlags::empty(), 0, length)).map_err(Into::into)
    {
        Ok(()) => Ok(Preallocated::Yes),
        Err(error) if is_not_offered(Facility::Reserve, &error) => Ok(Preallocated::NotHere),
        Err(error) => Err(error),
    }
}

#[cfg(not(target_os = "linux"))]
fn preallocate(_: &File, _: u64) -> io::Result<Preallocated> {
    Ok(Preallocated::NotHere)
}

/// How much of the disk a file holds, what is reserved for it included.
#[cfg(unix)]
fn held(file: &File) -> io::Result<u64> {
    /// Whatever the file system's own blocks are: `stat(2)`.
    const BLOCK: u64 = 512;
    use std::os::unix::fs::MetadataExt;
    file.metadata().map(|metadata| metadata.blocks().saturating_mul(BLOCK))
}

#[cfg(not(unix))]
fn held(_: &File) -> io::Result<u64> {
    Ok(0)
}
