//! The downloader against a store that nobody here wrote.

use std::{path::Path, pin::pin};

use dcs_backup::{
    BackupLinks, Downloader, Error, ErrorKind,
    download::{Event, FileState, Happening, Report},
};
use futures_util::StreamExt;

use crate::{
    content::{MIB, aof, rdb},
    links_api::{BACKUP, INSTANCE, Life, LinksApi},
    relay::Relay,
    store::{Store, http_client},
};

/// More than all answers' headers take.
const HEADERS: u64 = 64 << 10;
const FRESH: [Life; 1] = [Life::HalfAnHour];

async fn folder_of(files: &[(&str, Vec<u8>)]) -> Store {
    let store = Store::with_new_folder().await;
    for (name, bytes) in files {
        store.upload(name, bytes.clone()).await;
    }
    store
}

fn downloader(api: &LinksApi) -> Downloader {
    api.client().backup(INSTANCE, BACKUP).download()
}

async fn links(api: &LinksApi) -> BackupLinks {
    api.client().backup(INSTANCE, BACKUP).links().send().await.unwrap()
}

/// What came of it, and the events.
async fn observed(mut downloader: Downloader, folder: &Path) -> (Report, Vec<Happening>) {
    let events = downloader.events();
    let report = downloader.into_folder(folder).await.unwrap();
    (report, events.map(|event: Event| event.what).collect().await)
}

/// Downloads `a.rdb` over a wire that falls silent after `most` bytes, and drops the future when
/// `least` are written.
async fn drop_between(least: u64, most: u64, store: &Store, folder: &Path) {
    let relay = Relay::to(store.endpoint()).await;
    relay.fall_silent_after(most);
    let api = LinksApi::start(&store.by_way_of(relay.endpoint()), &["a.rdb"], &FRESH).await;
    let mut downloader = downloader(&api);
    let mut events = downloader.events();
    let mut download = pin!(downloader.into_folder(folder));
    loop {
        tokio::select! {
            result = &mut download => panic!("it was not to end: {result:?}"),
            event = events.next() => {
                if matches!(event.unwrap().what, Happening::Progress { bytes } if bytes >= least) {
                    return;
                }
            }
        }
    }
}

