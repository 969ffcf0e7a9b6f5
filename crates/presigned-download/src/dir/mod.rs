//! An opened folder: files are named by their name alone, and all work stays in the folder that was
//! opened, wherever its path leads meanwhile.

#[cfg(not(unix))]
mod by_path;
#[cfg(unix)]
mod unix;

use std::{
    ffi::OsString,
    fs::{self, File},
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use careful_http::Error;

use crate::disk_error::{Facility, failed, is_not_offered, offered};

#[cfg(not(unix))]
use by_path::Handle;
#[cfg(unix)]
use unix::Handle;

/// A folder that is open. Messages show it by the path that the user gave.
#[derive(Debug)]
pub(crate) struct Dir {
    path: PathBuf,
    handle: Handle,
}

/// How an existing file is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    Read,
    ReadWrite,
}

/// What has a name in the folder; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) kind: Kind,
    /// In bytes.
    pub(crate) length: u64,
    /// How many names the file has.
    pub(crate) links: u64,
    /// Nothing where the system does not say.
    pub(crate) id: Option<FileId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    File,
    Folder,
    /// A link, a pipe, a device.
    Other,
}

impl Kind {
    fn of(metadata: &std::fs::Metadata) -> Self {
        match (metadata.is_file(), metadata.is_dir()) {
            (true, _) => Self::File,
            (_, true) => Self::Folder,
            _ => Self::Other,
        }
    }
}

/// Tells a file from any other that exists at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct FileId {
    device: u64,
    inode: u64,
}

impl Seen {
    pub(crate) fn is_file(&self) -> bool {
        self.kind == Kind::File
    }

    /// Whether it is the same file, and as long as before. By its length alone where the system does not
    /// tell files apart.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        (self.id, self.length) == (other.id, other.length)
    }
}

