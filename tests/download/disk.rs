//! Disks that are full, read-only, forbidden or in use: a clear error, and what was there stays.

use std::{
    fs,
    io::Write,
    os::unix::fs::{MetadataExt, PermissionsExt},
    path::Path,
    pin::pin,
    process::{Command, Stdio},
};

use dcs_backup::{
    Error, ErrorKind,
    download::{FileState, Happening, verify_folder},
};
use futures_util::StreamExt;

use crate::{
    alone,
    common::{BACKUP, INSTANCE, TestClock, builder},
    support::{Act, MIB, Store, aof, names, rdb},
};

/// Checks kind and text of the error, which says what to do after the semicolon.
fn assert_disk(error: &Error, starts: &str, problem: &str, advice: &str) {
    assert_eq!(error.kind(), ErrorKind::Disk, "{error}");
    let text = error.to_string();
    assert!(text.starts_with(starts) && text.contains(problem) && text.ends_with(advice), "{text}");
}

/// Changes nothing of the file system itself, which only its owner may.
fn make_read_only(folder: &Path) {
    let mount = Command::new("mount").args(["-o", "remount,bind,ro"]).arg(folder).status();
    assert!(mount.unwrap().success());
}

#[test]
fn a_backup_too_large_for_the_disk_is_refused_before_it_is_written() {
    let test = "disk::a_backup_too_large_for_the_disk_is_refused_before_it_is_written";
    alone::on_a_disk_of_its_own(test, "size=32m", async |folder| {
        let mine = vec![7; usize::try_from(16 * MIB).unwrap()];
        fs::write(folder.join("mine"), &mine).unwrap();
        let store = Store::start([("a.rdb", rdb(20 * MIB))]).await;
        let error = store.download(folder).await.unwrap_err();
        let advice = "free some space and run the download again";
        assert_disk(&error, "", "needs 20971520 more bytes", advice);
        assert_eq!(names(folder), ["manifest.json", "mine"]);
        assert!(fs::read(folder.join("mine")).unwrap() == mine);
        fs::remove_file(folder.join("mine")).unwrap();
        store.download(folder).await.unwrap();
        assert!(fs::read(folder.join("a.rdb")).unwrap() == rdb(20 * MIB));
    });
}

#[test]
fn files_that_fit_only_just_are_fetched() {
    let test = "disk::files_that_fit_only_just_are_fetched";
    alone::on_a_disk_of_its_own(test, "size=32m", async |folder| {
        let files = [("a.rdb", rdb(10 * MIB)), ("b.rdb", rdb(9 * MIB)), ("c.rdb", rdb(11 * MIB))];
        for connections in [1, 64] {
            let store = Store::start(files.clone()).await;
            let target = folder.join(connections.to_string());
            store.downloader().connections(connections).into_folder(&target).await.unwrap();
            for (name, bytes) in &files {
                assert!(fs::read(target.join(name)).unwrap() == *bytes);
            }
            fs::remove_dir_all(target).unwrap();
        }
    });
}

#[test]
fn a_part_that_holds_its_room_already_is_finished_on_a_full_disk() {
    let test = "disk::a_part_that_holds_its_room_already_is_finished_on_a_full_disk";
    alone::on_a_disk_of_its_own(test, "size=32m", async |folder| {
        let bytes = rdb(24 * MIB);
        let store = Store::start([("a.rdb", bytes.clone())]).await;
        let mut part = bytes.clone();
        part[usize::try_from(8 * MIB).unwrap()..].fill(0);
        fs::write(folder.join("a.rdb.part"), part).unwrap();
        let state = format!(
            r#"{{"version":1,"etag":"\"first-1\"","length":{},"finished":[[0,{}]]}}"#,
            bytes.len(),
            8 * MIB
        );
        fs::write(folder.join("a.rdb.part.json"), state).unwrap();
        store.download(folder).await.unwrap();
        assert_eq!(store.sent(), 16 * MIB);
        assert!(fs::read(folder.join("a.rdb")).unwrap() == bytes);
    });
}

