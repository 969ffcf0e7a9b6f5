//! What stderr shows of a download: bars, lines or nothing. Which lines is tested beside their code.

use dcs_backup_sandbox::{Sandbox, StoreFault};
use tempfile::tempdir;

use crate::support::*;

async fn progress(mode: &str, more: &[&str]) -> String {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fail_store_next(StoreFault::CutBody { after: 1000 });
    let folder = tempdir().unwrap();
    let arguments = ["download", "-o", text(folder.path()), "--progress", mode];
    let arguments = [&arguments[..], more].concat();
    run(cli_at(&sandbox, &arguments)).succeeded().stderr
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn where_there_is_no_terminal_it_is_lines_with_no_escapes() {
    let stderr = progress("auto", &[]).await;
    assert!(!stderr.contains(['\u{1b}', '\r']), "{stderr}");
    let lines: Vec<_> = stderr.lines().collect();
    assert_eq!(lines.iter().filter(|line| line.ends_with(" KiB, verified")).count(), 3);
    assert_eq!(lines.iter().filter(|line| line.contains("; trying again in ")).count(), 1);
    assert_eq!(lines.len(), 4, "{stderr}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn always_draws_bars_and_never_says_nothing() {
    let stderr = progress("always", &[]).await;
    assert!(stderr.contains("total "), "{stderr:?}");
    assert!(stderr.contains('\u{1b}'), "{stderr:?}");
    assert!(!stderr.contains("verified"), "{stderr:?}");
    assert_eq!(progress("never", &[]).await, "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn bars_do_not_tear_log_lines() {
    let stderr = progress("always", &["-vvv"]).await;
    assert!(stderr.contains("total "), "{stderr:?}");
    let lines: Vec<String> =
        stderr.lines().map(visible).filter(|line| line.contains("Z ")).collect();
    assert!(lines.iter().any(|line| line.contains(" answered ")), "{stderr:?}");
    for line in lines {
        // The time of the event, and no other event behind it.
        assert!(line.starts_with("20") && line.matches("Z ").count() == 1, "{line:?}");
    }
}

/// What a terminal shows of a line: neither escapes nor what a clearing of the line takes away.
fn visible(line: &str) -> String {
    let line = line.rsplit("\u{1b}[J").next().unwrap();
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap().to_owned();
    let letters = |part: &str| {
        part.find(|c: char| c.is_ascii_alphabetic()).map(|end| part[end + 1..].to_owned())
    };
    let rest = parts.filter_map(letters).collect::<String>();
    (first + &rest).replace('\r', "")
}
