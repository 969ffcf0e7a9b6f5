//! Links that expire.

use std::time::Duration;

use dcs_backup::{Clock, Downloader, ErrorKind, download::Happening};
use futures_util::StreamExt;

use crate::support::{Act, MIB, Store, aof, rdb, xml};

const HALF_HOUR: Duration = Duration::from_secs(1800);

#[tokio::test]
async fn an_expired_link_is_renewed_and_the_download_goes_on_at_the_byte_reached() {
    let store = Store::start([("a.rdb", rdb(100_000)), ("b.rdb", rdb(100_001))]).await;
    let clock = store.clock();
    store.behave(move |asked| {
        if (asked.file.as_str(), asked.turn) == ("a.rdb", 0) {
            return Act::Cut(5000);
        }
        if (asked.file.as_str(), asked.turn) == ("a.rdb", 1) {
            drop(clock.sleep(2 * HALF_HOUR));
        }
        Act::Serve
    });
    let folder = tempfile::tempdir().unwrap();
    store.downloader().connections(1).into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(100_000));
    assert!(std::fs::read(folder.path().join("b.rdb")).unwrap() == rdb(100_001));
    assert_eq!(store.links_asked(), 2, "once for both files");
    let resumed = store.asked().into_iter().find(|asked| asked.generation == 1).unwrap();
    assert_eq!(resumed.range, Some((5000, Some(99_999))));
}

#[tokio::test]
async fn the_store_may_know_better_than_the_clock() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.behave(|asked| match asked.generation {
        0 => Act::Raw(crate::support::answer(
            "403 Forbidden",
            "",
            "<Error><Code>AccessDenied</Code><Message>Request has expired</Message></Error>",
        )),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert_eq!(store.links_asked(), 2);
}

#[tokio::test]
async fn a_link_about_to_expire_is_renewed_before_the_next_request() {
    let store = Store::start([("a.aof", aof(100_000))]).await;
    let clock = store.clock();
    store.behave(move |asked| {
        if asked.turn == 0 {
            drop(clock.sleep(HALF_HOUR - Duration::from_secs(20)));
            return Act::Cut(7000);
        }
        Act::Serve
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert_eq!(store.links_asked(), 2);
    let generations: Vec<_> = store.asked().iter().map(|asked| asked.generation).collect();
    assert_eq!(generations, [0, 1], "the store refused none");
}

#[tokio::test]
async fn a_new_link_is_told_once() {
    let store = Store::start([("a.rdb", rdb(60 * MIB))]).await;
    let clock = store.clock();
    store.behave(move |asked| {
        if asked.turn == 0 {
            drop(clock.sleep(2 * HALF_HOUR));
        }
        Act::Serve
    });
    let folder = tempfile::tempdir().unwrap();
    let mut download = store.downloader().connections(2);
    let events = download.events();
    let renewed = tokio::spawn(async move {
        events
            .filter(|event| std::future::ready(event.what == Happening::LinkRenewed))
            .count()
            .await
    });
    download.into_folder(folder.path()).await.unwrap();
    assert_eq!(renewed.await.unwrap(), 1);
}

#[tokio::test]
async fn a_fresh_link_is_used_whatever_its_life() {
    let store = Store::start([("a.aof", aof(20 * MIB))]).await;
    store.links_live(Duration::from_secs(2));
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert_eq!(store.links_asked(), 1);
}

#[tokio::test]
async fn links_that_are_never_accepted_are_asked_for_three_times() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.links_live(Duration::ZERO);
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LinkExpired);
    assert!(error.to_string().contains("three new links"), "{error}");
    assert_eq!(store.links_asked(), 4);
}

#[tokio::test]
async fn a_refusal_before_the_expiry_is_no_reason_for_new_links() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.behave(|_| Act::Raw(xml("403 Forbidden", "AccessDenied", "")));
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    assert_eq!(error.code(), Some("AccessDenied"));
    assert_eq!(store.links_asked(), 1);
}

#[tokio::test]
async fn without_the_ids_an_expired_link_is_the_end_and_nothing_is_lost() {
    let store = Store::start([("a.rdb", rdb(100_000))]).await;
    let links = store.links().await;
    let clock = store.clock();
    store.behave(move |asked| {
        if asked.turn == 0 {
            return Act::Cut(60_000);
        }
        drop(clock.sleep(2 * HALF_HOUR));
        Act::Serve
    });
    let folder = tempfile::tempdir().unwrap();
    let of = |links| Downloader::of_links(links).clock(store.clock());
    let error = of(links).into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LinkExpired);
    store.forget();
    store.behave(|_| Act::Serve);
    let links = store.links().await;
    of(links).into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(100_000));
    assert_eq!(store.sent(), 40_000);
}

#[tokio::test]
async fn a_file_that_the_backup_no_longer_has_is_gone() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.behave(|_| Act::Raw(xml("404 Not Found", "NoSuchKey", "")));
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
    assert!(error.to_string().contains("the backup is gone"), "{error}");
    let none: [(&str, Vec<u8>); 0] = [];
    let empty = Store::start(none).await;
    let error = empty.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NotFound);
}
