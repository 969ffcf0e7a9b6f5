//! The program among others: closed pipes, full disks, Ctrl-C; its sandbox and its demo.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
};

use dcs_backup_sandbox::{Backup, Sandbox};

use crate::support::*;

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_closed_stdout_ends_quietly() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let download = ["download", "--progress", "never", "-o", text(folder.path())];
    let links_json = ["links", "--format", "json"];
    let bash = ["completions", "bash"];
    let quiet = [&["links"][..], &links_json, &download, &["demo"], &["sandbox"], &bash];
    for arguments in quiet.into_iter().chain([&["instances"][..], &["list"], &["create"]]) {
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
    let bash = ["completions", "bash"];
    let all = [&["links"][..], &["instances"], &["list"], &["create"], &download, &["demo"]];
    let offline = [&["sandbox"][..], &bash, &["--help"], &["--version"], &["help", "links"]];
    for arguments in all.into_iter().chain(offline) {
        let ran = ended(spawn_into(into_full(cli_at(&sandbox, arguments))));
        ran.failed(7, &["error: stdout can't be written: No space left"]);
        let has_backup = ran.stderr.contains(" was started\n");
        assert_eq!(has_backup, arguments == ["create"], "{}", ran.stderr);
    }
}

#[cfg(target_os = "linux")]
fn into_full(mut command: std::process::Command) -> std::process::Command {
    command.stdout(full());
    command
}

#[cfg(target_os = "linux")]
fn full() -> fs::File {
    fs::File::options().write(true).open("/dev/full").unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_stderr_that_takes_nothing_changes_no_exit_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none");
    let download = ["download", "--progress=always", "-o", text(folder.path())];
    let verify = ["verify", text(&missing)];
    for (arguments, code) in [
        (&["list"][..], 0),
        (&download, 0),
        (&["--nope"], 2),
        (&["links", "-vvv"], 0),
        (&verify, 7),
    ] {
        let mut command = cli_at(&sandbox, arguments);
        command.stdout(std::process::Stdio::null()).stderr(full());
        assert_eq!(command.status().unwrap().code(), Some(code), "{arguments:?}");
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn streams_that_are_closed_at_the_start_are_no_trouble() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["download", "--progress=always", "-o", text(folder.path())];
    let ran = run(after("exec <&- >&- 2>&-", &cli_at(&sandbox, &arguments))).succeeded();
    assert_eq!((ran.stdout.as_str(), ran.stderr.as_str()), ("", ""));
    run(cli(&["verify", text(folder.path())])).succeeded();
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
    let exports: Vec<String> = lines.by_ref().take(7).map(Result::unwrap).collect();
    assert!(exports[..6].iter().all(|line| line.starts_with("export ")), "{exports:?}");
    let script = "eval \"$1\"\nexec \"$0\" links --format urls";
    let shell = bare("sh", &["-c", script, PROGRAM, &exports.join("\n")]);
    // Those of the account that the shell had before.
    let others =
        [("HUAWEICLOUD_SDK_AUTH_TOKEN", "MARKER"), ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "MARKER")];
    let ran = run_with(shell, &others).succeeded();
    assert_eq!(ran.stdout.lines().count(), 3);
    let address = exports[0].strip_prefix("export DCS_ENDPOINT=").unwrap();
    assert!(ran.stdout.lines().all(|url| url.starts_with(address)));

    let mut stderr = BufReader::new(running.child().stderr.take().unwrap()).lines();
    let notice = "serving until interrupted; the credentials die with this process";
    assert_eq!(stderr.next().unwrap().unwrap(), notice);

    interrupt(&mut running);
    assert_eq!(ended(running).code, Some(130));
    assert!(stderr.next().is_none(), "more than one line on stderr");
    assert!(lines.next().is_none(), "more than seven lines on stdout");
}

#[cfg(unix)]
#[test]
fn a_sandbox_without_backups_names_none() {
    let mut running = spawn(cli(&["sandbox", "--without-backups"]));
    let lines = BufReader::new(running.child().stdout.take().unwrap()).lines();
    let exports: Vec<String> = lines.take(6).map(Result::unwrap).collect();
    let exports = exports.join("\n");
    assert!(exports.contains("export DCS_INSTANCE_ID=") && !exports.contains("DCS_BACKUP_ID="));
    let with = |command: &str| {
        let script = format!("eval \"$1\"\nexec \"$0\" {command}");
        run_with(bare("sh", &["-c", &script, PROGRAM, &exports]), &[("DCS_BACKUP_ID", BACKUP)])
    };
    let ran = with("list").succeeded();
    assert!(ran.stderr.contains("has no backups yet"), "{}", ran.stderr);
    with("links").failed(2, &["<--backup-id <ID>|--latest>"]);
    interrupt(&mut running);
    ended(running);
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
fn the_demo_goes_the_whole_way_and_leaves_nothing_behind() {
    let temporary = tempfile::tempdir().unwrap();
    let ran = run_with(cli(&["demo"]), &[("TMPDIR", text(temporary.path()))]).succeeded();
    assert_eq!(ran.stderr, "");
    let parts: Vec<_> = ran.stdout.split("\n\n").collect();
    let [intro, instances, list, links, cut_off, table, verify] = parts[..] else {
        panic!("{}", ran.stdout)
    };
    assert!(intro.starts_with("sandbox  http://127.0.0.1:"), "{intro}");
    assert!(instances.starts_with("$ dcs-backup instances\nID "), "{instances}");
    assert_eq!((instances.lines().count(), list.lines().count()), (3, 4));
    let backups: Vec<_> = list.lines().skip(2).map(words).collect();
    assert_eq!((backups[0][4], backups[1][4]), ("succeed", "succeed"));
    assert!(backups[0][7] > backups[1][7], "the latest is not the first: {list}");
    let shards = shards();
    assert!(links.starts_with("$ dcs-backup links --latest\nFILE "), "{links}");
    assert!(shards.iter().all(|(name, _)| links.contains(name)), "{links}");

    let lines: Vec<_> = cut_off.lines().collect();
    assert_eq!((lines[0], lines.len()), ("$ dcs-backup download --latest", 3));
    let start = format!("cut off  file {}: the connection", shards[1].0);
    assert!(lines[1].starts_with(&start), "{}", lines[1]);
    let again = words(lines[2]);
    let (there, sent): (usize, usize) = (again[1].parse().unwrap(), again[5].parse().unwrap());
    assert_eq!(lines[2], format!("again    {there} bytes were there, {sent} more were sent"));
    assert!(there >= shards[1].1.len() / 2, "{there}");
    assert_eq!(there + sent, shards.iter().map(|(_, bytes)| bytes.len()).sum::<usize>());

    let lines: Vec<_> = table.lines().map(words).collect();
    assert_eq!(lines[0], ["FILE", "SIZE", "SLOTS", "STATE", "SECONDS"]);
    let slots = ["0-5460", "5461-10922", "10923-16383"];
    for (line, ((name, _), slots)) in lines[1..4].iter().zip(shards.iter().zip(slots)) {
        assert_eq!((line[0], line[3], line[4]), (name.as_str(), slots, "verified"));
    }
    assert!(verify.starts_with("verify   3 files, 9.84 KiB, checked in "), "{verify}");
    assert_eq!(names(temporary.path()), [""; 0]);
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}
