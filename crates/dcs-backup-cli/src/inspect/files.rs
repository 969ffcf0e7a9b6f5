//! Which files `inspect` looks into.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::exit::Failure;

/// How the name of a file ends while its download runs, or after it was broken off.
const UNFINISHED: &str = ".part";
/// What the downloader writes besides a backup's files: its records and its lock.
const RECORDS: [&str; 2] = [".part.json", ".part.json.new"];
const MANIFEST: &str = "manifest.json";
const OWN: &str = ".download.";

/// A file to be looked into.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) path: PathBuf,
    pub(super) size: u64,
    pub(super) unfinished: bool,
    /// Why nothing is known of it, if that is so.
    pub(super) unreadable: Option<String>,
}

impl Found {
    /// Without its folders.
    pub(super) fn name(&self) -> String {
        let name = self.path.file_name().unwrap_or(self.path.as_os_str());
        name.to_string_lossy().into_owned()
    }
}

/// The file, or the files of the folder by their names. What is in folders inside is not looked for.
pub(super) fn found(path: &Path) -> Result<Vec<Found>, Failure> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let problem = format!("{} is not there; give a file or a folder", path.display());
            return Err(Failure::Usage(problem));
        }
        Err(error) => return Err(unreadable(path, &error)),
    };
    if metadata.is_dir() {
        return in_folder(path);
    }
    match file(path.to_path_buf(), &metadata) {
        Some(file) => Ok(vec![file]),
        None => {
            let problem = format!("{} is neither a file nor a folder", path.display());
            Err(Failure::Usage(problem))
        }
    }
}

fn in_folder(folder: &Path) -> Result<Vec<Found>, Failure> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let path = entry.map_err(|error| unreadable(folder, &error))?.path();
        match fs::metadata(&path) {
            Ok(metadata) if metadata.is_dir() => {}
            Ok(metadata) => {
                files.push(file(path.clone(), &metadata).unwrap_or_else(|| {
                    not_read(path, "it is neither a file nor a folder".to_owned())
                }))
            }
            // It was removed meanwhile.
            Err(error) if is_gone(&path, &error) => {}
            // A link to nowhere, or to itself.
            Err(error) => files.push(not_read(path, error.to_string())),
        }
    }
    files.retain(|file| !is_record(&file.name()));
    files.sort_by(|one, other| one.path.cmp(&other.path));
    match files.is_empty() {
        true => Err(Failure::NotFound(format!("no files are in {}", folder.display()))),
        false => Ok(files),
    }
}

/// Something in the folder that is not read, and why.
fn not_read(path: PathBuf, why: String) -> Found {
    Found { unfinished: false, size: 0, unreadable: Some(why), path }
}

fn is_gone(path: &Path, error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::NotFound && fs::symlink_metadata(path).is_err()
}

fn is_record(name: &str) -> bool {
    name == MANIFEST || name.starts_with(OWN) || RECORDS.iter().any(|end| name.ends_with(end))
}

fn file(path: PathBuf, metadata: &fs::Metadata) -> Option<Found> {
    let plain = metadata.is_file();
    let unfinished = path.as_os_str().as_encoded_bytes().ends_with(UNFINISHED.as_bytes());
    plain.then_some(Found { path, size: metadata.len(), unfinished, unreadable: None })
}

fn unreadable(path: &Path, error: &io::Error) -> Failure {
    Failure::system(&format!("{} can't be read", path.display()), error)
}
