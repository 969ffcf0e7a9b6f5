//! The target folder: the lock, the names in it, room on the disk, files replaced whole.

use std::{
    convert::Infallible,
    fs::{self, File, OpenOptions, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::oneshot;

use crate::{
    error::{Error, ErrorKind},
    file_name::FileName,
    hint::Hint,
};

use super::{crc64::Crc64, ids::Ids};

pub(super) const MANIFEST: &str = "manifest.json";
/// The manifest while it is written.
pub(super) const NEW_MANIFEST: &str = ".dcs-backup.manifest";
pub(super) const LOCK: &str = ".dcs-backup.lock";
/// With what is added to it, a name still has at most 255 bytes.
const LONGEST_STEM: usize = 240;
/// How often a lock is tried, and the wait in between: a download in this process that was
/// dropped an instant ago still records what it has.
const LOCK_TRIES: u32 = 100;
const LOCK_WAIT: Duration = Duration::from_millis(20);

/// What to tell the user of a failed system call.
pub(super) fn failed(doing: &str, path: &Path, error: &io::Error) -> Error {
    use io::ErrorKind as Io;
    let advice = match error.kind() {
        Io::StorageFull | Io::QuotaExceeded => {
            "free some space and run the download again; it goes on where it was"
        }
        Io::FileTooLarge => "choose a folder on a disk that takes files of this size",
        Io::PermissionDenied => "choose a folder that you may read and write",
        Io::AlreadyExists | Io::NotADirectory => {
            "a file is where a folder should be; choose another folder"
        }
        Io::IsADirectory => "a folder has the name of a file; move it away",
        Io::ReadOnlyFilesystem => "choose a folder on a disk that is not read-only",
        _ => "check the folder and its disk, and run the download again",
    };
    Error::new(ErrorKind::Disk, format!("{doing} {} failed: {error}", path.display()))
        .with_advice(advice)
}

/// A folder that one download at a time works in. The lock is the system's: it ends with the
/// process, however that ends. The empty file that carries it stays.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Of the backup that is downloaded.
    ids: Ids,
    /// Locked as long as it is open.
    _lock: File,
    /// Its receiver learns when nobody works in the folder any more.
    _in_use: oneshot::Sender<Infallible>,
    /// What the [claims](Claim) on its disk still come to.
    claimed: AtomicU64,
    /// Held from the look at the free space to the claim.
    reserving: Mutex<()>,
}

/// The room that a file will still take and that the system does not hold for it. Ends with the file.
#[derive(Debug)]
pub(super) struct Claim {
    folder: Arc<Folder>,
    left: AtomicU64,
}

impl Claim {
    /// So many bytes are written now: the free space tells of them from here on.
    pub(super) fn use_up(&self, bytes: u64) {
        let less = |left: u64| Some(left.saturating_sub(bytes));
        let left = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        let used = left.unwrap_or_default().min(bytes);
        self.folder.claimed.fetch_sub(used, Ordering::Relaxed);
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        self.use_up(u64::MAX);
    }
}

impl Folder {
    /// Creates the folder if need be and locks it. The other value comes to an end when the lock is
    /// given back.
    pub(super) async fn open(
        path: PathBuf,
        ids: Ids,
    ) -> Result<(Arc<Self>, oneshot::Receiver<Infallible>), Error> {
        let mut tries = 0;
        let lock = loop {
            let (wanted, last) = (path.clone(), tries == LOCK_TRIES);
            match blocking(move || lock(&wanted)).await? {
                Some(lock) => break lock,
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
        let folder = Self {
            path,
            ids,
            _lock: lock,
            _in_use: in_use,
            claimed: AtomicU64::new(0),
            reserving: Mutex::default(),
        };
        Ok((Arc::new(folder), released))
    }

    pub(super) fn ids(&self) -> &Ids {
        &self.ids
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn paths(&self, name: &FileName) -> Paths {
        let stem = stem(name.as_str());
        Paths {
            file: self.path.join(name),
            part: self.path.join(format!("{stem}.part")),
            state: self.path.join(format!("{stem}.part.json")),
            new_state: self.path.join(format!("{stem}.part.json.new")),
        }
    }

    /// Sees to it that `length` bytes have room in `file`, some of which it may hold already.
    pub(super) fn reserve(
        self: &Arc<Self>,
        file: &File,
        path: &Path,
        length: u64,
    ) -> Result<Claim, Error> {
        let failed = |doing, error: io::Error| failed(doing, path, &error);
        let held = held(file).map_err(|error| failed("looking at", error))?;
        let needed = length.saturating_sub(held);
        let _reserving = self.reserving.lock().unwrap_or_else(PoisonError::into_inner);
        let claimed = self.claimed.load(Ordering::Relaxed);
        if let Some(free) = free_space(&self.path)
            && free.saturating_sub(claimed) < needed
        {
            let problem = format!(
                "{} needs {needed} more bytes, and {} has {} left for it",
                path.display(),
                self.path.display(),
                free.saturating_sub(claimed),
            );
            return Err(Error::new(ErrorKind::Disk, problem)
                .with_advice("free some space and run the download again"));
        }
        let left = match preallocate(file, length) {
            Ok(Preallocated::Yes) => 0,
            Ok(Preallocated::NotHere) => {
                file.set_len(length).map_err(|error| failed("enlarging", error))?;
                needed
            }
            Err(error) => return Err(failed("reserving space for", error)),
        };
        self.claimed.fetch_add(left, Ordering::Relaxed);
        Ok(Claim { folder: Arc::clone(self), left: AtomicU64::new(left) })
    }

    /// Makes renames in the folder last.
    pub(super) fn sync(&self) -> Result<(), Error> {
        sync_folder(&self.path)
    }
}

/// Creates the folder if need be, and locks it unless another download has.
fn lock(path: &Path) -> Result<Option<File>, Error> {
    create_folder(path)?;
    let lock_path = path.join(LOCK);
    let failed = |error: io::Error| failed("creating", &lock_path, &error);
    // Neither is a file created behind a link, nor waited for at a pipe.
    if let Ok(metadata) = lock_path.symlink_metadata()
        && !metadata.is_file()
    {
        return Err(failed(io::Error::other("something else has this name")));
    }
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&lock_path)
        .map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(self::failed("locking", &lock_path, &error)),
    }
}

/// Creates a folder with all those above it; they last.
fn create_folder(path: &Path) -> Result<(), Error> {
    let new: Vec<&Path> = path.ancestors().take_while(|folder| !exists(folder)).collect();
    fs::create_dir_all(path).map_err(|error| failed("creating", path, &error))?;
    new.iter().filter_map(|folder| folder.parent()).try_for_each(sync_folder)
}

fn sync_folder(path: &Path) -> Result<(), Error> {
    #[cfg(unix)]
    {
        let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
        File::open(path)
            .and_then(|folder| folder.sync_all())
            .map_err(|error| failed("syncing", path, &error))?;
    }
    Ok(())
}

/// Where a file and what belongs to it are.
#[derive(Debug, Clone)]
pub(super) struct Paths {
    pub(super) file: PathBuf,
    pub(super) part: PathBuf,
    pub(super) state: PathBuf,
    /// The state while it is written.
    pub(super) new_state: PathBuf,
}

/// The name without what is added for unfinished files; long names are cut and told apart by a sum.
fn stem(name: &str) -> String {
    if name.len() <= LONGEST_STEM {
        return name.to_owned();
    }
    let mut crc = Crc64::new();
    crc.update(name.as_bytes());
    let kept = (0..=LONGEST_STEM - 17).rev().find_map(|end| name.get(..end)).unwrap_or_default();
    format!("{kept}~{:016x}", crc.value())
}

/// The same for names that differ in case alone. Through upper case: some letters have two lower ones.
fn fold(name: &str) -> String {
    name.to_uppercase().to_lowercase()
}

/// Refuses names that would be one file on some system, also beside the downloader's own files.
pub(super) fn check_names<'a>(names: impl Iterator<Item = &'a FileName>) -> Result<(), Error> {
    let mut taken = std::collections::HashMap::new();
    for own in [MANIFEST, NEW_MANIFEST, LOCK].map(str::to_owned) {
        taken.insert(own, "a file of the downloader itself");
    }
    for name in names {
        let stem = fold(&stem(name.as_str()));
        for used in [
            fold(name.as_str()),
            format!("{stem}.part"),
            format!("{stem}.part.json"),
            format!("{stem}.part.json.new"),
        ] {
            if let Some(other) = taken.insert(used, name.as_str()) {
                let problem = if other == name.as_str() {
                    format!("two files of the backup are called {name}")
                } else {
                    format!("file {name} would overwrite {other}")
                };
                return Err(Error::new(ErrorKind::InvalidLink, problem)
                    .with_advice(
                        "nothing was written; download the files one by one by their links",
                    )
                    .with_hint(Hint::FetchOneByOne));
            }
        }
    }
    Ok(())
}

/// Replaces a small file by way of `new`, so that there is always the old or the new one, also after
/// a power failure; which of them, only the folder's next sync decides.
pub(super) fn replace(path: &Path, new: &Path, content: &[u8]) -> Result<(), Error> {
    let write = || {
        let mut file = create(new)?;
        file.write_all(content)?;
        file.sync_data()?;
        fs::rename(new, path)
    };
    write().map_err(|error| {
        // Half of it is worth nothing, and the disk may be full.
        let _ = remove(new);
        failed("writing", path, &error)
    })
}

/// Creates a file that was not there, in place of what has its name: never writes through a link.
pub(super) fn create(path: &Path) -> io::Result<File> {
    remove(path)?;
    OpenOptions::new().read(true).write(true).create_new(true).open(path)
}

/// Removes a file; that there is none is well.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Whether there is anything by this name, a dangling link too.
pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}

