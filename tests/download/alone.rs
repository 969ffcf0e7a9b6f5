//! Runs a test once more in a process of its own: to mount file systems, to be without root's powers, or to
//! be killed.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// Tells a process that it is the second one, and what it is to work with.
const TOLD: &str = "DCS_BACKUP_TEST_ALONE";

/// What the first process told this one, if this is the second.
pub(crate) fn told() -> Option<String> {
    env::var(TOLD).ok()
}

/// The command that runs this test alone; `before` goes in front of it.
pub(crate) fn command(test: &str, told: &str, before: &[&str]) -> Command {
    let mut words = before.iter().map(PathBuf::from).chain([env::current_exe().unwrap()]);
    let mut command = Command::new(words.next().unwrap());
    command.args(words).args([test, "--exact", "--nocapture", "--include-ignored"]);
    command.env(TOLD, told).stdin(Stdio::null());
    command
}

/// Runs `body` where the folder that it gets is a tmpfs with these options, which nobody else sees.
pub(crate) fn on_a_disk_of_its_own(test: &str, options: &str, body: impl AsyncFnOnce(&Path)) {
    if let Some(folder) = told() {
        return run(body(Path::new(&folder)));
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    let mount = r#"mount -t tmpfs -o "$1" tmpfs "$2" && shift 2 && exec "$@""#;
    let before = ["unshare", "-Urm", "sh", "-ec", mount, "sh", options, path];
    second(test, path, &before);
}

/// Runs `body` as a user who may not pass over permissions; the folder is that user's.
pub(crate) fn without_roots_powers(test: &str, body: impl AsyncFnOnce(&Path)) {
    if let Some(folder) = told() {
        return run(body(Path::new(&folder)));
    }
    let folder = tempfile::tempdir().unwrap();
    second(test, folder.path().to_str().unwrap(), &["unshare", "-U"]);
}

/// Where the system does not let itself be divided, the test is skipped.
fn second(test: &str, told: &str, before: &[&str]) {
    let possible = Command::new(before[0])
        .args(&before[1..])
        .arg("true")
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !possible {
        return skip(&before[..2].join(" "));
    }
    let output = command(test, told, before).output().unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && shown.contains("1 passed"),
        "{shown}{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[allow(clippy::print_stderr, reason = "whoever reads the test's output shall know")]
pub(crate) fn skip(missing: &str) {
    eprintln!("skipped: there is no {missing} here");
}

fn run(work: impl Future<Output = ()>) {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work);
}
