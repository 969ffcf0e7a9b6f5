//! RDS's calls against a loopback server: what is sent, what is read, and what becomes of a refusal.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use httpmock::{Mock, MockServer};
use huaweicloud_core::{Credentials, ErrorKind};
use presigned_download::FileState;
use rds_backup::Client;
use serde_json::{Value, json};

const INSTANCE: &str = "d8e6ca5a624745bcb546a227aa3ae1cfin01";
const BACKUP: &str = "c0c9f155c7b7423a9d30f0175998b63bbr01";

fn client(server: &MockServer) -> Client {
    let builder = Client::builder().endpoint(server.base_url()).project_id("project");
    builder.credentials(Credentials::access_key("KEY", "SECRET").unwrap()).build().unwrap()
}

/// Answers signed requests for this path with this query, and no others.
async fn answer<'a>(
    server: &'a MockServer,
    path: &str,
    query: &[(&str, &str)],
    status: u16,
    body: Value,
) -> Mock<'a> {
    let mock = server.mock_async(|when, then| {
        let when = when.method("GET").path(path).header_exists("x-sdk-date");
        let when = when.header("x-project-id", "project");
        let when =
            when.header_matches("authorization", "^SDK-HMAC-SHA256 Access=KEY, SignedHeaders=");
        query.iter().fold(when, |when, (name, value)| when.query_param(*name, *value));
        then.status(status).json_body(body);
    });
    mock.await
}

#[tokio::test]
async fn backups_come_page_by_page() {
    let server = MockServer::start_async().await;
    let page = |first: u32, last: u32| {
        let backups: Vec<_> = (first..=last).map(|id| json!({ "id": id.to_string() })).collect();
        json!({ "backups": backups, "total_count": 3 })
    };
    let path = "/v3/project/backups";
    let query = |offset| [("instance_id", INSTANCE), ("offset", offset), ("limit", "2")];
    let first = answer(&server, path, &query("0"), 200, page(1, 2)).await;
    let second = answer(&server, path, &query("2"), 200, page(3, 3)).await;

    let mut stream = client(&server).backups(INSTANCE).page_size(2).stream();
    let mut ids = Vec::new();
    while let Some(backup) = stream.next().await {
        ids.push(backup.unwrap().id.unwrap());
    }

    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!((first.calls_async().await, second.calls_async().await), (1, 1));
}

#[tokio::test]
async fn the_files_of_a_backup_come_with_links() {
    let server = MockServer::start_async().await;
    let body = json!({ "bucket": "rdsbucket", "files": [{
        "name": "a.xbstream", "size": 2803, "database_name": "",
        "download_link": "https://obs.example.com/a?Signature=MARKER",
        "link_expired_time": "2018-08-16T10:15:14+0800",
    }]});
    answer(&server, "/v3/project/backup-files", &[("backup_id", BACKUP)], 200, body).await;

    let files = client(&server).backup(BACKUP).unwrap().files().await.unwrap();

    let file = &files[0];
    assert_eq!((file.name.as_deref(), file.size), (Some("a.xbstream"), Some(2803)));
    assert!(file.download_link.as_ref().unwrap().expose().ends_with("MARKER"));
    assert!(!format!("{file:?}").contains("MARKER"));
}

#[tokio::test]
async fn the_files_of_a_backup_arrive_as_they_are() {
    let server = MockServer::start_async().await;
    let bytes = |name: &str| format!("the bytes of {name}").repeat(1000);
    let names = ["a.xbstream", "b.qp"];
    let file = |name| {
        let link =
            format!("{}/bucket/{name}?Expires=4102444800&Signature=MARKER", server.base_url());
        json!({ "name": name, "size": 2, "download_link": link })
    };
    let body = json!({ "bucket": "rdsbucket", "files": names.map(file) });
    answer(&server, "/v3/project/backup-files", &[("backup_id", BACKUP)], 200, body).await;
    for name in names {
        let store = server.mock_async(|when, then| {
            when.method("GET").path(format!("/bucket/{name}")).query_param("Signature", "MARKER");
            then.status(200).body(bytes(name));
        });
        store.await;
    }
    let folder = tempfile::tempdir().unwrap();

    let backup = client(&server).backup(BACKUP).unwrap();
    let report = backup.download().into_folder(folder.path()).await.unwrap();

    assert_eq!(report.files.len(), 2);
    assert!(report.files.iter().all(|file| file.state == FileState::LengthOnly), "{report:?}");
    for name in names {
        assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), bytes(name));
    }
}

#[tokio::test]
async fn a_link_to_a_private_address_is_refused() {
    let server = MockServer::start_async().await;
    let body = json!({ "files": [{ "name": "a", "download_link": "https://10.0.0.1/a?Signature=MARKER" }] });
    answer(&server, "/v3/project/backup-files", &[("backup_id", BACKUP)], 200, body).await;
    let folder = tempfile::tempdir().unwrap();

    let backup = client(&server).backup(BACKUP).unwrap();
    let error = backup.download().into_folder(folder.path()).await.unwrap_err();

    assert_eq!(error.kind(), ErrorKind::InvalidLink);
    let text = error.to_string();
    assert!(text.contains("ShowBackupDownloadLink") && !text.contains("MARKER"), "{text}");
}

#[tokio::test]
async fn a_refusal_names_the_permission() {
    let server = MockServer::start_async().await;
    let body = json!({ "error_code": "DBS.200010", "error_msg": "no permission" });
    answer(&server, "/v3/project/backup-files", &[("backup_id", BACKUP)], 403, body).await;

    let error = client(&server).backup(BACKUP).unwrap().files().await.unwrap_err();

    assert_eq!((error.kind(), error.code()), (ErrorKind::PermissionDenied, Some("DBS.200010")));
    assert!(error.to_string().contains("rds:backup:download"), "{error}");
}

#[tokio::test]
async fn nothing_is_sent_where_a_value_is_refused() {
    let server = MockServer::start_async().await;
    let client = client(&server);
    let errors = [
        client.backups("../x").send().await.unwrap_err(),
        client.backups(INSTANCE).page_size(101).send().await.unwrap_err(),
    ];
    for error in errors {
        assert_eq!(error.kind(), ErrorKind::InvalidInput, "{error}");
    }
}
