//! The API: what the gateway lets pass, and what the service answers.

use std::time::Duration;

use dcs_backup_sandbox::{Backup, Sandbox};
use reqwest::Method;

use crate::support::{Ask, frozen, links_path, noon, stamp};

const FIFTEEN_MINUTES: Duration = Duration::from_secs(15 * 60);

#[tokio::test]
async fn a_signed_request_gets_a_link_for_each_file() {
    let sandbox = Sandbox::start().await.unwrap();
    let answer = Ask::new(&sandbox).send().await;
    assert_eq!(answer.status, 200);
    assert!(answer.headers.contains_key("x-request-id"));
    assert_eq!(answer.body["file_path"], format!("backup_{}/", sandbox.backup_id()));
    let bucket = answer.body["bucket_name"].as_str().unwrap();
    assert!(bucket.starts_with("bucket") && bucket.len() == 38);
    let names: Vec<&str> = answer.body["links"]
        .as_array()
        .unwrap()
        .iter()
        .map(|item| item["file_name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "redis_192.168.0.87_6379_0-5460_20240410073529.rdb",
            "redis_192.168.0.88_6379_5461-10922_20240410073529.rdb",
            "redis_192.168.0.89_6379_10923-16383_20240410073529.rdb",
        ]
    );
}

#[tokio::test]
async fn more_than_64_files_are_all_listed() {
    let files = (0..128).map(|i| (format!("{i}.rdb"), "REDIS"));
    let sandbox = frozen().backup(Backup::new(files)).start().await.unwrap();
    let answer = Ask::new(&sandbox).send().await;
    assert_eq!(answer.body["links"].as_array().unwrap().len(), 128);
}

#[tokio::test]
async fn what_the_sdks_sign_beside_the_date_is_verified() {
    let sandbox = frozen().start().await.unwrap();
    let ask = || {
        Ask::new(&sandbox).with(|ask| {
            ask.headers = vec![
                ("content-type", "application/json;charset=utf-8".into()),
                ("user-agent", "huaweicloud-usdk-python/3.0".into()),
                ("x-project-id", sandbox.project_id().into()),
            ];
            ask.query = "b=2&a=%201&c".into();
            ask.body = br#"{"expiration": 300}"#.to_vec();
        })
    };
    let authorization = ask().authorization();
    let changes: [fn(&mut Ask); 6] = [
        |ask| ask.body = br#"{"expiration":300}"#.to_vec(),
        |ask| ask.query = "b=2&a=%202&c".into(),
        |ask| ask.headers[1].1 = "another".into(),
        |ask| drop(ask.headers.pop()),
        |ask| ask.date = stamp(noon() + Duration::from_secs(1)),
        |ask| ask.method = Method::GET,
    ];
    for change in changes {
        let good = ask().send_with(Some(&authorization)).await;
        assert_eq!(good.status, 200);
        let answer = ask().with(change).send_with(Some(&authorization)).await;
        assert_eq!(answer.refusal(), (401, "APIGW.0301"));
        assert!(answer.message().contains("verify aksk signature fail"));
    }
}

#[tokio::test]
async fn a_wrong_signature_is_told_with_the_gateways_canonical_request() {
    let sandbox = frozen().start().await.unwrap();
    let ask = Ask::new(&sandbox).with(|ask| ask.secret_key = "wrong".into());
    let expected = format!(
        "Incorrect IAM authentication information: verify aksk signature fail, \
         canonicalRequest:POST|{}/||content-type:application/json|host:{}|\
         x-sdk-date:20240410T073529Z||content-type;host;x-sdk-date|",
        ask.path,
        ask.endpoint.trim_start_matches("http://"),
    );
    let answer = ask.send().await;
    assert_eq!(answer.refusal(), (401, "APIGW.0301"));
    assert!(answer.message().starts_with(&expected), "{}", answer.message());
}

#[tokio::test]
async fn an_unknown_access_key_is_named() {
    let sandbox = frozen().start().await.unwrap();
    let answer = Ask::new(&sandbox).with(|ask| ask.access_key = "NOBODY".into()).send().await;
    assert_eq!(answer.refusal(), (401, "APIGW.0301"));
    assert!(answer.message().ends_with(": ak NOBODY not exist"));
}

