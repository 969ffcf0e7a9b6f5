//! No secret comes out by accident: not by `Debug`, `Display`, or an error; `tracing.rs` looks at events. Each
//! test also shows that the marker was there to come out.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

mod common;

use common::{BACKUP, INSTANCE, PROJECT, Script, TestClock, builder, json};
use dcs_backup::{Client, Credentials, Error, RetryPolicy};

const ACCESS: &str = "MARKERACCESSKEY0001";
const SECRET: &str = "MARKER-secret-key-0002";
const TOKEN: &str = "MARKER-security-token-0003";
const SIGNATURE: &str = "MARKERsignature%2B0004%3D";
const MARKERS: [&str; 4] = [ACCESS, SECRET, TOKEN, SIGNATURE];

fn assert_clean(text: &str) {
    for marker in MARKERS {
        assert!(!text.contains(marker), "{marker} in:\n{text}");
    }
}

fn shown(error: &Error) -> String {
    let mut text = format!("{error} {error:#} {error:?} {error:#?}");
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        text.push_str(&format!(" {cause} {cause:?}"));
        source = cause.source();
    }
    text
}

fn client(endpoint: &str) -> Client {
    let credentials = Credentials::temporary(ACCESS, SECRET, TOKEN).unwrap();
    builder(endpoint, &TestClock::default()).credentials(credentials).build().unwrap()
}

fn answer_with_a_link() -> Vec<u8> {
    let link =
        format!("https://b.example.com/f.rdb?AWSAccessKeyId=A&Expires=1&Signature={SIGNATURE}");
    json(
        "200 OK",
        "",
        &serde_json::json!({ "links": [{ "file_name": "f.rdb", "link": link }] }).to_string(),
    )
}

#[tokio::test]
async fn checked_and_generated_answers_show_no_link() {
    let script = Script::serve(vec![answer_with_a_link()]).await;
    let client = client(&script.endpoint);
    let links = client.backup(INSTANCE, BACKUP).links().send().await.unwrap();
    let link = links.iter().next().unwrap();
    assert!(link.url.as_str().contains(SIGNATURE));
    assert!(serde_json::to_string(&links).unwrap().contains(SIGNATURE));
    assert_clean(&format!("{links:?} {links:#?}"));
    assert_eq!(format!("{:?}", link.url), "PresignedUrl(***)");

    let answer = client
        .raw()
        .list_backup_file_links()
        .project_id(PROJECT)
        .instance_id(INSTANCE)
        .backup_id(BACKUP)
        .body_map(|body| body.expiration(300))
        .send()
        .await
        .unwrap();
    let item = &answer.links.as_ref().unwrap()[0];
    assert!(item.link.as_ref().unwrap().expose().contains(SIGNATURE));
    assert_eq!(format!("{:?}", item.link), "Some(SecretText(***))");
    assert_clean(&format!("{answer:#?}"));
}

#[test]
fn a_client_shows_no_credentials() {
    let client = client("http://127.0.0.1:1");
    assert_eq!(
        format!("{client:?}"),
        format!(
            "Client {{ endpoint: http://127.0.0.1:1, project_id: ProjectId({PROJECT:?}), .. }}"
        )
    );
    assert_clean(&format!("{:#?}", client.raw()));
    let builder = Client::builder().credentials(Credentials::token(TOKEN).unwrap());
    assert_clean(&format!("{builder:#?}"));
    assert_clean(&format!("{:#?}", client.backup(INSTANCE, BACKUP).links()));
}

#[tokio::test]
async fn errors_repeat_nothing_that_the_gateway_echoes() {
    let echo = format!(
        "verify aksk signature fail for {ACCESS} and {TOKEN}, canonicalRequest:POST|/v2/|x-security-token:{TOKEN}|"
    );
    let link = format!("see https://b.example.com/f?Signature={SIGNATURE} for {SECRET}");
    for message in [&echo, &link] {
        let body = serde_json::json!({ "error_code": "APIGW.0301", "error_msg": message });
        let script = Script::serve(vec![json("401 Unauthorized", "", &body.to_string())]).await;
        let error =
            client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap_err();
        assert!(MARKERS.iter().any(|marker| body.to_string().contains(marker)));
        assert_clean(&shown(&error));
    }
    // What was sent had the token in it.
    let script = Script::serve(vec![answer_with_a_link()]).await;
    client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap();
    assert!(script.requests()[0].contains(TOKEN));
}

#[tokio::test]
async fn a_link_in_a_broken_answer_is_not_repeated() {
    let bodies = [
        format!(r#"{{"links":"https://b.example.com/f?Signature={SIGNATURE}"}}"#),
        format!(
            r#"{{"links":[{{"file_name":"f","link":"http://b.example.com/f?Signature={SIGNATURE}"}}]}}"#
        ),
        format!(r#"{{"links":[{{"file_name":"f/g?Signature={SIGNATURE}","link":""}}]}}"#),
        format!("<html>{SIGNATURE}</html>"),
    ];
    for body in bodies {
        assert!(body.contains(SIGNATURE));
        let script = Script::serve(vec![json("200 OK", "", &body)]).await;
        let error =
            client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap_err();
        assert_clean(&shown(&error));
    }
}

#[tokio::test]
async fn a_connection_failure_shows_no_url() {
    let client = builder("http://127.0.0.1:1", &TestClock::default())
        .retry(RetryPolicy::never())
        .build()
        .unwrap();
    let error = client.backup(INSTANCE, BACKUP).links().send().await.unwrap_err();
    assert!(!shown(&error).contains("/v2/"), "{}", shown(&error));
}

#[tokio::test]
async fn headers_are_cleaned_as_bodies_are() {
    for marker in [ACCESS, SECRET, TOKEN] {
        let headers =
            format!("x-request-id: id-{marker}-end\r\nserver: {marker}\r\nlocation: {marker}\r\n");
        for status in ["200 OK", "302 Found", "403 Forbidden", "503 Service Unavailable"] {
            let script = Script::serve(vec![json(status, &headers, "{")]).await;
            let error =
                client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap_err();
            assert_clean(&shown(&error));
            assert!(error.request_id().is_some_and(|id| id.contains("***")), "{error:?}");
        }
    }
}

#[tokio::test]
async fn the_signature_of_a_request_is_shown_by_no_error() {
    let signature_of = |request: &str| {
        let (_, rest) = request.split_once("Signature=").unwrap();
        rest.lines().next().unwrap().to_owned()
    };
    let script = Script::answer(move |request| {
        let signature = signature_of(request);
        let body =
            serde_json::json!({ "error_code": "C", "error_msg": format!("not {signature}!") });
        json("400 Bad Request", &format!("x-request-id: {signature}\r\n"), &body.to_string())
    })
    .await;
    let error = client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap_err();
    let signature = signature_of(&script.requests()[0]);
    assert_eq!(signature.len(), 64);
    assert_eq!(error.problem(), "400 Bad Request, C: not ***!");
    assert_eq!(error.request_id(), Some("***"));
    assert!(!shown(&error).contains(&signature[..8]), "{}", shown(&error));
}
