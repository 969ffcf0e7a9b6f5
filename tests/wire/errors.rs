//! What an error says.

use dcs_backup::{Error, ErrorKind};

use crate::{
    common::{BACKUP, INSTANCE, PROJECT, Script, TestClock, json},
    support::{client, refused},
};

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
