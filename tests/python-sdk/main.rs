//! The sandbox answers the vendor's official Python SDK as it answers this crate: the same calls, made by
//! both, operation by operation.
//!
//! `install.sh` brings the SDK; the variable below names its Python.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::{
    env,
    fmt::Debug,
    io::Write as _,
    process::{Command, Stdio},
};

use dcs_backup::{
    Client, Error,
    raw::{self, ResponseValue, types},
};
use dcs_backup_sandbox::Sandbox;
use serde::Serialize;
use serde_json::{Value, json};

const PYTHON: &str = "DCS_BACKUP_TEST_PYTHON";
const NO_BACKUP: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the official Python SDK"]
async fn the_official_sdk_gets_the_same_answers() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = sandbox.client().unwrap();
    let theirs = ask_sdk(&sandbox, &calls(&sandbox));
    let ours = ask_ourselves(&sandbox, &client).await;
    assert_eq!(ours.len(), theirs.len());
    for ((name, ours), theirs) in ours.into_iter().zip(theirs) {
        assert_eq!(ours, theirs, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs the official Python SDK"]
async fn the_official_sdk_makes_and_deletes_a_backup() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = sandbox.client().unwrap();
    let instance = sandbox.instance_id();
    let body = json!({"remark": "by the SDK", "backup_format": "rdb"});
    let made = json!([dcs("copy_instance", json!({"instance_id": instance, "body": body}))]);
    let made = ask_sdk(&sandbox, &made).remove(0);
    let backup = made["body"]["backup_id"].as_str().unwrap();
    let status = || async {
        let page = client.backup_records(instance).send().await.unwrap();
        let mut records = page.records.into_iter();
        records.find(|record| record.backup_id.as_deref() == Some(backup))?.status
    };
    // Each list of the sandbox sees it further on.
    let mut seen = Vec::new();
    while seen.last().is_none_or(|status| status != "succeed") {
        seen.push(status().await.unwrap());
    }
    assert_eq!(seen, ["waiting", "backuping", "succeed"]);

    let fields = json!({"instance_id": instance, "backup_id": backup});
    let deleted = ask_sdk(&sandbox, &json!([dcs("delete_backup_file", fields)])).remove(0);
    assert_eq!(deleted["status"], 204);
    assert_eq!(status().await, None);

    let ours = client.create_backup(instance).send().await.unwrap();
    assert_eq!(ours.as_str().len(), backup.len());
}

fn dcs(method: &str, request: Value) -> Value {
    json!({"service": "dcs", "method": method, "request": request})
}

/// Calls that change nothing; those of [`ask_ourselves`], in its order.
fn calls(sandbox: &Sandbox) -> Value {
    let instance = json!({"instance_id": sandbox.instance_id()});
    let links = |backup: &str| {
        let (instance_id, body) = (sandbox.instance_id(), json!({"expiration": 1800}));
        let request = json!({"instance_id": instance_id, "backup_id": backup, "body": body});
        dcs("list_backup_file_links", request)
    };
    json!([
        dcs("list_instances", json!({})),
        dcs("show_instance", instance.clone()),
        dcs("show_instance", json!({"instance_id": NO_BACKUP})),
        dcs("list_backup_records", instance),
        links(sandbox.backup_id()),
        links(NO_BACKUP),
        {"service": "iam", "method": "keystone_list_projects", "request": {}},
    ])
}

async fn ask_ourselves(sandbox: &Sandbox, client: &Client) -> Vec<(&'static str, Value)> {
    let (raw, project) = (client.raw(), sandbox.project_id());
    let (instance, backup) = (sandbox.instance_id(), sandbox.backup_id());
    let show = |id: &str| {
        let (raw, id) = (raw.clone(), id.to_owned());
        async move { raw.show_instance().project_id(project).instance_id(id).send().await }
    };
    let links = |id: &str| {
        let body = types::DownloadBackupFilesReq { expiration: 1800.try_into().unwrap() };
        let (raw, id) = (raw.clone(), id.to_owned());
        async move {
            let call = raw.list_backup_file_links().project_id(project).instance_id(instance);
            call.backup_id(id).body(body).send().await
        }
    };
    let iam = client.service::<raw::iam::Client>(sandbox.endpoint()).unwrap();
    vec![
        ("ListInstances", answer(raw.list_instances().project_id(project).send().await)),
        ("ShowInstance", answer(show(instance).await)),
        ("ShowInstance, unknown", answer(show(NO_BACKUP).await)),
        (
            "ListBackupRecords",
            answer(
                raw.list_backup_records().project_id(project).instance_id(instance).send().await,
            ),
        ),
        ("ListBackupFileLinks", answer(links(backup).await)),
        ("ListBackupFileLinks, unknown", answer(links(NO_BACKUP).await)),
        ("KeystoneListProjects", answer(iam.keystone_list_projects().send().await)),
    ]
}

fn answer<T: Serialize + Debug>(result: Result<ResponseValue<T>, raw::Error>) -> Value {
    match result {
        Ok(answer) => {
            let status = answer.status().as_u16();
            json!({"status": status, "body": bare(serde_json::to_value(answer.into_inner()).unwrap())})
        }
        Err(error) => {
            let error = Error::from(error);
            json!({"status": error.status().unwrap().as_u16(), "body": error.code()})
        }
    }
}

fn ask_sdk(sandbox: &Sandbox, calls: &Value) -> Vec<Value> {
    let python = env::var(PYTHON).unwrap_or_else(|_| panic!("{PYTHON} names no Python"));
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(python)
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/python-sdk/calls.py"))
        // It writes there.
        .env("HOME", home.path())
        .env("DCS_ENDPOINT", sandbox.endpoint())
        .env("HUAWEICLOUD_SDK_AK", sandbox.access_key())
        .env("HUAWEICLOUD_SDK_SK", sandbox.secret_key())
        .env("HUAWEICLOUD_SDK_PROJECT_ID", sandbox.project_id())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(calls.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let answers: Vec<Value> = serde_json::from_slice(&output.stdout).unwrap();
    answers.into_iter().map(bare).collect()
}

/// Without what stands for nothing, and without the part of a link that differs each time.
fn bare(value: Value) -> Value {
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, bare(member)))
            .filter(|(_, member)| !member.is_null() && *member != json!({}))
            // What is an empty object in the answer is this text to the SDK.
            .filter(|(_, member)| *member != json!("{}"))
            .collect(),
        Value::Array(items) => items.into_iter().map(bare).collect(),
        Value::String(text) if text.contains("&Signature=") => {
            text.split('?').next().unwrap_or_default().into()
        }
        other => other,
    }
}
