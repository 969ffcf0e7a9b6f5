//! File systems that lack a facility: the program does without it, and still tells what has failed.

use std::{fs, path::PathBuf, process::Command};

use dcs_backup_sandbox::Sandbox;
use tempfile::{TempDir, tempdir};

use crate::support::*;

const EIO: i32 = 5;
const EBADF: i32 = 9;
const EACCES: i32 = 13;
const EINVAL: i32 = 22;
const ENOSPC: i32 = 28;
const ENOLCK: i32 = 37;
const ENOSYS: i32 = 38;
const EOPNOTSUPP: i32 = 95;
const EDQUOT: i32 = 122;

/// A library that makes calls fail.
struct Shim {
    folder: TempDir,
}

impl Shim {
    /// Nothing where no C compiler is.
    #[allow(clippy::print_stderr, reason = "whoever reads the test's output shall know")]
    fn build() -> Option<Self> {
        let shim = Self { folder: tempdir().unwrap() };
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cli/facilities.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-o", text(&shim.library()), source])
            .status()
            .is_ok_and(|status| status.success());
        if !compiled {
            eprintln!("skipped: there is no C compiler here");
        }
        compiled.then_some(shim)
    }

    fn library(&self) -> PathBuf {
        self.folder.path().join("facilities.so")
    }

    /// Downloads while these calls fail; the folder, and what the program said.
    fn download(&self, sandbox: &Sandbox, failing: &[(&str, i32)]) -> (TempDir, Ran) {
        let folder = tempdir().unwrap();
        let mut command = cli_at(sandbox, &["download", "-o", text(folder.path())]);
        command.env("LD_PRELOAD", self.library());
        command.envs(failing.iter().map(|(call, errno)| (call, errno.to_string())));
        (folder, run(command))
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_the_file_system_does_not_offer_is_not_needed() {
    let Some(shim) = Shim::build() else { return };
    let sandbox = serving([("a.aof", aof(9 * MIB))]).await;
    for (call, errnos) in [
        ("FSYNC_FOLDER", [EINVAL, ENOSYS, EOPNOTSUPP, EBADF, EACCES].as_slice()),
        ("FSYNC_FILE", &[EINVAL, ENOSYS, EOPNOTSUPP]),
        ("FDATASYNC", &[EINVAL, ENOSYS, EOPNOTSUPP]),
        ("FALLOCATE", &[EINVAL, ENOSYS, EOPNOTSUPP]),
        ("FTRUNCATE", &[EINVAL]),
    ] {
        for errno in errnos {
            let (folder, ran) = shim.download(&sandbox, &[(call, *errno)]);
            let ran = ran.succeeded();
            assert!(!ran.stderr.contains("file system"), "{call} {errno}: {}", ran.stderr);
            assert!(fs::read(folder.path().join("a.aof")).unwrap() == aof(9 * MIB));
        }
    }
    // All at once, and not even the file's length can be set.
    let calls = ["FSYNC_FOLDER", "FSYNC_FILE", "FDATASYNC", "FALLOCATE", "FTRUNCATE", "FLOCK"];
    let (folder, ran) = shim.download(&sandbox, &calls.map(|call| (call, EINVAL)));
    ran.succeeded();
    assert!(fs::read(folder.path().join("a.aof")).unwrap() == aof(9 * MIB));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_failed_is_still_told() {
    let Some(shim) = Shim::build() else { return };
    let sandbox = serving([("a.aof", aof(9 * MIB))]).await;
    for call in ["FSYNC_FOLDER", "FSYNC_FILE", "FDATASYNC"] {
        for errno in [EIO, ENOSPC, EDQUOT] {
            let (folder, ran) = shim.download(&sandbox, &[(call, errno)]);
            ran.failed(7, &[" failed: ", &format!("(os error {errno})")]);
            let is_there = folder.path().join("a.aof").exists();
            assert!(call == "FSYNC_FOLDER" || !is_there, "{call} {errno}");
        }
    }
    let (_, ran) = shim.download(&sandbox, &[("FALLOCATE", ENOSPC)]);
    ran.failed(7, &["reserving space for", "free some space"]);
    let (_, ran) = shim.download(&sandbox, &[("FLOCK", EIO)]);
    ran.failed(7, &["locking", ".download.lock failed"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_locks_the_user_is_warned_once() {
    let Some(shim) = Shim::build() else { return };
    let sandbox = serving([("a.aof", aof(1000))]).await;
    for errno in [ENOLCK, EOPNOTSUPP, ENOSYS, EINVAL] {
        let (folder, ran) = shim.download(&sandbox, &[("FLOCK", errno)]);
        let ran = ran.succeeded();
        let said = ran.stderr.matches("offers no locks").count();
        assert_eq!(said, 1, "{}", ran.stderr);
        assert_eq!(names(folder.path()), ["a.aof", "manifest.json"]);
    }
}
