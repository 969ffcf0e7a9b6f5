//! The store: what a link opens, and what it does not.

use std::time::Duration;

use dcs_backup_sandbox::{Backup, Sandbox};
use reqwest::{Method, Response};

use crate::support::{frozen, http_client, links};

const CONTENT: &str = "0123456789";

async fn one_file() -> (Sandbox, String) {
    let backup = Backup::new([("a b.rdb", CONTENT)]);
    let sandbox = frozen().backup(backup).start().await.unwrap();
    let link = links(&sandbox).await.remove(0);
    (sandbox, link)
}

async fn get(link: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = http_client().get(link);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// The text of one element of the store's XML.
fn element<'a>(xml: &'a str, name: &str) -> &'a str {
    let (_, rest) = xml.split_once(&format!("<{name}>")).unwrap_or_default();
    rest.split_once(&format!("</{name}>")).unwrap_or_default().0
}

/// Status, code and message of a refusal.
async fn refusal(response: Response) -> (u16, String, String) {
    let status = response.status().as_u16();
    assert_eq!(response.headers()["content-type"], "application/xml");
    let id = response.headers()["x-obs-request-id"].clone();
    assert!(response.headers().contains_key("x-obs-id-2"));
    let xml = response.text().await.unwrap();
    assert_eq!(element(&xml, "RequestId"), id.to_str().unwrap());
    assert!(!element(&xml, "HostId").is_empty());
    let text = |name| element(&xml, name).to_owned();
    (status, text("Code"), text("Message"))
}

async fn refused_with(response: Response) -> (u16, String) {
    let (status, code, _) = refusal(response).await;
    (status, code)
}

fn forbidden(code: &str) -> (u16, String) {
    (403, code.to_owned())
}

/// The link with the value of a query parameter changed.
fn tampered(link: &str, name: &str, change: impl Fn(&str) -> String) -> String {
    let (before, rest) = link.split_once(&format!("{name}=")).unwrap();
    let (value, after) = rest.split_at(rest.find('&').unwrap_or(rest.len()));
    format!("{before}{name}={}{after}", change(value))
}

#[tokio::test]
async fn links_give_the_files_byte_for_byte() {
    let sandbox = Sandbox::start().await.unwrap();
    let links = links(&sandbox).await;
    let backup = Backup::three_shards();
    assert_eq!(links.len(), 3);
    for (link, (name, bytes)) in links.iter().zip(backup.files()) {
        assert!(link.starts_with(sandbox.endpoint()));
        assert!(link.contains(name));
        let response = get(link, &[]).await;
        assert_eq!(response.status(), 200);
        let headers = response.headers();
        assert_eq!(headers["content-type"], "binary/octet-stream");
        assert_eq!(headers["accept-ranges"], "bytes");
        assert_eq!(headers["content-length"], bytes.len().to_string().as_str());
        let etag = headers["etag"].to_str().unwrap();
        assert!(etag.starts_with('"') && etag.ends_with('"'));
        assert!(headers.contains_key("last-modified"));
        assert_eq!(response.bytes().await.unwrap(), bytes);
    }
}

#[tokio::test]
async fn a_link_dies_when_its_time_is_over() {
    let (sandbox, link) = one_file().await;
    sandbox.advance(Duration::from_secs(1799));
    assert_eq!(get(&link, &[]).await.status(), 200);
    sandbox.advance(Duration::from_secs(1));
    let response = get(&link, &[]).await;
    assert_eq!(response.status(), 403);
    let xml = response.text().await.unwrap();
    assert_eq!(element(&xml, "Code"), "AccessDenied");
    assert_eq!(element(&xml, "Message"), "Request has expired");
    assert_eq!(element(&xml, "Expires"), "2024-04-10T08:05:29Z");
    assert_eq!(element(&xml, "ServerTime"), "2024-04-10T08:05:29Z");
}