fn shows_no_link(error: &Error) {
    let mut shown = format!("{error} {error:?} {error:#?}");
    let mut cause = std::error::Error::source(error);
    while let Some(source) = cause {
        shown.push_str(&format!("{source} {source:?}"));
        cause = source.source();
    }
    for secret in ["http://", "Signature=", "AWSAccessKeyId", "TESTSTOREKEY"] {
        assert!(!shown.contains(secret), "{shown}");
    }
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_backup_comes_down_whole() {
    use FileState::{LengthOnly, Verified};
    let fixture = |name: &str| std::fs::read(format!("tests/fixtures/rdb/{name}")).unwrap();
    let files = [
        ("normal.rdb", fixture("normal.rdb"), Verified),
        ("base.rdb", fixture("base.rdb"), Verified),
        ("without-checksum.rdb", fixture("without-checksum.rdb"), LengthOnly),
        ("plain.aof", fixture("plain.aof"), LengthOnly),
        ("preamble.aof", fixture("preamble.aof"), LengthOnly),
        ("empty", Vec::new(), LengthOnly),
        ("one byte", vec![7], LengthOnly),
        ("a part.aof", aof(8 * MIB), LengthOnly),
        ("a part and a byte.aof", aof(8 * MIB + 1), LengthOnly),
        ("many parts.rdb", rdb(40 * MIB + 3), Verified),
    ];
    let uploads = files.clone().map(|(name, bytes, _)| (name, bytes));
    let store = folder_of(&uploads).await;
    let names = files.each_ref().map(|(name, ..)| *name);
    let api = LinksApi::start(&store, &names, &FRESH).await;
    let folder = tempfile::tempdir().unwrap();
    let report = downloader(&api).into_folder(folder.path()).await.unwrap();
    for ((name, bytes, state), file) in files.iter().zip(&report.files) {
        assert_eq!((file.name.as_str(), file.state), (*name, *state));
        assert_eq!((file.size, file.resumed), (bytes.len() as u64, 0));
        assert!(std::fs::read(folder.path().join(name)).unwrap() == *bytes, "{name}");
    }
    assert_eq!(api.calls(), 1);

    let relay = Relay::to(store.endpoint()).await;
    let store = store.by_way_of(relay.endpoint());
    let api = LinksApi::start(&store, &names, &FRESH).await;
    let again = downloader(&api).into_folder(folder.path()).await.unwrap();
    assert!(again.files.iter().all(|file| file.resumed == file.size));
    assert_eq!(relay.carried(), 0, "nothing was asked for again");
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_file_streams() {
    let bytes = rdb(40 * MIB);
    let store = folder_of(&[("a b+c.rdb", bytes.clone())]).await;
    let api = LinksApi::start(&store, &["a b+c.rdb"], &[Life::Expired, Life::HalfAnHour]).await;
    let links = links(&api).await;
    let mut chunks = pin!(downloader(&api).stream(links.iter().next().unwrap()));
    let mut streamed = Vec::new();
    while let Some(chunk) = chunks.next().await {
        streamed.extend_from_slice(&chunk.unwrap());
    }
    assert!(streamed == bytes);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn what_was_written_before_the_future_was_dropped_is_not_fetched_again() {
    let bytes = rdb(48 * MIB);
    let store = folder_of(&[("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    drop_between(12 * MIB, 24 * MIB, &store, folder.path()).await;
    let relay = Relay::to(store.endpoint()).await;
    let api = LinksApi::start(&store.by_way_of(relay.endpoint()), &["a.rdb"], &FRESH).await;
    let report = downloader(&api).into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    assert_eq!(report.files[0].state, FileState::Verified);
    let resumed = report.files[0].resumed;
    assert!((12 * MIB..=24 * MIB).contains(&resumed), "{resumed}");
    let carried = relay.carried();
    assert!(carried < bytes.len() as u64 - resumed + HEADERS, "{carried}, {resumed}");
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn expired_links_are_renewed() {
    let store = folder_of(&[("a.rdb", rdb(1000)), ("b.rdb", rdb(20 * MIB))]).await;
    let lives = [Life::Expired, Life::Expired, Life::HalfAnHour];
    let api = LinksApi::start(&store, &["a.rdb", "b.rdb"], &lives).await;
    let folder = tempfile::tempdir().unwrap();
    let (report, events) = observed(downloader(&api), folder.path()).await;
    assert!(report.files.iter().all(|file| file.state == FileState::Verified));
    assert!(events.contains(&Happening::LinkRenewed), "{events:?}");
    assert_eq!(api.calls(), 3, "once for both files");
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_link_that_expires_half_way_is_renewed_and_the_download_goes_on_at_the_byte_reached() {
    let bytes = rdb(48 * MIB);
    let store = folder_of(&[("a.rdb", bytes.clone())]).await;
    let relay = Relay::to(store.endpoint()).await;
    let api = LinksApi::start(
        &store.by_way_of(relay.endpoint()),
        &["a.rdb"],
        &[Life::TwoSeconds, Life::TwoSeconds, Life::HalfAnHour],
    )
    .await;
    let folder = tempfile::tempdir().unwrap();
    relay.fall_silent_after(20 * MIB);
    let mut downloader = downloader(&api).connections(1);
    let mut events = downloader.events();
    let mut download = pin!(downloader.into_folder(folder.path()));
    let expires = async {
        while let Some(event) = events.next().await {
            if matches!(event.what, Happening::Progress { bytes } if bytes >= 16 * MIB) {
                break;
            }
        }
        // Asked for later, so it expires no sooner.
        let twin = LinksApi::start(&store, &["a.rdb"], &[Life::TwoSeconds]).await;
        let twin = links(&twin).await;
        let twin = twin.iter().next().unwrap().url.as_str();
        let probe = http_client();
        while probe.get(twin).header("range", "bytes=0-1").send().await.unwrap().status() != 403 {}
        relay.mend();
    };
    let (report, ()) = tokio::join!(&mut download, expires);
    assert_eq!(report.unwrap().files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    assert!((2..=3).contains(&api.calls()), "{}", api.calls());
    let carried = relay.carried();
    assert!(carried < bytes.len() as u64 + 2 * HEADERS, "no byte twice: {carried}");
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn links_that_are_never_accepted_end_the_download() {
    let store = folder_of(&[("a.rdb", rdb(1000))]).await;
    let api = LinksApi::start(&store, &["a.rdb"], &[Life::Expired]).await;
    let folder = tempfile::tempdir().unwrap();
    let error = downloader(&api).into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::LinkExpired, "{error}");
    assert_eq!(api.calls(), 4);
    shows_no_link(&error);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn without_the_ids_an_expired_link_ends_the_download_and_nothing_is_lost() {
    let bytes = rdb(30 * MIB);
    let store = folder_of(&[("a.rdb", bytes.clone())]).await;
    let lives = [Life::Expired, Life::HalfAnHour];
    let api = LinksApi::start(&store, &["a.rdb"], &lives).await;
    let folder = tempfile::tempdir().unwrap();
    drop_between(8 * MIB, 15 * MIB, &store, folder.path()).await;
    let expired = dcs_backup::download::of_links(links(&api).await).into_folder(folder.path());
    let error = expired.await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::LinkExpired, Some("AccessDenied")));
    shows_no_link(&error);
    let again = dcs_backup::download::of_links(links(&api).await).into_folder(folder.path());
    assert!(again.await.unwrap().files[0].resumed >= 8 * MIB);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_tampered_link_is_refused_with_the_stores_code() {
    let store = folder_of(&[("a.rdb", rdb(1000))]).await;
    let api = LinksApi::start(&store, &["a.rdb"], &[Life::Tampered]).await;
    let folder = tempfile::tempdir().unwrap();
    let error = downloader(&api).into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::PermissionDenied, "{error}");
    assert_eq!(error.code(), Some("SignatureDoesNotMatch"));
    assert!(error.to_string().starts_with("file a.rdb: the store answers 403"), "{error}");
    assert!(error.request_id().is_some());
    assert_eq!(api.calls(), 2, "one new link is tried");
    shows_no_link(&error);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_backup_that_was_deleted_is_not_found() {
    let store = folder_of(&[("a.rdb", rdb(1000)), ("b.rdb", rdb(1001))]).await;
    let api = LinksApi::start(&store, &["a.rdb", "b.rdb"], &FRESH).await;
    let folder = tempfile::tempdir().unwrap();
    let links = links(&api).await.into_iter().take(1);
    dcs_backup::download::of_links(links).into_folder(folder.path()).await.unwrap();
    store.delete("b.rdb").await;
    let error = downloader(&api).into_folder(folder.path()).await.unwrap_err();
    assert_eq!((error.kind(), error.code()), (ErrorKind::NotFound, Some("NoSuchKey")));
    assert!(error.to_string().contains("the backup is gone"), "{error}");
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(1000));
    shows_no_link(&error);
}

#[tokio::test]
#[ignore = "needs an object store"]
async fn a_file_that_was_replaced_is_begun_anew_and_that_is_told() {
    let (old, new) = (aof(30 * MIB), rdb(30 * MIB));
    let store = folder_of(&[("a.rdb", old)]).await;
    let folder = tempfile::tempdir().unwrap();
    drop_between(8 * MIB, 15 * MIB, &store, folder.path()).await;
    let api = LinksApi::start(&store, &["a.rdb"], &FRESH).await;
    store.upload("a.rdb", new.clone()).await;
    let (report, events) = observed(downloader(&api), folder.path()).await;
    assert!(events.contains(&Happening::Restarted), "{events:?}");
    assert_eq!(report.files[0].resumed, 0);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == new);
}