/// Opens a file for reading; what is no plain file, or a link, is not opened at all: a pipe would
/// block.
pub(super) fn open_plain(path: &Path) -> io::Result<File> {
    match path.symlink_metadata()?.is_file() {
        true => File::open(path),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file")),
    }
}

/// Whether this may be a file of our own that [`read_small`] reads.
pub(super) fn is_small_file(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| is_small(&metadata))
}

fn is_small(metadata: &fs::Metadata) -> bool {
    /// 128 files take 40 KB in a manifest.
    const LARGEST: u64 = 16 << 20;
    metadata.is_file() && metadata.len() <= LARGEST
}

/// Reads a small file of our own; nothing if there is none.
pub(super) fn read_small(path: &Path) -> Result<Option<Vec<u8>>, Error> {
    match path.symlink_metadata() {
        Ok(metadata) if is_small(&metadata) => {
            fs::read(path).map(Some).map_err(|error| failed("reading", path, &error))
        }
        Ok(_) => Err(failed("reading", path, &io::Error::other("it is not a small plain file"))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(failed("reading", path, &error)),
    }
}

#[cfg(unix)]
pub(super) fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
pub(super) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
pub(super) fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[written..];
        at += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
pub(super) fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        at += read as u64;
    }
    Ok(())
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
        io::{Errno, retry_on_intr},
    };
    const TMPFS_MAGIC: i64 = 0x0102_1994;
    #[allow(clippy::useless_conversion, reason = "the field's type is the architecture's")]
    let is_memory = fstatfs(file).is_ok_and(|system| i64::from(system.f_type) == TMPFS_MAGIC);
    if length == 0 || is_memory {
        return Ok(Preallocated::NotHere);
    }
    match retry_on_intr(|| fallocate(file, FallocateFlags::empty(), 0, length)) {
        Ok(()) => Ok(Preallocated::Yes),
        Err(Errno::OPNOTSUPP | Errno::NOSYS | Errno::INVAL) => Ok(Preallocated::NotHere),
        Err(errno) => Err(errno.into()),
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

/// Nothing where the system doesn't say, or where the file system counts no blocks.
#[cfg(unix)]
fn free_space(folder: &Path) -> Option<u64> {
    let system = rustix::fs::statvfs(folder).ok()?;
    (system.f_blocks > 0).then(|| system.f_bavail.saturating_mul(system.f_frsize))
}

#[cfg(not(unix))]
fn free_space(_: &Path) -> Option<u64> {
    None
}

/// Runs what waits for the disk where nobody waits for it.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(broken_off(&error)),
    }
}

