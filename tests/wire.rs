//! What goes over the wire, and what is made of what comes back.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

mod common;

use std::time::Duration;

use common::{BACKUP, INSTANCE, ONE_LINK, PROJECT, Script, TestClock, builder, json};
use dcs_backup::{
    BackupLinks, Client, Credentials, Error, ErrorKind, RetryPolicy,
    sign::{Parts, sign},
};
use httpmock::MockServer;
use serde_json::json;

const PATH: &str = "/v2/0123456789abcdef0123456789abcdef/instances/5560df16-cebf-4473-95c4-d1b573c16e79/backups/4631832a-14c6-45b0-a0b3-3abd8f591ad1/links";

async fn links(client: &Client) -> Result<BackupLinks, Error> {
    client.backup_links(INSTANCE, BACKUP).send().await
}

fn client(endpoint: &str, clock: &TestClock) -> Client {
    builder(endpoint, clock).build().unwrap()
}

/// The links that a 200 with this body gives.
async fn links_of(body: serde_json::Value) -> Result<BackupLinks, Error> {
    let script = Script::serve(vec![json("200 OK", "", &body.to_string())]).await;
    links(&client(&script.endpoint, &TestClock::default())).await
}

#[tokio::test]
async fn the_request_is_exactly_this() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let client = client(&script.endpoint, &TestClock::default());
    client
        .backup_links(INSTANCE, BACKUP)
        .expires_in(Duration::from_secs(300))
        .send()
        .await
        .unwrap();

    let host = script.endpoint.strip_prefix("http://").unwrap();
    let headers = [
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("host", host),
        ("x-project-id", PROJECT),
        ("x-sdk-date", "20260704T112233Z"),
    ];
    let parts = Parts {
        method: "POST",
        path: PATH,
        query: "",
        headers: &headers,
        body: br#"{"expiration":300}"#,
    };
    let authorization = sign(&parts, common::ACCESS_KEY, common::SECRET_KEY).unwrap().authorization;
    let version = env!("CARGO_PKG_VERSION");
    let mut expected = vec![
        "accept: application/json".to_owned(),
        format!("authorization: {authorization}"),
        "content-length: 18".to_owned(),
        "content-type: application/json".to_owned(),
        format!("host: {host}"),
        format!("user-agent: dcs-backup/{version}"),
        format!("x-project-id: {PROJECT}"),
        "x-sdk-date: 20260704T112233Z".to_owned(),
    ];
    expected.sort();

    let requests = script.requests();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    let (line, head) = head.split_once("\r\n").unwrap();
    let mut sent: Vec<_> = head.lines().map(str::to_owned).collect();
    sent.sort();
    assert_eq!(line, format!("POST {PATH} HTTP/1.1"));
    assert_eq!(sent, expected);
    assert_eq!(body, r#"{"expiration":300}"#);
    assert_eq!(requests.len(), 1);
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
    let body = include_str!("fixtures/documented-answer.json");
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
        let request = client.backup_links(instance, backup);
        let error = request.expires_in(Duration::from_secs(seconds)).send().await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidInput);
        assert_eq!(error.to_string(), message);
    }
    let half = client.backup_links(INSTANCE, BACKUP).expires_in(Duration::from_millis(300_500));
    assert_eq!(
        half.send().await.unwrap_err().to_string(),
        "expiration: 300.5 s is not a whole number of seconds"
    );
    let long = "x".repeat(65);
    assert_eq!(
        client.backup_links(&long, BACKUP).send().await.unwrap_err().to_string(),
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

/// What a call makes of these answers: its error, the waits asked for, and the requests sent.
async fn failure(answers: Vec<Vec<u8>>, retry: RetryPolicy) -> (Error, Vec<u64>, Vec<String>) {
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    let client = builder(&script.endpoint, &clock).retry(retry).build().unwrap();
    let error = links(&client).await.unwrap_err();
    let waits = clock.waits().iter().map(|wait| wait.as_millis().try_into().unwrap()).collect();
    (error, waits, script.requests())
}

#[tokio::test]
async fn a_service_that_fails_is_asked_again_with_growing_waits() {
    let answer = json(
        "503 Service Unavailable",
        "",
        r#"{"error_code":"APIGW.0613","error_msg":"IAM down"}"#,
    );
    let (error, waits, requests) = failure(vec![answer], RetryPolicy::default()).await;
    assert_eq!(waits, [500, 1000, 2000, 4000]);
    assert_eq!(requests.len(), 5);
    assert_eq!(error.attempts(), Some(5));
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("APIGW.0613")));
    assert_eq!(
        error.to_string(),
        format!(
            "ListBackupFileLinks for backup {BACKUP} of instance {INSTANCE}: \
             503 Service Unavailable, APIGW.0613: IAM down (5 attempts); try later"
        )
    );
}

