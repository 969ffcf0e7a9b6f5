//! Interrupted anywhere, however often: what was written is not asked for again.

use std::{path::Path, pin::pin, time::Duration};

use dcs_backup::{
    ErrorKind,
    download::{Event, Happening},
};
use futures_util::{FutureExt, StreamExt};
use proptest::prelude::*;

use crate::{
    common::{BACKUP, INSTANCE},
    support::{Act, MIB, Store, aof, names, rdb, xml},
};

/// Downloads until the store has sent so many bytes and falls silent, then drops the future. Over
/// one connection, all that was sent has been written by then.
async fn interrupt(store: &Store, folder: &Path, after: u64, connections: usize) {
    let mut left = after;
    store.behave(move |asked| {
        let (first, last) = asked.range.unwrap_or_default();
        let wanted = last.map_or(u64::MAX, |last| last - first + 1);
        let granted = wanted.min(left);
        left -= granted;
        if granted == wanted { Act::Serve } else { Act::Stall(granted) }
    });
    let mut downloader =
        store.downloader().connections(connections).read_timeout(Duration::from_millis(100));
    let mut events = downloader.events();
    let mut download = pin!(downloader.into_folder(folder));
    loop {
        tokio::select! {
            _ = &mut download => return,
            Some(event) = events.next() => {
                if matches!(event.what, Happening::Retrying { .. }) {
                    return;
                }
            }
        }
    }
}

/// A manifest as a kill before the first record leaves it.
fn name_unfinished(folder: &Path, name: &str) {
    let manifest = format!(
        r#"{{"version":1,"instance_id":"{INSTANCE}","backup_id":"{BACKUP}","unfinished":["{name}"],"files":[]}}"#
    );
    std::fs::write(folder.join("manifest.json"), manifest).unwrap();
}

