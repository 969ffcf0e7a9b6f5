//! Somebody else works on the folder during a download: nothing of theirs is touched, and nothing of
//! theirs passes for a file of the backup.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    pin::pin,
    time::Duration,
};

use dcs_backup::{
    Error, ErrorKind,
    download::{FileState, Overwrite, Report, Warning},
};

use crate::support::{Act, MIB, Store, aof, names, rdb};

/// Downloads, and meddles when the first bytes are asked for that are not at the beginning.
async fn download_while(
    store: &Store,
    folder: &Path,
    meddle: impl FnOnce() + Send + 'static,
) -> Result<Report, Error> {
    let mut meddle = Some(meddle);
    store.behave(move |asked| {
        if asked.range.is_some_and(|(first, _)| first > 0)
            && let Some(meddle) = meddle.take()
        {
            meddle();
        }
        Act::Serve
    });
    store.download(folder).await
}

/// Replaces a file by another one of the same name.
fn replace(path: &Path, content: &[u8]) {
    let new = path.with_extension("theirs");
    fs::write(&new, content).unwrap();
    fs::rename(new, path).unwrap();
}

fn assert_disk(error: &Error, problem: &str) {
    assert_eq!(error.kind(), ErrorKind::Disk, "{error}");
    let text = error.to_string();
    assert!(text.contains(problem) && text.contains("nothing else works in the folder"), "{text}");
}

#[tokio::test]
async fn a_folder_that_is_moved_away_keeps_the_download() {
    for leads_elsewhere in [true, false] {
        let store = Store::start([("a.rdb", rdb(10 * MIB)), ("b.rdb", rdb(9 * MIB))]).await;
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::create_dir(at("other")).unwrap();
        fs::write(at("other/manifest.json"), "precious").unwrap();
        let (out, moved, other) = (at("out"), at("moved"), at("other"));
        let report = download_while(&store, &at("out"), move || {
            fs::rename(&out, &moved).unwrap();
            if leads_elsewhere {
                symlink(&other, &out).unwrap();
            }
        })
        .await
        .unwrap();
        assert_eq!(names(&at("other")), ["manifest.json"]);
        assert_eq!(fs::read(at("other/manifest.json")).unwrap(), b"precious");
        assert_eq!(names(&at("moved")), ["a.rdb", "b.rdb", "manifest.json"]);
        assert!(fs::read(at("moved/a.rdb")).unwrap() == rdb(10 * MIB));
        let now = Some(fs::canonicalize(at("moved")).unwrap());
        assert_eq!(report.warnings, [Warning::FolderMoved { now }]);
        let warning = report.warnings[0].to_string();
        assert!(warning.contains(at("moved").to_str().unwrap()), "{warning}");
    }
}

#[tokio::test]
async fn a_download_that_fails_tells_too_that_its_folder_was_moved() {
    let store = Store::start([("a.aof", aof(10 * MIB))]).await;
    let root = tempfile::tempdir().unwrap();
    let at = |name: &str| root.path().join(name);
    let (out, moved) = (at("out"), at("moved"));
    let error = download_while(&store, &at("out"), move || {
        fs::rename(&out, &moved).unwrap();
        replace(&moved.join("a.aof.part"), b"theirs");
    })
    .await
    .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    let notes: Vec<&str> = error.notes().collect();
    let [note] = notes[..] else { panic!("{notes:?}") };
    assert!(note.contains(at("moved").to_str().unwrap()), "{note}");
}

#[tokio::test]
async fn a_folder_that_stays_is_nothing_to_warn_of() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("out")).unwrap();
    symlink("out", root.path().join("link")).unwrap();
    let report = store.download(&root.path().join("link")).await.unwrap();
    assert_eq!(report.warnings, []);
    let json = serde_json::to_string(&report).unwrap();
    assert!(!json.contains("warnings"), "{json}");
}

