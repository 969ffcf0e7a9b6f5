//! What an earlier run left of each file, found on the disk before anything is asked for.

use std::collections::HashSet;

use careful_http::{Error, ErrorKind, Hint};

use crate::file_name::FileName;

use crate::{
    blocking::Unwanted,
    content::{Content, Subject, Verdict},
    dir::{Access, Kind, Seen},
    folder::Folder,
    former,
    ids::{Ids, Relation},
    job::in_the_way,
    judge::{Judge, judge_file},
    leftover::Leftover,
    manifest::{Entry, Manifest},
    names::Names,
    options::{Options, Overwrite},
    report::FileState,
    state::State,
    verdict::Finding,
};

/// What there is of a file.
#[derive(Debug)]
pub(crate) enum Found {
    /// All of it, as the manifest of this backup has it, if its bytes are still the same.
    Present(Entry),
    /// All of it; this run has read it.
    Checked(Entry),
    /// A file that proves itself and that the manifest of this backup has with another size.
    Resized(Entry),
    /// All of it, in the manifest of what may be another backup.
    Doubtful(Entry),
    /// A file that proves itself whole, and that the manifest does not name: it may be ours.
    Unlisted {
        size: u64,
        finding: Finding,
    },
    /// All of it, and not as the manifest of this backup has it. It stays until another one is there.
    Damaged {
        entry: Entry,
        /// The file that was judged.
        seen: Seen,
        /// What there is of the other one.
        leftover: Option<Leftover>,
    },
    /// An unfinished file.
    Part(Leftover),
    Nothing,
}

/// The folder's manifest, if it is of this backup as far as can be told; a new one otherwise.
pub(crate) fn manifest(
    folder: &Folder,
    names: &[FileName],
    overwrite: Overwrite,
) -> Result<Manifest, Error> {
    // Another program's file is not overwritten in any case: it is not what the user thinks of.
    let Some(found) = Manifest::load(folder.dir())? else {
        return Ok(Manifest::new(folder.ids().clone()));
    };
    if may_be_of_this_backup(&found, folder, names) {
        return Ok(found);
    }
    if overwrite == Overwrite::Replace {
        return Ok(former::replaced(found, folder.dir(), folder.ids().clone(), names));
    }
    let problem = match (found.ids.backup_id(), found.ids.instance_id()) {
        (Some(backup), Some(instance)) => format!(
            "{} holds another backup, {backup} of instance {instance}",
            folder.dir().path().display()
        ),
        _ => format!("{} holds files that are not of this backup", folder.dir().path().display()),
    };
    Err(Error::new(ErrorKind::Disk, problem)
        .with_advice("choose another folder, or ask for files to be overwritten")
        .with_hint(Hint::AllowOverwrite))
}

/// Where only one side knows its ids, both must speak of the same files: the manifest names all those of
/// its backup from the start.
fn may_be_of_this_backup(manifest: &Manifest, folder: &Folder, names: &[FileName]) -> bool {
    let knows = |ids: &Ids| ids.backup_id().is_some();
    match manifest.ids.relation(folder.ids()) {
        Relation::Same => true,
        Relation::Other => false,
        Relation::Unknown if knows(&manifest.ids) => names.iter().all(|name| manifest.names(name)),
        Relation::Unknown if knows(folder.ids()) => {
            let names: HashSet<_> = names.iter().collect();
            let mut named = manifest.files.keys().chain(&manifest.unfinished);
            named.all(|name| names.contains(name))
        }
        Relation::Unknown => true,
    }
}

