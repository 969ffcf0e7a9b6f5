//! The program under a shell's `ulimit`.

use std::fs;

use dcs_backup_sandbox::{Sandbox, StoreFault};
use tempfile::tempdir;

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn too_few_open_files_are_an_error_of_every_command() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let folder = text(folder.path());
    let commands: [&[&str]; 8] = [
        &["verify", folder],
        &["download", "-o", folder],
        &["instances"],
        &["list"],
        &["links"],
        &["create"],
        &["sandbox"],
        &["demo"],
    ];
    for limit in 6..=24 {
        for arguments in commands {
            let command = after(&format!("ulimit -n {limit}"), &cli_at(&sandbox, arguments));
            let ran = run(command);
            ran.failed(7, &["error: the program can't start: Too many open files", "ulimit -n"]);
            assert!(!ran.stderr.contains("panicked"), "{}", ran.stderr);
        }
    }
    assert_eq!(sandbox.requests().len(), 0);
}

/// Downloads a hundred files under this limit of open files; says what was said on stderr.
async fn hundred_files(setup: &str) -> String {
    let names: Vec<String> = (0..100).map(|n| format!("{n}.aof")).collect();
    let bytes = aof(MIB / 2);
    let sandbox = serving(names.iter().map(|name| (name.as_str(), bytes.clone()))).await;
    let folder = tempdir().unwrap();
    let arguments = ["download", "--progress=never", "-o", text(folder.path())];
    let ran = run(after(setup, &cli_at(&sandbox, &arguments))).succeeded();
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 100 + 2, "{}", ran.stderr);
    ran.stderr
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_soft_limit_of_open_files_is_raised() {
    let stderr = hundred_files("ulimit -Sn 64").await;
    assert!(!stderr.contains("ulimit"), "{stderr}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_hard_limit_of_open_files_leaves_fewer_connections() {
    let stderr = hundred_files("ulimit -n 128").await;
    let said = "connections at a time: 24 instead of 64, since too few files may be open; for more, \
                raise the limit (`ulimit -n 288`)";
    assert!(stderr.contains(said), "{stderr}");
}

/// All of them are begun without the limit, and none is done.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_hundred_unfinished_files_are_finished_under_a_limit_of_open_files() {
    let names: Vec<String> = (0..100).map(|n| format!("{n}.aof")).collect();
    let bytes = aof(10_000);
    let sandbox = serving(names.iter().map(|name| (name.as_str(), bytes.clone()))).await;
    let folder = tempdir().unwrap();
    let download = |more: &[&str]| {
        let arguments = ["download", "--progress=never", "-o", text(folder.path())];
        cli_at(&sandbox, &[&arguments, more].concat())
    };
    for name in &names {
        sandbox.fail_file(name, StoreFault::CutBody { after: 5000 });
        sandbox.fail_file(name, StoreFault::StallBody { after: 0 });
    }
    // One of them is silent as soon as all are begun.
    let mut running = spawn(download(&["-j", "100"]));
    sandbox.until_stalled(100..).await;
    interrupt(&mut running);
    assert_eq!(ended(running).code, Some(130));
    let parts = |end: &str| {
        names.iter().filter(|name| folder.path().join(format!("{name}{end}")).exists()).count()
    };
    assert_eq!(parts(".part.json"), 100);
    let ran = run(after("ulimit -n 128", &download(&[]))).succeeded();
    assert_eq!(parts(""), 100, "{}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_limit_of_a_files_size_is_told() {
    let sandbox = serving([("a.aof", aof(MIB))]).await;
    let folder = tempdir().unwrap();
    let arguments = ["download", "--progress=never", "-o", text(folder.path())];
    let ran = run(after("ulimit -f 50", &cli_at(&sandbox, &arguments)));
    ran.failed(7, &["File too large", "ulimit -f"]);

    let file = folder.path().join("links.json");
    let setup = format!("ulimit -f 1; exec > '{}'", text(&file));
    let ended = run(after(&setup, &cli(&["completions", "bash"])));
    ended.failed(7, &["error: stdout can't be written: File too large", "ulimit -f unlimited"]);
}
