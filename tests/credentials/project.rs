//! The project that a client works in when it was given none.

use std::sync::Arc;

use dcs_backup::{
    Client, ClientBuilder, CredentialsFuture, Error, ErrorKind, ProvideCredentials, RetryPolicy,
    types::ProjectId,
};
use serde_json::json as value;
use tokio::task::JoinSet;

use crate::{
    common::{ONE_LINK, PROJECT, Script, TestClock, credentials, json},
    support::{CLOSED, links, status, variables},
};

fn projects(ids: &[&str]) -> Vec<u8> {
    projects_named("cn-north-4", ids)
}

fn projects_named(name: &str, ids: &[&str]) -> Vec<u8> {
    let list: Vec<_> = ids.iter().map(|id| value!({ "id": id, "name": name })).collect();
    json("200 OK", "", &value!({ "projects": list }).to_string())
}

/// A client of DCS in a region, which looks its project up at `iam`.
fn described(dcs: &str, iam: &str) -> ClientBuilder {
    Client::builder()
        .endpoint(dcs)
        .region("cn-north-4")
        .iam_endpoint(iam)
        .credentials(credentials())
        .clock(TestClock::default())
        .retry(RetryPolicy::never())
}

#[tokio::test]
async fn the_project_of_the_region_is_looked_up_once() {
    let dcs = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let iam = Script::serve(vec![projects(&[PROJECT])]).await;
    let client = described(&dcs.endpoint, &iam.endpoint).build().unwrap();
    links(&client).await.unwrap();
    links(&client).await.unwrap();
    assert_eq!(client.project_id().await.unwrap().as_str(), PROJECT);

    let asked = iam.requests();
    assert_eq!(asked.len(), 1);
    assert!(asked[0].starts_with("GET /v3/projects?name=cn-north-4 HTTP/1.1\r\n"), "{}", asked[0]);
    assert!(asked[0].contains("\r\nauthorization: SDK-HMAC-SHA256 Access=AKEXAMPLE"));
    assert!(!asked[0].contains("x-project-id"));
    for request in dcs.requests() {
        assert!(request.starts_with(&format!("POST /v2/{PROJECT}/instances/")), "{request}");
        assert!(request.contains(&format!("\r\nx-project-id: {PROJECT}\r\n")), "{request}");
        assert!(request.contains(";x-project-id;"), "{request}");
    }
    assert_eq!(dcs.requests().len(), 2);
}

#[tokio::test]
async fn calls_at_the_same_time_share_one_lookup() {
    let iam = Script::serve(vec![projects(&[PROJECT])]).await;
    let client = described(CLOSED, &iam.endpoint).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.spawn(async move { client.project_id().await.cloned() });
    }
    let found: Result<Vec<_>, _> = calls.join_all().await.into_iter().collect();
    assert!(found.unwrap().iter().all(|id| id.as_str() == PROJECT));
    assert_eq!(iam.requests().len(), 1);
}

#[tokio::test]
async fn calls_at_the_same_time_share_a_refusal_too() {
    let denied = json("401 Unauthorized", "", r#"{"error_code":"APIGW.0301","error_msg":"no"}"#);
    let iam = Script::serve(vec![denied, projects(&[PROJECT])]).await;
    let client = described(CLOSED, &iam.endpoint).build().unwrap();
    let mut calls = JoinSet::new();
    for _ in 0..20 {
        let client = client.clone();
        calls.spawn(async move { client.project_id().await.cloned() });
    }
    for refused in calls.join_all().await {
        let refused = refused.unwrap_err();
        assert_eq!(
            (refused.kind(), refused.code()),
            (ErrorKind::Unauthenticated, Some("APIGW.0301"))
        );
    }
    assert_eq!(iam.requests().len(), 1, "more would lock the key");
    client.project_id().await.unwrap();
}

#[tokio::test]
async fn none_or_several_projects_are_told() {
    let table = [
        (
            projects(&[]),
            ErrorKind::InvalidInput,
            "project_id: it is not given, and the account has no project named cn-north-4; \
             check the region, or give the project id",
        ),
        (
            projects(&["p1", "p\u{1b}2"]),
            ErrorKind::InvalidInput,
            "project_id: it is not given, and the account has several projects named cn-north-4: \
             p1, p\\u{1b}2; give it to the client's builder, \
             or in HUAWEICLOUD_SDK_PROJECT_ID",
        ),
        (
            projects(&["p"; 3000]),
            ErrorKind::InvalidInput,
            "project_id: it is not given, and the account has several projects named cn-north-4: \
             p, p, p, p, p, p, p, p, p, p and 2990 more; give it to the client's builder, \
             or in HUAWEICLOUD_SDK_PROJECT_ID",
        ),
        (
            // Of another region.
            json("200 OK", "", r#"{"projects":[{"id":"p1","name":"cn-north-1"},{"id":"p2"}]}"#),
            ErrorKind::InvalidInput,
            "project_id: it is not given, and the account has no project named cn-north-4; \
             check the region, or give the project id",
        ),
        (
            projects(&["../p"]),
            ErrorKind::InvalidResponse,
            "IAM gives a project that can't be used: project_id: character 1 ('.') is not allowed; \
             it must match ^[0-9A-Za-z_-]{1,64}$",
        ),
        (
            status("403 Forbidden", r#"{"error":{"code":403,"message":"no","title":"Forbidden"}}"#),
            ErrorKind::PermissionDenied,
            "KeystoneListProjects: 403 Forbidden, 403: no; grant the permission iam:projects:listProjects",
        ),
    ];
    for (answer, kind, text) in table {
        let dcs = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
        let iam = Script::serve(vec![answer, projects(&[PROJECT])]).await;
        let client = described(&dcs.endpoint, &iam.endpoint).build().unwrap();
        let error = links(&client).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), error.kind()), (text, kind));
        assert_eq!(dcs.requests().len(), 0);
        // A failure is not kept.
        links(&client).await.unwrap();
    }
}