#[tokio::test]
async fn each_attempt_is_signed_afresh() {
    let answers = vec![
        json("500 Internal Server Error", "", "{}"),
        json("502 Bad Gateway", "", "<html>"),
        json("200 OK", "", ONE_LINK),
    ];
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    let client = builder(&script.endpoint, &clock)
        .retry(RetryPolicy::default().with_base_delay(Duration::from_secs(1)))
        .build()
        .unwrap();
    links(&client).await.unwrap();
    let dates: Vec<_> = script
        .requests()
        .iter()
        .map(|request| {
            let line = |name: &str| {
                request.lines().find_map(|line| line.strip_prefix(name)).unwrap().to_owned()
            };
            (line("x-sdk-date: "), line("authorization: "))
        })
        .collect();
    assert_eq!(dates[0].0, "20260704T112233Z");
    assert_eq!(dates[1].0, "20260704T112234Z");
    assert_eq!(dates[2].0, "20260704T112236Z");
    assert_ne!(dates[0].1, dates[1].1);
}

#[tokio::test]
async fn throttling_waits_as_long_as_the_gateway_asks() {
    let answers = vec![
        json("429 Too Many Requests", "retry-after: 7\r\n", "{}"),
        json("429 Too Many Requests", "retry-after: Sat, 04 Jul 2026 11:22:50 GMT\r\n", "{}"),
        json("200 OK", "", ONE_LINK),
    ];
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    links(&client(&script.endpoint, &clock)).await.unwrap();
    assert_eq!(clock.waits(), [Duration::from_secs(7), Duration::from_secs(10)]);
}

#[tokio::test]
async fn a_wait_beyond_the_deadline_ends_the_call_at_once() {
    let answer = json("429 Too Many Requests", "retry-after: 3600\r\n", "{}");
    let (error, waits, requests) = failure(vec![answer], RetryPolicy::default()).await;
    assert_eq!((waits.len(), requests.len()), (0, 1));
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Throttled, Some(1)));
}

#[tokio::test]
async fn a_refusal_is_never_repeated() {
    for status in [
        "400 Bad Request",
        "401 Unauthorized",
        "403 Forbidden",
        "404 Not Found",
        "405 Method Not Allowed",
    ] {
        let (error, waits, requests) =
            failure(vec![json(status, "", "{}")], RetryPolicy::default()).await;
        assert_eq!((waits.len(), requests.len()), (0, 1), "{status}");
        assert_eq!(error.attempts(), Some(1), "{status}");
    }
}

#[tokio::test]
async fn what_a_status_says_holds_when_the_body_breaks_off() {
    let cut = |status: &str, headers: &str| {
        format!("HTTP/1.1 {status}\r\ncontent-length: 500\r\nx-request-id: req-1\r\n{headers}\r\n{{\"err")
            .into_bytes()
    };
    for (status, kind) in [
        ("401 Unauthorized", ErrorKind::Unauthenticated),
        ("403 Forbidden", ErrorKind::PermissionDenied),
        ("404 Not Found", ErrorKind::NotFound),
    ] {
        let (error, waits, requests) = failure(vec![cut(status, "")], RetryPolicy::default()).await;
        assert_eq!((error.kind(), error.request_id()), (kind, Some("req-1")));
        assert_eq!((waits.len(), requests.len()), (0, 1), "{status}");
    }
    let throttled = vec![cut("429 Too Many Requests", "retry-after: 60\r\n")];
    let (error, waits, _) = failure(throttled, RetryPolicy::default().with_max_attempts(2)).await;
    assert_eq!((error.kind(), waits), (ErrorKind::Throttled, vec![60_000]));

    let large = json("503 Service Unavailable", "", &" ".repeat((4 << 20) + 1));
    let script = Script::serve(vec![large, json("200 OK", "", ONE_LINK)]).await;
    links(&client(&script.endpoint, &TestClock::default())).await.unwrap();
}

#[tokio::test]
async fn a_deadline_that_has_passed_sends_nothing_more() {
    let script = Script::serve(vec![json("429 Too Many Requests", "", "{}")]).await;
    let clock = TestClock::default();
    let none = RetryPolicy::default().with_deadline(Duration::ZERO);
    let client = builder(&script.endpoint, &clock).retry(none).build().unwrap();
    let error = links(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, Some(0)));
    assert_eq!(script.requests().len(), 0);
}

