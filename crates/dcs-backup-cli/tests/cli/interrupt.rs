//! A download that is asked to end: what was fetched is kept, and the way to go on is told.

use std::{
    fs,
    io::Read as _,
    process::{Command, Stdio},
    time::Duration,
};

use dcs_backup_sandbox::StoreFault;
use tempfile::tempdir;

use crate::support::*;

/// Reads stderr until a bar has reached 18 of 40 MiB, of the 20 MiB that come.
fn wait_for_half(running: &mut Running) {
    let mut stderr = running.child().stderr.take().unwrap();
    let stderr = watched("the bar", move || {
        let (mut text, mut chunk) = (String::new(), [0; 4096]);
        while !text.split(" MiB/40.00 MiB").any(|before| ends_with_at_least(18.0, before)) {
            let read = stderr.read(&mut chunk).unwrap();
            assert!(read > 0, "{text}");
            text.push_str(&String::from_utf8_lossy(&chunk[..read]));
        }
        stderr
    });
    running.child().stderr = Some(stderr);
}

fn ends_with_at_least(least: f64, text: &str) -> bool {
    let number = text.rsplit(' ').next().unwrap().parse::<f64>();
    number.is_ok_and(|number| number >= least)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_command_that_is_told_fetches_the_rest() {
    for name in ["INT", "TERM"] {
        let sandbox = serving([("a.aof", aof(40 * MIB))]).await;
        let folder = tempdir().unwrap();
        let target = folder.path().join("it's $HOME");
        sandbox.fail_file("a.aof", StoreFault::StallBody { after: 20 << 20 });
        let arguments = ["download", "-j1", "-o", text(&target), "--progress=always"];
        let mut running = spawn(cli_at(&sandbox, &arguments));
        wait_for_half(&mut running);
        signal(&mut running, name);
        let ran = ended(running);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{}", ran.stderr);
        let last = ran.stderr.lines().last().unwrap();
        let (_, command) = last.split_once("interrupted; to go on: ").unwrap();
        assert_eq!(names(&target), ["a.aof.part", "a.aof.part.json", "manifest.json"]);
        for secret in [sandbox.access_key(), sandbox.secret_key(), "Signature="] {
            assert!(!ran.stderr.contains(secret), "{secret}");
        }

        let earlier = sandbox.requests().len();
        let shell = bare("sh", &["-c", command]);
        run(with_variables_of(&cli_at(&sandbox, &[]), shell)).succeeded();
        assert!(fs::read(target.join("a.aof")).unwrap() == aof(40 * MIB));
        assert!(sent_since(&sandbox, earlier) <= 22 << 20, "{}", sent_since(&sandbox, earlier));
        run(cli(&["verify", text(&target)])).succeeded();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_command_that_is_told_names_what_was_the_latest_backup_then() {
    let sandbox = serving([("a.aof", aof(40 * MIB))]).await;
    let folder = tempdir().unwrap();
    sandbox.fail_file("a.aof", StoreFault::StallBody { after: 20 << 20 });
    let latest = sandbox.add_backup();
    let arguments = ["download", "--latest", "-j1", "-o", text(folder.path()), "--progress=always"];
    let mut running = spawn(cli_at(&sandbox, &arguments));
    wait_for_half(&mut running);
    interrupt(&mut running);
    let ran = ended(running);
    let last = ran.stderr.lines().last().unwrap();
    let (_, command) = last.split_once("interrupted; to go on: ").unwrap();
    assert!(command.contains(&format!(" download --backup-id {latest} -j1 -o ")), "{command}");
    assert!(!command.contains("--latest"), "{command}");

    sandbox.advance(Duration::from_secs(60));
    sandbox.add_backup();
    let shell = bare("sh", &["-c", command]);
    run(with_variables_of(&cli_at(&sandbox, &[]), shell)).succeeded();
    assert!(fs::read(folder.path().join("a.aof")).unwrap() == aof(40 * MIB));
}

/// Nobody reads what it writes, and it was told to make do with one thread.
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_pipe_holds_up_no_signal() {
    let sandbox = serving([("a.aof", aof(4 << 20))]).await;
    let mut command = cli_at(&sandbox, &["download", "--to-stdout"]);
    command.env("TOKIO_WORKER_THREADS", "1").stdout(Stdio::piped());
    let mut running = command.spawn().unwrap();
    running.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let pid = running.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let ended = watched("the end", move || running.wait().unwrap());
    assert_eq!(ended.code(), Some(130));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_second_signal_does_not_wait() {
    let sandbox = serving([("a.aof", aof(10))]).await;
    let folder = tempdir().unwrap();
    // Which the program would wait for.
    let lock = fs::File::create(folder.path().join(".download.lock")).unwrap();
    lock.lock().unwrap();
    let mut running = spawn(cli_at(&sandbox, &["download", "-o", text(folder.path())]));
    while sandbox.requests().is_empty() {
        tokio::task::yield_now().await;
    }
    signal(&mut running, "INT");
    signal(&mut running, "TERM");
    ended(running).failed(130, &["interrupted; to go on: "]);
}
