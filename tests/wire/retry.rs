//! What is sent again and what is not, and how an answer is read.

use std::time::Duration;

use dcs_backup::{ErrorKind, RetryPolicy};

use crate::{
    common::{BACKUP, INSTANCE, ONE_LINK, Script, TestClock, builder, json},
    support::{client, failure, links},
};

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