#[tokio::test]
async fn a_date_may_be_off_by_15_minutes_and_no_more() {
    let sandbox = frozen().start().await.unwrap();
    let second = Duration::from_secs(1);
    let ask = |date| Ask::new(&sandbox).with(|ask| ask.date = stamp(date));
    let now = sandbox.now();
    assert_eq!(ask(now - FIFTEEN_MINUTES).send().await.status, 200);
    assert_eq!(ask(now + FIFTEEN_MINUTES).send().await.status, 200);
    let late = ask(now - FIFTEEN_MINUTES - second).send().await;
    assert_eq!(late.refusal(), (401, "APIGW.0301"));
    assert!(late.message().ends_with(
        "calc aksk signature fail:signature expired, \
         signature time:20240410T072028Z,server time:20240410T073529Z"
    ));
    let early = ask(now + FIFTEEN_MINUTES + second).send().await;
    assert_eq!(early.refusal(), (401, "APIGW.0301"));
    assert!(early.message().contains("signature expired"));
}

#[tokio::test]
async fn a_date_that_is_missing_malformed_or_unsigned_is_refused() {
    let sandbox = frozen().start().await.unwrap();
    for date in ["", "20240410", "2024-04-10T07:35:29Z", "20241310T073529Z", "20240410T07352+Z"] {
        let answer = Ask::new(&sandbox).with(|ask| ask.date = date.into()).send().await;
        assert_eq!(answer.refusal(), (401, "APIGW.0301"), "{date}");
    }
    let sandbox = frozen().start().await.unwrap();
    let ask = Ask::new(&sandbox);
    let unsigned = ask.authorization().replace(";x-sdk-date", "");
    let answer = ask.send_with(Some(&unsigned)).await;
    assert!(answer.message().contains("x-sdk-date not in SignedHeaders"));
}

#[tokio::test]
async fn authorization_has_exactly_one_form() {
    let sandbox = frozen().start().await.unwrap();
    let good = Ask::new(&sandbox).authorization();
    for bad in [
        String::new(),
        "Bearer x".into(),
        good.replace("SDK-HMAC-SHA256", "SDK-HMAC-SM3"),
        good.replace(", ", ","),
        good.replace("Access=", "access="),
        good.replace(", Signature=", ", Signature=0"),
        format!("{good}, Signature=x"),
        good.to_uppercase(),
    ] {
        let answer = Ask::new(&sandbox).send_with(Some(&bad)).await;
        assert_eq!(answer.refusal(), (401, "APIGW.0301"), "{bad}");
    }
    let answer = Ask::new(&sandbox)
        .with(|ask| ask.unsigned.push(("authorization", good.clone())))
        .send_with(Some(&good))
        .await;
    assert_eq!(answer.refusal(), (401, "APIGW.0301"));
}

#[tokio::test]
async fn six_failures_in_a_row_lock_the_key_for_5_minutes() {
    let sandbox = frozen().start().await.unwrap();
    let wrong = || Ask::new(&sandbox).with(|ask| ask.secret_key = "wrong".into());
    for _ in 0..5 {
        assert!(wrong().send().await.message().contains("verify aksk"));
    }
    assert_eq!(Ask::new(&sandbox).send().await.status, 200);
    for _ in 0..6 {
        assert!(wrong().send().await.message().contains("verify aksk"));
    }
    let locked = Ask::new(&sandbox).send().await;
    assert_eq!(locked.refusal(), (401, "APIGW.0301"));
    assert!(locked.message().ends_with("AK access failed to reach the limit,forbidden"));
    sandbox.advance(Duration::from_secs(299));
    assert_eq!(Ask::new(&sandbox).send().await.status, 401);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(Ask::new(&sandbox).send().await.status, 200);
}

#[tokio::test]
async fn temporary_keys_demand_the_signed_token() {
    let sandbox = frozen().temporary_keys().start().await.unwrap();
    let token = sandbox.security_token().unwrap().to_owned();
    let with = |token: &str| {
        let header = ("x-security-token", token.to_owned());
        Ask::new(&sandbox).with(|ask| ask.headers.push(header))
    };
    assert_eq!(with(&token).send().await.status, 200);
    assert_eq!(with("x").send().await.refusal(), (401, "APIGW.0301"));
    let missing = Ask::new(&sandbox).send().await;
    assert_eq!(missing.refusal(), (401, "APIGW.0301"));
    assert!(missing.message().contains("Get secretKey failed,ak:"));
    let unsigned = Ask::new(&sandbox)
        .with(|ask| ask.unsigned.push(("x-security-token", token.clone())))
        .send()
        .await;
    assert_eq!(unsigned.refusal(), (401, "APIGW.0301"));

    let permanent = frozen().start().await.unwrap();
    let answer =
        Ask::new(&permanent).with(|ask| ask.headers.push(("x-security-token", token))).send().await;
    assert_eq!(answer.refusal(), (401, "APIGW.0301"));
}

