//! Answers whose fields have other types than the vendor documents: nothing optional voids one.

use dcs_backup::{Client, raw::iam};
use serde_json::{Value, json};

use crate::{
    common::{BACKUP, INSTANCE, Script, TestClock, json},
    support::{client, links_of},
};

async fn answering(body: &Value) -> (Script, Client) {
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    let client = client(&script.endpoint, &TestClock::default());
    (script, client)
}

#[tokio::test]
async fn a_list_of_instances_arrives_whatever_their_fields_hold() {
    let body = json!({ "instance_num": "2", "instances": [
        { "instance_id": INSTANCE, "capacity": 0.125, "capacity_minor": 0.125, "port": "6379",
          "max_memory": 128.0, "used_memory": "x", "engine_version": 6.0, "status": "MERGING",
          "features": { "support_acl": "TRUE", "support_ssl": 0, "support_audit_log": [] },
          "tags": [null, { "key": 5 }], "az_codes": ["a", null, 7], "charging_mode": true },
        { "instance_id": 42, "features": "none", "tags": {}, "az_codes": "a" },
    ]});
    let (_script, client) = answering(&body).await;
    let page = client.instances().send().await.unwrap();
    assert_eq!((page.total, page.records.len()), (Some(2), 2));
    let first = &page.records[0];
    assert_eq!((first.capacity, first.capacity_minor.as_deref()), (None, Some("0.125")));
    assert_eq!((first.port, first.max_memory, first.used_memory), (Some(6379), Some(128), None));
    assert_eq!(first.engine_version.as_deref(), Some("6.0"));
    assert_eq!((first.status.as_deref(), first.charging_mode), (Some("MERGING"), None));
    let features = first.features.as_ref().unwrap();
    assert_eq!((features.support_acl, features.support_ssl), (Some(true), Some(false)));
    assert_eq!(features.support_audit_log, None);
    let tags = first.tags.as_ref().unwrap();
    assert_eq!((tags.len(), tags[1].key.as_deref()), (2, Some("5")));
    assert_eq!(first.az_codes.as_deref(), Some(&["a".to_owned(), "7".to_owned()][..]));
    let second = &page.records[1];
    assert_eq!(second.instance_id.as_deref(), Some("42"));
    assert!(second.features.is_none() && second.tags.is_none() && second.az_codes.is_none());
}

#[tokio::test]
async fn one_instance_arrives_whatever_its_policy_holds() {
    let body = json!({ "instance_id": INSTANCE, "sharding_count": "3", "instance_backup_policy": {
        "policy": { "save_days": "7", "periodical_backup_plan": { "backup_at": [1, "4", null, 2.5] } } } });
    let (_script, client) = answering(&body).await;
    let instance = client.instance(INSTANCE).await.unwrap();
    assert_eq!(instance.sharding_count, Some(3));
    let policy = instance.instance_backup_policy.unwrap().policy.unwrap();
    assert_eq!(policy.save_days, Some(7));
    assert_eq!(policy.periodical_backup_plan.unwrap().backup_at.unwrap(), [1, 4]);
}

#[tokio::test]
async fn a_list_of_backups_arrives_whatever_their_fields_hold() {
    let body = json!({ "total_num": "3", "backup_record_response": [
        { "backup_id": BACKUP, "size": "880232", "progress": 100.0, "is_support_restore": true,
          "status": "succeed", "created_at": 1_712_734_529_316_i64, "remark": {}, "period": ["x"] },
        null,
        { "backup_id": 7, "size": 1.5, "status": "merging", "remark": 12 },
    ]});
    let (_script, client) = answering(&body).await;
    let page = client.backup_records(INSTANCE).send().await.unwrap();
    assert_eq!((page.total, page.records.len()), (Some(3), 3));
    let first = &page.records[0];
    assert_eq!((first.size, first.progress.as_deref()), (Some(880_232), Some("100.0")));
    assert_eq!(first.is_support_restore.as_deref(), Some("true"));
    assert_eq!(first.created_at.as_deref(), Some("1712734529316"));
    assert_eq!((first.remark.as_ref(), first.period.as_ref()), (None, None));
    // It is seen that something is there.
    assert_eq!(page.records[1].backup_id, None);
    let third = &page.records[2];
    assert_eq!((third.backup_id.as_deref(), third.size), (Some("7"), None));
    assert_eq!((third.status.as_deref(), third.remark.as_deref()), (Some("merging"), Some("12")));
}

