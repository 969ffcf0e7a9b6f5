//! What the program calls verified, and what it says of the rest.

use std::{fs, path::Path};

use bytes::Bytes;
use dcs_backup_sandbox::{Backup, Sandbox};
use serde_json::Value;
use tempfile::tempdir;

use crate::support::*;

/// As Valkey 9 writes it.
const VALKEY: &[u8] = b"VALKEY080\xfa\x0avalkey-ver\x059.0.0\xfe\x00\xfb\x01\x00\x00\x01k\x01v\
    \xff\xc3\x5a\x47\xc9\xbd\x3d\x65\x6e";
const WITHOUT_CHECKSUM: &[u8] =
    include_bytes!("../../../../tests/fixtures/rdb/without-checksum.rdb");
const NORMAL: &[u8] = include_bytes!("../../../../tests/fixtures/rdb/normal.rdb");

async fn holding(name: &str, bytes: impl Into<Bytes>) -> Sandbox {
    serving([(name, bytes.into())]).await
}

fn download(sandbox: &Sandbox, folder: &Path, flags: &[&str]) -> Ran {
    let arguments = ["download", "--progress", "never", "-o", text(folder)];
    run(cli_at(sandbox, &[&arguments[..], flags].concat()))
}

fn stdout_of(sandbox: &Sandbox, flags: &[&str]) -> Ran {
    let folder = tempdir().unwrap();
    let mut command = cli_at(sandbox, &[&["download", "--to-stdout"], flags].concat());
    command.stdout(fs::File::create(folder.path().join("stdout")).unwrap());
    ended(spawn_into(command))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_valkey_file_has_the_checksum_that_is_required() {
    let folder = tempdir().unwrap();
    let sandbox = holding("a.rdb", VALKEY).await;
    let ran = download(&sandbox, folder.path(), &["--require-checksum"]).succeeded();
    assert!(ran.stdout.contains("verified"), "{}", ran.stdout);
    stdout_of(&sandbox, &["--require-checksum"]).succeeded();
    let mut damaged = VALKEY.to_vec();
    let value = damaged.len() - 10;
    damaged[value] = b'w';
    let sandbox = holding("a.rdb", damaged).await;
    let other = tempdir().unwrap();
    download(&sandbox, other.path(), &[]).failed(6, &["file a.rdb is damaged"]);
    stdout_of(&sandbox, &[]).failed(6, &["file a.rdb is damaged"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_no_rdb_fails_in_a_folder_and_on_stdout() {
    let page: &[u8] = b"<Error><Code>InternalError</Code></Error>";
    for bytes in [b"".as_slice(), page, b"REDIS0011\0\0\0\0\0\0\0\0\0"] {
        let folder = tempdir().unwrap();
        let sandbox = holding("a.rdb", bytes.to_vec()).await;
        download(&sandbox, folder.path(), &[]).failed(6, &["file a.rdb is damaged"]);
        assert_eq!(names(folder.path()), ["manifest.json"]);
        stdout_of(&sandbox, &[]).failed(6, &["file a.rdb is damaged"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_record_of_a_backup_tells_what_its_files_are() {
    let sandbox = Sandbox::start().await.unwrap();
    // The sandbox's backups are RDB, as their records say.
    for bytes in ["*1\r\n$4\r\nPING\r\n", "<Error><Code>InternalError</Code></Error>", ""] {
        sandbox.set_backup(Backup::new([("backup", bytes)]));
        // The id is in a variable.
        for flags in [["--latest"].as_slice(), &[]] {
            let folder = tempdir().unwrap();
            let ran = download(&sandbox, folder.path(), flags);
            assert_eq!(ran.code, Some(6), "{bytes:?}: {}", ran.stderr);
            assert!(ran.stderr.contains("file backup is damaged"), "{}", ran.stderr);
            assert_eq!(names(folder.path()), ["manifest.json"]);
        }
        let ran = stdout_of(&sandbox, &[]);
        assert_eq!(ran.code, Some(6), "{bytes:?}: {}", ran.stderr);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_nothing_proves_says_why_everywhere() {
    let folder = tempdir().unwrap();
    let sandbox = holding("a.rdb", WITHOUT_CHECKSUM).await;
    let why = "warning: only the length was checked, since the RDB was written without a checksum: \
               a.rdb\n";
    for again in [false, true] {
        let ran = download(&sandbox, folder.path(), &[]).succeeded();
        assert_eq!(ran.stderr, why, "again: {again}");
        assert!(ran.stdout.contains("length-only (no-checksum)"), "{}", ran.stdout);
    }
    let piped = stdout_of(&sandbox, &[]).succeeded();
    assert_eq!(piped.stderr, why);
    let json = run(cli(&["verify", text(folder.path()), "--format", "json"])).succeeded();
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["files"][0]["reason"], "no-checksum");
    let manifest = fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_str(&manifest).unwrap();
    assert_eq!(manifest["files"][0]["reason"], "no-checksum");
    stdout_of(&sandbox, &["--require-checksum"]).failed(6, &["has no checksum"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_second_run_reads_what_is_there() {
    let folder = tempdir().unwrap();
    let sandbox = holding("a.rdb", NORMAL).await;
    download(&sandbox, folder.path(), &[]).succeeded();
    let file = folder.path().join("a.rdb");
    let mut changed = NORMAL.to_vec();
    changed[100] ^= 1;
    fs::write(&file, &changed).unwrap();
    let trusting = download(&sandbox, folder.path(), &["--trust-manifest"]).succeeded();
    assert!(trusting.stdout.contains("recorded"), "{}", trusting.stdout);
    assert!(!trusting.stdout.contains("verified"), "{}", trusting.stdout);
    assert!(fs::read(&file).unwrap() == changed);
    let arguments = ["download", "-o", text(folder.path())];
    let ran = run(cli_at(&sandbox, &arguments)).succeeded();
    assert!(ran.stderr.contains("a.rdb: damaged in the folder ("), "{}", ran.stderr);
    assert!(ran.stdout.contains("verified"), "{}", ran.stdout);
    assert!(fs::read(&file).unwrap() == NORMAL);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn verify_names_what_is_not_of_the_backup() {
    let folder = tempdir().unwrap();
    let sandbox = holding("a.rdb", NORMAL).await;
    download(&sandbox, folder.path(), &[]).succeeded();
    fs::write(folder.path().join("older.rdb"), NORMAL).unwrap();
    let ran = run(cli(&["verify", text(folder.path())])).succeeded();
    let shown = folder.path().display();
    let warning = format!("warning: also in {shown}, and not of this backup: older.rdb\n");
    assert_eq!(ran.stderr, warning);
    let json = run(cli(&["verify", text(folder.path()), "--format", "json"])).succeeded();
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(report["strays"], serde_json::json!(["older.rdb"]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_overwritten_backup_leaves_nothing_behind() {
    let folder = tempdir().unwrap();
    let sandbox = holding("old_1.rdb", NORMAL).await;
    download(&sandbox, folder.path(), &[]).succeeded();
    sandbox.set_backup(Backup::new([("new_1.rdb", VALKEY)]));
    let newer = sandbox.add_backup();
    let flags = ["--backup-id", newer.as_str(), "--overwrite"];
    download(&sandbox, folder.path(), &flags).succeeded();
    assert_eq!(names(folder.path()), ["manifest.json", "new_1.rdb"]);
    run(cli(&["verify", text(folder.path())])).succeeded();
}

/// Changes the folder's manifest.
fn edit(folder: &Path, change: impl FnOnce(&mut Value)) {
    let path = folder.join("manifest.json");
    let mut manifest = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    change(&mut manifest);
    fs::write(&path, manifest.to_string()).unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_manifest_that_lists_nothing_or_a_file_twice_is_no_success() {
    let sandbox = holding("a.rdb", NORMAL).await;
    let finished = || {
        let folder = tempdir().unwrap();
        download(&sandbox, folder.path(), &[]).succeeded();
        folder
    };
    let verify = |folder: &Path| run(cli(&["verify", text(folder)]));

    let folder = finished();
    edit(folder.path(), |manifest| manifest["files"] = Value::Array(Vec::new()));
    verify(folder.path()).failed(6, &["lists no file: nothing was checked"]);

    let folder = finished();
    edit(folder.path(), |manifest| manifest["unfinished"] = vec!["a.rdb"].into());
    verify(folder.path()).failed(7, &["is not a manifest of this program"]);

    let folder = finished();
    edit(folder.path(), |manifest| {
        let entry = manifest["files"][0].clone();
        manifest["files"].as_array_mut().unwrap().push(entry);
    });
    verify(folder.path()).failed(7, &["is not a manifest of this program"]);
}

/// Of the same size, and of another one.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_advice_of_verify_works_for_a_file_that_was_replaced() {
    const OTHER_VALUE: &[u8] = b"VALKEY080\xfe\x00\x00\x01k\x01v\xff";
    const SAME_SIZE: &[u8] = b"VALKEY080\xfe\x00\x00\x01k\x01w\xff";
    let with_sum = |bytes: &[u8]| {
        let sum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Redis, bytes);
        [bytes, &sum.to_le_bytes()].concat()
    };
    let sandbox = holding("a.rdb", with_sum(OTHER_VALUE)).await;
    for other in [with_sum(SAME_SIZE), NORMAL.to_vec()] {
        let folder = tempdir().unwrap();
        download(&sandbox, folder.path(), &[]).succeeded();
        let file = folder.path().join("a.rdb");
        fs::write(&file, &other).unwrap();
        let verify = || run(cli(&["verify", text(folder.path())]));
        let ran = verify();
        assert_eq!(ran.code, Some(6));
        let advice = "move such a file away, or use --overwrite";
        assert!(
            ran.stderr.contains("a.rdb is damaged") && ran.stderr.contains(advice),
            "{}",
            ran.stderr
        );
        download(&sandbox, folder.path(), &[]).failed(7, &["is in ", "--overwrite"]);
        assert_eq!(fs::read(&file).unwrap(), other);
        download(&sandbox, folder.path(), &["--overwrite"]).succeeded();
        assert_eq!(fs::read(&file).unwrap(), with_sum(OTHER_VALUE));
        verify().succeeded();
    }
}
