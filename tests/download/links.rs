//! Links that expire.

use std::time::Duration;

use dcs_backup::{Clock, ErrorKind, download::Happening};
use futures_util::StreamExt;

use crate::support::{Act, MIB, Store, answer, aof, rdb, xml};

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
        0 => Act::Raw(answer(
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
async fn expiry_is_told_by_code_and_text_in_any_4xx() {
    let error = |status: &str, inside: &str| {
        let body = format!("<Error>{inside}</Error>");
        Act::Raw(answer(status, "content-type: application/xml\r\n", &body))
    };
    for (status, inside) in [
        ("400 Bad Request", "<Code>ExpiredToken</Code>"),
        ("400 Bad Request", "<Code>TokenRefreshRequired</Code>"),
        ("400 Bad Request", "<Message>Request has expired</Message>"),
        ("401 Unauthorized", "<Message>the signature EXPIRED</Message>"),
        ("404 Not Found", "<Code>ExpiredToken</Code>"),
        (
            "403 Forbidden",
            "<Code>AccessDenied</Code><Expires>2026-07-04T10:00:00.000Z</Expires>\
             <ServerTime>2026-07-04T10:00:01Z</ServerTime>",
        ),
    ] {
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        let inside = inside.to_owned();
        // Twice: for other trouble there is one new link, for an expired one there are three.
        store.behave(move |asked| match asked.generation {
            0 | 1 => error(status, &inside),
            _ => Act::Serve,
        });
        let folder = tempfile::tempdir().unwrap();
        store.download(folder.path()).await.unwrap();
        assert_eq!(store.links_asked(), 3, "{status}");
    }
}

#[tokio::test]
async fn a_new_link_is_tried_once_where_it_may_cure() {
    for (status, code, kind, curable) in [
        ("403 Forbidden", "InvalidAccessKeyId", ErrorKind::PermissionDenied, true),
        ("403 Forbidden", "SignatureDoesNotMatch", ErrorKind::PermissionDenied, true),
        ("403 Forbidden", "AccessDenied", ErrorKind::PermissionDenied, true),
        ("401 Unauthorized", "", ErrorKind::PermissionDenied, true),
        ("400 Bad Request", "InvalidToken", ErrorKind::PermissionDenied, true),
        ("404 Not Found", "NoSuchKey", ErrorKind::NotFound, true),
        ("410 Gone", "", ErrorKind::NotFound, true),
        ("400 Bad Request", "TooManyWrongSignature", ErrorKind::Rejected, false),
        ("405 Method Not Allowed", "MethodNotAllowed", ErrorKind::Rejected, false),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        store.behave(move |_| Act::Raw(xml(status, code, "")));
        let error = store.download(folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(store.links_asked(), if curable { 2 } else { 1 }, "{error}");
        assert_eq!(error.to_string().contains("a new link"), curable, "{error}");
        if curable {
            store.behave(move |asked| match asked.generation {
                2 => Act::Raw(xml(status, code, "")),
                _ => Act::Serve,
            });
            store.download(folder.path()).await.unwrap();
            assert_eq!(store.links_asked(), 4);
        }
    }
}

#[tokio::test]
async fn where_no_new_link_can_be_had_what_is_known_is_said() {
    let refused = || Act::Raw(xml("403 Forbidden", "AccessDenied", ""));
    // By links alone, which show when they expire.
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let links = store.links().await;
    store.behave(move |_| refused());
    let folder = tempfile::tempdir().unwrap();
    let by_links = dcs_backup::download::of_links(links).clock(store.clock());
    let error = by_links.into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("though it has not expired"), "{error}");
    // By links that don't.
    store.links_hide_their_expiry();
    let by_links = dcs_backup::download::of_links(store.links().await).clock(store.clock());
    let error = by_links.into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("nothing shows whether it has expired"), "{error}");
    assert_eq!(error.kind(), ErrorKind::PermissionDenied);
}

#[tokio::test]
async fn an_expiry_that_is_not_known_is_a_reason_for_one_new_link() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.links_hide_their_expiry();
    store.behave(|asked| match asked.generation {
        0 => Act::Raw(xml("403 Forbidden", "AccessDenied", "")),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    assert_eq!(store.links_asked(), 2);
}

/// The clock of this machine is two hours slow or fast: the store's tells what a refusal means.
#[tokio::test]
async fn the_stores_time_judges_a_link() {
    for (date, expired) in [("13:22:33", true), ("11:22:33", false)] {
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        let links = store.links().await;
        if !expired {
            drop(store.clock().sleep(2 * HALF_HOUR));
        }
        let date = format!("date: Sat, 04 Jul 2026 {date} GMT\r\n");
        store.behave(move |_| Act::Raw(xml("403 Forbidden", "AccessDenied", &date)));
        let folder = tempfile::tempdir().unwrap();
        let by_links = dcs_backup::download::of_links(links).clock(store.clock());
        let error = by_links.into_folder(folder.path()).await.unwrap_err();
        let kind = if expired { ErrorKind::LinkExpired } else { ErrorKind::PermissionDenied };
        assert_eq!(error.kind(), kind, "{error}");
    }
}

#[tokio::test]
async fn a_refusal_outlives_a_service_that_has_no_new_link() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let client = store.client();
    let links = client.backup(crate::common::INSTANCE, crate::common::BACKUP).links().send();
    drop(links.await.unwrap());
    store.behave(|_| Act::Raw(xml("403 Forbidden", "InvalidAccessKeyId", "")));
    store.links_end_after(1);
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.code(), Some("InvalidAccessKeyId"));
    assert!(error.to_string().contains("none could be had"), "{error}");
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
    let of = |links| dcs_backup::download::of_links(links).clock(store.clock());
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
