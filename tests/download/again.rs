//! A second run over files that an earlier one finished.

use dcs_backup::{
    ErrorKind,
    download::{Event, FileState, Finished, Happening, Verify, verify_folder},
};
use futures_util::StreamExt;

use crate::support::{MIB, Store, aof, names, rdb, rdb_with};

fn flip(path: &std::path::Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 1;
    std::fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn what_changed_meanwhile_is_fetched_again() {
    let files = [("a.rdb", rdb(1000)), ("b.aof", aof(1000)), ("c.rdb", rdb(20 * MIB))];
    let store = Store::start(files.clone()).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    for (name, _) in &files {
        flip(&folder.path().join(name), 100);
    }
    let mut downloader = store.downloader();
    let events = downloader.events();
    let report = downloader.into_folder(folder.path()).await.unwrap();
    let states: Vec<_> = report.files.iter().map(|file| file.state).collect();
    assert_eq!(states, [FileState::Verified, FileState::LengthOnly, FileState::Verified]);
    for (name, bytes) in &files {
        assert!(std::fs::read(folder.path().join(name)).unwrap() == *bytes, "{name}");
    }
    let events: Vec<Event> = events.collect().await;
    let damaged = events.iter().filter(|event| matches!(event.what, Happening::Damaged { .. }));
    assert_eq!(damaged.count(), 3);
}

#[tokio::test]
async fn what_is_only_trusted_is_recorded_and_never_verified() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.aof", aof(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    flip(&folder.path().join("a.rdb"), 100);
    store.forget();
    let trusting = store.downloader().finished(Finished::TrustManifest);
    let skipping = store.downloader().verify(Verify::Skip);
    for downloader in [trusting, skipping] {
        let report = downloader.into_folder(folder.path()).await.unwrap();
        assert!(report.files.iter().all(|file| file.state == FileState::Recorded));
        assert_eq!(report.unproven().count(), 2);
    }
    assert!(store.asked().is_empty(), "{:?}", store.asked());
    let checked = verify_folder(folder.path()).await.unwrap();
    let states: Vec<_> = checked.files.iter().map(|file| file.state).collect();
    assert_eq!(states, [FileState::Damaged, FileState::LengthOnly]);
    // What the manifest says of a file outlasts a run that did not read it.
    let required = store.downloader().verify(Verify::Required).finished(Finished::TrustManifest);
    let error = required.into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().starts_with("file b.aof has no checksum"), "{error}");
}

#[tokio::test]
async fn a_required_checksum_is_that_of_bytes_that_were_read() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    flip(&folder.path().join("a.rdb"), 100);
    let required = store.downloader().verify(Verify::Required).finished(Finished::TrustManifest);
    let report = required.into_folder(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(1000));
}

#[tokio::test]
async fn what_no_run_has_judged_is_not_trusted() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.downloader().verify(Verify::Skip).into_folder(folder.path()).await.unwrap();
    flip(&folder.path().join("a.rdb"), 100);
    let trusting = store.downloader().finished(Finished::TrustManifest);
    let report = trusting.into_folder(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(1000));
}

#[tokio::test]
async fn another_intact_rdb_in_the_place_of_ours_stays() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let other = rdb_with(1000, |value| value[0] ^= 1);
    std::fs::write(folder.path().join("a.rdb"), &other).unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == other);
}

#[tokio::test]
async fn many_files_are_read_again_in_any_order() {
    let all = ["0.rdb", "1.rdb", "2.rdb", "3.rdb", "4.rdb", "5.rdb", "6.rdb", "7.rdb", "8.rdb"];
    let store = Store::start(all.map(|name| (name, rdb(1000)))).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    flip(&folder.path().join("7.rdb"), 30);
    store.forget();
    let report = store.download(folder.path()).await.unwrap();
    assert!(report.files.iter().all(|file| file.state == FileState::Verified));
    assert!(store.asked().iter().all(|asked| asked.file == "7.rdb"), "{:?}", store.asked());
    assert_eq!(names(folder.path()).len(), 10);
}
