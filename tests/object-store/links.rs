//! What a link opens on a store that nobody here wrote, and what it does not: the facts that the
//! sandbox copies and that downloads build on.

use std::time::{Duration, SystemTime};

use reqwest::{Method, Response};

use crate::{
    links_api::{BACKUP, INSTANCE, Life, LinksApi},
    store::{Store, http_client, later},
};

/// Above the size at which this store splits a file: 4 MiB.
const LENGTH: usize = 5 << 20;

fn content() -> Vec<u8> {
    (0..LENGTH).map(|i| (i % 251) as u8).collect()
}

async fn one_file() -> (Store, String) {
    let store = Store::with_new_folder().await;
    store.upload("a b+c.rdb", content()).await;
    let link = store.link("a b+c.rdb", later());
    (store, link)
}

async fn get(link: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = http_client().get(link);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

/// Status and code.
async fn refusal(response: Response) -> (u16, String) {
    let status = response.status().as_u16();
    let xml = response.text().await.unwrap();
    let (_, code) = xml.split_once("<Code>").unwrap_or_default();
    let (code, _) = code.split_once("</Code>").unwrap_or_default();
    (status, code.to_owned())
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_link_gives_the_whole_file() {
    let (_store, link) = one_file().await;
    let response = get(&link, &[]).await;
    assert_eq!(response.status(), 200);
    assert_eq!(response.content_length(), Some(LENGTH as u64));
    assert_eq!(response.headers()["accept-ranges"], "bytes");
    assert_eq!(response.bytes().await.unwrap(), content());
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_range_is_given_while_the_etag_matches() {
    let (store, link) = one_file().await;
    let etag = get(&link, &[]).await.headers()["etag"].clone();
    let etag = etag.to_str().unwrap();
    let headers = [("range", "bytes=4194300-4194400"), ("if-match", etag)];
    let response = get(&link, &headers).await;
    assert_eq!(response.status(), 206);
    assert_eq!(
        response.headers()["content-range"],
        format!("bytes 4194300-4194400/{LENGTH}").as_str()
    );
    assert_eq!(response.headers()["etag"], etag);
    let bytes = response.bytes().await.unwrap();
    assert_eq!(bytes, content()[4_194_300..=4_194_400]);

    store.upload("a b+c.rdb", "another one").await;
    assert_eq!(get(&link, &headers).await.status(), 412);
    let changed = get(&link, &[("range", "bytes=3-7")]).await;
    assert_eq!(changed.status(), 206);
    assert_ne!(changed.headers()["etag"], etag);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_range_beyond_the_end_is_refused() {
    let (_store, link) = one_file().await;
    let beyond = format!("bytes={LENGTH}-");
    assert_eq!(get(&link, &[("range", &beyond)]).await.status(), 416);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn an_expired_link_is_forbidden() {
    let (store, _) = one_file().await;
    let past = SystemTime::now() - Duration::from_secs(60);
    let link = store.link("a b+c.rdb", past);
    assert_eq!(refusal(get(&link, &[]).await).await, (403, "AccessDenied".into()));
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_tampered_link_is_forbidden() {
    let (store, link) = one_file().await;
    store.upload("other", "x").await;
    let (path, signature) = link.split_once("&Signature=").unwrap();
    for tampered in [
        format!("{path}&Signature=AAAAAAAAAAAAAAAAAAAAAAAAAAA%3D"),
        link.replace("a%20b%2Bc.rdb", "other"),
        format!("{path}9&Signature={signature}"),
    ] {
        assert_eq!(refusal(get(&tampered, &[]).await).await, (403, "SignatureDoesNotMatch".into()));
    }
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_file_that_is_gone_is_not_found() {
    let (store, link) = one_file().await;
    store.delete("a b+c.rdb").await;
    assert_eq!(refusal(get(&link, &[]).await).await, (404, "NoSuchKey".into()));
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn head_on_a_link_for_get_is_forbidden() {
    let (_store, link) = one_file().await;
    let head = http_client().request(Method::HEAD, &link);
    assert_eq!(head.send().await.unwrap().status(), 403);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn the_librarys_links_open_the_stores_files() {
    let store = Store::with_new_folder().await;
    for name in ["one.rdb", "two two.rdb"] {
        store.upload(name, name).await;
    }
    let files = ["one.rdb", "two two.rdb"];
    let api = LinksApi::start(&store, &files, &[Life::Expired, Life::HalfAnHour]).await;
    let client = api.client();
    for expected in [403, 200] {
        let links = client.backup(INSTANCE, BACKUP).links().send().await.unwrap();
        assert_eq!(links.len(), files.len());
        for (link, name) in links.iter().zip(files) {
            assert_eq!(link.file_name.as_str(), name);
            let response = get(link.url.as_str(), &[]).await;
            assert_eq!(response.status(), expected);
            assert_eq!(response.text().await.unwrap() == name, expected == 200);
        }
    }
    assert_eq!(api.calls(), 2);
}
