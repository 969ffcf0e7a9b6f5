//! What is in the folder afterwards.

use dcs_backup::{
    ErrorKind,
    download::{FileState, Overwrite},
};
use dcs_backup_sandbox::{Backup, Sandbox};

use crate::support::{Act, MIB, SIGNATURE, Store, aof, names, rdb, xml};

#[tokio::test]
async fn the_sandboxs_backup_comes_down_verified() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let client = sandbox.client().unwrap();
    let report = client
        .backup(sandbox.instance_id(), sandbox.backup_id())
        .download()
        .into_folder(folder.path().join("new/folder"))
        .await
        .unwrap();
    assert_eq!(report.ids.backup_id(), Some(sandbox.backup_id()));
    let backup = Backup::three_shards();
    assert_eq!(report.files.len(), backup.files().len());
    for ((name, bytes), file) in backup.files().zip(&report.files) {
        assert_eq!(file.name.as_str(), name);
        assert_eq!(file.state, FileState::Verified);
        assert_eq!(file.size, bytes.len() as u64);
        let trailer = u64::from_le_bytes(bytes[bytes.len() - 8..].try_into().unwrap());
        assert_eq!(file.crc64, Some(trailer));
        let written = std::fs::read(folder.path().join("new/folder").join(name)).unwrap();
        assert!(written == *bytes);
    }
}

#[tokio::test]
async fn files_of_every_size_are_right() {
    let sizes = [0, 9, 10, 11, 100, 8 * MIB - 1, 8 * MIB, 8 * MIB + 1, 8 * MIB + 2, 16 * MIB + 1];
    for size in sizes {
        let bytes = aof(size);
        let sandbox = Sandbox::builder()
            .backup(Backup::new([("one.aof", bytes.clone())]))
            .start()
            .await
            .unwrap();
        let folder = tempfile::tempdir().unwrap();
        let report = sandbox
            .client()
            .unwrap()
            .backup(sandbox.instance_id(), sandbox.backup_id())
            .download()
            .into_folder(folder.path())
            .await
            .unwrap();
        assert_eq!(report.files[0].size, size);
        assert_eq!(report.files[0].state, FileState::LengthOnly);
        assert!(std::fs::read(folder.path().join("one.aof")).unwrap() == bytes, "{size}");
        assert_eq!(names(folder.path()), ["manifest.json", "one.aof"]);
    }
}

