//! What a download leaves in the folder: files that it can't replace yet, and files that are not its own.

use std::{fs, path::Path};

use dcs_backup::{
    Downloader, ErrorKind,
    download::{FileState, Finished, Overwrite, Verify, verify_folder},
};

#[cfg(target_os = "linux")]
use crate::alone;
use crate::{
    common::INSTANCE,
    support::{Act, Asked, MIB, Store, aof, names, rdb, xml},
};

fn refused(_: &Asked) -> Act {
    Act::Raw(xml("400 Bad Request", "X", ""))
}

fn newer(store: &Store) -> Downloader {
    let newer = store.client().backup(INSTANCE, "a-newer-backup").download();
    newer.overwrite(Overwrite::Replace)
}

fn edit(path: &Path, change: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    change(&mut bytes);
    fs::write(path, bytes).unwrap();
}

#[tokio::test]
async fn a_file_of_the_new_backup_is_no_part_of_the_former_one() {
    for verify in [Verify::WherePossible, Verify::Skip] {
        let store = Store::start([("a.rdb", rdb(1000)), ("a.rdb.part", aof(900))]).await;
        let folder = tempfile::tempdir().unwrap();
        store.names(["a.rdb"]);
        store.download(folder.path()).await.unwrap();
        store.names(["a.rdb.part"]);
        let report = newer(&store).verify(verify).into_folder(folder.path()).await.unwrap();
        assert_eq!(report.files.len(), 1);
        assert_eq!(names(folder.path()), ["a.rdb.part", "manifest.json"]);
        assert!(fs::read(folder.path().join("a.rdb.part")).unwrap() == aof(900));
    }
}

