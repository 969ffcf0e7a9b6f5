//! A file of variables for a shell to read, which is there whole or not at all.

use std::{
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use crate::exit::Failure;

/// A file that is there as long as this is. Only its owner can read it: it holds keys.
#[derive(Debug)]
pub(crate) struct EnvFile {
    path: PathBuf,
    text: String,
}

impl EnvFile {
    /// Writes the file; one that was there is replaced.
    pub(crate) fn write(path: &Path, text: String) -> Result<Self, Failure> {
        let path = path.to_owned();
        // A rename would take the place of a device.
        if path.symlink_metadata().is_ok_and(|there| !there.is_file()) {
            let problem = format!("--env-file: {} is there, and no plain file", path.display());
            return Err(Failure::Usage(problem));
        }
        write_whole(&path, &text).map_err(|error| {
            Failure::system(&format!("can't write the variables to {}", path.display()), &error)
        })?;
        Ok(Self { path, text })
    }
}

impl Drop for EnvFile {
    fn drop(&mut self) {
        // Meanwhile, it may be somebody else's.
        if fs::read(&self.path).is_ok_and(|text| text == self.text.as_bytes()) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".dcs-backup-").tempfile_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.persist(path)?;
    Ok(())
}