#[tokio::test]
async fn what_can_not_be_looked_up_is_asked_for() {
    let dcs = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let without = || Client::builder().endpoint(&dcs.endpoint).credentials(credentials());
    let advice = "give it to the client's builder, or in HUAWEICLOUD_SDK_PROJECT_ID";
    let table = [
        (without(), "it is not given, and without a region it can't be looked up"),
        (
            without().region("eu-de").environment(variables([])),
            "it is not given, and where to look it up for the region eu-de is not known \
             (HUAWEICLOUD_SDK_IAM_ENDPOINT is not set)",
        ),
    ];
    for (builder, problem) in table {
        let error = links(&builder.build().unwrap()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.to_string(), format!("project_id: {problem}; {advice}"));
    }
    assert_eq!(dcs.requests().len(), 0);
}

#[tokio::test]
async fn variables_lead_to_dcs_and_iam() {
    let dcs = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let iam = Script::serve(vec![projects_named("mars-1", &[PROJECT])]).await;
    let builder = || {
        Client::builder().region("mars-1").credentials(credentials()).environment(variables([
            ("HUAWEICLOUD_SDK_REGION_DCS_MARS_1", &dcs.endpoint),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", &iam.endpoint),
        ]))
    };
    links(&builder().build().unwrap()).await.unwrap();
    assert_eq!((dcs.requests().len(), iam.requests().len()), (1, 1));
    // An endpoint wins.
    assert_eq!(builder().endpoint(CLOSED).build().unwrap().endpoint(), CLOSED);
}

/// The variable that names IAM matters where IAM is asked, and nowhere else.
#[tokio::test]
async fn a_malformed_endpoint_of_iam_fails_the_lookup_alone() {
    let dcs = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let builder = || {
        let malformed = variables([("HUAWEICLOUD_SDK_IAM_ENDPOINT", "iam.example.com")]);
        let described = Client::builder().endpoint(&dcs.endpoint).region("cn-north-4");
        described.credentials(credentials()).environment(malformed)
    };
    links(&builder().project_id(PROJECT).build().unwrap()).await.unwrap();
    let of_the_keys = credentials().with_project_id(ProjectId::try_from(PROJECT).unwrap());
    links(&builder().credentials(of_the_keys).build().unwrap()).await.unwrap();
    assert_eq!(dcs.requests().len(), 2);
    let error = links(&builder().build().unwrap()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let start = "HUAWEICLOUD_SDK_IAM_ENDPOINT: it is not a URL; ";
    assert!(error.to_string().starts_with(start), "{error}");
}

#[test]
fn a_region_that_is_not_known_is_refused_with_the_known_ones() {
    let error = Client::builder().region("mars-1").environment(variables([])).build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidInput);
    let text = error.to_string();
    assert!(text.starts_with("region: mars-1 is not known; known are ae-ad-1, "), "{text}");
    assert!(
        text.ends_with(
            "set HUAWEICLOUD_SDK_REGION_DCS_MARS_1 to its endpoint, or give the endpoint itself"
        ),
        "{text}"
    );
}

#[tokio::test]
async fn a_given_project_goes_before_that_of_the_credentials_and_is_not_looked_up() {
    let project = |id: &str| ProjectId::try_from(id).unwrap();
    let with_project = || credentials().with_project_id(project("of-the-credentials"));
    let client = described(CLOSED, CLOSED).credentials(with_project()).build().unwrap();
    assert_eq!(client.project_id().await.unwrap().as_str(), "of-the-credentials");
    let client = described(CLOSED, CLOSED).credentials(with_project()).project_id("given");
    assert_eq!(client.build().unwrap().project_id().await.unwrap().as_str(), "given");
}

#[tokio::test]
async fn the_sandbox_knows_its_project() {
    let sandbox = dcs_backup_sandbox::Sandbox::start().await.unwrap();
    let keys = dcs_backup::Credentials::access_key(sandbox.access_key(), sandbox.secret_key());
    let described = Client::builder()
        .endpoint(sandbox.endpoint())
        .iam_endpoint(sandbox.endpoint())
        .credentials(keys.unwrap());
    let here = described.region(sandbox.region()).build().unwrap();
    assert_eq!(here.project_id().await.unwrap().as_str(), sandbox.project_id());
    let request = here.backup(sandbox.instance_id(), sandbox.backup_id()).links();
    assert!(!request.send().await.unwrap().is_empty());
}

/// Fails in the words of another call.
struct Broken;

impl ProvideCredentials for Broken {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async { Err(Client::builder().build().unwrap_err()) })
    }
}

#[tokio::test]
async fn a_provider_that_fails_before_the_lookup_is_told_as_such() {
    let client = described(CLOSED, CLOSED).credentials(Arc::new(Broken)).build().unwrap();
    let error: Error = links(&client).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert_eq!(error.to_string(), "endpoint: give an endpoint or a region");
}
