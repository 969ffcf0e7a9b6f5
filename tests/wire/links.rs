//! The links of a backup.

use std::time::Duration;

use dcs_backup::{Client, Credentials, ErrorKind};
use httpmock::MockServer;
use serde_json::json;

use crate::{
    common::{BACKUP, INSTANCE, ONE_LINK, PROJECT, Script, TestClock, builder, json},
    support::{PATH, assert_sent, client, links, links_of},
};

#[tokio::test]
async fn the_request_is_exactly_this() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let request = client.backup(INSTANCE, BACKUP).links();
    request.expires_in(Duration::from_secs(300)).send().await.unwrap();
    assert_sent("ListBackupFileLinks", &script, "", r#"{"expiration":300}"#);
}

#[tokio::test]
async fn the_default_lifetime_is_half_an_hour() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.method("POST").path(PATH).json_body(json!({ "expiration": 1800 }));
            then.status(200).header("content-type", "application/json").body(ONE_LINK);
        })
        .await;
    links(&client(&server.base_url(), &TestClock::default())).await.unwrap();
    mock.assert_calls_async(1).await;
}

#[tokio::test]
async fn a_security_token_is_sent_and_signed() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.path(PATH)
                .header("x-security-token", "TOKEN")
                .header_matches("authorization", "SignedHeaders=[^,]*;x-security-token,");
            then.status(200).header("content-type", "application/json").body(ONE_LINK);
        })
        .await;
    let credentials = Credentials::temporary("AK", "SK", "TOKEN").unwrap();
    let client = builder(&server.base_url(), &TestClock::default()).credentials(credentials);
    links(&client.build().unwrap()).await.unwrap();
    mock.assert_calls_async(1).await;
}

#[tokio::test]
async fn an_iam_token_replaces_the_signature() {
    let server = MockServer::start_async().await;
    let mock = server
        .mock_async(|when, then| {
            when.path(PATH)
                .header("x-auth-token", "TOKEN")
                .header_missing("authorization")
                .header_missing("x-sdk-date");
            then.status(200).header("content-type", "application/json").body(ONE_LINK);
        })
        .await;
    let credentials = Credentials::token("TOKEN").unwrap();
    let client = builder(&server.base_url(), &TestClock::default()).credentials(credentials);
    links(&client.build().unwrap()).await.unwrap();
    mock.assert_calls_async(1).await;
}

#[tokio::test]
async fn the_answer_becomes_checked_links() {
    let answer = json!({
        "file_path": "folder/",
        "bucket_name": "bucket",
        "links": [{
            "file_name": "redis_192.168.0.89_6379_10923-16383_20240410073529.rdb",
            "link": "https://bucket.obs.cn-north-4.myhuaweicloud.com:443/folder/f.rdb?AWSAccessKeyId=A&Expires=1712735430&Signature=a%2Bb%3D",
            "new_field": 1
        }],
        "another_new_field": {}
    });
    let links = links_of(answer).await.unwrap();
    assert_eq!((links.bucket(), links.path(), links.len()), (Some("bucket"), Some("folder/"), 1));
    let link = links.iter().next().unwrap();
    assert_eq!(link.slots().unwrap().to_string(), "10923-16383");
    assert!(link.url.as_str().ends_with("Signature=a%2Bb%3D"));
    let expires_at = link.expires_at().unwrap();
    assert_eq!(humantime::format_rfc3339(expires_at).to_string(), "2024-04-10T07:50:30Z");
    assert_eq!(
        serde_json::to_value(&links).unwrap()["links"][0]["expires_at"],
        "2024-04-10T07:50:30Z"
    );
}

#[tokio::test]
async fn what_the_answer_lacks_is_taken_for_nothing() {
    for body in [
        json!({ "file_path": "d/", "bucket_name": "b", "links": null }),
        json!({ "file_path": "d/", "bucket_name": "b" }),
        json!({ "file_path": null, "bucket_name": null, "links": [] }),
        json!({}),
    ] {
        let links = links_of(body.clone()).await.unwrap();
        assert!(links.is_empty(), "{body}");
        assert_eq!(links.bucket(), body["bucket_name"].as_str(), "{body}");
    }
}

#[tokio::test]
async fn more_than_64_links_are_accepted() {
    let link = |n| json!({ "file_name": format!("{n}.rdb"), "link": format!("https://b.example.com/{n}?Expires=1") });
    let body = json!({ "links": (0..128).map(link).collect::<Vec<_>>() });
    let names: Vec<_> =
        links_of(body).await.unwrap().into_iter().map(|link| link.file_name.to_string()).collect();
    assert_eq!((names.len(), names[127].as_str()), (128, "127.rdb"));
}