#[tokio::test]
async fn a_success_that_says_it_is_none_is_an_error() {
    let body = r#"{"error_code":"DCS.5000","error_msg":"internal","error_ext_msg":null}"#;
    let (error, _, _) = failure(vec![json("200 OK", "", body)], RetryPolicy::default()).await;
    assert_eq!((error.kind(), error.code()), (ErrorKind::Service, Some("DCS.5000")));
    for body in ["[null,null,null]", r#"["p","q",[]]"#] {
        let (error, _, _) = failure(vec![json("200 OK", "", body)], RetryPolicy::default()).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse, "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_is_none_keeps_its_status_and_request_id() {
    let answer = json("200 OK", "x-request-id: req-9\r\n", "<html>");
    let (error, _, _) = failure(vec![answer], RetryPolicy::default()).await;
    assert_eq!(error.status().unwrap().as_u16(), 200);
    assert_eq!((error.request_id(), error.attempts()), (Some("req-9"), Some(1)));
}

#[tokio::test]
async fn an_answer_cut_half_way_is_asked_for_again() {
    let cut_by_length = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"links\":".to_vec();
    let cut_without_length =
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"links\":[{\"file_name\":\"x".to_vec();
    let cut_after_a_brace =
        b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"links\":[{\"file_name\":\"x\"}".to_vec();
    let cut_chunk =
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n20\r\n{\"links\"".to_vec();
    let nothing = Vec::new();
    let answers = vec![
        cut_by_length,
        cut_without_length,
        cut_after_a_brace,
        cut_chunk,
        nothing,
        json("200 OK", "", ONE_LINK),
    ];
    let script = Script::serve(answers).await;
    let clock = TestClock::default();
    let patient = RetryPolicy::default().with_max_attempts(6);
    let client = builder(&script.endpoint, &clock).retry(patient).build().unwrap();
    assert_eq!(links(&client).await.unwrap().len(), 1);
    assert_eq!(clock.waits().len(), 5);
}

#[tokio::test]
async fn a_connection_that_always_breaks_is_a_network_failure() {
    let (error, waits, _) = failure(vec![Vec::new()], RetryPolicy::default()).await;
    assert_eq!((error.kind(), error.attempts(), waits.len()), (ErrorKind::Network, Some(5), 4));
    assert!(std::error::Error::source(&error).is_some());
}

#[tokio::test]
async fn no_connection_is_a_network_failure_that_names_the_cause() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", closed.local_addr().unwrap());
    drop(closed);
    let clock = TestClock::default();
    let error = links(&client(&endpoint, &clock)).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Network, Some(5)));
    assert!(error.is_transient());
    assert!(error.to_string().contains("no connection to the endpoint"), "{error}");
    let cause = std::error::Error::source(&error).unwrap().to_string();
    assert!(cause.to_lowercase().contains("refused"), "{cause}");
}

#[tokio::test]
async fn an_answer_without_end_is_a_timeout() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let policy = RetryPolicy::never().with_attempt_timeout(Duration::from_millis(50));
    let client = builder(&endpoint, &TestClock::default()).retry(policy).build().unwrap();
    let error = links(&client).await.unwrap_err();
    assert_eq!((error.kind(), error.attempts()), (ErrorKind::Timeout, Some(1)));
    assert!(error.to_string().contains("no whole answer within 0.05 s"), "{error}");
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let location = format!("location: {}/MARKER\r\n", other.endpoint);
    let answer = json("307 Temporary Redirect", &location, "");
    let (error, _, _) = failure(vec![answer], RetryPolicy::default()).await;
    assert_eq!((error.kind(), error.status().unwrap().as_u16()), (ErrorKind::Rejected, 307));
    assert!(error.to_string().contains("redirects are not followed"), "{error}");
    assert_eq!(other.requests().len(), 0);
}

#[tokio::test]
async fn an_answer_over_4_mib_is_refused_with_and_without_a_length() {
    let body = " ".repeat((4 << 20) + 1);
    let with_length = json("200 OK", "", &body);
    let without = format!("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{body}").into_bytes();
    for answer in [with_length, without] {
        let (error, waits, _) = failure(vec![answer], RetryPolicy::default()).await;
        assert_eq!((error.kind(), waits.len()), (ErrorKind::InvalidResponse, 0));
        assert!(error.to_string().contains("larger than 4 MiB"), "{error}");
    }
}