#[tokio::test]
async fn dropping_the_future_loses_nothing_that_was_written() {
    let bytes = rdb(50 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    interrupt(&store, folder.path(), 30 * MIB, 1).await;
    assert_eq!(store.sent(), 30 * MIB);
    store.forget();
    store.behave(|_| Act::Serve);
    let report = store.download(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    assert_eq!(store.sent(), 20 * MIB);
    assert_eq!(report.files[0].resumed, 30 * MIB);
    assert_eq!(names(folder.path()), ["a.rdb", "manifest.json"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn interrupted_often_the_bytes_are_right(
        cuts in proptest::collection::vec(0_u64..9 * MIB, 1..4),
        size in 1_u64..20 * MIB,
        connections in 1_usize..5,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let files = [("a.aof", aof(size)), ("b.aof", aof(1000))];
            let store = Store::start(files.clone()).await;
            let folder = tempfile::tempdir().unwrap();
            for cut in cuts {
                interrupt(&store, folder.path(), cut, connections).await;
            }
            store.behave(|_| Act::Serve);
            store.download(folder.path()).await.unwrap();
            for (name, bytes) in files {
                assert!(std::fs::read(folder.path().join(name)).unwrap() == bytes, "{name}");
            }
            // A single byte is asked for with its neighbour; a byte in vain, each time.
            assert!(connections > 1 || store.sent() <= size + 1000 + 8, "{} of {size}", store.sent());
        });
    }
}

#[tokio::test]
async fn a_file_that_is_all_there_is_not_asked_for() {
    let bytes = rdb(9 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.rdb.part"), &bytes).unwrap();
    let state = format!(
        r#"{{"version":1,"instance_id":"{INSTANCE}","backup_id":"{BACKUP}","etag":null,"length":{0},"finished":[[0,{0}]]}}"#,
        bytes.len()
    );
    std::fs::write(folder.path().join("a.rdb.part.json"), state).unwrap();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty());
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
}

#[tokio::test]
async fn leftovers_that_make_no_sense_are_fetched_anew() {
    let bytes = rdb(9 * MIB);
    let whole = bytes.len();
    let states = [
        "".to_owned(),
        "{".to_owned(),
        format!(r#"{{"version":1,"etag":null,"length":{whole},"finished":[[0,100]]}}"#),
        format!(
            r#"{{"version":1,"etag":"\"first-1\"","length":{},"finished":[[0,100]]}}"#,
            whole + 1
        ),
        format!(r#"{{"version":9,"etag":"\"first-1\"","length":{whole},"finished":[[0,100]]}}"#),
    ];
    for state in states {
        let store = Store::start([("a.rdb", bytes.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a.rdb.part"), vec![0; whole]).unwrap();
        std::fs::write(folder.path().join("a.rdb.part.json"), &state).unwrap();
        name_unfinished(folder.path(), "a.rdb");
        store.download(folder.path()).await.unwrap();
        assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes, "{state}");
        assert_eq!(store.sent(), bytes.len() as u64);
    }
}

#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_through_a_link_in_the_folder() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    let outside = folder.path().join("outside");
    std::fs::write(&outside, "precious").unwrap();
    let target = folder.path().join("target");
    std::fs::create_dir(&target).unwrap();
    for name in ["a.rdb.part", "a.rdb.part.json", "a.rdb.part.json.new", ".download.manifest"] {
        std::os::unix::fs::symlink(&outside, target.join(name)).unwrap();
    }
    name_unfinished(&target, "a.rdb");
    store.download(&target).await.unwrap();
    assert_eq!(std::fs::read_to_string(&outside).unwrap(), "precious");
    assert!(std::fs::read(target.join("a.rdb")).unwrap() == rdb(1000));
}

#[tokio::test]
async fn a_changed_file_is_begun_anew_and_that_is_told() {
    let (old, new) = (rdb(30 * MIB), rdb(29 * MIB));
    let store = Store::start([("a.rdb", old)]).await;
    let folder = tempfile::tempdir().unwrap();
    store.behave(|asked| match asked.range {
        Some((first, _)) if first > 0 => Act::Raw(xml("400 Bad Request", "X", "")),
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap_err();
    store.replace("a.rdb", new.clone(), "\"second-1\"");
    store.behave(|_| Act::Serve);
    let mut downloader = store.downloader();
    let events = downloader.events();
    downloader.into_folder(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == new);
    let events: Vec<Event> = events.collect().await;
    assert!(events.iter().any(|event| event.what == Happening::Restarted), "{events:?}");
}

#[tokio::test]
async fn a_store_that_ignores_if_match_is_found_out_by_the_etag() {
    let (old, new) = (aof(30 * MIB), aof(30 * MIB - 1));
    let same_length = [new.clone(), vec![7]].concat();
    let store = Store::start([("a.aof", old)]).await;
    let folder = tempfile::tempdir().unwrap();
    let body = same_length.clone();
    store.behave(move |asked| {
        let Some((first, Some(last))) = asked.range.filter(|_| asked.turn > 0) else {
            return Act::Serve;
        };
        let (from, to) = (usize::try_from(first).unwrap(), usize::try_from(last).unwrap());
        let to = to.min(body.len() - 1);
        let mut answer = format!(
            "HTTP/1.1 206 Partial Content\r\nconnection: close\r\ncontent-length: {}\r\n\
             content-range: bytes {first}-{to}/{}\r\netag: \"second-1\"\r\n\r\n",
            to - from + 1,
            body.len(),
        )
        .into_bytes();
        answer.extend_from_slice(&body[from..=to]);
        Act::Raw(answer)
    });
    store.download(folder.path()).await.unwrap();
    assert!(std::fs::read(folder.path().join("a.aof")).unwrap() == same_length);
}

#[tokio::test]
async fn a_file_that_changes_all_the_time_is_given_up() {
    let store = Store::start([("a.aof", aof(20 * MIB))]).await;
    let mut version = 0;
    store.behave(move |_| {
        version += 1;
        Act::Header("etag", ["\"1\"", "\"2\"", "\"3\"", "\"4\"", "\"5\""][version % 5])
    });
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidResponse);
    assert!(error.to_string().contains("keeps changing"), "{error}");
}

#[tokio::test]
async fn the_folder_of_another_backup_is_left_alone() {
    let store = Store::start([("a.rdb", rdb(1000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let other = store.client().backup(crate::common::INSTANCE, "another-backup").download();
    let error = other.into_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    assert!(error.to_string().contains("holds another backup"), "{error}");
}

#[tokio::test]
async fn events_tell_the_story_of_a_file() {
    let store = Store::start([("a.rdb", rdb(3 * MIB))]).await;
    store.behave(|asked| if asked.turn == 0 { Act::Cut(2 * MIB) } else { Act::Serve });
    let folder = tempfile::tempdir().unwrap();
    let mut downloader = store.downloader();
    let mut events = downloader.events();
    downloader.into_folder(folder.path()).await.unwrap();
    let mut story = Vec::new();
    while let Some(Some(event)) = events.next().now_or_never() {
        story.push(match event.what {
            Happening::Started { size, resumed } => format!("started {size} {resumed}"),
            Happening::Progress { bytes } => format!("progress {bytes}"),
            Happening::Retrying { .. } => "retrying".to_owned(),
            Happening::Finished { state, size } => format!("{state:?} {size}"),
            other => format!("{other:?}"),
        });
    }
    assert_eq!(
        story,
        ["Expected", "started 3145728 0", "retrying", "progress 3145728", "Verified 3145728"]
    );
}
