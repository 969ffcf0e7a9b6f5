//! What the types promise: they and the futures can cross threads.

mod common;

use common::{BACKUP, INSTANCE, PROJECT, TestClock, builder};
use dcs_backup::{
    BackupLink, BackupLinks, BackupLinksRequest, Client, ClientBuilder, Credentials, Error,
    FileName, PresignedUrl, RetryPolicy, SlotRange,
    types::{BackupId, Expiration, InstanceId, InvalidValue, ProjectId, SecretText},
};

fn shared<T: Send + Sync + 'static>() {}
fn spawned<F: Future + Send + 'static>(_: F) {}
fn sent<F: Future + Send>(_: F) {}

#[test]
fn public_types_cross_threads() {
    shared::<(
        BackupLink,
        BackupLinks,
        BackupLinksRequest,
        Client,
        ClientBuilder,
        Credentials,
        Error,
    )>();
    shared::<(FileName, PresignedUrl, RetryPolicy, SlotRange)>();
    shared::<(BackupId, Expiration, InstanceId, InvalidValue, ProjectId, SecretText)>();
    shared::<dcs_backup::raw::Client>();
    shared::<dcs_backup_sandbox::Sandbox>();
}

#[test]
fn futures_can_be_spawned() {
    let client = builder("http://127.0.0.1:1", &TestClock::default()).build().unwrap();
    spawned(client.backup(INSTANCE, BACKUP).links().send());
    spawned(client.backup_records(INSTANCE).send());
    sent(client.newest_backup(INSTANCE));
    spawned(client.create_backup(INSTANCE).send());
    sent(client.instance(INSTANCE));
    sent(client.delete_backup(INSTANCE, BACKUP));
    sent(client.instances().stream().next());
    let raw = client.raw().list_backup_file_links();
    sent(raw.project_id(PROJECT).instance_id(INSTANCE).backup_id(BACKUP).send());
}

#[cfg(feature = "schemars")]
#[test]
fn requests_answers_and_checked_types_have_json_schemas() {
    use dcs_backup::raw::types::{DownloadBackupFiles, DownloadBackupFilesReq};

    let request = schemars::schema_for!(DownloadBackupFilesReq);
    let expiration = &request.as_value()["$defs"]["Expiration"];
    assert_eq!(expiration["minimum"], 300);
    assert_eq!(expiration["maximum"], 86400);
    assert!(expiration["description"].is_string());
    let id = schemars::schema_for!(InstanceId);
    assert_eq!(id.as_value()["pattern"], "^[0-9A-Za-z_-]{1,64}$");
    let answer = schemars::schema_for!(DownloadBackupFiles);
    assert!(answer.as_value()["properties"]["links"].is_object());
    let checked = schemars::schema_for!(BackupLinks);
    assert!(checked.as_value()["$defs"]["BackupLink"]["properties"]["expires_at"].is_object());
}

#[cfg(feature = "mock")]
#[tokio::test]
async fn the_generated_mock_helpers_are_strongly_typed() {
    use dcs_backup::{mock::MockServerExt as _, raw::types::DownloadBackupFiles};

    let server = httpmock::MockServer::start_async().await;
    let instance = InstanceId::try_from(INSTANCE).unwrap();
    let mock = server.list_backup_file_links(|when, then| {
        when.instance_id(&instance);
        // An answer may get more fields, so it is made by changing an empty one.
        let mut answer = DownloadBackupFiles::default();
        answer.bucket_name = Some("b".to_owned());
        then.ok(&answer);
    });
    let client = builder(&server.base_url(), &TestClock::default()).build().unwrap();
    let links = client.backup(INSTANCE, BACKUP).links().send().await.unwrap();
    assert_eq!(links.bucket(), Some("b"));
    mock.assert();
}
