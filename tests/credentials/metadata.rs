//! What is asked of the metadata service, and what is made of its answers.

use std::time::Duration;

use dcs_backup::{EcsAgency, ErrorKind, ProvideCredentials as _};

use crate::{
    common::{Script, TestClock, json},
    support::{access_key, agency, keys, silent, status, token},
};

const REFUSED: &str = "401 Unauthorized";

async fn failure(answers: Vec<Vec<u8>>) -> (String, usize) {
    let service = Script::serve(answers).await;
    let agency = agency(&service.endpoint, &TestClock::default());
    let error = agency.provide().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    let text = format!("{error} {error:?} {agency:?}");
    assert!(!text.contains("MARKER"), "{text}");
    let reason = error.to_string();
    let name = format!("ECS agency at {}: ", service.endpoint);
    (reason.strip_prefix(&name).unwrap().to_owned(), service.requests().len())
}

#[tokio::test]
async fn keys_are_asked_for_with_a_token() {
    let service = Script::serve(vec![token(), keys("AGENCY-AK", "20:00:00")]).await;
    let agency = agency(&service.endpoint, &TestClock::default());
    let credentials = agency.provide().await.unwrap();
    assert_eq!(format!("{credentials:?}"), "Credentials::Temporary(***)");
    let requests = service.requests();
    assert!(requests[0].starts_with("PUT /meta-data/latest/api/token HTTP/1.1\r\n"));
    assert!(requests[0].contains("\r\nx-metadata-token-ttl-seconds: 21600\r\n"));
    assert!(requests[1].starts_with("GET /openstack/latest/securitykey HTTP/1.1\r\n"));
    assert!(requests[1].contains("\r\nx-metadata-token: METADATA-TOKEN\r\n"));
    assert_eq!(requests.len(), 2);
}

#[tokio::test]
async fn a_service_without_tokens_is_asked_without() {
    for line in ["404 Not Found", "405 Method Not Allowed", "503 Service Unavailable"] {
        let answers = vec![status(line, ""), keys("AGENCY-AK", "20:00:00")];
        let service = Script::serve(answers).await;
        let agency = agency(&service.endpoint, &TestClock::default());
        assert_eq!(access_key(&agency).await.unwrap(), "AGENCY-AK");
        assert!(!service.requests()[1].contains("x-metadata-token"));
    }
}

#[tokio::test]
async fn a_token_that_is_refused_is_renewed_once() {
    let again = vec![token(), status(REFUSED, ""), token(), keys("AGENCY-AK", "20:00:00")];
    let service = Script::serve(again).await;
    let agency = agency(&service.endpoint, &TestClock::default());
    assert_eq!(access_key(&agency).await.unwrap(), "AGENCY-AK");
    assert_eq!(service.requests().len(), 4);

    let twice = vec![token(), status(REFUSED, "MARKER"), token(), status(REFUSED, "MARKER")];
    let told = "it answers 401 twice; its own token is not accepted";
    assert_eq!(failure(twice).await, (told.to_owned(), 4));

    let none = "Please configure Cloud Service Agency first. MARKER";
    let told = "it answers 401 Unauthorized: the server has no agency";
    assert_eq!(failure(vec![token(), status(REFUSED, none)]).await, (told.to_owned(), 2));
}

#[tokio::test]
async fn an_answer_without_usable_keys_is_told_without_its_text() {
    let shape = "its answer is not of the known shape";
    let with = |access: &str, expires_at: &str| {
        json(
            "200 OK",
            "",
            &format!(
                r#"{{"credential":{{"access":"{access}","secret":"MARKER","securitytoken":"MARKER","expires_at":"{expires_at}"}}}}"#
            ),
        )
    };
    let table = [
        (status("200 OK", "MARKER"), shape),
        (status("200 OK", r#"{"credential":{"access":"MARKER"}}"#), shape),
        (status("200 OK", r#"{"credential":{"access":{"MARKER":1}}}"#), shape),
        (status("200 OK", &"MARKER".repeat(20_000)), "its answer is larger than 64 KiB"),
        (with("MARKER", "soon"), "its answer gives no date at which the keys expire"),
        (with("MARKER", "2026-07-04T11:22:33Z"), "its keys have expired; check the clock"),
        (
            with("MARKER MARKER", "2027-01-01T00:00:00Z"),
            "access key: byte 7 is not visible ASCII; look for a space or a line end",
        ),
        (
            json("302 Found", "location: /openstack/latest/MARKER\r\n", ""),
            "it answers 302 Found when asked for keys",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nMARKER".to_vec(),
            "the connection broke off",
        ),
    ];
    for (answer, told) in table {
        assert_eq!(failure(vec![token(), answer]).await, (told.to_owned(), 2));
    }
    let huge = status("200 OK", &"MARKER".repeat(20_000));
    assert_eq!(failure(vec![huge]).await, ("its answer is larger than 64 KiB".to_owned(), 1));
    let odd = status("200 OK", "a\u{1}MARKER");
    assert_eq!(failure(vec![odd]).await, ("its token is none".to_owned(), 1));
}

#[tokio::test]
async fn a_silent_service_is_given_up() {
    let (address, _hears) = silent().await;
    let agency = agency(&address, &TestClock::default()).step_timeout(Duration::from_millis(20));
    let error = agency.provide().await.unwrap_err();
    assert_eq!(error.to_string(), format!("ECS agency at {address}: no answer within 0.02 s"));
}

#[test]
fn keys_are_asked_of_nobody_but_the_server_itself() {
    for url in ["https://169.254.169.254", "http://169.254.169.254", "http://example.com", "x"] {
        assert!(EcsAgency::new().metadata_address(url).is_err(), "{url}");
    }
    let shown = format!("{:?}", EcsAgency::new());
    assert!(shown.contains("http://169.254.169.254"), "{shown}");
}
