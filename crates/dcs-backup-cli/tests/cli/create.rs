//! `create`: which request is sent, what is printed, and how a wait ends. How it goes is tested beside its code.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, SystemTime},
};

use dcs_backup_sandbox::Sandbox;
use serde_json::{Value, json};
use tempfile::tempdir;

use crate::support::*;

/// A sandbox that is 20 s later whenever it looks at its clock: what was begun is done by the next
/// request.
async fn hasty() -> Sandbox {
    let (now, looks) = (SystemTime::now(), AtomicU64::new(0));
    let clock = move || now + Duration::from_secs(20 * looks.fetch_add(1, Ordering::Relaxed));
    Sandbox::builder().without_backups().clock(clock).start().await.unwrap()
}

fn records(sandbox: &Sandbox) -> Value {
    let ran = run(cli_at(sandbox, &["list", "--format", "json"])).succeeded();
    serde_json::from_str(&ran.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_id_is_printed_and_the_backup_is_as_it_was_asked_for() {
    let sandbox = Sandbox::start().await.unwrap();
    let arguments = ["create", "--remark", "before the upgrade", "--backup-format", "aof"];
    let ran = run(cli_at(&sandbox, &arguments)).succeeded();
    assert_eq!(ran.stderr, "");
    let records = records(&sandbox);
    assert_eq!(ran.stdout, format!("{}\n", records[0]["backup_id"].as_str().unwrap()));
    assert_eq!(records[0]["remark"], "before the upgrade");
    assert_eq!(
        (&records[0]["backup_format"], &records[0]["backup_type"]),
        (&json!("aof"), &json!("manual"))
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn json_is_the_id_alone_or_the_whole_record() {
    let sandbox = Sandbox::start().await.unwrap();
    let ran = run(cli_at(&sandbox, &["create", "--format", "json"])).succeeded();
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(answer, json!({ "backup_id": records(&sandbox)[0]["backup_id"] }));

    let sandbox = hasty().await;
    let ran = run(cli_at(&sandbox, &["create", "--wait", "--format", "json"])).succeeded();
    let answer: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!((&answer["status"], &answer["size"]), (&json!("succeed"), &json!(10_074)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_lines_make_a_cron_job() {
    let sandbox = hasty().await;
    let folder = tempdir().unwrap();
    let created = run(cli_at(&sandbox, &["create", "--wait"])).succeeded();
    let id = created.stdout.trim();
    assert_eq!(created.stderr, format!("backup {id}: succeed\n"));
    let download = ["download", "--latest", "--progress=never", "-o", text(folder.path())];
    let ran = run(cli_at(&sandbox, &download)).succeeded();
    assert!(ran.stderr.contains(id), "{}", ran.stderr);
    let expected: Vec<_> = shards().into_iter().map(|(name, _)| name).collect();
    assert_eq!(names(folder.path())[1..], expected);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wait_that_takes_too_long_ends_but_not_the_backup() {
    let sandbox = Sandbox::start().await.unwrap();
    let ran = run(cli_at(&sandbox, &["create", "--wait", "--timeout", "0"]));
    let id = ran.stdout.trim();
    assert_eq!(ran.code, Some(5), "{}", ran.stderr);
    let told = format!(
        "backup {id}: waiting, 0.00 %\n\
         error: backup {id} is not done after 0s; the service continues with it; \
         check its progress with: {PROGRAM} list\n"
    );
    assert_eq!(ran.stderr, told);
    let pending = "to check its progress: dcs-backup list";
    run(cli_at(&sandbox, &["create"])).failed(5, &["DCS.4096", pending]);
    assert_eq!(records(&sandbox)[0]["backup_id"], id);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_backup_that_fails_is_told_with_what_its_code_means() {
    let sandbox = Sandbox::start().await.unwrap();
    let (code, busy) = ("dcs.08.0008", "the instance was busy with another task");
    for (format, printed) in [("id", "b\n"), ("json", r#""error_code": "dcs.08.0008""#)] {
        sandbox.fail_next(fault(200, &[], r#"{"backup_id":"b"}"#));
        let failed = r#"{"total_num":1,"backup_record_response":[{"backup_id":"b","status":"failed","error_code":"dcs.08.0008"}]}"#;
        sandbox.fail_next(fault(200, &[], failed));
        let ran = run(cli_at(&sandbox, &["create", "--wait", "--format", format]));
        assert_eq!(ran.code, Some(5), "{}", ran.stderr);
        let told = format!("error: backup b is failed, {code}: {busy}");
        assert!(ran.stderr.starts_with(&told), "{}", ran.stderr);
        assert!(ran.stdout.contains(printed), "{}", ran.stdout);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_request_that_may_have_been_carried_out_is_not_repeated() {
    let sandbox = Sandbox::start().await.unwrap();
    let unsure = "it may have been started; before another try, look: ";
    for answer in [fault(500, &[], "{}"), fault(200, &[], "<html>")] {
        let earlier = sandbox.requests().len();
        sandbox.fail_next(answer);
        run(cli_at(&sandbox, &["create"])).failed(5, &["CopyInstance for instance", unsure]);
        assert_eq!(sandbox.requests().len() - earlier, 1);
    }
    let denied = r#"{"error_code":"DCS.2003","error_msg":"no permission"}"#;
    sandbox.fail_next(fault(403, &[], denied));
    let ran = run(cli_at(&sandbox, &["create"]));
    ran.failed(3, &["grant the permission dcs:instance:backupData"]);
    assert!(!ran.stderr.contains(unsure), "{}", ran.stderr);
    let gone = [("DCS_ENDPOINT", "http://127.0.0.1:1")];
    let ran = run_with(cli_at(&sandbox, &["create", "--instance-id", INSTANCE]), &gone);
    ran.failed(5, &["no connection to the endpoint"]);
    assert!(!ran.stderr.contains(unsure), "{}", ran.stderr);
    let unknown = ["create", "--wait", "--instance-id", INSTANCE];
    run(cli_at(&sandbox, &unknown)).failed(4, &[INSTANCE, "check the instance id"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn where_the_project_is_not_found_no_backup_may_have_been_started() {
    let sandbox = Sandbox::start().await.unwrap();
    let (project, iam) = ("HUAWEICLOUD_SDK_PROJECT_ID", "HUAWEICLOUD_SDK_IAM_ENDPOINT");
    let variables = [(project, ""), (iam, sandbox.endpoint()), ("DCS_REGION", sandbox.region())];
    let late = ("retry-after", "100000");
    for answer in [fault(503, &[late], "{}"), fault(200, &[], "<html>")] {
        sandbox.fail_next(answer);
        let ran = run_with(cli_at(&sandbox, &["create"]), &variables);
        ran.failed(5, &["KeystoneListProjects: "]);
        assert!(!ran.stderr.contains("it may have been started"), "{}", ran.stderr);
    }
    let methods: Vec<_> = sandbox.requests().into_iter().map(|request| request.method).collect();
    assert_eq!(methods, ["GET", "GET"]);
}

#[cfg(unix)]
#[test]
fn ctrl_c_before_a_backup_is_asked_for_leaves_nothing_to_tell() {
    let listener = listener();
    let mut command = cli_toward(&listener, &["create", "--region", "cn-north-4"]);
    let iam = endpoint(&listener);
    command.env("HUAWEICLOUD_SDK_PROJECT_ID", "").env("HUAWEICLOUD_SDK_IAM_ENDPOINT", iam);
    let mut running = spawn(command);
    let (request, _connection) = first_request(&listener);
    assert!(request.starts_with("GET /v3/projects"), "{request}");
    interrupt(&mut running);
    let ran = ended(running);
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(130), ""));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_the_service_says_of_a_backup_can_not_drive_the_terminal() {
    let sandbox = Sandbox::start().await.unwrap();
    sandbox.fail_next(fault(200, &[], r#"{"backup_id":"b"}"#));
    let waiting = r#"{"total_num":1,"backup_record_response":[{"backup_id":"b","status":"waiting","progress":"\u001b[2J"}]}"#;
    sandbox.fail_next(fault(200, &[], waiting));
    let ran = run(cli_at(&sandbox, &["create", "--wait", "--timeout", "0"]));
    assert!(ran.stderr.starts_with("backup b: waiting, \u{fffd}[2J %\n"), "{:?}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_wait_that_may_not_look_tells_that_the_backup_goes_on() {
    let sandbox = Sandbox::start().await.unwrap();
    let denied = r#"{"error_code":"DCS.2003","error_msg":"no permission"}"#;
    for (format, printed) in [("id", "b\n"), ("json", "{\n  \"backup_id\": \"b\"\n}\n")] {
        sandbox.fail_next(fault(200, &[], r#"{"backup_id":"b"}"#));
        sandbox.fail_next(fault(403, &[], denied));
        let ran = run(cli_at(&sandbox, &["create", "--wait", "--format", format]));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), printed), "{}", ran.stderr);
        assert!(ran.stderr.contains("ListBackupRecords for instance"), "{}", ran.stderr);
        let goes_on = "\n  the service continues with backup b; check its progress with: ";
        assert!(ran.stderr.contains(goes_on), "{}", ran.stderr);
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn ctrl_c_ends_the_wait_and_tells_how_to_look() {
    let sandbox = Sandbox::start().await.unwrap();
    let arguments = ["create", "--wait", "--instance-id", sandbox.instance_id()];
    let mut running = spawn(cli_at(&sandbox, &arguments));
    line_of_stderr(&mut running, ": waiting, 0.00 %");
    interrupt(&mut running);
    let ran = ended(running);
    assert_eq!(ran.code, Some(130));
    let id = ran.stdout.trim();
    let start =
        format!("interrupted; the service continues with backup {id}; check its progress with: ");
    let command = ran.stderr.strip_prefix(&start).unwrap();
    let shell = bare("sh", &["-c", command]);
    let listed = run(with_variables_of(&cli_at(&sandbox, &[]), shell)).succeeded();
    assert!(listed.stdout.contains(id), "{}", listed.stdout);
}

#[cfg(unix)]
#[test]
fn ctrl_c_before_the_answer_tells_that_it_is_not_known() {
    let listener = listener();
    let mut running = spawn(cli_toward(&listener, &["create", "--wait"]));
    let (request, _connection) = first_request(&listener);
    assert!(request.starts_with("POST /v2/"), "{request}");
    interrupt(&mut running);
    let unknown = "interrupted; it is not known whether a backup was started; look with: ";
    ended(running).failed(130, &[unknown, " list\n"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_log_shows_a_secret() {
    let sandbox = hasty().await;
    let ran = run(cli_at(&sandbox, &["create", "--wait", "-vvv"])).succeeded();
    for said in [" answered ", "CopyInstance", "ListBackupRecords", "connected to 127.0.0.1"] {
        assert!(ran.stderr.contains(said), "no {said:?}: {}", ran.stderr);
    }
    for secret in [sandbox.access_key(), sandbox.secret_key()] {
        assert!(!ran.stderr.contains(secret), "{secret}: {}", ran.stderr);
    }
}