/// Looks for a file and what there is of it.
pub(crate) fn find(
    folder: &Folder,
    name: &FileName,
    manifest: &Manifest,
    content: &dyn Content,
    options: Options,
    unwanted: &Unwanted,
) -> Result<Found, Error> {
    let overwrite = options.overwrite;
    let format = options.format.or_else(|| manifest.format(content));
    let who = Judge { content, subject: Subject::new(name, format) };
    let dir = folder.dir();
    let seen = dir.look(name.as_str());
    let seen = seen.map_err(|error| dir.failed("looking at", name.as_str(), &error))?;
    let Some(seen) = seen else {
        return find_part(folder, name, manifest, overwrite);
    };
    let size = seen.is_file().then_some(seen.length);
    let in_the_way = || in_the_way(dir, name.as_str());
    let is_listed_by_us = manifest.ids.relation(folder.ids()) == Relation::Same;
    match (manifest.files.get(name), size) {
        (Some(entry), Some(size)) if entry.size == size => Ok(listed(folder, manifest, entry)),
        _ if seen.kind == Kind::Folder => Err(in_the_way()),
        _ if overwrite == Overwrite::Replace => find_part(folder, name, manifest, overwrite),
        (None, Some(size)) => match judge(folder, size, who, unwanted)?.finding() {
            Ok(finding) if finding.state == FileState::Verified => {
                Ok(Found::Unlisted { size, finding })
            }
            _ => Err(in_the_way()),
        },
        (Some(entry), Some(_)) if content.proves_itself(who.subject) && is_listed_by_us => {
            Ok(Found::Resized(entry.clone()))
        }
        _ => Err(in_the_way()),
    }
}

fn listed(folder: &Folder, manifest: &Manifest, entry: &Entry) -> Found {
    match manifest.ids.relation(folder.ids()) {
        Relation::Same => Found::Present(entry.clone()),
        Relation::Other | Relation::Unknown => Found::Doubtful(entry.clone()),
    }
}

fn find_part(
    folder: &Folder,
    name: &FileName,
    manifest: &Manifest,
    overwrite: Overwrite,
) -> Result<Found, Error> {
    let (names, dir) = (Names::of(name), folder.dir());
    let state = State::load(dir, &names.state);
    let is_ours = match &state {
        Some(state) => is_of_this_backup(folder, state),
        None => manifest.names(name),
    };
    if is_ours {
        return Ok(leftover(folder, name)?.map_or(Found::Nothing, Found::Part));
    }
    if overwrite == Overwrite::Replace {
        return Ok(Found::Nothing);
    }
    for name in [&names.part, &names.state] {
        if dir.exists(name).map_err(|error| dir.failed("looking at", name, &error))? {
            return Err(in_the_way(dir, name));
        }
    }
    Ok(Found::Nothing)
}

/// What can be gone on with of an unfinished file that is ours.
pub(crate) fn leftover(folder: &Folder, name: &FileName) -> Result<Option<Leftover>, Error> {
    let names = Names::of(name);
    match State::load(folder.dir(), &names.state) {
        Some(state) if is_of_this_backup(folder, &state) => Leftover::find(folder, &names, state),
        _ => Ok(None),
    }
}

fn is_of_this_backup(folder: &Folder, state: &State) -> bool {
    folder.ids().relation(&state.ids) != Relation::Other
}

/// Removes what an earlier run left beside a complete file: the state, after a kill behind the rename; an
/// unfinished copy too, if the complete one came from elsewhere.
pub(crate) fn tidy(folder: &Folder, name: &FileName) -> Result<(), Error> {
    let (Names { part, state, .. }, dir) = (Names::of(name), folder.dir());
    if !State::load(dir, &state).is_some_and(|state| is_of_this_backup(folder, &state)) {
        return Ok(());
    }
    folder.ensure_ours()?;
    // The state says which backup the part belongs to, so it goes last.
    for name in [part, state] {
        let seen = dir.look(&name).map_err(|error| dir.failed("looking at", &name, &error))?;
        if seen.is_some_and(|seen| seen.is_file()) {
            dir.remove(&name).map_err(|error| dir.failed("removing", &name, &error))?;
        }
    }
    Ok(())
}

fn judge(
    folder: &Folder,
    size: u64,
    judge: Judge<'_>,
    unwanted: &Unwanted,
) -> Result<Verdict, Error> {
    let (name, dir) = (judge.subject.name.as_str(), folder.dir());
    dir.open_plain(name, Access::Read)
        .and_then(|file| judge_file(&file, size, judge, |_| unwanted.check()))
        .map_err(|error| dir.failed("reading", name, &error))
}

/// What is said of a damaged file.
pub(crate) fn damaged(name: &FileName, why: &str) -> Error {
    Error::new(ErrorKind::Integrity, format!("file {name} is damaged: {why}"))
}
