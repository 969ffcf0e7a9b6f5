//! Where a folder can't be held open, each file is named by its path.

use std::{
    ffi::OsString,
    fs::{self, File, Metadata, OpenOptions},
    io,
    path::{Path, PathBuf},
};

use super::{Access, Kind, Seen};

#[derive(Debug)]
pub(crate) struct Handle(PathBuf);

impl Handle {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        match fs::metadata(path)?.is_dir() {
            true => Ok(Self(path.to_owned())),
            false => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(crate) fn look(&self, name: &str) -> io::Result<Seen> {
        self.0.join(name).symlink_metadata().map(|metadata| Seen::from(&metadata))
    }

    pub(crate) fn open_file(&self, name: &str, access: Access) -> io::Result<File> {
        let write = access == Access::ReadWrite;
        OpenOptions::new().read(true).write(write).open(self.0.join(name))
    }

    pub(crate) fn create_file(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().read(true).write(true).create_new(true).open(self.0.join(name))
    }

    pub(crate) fn open_or_create(&self, name: &str) -> io::Result<File> {
        OpenOptions::new().write(true).create(true).truncate(false).open(self.0.join(name))
    }

    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        fs::remove_file(self.0.join(name))
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        fs::rename(self.0.join(from), self.0.join(to))
    }

    pub(crate) fn rename_to_new(&self, _: &str, _: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(crate) fn names(&self) -> io::Result<Vec<OsString>> {
        fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
    }

    /// Renames are the file system's care there.
    pub(crate) fn sync(&self) -> io::Result<()> {
        Ok(())
    }

    /// All work goes by the path.
    pub(crate) fn is_at(&self, _: &Path) -> bool {
        true
    }

    pub(crate) fn path_now(&self) -> Option<PathBuf> {
        None
    }

    pub(crate) fn free_space(&self) -> Option<u64> {
        None
    }
}

impl From<&Metadata> for Seen {
    fn from(metadata: &Metadata) -> Self {
        Self { kind: Kind::of(metadata), length: metadata.len(), links: 1, id: None }
    }
}
