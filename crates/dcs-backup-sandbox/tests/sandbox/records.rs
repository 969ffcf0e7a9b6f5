//! Instances, backups and the project: what the sandbox lists, makes and deletes.

use std::time::Duration;

use dcs_backup::{Client, ErrorKind, newest_usable, raw::iam};
use dcs_backup_sandbox::Sandbox;
use reqwest::{Method, StatusCode};

use crate::support::{Ask, frozen, http_client, links};

/// The state of each backup, newest first.
async fn states(client: &Client, sandbox: &Sandbox) -> Vec<String> {
    let page = client.backup_records(sandbox.instance_id()).send().await.unwrap();
    page.records.into_iter().map(|record| record.status.unwrap()).collect()
}

fn get(sandbox: &Sandbox, tail: &str, query: &str) -> Ask {
    let path = format!("/v2/{}/instances{tail}", sandbox.project_id());
    Ask::new(sandbox).with(|ask| {
        (ask.method, ask.path, ask.query) = (Method::GET, path, query.to_owned());
        ask.body.clear();
    })
}

#[tokio::test]
async fn the_instance_is_listed_and_shown() {
    let sandbox = frozen().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let page = client.instances().name("sand").status("RUNNING").send().await.unwrap();
    assert_eq!((page.total, page.records.len()), (Some(1), 1));
    assert_eq!(page.records[0].instance_id.as_deref(), Some(sandbox.instance_id()));
    assert_eq!(client.instances().name("other").send().await.unwrap().records.len(), 0);
    let past = client.instances().offset(1).send().await.unwrap();
    assert_eq!((past.total, past.records.len()), (Some(1), 0));
    let shown = client.instance(sandbox.instance_id()).await.unwrap();
    assert_eq!((shown.sharding_count, shown.name), (Some(3), page.records[0].name.clone()));
    let error = client.instance("x").await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("DCS.3022")));
}

#[tokio::test]
async fn the_first_backup_is_listed_as_the_service_does() {
    let sandbox = frozen().start().await.unwrap();
    let tail = format!("/{}/backups", sandbox.instance_id());
    let answer = get(&sandbox, &tail, "").send().await;
    let record = &answer.body["backup_record_response"][0];
    assert_eq!((answer.status, &answer.body["total_num"]), (StatusCode::OK, &1.into()));
    assert_eq!(record["backup_id"], sandbox.backup_id());
    assert_eq!(record["period"], serde_json::json!({}));
    assert_eq!(record["created_at"], "2024-04-10T07:35:29.000Z");
    let size: usize = sizes().sum();
    assert_eq!((&record["status"], &record["size"]), (&"succeed".into(), &size.into()));
}

fn sizes() -> impl Iterator<Item = usize> {
    let backup = dcs_backup_sandbox::Backup::three_shards();
    backup.files().map(|(_, bytes)| bytes.len()).collect::<Vec<_>>().into_iter()
}

#[tokio::test]
async fn a_new_backup_goes_on_with_each_list_and_then_has_the_files() {
    let sandbox = frozen().without_backups().start().await.unwrap();
    let client = sandbox.client().unwrap();
    assert_eq!(states(&client, &sandbox).await, [""; 0]);
    let id = client.create_backup(sandbox.instance_id()).remark("r").send().await.unwrap();
    let early = client.backup(sandbox.instance_id(), &id).links().send().await.unwrap_err();
    assert_eq!(early.code(), Some("DCS.4096"));
    let second = client.create_backup(sandbox.instance_id()).send().await.unwrap_err();
    assert_eq!(second.code(), Some("DCS.4096"));
    for state in ["waiting", "backuping", "succeed", "succeed"] {
        assert_eq!(states(&client, &sandbox).await, [state]);
    }
    let page = client.backup_records(sandbox.instance_id()).send().await.unwrap();
    let newest = newest_usable(page.records).unwrap().unwrap();
    assert_eq!(
        (newest.remark.as_deref(), newest.backup_id.as_deref()),
        (Some("r"), Some(id.as_str()))
    );
    let links = client.backup(sandbox.instance_id(), &id).links().send().await.unwrap();
    assert_eq!(links.len(), 3);
    for link in &links {
        let answer = http_client().get(link.url.as_str()).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
    }
}

#[tokio::test]
async fn a_new_backup_goes_on_with_the_time_too() {
    let sandbox = frozen().without_backups().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let id = client.create_backup(sandbox.instance_id()).send().await.unwrap();
    sandbox.advance(Duration::from_secs(20));
    assert_eq!(client.backup(sandbox.instance_id(), &id).links().send().await.unwrap().len(), 3);
    sandbox.fail_backup(id.as_str());
    assert_eq!(states(&client, &sandbox).await, ["failed"]);
    let error = client.backup(sandbox.instance_id(), &id).links().send().await.unwrap_err();
    assert_eq!(error.code(), Some("DCS.4087"));
}

