//! What another backup left in a folder that was overwritten: it goes once the new one is whole.

use std::collections::HashSet;

use crate::{error::Error, file_name::FileName};

use super::{
    dir::{Dir, Kind},
    ids::Ids,
    manifest::Manifest,
    names::{LOCK, MANIFEST, NEW_MANIFEST, Names, fold},
};

/// The manifest of a backup that takes the place of another one: it remembers what that one had.
pub(super) fn replaced(old: Manifest, ids: Ids, names: &[FileName]) -> Manifest {
    let mut manifest = Manifest::new(ids);
    let had = old.files.into_keys().chain(old.unfinished).chain(old.former);
    // Names that differ in case alone may be one file.
    let own = [MANIFEST, NEW_MANIFEST, LOCK].into_iter();
    let kept: HashSet<String> = own.chain(names.iter().map(FileName::as_str)).map(fold).collect();
    manifest.former = had.filter(|name| !kept.contains(&fold(name.as_str()))).collect();
    manifest
}

/// Removes the files of the former backup, finished and unfinished ones. Folders stay.
pub(super) fn remove(dir: &Dir, manifest: &Manifest) -> Result<(), Error> {
    for name in &manifest.former {
        let Names { file, part, state, new_state } = Names::of(name);
        for name in [file, part, state, new_state] {
            let seen = dir.look(&name).map_err(|error| dir.failed("looking at", &name, &error))?;
            if seen.is_some_and(|seen| seen.kind != Kind::Folder) {
                dir.remove(&name).map_err(|error| dir.failed("removing", &name, &error))?;
            }
        }
    }
    Ok(())
}
