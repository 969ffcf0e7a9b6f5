//! What a shell makes of the script of `completions`: a real one is given a line and asked for all that
//! could stand at its end. Where a shell is missing, its test says `skipped`.
#![cfg(unix)]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use crate::support::*;

/// In this folder, lines are completed.
fn place() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for folder in ["some folder", "other"] {
        fs::create_dir(place.path().join(folder)).unwrap();
    }
    fs::write(place.path().join("one file"), "").unwrap();
    place
}

/// Lines, and their words when all that could be at their end was put there, in any order.
const LINES: [(&str, &str); 14] = [
    ("dcs-backup li", "<links><list>"),
    ("dcs-backup -v li", "<-v><links><list>"),
    ("dcs-backup links --backup-i", "<links><--backup-id>"),
    ("dcs-backup links --format ", "<links><--format><json><table><urls>"),
    ("dcs-backup links --latest --format j", "<links><--latest><--format><json>"),
    ("dcs-backup links --format=j", "<links><--format=json>"),
    ("dcs-backup download --progress n", "<download><--progress><never>"),
    ("dcs-backup create --backup-format=", "<create><--backup-format=aof><rdb>"),
    ("dcs-backup links --instance-id ", "<links><--instance-id>"),
    ("dcs-backup links --backup-id=abc", "<links><--backup-id=abc>"),
    ("dcs-backup download -o s", "<download><-o><some folder>"),
    ("dcs-backup verify so", "<verify><some folder>"),
    ("dcs-backup completions z", "<completions><zsh>"),
    ("dcs-backup help li", "<help><links><list>"),
];

#[track_caller]
fn assert_completed(shell: &str, said: &str) {
    assert_eq!(said.lines().count(), LINES.len(), "{shell}:\n{said}");
    for ((line, expected), said) in LINES.iter().zip(said.lines()) {
        assert_eq!(words(said), words(expected), "{shell} of {line:?}:\n{said}");
    }
}

/// The words without order. One shell repeats the flag in front of each value, the other doesn't; a
/// slash behind a folder is no matter either.
fn words(said: &str) -> Vec<String> {
    let said = said.trim_matches(['<', '>']).replace("/>", ">");
    let mut words: Vec<String> = Vec::new();
    for word in said.split("><").map(|word| word.trim_end_matches('/')) {
        match word.split_once('=') {
            Some((flag, value)) => words.extend([format!("{flag}="), value.to_owned()]),
            None => words.push(word.to_owned()),
        }
    }
    words.sort();
    words.dedup();
    words
}

fn has(shell: &str) -> bool {
    let there = Command::new(shell).args(["-c", ":"]).output().is_ok();
    if !there {
        println!("skipped: there is no {shell}");
    }
    there
}

/// What bash makes of the lines, after it was set up.
fn bash(place: &Path, setup: &str) -> String {
    // Alt-* puts all completions into the line; a function in the program's place says what it got.
    let mut input = format!(
        "bind 'set completion-ignore-case off'\n{setup}\ndcs-backup() {{ printf '<%s>' \"$@\"; echo; }}\n"
    );
    for (line, _) in LINES {
        input += &format!("{line}\u{1b}*\n");
    }
    let mut command = bare("bash", &["--norc", "--noprofile", "-i"]);
    command.envs([("HOME", place), ("INPUTRC", Path::new("/dev/null"))]).env("TERM", "dumb");
    command.current_dir(place).stdin(Stdio::piped());
    let mut running = spawn(command);
    running.child().stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    ended(running).succeeded().stdout
}

fn script(shell: &str) -> String {
    run(cli(&["completions", shell])).succeeded().stdout
}

#[test]
fn bash_completes_commands_flags_and_values() {
    if !has("bash") {
        return;
    }
    let place = place();
    let file = place.path().join(".script");
    fs::write(&file, script("bash")).unwrap();
    let setup = format!("source '{}'", text(&file));
    assert_completed("bash", &bash(place.path(), &setup));
    // Some take the `=` out, so that `--flag=value` is one word.
    let setup = format!("{setup}\nCOMP_WORDBREAKS=${{COMP_WORDBREAKS//=}}");
    assert_completed("bash without = among the breaks", &bash(place.path(), &setup));
}

#[test]
fn bash_completion_finds_the_script_where_the_readme_puts_it() {
    const LOADER: &str = "/usr/share/bash-completion/bash_completion";
    if !has("bash") || !Path::new(LOADER).exists() {
        println!("skipped: there is no bash-completion");
        return;
    }
    let place = place();
    let folder = place.path().join(".local/share/bash-completion/completions");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("dcs-backup"), script("bash")).unwrap();
    assert_completed("bash-completion", &bash(place.path(), &format!("source {LOADER}")));
}

/// Lets a zsh of its own, on a pseudo-terminal, complete each line that it is given.
const ZSH_DRIVER: &str = r#"
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "PS1= PS2= fpath=($PWD/.scripts \$fpath); autoload -U compinit; compinit -u -D
dcs-backup() { printf '<%s>' \"\$@\"; print; } >> $PWD/.said
zle -C all-matches complete-word _generic; bindkey '^Xa' all-matches
zstyle ':completion:all-matches:*' completer _all_matches _complete
zstyle ':completion:all-matches:*' old-matches true
zstyle ':completion:all-matches:*' insert true
print REA''DY"
zpty -r inner seen '*READY*'
for line; do
    zpty -w -n inner "$line"$'\CXa'
    zpty -w inner "; print DO''NE"
    zpty -r inner seen '*DONE*'
done
zpty -d inner
"#;

#[test]
fn zsh_completes_commands_flags_and_values() {
    if !has("zsh") {
        return;
    }
    let place = place();
    let scripts = place.path().join(".scripts");
    fs::create_dir(&scripts).unwrap();
    fs::write(scripts.join("_dcs-backup"), script("zsh")).unwrap();
    let lines = LINES.map(|(line, _)| line);
    let mut command = bare("zsh", &[&["-f", "-c", ZSH_DRIVER, "zsh"][..], &lines].concat());
    command.env("HOME", place.path()).current_dir(place.path());
    run(command).succeeded();
    assert_completed("zsh", &fs::read_to_string(place.path().join(".said")).unwrap());
}

#[test]
fn the_scripts_know_the_commands_and_their_flags() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = run(cli(&["completions", shell])).succeeded();
        assert_eq!(ran.stderr, "");
        for word in ["instances", "create", "latest", "backup-format", "urls"] {
            assert!(ran.stdout.contains(word), "{shell} does not know {word}");
        }
    }
}