impl Dir {
    /// Opens a folder that exists.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { path: path.to_owned(), handle: Handle::open(to_open(path))? })
    }

    /// Opens a folder, which is created with all those above it if need be; they last.
    pub(crate) fn create(path: &Path) -> Result<Self, Error> {
        let exists = |folder: &&Path| folder.symlink_metadata().is_ok();
        let new: Vec<&Path> = path.ancestors().take_while(|folder| !exists(folder)).collect();
        fs::create_dir_all(path).map_err(|error| failed("creating", path, &error))?;
        new.iter().filter_map(|folder| folder.parent()).try_for_each(make_last)?;
        Self::open(path).map_err(|error| failed("opening", path, &error))
    }

    /// As the user gave it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The path of a name, for messages alone.
    pub(crate) fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// What to tell the user of a system call that failed on this name.
    pub(crate) fn failed(&self, doing: &str, name: &str, error: &io::Error) -> Error {
        failed(doing, &self.path_of(name), error)
    }

    /// What has this name. `None` if nothing has it.
    pub(crate) fn look(&self, name: &str) -> io::Result<Option<Seen>> {
        match self.handle.look(name) {
            Ok(seen) => Ok(Some(seen)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether there is anything by this name, a dangling link too.
    pub(crate) fn exists(&self, name: &str) -> io::Result<bool> {
        Ok(self.look(name)?.is_some())
    }

    /// Whether a name leads to this open file. Taken for so where the system does not tell files apart.
    pub(crate) fn leads_to(&self, name: &str, file: &File) -> io::Result<bool> {
        let ours = Seen::from(&file.metadata()?);
        Ok(self.look(name)?.is_some_and(|seen| ours.id.is_none() || seen.id == ours.id))
    }

    /// Whether the folder's path still leads to it.
    pub(crate) fn is_at_its_path(&self) -> bool {
        self.handle.is_at(to_open(&self.path))
    }

    /// Where the folder is now, if the system says.
    pub(crate) fn path_now(&self) -> Option<PathBuf> {
        self.handle.path_now()
    }

    /// Opens a plain file; anything else is not opened at all: a pipe would block.
    pub(crate) fn open_plain(&self, name: &str, access: Access) -> io::Result<File> {
        if !self.handle.look(name)?.is_file() {
            return Err(not_plain());
        }
        let file = self.handle.open_file(name, access)?;
        // Something else may have taken the name since.
        if file.metadata()?.is_file() { Ok(file) } else { Err(not_plain()) }
    }

    /// Creates a file that was not there, in place of what has its name: never writes through a link.
    pub(crate) fn create_file(&self, name: &str) -> io::Result<File> {
        self.remove(name)?;
        self.handle.create_file(name)
    }

    /// Opens the file that carries a lock, which is created if need be.
    pub(crate) fn open_or_create(&self, name: &str) -> io::Result<File> {
        if self.look(name)?.is_some_and(|seen| !seen.is_file()) {
            return Err(io::Error::other("something else has this name"));
        }
        self.handle.open_or_create(name)
    }

    /// Removes a file; that there is none is well.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        match self.handle.remove(name) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    /// Gives a file a name that nothing has. Where the system can't see to that itself, another program
    /// may take the name at the same instant.
    pub(crate) fn rename_to_new(&self, from: &str, to: &str) -> io::Result<()> {
        match self.handle.rename_to_new(from, to) {
            Err(error) if is_not_offered(Facility::RenameToNew, &error) => {}
            renamed => return renamed,
        }
        if self.exists(to)? {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.handle.rename(from, to)
    }

    /// Replaces a small file by way of `new`, so that there is always the old or the new one, also after
    /// a power failure; which of them, only the folder's next sync decides.
    pub(crate) fn replace(&self, name: &str, new: &str, content: &[u8]) -> Result<(), Error> {
        let write = || {
            let mut file = self.create_file(new)?;
            file.write_all(content)?;
            offered(Facility::SyncFile, file.sync_data())?;
            self.handle.rename(new, name)
        };
        write().map_err(|error| {
            // Half of it is worth nothing, and the disk may be full.
            let _ = self.remove(new);
            let is_in_the_way = self.look(new).is_ok_and(|seen| seen.is_some());
            self.failed("writing", if is_in_the_way { new } else { name }, &error)
        })
    }

    /// Reads a plain file of at most so many bytes. `None` if there is none.
    pub(crate) fn read(&self, name: &str, most: u64) -> Result<Option<Vec<u8>>, Error> {
        let failed = |error: io::Error| self.failed("reading", name, &error);
        let Some(seen) = self.look(name).map_err(failed)? else {
            return Ok(None);
        };
        if !seen.is_file() || seen.length > most {
            return Err(failed(io::Error::other("it is not a small plain file")));
        }
        let mut content = Vec::new();
        self.open_plain(name, Access::Read)
            .and_then(|file| file.take(most).read_to_end(&mut content))
            .map_err(failed)?;
        Ok(Some(content))
    }

    /// All names in the folder.
    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        self.handle.names()
    }

    /// Makes renames in the folder last.
    pub(crate) fn sync(&self) -> Result<(), Error> {
        offered(Facility::SyncFolder, self.handle.sync())
            .map_err(|error| failed("syncing", to_open(&self.path), &error))
    }

    /// How many bytes a user may still write here. Nothing where the system doesn't say, or where the
    /// file system counts no blocks.
    pub(crate) fn free_space(&self) -> Option<u64> {
        self.handle.free_space()
    }
}

/// Makes the names in a folder last.
fn make_last(path: &Path) -> Result<(), Error> {
    let sync = Handle::open(to_open(path)).and_then(|folder| folder.sync());
    offered(Facility::SyncFolder, sync).map_err(|error| failed("syncing", to_open(path), &error))
}

/// No path at all is the folder that the process works in.
fn to_open(path: &Path) -> &Path {
    if path.as_os_str().is_empty() { Path::new(".") } else { path }
}

fn not_plain() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_by_a_rename_to_a_new_name() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open(folder.path()).unwrap();
        fs::write(folder.path().join("ours"), "ours").unwrap();
        fs::write(folder.path().join("theirs"), "theirs").unwrap();
        let error = dir.rename_to_new("ours", "theirs").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(folder.path().join("theirs")).unwrap(), b"theirs");
        dir.rename_to_new("ours", "new").unwrap();
        assert_eq!(fs::read(folder.path().join("new")).unwrap(), b"ours");
        assert!(!dir.exists("ours").unwrap());
    }

    #[test]
    fn what_can_not_be_looked_at_is_not_taken_for_absent() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open(folder.path()).unwrap();
        assert!(!dir.exists("a").unwrap());
        dir.exists(&"a".repeat(5000)).unwrap_err();
    }

    #[test]
    fn a_file_beyond_the_limit_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let dir = Dir::open(folder.path()).unwrap();
        fs::write(folder.path().join("a"), "12345").unwrap();
        assert_eq!(dir.read("a", 5).unwrap().unwrap(), b"12345");
        dir.read("a", 4).unwrap_err();
        assert_eq!(dir.read("b", 4).unwrap(), None);
    }
}