/// What is no plain file and has the name of one of ours is not followed, not waited for, and not written.
#[tokio::test]
async fn nothing_is_done_through_what_has_the_name_of_our_files() {
    let ours = [
        "manifest.json",
        ".download.manifest",
        ".download.lock",
        "a.aof",
        "a.aof.part",
        "a.aof.part.json",
        "a.aof.part.json.new",
    ];
    let store = Store::start([("a.aof", aof(100_000))]).await;
    for name in ours {
        for kind in ["pipe", "folder", "link", "dangling link"] {
            let root = tempfile::tempdir().unwrap();
            let (out, outside) = (root.path().join("out"), root.path().join("outside"));
            fs::create_dir(&out).unwrap();
            fs::write(&outside, "precious").unwrap();
            let path = out.join(name);
            match kind {
                "pipe" => {
                    let made = std::process::Command::new("mkfifo").arg(&path).status().unwrap();
                    assert!(made.success());
                }
                "folder" => fs::create_dir(&path).unwrap(),
                "link" => symlink(&outside, &path).unwrap(),
                _ => symlink(root.path().join("nothing"), &path).unwrap(),
            }
            for overwrite in [Overwrite::Refuse, Overwrite::Replace] {
                let download = store.downloader().overwrite(overwrite).into_folder(&out);
                let download = tokio::time::timeout(Duration::from_secs(60), download);
                match download.await.expect("nothing is waited for") {
                    Ok(_) => {
                        assert!(fs::read(out.join("a.aof")).unwrap() == aof(100_000));
                        assert!(out.join("a.aof").symlink_metadata().unwrap().is_file());
                        assert!(out.join("manifest.json").symlink_metadata().unwrap().is_file());
                    }
                    Err(error) => {
                        assert_eq!(error.kind(), ErrorKind::Disk, "{name} {kind}: {error}");
                        assert!(error.to_string().contains(name), "{name} {kind}: {error}");
                        assert!(path.symlink_metadata().is_ok(), "{name} {kind}: it is gone");
                    }
                }
            }
            assert_eq!(fs::read(&outside).unwrap(), b"precious", "{name} {kind}");
            assert!(!root.path().join("nothing").exists(), "{name} {kind}");
        }
    }
}

/// Each in turn takes the place of a file of the download.
fn meddlers(path: PathBuf) -> [Box<dyn FnOnce() + Send>; 3] {
    let [a, b, c] = [path.clone(), path.clone(), path];
    [
        Box::new(move || fs::remove_file(a).unwrap()),
        Box::new(move || replace(&b, b"theirs")),
        Box::new(move || {
            fs::remove_file(&c).unwrap();
            symlink("theirs", c).unwrap();
        }),
    ]
}

#[tokio::test]
async fn a_part_that_is_replaced_gets_no_name() {
    for n in 0..3 {
        let store = Store::start([("a.aof", aof(10 * MIB))]).await;
        let folder = tempfile::tempdir().unwrap();
        let part = folder.path().join("a.aof.part");
        let meddle = meddlers(part.clone()).into_iter().nth(n).unwrap();
        let error = download_while(&store, folder.path(), meddle).await.unwrap_err();
        assert_disk(&error, "a.aof.part was removed or replaced during the download");
        assert!(!folder.path().join("a.aof").exists());
        if n == 1 {
            assert_eq!(fs::read(&part).unwrap(), b"theirs");
        }
        let _ = fs::remove_file(part);
        store.download(folder.path()).await.unwrap();
        assert!(fs::read(folder.path().join("a.aof")).unwrap() == aof(10 * MIB));
    }
}

#[tokio::test]
async fn a_lock_that_is_removed_ends_the_download() {
    for n in 0..3 {
        let store = Store::start([("a.aof", aof(10 * MIB))]).await;
        let folder = tempfile::tempdir().unwrap();
        let lock = folder.path().join(".download.lock");
        let meddle = meddlers(lock.clone()).into_iter().nth(n).unwrap();
        let error = download_while(&store, folder.path(), meddle).await.unwrap_err();
        assert_disk(&error, ".download.lock was removed or replaced during the download");
        assert!(!folder.path().join("a.aof").exists());
        let _ = fs::remove_file(lock);
        store.download(folder.path()).await.unwrap();
        assert!(fs::read(folder.path().join("a.aof")).unwrap() == aof(10 * MIB));
    }
}

/// The second one begins after somebody removed the first one's lock; the file changed in between, or
/// did not.
#[tokio::test]
async fn of_two_downloads_at_a_time_the_second_one_counts() {
    for changed in [true, false] {
        let store = Store::start([("a.aof", aof(10 * MIB))]).await;
        let (stalled, mut has_stalled) = tokio::sync::mpsc::unbounded_channel();
        store.behave(move |asked| match asked.range {
            Some((first, _)) if first > 0 => {
                let _ = stalled.send(());
                Act::Stall(MIB)
            }
            _ => Act::Serve,
        });
        let folder = tempfile::tempdir().unwrap();
        let first = store.downloader().connections(2).read_timeout(Duration::from_millis(100));
        let mut first = pin!(first.into_folder(folder.path()));
        tokio::select! {
            result = &mut first => panic!("it was not to end: {result:?}"),
            _ = has_stalled.recv() => {}
        }
        fs::remove_file(folder.path().join(".download.lock")).unwrap();
        store.behave(|_| Act::Serve);
        let expected = if changed { rdb(10 * MIB) } else { aof(10 * MIB) };
        if changed {
            store.replace("a.aof", expected.clone(), "\"second-1\"");
        }
        let report = store.download(folder.path()).await.unwrap();
        let state = if changed { FileState::Verified } else { FileState::LengthOnly };
        assert_eq!(report.files[0].state, state);
        let error = first.await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Disk, "{error}");
        assert!(error.to_string().contains("removed or replaced"), "{error}");
        assert!(fs::read(folder.path().join("a.aof")).unwrap() == expected);
        assert_eq!(names(folder.path()), ["a.aof", "manifest.json"]);
    }
}
