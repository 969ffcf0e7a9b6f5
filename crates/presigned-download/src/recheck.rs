//! Reads what an earlier run finished again, before anything is said of it.

use std::sync::Arc;

use tokio::task::JoinSet;

use careful_http::Error;

use crate::{
    blocking::{Unwanted, blocking_while_wanted, broken_off},
    content::{Subject, Verdict},
    dir::{Access, Seen},
    events::Happening,
    folder::Folder,
    inspect::{self, Found},
    job::in_the_way,
    judge::{Judge, judge_again},
    manifest::Entry,
    options::{Finished, Options, Overwrite, Verify},
    reader::Source,
    report::FileState,
};

/// So many files are read at a time: one thread keeps up with most disks, not with all.
const FILES: usize = 4;
/// After so many bytes, progress is told.
const TELL_AFTER: u64 = 64 << 20;
const ANOTHER: &str = "it is another file than was downloaded";

/// Reads each file that is there, as far as the options ask for it. One that is not as it was is fetched
/// again, and stays until then. One that is another intact one is somebody's, and an error.
pub(crate) async fn all(
    source: &Arc<Source>,
    folder: &Arc<Folder>,
    found: Vec<Found>,
    options: Options,
) -> Result<Vec<Found>, Error> {
    let mut results: Vec<Option<Found>> = found.iter().map(|_| None).collect();
    let mut waiting = found.into_iter().enumerate();
    let mut tasks = JoinSet::new();
    loop {
        while tasks.len() < FILES
            && let Some((file, found)) = waiting.next()
        {
            if !is_read(&found, options) {
                results[file] = Some(found);
                continue;
            }
            let (source, folder) = (Arc::clone(source), Arc::clone(folder));
            let one = blocking_while_wanted(move |unwanted| {
                one(&source, &folder, found, options, unwanted)
            });
            tasks.spawn(async move { (file, one.await) });
        }
        let Some(done) = tasks.join_next().await else {
            break;
        };
        let (file, found) = done.map_err(|error| broken_off(&error))?;
        results[file] = Some(found?);
    }
    Ok(results.into_iter().map(|found| found.unwrap_or(Found::Nothing)).collect())
}

/// What no run has judged yet can't be trusted, nor what has to be proven now. What has another size is looked
/// at in any case.
fn is_read(found: &Found, options: Options) -> bool {
    match found {
        Found::Resized(_) => true,
        Found::Present(entry) if entry.was_damaged() => true,
        Found::Present(entry) => match options.finished {
            _ if options.verify == Verify::Skip => false,
            _ if options.verify == Verify::Required => true,
            Finished::Read => true,
            Finished::TrustManifest => entry.state == FileState::Unchecked,
        },
        _ => false,
    }
}

fn one(
    source: &Source,
    folder: &Folder,
    found: Found,
    options: Options,
    unwanted: &Unwanted,
) -> Result<Found, Error> {
    let (Found::Present(entry) | Found::Resized(entry)) = found else {
        return Ok(found);
    };
    let (name, dir) = (entry.name.as_str(), folder.dir());
    let failed = |error| dir.failed("reading", name, &error);
    let file = dir.open_plain(name, Access::Read).map_err(failed)?;
    let seen = Seen::from(&file.metadata().map_err(failed)?);
    let size = seen.length;
    let mut told = 0;
    let subject = Subject::new(&entry.name, options.format);
    let judge = Judge { content: &*source.content, subject };
    let verdict = judge_again(&file, size, judge, &entry, |bytes| {
        if bytes - told >= TELL_AFTER {
            told = bytes;
            source.events.send(&entry.name, Happening::Rereading { bytes, size });
        }
        unwanted.check()
    });
    let verdict = verdict.map_err(failed)?;
    let problem = match compare(&entry, size, verdict) {
        Compared::Same(entry) => return Ok(Found::Checked(entry)),
        Compared::Another if options.overwrite == Overwrite::Replace => ANOTHER,
        Compared::Another => return Err(in_the_way(dir, name)),
        Compared::Damaged(problem) => problem,
    };
    tracing::info!(
        file = name,
        problem,
        "the file is not the one of the backup; it is fetched again"
    );
    source.events.send(&entry.name, Happening::Damaged { problem: problem.to_owned() });
    let leftover = inspect::leftover(folder, &entry.name)?;
    Ok(Found::Damaged { entry: entry.damaged(), seen, leftover })
}

/// How a file is to what the manifest has.
pub(crate) enum Compared {
    Same(Entry),
    /// It is whole and right, and not what was downloaded.
    Another,
    Damaged(&'static str),
}

pub(crate) fn compare(entry: &Entry, size: u64, verdict: Verdict) -> Compared {
    let finding = match verdict.finding() {
        Ok(finding) => finding,
        Err(why) => return Compared::Damaged(why),
    };
    let same_sum = entry.crc64.is_none() || entry.crc64 == finding.crc64;
    if entry.size == size && same_sum {
        return Compared::Same(entry.clone().found(finding));
    }
    match finding.state {
        FileState::Verified => Compared::Another,
        // A sum can't tell an intact one from a damaged one; a size can.
        _ if entry.size != size => Compared::Another,
        _ => Compared::Damaged("its bytes are not those that were downloaded"),
    }
}
