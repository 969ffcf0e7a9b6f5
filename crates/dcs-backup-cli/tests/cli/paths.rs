//! Paths that are not UTF-8. Where file systems refuse such names, the test says `skipped`.
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::{ffi::OsStr, fs, os::unix::ffi::OsStrExt as _, path::PathBuf};

use dcs_backup_sandbox::{Sandbox, StoreFault};
use tempfile::{TempDir, tempdir};

use crate::support::*;

/// A folder by a name that is no text, in another that goes with the test.
fn odd_folder() -> Option<(TempDir, PathBuf)> {
    let outer = tempdir().unwrap();
    let folder = outer.path().join(OsStr::from_bytes(b"it's \xff"));
    if fs::create_dir(&folder).is_err() {
        println!("skipped: the file system takes UTF-8 alone");
        return None;
    }
    Some((outer, folder))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_folder_is_a_path() {
    let Some((_outer, folder)) = odd_folder() else { return };
    let sandbox = Sandbox::start().await.unwrap();
    let mut download = cli_at(&sandbox, &["download", "-o"]);
    download.arg(&folder);
    run(download).succeeded();
    let mut verify = cli(&["verify"]);
    verify.arg(&folder);
    run(verify).succeeded();

    let files = tempdir().unwrap();
    let served = files.path().join(OsStr::from_bytes(b"\xfe"));
    fs::create_dir(&served).unwrap();
    fs::write(served.join("a.aof"), aof(10)).unwrap();
    let variables = files.path().join(OsStr::from_bytes(b"variables\xfd"));
    let mut serve = cli(&["sandbox", "--dir"]);
    serve.arg(&served).arg("--env-file").arg(&variables);
    let mut running = spawn(serve);
    line_of_stderr(&mut running, "serving until interrupted");
    assert!(fs::read_to_string(&variables).unwrap().contains("export DCS_ENDPOINT="));
    signal(&mut running, "TERM");
    ended(running);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_command_that_goes_on_names_it_for_a_shell() {
    let Some((_outer, folder)) = odd_folder() else { return };
    let sandbox = serving([("a.aof", aof(MIB))]).await;
    sandbox.fail_file("a.aof", StoreFault::StallBody { after: 1 << 19 });
    let mut download = cli_at(&sandbox, &["download", "-o"]);
    download.arg(&folder);
    let mut running = spawn(download);
    sandbox.until_stalled(1..).await;
    signal(&mut running, "TERM");
    let ran = ended(running);
    assert_eq!(ran.code, Some(130), "{}", ran.stderr);
    let (_, command) = ran.stderr.trim_end().split_once("interrupted; to go on: ").unwrap();
    assert!(command.ends_with(r"/it\'s \377'"), "{command}");
    if bare("bash", &["-c", ":"]).output().is_err() {
        println!("skipped: there is no bash");
        return;
    }
    run(with_variables_of(&cli_at(&sandbox, &[]), bare("bash", &["-c", command]))).succeeded();
    assert!(fs::read(folder.join("a.aof")).unwrap() == aof(MIB));
}
