//! Checks a folder offline, by its manifest.

use std::{fs::File, io, ops::ControlFlow, path::Path, time::Instant};

use crate::{
    error::{Error, ErrorKind},
    file_name::FileName,
    generated::types::BackupFormat,
    slots::SlotCoverage,
};

use super::{
    blocking::blocking,
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
/// A file that is not as it was is no error here: the report has its state,
/// [`FileState::Damaged`] or [`FileState::Missing`], and [`Report::faulty`] lists them.
///
/// # Errors
/// [`ErrorKind::Disk`] if there is no manifest, or something can't be read.
pub async fn verify_folder(folder: impl AsRef<Path>) -> Result<Report, Error> {
    let folder = folder.as_ref().to_path_buf();
    blocking(move || check(&folder)).await
}

fn check(folder: &Path) -> Result<Report, Error> {
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
    let check = |entry| check_file(&dir, entry, manifest.format);
    let mut files: Vec<FileReport> =
        manifest.files.values().map(check).collect::<Result<_, _>>()?;
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
        crc64: None,
        seconds: 0.0,
        resumed: 0,
    }
}

fn check_file(dir: &Dir, entry: &Entry, format: Option<BackupFormat>) -> Result<FileReport, Error> {
    let began = Instant::now();
    let name = entry.name.as_str();
    let state = match dir.open_plain(name, Access::Read) {
        Ok(file) => {
            let found = found(&file, entry, format);
            match found.map_err(|error| dir.failed("reading", name, &error))? {
                Some(found) => return Ok(found.report(began.elapsed(), found.size)),
                None => FileState::Damaged,
            }
        }
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound => FileState::Missing,
            io::ErrorKind::InvalidInput => FileState::Damaged,
            _ => return Err(dir.failed("opening", name, &error)),
        },
    };
    Ok(FileReport { state, reason: None, ..entry.report(began.elapsed(), entry.size) })
}

/// What is found of a file now; nothing if it is not what the manifest has.
fn found(file: &File, entry: &Entry, format: Option<BackupFormat>) -> io::Result<Option<Entry>> {
    let size = file.metadata()?.len();
    if size != entry.size {
        return Ok(None);
    }
    let expected = Expected::of(&entry.name, format);
    let verdict = judge_again(file, size, expected, entry, |_| ControlFlow::Continue(()))?;
    match compare(entry, size, verdict) {
        Compared::Same(entry) => Ok(Some(entry)),
        Compared::Another | Compared::Damaged(_) => Ok(None),
    }
}