#[tokio::test]
async fn each_part_of_a_link_is_checked() {
    let (_sandbox, link) = one_file().await;
    let later = tampered(&link, "Expires", |value| format!("{value}0"));
    assert_eq!(refused_with(get(&later, &[]).await).await, forbidden("SignatureDoesNotMatch"));
    let stranger = tampered(&link, "AWSAccessKeyId", |_| "<NOBODY>".into());
    let response = get(&stranger, &[]).await;
    assert_eq!(response.status(), 403);
    let xml = response.text().await.unwrap();
    assert_eq!(element(&xml, "Code"), "InvalidAccessKeyId");
    assert_eq!(element(&xml, "OBSAccessKeyId"), "&lt;NOBODY&gt;");
    for signature in ["", "AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"] {
        let forged = tampered(&link, "Signature", |_| signature.into());
        assert_eq!(refused_with(get(&forged, &[]).await).await, forbidden("SignatureDoesNotMatch"));
    }
    for path in [
        link.replace("a%20b", "a%20c"),
        link.replace("a%20b", "%61%20b"),
        link.replace("/bucket", "/bucket0"),
    ] {
        assert_eq!(
            refused_with(get(&path, &[]).await).await,
            forbidden("SignatureDoesNotMatch"),
            "{path}"
        );
    }
    for expires in ["", "x", "-1", "%2B1", "1.5", "99999999999999999999"] {
        let malformed = tampered(&link, "Expires", |_| expires.into());
        assert_eq!(
            refusal(get(&malformed, &[]).await).await.2,
            "Invalid date (should be seconds since epoch)",
            "{expires}"
        );
    }
    for missing in ["AWSAccessKeyId", "Expires", "Signature"] {
        let renamed = link.replace(&format!("{missing}="), "other=");
        let repeated = format!("{link}&{missing}=1");
        for bad in [renamed, repeated] {
            assert_eq!(refused_with(get(&bad, &[]).await).await, forbidden("AccessDenied"));
        }
    }
}

#[tokio::test]
async fn a_plus_in_place_of_its_escape_breaks_the_signature() {
    let files = (0..64).map(|i| (i.to_string(), CONTENT));
    let sandbox = frozen().backup(Backup::new(files)).start().await.unwrap();
    let links = links(&sandbox).await;
    let link = links.iter().find(|link| link.contains("%2B")).unwrap();
    assert_eq!(get(link, &[]).await.status(), 200);
    assert_eq!(
        refused_with(get(&link.replace("%2B", "+"), &[]).await).await,
        forbidden("SignatureDoesNotMatch")
    );
}

#[tokio::test]
async fn sub_resources_are_signed_and_other_parameters_are_not() {
    let (_sandbox, link) = one_file().await;
    for added in [
        "response-content-disposition=x",
        "versionId=1",
        "attname=x",
        "acl",
        "x-obs-security-token=x",
    ] {
        assert_eq!(
            refused_with(get(&format!("{link}&{added}"), &[]).await).await,
            forbidden("SignatureDoesNotMatch"),
            "{added}"
        );
    }
    assert_eq!(get(&format!("{link}&other=1"), &[]).await.status(), 200);
}

#[tokio::test]
async fn headers_that_are_signed_break_a_link() {
    let (_sandbox, link) = one_file().await;
    for name in ["content-type", "content-md5", "x-obs-meta-a", "x-amz-date"] {
        assert_eq!(
            refused_with(get(&link, &[(name, "x")]).await).await,
            forbidden("SignatureDoesNotMatch"),
            "{name}"
        );
    }
    for name in ["authorization", "x-auth-token"] {
        assert_eq!(
            refusal(get(&link, &[(name, "x")]).await).await,
            (400, "InvalidArgument".into(), "Only one auth mechanism allowed".into())
        );
    }
    assert_eq!(get(&link, &[("x-other", "x")]).await.status(), 200);
}

#[tokio::test]
async fn other_methods_are_refused() {
    let (_sandbox, link) = one_file().await;
    let send = |method| http_client().request(method, &link).send();
    let head = send(Method::HEAD).await.unwrap();
    assert_eq!(head.status(), 403);
    assert!(head.bytes().await.unwrap().is_empty());
    for method in [Method::PUT, Method::POST, Method::DELETE, Method::OPTIONS] {
        let response = send(method).await.unwrap();
        assert_eq!(refused_with(response).await, (405, "MethodNotAllowed".into()));
    }
}

#[tokio::test]
async fn a_file_that_is_gone_is_no_such_key() {
    let (sandbox, link) = one_file().await;
    sandbox.set_backup(Backup::new([("other.rdb", CONTENT)]));
    assert_eq!(refused_with(get(&link, &[]).await).await, (404, "NoSuchKey".into()));
}