#[tokio::test]
async fn a_large_file_is_read_over_several_connections_and_no_byte_twice() {
    let bytes = rdb(40 * MIB + 1);
    let store = Store::start([("big.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("big.rdb")).unwrap() == bytes);
    assert!(store.asked().len() > 4, "{:?}", store.asked());
    // A single byte can only be asked for with its neighbour.
    assert!(store.sent() <= bytes.len() as u64 + 1);
}

#[tokio::test]
async fn a_finished_download_asks_for_nothing_again() {
    let store = Store::start([("a.rdb", rdb(1000)), ("b.aof", aof(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let first = store.download(folder.path()).await.unwrap();
    store.forget();
    let second = store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty(), "{:?}", store.asked());
    assert_eq!(second.files.len(), 2);
    for (before, after) in first.files.iter().zip(&second.files) {
        assert_eq!((before.crc64, before.state), (after.crc64, after.state));
        assert_eq!(after.resumed, after.size);
    }
}

#[tokio::test]
async fn a_foreign_file_stays_unless_it_may_be_overwritten() {
    let (ours, theirs) = (rdb(1000), aof(1000));
    let store = Store::start([("a.rdb", ours.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    for foreign in [theirs, rdb(1000 - 1), rdb(900)] {
        std::fs::write(&path, &foreign).unwrap();
        let error = store.download(folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk);
        assert!(error.to_string().contains("a.rdb is in"), "{error}");
        assert!(std::fs::read(&path).unwrap() == foreign);
    }
    store.downloader().overwrite(Overwrite::Replace).into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(&path).unwrap() == ours);
}

#[tokio::test]
async fn a_listed_file_of_another_size_is_fetched_again_unless_it_is_somebodys() {
    let store = Store::start([("a.rdb", rdb(5000)), ("b.aof", aof(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let (path, log) = (folder.path().join("a.rdb"), folder.path().join("b.aof"));
    store.download(folder.path()).await.unwrap();
    std::fs::write(&path, &rdb(5000)[..4999]).unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(&path).unwrap() == rdb(5000));
    // Another RDB that is whole, and an AOF that somebody may go on with.
    for (path, right, other) in [(&path, rdb(5000), rdb(4999)), (&log, aof(5000), aof(5001))] {
        std::fs::write(path, &other).unwrap();
        let error = store.download(folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk);
        assert!(std::fs::read(path).unwrap() == other);
        store.downloader().overwrite(Overwrite::Replace).into_folder(folder.path()).await.unwrap();
        assert!(std::fs::read(path).unwrap() == right);
    }
}

#[tokio::test]
async fn what_may_be_overwritten_stays_until_the_new_file_is_whole_and_right() {
    let mut damaged = rdb(5000);
    damaged[99] ^= 1;
    let store = Store::start([("a.rdb", damaged)]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    std::fs::write(&path, "precious").unwrap();
    let replace = || store.downloader().overwrite(Overwrite::Replace).into_folder(folder.path());
    assert_eq!(replace().await.unwrap_err().kind(), ErrorKind::Integrity);
    store.behave(|asked| if asked.turn < 2 { Act::Cut(60) } else { Act::Raw(Vec::new()) });
    assert_eq!(replace().await.unwrap_err().kind(), ErrorKind::Network);
    assert_eq!(std::fs::read(&path).unwrap(), b"precious");
    store.replace("a.rdb", rdb(5000), "\"second-1\"");
    store.behave(|_| Act::Serve);
    replace().await.unwrap();
    assert!(std::fs::read(&path).unwrap() == rdb(5000));
}

#[tokio::test]
async fn our_own_file_without_an_entry_is_adopted() {
    let store = Store::start([("a.rdb", rdb(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.rdb");
    std::fs::write(&path, rdb(5000)).unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(store.sent() < 100, "{}", store.sent());
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty());
}

#[tokio::test]
async fn equal_names_are_refused_before_anything_is_written() {
    for clash in [["a.rdb", "A.rdb"], ["a.rdb", "a.rdb.part"], ["b", "manifest.json"]] {
        let store = Store::start(clash.map(|name| (name, aof(10)))).await;
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("target");
        let error = store.download(&target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::InvalidLink);
        assert!(!target.exists());
    }
}

#[tokio::test]
async fn two_downloads_into_one_folder_exclude_each_other() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let lock = std::fs::File::create(folder.path().join(".download.lock")).unwrap();
    lock.lock().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(error.to_string().contains("another download is working in"), "{error}");
    drop(lock);
    store.download(folder.path()).await.unwrap();
}

#[tokio::test]
async fn no_file_holds_a_link() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    store.download(folder.path()).await.unwrap();
    let store = Store::start([("a.rdb", rdb(1000)), ("b.aof", aof(20 * MIB))]).await;
    let links = serde_json::to_string(&store.links().await).unwrap();
    assert!(links.contains(SIGNATURE));
    store.behave(|asked| match asked.turn {
        0 => Act::Serve,
        _ => Act::Raw(xml("400 Bad Request", "X", "")),
    });
    store.download(folder.path()).await.unwrap_err();
    let there = names(folder.path());
    assert_eq!(there, ["a.rdb", "b.aof.part", "b.aof.part.json", "manifest.json"]);
    for name in ["b.aof.part.json", "manifest.json"] {
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        assert!(text.contains("\"version\""), "{text}");
        assert!(!text.contains(SIGNATURE) && !text.contains("http"), "{text}");
    }
}

#[tokio::test]
async fn a_disk_without_room_is_noticed_before_the_bytes_come() {
    let store = Store::start([("a.aof", aof(8 * MIB)), ("b.rdb", rdb(1000))]).await;
    store.behave(|asked| match asked.file.as_str() {
        "a.aof" => Act::ContentRange("bytes 0-8388607/1125899906842624"),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine"), "precious").unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    let text = error.to_string();
    assert!(text.contains("needs 1125899906842624 more bytes"), "{text}");
    assert_eq!(std::fs::read(folder.path().join("mine")).unwrap(), b"precious");
}

#[tokio::test]
async fn a_folder_that_can_not_be_used_is_a_clear_error() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "precious").unwrap();
    for target in [file.clone(), file.join("below")] {
        let error = store.download(&target).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk);
        let text = error.to_string();
        assert!(text.starts_with("creating "), "{error}");
        assert!(
            text.ends_with("a file is where a folder should be; choose another folder"),
            "{error}"
        );
    }
    assert_eq!(std::fs::read(&file).unwrap(), b"precious");

    let occupied = folder.path().join("occupied");
    std::fs::create_dir_all(occupied.join("a.rdb.part/inner")).unwrap();
    let error = store.download(&occupied).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(error.to_string().starts_with("file a.rdb.part is in "), "{error}");
    let replace = store.downloader().overwrite(Overwrite::Replace);
    let error = replace.into_folder(&occupied).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(error.to_string().contains("a.rdb.part"), "{error}");
    #[cfg(target_os = "linux")]
    assert!(
        error.to_string().ends_with("a folder has the name of a file; move it away"),
        "{error}"
    );
    assert!(occupied.join("a.rdb.part/inner").exists());
}

#[tokio::test]
async fn the_longest_name_has_room_for_its_part() {
    let name: &'static str = Box::leak("n".repeat(255).into_boxed_str());
    let store = Store::start([(name, aof(20 * MIB))]).await;
    store.behave(|asked| match asked.turn {
        0 => Act::Serve,
        _ => Act::Raw(xml("400 Bad Request", "X", "")),
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap_err();
    store.behave(|_| Act::Serve);
    let report = store.download(folder.path()).await.unwrap();
    assert!(report.files[0].resumed > 0);
    assert!(std::fs::read(folder.path().join(name)).unwrap() == aof(20 * MIB));
    assert_eq!(names(folder.path()), ["manifest.json", name]);
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_created_behind_a_link_that_has_the_locks_name() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let (target, outside) = (folder.path().join("target"), folder.path().join("outside"));
    std::fs::create_dir(&target).unwrap();
    std::os::unix::fs::symlink(&outside, target.join(".download.lock")).unwrap();
    let error = store.download(&target).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(error.to_string().contains(".download.lock"), "{error}");
    assert!(!outside.exists());
}

#[tokio::test]
async fn after_an_error_the_folder_is_at_rest() {
    let store = Store::start([("a.aof", aof(40 * MIB)), ("b.aof", aof(9 * MIB))]).await;
    store.behave(|asked| match asked.range {
        Some((first, _)) if first >= 24 * MIB => Act::Raw(xml("400 Bad Request", "X", "")),
        _ => Act::Serve,
    });
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap_err();
    let lock = std::fs::File::open(folder.path().join(".download.lock")).unwrap();
    lock.try_lock().unwrap();
}

#[tokio::test]
async fn a_folder_in_the_place_of_a_file_is_found_before_anything_is_asked_for() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    for name in ["a.rdb", "manifest.json"] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(name)).unwrap();
        let replace = store.downloader().overwrite(Overwrite::Replace);
        let error = replace.into_folder(folder.path()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk);
        assert!(error.to_string().contains(name), "{error}");
    }
    assert!(store.asked().is_empty());
}

/// Five seconds before 1970.
#[derive(Debug)]
struct Early;

impl dcs_backup::Clock for Early {
    fn now(&self) -> std::time::SystemTime {
        std::time::UNIX_EPOCH - self.elapsed()
    }

    fn elapsed(&self) -> std::time::Duration {
        std::time::Duration::from_secs(5)
    }

    fn sleep(&self, _: std::time::Duration) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn a_clock_before_1970_is_no_obstacle() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.downloader().clock(Early).into_folder(folder.path()).await.unwrap();
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    assert!(manifest.contains("1970-01-01T00:00:00Z"), "{manifest}");
}

/// What a caller may do with the types: move them to other threads, spawn the future.
#[test]
fn everything_can_be_sent_to_another_thread() {
    fn sent<T: Send + 'static>(_: impl FnOnce(dcs_backup::Downloader) -> T) {}
    fn shared<T: Send + Sync + 'static>() {}
    sent(|downloader| downloader.into_folder("x"));
    sent(|mut downloader| downloader.events());
    shared::<dcs_backup::Downloader>();
    shared::<dcs_backup::download::Report>();
    shared::<dcs_backup::download::Events>();
}
