//! Each fault of the store, as a client meets it, and what the sandbox tells of the requests.

use std::{fs::File, time::Duration};

use dcs_backup_sandbox::{Backup, LinkLifetime, Sandbox, ServedRequest, StoreFault};
use http::{HeaderValue, StatusCode};
use reqwest::Response;

use crate::support::{Ask, frozen, http_client, links};

const CONTENT: &str = "0123456789";
/// More than hyper and the system hold back, and sent in many pieces.
const LARGE: usize = 32 << 20;

async fn two_files() -> (Sandbox, Vec<String>) {
    let backup = Backup::new([("a", CONTENT), ("b", "abcdefghij")]);
    let sandbox = frozen().backup(backup).start().await.unwrap();
    let links = links(&sandbox).await;
    (sandbox, links)
}

async fn get(link: &str) -> Response {
    http_client().get(link).send().await.unwrap()
}

/// A GET of the bytes 2 to 7.
async fn get_range(link: &str) -> Response {
    let request = http_client().get(link).header("range", "bytes=2-7");
    request.send().await.unwrap()
}

/// What came, and whether it ended as it should.
async fn drain(mut response: Response) -> (Vec<u8>, Ending) {
    let mut received = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => received.extend_from_slice(&chunk),
            Ok(None) => return (received, Ending::Whole),
            Err(_) => return (received, Ending::Broken),
        }
    }
}

#[derive(Debug, PartialEq)]
enum Ending {
    Whole,
    Broken,
}

fn value(text: &'static str) -> HeaderValue {
    HeaderValue::from_static(text)
}

#[tokio::test]
async fn a_cut_body_ends_after_exactly_so_many_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let file = File::create(folder.path().join("large")).unwrap();
    file.set_len(LARGE as u64).unwrap();
    let backup = Backup::from_folder(folder.path()).unwrap();
    let sandbox = frozen().backup(backup).start().await.unwrap();
    let link = links(&sandbox).await.remove(0);
    for after in [0, 1, 1_000_000, LARGE as u64 - 1] {
        sandbox.fail_store_next(StoreFault::CutBody { after });
        let response = get(&link).await;
        assert_eq!(response.content_length(), Some(LARGE as u64));
        let (received, ending) = drain(response).await;
        assert_eq!((received.len() as u64, ending), (after, Ending::Broken));
        assert_eq!(sandbox.requests().last().unwrap().bytes_sent, after);
    }
    sandbox.fail_store_next(StoreFault::CutBody { after: LARGE as u64 });
    let (received, ending) = drain(get(&link).await).await;
    assert_eq!((received.len(), ending), (LARGE, Ending::Whole));
}

#[tokio::test]
async fn a_cut_counts_from_where_the_range_begins() {
    let (sandbox, links) = two_files().await;
    sandbox.fail_store_next(StoreFault::CutBody { after: 2 });
    let response = get_range(&links[0]).await;
    assert_eq!(response.headers()["content-range"], "bytes 2-7/10");
    assert_eq!(drain(response).await, (b"23".to_vec(), Ending::Broken));
}

#[tokio::test]
async fn stalled_bodies_go_on_when_they_are_let() {
    let (sandbox, links) = two_files().await;
    for after in [0, 3] {
        for _ in 0..2 {
            sandbox.fail_store_next(StoreFault::StallBody { after });
        }
        let mut one = get(&links[0]).await;
        let other = get(&links[1]).await;
        sandbox.until_stalled(2..).await;
        if after > 0 {
            assert_eq!(one.chunk().await.unwrap().unwrap(), "012");
        }
        sandbox.release_stalled();
        let rest = CONTENT.as_bytes()[after as usize..].to_vec();
        assert_eq!(drain(one).await, (rest, Ending::Whole));
        assert_eq!(other.text().await.unwrap(), "abcdefghij");
    }
}

#[tokio::test]
async fn a_client_that_leaves_ends_its_stall() {
    let (sandbox, links) = two_files().await;
    sandbox.fail_store_next(StoreFault::StallBody { after: 3 });
    let stalled = get(&links[0]).await;
    sandbox.until_stalled(1..).await;
    drop(stalled);
    sandbox.until_stalled(..1).await;
}

#[tokio::test]
async fn headers_and_lengths_lie_as_told() {
    let (sandbox, links) = two_files().await;
    let link = &links[0];
    sandbox.fail_store_next(StoreFault::IgnoreRange);
    let ignored = get_range(link).await;
    assert_eq!(ignored.status(), 200);
    assert!(!ignored.headers().contains_key("content-range"));
    assert_eq!(ignored.text().await.unwrap(), CONTENT);

    sandbox.fail_store_next(StoreFault::ContentRange(value("bytes 3-8/10")));
    let wrong = get_range(link).await;
    assert_eq!(wrong.headers()["content-range"], "bytes 3-8/10");
    assert_eq!(wrong.text().await.unwrap(), "234567");

    sandbox.fail_store_next(StoreFault::ETag(value("\"other\"")));
    let changed = get_range(link).await;
    assert_eq!(changed.status(), 206);
    assert_eq!(changed.headers()["etag"], "\"other\"");

    sandbox.fail_store_next(StoreFault::ContentLength(4));
    let short = get_range(link).await;
    assert_eq!(short.headers()["content-range"], "bytes 2-7/10");
    assert_eq!(short.content_length(), Some(4));
    assert_eq!(drain(short).await, (b"2345".to_vec(), Ending::Whole));

    sandbox.fail_store_next(StoreFault::ContentLength(8));
    let long = get_range(link).await;
    assert_eq!(long.content_length(), Some(8));
    assert_eq!(drain(long).await, (b"234567".to_vec(), Ending::Broken));

    sandbox.fail_store_next(StoreFault::PadBody(200_000));
    let padded = get_range(link).await;
    assert_eq!(padded.content_length(), Some(200_006));
    let body = padded.bytes().await.unwrap();
    assert_eq!(body.len(), 200_006);
    assert!(body.starts_with(b"234567\0") && body.ends_with(b"\0"));

    sandbox.fail_store_next(StoreFault::Chunked);
    let chunked = get_range(link).await;
    assert_eq!(chunked.headers()["transfer-encoding"], "chunked");
    assert_eq!(chunked.content_length(), None);
    assert_eq!(chunked.text().await.unwrap(), "234567");
}

