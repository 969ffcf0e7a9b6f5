//! The sandbox in scripts: a command that it runs, and its file of variables.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Command};

use tempfile::tempdir;

use crate::support::*;
#[cfg(target_os = "linux")]
use crate::terminal::Terminal;

/// A shell that finds the program by its name.
fn shell(script: &str, folder: &Path) -> Command {
    let mut command = bare("sh", &["-c", script]);
    let programs = Path::new(PROGRAM).parent().unwrap();
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    command.env("PATH", path).current_dir(folder);
    command
}

#[test]
fn the_script_of_the_readme_works_each_time() {
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let blocks = readme.split("```text\n").skip(1).map(|block| block.split("```").next().unwrap());
    let scripts: Vec<_> =
        blocks.filter(|block| block.starts_with("dcs-backup sandbox -- ")).collect();
    let [script] = scripts[..] else { panic!("{} scripts", scripts.len()) };
    for _ in 0..20 {
        let folder = tempdir().unwrap();
        let ran = run(shell(script, folder.path())).succeeded();
        assert_eq!(ran.stdout.matches(" verified ").count(), 2 * 3, "{}", ran.stdout);
    }
}

#[test]
fn it_ends_as_its_command_does() {
    let folder = tempdir().unwrap();
    for (script, code) in [
        ("dcs-backup sandbox -- sh -c 'exit 0'", 0),
        ("dcs-backup sandbox -- sh -c 'exit 42'", 42),
        ("dcs-backup sandbox -- sh -c 'kill -KILL $$'", 128 + 9),
        ("dcs-backup sandbox -- ./there-is-none", 127),
        ("dcs-backup sandbox -- /", 126),
    ] {
        let ran = run(shell(script, folder.path()));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{script}: {}", ran.stderr);
        let is_told = ran.stderr.contains("can't be run: ");
        assert_eq!(is_told, [126, 127].contains(&code), "{}", ran.stderr);
    }
}

#[test]
fn its_command_has_the_variables_and_no_others() {
    let folder = tempdir().unwrap();
    let script = "dcs-backup sandbox --without-backups -- env";
    let others = [
        ("HUAWEICLOUD_SDK_AUTH_TOKEN", "MARKER"),
        ("HUAWEICLOUD_SDK_SECURITY_TOKEN", "MARKER"),
        ("DCS_BACKUP_ID", "MARKER"),
    ];
    let ran = run_with(shell(script, folder.path()), &others).succeeded();
    assert!(ran.stdout.contains("DCS_ENDPOINT=http://127.0.0.1:"), "{}", ran.stdout);
    assert!(ran.stdout.contains("HUAWEICLOUD_SDK_SK="), "{}", ran.stdout);
    assert!(!ran.stdout.contains("MARKER"), "{}", ran.stdout);
}

/// Says when it is ready, and that it was asked to end. It ends by itself too, when a test has failed.
const ASKED: &str = "trap 'echo asked; exit 3' TERM INT HUP; echo ready >&2
    for second in 1 2 3 4 5 6 7 8 9; do for tenth in 1 2 3 4 5 6 7 8 9; do sleep 0.1; done; done";

/// Sends the signal to a sandbox with the command [`ASKED`], and waits for the end of both.
#[track_caller]
fn assert_passed_on(command: Command, name: &str) {
    let mut running = spawn(command);
    line_of_stderr(&mut running, "ready");
    signal(&mut running, name);
    let ran = ended(running);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), "asked\n"), "{name}: {}", ran.stderr);
}

#[test]
fn a_signal_goes_on_to_its_command() {
    for name in ["TERM", "INT", "HUP"] {
        let is_heard = match name {
            "INT" => !ignores_interrupt("self"),
            "HUP" => cfg!(target_os = "linux"),
            _ => true,
        };
        if is_heard {
            assert_passed_on(cli(&["sandbox", "--", "sh", "-c", ASKED]), name);
        }
    }
}

/// It runs in the foreground of a terminal that is none of its streams.
#[cfg(target_os = "linux")]
#[test]
fn an_interrupt_by_a_program_goes_on_in_the_foreground_too() {
    if ignores_interrupt("self") {
        return;
    }
    let (_terminal, slave) = Terminal::new(80);
    let script = "exec \"$0\" sandbox -- sh -c \"$1\" </dev/null";
    let mut command = bare("setsid", &["--ctty", "sh", "-c", script, PROGRAM, ASKED]);
    command.stdin(slave);
    assert_passed_on(command, "INT");
}

#[test]
fn the_file_of_variables_is_whole_private_and_removed() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("variables");
    fs::write(&file, "export DCS_ENDPOINT=of-an-earlier-one\n").unwrap();
    let mut running = spawn(cli(&["sandbox", "--env-file", text(&file)]));
    line_of_stderr(&mut running, "serving until interrupted");
    assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let script = format!(". '{}'\ndcs-backup links --format urls", text(&file));
    let ran = run(shell(&script, folder.path())).succeeded();
    assert_eq!(ran.stdout.lines().count(), 3);
    assert_eq!(names(folder.path()), ["variables"]);
    signal(&mut running, "TERM");
    let ran = ended(running);
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(130), ""), "{}", ran.stderr);
    assert_eq!(names(folder.path()), [""; 0]);
}

/// Elsewhere, it can't be known whether `nohup` was meant to keep it.
#[cfg(target_os = "linux")]
#[test]
fn the_file_of_variables_goes_with_the_terminal() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("variables");
    let mut running = spawn(cli(&["sandbox", "--env-file", text(&file)]));
    line_of_stderr(&mut running, "serving until interrupted");
    signal(&mut running, "HUP");
    assert_eq!(ended(running).code, Some(130));
    assert_eq!(names(folder.path()), [""; 0]);
}

#[test]
fn a_file_of_variables_that_can_not_be_is_told() {
    let folder = tempdir().unwrap();
    let missing = folder.path().join("none/variables");
    let ran = run(cli(&["sandbox", "--env-file", text(&missing)]));
    ran.failed(7, &["error: can't write the variables to ", "none/variables: "]);
    for (path, problem) in [
        ("/dev/null", "--env-file: /dev/null is there, and no plain file"),
        ("-", "it is no file; leave the flag out for stdout"),
        ("", "it is empty"),
    ] {
        run(cli(&["sandbox", "--env-file", path])).failed(2, &[problem]);
    }
    let both = ["sandbox", "--env-file", text(&missing), "--", "true"];
    run(cli(&both)).failed(2, &["cannot be used with"]);
}

#[test]
fn a_file_that_somebody_else_wrote_meanwhile_stays() {
    let folder = tempdir().unwrap();
    let file = folder.path().join("variables");
    let mut running = spawn(cli(&["sandbox", "--env-file", text(&file)]));
    line_of_stderr(&mut running, "serving until interrupted");
    fs::write(&file, "another's").unwrap();
    signal(&mut running, "TERM");
    ended(running);
    assert_eq!(fs::read_to_string(&file).unwrap(), "another's");
}
