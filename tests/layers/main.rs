//! Imports point one way, between crates and between the files and folders inside each, and no file is long.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

mod graph;
mod source;

use std::{collections::BTreeSet, path::Path};

use graph::circles;
use source::{File, files};

/// Each crate, its folder, and its floor. A crate names crates of lower floors only.
const CRATES: [(&str, &str, usize); 8] = [
    ("careful_http", "crates/careful-http", 0),
    ("openapi_strict", "crates/openapi-strict", 0),
    ("huaweicloud_core", "crates/huaweicloud-core", 1),
    ("presigned_download", "crates/presigned-download", 1),
    ("dcs_backup", ".", 2),
    ("rds_backup", "examples/rds-backup", 2),
    ("dcs_backup_sandbox", "crates/dcs-backup-sandbox", 3),
    ("dcs_backup_cli", "crates/dcs-backup-cli", 4),
];

/// Circles that are still there: a folder, and the files and folders that import each other. A circle that is gone
/// leaves this list.
const CIRCLES: [(&str, &str); 4] = [
    ("presigned_download", "answer, refusal, request"),
    ("presigned_download", "crc64, summing, sums"),
    ("presigned_download", "folder, room"),
    ("presigned_download/dir", "by_path, mod, unix"),
];

/// The most lines of code in a file, without tests, comments and blank lines.
const MOST_LINES: usize = 450;

/// Files that are still longer. A file that was split leaves this list.
const LONG: [&str; 2] = ["presigned_download/reader", "presigned_download/run"];

fn each_crate() -> impl Iterator<Item = (&'static str, usize, Vec<File>)> {
    CRATES.into_iter().map(|(name, folder, floor)| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join("src");
        (name, floor, files(&root))
    })
}

/// What a person calls it: `dcs_backup/download/job`.
fn place(name: &str, module: &[String]) -> String {
    [&[name.to_owned()], module].concat().join("/")
}

#[test]
fn every_crate_has_a_floor() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root.join("crates")).unwrap() {
        let path = entry.unwrap().path();
        let listed = CRATES.iter().any(|(_, folder, _)| root.join(folder) == path);
        assert!(listed, "add {} to the crates of this test", path.display());
    }
}

#[test]
fn crates_import_lower_crates_only() {
    let mut climbs = Vec::new();
    for (name, floor, files) in each_crate() {
        for file in files {
            let higher = CRATES.iter().filter(|(other, _, rank)| *other != name && *rank >= floor);
            for (other, ..) in higher.filter(|(other, ..)| file.names.contains(*other)) {
                climbs.push(format!("{} names {other}", place(name, &file.module)));
            }
        }
    }
    assert_eq!(climbs, Vec::<String>::new());
}

#[test]
fn no_files_or_folders_import_each_other() {
    let mut found = BTreeSet::new();
    for (name, _, files) in each_crate() {
        for (folder, members) in circles(&files) {
            found.insert((place(name, &folder), members.join(", ")));
        }
    }
    let known = CIRCLES.map(|(folder, members)| (folder.to_owned(), members.to_owned()));
    assert_eq!(found, BTreeSet::from(known));
}

#[test]
fn no_file_is_long() {
    let mut long = BTreeSet::new();
    for (name, _, files) in each_crate() {
        for file in files.iter().filter(|file| file.lines > MOST_LINES) {
            long.insert(place(name, &file.module));
        }
    }
    assert_eq!(long, BTreeSet::from(LONG.map(str::to_owned)), "split what is not on the list");
}

/// A newcomer finds what `docs/architecture.md` names.
#[test]
fn the_places_of_the_architecture_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("docs/architecture.md")).unwrap();
    let quoted = text.split('`').skip(1).step_by(2);
    let top = ["crates", "docs", "examples", "spec", "src", "tests"];
    let is_place =
        |text: &&str| text.split_once('/').is_some_and(|(first, _)| top.contains(&first));
    let places: Vec<_> = quoted.filter(is_place).collect();
    let missing: Vec<_> = places.iter().filter(|place| !root.join(place).exists()).collect();
    assert!(places.len() > 20 && missing.is_empty(), "{missing:?} of {places:?}");
}

/// The checks above would pass if nothing were read.
#[test]
fn circles_and_crates_are_found_in_code() {
    let file = |module: &[&str], text: &str| {
        File::of(text, module.iter().map(ToString::to_string).collect())
    };
    let root =
        file(&[], "//! Says nothing.\nmod a;\nmod b;\n\npub use b::{c::X, Y};\nmacro_rules! m {}");
    let a = file(&["a"], "use other_crate::Z;\nfn f() -> crate::b::c::X { f() }");
    let b = file(&["b"], "mod c;\n/// [`Y`](crate::Y)\n#[cfg(test)]\nmod tests { use crate::a; }");
    let c = file(
        &["b", "c"],
        "mod inner { use super::super::Y; }\nuse {std::fmt, super::{super::a::f}};",
    );
    assert!(a.names.contains("other_crate"));
    assert_eq!((root.lines, b.lines), (4, 1));
    let found = circles(&[root, a, b, c]);
    let found: Vec<_> = found.iter().map(|(at, names)| (at.join("/"), names.join(", "))).collect();
    assert_eq!(found, [(String::new(), "a, b".to_owned())]);
}