#[tokio::test]
async fn ranges_are_honoured_where_the_store_takes_them() {
    let (_sandbox, link) = one_file().await;
    for (range, content_range, expected) in [
        ("bytes=0-4", "bytes 0-4/10", "01234"),
        ("bytes=3-", "bytes 3-9/10", "3456789"),
        ("bytes=9-", "bytes 9-9/10", "9"),
        ("bytes=5-99", "bytes 5-9/10", "56789"),
        ("bytes=-3", "bytes 7-9/10", "789"),
        ("bytes=-99", "bytes 0-9/10", CONTENT),
    ] {
        let response = get(&link, &[("range", range), ("if-range", "\"x\"")]).await;
        assert_eq!(response.status(), 206, "{range}");
        assert_eq!(response.headers()["content-range"], content_range);
        assert_eq!(response.text().await.unwrap(), expected, "{range}");
    }
    for range in [
        "bytes=0-0",
        "bytes=4-2",
        "bytes=-",
        "bytes=0-1,3-4",
        "bytes=+1-2",
        "bytes=a-b",
        "bytes 0-1",
        "items=0-1",
        "",
    ] {
        let response = get(&link, &[("range", range)]).await;
        assert_eq!(response.status(), 200, "{range}");
        assert!(!response.headers().contains_key("content-range"));
        assert_eq!(response.text().await.unwrap(), CONTENT, "{range}");
    }
    for range in ["bytes=10-", "bytes=10-11", "bytes=-0"] {
        let response = get(&link, &[("range", range)]).await;
        assert_eq!(response.headers()["content-range"], "bytes */10", "{range}");
        assert_eq!(refused_with(response).await, (416, "InvalidRange".into()), "{range}");
    }
}

#[tokio::test]
async fn an_empty_file_is_a_file() {
    let backup = Backup::new([("empty.rdb", "")]);
    let sandbox = frozen().backup(backup).start().await.unwrap();
    let link = links(&sandbox).await.remove(0);
    let response = get(&link, &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["content-length"], "0");
    assert!(response.bytes().await.unwrap().is_empty());
    let response = get(&link, &[("range", "bytes=0-")]).await;
    assert_eq!(response.headers()["content-range"], "bytes */0");
    assert_eq!(response.status(), 416);
}

#[tokio::test]
async fn conditions_are_judged_by_the_etag_of_the_whole_file() {
    let (sandbox, link) = one_file().await;
    let first = get(&link, &[("range", "bytes=0-4")]).await;
    let etag = first.headers()["etag"].to_str().unwrap().to_owned();
    let listed = format!("\"x\", {etag}");
    let weak = format!("W/{etag}");
    let now = "Wed, 10 Apr 2024 07:35:29 GMT";
    let before = "Wed, 10 Apr 2024 07:35:28 GMT";
    for (name, value, expected) in [
        ("if-match", etag.as_str(), 200),
        ("if-match", "*", 200),
        ("if-match", listed.as_str(), 200),
        ("if-match", "\"x\"", 412),
        ("if-match", weak.as_str(), 412),
        ("if-match", etag.trim_matches('"'), 412),
        ("if-none-match", etag.as_str(), 304),
        ("if-none-match", weak.as_str(), 304),
        ("if-none-match", "*", 304),
        ("if-none-match", "\"x\"", 200),
        ("if-modified-since", now, 304),
        ("if-modified-since", before, 200),
        ("if-modified-since", "yesterday", 200),
        ("if-unmodified-since", now, 200),
        ("if-unmodified-since", before, 412),
    ] {
        let response = get(&link, &[(name, value)]).await;
        assert_eq!(response.status(), expected, "{name}: {value}");
    }
    sandbox.set_backup(Backup::new([("a b.rdb", "9876543210")]));
    let changed = get(&link, &[("if-match", &etag), ("range", "bytes=5-")]).await;
    assert_eq!(refused_with(changed).await, (412, "PreconditionFailed".into()));
    assert_ne!(get(&link, &[]).await.headers()["etag"], etag.as_str());
}

#[tokio::test]
async fn hostile_names_are_served_under_their_escapes() {
    let names = ["../../etc/passwd", "a/b", "é\u{0}\n", "", "a&b=c?d#e%41"];
    let backup = Backup::new(names.map(|name| (name, name.to_owned())));
    let sandbox = frozen().backup(backup).start().await.unwrap();
    for (link, name) in links(&sandbox).await.iter().zip(names) {
        assert_eq!(get(link, &[]).await.text().await.unwrap(), name);
    }
}
