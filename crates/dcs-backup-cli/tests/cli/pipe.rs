//! `download --to-stdout`: the bytes, or nothing and a reason.

use std::{fs, path::Path};

use bytes::Bytes;
use dcs_backup_sandbox::{Backup, Sandbox};
use tempfile::tempdir;

use crate::support::*;

/// Sends stdout to this file.
fn piped(sandbox: &Sandbox, file: &Path, more: &[&str]) -> Ran {
    let arguments = [&["download", "--to-stdout"][..], more].concat();
    let mut command = cli_at(sandbox, &arguments);
    command.stdout(fs::File::create(file).unwrap());
    ended(spawn_into(command))
}

fn normal() -> Bytes {
    Bytes::from_static(include_bytes!("../../../../tests/fixtures/rdb/normal.rdb"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_one_file_goes_to_stdout() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("stdout");
    let unproven = "warning: only the length was checked, since ";
    for (name, bytes, told) in [
        ("a.aof", Bytes::new(), format!("{unproven}an AOF carries no checksum: a.aof\n")),
        ("a", normal(), String::new()),
        ("a.aof", aof(5 * MIB), format!("{unproven}an AOF carries no checksum: a.aof\n")),
    ] {
        let sandbox = serving([(name, bytes.clone())]).await;
        let ran = piped(&sandbox, &file, &[]).succeeded();
        assert_eq!(ran.stderr, told);
        assert!(fs::read(&file).unwrap() == bytes);
        assert_eq!(names(folder.path()), ["stdout"]);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_is_not_one_whole_backup_writes_nothing() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("stdout");
    let shard = shards().remove(0);
    let none = Backup::new([("", ""); 0]);
    for (backup, code, problem) in [
        (Backup::three_shards(), 2, "this one has 3; use -o DIR"),
        (Backup::new([shard]), 6, "its one file lacks the slots 5461-16383; use -o DIR"),
        (none, 4, "has no files"),
    ] {
        let sandbox = Sandbox::builder().backup(backup).start().await.unwrap();
        let ran = piped(&sandbox, &file, &[]);
        ran.failed(code, &["error: ", problem]);
        assert_eq!(fs::read(&file).unwrap(), b"");
        assert_eq!(sent_since(&sandbox, 0), 0);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn damage_is_told_after_the_bytes() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("stdout");
    let mut bytes = normal().to_vec();
    bytes[50] ^= 1;
    let sandbox = serving([("a.rdb", bytes.clone().into())]).await;
    piped(&sandbox, &file, &[]).failed(6, &["file a.rdb is damaged", "don't use"]);
    assert_eq!(fs::read(&file).unwrap(), bytes);
    piped(&sandbox, &file, &["--no-verify"]).succeeded();
    let sandbox = serving([("a.aof", aof(100))]).await;
    piped(&sandbox, &file, &["--require-checksum"]).failed(6, &["has no checksum"]);
}

/// It has no verdict either.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_reader_that_leaves_early_is_an_error() {
    for (name, bytes, more) in [
        ("a.aof", aof(5 * MIB), &[][..]),
        ("a.rdb", normal(), &["--require-checksum"]),
        ("a.rdb", normal(), &["--no-verify"]),
    ] {
        let sandbox = serving([(name, bytes)]).await;
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let arguments = [&["download", "--to-stdout"][..], more].concat();
        let mut command = cli_at(&sandbox, &arguments);
        command.stdout(writer);
        let problem = "error: stdout was closed before all of the file was written";
        ended(spawn_into(command)).failed(7, &[problem]);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_stdout_that_is_closed_at_the_start_is_an_error() {
    let sandbox = serving([("a.rdb", normal())]).await;
    let command = cli_at(&sandbox, &["download", "--to-stdout"]);
    let asked = sandbox.requests().len();
    run(after("exec >&-", &command)).failed(7, &["error: stdout can't be written: it is closed"]);
    assert_eq!(sandbox.requests().len(), asked);
    // Whoever throws the file away wants the verdict.
    run(after("exec > /dev/null", &command)).succeeded();
}

#[cfg(target_os = "linux")]
#[test]
fn a_terminal_is_refused_before_anything_is_sent() {
    let listener = listener();
    let terminal = fs::File::options().read(true).write(true).open("/dev/ptmx").unwrap();
    let mut command = cli_toward(&listener, &["download", "--to-stdout"]);
    command.stdout(terminal);
    ended(spawn_into(command)).failed(2, &["error: --to-stdout: stdout is a terminal", "use -o"]);
    assert_nobody_called(&listener);
}