#[tokio::test]
async fn a_deleted_backup_takes_its_files_and_leaves_the_others() {
    let sandbox = frozen().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let link = links(&sandbox).await.remove(0);
    let other = sandbox.add_backup();
    client.delete_backup(sandbox.instance_id(), sandbox.backup_id()).await.unwrap();
    let gone = http_client().get(link).send().await.unwrap();
    assert_eq!(gone.status(), StatusCode::NOT_FOUND);
    for error in [
        client.delete_backup(sandbox.instance_id(), sandbox.backup_id()).await.unwrap_err(),
        client.backup(sandbox.instance_id(), sandbox.backup_id()).links().send().await.unwrap_err(),
    ] {
        assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("DCS.4031")));
    }
    assert_eq!(client.backup(sandbox.instance_id(), &other).links().send().await.unwrap().len(), 3);
}

#[tokio::test]
async fn pages_are_cut_out_of_the_24_newest() {
    let sandbox = frozen().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let mut ids = vec![sandbox.backup_id().to_owned()];
    for _ in 0..24 {
        sandbox.advance(Duration::from_secs(1));
        ids.push(sandbox.add_backup());
    }
    ids.remove(0);
    ids.reverse();
    for page_size in [5, 12, 24, 100] {
        let records = client.backup_records(sandbox.instance_id());
        let mut stream = records.page_size(page_size).stream();
        let mut listed = Vec::new();
        while let Some(record) = stream.next().await {
            listed.push(record.unwrap().backup_id.unwrap());
        }
        assert_eq!((&listed, stream.total()), (&ids, Some(24)), "by {page_size}");
    }
    let request = client.backup_records(sandbox.instance_id());
    let page = request.begin_time("20240410073549").end_time("20240410073550").send();
    assert_eq!(page.await.unwrap().total, Some(2));
}

#[tokio::test]
async fn the_newest_backup_is_chosen_from_all() {
    let sandbox = frozen().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let newest = async || client.newest_backup(sandbox.instance_id()).await.unwrap();
    assert_eq!(newest().await.unwrap().id.as_str(), sandbox.backup_id());
    client.delete_backup(sandbox.instance_id(), sandbox.backup_id()).await.unwrap();
    assert!(newest().await.is_none());
    let error = client.newest_backup("../x").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
}

#[tokio::test]
async fn what_is_out_of_its_range_is_refused() {
    let sandbox = frozen().start().await.unwrap();
    let backups = format!("/{}/backups", sandbox.instance_id());
    for (tail, query, expected) in [
        ("", "limit=0", (400, "DCS.4063")),
        ("", "limit=1001", (400, "DCS.4063")),
        ("", "offset=-1", (400, "DCS.4063")),
        (&backups, "limit=x", (400, "DCS.4063")),
        (&backups, "begin_time=20241301000000", (400, "DCS.4063")),
        (&backups, "begin_time=20240410073530", (400, "DCS.4031")),
        ("/x/backups", "", (404, "DCS.3022")),
        ("/x", "", (404, "DCS.3022")),
    ] {
        let answer = get(&sandbox, tail, query).send().await;
        assert_eq!(answer.refusal(), expected, "{tail}?{query}");
    }
    for (body, expected) in [
        ("", (400, "DCS.4004")),
        (r#"{"backup_format":"zip"}"#, (400, "DCS.4063")),
        (r#"{"remark":1}"#, (400, "DCS.4063")),
    ] {
        let ask = get(&sandbox, &backups, "");
        let answer = ask.with(|ask| (ask.method, ask.body) = (Method::POST, body.into())).send();
        assert_eq!(answer.await.refusal(), expected, "{body}");
    }
}

#[tokio::test]
async fn the_project_bears_the_regions_name() {
    let sandbox = frozen().start().await.unwrap();
    let client = sandbox.client().unwrap();
    let iam = client.service::<iam::Client>(sandbox.endpoint()).unwrap();
    let found = async |name: &str| {
        let answer = iam.keystone_list_projects().name(name).send().await.unwrap();
        answer.into_inner().projects.unwrap()
    };
    let projects = found(sandbox.region()).await;
    assert_eq!(projects.len(), 1);
    assert_eq!(projects[0].id.as_deref(), Some(sandbox.project_id()));
    assert_eq!(found("elsewhere").await.len(), 0);
}
