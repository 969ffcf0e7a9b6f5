//! The program among others: closed pipes, full disks, Ctrl-C; its sandbox and its demo.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
};

use dcs_backup::sandbox::{Backup, Sandbox};

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_closed_stdout_ends_quietly() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let download = ["download", "--progress", "never", "-o", text(folder.path())];
    let links_json = ["links", "--format", "json"];
    for arguments in [&["links"][..], &links_json, &download, &["demo"], &["sandbox"]] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let mut command = cli_at(&sandbox, arguments);
        command.stdout(writer);
        let ran = ended(spawn_into(command)).succeeded();
        assert_eq!(ran.stderr, "", "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_full_disk_is_told() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let download = ["download", "-o", text(folder.path())];
    for arguments in [&["links"][..], &download, &["demo"], &["sandbox"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let mut command = cli_at(&sandbox, arguments);
        command.stdout(full);
        let ran = ended(spawn_into(command));
        ran.failed(7, &["error: stdout can't be written: No space left"]);
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_a_wait_for_an_answer() {
    let listener = listener();
    let mut running = spawn(cli_toward(&listener, &["links"]));
    let (request, _connection) = first_request(&listener);
    assert!(request.starts_with("POST /v2/"), "{request}");
    interrupt(&mut running);
    let ran = ended(running);
    ran.failed(130, &[]);
    assert_eq!(ran.stderr, "");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn ctrl_c_ends_a_wait_for_the_reader_of_stdout() {
    let names = (0..2000).map(|n| (format!("{n}{}.rdb", "x".repeat(100)), ""));
    let backup = Backup::new(names);
    let sandbox = Sandbox::builder().backup(backup).start().await.unwrap();
    let mut running = spawn(cli_at(&sandbox, &["links", "--format", "urls"]));
    let mut stdout = running.child().stdout.take().unwrap();
    stdout.read_exact(&mut [0]).unwrap();
    interrupt(&mut running);
    assert_eq!(ended(running).code, Some(130));
    let mut rest = String::new();
    stdout.read_to_string(&mut rest).unwrap();
    assert!(rest.lines().count() < 2000, "nothing was left to write");
}

#[cfg(unix)]
#[test]
fn a_shell_takes_the_sandbox_from_its_first_lines() {
    let mut running = spawn(cli(&["sandbox"]));
    let mut lines = BufReader::new(running.child().stdout.take().unwrap()).lines();
    let exports: Vec<String> = lines.by_ref().take(6).map(Result::unwrap).collect();
    let script = "eval \"$1\"\nexec \"$0\" links --format urls";
    let ran = run(bare("sh", &["-c", script, PROGRAM, &exports.join("\n")])).succeeded();
    assert_eq!(ran.stdout.lines().count(), 3);
    let address = exports[0].strip_prefix("export DCS_ENDPOINT=").unwrap();
    assert!(ran.stdout.lines().all(|url| url.starts_with(address)));

    let mut stderr = BufReader::new(running.child().stderr.take().unwrap()).lines();
    let notice = "serving until interrupted; the credentials die with this process";
    assert_eq!(stderr.next().unwrap().unwrap(), notice);

    interrupt(&mut running);
    assert_eq!(ended(running).code, Some(130));
    assert!(stderr.next().is_none(), "more than one line on stderr");
    assert!(lines.next().is_none(), "more than six lines on stdout");
}

#[test]
fn the_sandbox_listens_where_it_is_told() {
    let taken = listener();
    let address = taken.local_addr().unwrap().to_string();
    let message = format!("error: can't listen on {address}: ");
    run(cli(&["sandbox", "--listen", &address])).failed(7, &[&message]);
    for (address, problem) in [
        ("0.0.0.0:0", "listens on loopback only; use 127.0.0.1"),
        ("localhost", "it is no address with a port; write 127.0.0.1:"),
    ] {
        run(cli(&["sandbox", "--listen", address])).failed(2, &["--listen", problem]);
    }
}

#[test]
fn the_demo_goes_on_where_it_was_cut_off_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let ran = run_with(cli(&["demo"]), &[("TMPDIR", text(temporary.path()))]).succeeded();
    assert_eq!(ran.stderr, "");
    let lines: Vec<_> = ran.stdout.lines().collect();
    let words: Vec<Vec<_>> = lines.iter().map(|line| line.split_whitespace().collect()).collect();
    assert!(words[0][1].starts_with("http://127.0.0.1:"), "{}", lines[0]);
    let shards = shards();
    assert!(lines[3].starts_with(&format!("cut off  file {}: the connection", shards[1].0)));
    let (there, sent): (usize, usize) =
        (words[4][1].parse().unwrap(), words[4][5].parse().unwrap());
    let all: usize = shards.iter().map(|(_, bytes)| bytes.len()).sum();
    assert_eq!(
        words[4],
        ["again", words[4][1], "bytes", "were", "there,", words[4][5], "more", "were", "sent"]
    );
    assert!(there >= shards[1].1.len() / 2, "{there}");
    assert_eq!(there + sent, all);
    assert_eq!(words[6], ["FILE", "SIZE", "SLOTS", "STATE", "SECONDS"]);
    for (line, (name, slots)) in words[7..10].iter().zip(shards.iter().map(|(name, _)| name).zip([
        "0-5460",
        "5461-10922",
        "10923-16383",
    ])) {
        assert_eq!((line[0], line[3], line[4]), (name.as_str(), slots, "verified"));
    }
    assert!(lines[12].starts_with("verify   3 files, 9.84 KiB, checked in "), "{}", lines[12]);
    assert_eq!(lines.len(), 13);
    assert_eq!(names(temporary.path()), [""; 0]);
}
