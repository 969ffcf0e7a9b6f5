//! The lookup of a project: another service, the same transport.

use std::process::Command;

use dcs_backup::{Client, Error, ErrorKind, RetryPolicy, raw::iam};

use crate::{
    common::{PROJECT, Script, TestClock, credentials, json},
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

/// Names the service to the test below, which has its own process for the sake of its variables.
const SERVICE: &str = "TEST_SERVICE_ON_LOOPBACK";

#[tokio::test]
async fn loopback_meets_no_proxy_whatever_the_client_is_for() {
    if let Ok(service) = std::env::var(SERVICE) {
        let region = Client::builder().region("cn-north-4").project_id(PROJECT);
        let client = region.credentials(credentials()).retry(RetryPolicy::never()).build().unwrap();
        lookup(&client, &service).await.unwrap();
        return;
    }
    let body = json("200 OK", "", r#"{"projects":[]}"#);
    let (service, proxy) =
        (Script::serve(vec![body.clone()]).await, Script::serve(vec![body]).await);
    let name = "projects::loopback_meets_no_proxy_whatever_the_client_is_for";
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args([name, "--exact"]).env(SERVICE, service.endpoint.replace("127.0.0.1", "localhost"));
    again.env("http_proxy", &proxy.endpoint).env_remove("no_proxy").env_remove("NO_PROXY");
    let ran = tokio::task::spawn_blocking(move || again.output().unwrap()).await.unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
    assert_eq!((service.requests().len(), proxy.requests().len()), (1, 0));
}
