//! Checks a folder offline, by its manifest.

use std::{fs::File, io, path::Path, time::Instant};

use crate::{
    error::{Error, ErrorKind},
    file_name::FileName,
    slots::SlotCoverage,
};

use super::{
    blocking::blocking,
    dir::{Access, Dir},
    disk_error::failed,
    job::judge_file,
    manifest::{Entry, Manifest},
    names::MANIFEST,
    rdb::Verdict,
    report::{FileReport, FileState, MissingSlots, Report},
};

/// Reads each file that `manifest.json` lists in the folder, and compares its bytes with what the
/// manifest says and with the check sum that Redis wrote into it. Asks for nothing over the network
/// and writes nothing.
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
    let mut files: Vec<FileReport> =
        manifest.files.values().map(|entry| check_file(&dir, entry)).collect::<Result<_, _>>()?;
    files.extend(manifest.unfinished.iter().cloned().map(missing));
    let slots = MissingSlots::from(SlotCoverage::of(files.iter().map(|file| &file.name)));
    Ok(Report {
        instance_id: manifest.ids.instance_id.map(Into::into),
        backup_id: manifest.ids.backup_id.map(Into::into),
        files,
        missing_slots: slots.certain,
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
        crc64: None,
        seconds: 0.0,
        resumed: 0,
    }
}

fn check_file(dir: &Dir, entry: &Entry) -> Result<FileReport, Error> {
    let began = Instant::now();
    let name = entry.name.as_str();
    let state = match dir.open_plain(name, Access::Read) {
        Ok(file) => state_of(&file, entry).map_err(|error| dir.failed("reading", name, &error))?,
        Err(error) => match error.kind() {
            io::ErrorKind::NotFound => FileState::Missing,
            io::ErrorKind::InvalidInput => FileState::Damaged,
            _ => return Err(dir.failed("opening", name, &error)),
        },
    };
    Ok(FileReport { state, ..entry.report(began.elapsed(), entry.size) })
}

fn state_of(file: &File, entry: &Entry) -> io::Result<FileState> {
    if file.metadata()?.len() != entry.size {
        return Ok(FileState::Damaged);
    }
    let (state, crc64) = match judge_file(file, entry.size)? {
        Verdict::Verified(crc64) => (FileState::Verified, crc64),
        Verdict::LengthOnly(crc64) => (FileState::LengthOnly, crc64),
        Verdict::Damaged(_) => return Ok(FileState::Damaged),
    };
    let as_listed = entry.crc64.is_none_or(|listed| listed == crc64);
    Ok(if as_listed { state } else { FileState::Damaged })
}
