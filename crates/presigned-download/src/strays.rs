//! What is in a folder and belongs to no file of its backup.

use std::collections::HashSet;

use crate::{
    dir::Dir,
    manifest::Manifest,
    names::{LOCK, MANIFEST, NEW_MANIFEST, Names},
};

/// The names of what is in the folder beside the files of the manifest and the downloader's own, in
/// order. Nothing where the folder may not be listed.
pub(crate) fn strays(dir: &Dir, manifest: &Manifest) -> Vec<String> {
    let names = match dir.names() {
        Ok(names) => names,
        Err(error) => {
            tracing::warn!(%error, "the folder can't be listed; what else is in it is not known");
            return Vec::new();
        }
    };
    let mut known: HashSet<String> = [MANIFEST, NEW_MANIFEST, LOCK].map(str::to_owned).into();
    let there: HashSet<String> =
        names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    known.extend(manifest.files.keys().map(|name| name.as_str().to_owned()));
    // Of a whole file, none of the others is ours any more.
    let in_parts = manifest.in_parts(|name| there.contains(name.as_str()));
    known.extend(in_parts.flat_map(Names::all));
    let mut strays: Vec<String> = there.into_iter().filter(|name| !known.contains(name)).collect();
    strays.sort_unstable();
    strays
}
