//! Checks a folder offline, by its manifest.

use std::{fs::File, io, path::Path, time::Instant};

use careful_http::{Error, ErrorKind};

use crate::{
    blocking::{Unwanted, blocking_while_wanted},
    content::{Content, Format, Subject},
    dir::{Access, Dir},
    disk_error::failed,
    file_name::FileName,
    judge::{Judge, judge_again},
    manifest::{Entry, Manifest},
    names::MANIFEST,
    recheck::{Compared, compare},
    report::{FileReport, FileState, MissingSlots, Report},
    strays::strays,
};

/// Reads each file that `manifest.json` lists in the folder, and compares its bytes with what the
/// manifest says and with what proves them. Asks for nothing over the network
/// and writes nothing. [`Report::strays`] names other files in the folder; they are not read.
///
/// A damaged or missing file is not an error here: the report has its state, [`FileState::Damaged`],
/// [`FileState::Missing`] or [`FileState::Unreadable`], and [`Report::faulty`] lists them. Dropping the future
/// ends the reading.
///
/// # Errors
/// [`ErrorKind::Disk`] if there is no manifest, or the folder or the manifest can't be read;
/// [`ErrorKind::Integrity`] if the manifest lists no file.
pub async fn verify_folder(
    folder: impl AsRef<Path>,
    content: impl Content,
) -> Result<Report, Error> {
    let folder = folder.as_ref().to_path_buf();
    blocking_while_wanted(move |unwanted| check(&folder, &content, unwanted)).await
}

fn check(folder: &Path, content: &dyn Content, unwanted: &Unwanted) -> Result<Report, Error> {
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
    if manifest.files.is_empty() && manifest.unfinished.is_empty() {
        let problem =
            format!("{MANIFEST} in {} lists no file: nothing was checked", folder.display());
        return Err(Error::new(ErrorKind::Integrity, problem)
            .with_advice("run the download again, or give the folder of a finished one"));
    }
    let format = manifest.format(content);
    let check = |entry| check_file(&dir, entry, content, format, unwanted);
    let mut files: Vec<FileReport> = manifest.files.values().map(check).collect();
    files.extend(manifest.unfinished.iter().map(|name| missing(name, content)));
    let slots = MissingSlots::from(
        content.coverage(&files.iter().map(|file| &file.name).collect::<Vec<_>>()),
    );
    let strays = strays(&dir, &manifest);
    Ok(Report {
        ids: manifest.ids,
        files,
        missing_slots: slots.certain,
        strays,
        warnings: slots.doubtful.into_iter().collect(),
        seconds: began.elapsed().as_secs_f64(),
    })
}

/// A file that was never complete.
fn missing(name: &FileName, content: &dyn Content) -> FileReport {
    FileReport {
        slots: content.slots(name),
        name: name.clone(),
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
    content: &dyn Content,
    format: Option<Format>,
    unwanted: &Unwanted,
) -> FileReport {
    let began = Instant::now();
    let found = dir
        .open_plain(entry.name.as_str(), Access::Read)
        .and_then(|file| found(&file, entry, content, format, unwanted));
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

/// What is found of a file now. `None` if it is not what the manifest has.
fn found(
    file: &File,
    entry: &Entry,
    content: &dyn Content,
    format: Option<Format>,
    unwanted: &Unwanted,
) -> io::Result<Option<Entry>> {
    let size = file.metadata()?.len();
    if size != entry.size {
        return Ok(None);
    }
    let judge = Judge { content, subject: Subject::new(&entry.name, format) };
    let verdict = judge_again(file, size, judge, entry, |_| unwanted.check())?;
    match compare(entry, size, verdict) {
        Compared::Same(entry) => Ok(Some(entry)),
        Compared::Another | Compared::Damaged(_) => Ok(None),
    }
}
