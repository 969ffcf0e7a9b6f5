//! Checks a folder offline, by its manifest.

use std::{fs::File, io, path::Path, time::Instant};

use huaweicloud_core::{Error, ErrorKind};

use crate::{file_name::FileName, generated::types::BackupFormat, slots::SlotCoverage};

use super::{
    blocking::{Unwanted, blocking_while_wanted},
    dir::{Access, Dir},
    disk_error::failed,
    judge::judge_again,
    manifest::{Entry, Manifest},
    names::MANIFEST,
    recheck::{Compared, compare},
    report::{FileReport, FileState, MissingSlots, Report},
    strays::strays,
    verdict::Expected,
};

/// Reads each file that `manifest.json` lists in the folder, and compares its bytes with what the
/// manifest says and with the checksum that Redis wrote into it. Asks for nothing over the network
/// and writes nothing. What else is in the folder is named in [`Report::strays`], and not read.
///
/// A file that is not as it was is no error here: the report has its state, [`FileState::Damaged`],
/// [`FileState::Missing`] or [`FileState::Unreadable`], and [`Report::faulty`] lists them. Dropping the future
/// ends the reading.
///
/// # Errors
/// [`ErrorKind::Disk`] if there is no manifest, or the folder or the manifest can't be read.
pub async fn verify_folder(folder: impl AsRef<Path>) -> Result<Report, Error> {
    let folder = folder.as_ref().to_path_buf();
    blocking_while_wanted(move |unwanted| check(&folder, unwanted)).await
}

fn check(folder: &Path, unwanted: &Unwanted) -> Result<Report, Error> {
    let began = Instant::now();
    let no_manifest = || {
        let problem = format!("{} has no {MANIFEST}", folder.display());
        Error::new(ErrorKind::Disk, problem).with_advice("give the folder of a finished download")
    };
    let dir = Dir::open(folder).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => no_manifest(),
        _ => failed("opening", folder, &error),
    })?;
    let manifest = Manifest::load(&dir)?.ok_or_else(no_manifest)?;
    let check = |entry| check_file(&dir, entry, manifest.format, unwanted);
    let mut files: Vec<FileReport> = manifest.files.values().map(check).collect();
    files.extend(manifest.unfinished.iter().cloned().map(missing));
    let slots = MissingSlots::from(SlotCoverage::of(files.iter().map(|file| &file.name)));
    let strays = strays(&dir, &manifest);
    Ok(Report {
        instance_id: manifest.ids.instance_id.map(Into::into),
        backup_id: manifest.ids.backup_id.map(Into::into),
        files,
        missing_slots: slots.certain,
        strays,
        warnings: slots.doubtful.into_iter().collect(),
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// A file that was never complete.
fn missing(name: FileName) -> FileReport {
    FileReport {
        slots: name.slots(),
        name,
        size: 0,
        state: FileState::Missing,
        reason: None,
        problem: None,
        crc64: None,
        seconds: 0.0,
        resumed: 0,
    }
}

/// One that can't be read doesn't keep the others from being checked.
fn check_file(
    dir: &Dir,
    entry: &Entry,
    format: Option<BackupFormat>,
    unwanted: &Unwanted,
) -> FileReport {
    let began = Instant::now();
    let found = dir
        .open_plain(entry.name.as_str(), Access::Read)
        .and_then(|file| found(&file, entry, format, unwanted));
    let (state, problem) = match found {
        Ok(Some(found)) => return found.report(began.elapsed(), found.size),
        Ok(None) => (FileState::Damaged, None),
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound => (FileState::Missing, None),
            io::ErrorKind::InvalidInput => (FileState::Damaged, None),
            _ => (FileState::Unreadable, Some(error.to_string())),
        },
    };
    FileReport { state, problem, reason: None, ..entry.report(began.elapsed(), entry.size) }
}

/// What is found of a file now; nothing if it is not what the manifest has.
fn found(
    file: &File,
    entry: &Entry,
    format: Option<BackupFormat>,
    unwanted: &Unwanted,
) -> io::Result<Option<Entry>> {
    let size = file.metadata()?.len();
    if size != entry.size {
        return Ok(None);
    }
    let expected = Expected::of(&entry.name, format);
    let verdict = judge_again(file, size, expected, entry, |_| unwanted.check())?;
    match compare(entry, size, verdict) {
        Compared::Same(entry) => Ok(Some(entry)),
        Compared::Another | Compared::Damaged(_) => Ok(None),
    }
}