#[tokio::test]
async fn a_token_stands_in_for_a_signature() {
    let sandbox = frozen().start().await.unwrap();
    let with = |token: &str| {
        let header = ("x-auth-token", token.to_owned());
        Ask::new(&sandbox).with(|ask| ask.unsigned.push(header))
    };
    assert_eq!(with(sandbox.token()).send_with(None).await.status, 200);
    let wrong = with("x").send_with(None).await;
    assert_eq!(wrong.refusal(), (401, "APIGW.0307"));
    assert_eq!(wrong.message(), "decrypt token fail");
    let none = Ask::new(&sandbox).send_with(None).await;
    assert_eq!(none.refusal(), (401, "APIGW.0301"));
    assert_eq!(with("x").send().await.status, 200, "Authorization counts");
    let signed_wrong = with(sandbox.token()).with(|ask| ask.secret_key = "x".into());
    assert_eq!(signed_wrong.send().await.refusal(), (401, "APIGW.0301"));
}

#[tokio::test]
async fn routes_are_matched_to_the_letter() {
    let sandbox = frozen().start().await.unwrap();
    let good = Ask::new(&sandbox).path;
    for path in [
        "/".into(),
        "/v2".into(),
        format!("{good}/"),
        good.replace("v2", "v1.0"),
        good.replace("links", "Links"),
        good.replace(sandbox.project_id(), ""),
    ] {
        let answer = Ask::new(&sandbox).with(|ask| ask.path.clone_from(&path)).send().await;
        assert_eq!(answer.refusal(), (404, "APIGW.0101"), "{path}");
    }
    for method in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
        let answer = Ask::new(&sandbox).with(|ask| ask.method = method).send().await;
        assert_eq!(answer.refusal(), (405, "DCS.5001"));
    }
}

#[tokio::test]
async fn ids_that_are_malformed_or_unknown_are_refused_by_kind() {
    let sandbox = frozen().start().await.unwrap();
    let (project, instance, backup) =
        (sandbox.project_id(), sandbox.instance_id(), sandbox.backup_id());
    let long = "x".repeat(65);
    for (path, expected) in [
        (links_path("x", instance, backup), (401, "DCS.1004")),
        (links_path("%7Bproject_id%7D", instance, backup), (400, "DCS.4002")),
        (links_path(project, "x", backup), (404, "DCS.3022")),
        (links_path(project, "a%20b", backup), (400, "DCS.4061")),
        (links_path(project, &long, backup), (400, "DCS.4061")),
        (links_path(project, instance, "x"), (400, "DCS.4031")),
        (links_path(project, instance, "a.b"), (400, "DCS.4061")),
    ] {
        let answer = Ask::new(&sandbox).with(|ask| ask.path.clone_from(&path)).send().await;
        assert_eq!(answer.refusal(), expected, "{path}");
    }
}

#[tokio::test]
async fn a_body_must_be_json_with_an_expiration_in_its_range() {
    let sandbox = frozen().start().await.unwrap();
    for (body, expected) in [
        ("", (400, "DCS.4004")),
        ("expiration=1800", (400, "DCS.4005")),
        ("[1800]", (400, "DCS.4005")),
        ("\u{feff}{}", (400, "DCS.4005")),
        ("{}", (400, "DCS.4062")),
        (r#"{"Expiration":1800}"#, (400, "DCS.4062")),
        (r#"{"expiration":null}"#, (400, "DCS.4063")),
        (r#"{"expiration":"1800"}"#, (400, "DCS.4063")),
        (r#"{"expiration":1800.0}"#, (400, "DCS.4063")),
        (r#"{"expiration":-1}"#, (400, "DCS.4063")),
        (r#"{"expiration":299}"#, (400, "DCS.4063")),
        (r#"{"expiration":86401}"#, (400, "DCS.4063")),
        (r#"{"expiration":18446744073709551616}"#, (400, "DCS.4063")),
    ] {
        let answer = Ask::new(&sandbox).with(|ask| ask.body = body.into()).send().await;
        assert_eq!(answer.refusal(), expected, "{body}");
    }
    for body in [r#"{"expiration":300}"#, r#"{"expiration":86400,"new":1}"#] {
        let answer = Ask::new(&sandbox).with(|ask| ask.body = body.into()).send().await;
        assert_eq!(answer.status, 200, "{body}");
    }
    for media_type in ["text/plain", "application/jsonx", ""] {
        let answer =
            Ask::new(&sandbox).with(|ask| ask.headers[0].1 = media_type.into()).send().await;
        assert_eq!(answer.refusal(), (400, "DCS.4005"), "{media_type}");
    }
}

#[tokio::test]
async fn a_body_above_12_mb_is_refused() {
    let sandbox = frozen().start().await.unwrap();
    let answer = |length| Ask::new(&sandbox).with(|ask| ask.body.resize(length, b' ')).send();
    assert_eq!(answer(12 << 20).await.status, 200);
    assert_eq!(answer((12 << 20) + 1).await.refusal(), (413, "APIGW.0201"));
}
