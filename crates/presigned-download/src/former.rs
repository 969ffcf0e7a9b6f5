//! What another backup left in a folder that was overwritten: it goes once the new one is whole.

use std::collections::HashSet;

use careful_http::Error;

use crate::file_name::FileName;

use crate::{
    dir::{Dir, Kind},
    folder::Folder,
    ids::Ids,
    manifest::Manifest,
    names::{LOCK, MANIFEST, NEW_MANIFEST, Names, fold},
};

const OWN: [&str; 3] = [MANIFEST, NEW_MANIFEST, LOCK];

/// The manifest of a backup that takes the place of another one: it remembers what that one had.
pub(crate) fn replaced(old: Manifest, dir: &Dir, ids: Ids, names: &[FileName]) -> Manifest {
    let mut manifest = Manifest::new(ids);
    // Names that differ in case alone may be one file.
    let own = OWN.into_iter();
    let kept: HashSet<String> = own.chain(names.iter().map(FileName::as_str)).map(fold).collect();
    let goes = |name: &FileName| !kept.contains(&fold(name.as_str()));
    // What can't be looked at is there.
    let is_there = |name: &FileName| dir.exists(name.as_str()).unwrap_or(true);
    let in_parts = old.in_parts(is_there).chain(&old.former_unfinished);
    manifest.former_unfinished = in_parts.filter(|name| goes(name)).cloned().collect();
    let had = old.files.into_keys().chain(old.former);
    manifest.former = had.filter(goes).collect();
    manifest
}

/// Removes the files of the former backup, and the parts of those that it had not finished. Folders stay,
/// and so does what has a name that the new backup uses.
pub(crate) fn remove(folder: &Folder, manifest: &Manifest) -> Result<(), Error> {
    let dir = folder.dir();
    let new = manifest.files.keys().chain(&manifest.unfinished);
    let own = OWN.map(fold).into_iter();
    let used: HashSet<String> =
        own.chain(new.flat_map(Names::all).map(|name| fold(&name))).collect();
    let finished = manifest.former.iter().map(|name| name.as_str().to_owned());
    let parts = manifest.former_unfinished.iter().flat_map(Names::of_parts);
    for name in finished.chain(parts).filter(|name| !used.contains(&fold(name))) {
        let seen = dir.look(&name).map_err(|error| dir.failed("looking at", &name, &error))?;
        if seen.is_some_and(|seen| seen.kind != Kind::Folder) {
            folder.ensure_ours()?;
            dir.remove(&name).map_err(|error| dir.failed("removing", &name, &error))?;
        }
    }
    Ok(())
}