#[test]
fn a_disk_that_fills_up_half_way_loses_little() {
    let test = "disk::a_disk_that_fills_up_half_way_loses_little";
    alone::on_a_disk_of_its_own(test, "size=80m", async |folder| {
        let bytes = rdb(64 * MIB);
        let store = Store::start([("a.rdb", bytes.clone())]).await;
        let mut downloader = store.downloader().connections(1);
        let mut events = downloader.events();
        let mut download = pin!(downloader.into_folder(folder.join("target")));
        let mut reached = 0;
        let error = loop {
            tokio::select! {
                result = &mut download => break result.unwrap_err(),
                Some(event) = events.next() => if let Happening::Progress { bytes } = event.what {
                    if reached < 32 * MIB && bytes >= 32 * MIB {
                        fill(&folder.join("ballast"));
                    }
                    reached = bytes;
                },
            }
        };
        assert_disk(
            &error,
            "writing ",
            "No space left on device",
            "free some space and run the download again; it continues where it stopped",
        );
        assert_eq!(
            names(&folder.join("target")),
            ["a.rdb.part", "a.rdb.part.json", "manifest.json"]
        );
        fs::remove_file(folder.join("ballast")).unwrap();
        store.forget();
        let report = store.download(&folder.join("target")).await.unwrap();
        assert_eq!(report.files[0].state, FileState::Verified);
        assert!(store.sent() <= 64 * MIB - reached + 16 * MIB, "{} after {reached}", store.sent());
        assert!(fs::read(folder.join("target/a.rdb")).unwrap() == bytes);
    });
}

/// Another program that takes all the room there is.
fn fill(path: &Path) {
    let mut ballast = fs::File::create(path).unwrap();
    while ballast.write_all(&[1; 4096]).is_ok() {}
}

#[test]
fn a_disk_without_room_for_the_small_files_keeps_what_is_there() {
    let test = "disk::a_disk_without_room_for_the_small_files_keeps_what_is_there";
    alone::on_a_disk_of_its_own(test, "size=20m", async |folder| {
        let store = Store::start([("a.rdb", rdb(9 * MIB)), ("b.rdb", rdb(1000))]).await;
        store.downloader().into_folder(folder).await.unwrap();
        let manifest = fs::read(folder.join("manifest.json")).unwrap();
        fs::remove_file(folder.join("b.rdb")).unwrap();
        fill(&folder.join("ballast"));
        let error = store.download(folder).await.unwrap_err();
        let advice = "free some space and run the download again; it continues where it stopped";
        assert_disk(&error, "writing ", "manifest.json failed: No space left", advice);
        assert!(fs::read(folder.join("a.rdb")).unwrap() == rdb(9 * MIB));
        assert!(fs::read(folder.join("manifest.json")).unwrap() == manifest);
        fs::remove_file(folder.join("ballast")).unwrap();
        store.download(folder).await.unwrap();
        assert!(fs::read(folder.join("b.rdb")).unwrap() == rdb(1000));
        assert_eq!(names(folder), ["a.rdb", "b.rdb", "manifest.json"]);
    });
}

#[test]
fn a_read_only_disk_is_told_and_can_be_checked() {
    let test = "disk::a_read_only_disk_is_told_and_can_be_checked";
    alone::on_a_disk_of_its_own(test, "size=16m", async |folder| {
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        store.download(&folder.join("done")).await.unwrap();
        fs::create_dir(folder.join("empty")).unwrap();
        make_read_only(folder);
        for target in ["done", "empty", "new"] {
            let error = store.download(&folder.join(target)).await.unwrap_err();
            assert_disk(
                &error,
                &format!("creating {}", folder.join(target).display()),
                "Read-only file system",
                "choose a folder on a disk that is not read-only",
            );
        }
        let report = verify_folder(folder.join("done")).await.unwrap();
        assert_eq!(report.files[0].state, FileState::Verified);
        assert_eq!(names(folder), ["done", "empty"]);
        assert_eq!(names(&folder.join("done")), ["a.rdb", "manifest.json"]);
    });
}

#[tokio::test]
async fn room_is_held_from_the_start_where_the_file_system_can() {
    let folder = tempfile::tempdir().unwrap();
    let system = Command::new("stat").args(["-f", "-c", "%T"]).arg(folder.path()).output().unwrap();
    if !["ext2/ext3", "xfs", "btrfs"].contains(&String::from_utf8_lossy(&system.stdout).trim()) {
        return alone::skip("file system of which it is sure that it holds room");
    }
    let store = Store::start([("a.aof", aof(20 * MIB))]).await;
    store.behave(|_| Act::Stall(MIB));
    let mut downloader = store.downloader();
    let mut events = downloader.events().skip(1);
    let mut download = pin!(downloader.into_folder(folder.path()));
    tokio::select! {
        result = &mut download => panic!("it was not to end: {result:?}"),
        event = events.next() => {
            let size = 20 * MIB;
            assert_eq!(event.unwrap().what, Happening::Started { size, resumed: 0 });
        }
    }
    let part = fs::metadata(folder.path().join("a.aof.part")).unwrap();
    assert_eq!(part.len(), 20 * MIB);
    assert!(part.blocks() * 512 >= 20 * MIB, "{} blocks", part.blocks());
}