#[tokio::test]
async fn a_success_that_is_not_the_documented_json_is_told_without_its_text() {
    let table = [
        ("<html>MARKER</html>", "the answer is not JSON"),
        (
            r#"{"links":"MARKER"}"#,
            "the answer is not of the documented shape, at line 1, column 17",
        ),
        ("", "the answer ends too early, at line 1, column 0"),
    ];
    for (body, problem) in table {
        let (error, _, requests) =
            failure(vec![json("200 OK", "", body)], RetryPolicy::default()).await;
        assert_eq!(error.kind(), ErrorKind::InvalidResponse);
        assert_eq!(requests.len(), 1);
        assert!(error.to_string().contains(problem), "{error}");
        assert!(!format!("{error} {error:?}").contains("MARKER"), "{error:?}");
    }
}

/// Kind, code and advice of an answer that is no success.
async fn refused(status: u16, body: &str) -> Error {
    let server = MockServer::start_async().await;
    server
        .mock_async(|when, then| {
            when.path(PATH);
            then.status(status).header("x-request-id", "req-1").body(body);
        })
        .await;
    let clock = TestClock::default();
    let client = builder(&server.base_url(), &clock).retry(RetryPolicy::never()).build().unwrap();
    links(&client).await.unwrap_err()
}

#[tokio::test]
async fn every_error_says_what_happened_and_what_to_do_next() {
    use ErrorKind::{NotFound, PermissionDenied, Rejected, Service, Throttled, Unauthenticated};
    let table = [
        (
            400,
            r#"{"error_msg":"Invalid {0} parameter in the request.","error_code":"111400063","error_ext_msg":null}"#,
            Rejected,
            Some("111400063"),
            "400 Bad Request, 111400063: Invalid {0} parameter in the request. (request id req-1)",
        ),
        (
            400,
            r#"{"error":{"code":"111400086","message":"only master standby instance is support this action","ext_message":null}}"#,
            Rejected,
            Some("111400086"),
            "only master standby instance is support this action (request id req-1); single-node instances have no backups",
        ),
        (
            400,
            r#"{"error_msg":"x","error_code":"DCS.4031","error_ext_msg":null}"#,
            NotFound,
            Some("DCS.4031"),
            "check the backup id, and that it is of this instance",
        ),
        (
            400,
            r#"{"error":{"message":"m","code":400,"title":"Bad Request"}}"#,
            Rejected,
            Some("400"),
            "400 Bad Request, 400: m (request id req-1)",
        ),
        (
            401,
            r#"{"error_msg":"Incorrect IAM authentication information: ak AKEXAMPLE0000000000X not exist","error_code":"APIGW.0301","request_id":"r2"}"#,
            Unauthenticated,
            Some("APIGW.0301"),
            "401 Unauthorized, APIGW.0301: Incorrect IAM authentication information: ak *** not exist (request id r2); the access key is unknown; check it, and that it was not deleted",
        ),
        (
            401,
            r#"{"error_msg":"calc aksk signature fail:signature expired, signature time:20211217T064303Z,server time:20211217T065804Z","error_code":"APIG.0301","request_id":"r"}"#,
            Unauthenticated,
            Some("APIG.0301"),
            "the local clock is 15m 1s behind the service's; set it",
        ),
        (
            401,
            r#"{"error_msg":"calc aksk signature fail:signature expired, signature time:20211217T065804Z,server time:20211217T064303Z","error_code":"APIGW.0301"}"#,
            Unauthenticated,
            Some("APIGW.0301"),
            "the local clock is 15m 1s ahead of the service's; set it",
        ),
        (
            401,
            r#"{"error_msg":"verify aksk signature fail, canonicalRequest:POST|/v2/|x-security-token:MARKER","error_code":"APIGW.0301"}"#,
            Unauthenticated,
            Some("APIGW.0301"),
            "APIGW.0301: verify aksk signature fail (request id req-1); check the secret key, and the security token of a temporary key",
        ),
        (
            401,
            r#"{"error_msg":"AK access failed to reach the limit,forbidden","error_code":"APIGW.0301"}"#,
            Unauthenticated,
            Some("APIGW.0301"),
            "the access key is locked after repeated failures; wait 5 minutes",
        ),
        (
            401,
            r#"{"error_msg":"decrypt token fail","error_code":"APIGW.0307"}"#,
            Unauthenticated,
            Some("APIGW.0307"),
            "get a new token",
        ),
        (
            401,
            r#"{"error_msg":"x","error_code":"DCS.1004"}"#,
            Unauthenticated,
            Some("DCS.1004"),
            "the project id is not the token's",
        ),
        (
            401,
            "",
            Unauthenticated,
            None,
            "401 Unauthorized (request id req-1); check the credentials",
        ),
        (
            403,
            r#"{"error_msg":"no permission","error_code":"DCS.2003","error_ext_msg":null}"#,
            PermissionDenied,
            Some("DCS.2003"),
            "403 Forbidden, DCS.2003: no permission (request id req-1); grant the permission dcs:instance:downloadBackupData",
        ),
        (
            403,
            r#"{"error_msg":"x","error_code":"APIGW.0401"}"#,
            PermissionDenied,
            Some("APIGW.0401"),
            "the gateway refuses this client's address",
        ),
        (
            404,
            r#"{"error_msg":"This DCS instance does not exist.","error_code":"DCS.3022","error_ext_msg":null}"#,
            NotFound,
            Some("DCS.3022"),
            "check the instance id, and that project and region are the instance's",
        ),
        (
            404,
            r#"{"error_msg":"The API does not exist","error_code":"APIGW.0101","request_id":"r"}"#,
            NotFound,
            Some("APIGW.0101"),
            "check that the endpoint is that of the service",
        ),
        (
            405,
            r#"{"error_msg":"x","error_code":"DCS.5001"}"#,
            Rejected,
            Some("DCS.5001"),
            "405 Method Not Allowed, DCS.5001: x",
        ),
        (
            429,
            r#"{"error_msg":"throttled","error_code":"APIGW.0308"}"#,
            Throttled,
            Some("APIGW.0308"),
            "ask less often",
        ),
        (
            500,
            r#"{"error_msg":"internal","error_code":"DCS.5000"}"#,
            Service,
            Some("DCS.5000"),
            "500 Internal Server Error, DCS.5000: internal (request id req-1); try later",
        ),
        (
            502,
            "<html><body>MARKER</body></html>",
            Service,
            None,
            "502 Bad Gateway (request id req-1); try later",
        ),
        (503, "null", Service, None, "503 Service Unavailable (request id req-1); try later"),
        (
            504,
            r#"{"errorCode":"c","errorMsg":"m"}"#,
            Service,
            Some("c"),
            "504 Gateway Timeout, c: m",
        ),
    ];
    for (status, body, kind, code, says) in table {
        let error = refused(status, body).await;
        assert_eq!((error.kind(), error.code()), (kind, code), "{body}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        let text = error.to_string();
        assert!(text.contains(says), "{text}\nlacks\n{says}");
        assert!(!format!("{text} {error:?}").contains("MARKER"), "{error:?}");
    }
}

#[tokio::test]
async fn a_denial_keeps_its_authorization_message_out_of_the_text() {
    let body = r#"{"error_msg":"denied","error_code":"DCS.2007","encoded_authorization_message":"ENCODED"}"#;
    let error = refused(403, body).await;
    assert_eq!(error.encoded_authorization_message(), Some("ENCODED"));
    assert!(!format!("{error} {error:?}").contains("ENCODED"));
    assert!(error.is_auth());
}

#[tokio::test]
async fn an_own_http_client_is_used() {
    let script = Script::serve(vec![json("200 OK", "", ONE_LINK)]).await;
    let own = reqwest::Client::builder().user_agent("own/1").build().unwrap();
    let client = builder(&script.endpoint, &TestClock::default()).http_client(own).build().unwrap();
    links(&client).await.unwrap();
    assert!(script.requests()[0].contains("user-agent: own/1\r\n"));
}

#[tokio::test]
async fn the_raw_error_converts_into_ours() {
    let answer = json("404 Not Found", "", r#"{"error_code":"DCS.3022","error_msg":"gone"}"#);
    let script = Script::serve(vec![answer]).await;
    let raw = client(&script.endpoint, &TestClock::default()).raw().clone();
    let call =
        || raw.list_backup_file_links().project_id(PROJECT).instance_id(INSTANCE).backup_id(BACKUP);
    let error = call().body_map(|body| body.expiration(300)).send().await.unwrap_err();
    let error = Error::from(error);
    assert_eq!(
        (error.kind(), error.code(), error.attempts()),
        (ErrorKind::NotFound, Some("DCS.3022"), Some(1))
    );
    assert!(
        error.to_string().starts_with("ListBackupFileLinks: 404 Not Found, DCS.3022: gone"),
        "{error}"
    );

    let refused = call().body_map(|body| body.expiration(1)).send().await.unwrap_err();
    assert_eq!(Error::from(refused).kind(), ErrorKind::InvalidInput);
    let refused = call().instance_id("..").body_map(|body| body.expiration(300)).send().await;
    assert_eq!(
        Error::from(refused.unwrap_err()).to_string(),
        "instance_id: the value is not accepted; make it with `types::InstanceId`, which says why"
    );
    assert_eq!(script.requests().len(), 1);
}
