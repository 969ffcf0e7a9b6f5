//! The system calls that name a file by an open folder and its name there.

use std::{
    ffi::{OsStr, OsString},
    fs::{File, Metadata},
    io,
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
};

#[cfg(target_os = "linux")]
use std::os::fd::AsRawFd as _;
use std::os::unix::fs::MetadataExt as _;

use rustix::{
    fs::{AtFlags, FileType, Mode, OFlags},
    io::{Errno, retry_on_intr},
};

use super::{Access, FileId, Kind, Seen};

/// For each file that is opened: never a link, never waiting for the other end of a pipe.
const CAREFUL: OFlags =
    OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::NOCTTY).union(OFlags::CLOEXEC);

#[derive(Debug)]
pub(crate) struct Handle {
    folder: File,
    opened: Opened,
}

/// What the folder's permissions allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    ForReading,
    /// Names in it may be used and not listed; such a handle can't be synced.
    ForNames,
}

impl Handle {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let open = |flags: OFlags| {
            let flags = flags | OFlags::DIRECTORY | OFlags::CLOEXEC;
            retry_on_intr(|| rustix::fs::open(path, flags, Mode::empty())).map(File::from)
        };
        match open(OFlags::RDONLY) {
            Ok(folder) => Ok(Self { folder, opened: Opened::ForReading }),
            #[cfg(any(target_os = "linux", target_os = "android", target_os = "freebsd"))]
            Err(Errno::ACCESS) => {
                Ok(Self { folder: open(OFlags::PATH)?, opened: Opened::ForNames })
            }
            Err(errno) => Err(errno.into()),
        }
    }

    pub(crate) fn look(&self, name: &str) -> io::Result<Seen> {
        let stat =
            retry_on_intr(|| rustix::fs::statat(&self.folder, name, AtFlags::SYMLINK_NOFOLLOW))?;
        #[allow(clippy::unnecessary_cast, reason = "the fields' types are the system's")]
        Ok(Seen {
            kind: match FileType::from_raw_mode(stat.st_mode) {
                FileType::RegularFile => Kind::File,
                FileType::Directory => Kind::Folder,
                _ => Kind::Other,
            },
            length: u64::try_from(stat.st_size).unwrap_or_default(),
            links: stat.st_nlink as u64,
            id: Some(FileId { device: stat.st_dev as u64, inode: stat.st_ino as u64 }),
        })
    }

    pub(crate) fn open_file(&self, name: &str, access: Access) -> io::Result<File> {
        self.open_with(
            name,
            match access {
                Access::Read => OFlags::RDONLY,
                Access::ReadWrite => OFlags::RDWR,
            },
        )
    }

    pub(crate) fn create_file(&self, name: &str) -> io::Result<File> {
        self.open_with(name, OFlags::RDWR | OFlags::CREATE | OFlags::EXCL)
    }

    /// A file that another user left is opened for reading: a lock asks for no more on most systems.
    pub(crate) fn open_or_create(&self, name: &str) -> io::Result<File> {
        match self.open_with(name, OFlags::WRONLY | OFlags::CREATE) {
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                self.open_with(name, OFlags::RDONLY).map_err(|_| error)
            }
            opened => opened,
        }
    }

    fn open_with(&self, name: &str, flags: OFlags) -> io::Result<File> {
        let mode = Mode::from_raw_mode(0o666);
        let open = || rustix::fs::openat(&self.folder, name, flags | CAREFUL, mode);
        Ok(File::from(retry_on_intr(open)?))
    }

    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::unlinkat(&self.folder, name, AtFlags::empty()))?)
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::renameat(&self.folder, from, &self.folder, to))?)
    }

    /// Fails if something has the new name.
    #[cfg(any(target_os = "linux", target_os = "android", target_os = "macos"))]
    pub(crate) fn rename_to_new(&self, from: &str, to: &str) -> io::Result<()> {
        let keep = rustix::fs::RenameFlags::NOREPLACE;
        let rename = || rustix::fs::renameat_with(&self.folder, from, &self.folder, to, keep);
        Ok(retry_on_intr(rename)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_os = "macos")))]
    pub(crate) fn rename_to_new(&self, _: &str, _: &str) -> io::Result<()> {
        Err(Errno::NOSYS.into())
    }

    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        let names = rustix::fs::Dir::read_from(&self.folder)?
            .map(|entry| Ok(OsStr::from_bytes(entry?.file_name().to_bytes()).to_owned()));
        let is_name = |name: &io::Result<OsString>| {
            !name.as_ref().is_ok_and(|name| name == "." || name == "..")
        };
        names.filter(is_name).collect()
    }

    pub(crate) fn sync(&self) -> io::Result<()> {
        match self.opened {
            Opened::ForReading => self.folder.sync_all(),
            Opened::ForNames => Err(Errno::BADF.into()),
        }
    }

    pub(crate) fn is_at(&self, path: &Path) -> bool {
        let there = std::fs::metadata(path).map(|metadata| Seen::from(&metadata).id);
        let here = self.folder.metadata().map(|metadata| Seen::from(&metadata).id);
        matches!((there, here), (Ok(there), Ok(here)) if there == here)
    }

    #[cfg(target_os = "linux")]
    pub(crate) fn path_now(&self) -> Option<PathBuf> {
        let number = self.folder.as_raw_fd();
        let path = std::fs::read_link(format!("/proc/self/fd/{number}")).ok()?;
        // A removed folder has a path that is made up.
        self.is_at(&path).then_some(path)
    }

    #[cfg(not(target_os = "linux"))]
    pub(crate) fn path_now(&self) -> Option<PathBuf> {
        None
    }

    pub(crate) fn free_space(&self) -> Option<u64> {
        let system = rustix::fs::fstatvfs(&self.folder).ok()?;
        (system.f_blocks > 0).then(|| system.f_bavail.saturating_mul(system.f_frsize))
    }
}

impl From<&Metadata> for Seen {
    fn from(metadata: &Metadata) -> Self {
        Self {
            kind: Kind::of(metadata),
            length: metadata.len(),
            links: metadata.nlink(),
            id: Some(FileId { device: metadata.dev(), inode: metadata.ino() }),
        }
    }
}
