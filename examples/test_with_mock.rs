//! Tests code with the typed httpmock helpers: `cargo run --example test_with_mock --features mock`.

use dcs_backup::{
    Client, Credentials, Error, ErrorKind,
    mock::MockServerExt as _,
    raw::types::{BackupRecordResponse, ListBackupRecordsResponse},
};
use httpmock::MockServer;

const INSTANCE: &str = "5560df16-cebf-4473-95c4-d1b573c16e79";

/// The code to be tested.
async fn newest(client: &Client) -> Result<Option<String>, Error> {
    Ok(client.newest_backup(INSTANCE).await?.map(|backup| backup.id.to_string()))
}

// In a test, this is `#[tokio::test]`.
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let server = MockServer::start_async().await;
    let client = Client::builder()
        .endpoint(server.base_url())
        .project_id("0123456789abcdef0123456789abcdef")
        .credentials(Credentials::token("a-token")?)
        .build()?;

    let mut mock = server.list_backup_records(|_, then| {
        let mut record = BackupRecordResponse::default();
        (record.backup_id, record.status) = (Some("a".to_owned()), Some("succeed".to_owned()));
        let mut answer = ListBackupRecordsResponse::default();
        (answer.total_num, answer.backup_record_response) = (Some(1), Some(vec![record]));
        then.ok(&answer);
    });
    assert_eq!(newest(&client).await?.as_deref(), Some("a"));
    mock.assert();

    // Without a mock that fits, httpmock answers 404.
    mock.delete();
    let kind = newest(&client).await.map_err(|error| error.kind());
    assert_eq!(kind, Err(ErrorKind::NotFound));
    Ok(())
}