/// Why work came to no end at all.
pub(super) fn broken_off(error: &tokio::task::JoinError) -> Error {
    let (problem, advice) = match error.is_panic() {
        true => ("the download met a defect of this program", "report it with the panic's message"),
        false => (
            "the download was broken off: the runtime shuts down",
            "run the download again; it goes on where it was",
        ),
    };
    Error::new(ErrorKind::Disk, problem).with_advice(advice)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Result<(), String> {
        let names: Vec<FileName> = names.iter().map(|name| name.parse().unwrap()).collect();
        check_names(names.iter()).map_err(|error| error.to_string())
    }

    #[test]
    fn names_that_would_be_one_file_are_refused() {
        assert_eq!(names(&["a.rdb", "b.rdb", "a.rdb.x"]), Ok(()));
        for clash in [
            ["a.rdb", "A.RDB"],
            ["a.rdb", "a.rdb.part"],
            ["a.rdb.part.json", "a.rdb"],
            ["x", "manifest.json"],
            ["x", ".dcs-backup.manifest"],
            ["x", ".dcs-backup.lock"],
            ["ä", "Ä"],
            ["AΣ", "aσ"],
        ] {
            let error = names(&clash).unwrap_err();
            assert!(error.contains("would overwrite"), "{clash:?}: {error}");
        }
        let error = names(&["a.rdb", "a.rdb"]).unwrap_err();
        assert!(error.starts_with("two files of the backup are called a.rdb"), "{error}");
    }

    #[test]
    fn the_longest_names_leave_room_for_what_is_added() {
        let long = |end: &str| format!("{}{end}", "ü".repeat(126));
        assert!(format!("{}.part.json.new", stem(&long("a"))).len() <= 255);
        assert_ne!(stem(&long("a")), stem(&long("b")));
    }
}
