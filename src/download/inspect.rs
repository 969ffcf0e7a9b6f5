//! What an earlier run left of each file, found on the disk before anything is asked for.

use std::{fs::File, sync::Arc};

use crate::{
    error::{Error, ErrorKind},
    file_name::FileName,
};

use super::{
    Overwrite, Verify,
    disk::{self, Folder, failed},
    job::{Job, in_the_way, judge_file},
    manifest::{Entry, Manifest},
    rdb::Verdict,
    report::FileState,
};

/// What there is of a file.
#[derive(Debug)]
pub(super) enum Found {
    /// All of it, as the manifest has it.
    Present(Entry),
    /// A file that proves itself whole, of which the manifest says nothing: it may be ours.
    Unlisted {
        size: u64,
        crc64: u64,
    },
    /// An unfinished file.
    Part(Arc<Job>),
    Nothing,
}

impl Found {
    /// Whether the manifest has it as whole.
    pub(super) fn is_listed(&self) -> bool {
        matches!(self, Self::Present(_))
    }
}

/// The folder's manifest, if it is of this backup; a new one otherwise.
pub(super) fn manifest(
    folder: &Folder,
    ids: &(Option<String>, Option<String>),
    overwrite: Overwrite,
) -> Result<Manifest, Error> {
    let new = || Manifest::new(ids.0.clone(), ids.1.clone());
    let found = match (Manifest::load(folder.path()), overwrite) {
        (Ok(found), _) => found,
        (Err(_), Overwrite::Replace) => None,
        (Err(error), Overwrite::Refuse) => return Err(error),
    };
    let Some(mut found) = found else {
        return Ok(new());
    };
    let differs = |a: &Option<String>, b: &Option<String>| a.is_some() && b.is_some() && a != b;
    if differs(&found.instance_id, &ids.0) || differs(&found.backup_id, &ids.1) {
        if overwrite == Overwrite::Replace {
            return Ok(new());
        }
        let problem = format!(
            "{} holds another backup, {} of instance {}",
            folder.path().display(),
            found.backup_id.as_deref().unwrap_or("?"),
            found.instance_id.as_deref().unwrap_or("?"),
        );
        return Err(Error::new(ErrorKind::Disk, problem)
            .with_advice("choose another folder, or ask for files to be overwritten"));
    }
    found.instance_id = found.instance_id.or_else(|| ids.0.clone());
    found.backup_id = found.backup_id.or_else(|| ids.1.clone());
    Ok(found)
}

/// Looks for a file and what there is of it.
pub(super) fn find(
    folder: &Arc<Folder>,
    name: &FileName,
    entry: Option<&Entry>,
    overwrite: Overwrite,
    verify: Verify,
) -> Result<Found, Error> {
    let paths = folder.paths(name);
    if disk::exists(&paths.file) {
        let size = paths
            .file
            .symlink_metadata()
            .ok()
            .filter(std::fs::Metadata::is_file)
            .map(|metadata| metadata.len());
        match (entry, size) {
            (Some(entry), Some(size)) if entry.size == size => {
                let entry = recheck(folder, entry, verify)?;
                disk::remove(&paths.state)
                    .map_err(|error| failed("removing", &paths.state, &error))?;
                return Ok(Found::Present(entry));
            }
            _ if overwrite == Overwrite::Replace => {}
            (None, Some(size)) => {
                return match judge(folder, name, size)? {
                    Verdict::Verified(crc64) => Ok(Found::Unlisted { size, crc64 }),
                    _ => Err(in_the_way(name, folder)),
                };
            }
            _ => return Err(in_the_way(name, folder)),
        }
    }
    Ok(Job::resume(Arc::clone(folder), name.clone())?.map_or(Found::Nothing, Found::Part))
}

/// A file that was not looked at when it was fetched is looked at now, if that is asked for now.
fn recheck(folder: &Folder, entry: &Entry, verify: Verify) -> Result<Entry, Error> {
    let mut entry = entry.clone();
    if entry.state != FileState::Unchecked || verify == Verify::Skip {
        return Ok(entry);
    }
    let (state, crc64) = match judge(folder, &entry.name, entry.size)? {
        Verdict::Verified(crc64) => (FileState::Verified, crc64),
        Verdict::LengthOnly(crc64) => (FileState::LengthOnly, crc64),
        Verdict::Damaged(why) => {
            return Err(
                damaged(&entry.name, why).with_advice("remove it and run the download again")
            );
        }
    };
    (entry.state, entry.crc64) = (state, Some(crc64));
    Ok(entry)
}

fn judge(folder: &Folder, name: &FileName, size: u64) -> Result<Verdict, Error> {
    let path = folder.paths(name).file;
    File::open(&path)
        .and_then(|file| judge_file(&file, size))
        .map_err(|error| failed("reading", &path, &error))
}

/// What is said of a damaged file.
pub(super) fn damaged(name: &FileName, why: &str) -> Error {
    Error::new(ErrorKind::Integrity, format!("file {name} is damaged: {why}"))
}
