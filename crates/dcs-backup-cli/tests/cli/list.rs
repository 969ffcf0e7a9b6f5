//! What `instances` and `list` print, and how they end.

use dcs_backup_sandbox::Sandbox;
use serde_json::{Value, json};

use crate::support::*;

fn words(line: &str) -> Vec<&str> {
    line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn instances_are_a_table_or_json() {
    let sandbox = Sandbox::start().await.unwrap();
    let ran = run(cli_at(&sandbox, &["instances"])).succeeded();
    let lines: Vec<_> = ran.stdout.lines().map(words).collect();
    let headings = ["ID", "NAME", "STATUS", "ENGINE", "CAPACITY", "ADDRESS"];
    let address = "192.168.0.87:6379 and 2 more";
    let row = [sandbox.instance_id(), "dcs-sandbox", "RUNNING", "Redis 7.0", "8 GB", address];
    assert_eq!(lines, [headings, row]);
    assert_eq!(ran.stderr, "");

    let ran = run(cli_at(&sandbox, &["instances", "--format", "json"])).succeeded();
    let instances: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(instances.as_array().unwrap().len(), 1);
    assert_eq!(instances[0]["instance_id"], sandbox.instance_id());
    assert_eq!((&instances[0]["capacity"], &instances[0]["port"]), (&json!(8), &json!(6379)));
    // The service's `{}` for what has no value is not passed on.
    assert_eq!(instances[0].get("capacity_minor"), None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_project_without_instances_is_no_failure() {
    let sandbox = Sandbox::start().await.unwrap();
    let none = || fault(200, &[], r#"{"instance_num":0,"instances":[]}"#);
    sandbox.fail_next(none());
    let ran = run(cli_at(&sandbox, &["instances"])).succeeded();
    assert_eq!(ran.stdout, "");
    let project = format!("the project {} has no instances at ", sandbox.project_id());
    assert!(ran.stderr.starts_with(&project), "{}", ran.stderr);
    sandbox.fail_next(none());
    let ran = run(cli_at(&sandbox, &["instances", "--format", "json"])).succeeded();
    assert_eq!(ran.stdout, "[]\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_the_service_counts_and_does_not_list_is_told() {
    let sandbox = Sandbox::start().await.unwrap();
    for (command, what, total, list) in [
        ("instances", "instances", "instance_num", "instances"),
        ("list", "backups", "total_num", "backup_record_response"),
    ] {
        for format in ["table", "json"] {
            let ran = |body: Value| {
                sandbox.fail_next(fault(200, &[], body.to_string().leak()));
                run(cli_at(&sandbox, &[command, "--format", format]))
            };
            let refused = ran(json!({ total: 5, list: [] }));
            let problem = format!("error: the service counts 5 {what} and lists 0");
            refused.failed(5, &[&problem]);
            ran(json!({})).failed(5, &["the answer holds no list"]);
            ran(json!({ "list": [] })).failed(5, &["the answer holds no list"]);
            ran(json!({ total: 0 })).succeeded();
        }
        // Past the first page, the list ends.
        sandbox.fail_next(fault(200, &[], json!({ total: 5, list: [{}] }).to_string().leak()));
        sandbox.fail_next(fault(200, &[], json!({ total: 5, list: [] }).to_string().leak()));
        let warned = run(cli_at(&sandbox, &[command])).succeeded();
        let warning = format!("warning: the service counts 5 {what} and lists 1\n");
        assert_eq!(warned.stderr, warning);
        assert_eq!(warned.stdout.lines().count(), 2);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn backups_are_listed_newest_first_with_how_they_stand() {
    let (sandbox, now) = frozen().await;
    let failed = sandbox.add_backup();
    sandbox.fail_backup(&failed);
    let pending = run(cli_at(&sandbox, &["create"])).succeeded().stdout;
    let ran = run(cli_at(&sandbox, &["list"])).succeeded();
    assert_eq!(ran.stderr, "");
    let lines: Vec<_> = ran.stdout.lines().map(words).collect();
    assert_eq!(lines[0], ["ID", "NAME", "TYPE", "STATUS", "SIZE", "CREATED"]);
    let rows = [
        (pending.trim(), "manual rdb", "waiting, 0.00 %", "-"),
        (&failed, "auto rdb", "failed, dcs.08.0002", "-"),
        (sandbox.backup_id(), "auto rdb", "succeed", "9.84 KiB"),
    ];
    for (line, (id, kind, status, size)) in lines[1..].iter().zip(rows) {
        assert_eq!((line[0], line[2], line[3], line[4]), (id, kind, status, size));
        assert_eq!(line[5].get(..19), rfc3339(now).get(..19));
    }
    assert_eq!(lines.len(), 4);

    let ran = run(cli_at(&sandbox, &["list", "--format", "json"])).succeeded();
    let records: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert_eq!(records.as_array().unwrap().len(), 3);
    assert_eq!(records[0]["status"], "backuping");
    assert_eq!(records[1]["error_code"], "dcs.08.0002");
    assert_eq!(records[2]["backup_id"], sandbox.backup_id());
    assert_eq!((&records[2]["size"], records[2].get("error_code")), (&json!(10_074), None));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn backups_are_ordered_by_their_time_whatever_the_service_says_first() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = r#"{"total_num":5,"backup_record_response":[
        {"backup_id":"timeless"},
        {"backup_id":"oldest","status":"succeed","created_at":"2024-04-10T15:35:29.316+08:00"},
        {"backup_id":"middle","created_at":"20240410073530"},
        {"backup_id":"newest","status":"failed","created_at":1712734530100},
        {"backup_id":"equal","created_at":"2024-04-10T07:35:30.000Z"}]}"#;
    sandbox.fail_next(fault(200, &[], answer));
    let ran = run(cli_at(&sandbox, &["list"])).succeeded();
    let ids: Vec<_> = ran.stdout.lines().skip(1).map(|line| words(line)[0]).collect();
    assert_eq!(ids, ["newest", "middle", "equal", "oldest", "timeless"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_instance_without_backups_is_no_failure() {
    let sandbox = Sandbox::builder().without_backups().start().await.unwrap();
    let ran = run(cli_at(&sandbox, &["list"])).succeeded();
    assert_eq!(ran.stdout, "");
    let instance = sandbox.instance_id();
    let told =
        format!("instance {instance} has no backups yet; to make one: {PROGRAM} create --wait\n");
    assert_eq!(ran.stderr, told);
    let ran = run(cli_at(&sandbox, &["list", "--format", "json"])).succeeded();
    assert_eq!(ran.stdout, "[]\n");
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_program_whose_name_is_no_text_still_tells_how_to_go_on() {
    use std::{
        ffi::OsStr,
        os::unix::{ffi::OsStrExt as _, process::CommandExt as _},
    };
    let sandbox = Sandbox::builder().without_backups().start().await.unwrap();
    let mut command = cli_at(&sandbox, &["list"]);
    command.arg0(OsStr::from_bytes(b"/home/j\xf6rg/dcs-backup"));
    let ran = run(command).succeeded();
    let told = "; to make one: $'/home/j\\366rg/dcs-backup' create --wait\n";
    assert!(ran.stderr.ends_with(told), "{}", ran.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_kind_of_failure_has_its_exit_code() {
    let sandbox = Sandbox::start().await.unwrap();
    let late = ("retry-after", "100000");
    let denied = r#"{"error_code":"DCS.2003","error_msg":"no permission"}"#;
    for (command, action) in [("instances", "dcs:instance:list"), ("list", "dcs:instance:get")] {
        #[rustfmt::skip]
        let table = [
            (fault(403, &[], denied), 3, format!("grant the permission {action}")),
            (fault(429, &[late], "{}"), 5, "429 Too Many Requests".to_owned()),
            (fault(503, &[late], "{}"), 5, "503 Service Unavailable".to_owned()),
            (fault(200, &[], "<html>"), 5, "the answer is not JSON".to_owned()),
        ];
        for (fault, code, message) in table {
            sandbox.fail_next(fault);
            run(cli_at(&sandbox, &[command])).failed(code, &["error: ", &message]);
        }
    }
    let unknown = ["list", "--instance-id", INSTANCE];
    let hint = "to list the instances: dcs-backup instances";
    run(cli_at(&sandbox, &unknown)).failed(4, &[INSTANCE, "DCS.3022", hint]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn texts_of_the_service_can_not_drive_the_terminal() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = r#"{"instance_num":1,"instances":[{"instance_id":"i","name":"a\u001b[2Jb"}]}"#;
    sandbox.fail_next(fault(200, &[], answer));
    let ran = run(cli_at(&sandbox, &["instances"])).succeeded();
    assert!(ran.stdout.contains("a\u{fffd}[2Jb"), "{:?}", ran.stdout);
}