#[test]
fn what_may_not_be_written_or_read_is_told() {
    let test = "disk::what_may_not_be_written_or_read_is_told";
    alone::without_roots_powers(test, async |folder| {
        let store = Store::start([("a.rdb", rdb(1000))]).await;
        let mode = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        let done = folder.join("done");
        store.download(&done).await.unwrap();
        mode(&done.join("manifest.json"), 0o000);
        let error = verify_folder(&done).await.unwrap_err();
        assert_disk(&error, "", "Permission denied", "");
        mode(&done.join("manifest.json"), 0o600);
        mode(folder, 0o555);
        let error = store.download(&folder.join("new")).await.unwrap_err();
        let advice = "choose a folder that you may read and write";
        assert_disk(&error, "creating ", "new failed: Permission denied", advice);
        mode(&done, 0o555);
        fs::write(done.join(".download.lock"), "").unwrap();
        store.download(&done).await.unwrap();
        mode(folder, 0o755);
        let folder = folder.join("folder");
        fs::create_dir(&folder).unwrap();
        mode(&folder, 0o555);
        let error = store.download(&folder).await.unwrap_err();
        assert_disk(&error, "creating ", ".download.lock failed: Permission denied", advice);
        mode(&folder, 0o755);
        store.download(&folder).await.unwrap();
        mode(&done, 0o755);
    });
}

#[test]
fn a_folder_that_may_not_be_listed_is_good_enough() {
    let test = "disk::a_folder_that_may_not_be_listed_is_good_enough";
    alone::without_roots_powers(test, async |folder| {
        let store = Store::start([("a.rdb", rdb(9 * MIB)), ("b.rdb", rdb(1000))]).await;
        let mode = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
        };
        // The folder above: the new one's name can't be made to last.
        mode(folder, 0o333);
        let report = store.download(&folder.join("new")).await;
        mode(folder, 0o755);
        assert_eq!(report.unwrap().files.len(), 2);
        // The folder itself.
        let hidden = folder.join("hidden");
        fs::create_dir(&hidden).unwrap();
        mode(&hidden, 0o333);
        let report = store.download(&hidden).await;
        let checked = verify_folder(&hidden).await;
        mode(&hidden, 0o755);
        assert_eq!(report.unwrap().files.len(), 2);
        assert_eq!(checked.unwrap().faulty().count(), 0);
        assert!(fs::read(hidden.join("a.rdb")).unwrap() == rdb(9 * MIB));
    });
}

#[test]
fn a_file_that_can_not_be_read_hides_no_other() {
    let test = "disk::a_file_that_can_not_be_read_hides_no_other";
    alone::without_roots_powers(test, async |folder| {
        let store = Store::start(["a.rdb", "b.rdb", "c.rdb"].map(|name| (name, rdb(1000)))).await;
        store.download(folder).await.unwrap();
        fs::set_permissions(folder.join("a.rdb"), fs::Permissions::from_mode(0o000)).unwrap();
        let report = verify_folder(folder).await.unwrap();
        let states: Vec<_> = report.files.iter().map(|file| file.state).collect();
        assert_eq!(states, [FileState::Unreadable, FileState::Verified, FileState::Verified]);
        let problem = report.files[0].problem.as_deref().unwrap_or_default();
        assert!(problem.contains("ermission denied"), "{problem}");
        assert_eq!(report.faulty().count(), 1);
    });
}

/// The second process downloads until it is killed.
#[tokio::test]
async fn the_lock_of_a_process_ends_with_it() {
    let test = "disk::the_lock_of_a_process_ends_with_it";
    if let Some(told) = alone::told() {
        let (endpoint, folder) = told.split_once(' ').unwrap();
        let client = builder(endpoint, &TestClock::default()).build().unwrap();
        client.backup(INSTANCE, BACKUP).download().into_folder(folder).await.unwrap();
        return;
    }
    let store = Store::start([("a.rdb", rdb(100_000))]).await;
    let (asked, mut was_asked) = tokio::sync::mpsc::unbounded_channel();
    store.behave(move |_| {
        asked.send(()).unwrap();
        Act::Stall(50_000)
    });
    let folder = tempfile::tempdir().unwrap();
    let told = format!("{} {}", store.endpoint(), folder.path().display());
    let mut other = alone::command(test, &told, &[]).stdout(Stdio::null()).spawn().unwrap();
    was_asked.recv().await.unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    let problem = format!("another download is working in {}", folder.path().display());
    assert_disk(&error, &problem, "", "wait for it to end");
    assert!(was_asked.try_recv().is_err(), "nothing was asked of the store");
    other.kill().unwrap();
    other.wait().unwrap();
    store.behave(|_| Act::Serve);
    store.download(folder.path()).await.unwrap();
    assert!(fs::read(folder.path().join("a.rdb")).unwrap() == rdb(100_000));
}
