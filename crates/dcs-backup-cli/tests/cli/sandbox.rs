//! The sandbox in scripts: a command that it runs, and its file of variables.

use std::{fs, os::unix::fs::PermissionsExt as _, path::Path, process::Stdio};

use tempfile::tempdir;

use crate::support::*;

/// A shell that finds the program by its name.
fn shell(script: &str, folder: &Path) -> std::process::Command {
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

#[test]
fn a_signal_goes_on_to_its_command() {
    for name in ["TERM", "INT"] {
        // In the foreground of a terminal, the command would have it from there.
        if name == "INT" && (ignores_interrupt("self") || fs::File::open("/dev/tty").is_ok()) {
            continue;
        }
        let script =
            "trap 'echo asked; exit 3' TERM INT; echo ready >&2; while :; do read line; done";
        let mut command = cli(&["sandbox", "--", "sh", "-c", script]);
        command.stdin(Stdio::piped());
        let mut running = spawn(command);
        let mut stdin = running.child().stdin.take();
        line_of_stderr(&mut running, "ready");
        signal(&mut running, name);
        // Some shells look at their signals when what they wait for is there.
        let _ = std::io::Write::write_all(stdin.as_mut().unwrap(), b"\n");
        let ran = ended(running);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), "asked\n"), "{}", ran.stderr);
    }
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
