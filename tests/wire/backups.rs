//! The backups of an instance: listed, made and deleted.

use dcs_backup::{ErrorKind, raw::types::BackupFormat};
use serde_json::json;

use crate::{
    common::{BACKUP, INSTANCE, Script, TestClock, json},
    support::{assert_sent, client},
};

const NO_CONTENT: &[u8] = b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn the_list_is_asked_for_exactly_like_this() {
    let body = json!({ "total_num": 1, "backup_record_response": [{
        "backup_id": BACKUP, "status": "succeed", "size": 880_232, "period": {}, "error_code": {},
        "progress": "100.00", "created_at": "2024-04-10T07:35:29.316Z", "remark": null,
    }]});
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let request = client.backup_records(INSTANCE).begin_time("20240401000000");
    let page = request.end_time("20240430235959").page_size(50).send().await.unwrap();
    let query = "begin_time=20240401000000&end_time=20240430235959&limit=50&offset=0";
    assert_sent("ListBackupRecords", &script, query, "");
    let record = &page.records[0];
    assert_eq!((record.period.as_ref(), record.error_code.as_ref()), (None, None));
    assert_eq!((record.size, record.backup_id.as_deref()), (Some(880_232), Some(BACKUP)));
}

#[tokio::test]
async fn an_instance_without_backups_has_an_empty_list() {
    let script = Script::serve(vec![NO_CONTENT.to_vec()]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let page = client.backup_records(INSTANCE).send().await.unwrap();
    assert_eq!((page.total, page.records.len()), (Some(0), 0));
    let mut stream = client.backup_records(INSTANCE).stream();
    assert!(stream.next().await.is_none());
    assert_eq!(stream.total(), Some(0));
    assert_eq!(script.requests().len(), 2);
}

/// The same code means a missing backup where one is named.
#[tokio::test]
async fn a_begin_in_the_future_is_not_taken_for_a_missing_backup() {
    let body = r#"{"error_msg":"The start time","error_code":"DCS.4031","error_ext_msg":null}"#;
    let script = Script::serve(vec![json("400 Bad Request", "", body)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let listed = client.backup_records(INSTANCE).send().await.unwrap_err();
    assert_eq!((listed.kind(), listed.code()), (ErrorKind::Rejected, Some("DCS.4031")));
    let deleted = client.delete_backup(INSTANCE, BACKUP).await.unwrap_err();
    assert_eq!(deleted.kind(), ErrorKind::NotFound);
    assert_eq!(
        deleted.to_string(),
        format!(
            "DeleteBackupFile for backup {BACKUP} of instance {INSTANCE}: 400 Bad Request, DCS.4031: \
             The start time; check the backup id, and that it is of this instance"
        )
    );
}

#[tokio::test]
async fn a_backup_is_asked_for_exactly_like_this() {
    let answer = json("200 OK", "", &json!({ "backup_id": BACKUP }).to_string());
    let script = Script::serve(vec![answer.clone()]).await;
    let request = client(&script.endpoint, &TestClock::default()).create_backup(INSTANCE);
    let id = request.remark("before ü").format(BackupFormat::Aof).send().await.unwrap();
    let body = r#"{"backup_format":"aof","remark":"before ü"}"#;
    assert_sent("CopyInstance", &script, "", body);
    assert_eq!(id.as_str(), BACKUP);

    let script = Script::serve(vec![answer]).await;
    client(&script.endpoint, &TestClock::default()).create_backup(INSTANCE).send().await.unwrap();
    assert_sent("CopyInstance", &script, "", "{}");
}

#[tokio::test]
async fn a_backup_that_may_have_been_started_is_not_asked_for_again() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\n{\"backup_id\"".to_vec();
    let failed = json("500 Internal Server Error", "", "{}");
    for (answer, kind) in
        [(Vec::new(), ErrorKind::Network), (cut, ErrorKind::Network), (failed, ErrorKind::Service)]
    {
        let script = Script::serve(vec![answer]).await;
        let clock = TestClock::default();
        let request = client(&script.endpoint, &clock).create_backup(INSTANCE);
        let error = request.send().await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (kind, Some(1)));
        assert!(error.may_have_been_carried_out(), "{error}");
        assert_eq!((script.requests().len(), clock.waits().len()), (1, 0));
    }
    let refused = Script::serve(vec![json("400 Bad Request", "", "{}")]).await;
    for endpoint in [&*refused.endpoint, "http://127.0.0.1:1"] {
        let request = client(endpoint, &TestClock::default()).create_backup(INSTANCE);
        let error = request.send().await.unwrap_err();
        assert!(!error.may_have_been_carried_out(), "{error}");
    }
}

#[tokio::test]
async fn a_backup_that_was_surely_not_started_is_asked_for_again() {
    let answers = vec![
        json("429 Too Many Requests", "retry-after: 7\r\n", "{}"),
        json("200 OK", "", &json!({ "backup_id": BACKUP }).to_string()),
    ];
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    client(&script.endpoint, &clock).create_backup(INSTANCE).send().await.unwrap();
    assert_eq!((script.requests().len(), clock.waits().len()), (2, 1));
}

#[tokio::test]
async fn a_new_backup_without_an_id_is_an_error() {
    for body in ["{}", r#"{"backup_id":"../x"}"#] {
        let script = Script::serve(vec![json("200 OK", "", body)]).await;
        let request = client(&script.endpoint, &TestClock::default()).create_backup(INSTANCE);
        let error = request.send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        let start = format!("CopyInstance for instance {INSTANCE}: backup_id: ");
        assert!(error.to_string().starts_with(&start), "{error}");
    }
}

#[tokio::test]
async fn a_backup_is_deleted_exactly_like_this() {
    let script = Script::serve(vec![NO_CONTENT.to_vec()]).await;
    let client = client(&script.endpoint, &TestClock::default());
    client.delete_backup(INSTANCE, BACKUP).await.unwrap();
    assert_sent("DeleteBackupFile", &script, "", "");
}

#[tokio::test]
async fn bad_values_are_refused_before_anything_is_sent() {
    let script = Script::serve(vec![json("200 OK", "", "{}")]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let refused = [
        client.create_backup(INSTANCE).remark("ü".repeat(129)).send().await.unwrap_err(),
        client.create_backup("").send().await.unwrap_err(),
        client.backup_records(INSTANCE).begin_time("2024-04-01").send().await.unwrap_err(),
        client.backup_records("/").send().await.unwrap_err(),
        client.delete_backup(INSTANCE, "a/b").await.unwrap_err(),
    ];
    let fields = ["remark: ", "instance_id: ", "record_time: ", "instance_id: ", "backup_id: "];
    for (error, field) in refused.iter().zip(fields) {
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert!(error.to_string().starts_with(field), "{error}");
    }
    assert_eq!(script.requests().len(), 0);
}
