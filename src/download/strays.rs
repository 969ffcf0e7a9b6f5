//! What is in a folder and belongs to no file of its backup.

use std::collections::HashSet;

use super::{
    dir::Dir,
    manifest::Manifest,
    names::{LOCK, MANIFEST, NEW_MANIFEST, Names},
};

/// The names of what is in the folder beside the files of the manifest and the downloader's own, in
/// order. Nothing where the folder may not be listed.
pub(super) fn strays(dir: &Dir, manifest: &Manifest) -> Vec<String> {
    let names = match dir.names() {
        Ok(names) => names,
        Err(error) => {
            tracing::warn!(%error, "the folder can't be listed; what else is in it is not known");
            return Vec::new();
        }
    };
    let mut known: HashSet<String> = [MANIFEST, NEW_MANIFEST, LOCK].map(str::to_owned).into();
    for name in manifest.files.keys().chain(&manifest.unfinished) {
        let Names { file, part, state, new_state } = Names::of(name);
        known.extend([file, part, state, new_state]);
    }
    let texts = names.iter().map(|name| name.to_string_lossy().into_owned());
    let mut strays: Vec<String> = texts.filter(|name| !known.contains(name)).collect();
    strays.sort_unstable();
    strays
}
