//! `--latest`: which backup is taken, and what is said where none can be.

use std::time::Duration;

use dcs_backup_sandbox::Sandbox;
use serde_json::Value;
use tempfile::tempdir;

use crate::support::*;

/// A sandbox that has a newer backup than the one of its variables.
async fn with_a_newer_backup() -> (Sandbox, String) {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.advance(Duration::from_secs(60));
    let newer = sandbox.add_backup();
    (sandbox, newer)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_newest_backup_is_taken_and_beats_the_variable() {
    let (sandbox, newer) = with_a_newer_backup().await;
    let folder = tempdir().unwrap();
    let arguments = ["download", "-o", text(folder.path()), "--progress=never", "--format=json"];
    let latest = [&arguments[..], &["--latest"]].concat();
    let ran = run(cli_at(&sandbox, &latest)).succeeded();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(report["backup_id"], newer);
    let told = format!("the latest usable backup is {newer}, created ");
    assert!(ran.stderr.starts_with(&told), "{}", ran.stderr);
    assert_eq!(ran.stderr.lines().count(), 1);

    let links = run(cli_at(&sandbox, &["links", "--latest", "--format", "urls"])).succeeded();
    assert!(links.stdout.lines().all(|url| url.contains(&newer)), "{}", links.stdout);
    assert_eq!(links.stdout.lines().count(), 3);
    let signature = field(&links.stdout, "Signature=");
    assert!(signature.len() > 20 && !links.stderr.contains("Signature="), "{}", links.stderr);

    let other = tempdir().unwrap();
    let given = ["download", "-o", text(other.path()), "--progress=never", "--format=json"];
    let ran = run(cli_at(&sandbox, &given)).succeeded();
    let report: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&report["backup_id"], ran.stderr.as_str()), (&sandbox.backup_id().into(), ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_newer_one_that_can_not_be_used_is_told() {
    let (sandbox, newer) = with_a_newer_backup().await;
    sandbox.fail_backup(&newer);
    let ran = run(cli_at(&sandbox, &["links", "--latest"])).succeeded();
    let older = format!("the latest usable backup is {}, created ", sandbox.backup_id());
    assert!(ran.stderr.starts_with(&older), "{}", ran.stderr);
    let told = format!("; the newest, {newer}, is failed, dcs.08.0002\n");
    assert!(ran.stderr.ends_with(&told), "{}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_a_usable_one_it_is_told_what_there_is() {
    let sandbox = Sandbox::builder().without_backups().start().await.unwrap();
    let folder = tempdir().unwrap();
    let target = folder.path().join("never-made");
    let download = ["download", "--latest", "-o", text(&target)];
    let instance = sandbox.instance_id();
    let none = format!(
        "error: instance {instance} has no usable backup: it has no backups yet; to make one: {PROGRAM} create --wait\n"
    );
    for arguments in [&download[..], &["links", "--latest"]] {
        run(cli_at(&sandbox, arguments)).failed(4, &[&none]);
    }
    let id = run(cli_at(&sandbox, &["create"])).succeeded().stdout;
    let id = id.trim();
    let pending = format!(
        ": the newest, {id}, is waiting, 0.00 %; wait until it is done; check its progress with: "
    );
    run(cli_at(&sandbox, &download)).failed(4, &[&pending, " list\n"]);
    sandbox.fail_backup(id);
    let failed = format!(": the newest, {id}, is failed, dcs.08.0002; to make one: ");
    run(cli_at(&sandbox, &download)).failed(4, &[&failed, " create --wait\n"]);
    assert!(!target.exists());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_list_that_can_not_be_had_ends_as_list_does() {
    let sandbox = Sandbox::start().await.unwrap();
    let latest = ["links", "--latest", "--instance-id", INSTANCE];
    run(cli_at(&sandbox, &latest)).failed(4, &["ListBackupRecords for instance", INSTANCE]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_later_instant_is_the_latest_whatever_its_offset() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = r#"{"total_num":3,"backup_record_response":[
        {"backup_id":"old","status":"succeed","created_at":"2026-11-24T10:00:00+08:00"},
        {"backup_id":"failed","status":"failed","created_at":"2026-11-24T03:30:00Z"},
        {"backup_id":"new","status":"succeed","created_at":"2026-11-24T11:00:00+08:00"}]}"#;
    sandbox.fail_next(fault(200, &[], answer));
    let ran = run(cli_at(&sandbox, &["links", "--latest"]));
    let told = "the latest usable backup is new, created 2026-11-24T11:00:00+08:00; \
        the newest, failed, is failed\n";
    assert!(ran.stderr.starts_with(told), "{}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_backup_is_taken_where_it_would_be_a_guess() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempdir().unwrap();
    let target = folder.path().join("never-made");
    for (answer, problem) in [
        (
            r#"{"total_num":2,"backup_record_response":[
                {"backup_id":"a","status":"succeed","created_at":"2026-11-24T10:00:00Z"},
                {"backup_id":"b","status":"succeed","created_at":"last\u001b[2Jweek"}]}"#,
            "the time of backup b can't be read: last\\u{1b}[2Jweek",
        ),
        (
            r#"{"total_num":2,"backup_record_response":[
                {"backup_id":"a","status":"succeed","created_at":"2026-11-24T10:00:00Z"},
                {"backup_id":"b","status":"succeed","created_at":"2026-11-24T18:00:00+08:00"}]}"#,
            "backup b and backup a may be of the same time",
        ),
        (
            r#"{"total_num":2,"backup_record_response":[
                {"backup_id":"a","status":"succeed","created_at":"2026-11-24T10:00:00Z"}, 7]}"#,
            "a backup without id has no time",
        ),
    ] {
        sandbox.fail_next(fault(200, &[], answer));
        let ran = run(cli_at(&sandbox, &["download", "--latest", "-o", text(&target)]));
        let advice = "give the id of the backup\n  the flag is --backup-id";
        ran.failed(5, &["which backup is the newest can't be told: ", problem, advice]);
    }
    let unread = r#"{"total_num":2,"backup_record_response":null}"#;
    sandbox.fail_next(fault(200, &[], unread));
    let ran = run(cli_at(&sandbox, &["links", "--latest"]));
    ran.failed(5, &["the service counts 2 backups and lists 0"]);
    assert!(!target.exists());
}
