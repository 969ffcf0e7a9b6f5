//! Whose files are in the folder: nothing of another backup is taken for this one's, and nothing of
//! anybody's is lost.

use std::path::Path;

use dcs_backup::{
    Downloader, Error, ErrorKind,
    download::{Overwrite, Report, Verify},
};

use crate::{
    common::INSTANCE,
    support::{Act, MIB, Store, aof, names, rdb},
};

fn another(store: &Store) -> Downloader {
    store.client().backup(INSTANCE, "another-backup").download()
}

async fn by_links(store: &Store, folder: &Path, overwrite: Overwrite) -> Result<Report, Error> {
    let links = dcs_backup::download::of_links(store.links().await);
    links.clock(store.clock()).overwrite(overwrite).into_folder(folder).await
}

/// Leaves a file that is all there under the name of an unfinished one.
async fn leave_whole_part(download: Downloader, folder: &Path) {
    let required = download.verify(Verify::Required);
    assert_eq!(required.into_folder(folder).await.unwrap_err().kind(), ErrorKind::Integrity);
    assert_eq!(names(folder), ["a.aof.part", "a.aof.part.json", "manifest.json"]);
}

#[tokio::test]
async fn a_whole_part_of_another_backup_is_not_taken() {
    let store = Store::start([("a.aof", aof(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    leave_whole_part(store.downloader(), folder.path()).await;
    store.replace("a.aof", aof(6000), "\"of another backup\"");
    let error = another(&store).into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("holds another backup"), "{error}");
    // Also where the manifest is gone.
    std::fs::remove_file(folder.path().join("manifest.json")).unwrap();
    let error = another(&store).into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().starts_with("file a.aof.part is in "), "{error}");
    assert!(std::fs::read(folder.path().join("a.aof.part")).unwrap() == aof(5000));
    let replace = another(&store).overwrite(Overwrite::Replace);
    replace.into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == aof(6000));
}

#[tokio::test]
async fn a_whole_part_without_ids_is_the_stores_if_the_etag_is() {
    let store = Store::start([("a.aof", aof(9 * MIB))]).await;
    let folder = tempfile::tempdir().unwrap();
    let links =
        || async { dcs_backup::download::of_links(store.links().await).clock(store.clock()) };
    leave_whole_part(links().await, folder.path()).await;
    store.forget();
    by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == aof(9 * MIB));
    assert_eq!(store.sent(), 1);

    let folder = tempfile::tempdir().unwrap();
    leave_whole_part(links().await, folder.path()).await;
    store.replace("a.aof", aof(9 * MIB - 1), "\"second-1\"");
    by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == aof(9 * MIB - 1));
}

/// As `cp -al` makes one, while the download works.
#[cfg(unix)]
#[tokio::test]
async fn a_hard_link_that_is_made_during_a_download_is_not_written_into() {
    let store = Store::start([("a.aof", aof(20 * MIB))]).await;
    let folder = tempfile::tempdir().unwrap();
    let (part, copy) = (folder.path().join("a.aof.part"), folder.path().join("copy"));
    let (from, to) = (part.clone(), copy.clone());
    store.behave(move |asked| match asked.turn {
        0 => Act::Cut(5 * MIB),
        _ => {
            let _ = std::fs::hard_link(&from, &to);
            Act::Serve
        }
    });
    let download = || store.downloader().connections(1).into_folder(folder.path());
    let error = download().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    let message = error.to_string();
    assert!(message.contains("somebody made a hard link of ") && message.contains("a.aof.part"));
    assert!(!folder.path().join("a.aof").exists());
    let linked = std::fs::read(&copy).unwrap();
    download().await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == aof(20 * MIB));
    assert!(std::fs::read(&copy).unwrap() == linked);
}

#[tokio::test]
async fn links_alone_do_not_tell_whose_a_file_is_but_the_store_does() {
    let (ours, mut theirs) = (aof(MIB), aof(MIB));
    *theirs.last_mut().unwrap() ^= 1;
    let store =
        Store::start([("a.aof", ours.clone()), ("b.aof", aof(30)), ("c.aof", aof(0))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    store.forget();
    by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap();
    assert!(store.sent() < MIB / 2, "{}", store.sent());

    store.replace("a.aof", theirs.clone(), "\"of another backup\"");
    let error = by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap_err();
    assert!(error.to_string().starts_with("file a.aof is in "), "{error}");
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == ours);
    by_links(&store, folder.path(), Overwrite::Replace).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == theirs);
}

#[tokio::test]
async fn links_to_other_files_are_of_another_backup() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.names(["a.rdb"]);
    store.download(folder.path()).await.unwrap();
    store.names(["a.rdb", "b.rdb"]);
    let error = by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap_err();
    assert!(error.to_string().contains("holds another backup"), "{error}");
    // The other way round.
    let folder = tempfile::tempdir().unwrap();
    by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap();
    store.names(["a.rdb"]);
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("files that are not of this backup"), "{error}");
    assert_eq!(names(folder.path()), ["a.rdb", "b.rdb", "manifest.json"]);
}

#[tokio::test]
async fn ids_that_come_to_be_known_are_kept() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    by_links(&store, folder.path(), Overwrite::Refuse).await.unwrap();
    store.download(folder.path()).await.unwrap();
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty(), "{:?}", store.asked());
    let error = another(&store).into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("holds another backup"), "{error}");
}

#[tokio::test]
async fn somebodys_part_stays_unless_it_may_be_overwritten() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    for name in ["a.rdb.part", "a.rdb.part.json"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        std::fs::write(&path, "precious").unwrap();
        std::fs::write(folder.path().join("manifest.json.new"), "precious").unwrap();
        for _ in 0..2 {
            let error = store.download(folder.path()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Disk);
            assert!(error.to_string().starts_with(&format!("file {name} is in ")), "{error}");
            assert_eq!(std::fs::read(&path).unwrap(), b"precious");
        }
        let replace = store.downloader().overwrite(Overwrite::Replace);
        replace.into_folder(folder.path()).await.unwrap();
        assert_eq!(names(folder.path()), ["a.rdb", "manifest.json", "manifest.json.new"]);
    }
}