#[tokio::test]
async fn a_link_that_is_not_safe_is_refused_by_its_files_name() {
    let with = |item: serde_json::Value| json!({ "links": [item] });
    let table = [
        (
            json!({ "file_name": "f.rdb", "link": "https://b.{obs_endpoint}:443/f.rdb?Signature=MARKER" }),
            "file f.rdb: link: it holds a character that no link may hold",
        ),
        (
            json!({ "file_name": "f.rdb", "link": "http://example.com/f.rdb?Signature=MARKER" }),
            "file f.rdb: link: it is http, which is for loopback only, where the endpoint is there too",
        ),
        (json!({ "file_name": "f.rdb" }), "file f.rdb: link: it is missing"),
        (json!({ "link": "https://example.com/?MARKER" }), "a file has no name"),
        (
            json!({ "file_name": "../f", "link": "https://example.com/?MARKER" }),
            "file_name: \"../f\" holds a path separator",
        ),
    ];
    for (item, problem) in table {
        let error = links_of(with(item)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidLink);
        assert_eq!(
            error.to_string(),
            format!("ListBackupFileLinks for backup {BACKUP} of instance {INSTANCE}: {problem}")
        );
        assert!(!format!("{error:?}").contains("MARKER"));
    }
}

#[tokio::test]
async fn the_pages_own_sample_is_read_as_generated_types() {
    let body = include_str!("../fixtures/documented-answer.json");
    let script = Script::serve(vec![json("200 OK", "", body)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let answer = client
        .raw()
        .list_backup_file_links()
        .project_id(PROJECT)
        .instance_id(INSTANCE)
        .backup_id(BACKUP)
        .body_map(|body| body.expiration(1800))
        .send()
        .await
        .unwrap();
    let item = &answer.links.as_ref().unwrap()[0];
    assert!(item.link.as_ref().unwrap().expose().contains("{obs_endpoint}"));

    let error = links(&client).await.unwrap_err();
    let file = item.file_name.as_deref().unwrap();
    assert!(error.to_string().contains(file), "{error}");
    assert!(!error.to_string().contains("obs_endpoint"), "{error}");
}

#[tokio::test]
async fn bad_values_are_refused_before_anything_is_sent() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    let table = [
        (
            "..",
            BACKUP,
            300,
            "instance_id: character 1 ('.') is not allowed; it must match ^[0-9A-Za-z_-]{1,64}$",
        ),
        (
            INSTANCE,
            "a/b",
            300,
            "backup_id: character 2 ('/') is not allowed; it must match ^[0-9A-Za-z_-]{1,64}$",
        ),
        (INSTANCE, "", 300, "backup_id: it is empty; it must match ^[0-9A-Za-z_-]{1,64}$"),
        (INSTANCE, BACKUP, 299, "expiration: 299 s is below the minimum of 300 s"),
        (INSTANCE, BACKUP, 86401, "expiration: 86401 s is above the maximum of 86400 s"),
        (
            INSTANCE,
            BACKUP,
            u64::MAX,
            "expiration: 18446744073709551615 s is above the maximum of 86400 s",
        ),
    ];
    for (instance, backup, seconds, message) in table {
        let request = client.backup(instance, backup).links();
        let error = request.expires_in(Duration::from_secs(seconds)).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.to_string(), message);
    }
    let half = client.backup(INSTANCE, BACKUP).links().expires_in(Duration::from_millis(300_500));
    assert_eq!(
        half.send().await.unwrap_err().to_string(),
        "expiration: 300.5 s is not a whole number of seconds"
    );
    let long = "x".repeat(65);
    assert_eq!(
        client.backup(&long, BACKUP).links().send().await.unwrap_err().to_string(),
        "instance_id: 65 characters are more than the maximum of 64; it must match ^[0-9A-Za-z_-]{1,64}$"
    );
    assert_eq!(script.requests().len(), 0);
}

#[test]
fn a_client_that_lacks_something_is_not_built() {
    let build = |builder: dcs_backup::ClientBuilder| builder.build().unwrap_err();
    let whole = || builder("http://127.0.0.1:1", &TestClock::default());
    assert_eq!(build(Client::builder()).to_string(), "endpoint: give an endpoint or a region");
    assert_eq!(build(whole().project_id("a b")).kind(), ErrorKind::InvalidInput);
    assert_eq!(
        build(whole().endpoint("http://example.com")).to_string(),
        "endpoint: http is for loopback only; use https"
    );
    let both = whole().region("cn-north-4").build().unwrap();
    assert_eq!(both.endpoint(), "http://127.0.0.1:1");
}

#[tokio::test]
async fn an_own_http_client_is_used() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let own = reqwest::Client::builder().user_agent("own/1").build().unwrap();
    let client = builder(&script.endpoint, &TestClock::default()).http_client(own).build().unwrap();
    links(&client).await.unwrap();
    assert!(script.requests()[0].contains("user-agent: own/1\r\n"));
}
