//! A backup takes the place of another one, and leaves nothing of it behind.

use std::path::Path;

use dcs_backup::{
    Downloader, Error, ErrorKind,
    download::{Overwrite, Report, verify_folder},
};

use crate::{
    common::INSTANCE,
    support::{Act, MIB, Store, aof, names, rdb, xml},
};

const OLD: [&str; 2] = ["shard_0_20240101.rdb", "shard_1_20240101.rdb"];
const NEW: [&str; 2] = ["shard_0_20250101.rdb", "shard_1_20250101.rdb"];

async fn store() -> Store {
    let files = OLD.into_iter().chain(NEW).zip([1000, 2000, 3000, 4000]);
    Store::start(files.map(|(name, size)| (name, rdb(size))).collect::<Vec<_>>()).await
}

fn newer(store: &Store) -> Downloader {
    store.names(NEW);
    store.client().backup(INSTANCE, "a-newer-backup").download()
}

async fn overwritten(store: &Store, folder: &Path) -> Result<Report, Error> {
    newer(store).overwrite(Overwrite::Replace).into_folder(folder).await
}

#[tokio::test]
async fn the_files_of_the_former_backup_go_and_strays_are_named() {
    let store = store().await;
    let folder = tempfile::tempdir().unwrap();
    store.names(OLD);
    store.download(folder.path()).await.unwrap();
    for mine in ["notes.txt", "other.rdb", "other.rdb.part"] {
        std::fs::write(folder.path().join(mine), "precious").unwrap();
    }
    std::fs::create_dir(folder.path().join("sub")).unwrap();
    let report = overwritten(&store, folder.path()).await.unwrap();
    let strays = ["notes.txt", "other.rdb", "other.rdb.part", "sub"];
    assert_eq!(report.strays, strays);
    let [first, second] = NEW;
    let expected =
        ["manifest.json", "notes.txt", "other.rdb", "other.rdb.part", first, second, "sub"];
    assert_eq!(names(folder.path()), expected);
    let checked = verify_folder(folder.path()).await.unwrap();
    assert_eq!(checked.strays, strays);
    assert_eq!(checked.files.len(), 2);
}

#[tokio::test]
async fn unfinished_files_of_the_former_backup_go_too() {
    let store = Store::start([("old.aof", aof(40 * MIB)), (NEW[0], rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.names(["old.aof"]);
    store.behave(|asked| match asked.range {
        Some((first, _)) if first >= 24 * MIB => Act::Raw(xml("400 Bad Request", "X", "")),
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap_err();
    assert!(names(folder.path()).contains(&"old.aof.part.json".to_owned()));
    store.names([NEW[0]]);
    let newer = store.client().backup(INSTANCE, "a-newer-backup").download();
    newer.overwrite(Overwrite::Replace).into_folder(folder.path()).await.unwrap();
    assert_eq!(names(folder.path()), ["manifest.json", NEW[0]]);
}

#[tokio::test]
async fn the_former_backup_stays_until_the_new_one_is_whole() {
    let store = store().await;
    let folder = tempfile::tempdir().unwrap();
    store.names(OLD);
    store.download(folder.path()).await.unwrap();
    let mut damaged = rdb(4000);
    damaged[100] ^= 1;
    store.replace(NEW[1], damaged, "\"damaged\"");
    let error = overwritten(&store, folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert_eq!(names(folder.path()), ["manifest.json", OLD[0], NEW[0], OLD[1]]);
    // The next run goes on, with the flag or without.
    store.replace(NEW[1], rdb(4000), "\"right\"");
    let report = newer(&store).into_folder(folder.path()).await.unwrap();
    assert!(report.strays.is_empty());
    let mut there = names(folder.path());
    there.retain(|name| name != "manifest.json");
    assert_eq!(there, NEW);
}

#[tokio::test]
async fn names_that_both_backups_have_are_the_new_ones() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.rdb", rdb(2000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    store.replace("a.rdb", rdb(3000), "\"newer\"");
    store.names(["a.rdb"]);
    let newer = store.client().backup(INSTANCE, "a-newer-backup").download();
    newer.overwrite(Overwrite::Replace).into_folder(folder.path()).await.unwrap();
    assert_eq!(names(folder.path()), ["a.rdb", "manifest.json"]);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == rdb(3000));
}