#[tokio::test]
async fn made_up_answers_come_whatever_the_link() {
    let (sandbox, links) = two_files().await;
    let link = format!("{}0", links[0]);
    let seven = Duration::from_secs(7);
    for status in [StatusCode::TOO_MANY_REQUESTS, StatusCode::SERVICE_UNAVAILABLE] {
        sandbox.fail_store_next(StoreFault::busy(status, seven));
        let busy = get(&link).await;
        assert_eq!(busy.status(), status.as_u16());
        assert_eq!(busy.headers()["retry-after"], "7");
        assert!(busy.text().await.unwrap().contains("<Code>SlowDown</Code>"));
    }
    sandbox.fail_store_next(StoreFault::redirect(value("http://127.0.0.1:1/x")));
    let redirect = get(&link).await;
    assert_eq!(redirect.status(), 307);
    assert_eq!(redirect.headers()["location"], "http://127.0.0.1:1/x");
    sandbox.fail_store_next(StoreFault::html(StatusCode::BAD_GATEWAY));
    let page = get(&link).await;
    assert_eq!(page.status(), 502);
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    assert!(page.text().await.unwrap().starts_with("<html>"));
    sandbox.fail_store_next(StoreFault::CloseConnection);
    assert!(http_client().get(&link).send().await.unwrap_err().is_request());
    assert_eq!(get(&link).await.status(), 403);
}

#[tokio::test]
async fn a_fault_of_a_file_waits_for_that_file_and_goes_first() {
    let (sandbox, links) = two_files().await;
    sandbox.fail_file("b", StoreFault::html(StatusCode::IM_A_TEAPOT));
    sandbox.fail_store_next(StoreFault::html(StatusCode::BAD_GATEWAY));
    assert_eq!(get(&links[1]).await.status(), 418);
    assert_eq!(get(&links[0]).await.status(), 502);
    assert_eq!(get(&links[1]).await.status(), 200);
}

#[tokio::test]
async fn a_refused_request_uses_a_fault_of_the_body_up() {
    let (sandbox, links) = two_files().await;
    sandbox.fail_store_next(StoreFault::CutBody { after: 1 });
    assert_eq!(get(&format!("{}0", links[0])).await.status(), 403);
    assert_eq!(drain(get(&links[0]).await).await.1, Ending::Whole);
}

#[tokio::test]
async fn links_live_as_long_as_the_sandbox_is_told() {
    let (sandbox, _) = two_files().await;
    sandbox.set_link_lifetime(LinkLifetime::Fixed(Duration::from_secs(2)));
    let short = links(&sandbox).await.remove(0);
    sandbox.set_link_lifetime(LinkLifetime::AsAsked);
    let long = links(&sandbox).await.remove(0);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(get(&short).await.status(), 200);
    sandbox.advance(Duration::from_secs(1));
    assert_eq!(get(&short).await.status(), 403);
    assert_eq!(get(&long).await.status(), 200);

    let expired = LinkLifetime::Fixed(Duration::ZERO);
    let sandbox = frozen().link_lifetime(expired).start().await.unwrap();
    assert_eq!(get(&links(&sandbox).await[0]).await.status(), 403);
    sandbox.set_link_lifetime(LinkLifetime::Fixed(Duration::MAX));
    assert_eq!(get(&links(&sandbox).await[0]).await.status(), 200);
}

#[tokio::test]
async fn requests_are_told_without_their_signatures() {
    let (sandbox, links) = two_files().await;
    get_range(&links[1]).await.bytes().await.unwrap();
    sandbox.fail_store_next(StoreFault::CloseConnection);
    http_client().get(&links[0]).send().await.unwrap_err();
    Ask::new(&sandbox).with(|ask| ask.body.clear()).send().await;
    let requests = sandbox.requests();
    let [listed, range, closed, refused] = &requests[..] else {
        panic!("{requests:?}");
    };
    let status = |request: &ServedRequest| request.status.map(|status| status.as_u16());
    assert_eq!((listed.method.as_str(), status(listed)), ("POST", Some(200)));
    assert_eq!(listed.path, Ask::new(&sandbox).path);
    assert_eq!(listed.file_name, None);
    assert!(listed.bytes_sent > 0);
    assert_eq!((range.method.as_str(), status(range)), ("GET", Some(206)));
    assert_eq!(range.file_name.as_deref(), Some("b"));
    assert_eq!(range.range.as_deref(), Some("bytes=2-7"));
    assert_eq!(range.bytes_sent, 6);
    assert_eq!(closed.file_name.as_deref(), Some("a"));
    assert_eq!((status(closed), closed.bytes_sent), (None, 0));
    assert_eq!(status(refused), Some(400));
    let shown = format!("{requests:?}");
    assert!(shown.contains(&range.path));
    for secret in ["Signature", "Expires=", "AWSAccessKeyId"] {
        assert!(links[0].contains(secret) && !shown.contains(secret));
    }
}