/// Here the former backup's file was not finished, and its part has the name of a new file.
#[tokio::test]
async fn a_file_of_the_new_backup_that_is_called_as_a_former_part_stays() {
    let store = Store::start([("a.rdb", rdb(40 * MIB)), ("a.rdb.part", aof(900))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.names(["a.rdb"]);
    store.behave(|asked| match asked.turn {
        0 => Act::Serve,
        _ => refused(asked),
    });
    store.download(folder.path()).await.unwrap_err();
    store.behave(|_| Act::Serve);
    store.names(["a.rdb.part"]);
    newer(&store).into_folder(folder.path()).await.unwrap();
    assert_eq!(names(folder.path()), ["a.rdb.part", "manifest.json"]);
    assert!(fs::read(folder.path().join("a.rdb.part")).unwrap() == aof(900));
}

#[tokio::test]
async fn what_is_called_as_a_part_of_a_finished_file_stays_and_is_named() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.names(["a.rdb"]);
    store.download(folder.path()).await.unwrap();
    let theirs = ["a.rdb.part", "a.rdb.part.json", "a.rdb.part.json.new"];
    for name in theirs {
        fs::write(folder.path().join(name), "precious").unwrap();
    }
    assert_eq!(verify_folder(folder.path()).await.unwrap().strays, theirs);
    assert_eq!(store.download(folder.path()).await.unwrap().strays, theirs);
    store.names(["b.rdb"]);
    assert_eq!(newer(&store).into_folder(folder.path()).await.unwrap().strays, theirs);
    for name in theirs {
        assert_eq!(fs::read(folder.path().join(name)).unwrap(), b"precious");
    }
}

#[tokio::test]
async fn a_manifest_that_is_not_ours_is_never_overwritten() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    for (text, problem) in [
        (r#"{"name": "a web app", "icons": []}"#, "is not a manifest of this program"),
        ("", "is not a manifest of this program"),
        (r#"{"version": 2, "files": [{"x": 1}], "new": 0}"#, "of a later version of this program"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let manifest = folder.path().join("manifest.json");
        fs::write(&manifest, text).unwrap();
        for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
            let download = store.downloader().overwrite(overwrite);
            let error = download.into_folder(folder.path()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Disk);
            assert!(error.to_string().contains(problem), "{error}");
            assert!(error.to_string().ends_with("or move the file away"), "{error}");
            assert_eq!(fs::read_to_string(&manifest).unwrap(), text);
        }
        assert_eq!(names(folder.path()), ["manifest.json"]);
    }
    assert!(store.asked().is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_manifest_that_can_not_be_read_is_never_overwritten() {
    use std::os::unix::fs::PermissionsExt;
    let test = "kept::a_manifest_that_can_not_be_read_is_never_overwritten";
    alone::without_roots_powers(test, async |folder| {
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        store.download(folder).await.unwrap();
        let manifest = folder.join("manifest.json");
        let before = fs::read(&manifest).unwrap();
        fs::set_permissions(&manifest, fs::Permissions::from_mode(0o000)).unwrap();
        let error = newer(&store).into_folder(folder).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk);
        assert!(error.to_string().contains("manifest.json failed: Permission denied"), "{error}");
        fs::set_permissions(&manifest, fs::Permissions::from_mode(0o600)).unwrap();
        assert_eq!(fs::read(&manifest).unwrap(), before);
    });
}

#[tokio::test]
async fn a_damaged_file_stays_until_another_one_is_right() {
    for (name, right) in [("a.rdb", rdb(20 * MIB)), ("a.aof", aof(20 * MIB))] {
        let store = Store::start([(name, right.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        store.download(folder.path()).await.unwrap();
        edit(&path, |bytes| bytes[500] ^= 1);
        let damaged = fs::read(&path).unwrap();
        // The links have expired, the store is down, or ends halfway.
        store.links_end_after(0);
        store.download(folder.path()).await.unwrap_err();
        assert!(fs::read(&path).unwrap() == damaged);
        store.links_end_after(100);
        store.behave(refused);
        store.download(folder.path()).await.unwrap_err();
        assert!(fs::read(&path).unwrap() == damaged);
        store.behave(|asked| match asked.range {
            Some((first, _)) if first >= 9 * MIB => refused(asked),
            _ => Act::Serve,
        });
        store.download(folder.path()).await.unwrap_err();
        assert!(fs::read(&path).unwrap() == damaged);
        let checked = verify_folder(folder.path()).await.unwrap();
        assert_eq!(checked.files[0].state, FileState::Damaged);
        assert!(checked.strays.is_empty(), "{:?}", checked.strays);
        // The next run goes on, whatever it takes for granted.
        store.behave(|_| Act::Serve);
        store.forget();
        let next = store.downloader().finished(Finished::TrustManifest);
        let report = next.into_folder(folder.path()).await.unwrap();
        assert!(report.files[0].resumed > 0);
        assert!(store.sent() < 20 * MIB, "{}", store.sent());
        assert!(fs::read(&path).unwrap() == right);
        assert_eq!(names(folder.path()), [name, "manifest.json"]);
        assert!(verify_folder(folder.path()).await.unwrap().faulty().next().is_none());
    }
}

#[tokio::test]
async fn a_damaged_file_stays_where_the_stores_is_damaged_too() {
    let store = Store::start([("a.rdb", rdb(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    store.download(folder.path()).await.unwrap();
    edit(&path, |bytes| bytes[500] ^= 1);
    let damaged = fs::read(&path).unwrap();
    let mut wrong = rdb(5000);
    wrong[700] ^= 1;
    store.replace("a.rdb", wrong, "\"wrong\"");
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(fs::read(&path).unwrap() == damaged);
}

#[tokio::test]
async fn what_took_a_damaged_files_place_meanwhile_stays() {
    let store = Store::start([("a.rdb", rdb(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    store.download(folder.path()).await.unwrap();
    edit(&path, |bytes| bytes[500] ^= 1);
    let (theirs, place) = (folder.path().join("theirs"), path.clone());
    store.behave(move |_| {
        fs::write(&theirs, "precious").unwrap();
        fs::rename(&theirs, &place).unwrap();
        Act::Serve
    });
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.to_string().starts_with("file a.rdb is in "), "{error}");
    assert_eq!(fs::read(&path).unwrap(), b"precious");
}

#[tokio::test]
async fn without_its_lock_a_download_writes_no_manifest_and_removes_nothing() {
    let store = Store::start([("a.aof", aof(5000)), ("b.aof", aof(5000))]).await;
    // The store is asked whose the file is, before anything is written.
    let folder = tempfile::tempdir().unwrap();
    let lock = folder.path().join(".download.lock");
    let links = dcs_backup::download::of_links(store.links().await).clock(store.clock());
    links.into_folder(folder.path()).await.unwrap();
    let before = fs::read(folder.path().join("manifest.json")).unwrap();
    let removed = lock.clone();
    store.behave(move |_| {
        let _ = fs::remove_file(&removed);
        Act::Serve
    });
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("removed or replaced during the download"), "{error}");
    assert_eq!(fs::read(folder.path().join("manifest.json")).unwrap(), before);
}

#[tokio::test]
async fn words_of_another_version_do_not_void_a_manifest() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.aof", aof(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let path = folder.path().join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    manifest["format"] = "a-new-format".into();
    manifest["files"][0]["slots"] = "all".into();
    manifest["files"][1]["reason"] = "a-new-reason".into();
    fs::write(&path, manifest.to_string()).unwrap();
    assert!(verify_folder(folder.path()).await.unwrap().faulty().next().is_none());
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty(), "{:?}", store.asked());
}

#[tokio::test]
async fn a_manifest_may_be_large() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let length = usize::try_from(70 * MIB).unwrap();
    edit(&folder.path().join("manifest.json"), |text| text.resize(length, b' '));
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty(), "{:?}", store.asked());
}

#[cfg(target_os = "linux")]
#[test]
fn a_state_that_can_not_be_read_says_nothing() {
    use std::os::unix::fs::PermissionsExt;
    let test = "kept::a_state_that_can_not_be_read_says_nothing";
    alone::without_roots_powers(test, async |folder| {
        let store = Store::start([("a.rdb", rdb(20 * MIB))]).await;
        store.behave(|asked| match asked.turn {
            0 => Act::Serve,
            _ => refused(asked),
        });
        store.download(folder).await.unwrap_err();
        let state = folder.join("a.rdb.part.json");
        fs::set_permissions(&state, fs::Permissions::from_mode(0o000)).unwrap();
        store.behave(|_| Act::Serve);
        store.download(folder).await.unwrap();
        assert!(fs::read(folder.join("a.rdb")).unwrap() == rdb(20 * MIB));
        assert_eq!(names(folder), ["a.rdb", "manifest.json"]);
    });
}

/// Somebody puts a good copy in the place of a damaged file that is being fetched again.
#[tokio::test]
async fn an_unfinished_copy_goes_when_the_file_is_there() {
    let store = Store::start([("a.rdb", rdb(20 * MIB))]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    store.download(folder.path()).await.unwrap();
    edit(&path, |bytes| bytes[500] ^= 1);
    store.behave(|asked| match asked.range {
        Some((first, _)) if first >= 9 * MIB => refused(asked),
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap_err();
    assert!(names(folder.path()).contains(&"a.rdb.part".to_owned()));
    fs::write(&path, rdb(20 * MIB)).unwrap();
    store.download(folder.path()).await.unwrap();
    assert_eq!(names(folder.path()), ["a.rdb", "manifest.json"]);
}
