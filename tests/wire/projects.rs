//! The lookup of a project: another service, the same transport.

use dcs_backup::{Client, Error, ErrorKind, raw::iam};

use crate::{
    common::{Script, TestClock, json},
    support::{assert_sent, client},
};

async fn lookup(client: &Client, endpoint: &str) -> Result<usize, Error> {
    let iam = client.service::<iam::Client>(endpoint)?;
    let found = iam.keystone_list_projects().name("cn-north-4").send().await?;
    Ok(found.into_inner().projects.unwrap_or_default().len())
}

#[tokio::test]
async fn it_is_asked_for_exactly_like_this() {
    let body = r#"{"links":{"self":"x"},"projects":[{"id":"1","name":"cn-north-4"}]}"#;
    let script = Script::serve(vec![json("200 OK", "", body)]).await;
    let dcs = client("http://127.0.0.1:1", &TestClock::default());
    assert_eq!(lookup(&dcs, &script.endpoint).await.unwrap(), 1);
    assert_sent("KeystoneListProjects", &script, "name=cn-north-4", "");
}

#[tokio::test]
async fn it_is_retried_and_its_errors_are_read() {
    let denied =
        r#"{"error":{"message":"You are not authorized.","code":403,"title":"Forbidden"}}"#;
    let answers =
        vec![json("503 Service Unavailable", "", "{}"), json("403 Forbidden", "", denied)];
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    let error = lookup(&client("http://127.0.0.1:1", &clock), &script.endpoint).await.unwrap_err();
    assert_eq!((error.kind(), clock.waits().len()), (ErrorKind::PermissionDenied, 1));
    assert_eq!(
        error.to_string(),
        "KeystoneListProjects: 403 Forbidden, 403: You are not authorized. (2 attempts); \
         grant the permission iam:projects:listProjects"
    );
}

#[tokio::test]
async fn an_endpoint_that_would_show_the_keys_is_refused() {
    let dcs = client("http://127.0.0.1:1", &TestClock::default());
    let error = lookup(&dcs, "http://example.com").await.unwrap_err();
    assert_eq!(error.to_string(), "endpoint: http is for loopback only; use https");
}
