//! `verify`: right, damaged, missing and unfinished files, offline.

use std::{fs, path::Path};

use dcs_backup_sandbox::Sandbox;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::support::*;

/// A downloaded backup. Whoever served it is gone.
async fn downloaded() -> TempDir {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    run(cli_at(&sandbox, &["download", "-o", text(folder.path())])).succeeded();
    sandbox.shutdown().await;
    folder
}

fn verify(folder: &Path) -> Ran {
    run(cli(&["verify", text(folder)]))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn whole_files_are_verified_without_credentials() {
    let folder = downloaded().await;
    let ran = verify(folder.path()).succeeded();
    assert_eq!(ran.stderr, "");
    assert_eq!(ran.stdout.matches("verified").count(), 3);
    assert!(ran.stdout.contains("\n3 files, 9.84 KiB, checked in "), "{}", ran.stdout);
    let json = run(cli(&["verify", text(folder.path()), "--format", "json"])).succeeded();
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["files"][2]["state"], "verified");
    assert_eq!(report["files"][2]["slots"], "10923-16383");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn damaged_and_missing_files_are_named() {
    let folder = downloaded().await;
    let [first, second, _] = &shards()[..] else { panic!("three shards") };
    let mut bytes = first.1.to_vec();
    bytes[9] ^= 1;
    fs::write(folder.path().join(&first.0), bytes).unwrap();
    fs::remove_file(folder.path().join(&second.0)).unwrap();
    let ran = verify(folder.path());
    assert_eq!(ran.code, Some(6));
    let told =
        format!("error: {} is damaged, {} is missing; run the download again", first.0, second.0);
    assert!(ran.stderr.starts_with(&told), "{}", ran.stderr);
    for state in ["  damaged  ", "  missing  ", "  verified  "] {
        assert_eq!(ran.stdout.matches(state.trim()).count(), 1, "{}", ran.stdout);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_unfinished_download_does_not_pass_for_a_whole_one() {
    let folder = downloaded().await;
    verify(folder.path()).succeeded();
    let manifest = folder.path().join("manifest.json");
    let whole = fs::read_to_string(&manifest).unwrap();
    let begun = whole.replace(r#""unfinished": []"#, r#""unfinished": ["b.rdb"]"#);
    assert_ne!(begun, whole);
    fs::write(&manifest, begun).unwrap();
    let ran = verify(folder.path());
    assert_eq!(ran.code, Some(6));
    assert!(ran.stderr.starts_with("error: b.rdb is missing; "), "{}", ran.stderr);
}

#[test]
fn a_folder_without_a_manifest_is_none_of_a_download() {
    let folder = tempdir().unwrap();
    verify(folder.path()).failed(7, &["has no manifest.json", "the folder of a finished download"]);
    verify(&folder.path().join("nowhere")).failed(7, &["nowhere has no manifest.json"]);
    fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    verify(folder.path()).failed(7, &["is not a manifest of this program"]);
    let manifest = folder.path().join("manifest.json");
    verify(&manifest).failed(2, &["manifest.json is a file; give the folder it is in"]);
    run(cli(&["verify"])).failed(2, &["<DIR>"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn texts_in_a_manifest_can_not_drive_the_terminal() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let manifest = folder.path().join("manifest.json");
    let download = ["download", "-o", text(folder.path()), "--progress=never"];
    for (field, other) in [("backup_id", "instance_id"), ("instance_id", "backup_id")] {
        let hostile = format!(
            r#"{{"version":1,"{field}":"\u001b]0;x\u0007","{other}":"x","unfinished":[],"files":[]}}"#
        );
        fs::write(&manifest, &hostile).unwrap();
        for ran in [run(cli_at(&sandbox, &download)), verify(folder.path())] {
            ran.failed(7, &["manifest.json is not a manifest of this program"]);
            assert!(!ran.stderr.contains('\u{1b}'), "{:?}", ran.stderr);
        }
        assert_eq!(fs::read_to_string(&manifest).unwrap(), hostile);
    }
}
