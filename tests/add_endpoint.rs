//! Follows `docs/add-an-endpoint.md` to the letter, in a copy of the crate, for one operation
//! more: `CreateRedislogDownloadLink`.
//!
//! It builds that copy and a program that calls the new operation; then it runs the copy's own tests, which
//! ask for what is left to do.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::{
    collections::BTreeMap,
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

const FIXTURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/endpoint");
/// What a build of the crate needs; nothing that another build has left.
const CRATE: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "build.rs",
    "README.md",
    "crates",
    "spec",
    "src",
    "tests",
    "benches",
    "docs",
    "examples",
];

#[test]
#[ignore = "builds the crate twice more"]
fn the_documented_steps_add_an_endpoint() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("crate");
    for entry in CRATE {
        copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join(entry), &copy.join(entry));
    }
    let before = contents(&copy.join("src"));

    insert(&copy.join("spec/dcs.yaml"), "paths:\n", "path.yaml");
    insert(&copy.join("spec/dcs.yaml"), "\n  schemas:\n", "schemas.yaml");
    let built = cargo(&copy, &["build", "--package=dcs-backup"]);
    assert!(built.status.success(), "{}", text(&built));

    let called = cargo(&caller(folder.path(), &copy), &["run"]);
    assert!(called.status.success(), "{}", text(&called));
    assert!(text(&called).contains("signed, retried, redacted"), "{}", text(&called));

    let tested = cargo(&copy, &TESTS);
    let failed = failed_tests(&text(&tested));
    assert_eq!(failed, EXPECTED, "{}", text(&tested));
    assert_eq!(contents(&copy.join("src")), before);
}

/// The tests that know of operations; the program, the downloads and the store can't notice a new one.
const TESTS: [&str; 12] = [
    "test",
    "--package=dcs-backup",
    "--package=dcs-backup-sandbox",
    "--features=dcs-backup/mock,dcs-backup/schemars",
    "--no-fail-fast",
    "--lib",
    "--test=api",
    "--test=endpoints",
    "--test=redaction",
    "--test=sandbox",
    "--test=spec",
    "--test=wire",
];

/// Those that ask for a route of the sandbox, a wire test, and `UPDATE_GOLDEN=1`, which refreshes the last two.
const EXPECTED: [&str; 4] = [
    "each_operation_has_a_route_in_the_sandbox",
    "each_operation_has_a_wire_test",
    "each_operation_is_listed_in_the_docs",
    "the_generated_code_is_the_golden_copy",
];

/// A program that depends on the copy.
fn caller(folder: &Path, copy: &Path) -> PathBuf {
    let caller = folder.join("caller");
    copy_all(&Path::new(FIXTURES).join("caller/src"), &caller.join("src"));
    let manifest = fs::read_to_string(Path::new(FIXTURES).join("caller/Cargo.toml.in")).unwrap();
    let manifest = manifest.replace("CRATE", copy.to_str().unwrap());
    fs::write(caller.join("Cargo.toml"), manifest).unwrap();
    fs::copy(copy.join("Cargo.lock"), caller.join("Cargo.lock")).unwrap();
    caller
}

fn insert(document: &Path, after: &str, block: &str) {
    let text = fs::read_to_string(document).unwrap();
    let block = fs::read_to_string(Path::new(FIXTURES).join(block)).unwrap();
    let (head, tail) = text.split_once(after).unwrap();
    fs::write(document, [head, after, &block, tail].concat()).unwrap();
}

/// Builds in a folder of its own, which stays: of two builds, the second takes seconds.
fn cargo(folder: &Path, arguments: &[&str]) -> Output {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("add-endpoint");
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(folder)
        .args(arguments)
        .arg("--offline")
        .env("CARGO_TARGET_DIR", target)
        .env_remove("UPDATE_GOLDEN")
        .output()
        .unwrap()
}

fn text(output: &Output) -> String {
    [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat()
}

/// The names of failed tests, in order.
fn failed_tests(text: &str) -> Vec<String> {
    let mut names: Vec<String> = text
        .lines()
        .filter_map(|line| line.strip_prefix("test ")?.strip_suffix(" ... FAILED"))
        .map(str::to_owned)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn copy_all(from: &Path, to: &Path) {
    if from.is_file() {
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(from, to).unwrap();
        return;
    }
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        copy_all(&entry.path(), &to.join(entry.file_name()));
    }
}

/// The files below a folder, with what they hold.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                files.insert(path, bytes);
            }
        }
    }
    files
}