#[tokio::test]
async fn only_a_list_of_nothing_is_empty() {
    for body in [
        json!({ "total_num": 0, "backup_record_response": null }),
        json!({ "total_num": "0", "backup_record_response": {} }),
        json!({ "total_num": {}, "backup_record_response": [] }),
        json!({ "total_num": 0 }),
    ] {
        let (_script, client) = answering(&body).await;
        assert!(client.backup_records(INSTANCE).send().await.unwrap().records.is_empty(), "{body}");
    }
    for neither in [json!({}), json!({ "backup_records": [] }), json!({ "total_num": {} })] {
        let (_script, client) = answering(&neither).await;
        let error = client.backup_records(INSTANCE).send().await.unwrap_err();
        assert_eq!(error.kind(), dcs_backup::ErrorKind::InvalidResponse, "{neither}");
        let (_script, client) = answering(&neither).await;
        let error = client.instances().send().await.unwrap_err();
        assert!(error.to_string().contains("the answer holds no list"), "{error}");
    }
    for odd in [json!("x"), json!(3), json!({ "backup_id": BACKUP })] {
        let (_script, client) = answering(&json!({ "backup_record_response": odd })).await;
        let error = client.backup_records(INSTANCE).send().await.unwrap_err();
        assert_eq!(error.kind(), dcs_backup::ErrorKind::InvalidResponse, "{odd}");
    }
}

#[tokio::test]
async fn a_list_of_another_instance_or_of_two_minds_is_refused() {
    let other = "00000000-0000-4000-8000-000000000000";
    for (records, problem) in [
        (json!([{ "backup_id": BACKUP, "instance_id": other }]), "a backup of instance 0000"),
        (
            json!([{ "backup_id": "a", "status": "succeed" }, { "backup_id": "a", "status": "failed" }]),
            "backup a twice, with two statuses",
        ),
    ] {
        let body = json!({ "total_num": 1, "backup_record_response": records });
        let (_script, client) = answering(&body).await;
        let error = client.backup_records(INSTANCE).send().await.unwrap_err();
        assert_eq!(error.kind(), dcs_backup::ErrorKind::InvalidResponse);
        assert!(error.to_string().contains(problem), "{error}");
    }
    let same = json!({ "backup_id": "a", "instance_id": INSTANCE, "status": "succeed" });
    let body = json!({ "total_num": 1, "backup_record_response": [same, same] });
    let (_script, client) = answering(&body).await;
    assert_eq!(client.backup_records(INSTANCE).send().await.unwrap().records.len(), 2);
}

#[tokio::test]
async fn a_new_backups_id_may_be_a_number() {
    let (_script, client) = answering(&json!({ "backup_id": 4711 })).await;
    assert_eq!(client.create_backup(INSTANCE).send().await.unwrap().as_str(), "4711");
}

#[tokio::test]
async fn projects_arrive_whatever_their_fields_hold() {
    let body = json!({ "projects": [null, { "id": 1, "name": "cn-north-4", "enabled": "true" }] });
    let (script, client) = answering(&body).await;
    let iam = client.service::<iam::Client>(&script.endpoint).unwrap();
    let found = iam.keystone_list_projects().name("cn-north-4").send().await.unwrap();
    let projects = found.into_inner().projects.unwrap();
    assert_eq!(projects[1].id.as_deref(), Some("1"));
}

#[tokio::test]
async fn a_link_is_never_guessed() {
    let link = "http://127.0.0.1/a.rdb?Expires=1712735430";
    let sound = json!({ "file_name": "a.rdb", "link": link });
    for bucket in [json!(5), json!(null), json!([])] {
        let body = json!({ "bucket_name": bucket, "file_path": {}, "links": [sound] });
        assert_eq!(links_of(body).await.unwrap().len(), 1);
    }
    for odd in [json!(null), json!("x"), json!({ "file_name": "a.rdb", "link": [link] })] {
        let error = links_of(json!({ "links": [sound, odd] })).await.unwrap_err();
        assert_eq!(error.kind(), dcs_backup::ErrorKind::InvalidLink, "{odd}: {error}");
    }
    assert!(links_of(json!({ "links": null })).await.unwrap().is_empty());
}
