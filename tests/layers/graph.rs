//! Which files and folders of a crate import each other.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::File;

/// The name of a folder's own file, `mod.rs` or `lib.rs`.
const OWN: &str = "mod";

/// For each folder, from each of its files and folders to those that it names.
type Folders = BTreeMap<Vec<String>, BTreeMap<String, BTreeSet<String>>>;

/// The files and folders that import each other, folder by folder.
pub(crate) fn circles(files: &[File]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut circles = Vec::new();
    for (folder, imports) in folders(files) {
        let mut left: BTreeSet<&String> = imports.keys().collect();
        while let Some(node) = left.pop_first() {
            let reached = reach(&imports, node);
            if !reached.contains(node) {
                continue;
            }
            let mut members = vec![node.clone()];
            members.extend(reached.into_iter().filter(|other| {
                other != node && reach(&imports, other).contains(node) && left.remove(other)
            }));
            circles.push((folder.clone(), members));
        }
    }
    circles
}

fn folders(files: &[File]) -> Folders {
    let modules: BTreeSet<&[String]> = files.iter().map(|file| &file.module[..]).collect();
    let macros: BTreeMap<&String, &[String]> = files
        .iter()
        .flat_map(|file| file.macros.iter().map(|name| (name, &file.module[..])))
        .collect();
    let mut folders = Folders::new();
    for file in files {
        for path in &file.paths {
            // An exported macro is named at the root, wherever it is declared.
            let declared =
                path.first().filter(|_| path.len() == 1).and_then(|name| macros.get(name));
            let to = match declared {
                Some(module) => module,
                None => (0..=path.len())
                    .rev()
                    .map(|length| &path[..length])
                    .find(|prefix| modules.contains(prefix))
                    .unwrap_or_default(),
            };
            let from = &file.module[..];
            if from == to {
                continue;
            }
            let shared = from.iter().zip(to).take_while(|(a, b)| a == b).count();
            let child =
                |module: &[String]| module.get(shared).map_or(OWN, String::as_str).to_owned();
            let folder = folders.entry(from[..shared].to_vec()).or_default();
            folder.entry(child(from)).or_default().insert(child(to));
        }
    }
    folders
}

/// All that a node names, by way of others too.
fn reach(imports: &BTreeMap<String, BTreeSet<String>>, from: &str) -> BTreeSet<String> {
    let (mut reached, mut next) = (BTreeSet::new(), vec![from]);
    while let Some(node) = next.pop() {
        for other in imports.get(node).into_iter().flatten() {
            if reached.insert(other.clone()) {
                next.push(other);
            }
        }
    }
    reached
}
