//! What an earlier run left, and somebody changed: only what is proven is not fetched again.

use std::{
    fs,
    path::{Path, PathBuf},
};

use dcs_backup::download::{FileState, Happening, Verify};
use futures_util::StreamExt;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Act, Store, aof, names, rdb, xml};

const SIZE: u64 = 300_000;
/// So many bytes are there after the interruption.
const KEPT: u64 = 200_000;

/// A folder with an interrupted download, and the store that has all of it.
struct Interrupted {
    store: Store,
    folder: tempfile::TempDir,
    name: &'static str,
    bytes: Vec<u8>,
}

impl Interrupted {
    async fn new(name: &'static str) -> Self {
        let bytes = if name.ends_with("rdb") { rdb(SIZE) } else { aof(SIZE) };
        let store = Store::start([(name, bytes.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        let interrupted = Self { store, folder, name, bytes };
        interrupted.interrupt(Verify::WherePossible).await;
        interrupted
    }

    async fn interrupt(&self, verify: Verify) {
        self.store.behave(|asked| match asked.turn {
            0 => Act::Cut(KEPT),
            _ => Act::Raw(xml("400 Bad Request", "X", "")),
        });
        let downloader = self.store.downloader().verify(verify);
        downloader.into_folder(self.folder.path()).await.unwrap_err();
        self.store.behave(|_| Act::Serve);
        self.store.forget();
    }

    fn path(&self, end: &str) -> PathBuf {
        self.folder.path().join(format!("{}{end}", self.name))
    }

    fn state(&self) -> Value {
        serde_json::from_slice(&fs::read(self.path(".part.json")).unwrap()).unwrap()
    }

    fn set_state(&self, state: &Value) {
        fs::write(self.path(".part.json"), state.to_string()).unwrap();
    }

    /// Ends the download; how many bytes of it were fetched.
    async fn go_on(&self, verify: Verify) -> u64 {
        let downloader = self.store.downloader().verify(verify);
        downloader.into_folder(self.folder.path()).await.unwrap();
        self.assert_right();
        self.store.sent()
    }

    #[track_caller]
    fn assert_right(&self) {
        assert!(fs::read(self.path("")).unwrap() == self.bytes);
        assert_eq!(names(self.folder.path()), [self.name, "manifest.json"]);
    }
}

fn punch(path: &Path) {
    let length = fs::metadata(path).unwrap().len();
    fs::write(path, "").unwrap();
    fs::File::options().write(true).open(path).unwrap().set_len(length).unwrap();
}

#[tokio::test]
async fn what_is_as_it_was_is_not_fetched_again() {
    for name in ["a.rdb", "a.aof"] {
        for verify in [Verify::WherePossible, Verify::Skip] {
            let interrupted = Interrupted::new(name).await;
            assert_eq!(interrupted.go_on(verify).await, SIZE - KEPT, "{name} {verify:?}");
        }
    }
}

/// Without a check, a sample of the bytes is recorded: enough for another run without a check, and for a file
/// with a checksum of its own.
#[tokio::test]
async fn a_sample_proves_what_nobody_asked_to_check() {
    let begun = async |name| {
        let interrupted = Interrupted::new(name).await;
        fs::remove_file(interrupted.path(".part")).unwrap();
        interrupted.interrupt(Verify::Skip).await;
        interrupted
    };
    let missing = SIZE - KEPT;
    for (name, verify, fetched) in [
        ("a.aof", Verify::Skip, missing),
        ("a.rdb", Verify::Skip, missing),
        ("a.rdb", Verify::WherePossible, missing),
        ("a.aof", Verify::WherePossible, SIZE),
    ] {
        assert_eq!(begun(name).await.go_on(verify).await, fetched, "{name} {verify:?}");
    }
    for change in [
        |bytes: &mut Vec<u8>| bytes.fill(0),
        |bytes: &mut Vec<u8>| bytes[100_000..110_000].fill(0),
        |bytes: &mut Vec<u8>| bytes.rotate_left(4096),
        |bytes: &mut Vec<u8>| bytes.truncate(190_000),
    ] {
        let interrupted = begun("a.aof").await;
        let mut part = fs::read(interrupted.path(".part")).unwrap();
        change(&mut part);
        fs::write(interrupted.path(".part"), part).unwrap();
        assert!(interrupted.go_on(Verify::Skip).await >= SIZE);
    }
    let interrupted = begun("a.aof").await;
    let mut state = interrupted.state();
    state["finished"][0][1] = json!(SIZE);
    interrupted.set_state(&state);
    assert!(interrupted.go_on(Verify::Skip).await >= SIZE);
}

#[tokio::test]
async fn a_state_that_claims_holes_is_not_believed() {
    for name in ["a.rdb", "a.aof"] {
        for verify in [Verify::WherePossible, Verify::Skip] {
            for finished in [
                json!([[0, SIZE]]),
                json!([[0, KEPT]]),
                json!([[0, SIZE, "0000000000000000"]]),
                json!([[0, SIZE, ""]]),
                json!([[0, 1], [1, SIZE]]),
                json!([[0, KEPT], [KEPT / 2, SIZE]]),
            ] {
                let interrupted = Interrupted::new(name).await;
                punch(&interrupted.path(".part"));
                let mut state = interrupted.state();
                state["finished"] = finished.clone();
                interrupted.set_state(&state);
                let sent = interrupted.go_on(verify).await;
                assert!(sent >= SIZE, "{name} {finished} {verify:?}: {sent}");
            }
        }
    }
}

#[tokio::test]
async fn a_whole_file_without_an_etag_is_believed_as_far_as_it_is_proven() {
    let interrupted = Interrupted::new("a.aof").await;
    fs::write(interrupted.path(".part"), &interrupted.bytes).unwrap();
    let mut state = interrupted.state();
    state["etag"] = Value::Null;
    state["finished"] = json!([[0, SIZE]]);
    interrupted.set_state(&state);
    assert_eq!(interrupted.go_on(Verify::WherePossible).await, SIZE);
}

#[tokio::test]
async fn a_part_that_changed_meanwhile_is_fetched_again() {
    for name in ["a.rdb", "a.aof"] {
        for verify in [Verify::WherePossible, Verify::Skip] {
            for change in [
                |bytes: &mut Vec<u8>| bytes[5000] ^= 1,
                |bytes: &mut Vec<u8>| bytes[5000..150_000].fill(0),
                |bytes: &mut Vec<u8>| bytes.truncate(1000),
                |bytes: &mut Vec<u8>| bytes.clear(),
                |bytes: &mut Vec<u8>| bytes.push(0),
            ] {
                let interrupted = Interrupted::new(name).await;
                let mut part = fs::read(interrupted.path(".part")).unwrap();
                change(&mut part);
                fs::write(interrupted.path(".part"), part).unwrap();
                assert!(interrupted.go_on(verify).await >= SIZE, "{name} {verify:?}");
            }
        }
    }
}

/// The store sent wrong bytes to the first run.
#[tokio::test]
async fn a_resumed_file_that_is_damaged_is_fetched_again_once() {
    let mut interrupted = Interrupted::new("a.rdb").await;
    let right = interrupted.bytes.clone();
    let mut wrong = right.clone();
    wrong[5000] ^= 1;
    interrupted = {
        let store = Store::start([("a.rdb", wrong.clone())]).await;
        Interrupted { store, folder: tempfile::tempdir().unwrap(), name: "a.rdb", bytes: right }
    };
    interrupted.interrupt(Verify::WherePossible).await;
    interrupted.store.replace("a.rdb", interrupted.bytes.clone(), "\"first-1\"");
    let mut downloader = interrupted.store.downloader();
    let events = downloader.events();
    let report = downloader.into_folder(interrupted.folder.path()).await.unwrap();
    interrupted.assert_right();
    assert_eq!((report.files[0].state, report.files[0].resumed), (FileState::Verified, 0));
    let restarted = events.filter(|event| {
        let restarted = event.what == Happening::Restarted;
        async move { restarted }
    });
    assert_eq!(restarted.count().await, 1);

    // Where the store goes on sending wrong bytes, that is told.
    interrupted.store.replace("a.rdb", wrong, "\"first-1\"");
    fs::remove_file(interrupted.path("")).unwrap();
    interrupted.interrupt(Verify::WherePossible).await;
    let error = interrupted.store.download(interrupted.folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("damaged"), "{error}");
    assert!(interrupted.store.sent() < 3 * SIZE);
}

#[cfg(unix)]
#[tokio::test]
async fn a_snapshot_by_hard_links_does_not_change() {
    let interrupted = Interrupted::new("a.aof").await;
    let snapshot = tempfile::tempdir_in(interrupted.folder.path().parent().unwrap()).unwrap();
    let linked = [".part", ".part.json"].map(|end| interrupted.path(end));
    let manifest = interrupted.folder.path().join("manifest.json");
    let lock = interrupted.folder.path().join(".download.lock");
    let mut before = Vec::new();
    for path in linked.into_iter().chain([manifest, lock]) {
        let copy = snapshot.path().join(path.file_name().unwrap());
        fs::hard_link(&path, &copy).unwrap();
        before.push((copy, fs::read(path).unwrap()));
    }
    assert_eq!(interrupted.go_on(Verify::WherePossible).await, SIZE);
    for (copy, content) in before {
        assert!(fs::read(&copy).unwrap() == content, "{}", copy.display());
    }
}

/// A change of the state file.
fn edit() -> impl Strategy<Value = (&'static str, Value)> {
    let number = || prop_oneof![Just(0), Just(1), Just(KEPT), Just(SIZE), 0..2 * SIZE];
    let seal = prop_oneof![
        Just(json!("0000000000000000")),
        Just(json!(null)),
        Just(json!("x")),
        any::<u64>().prop_map(|seal| json!(format!("{seal:016x}"))),
    ];
    let range = prop_oneof![
        (number(), number()).prop_map(|(start, end)| json!([start, end])),
        (number(), number(), seal).prop_map(|(start, end, seal)| json!([start, end, seal])),
        number().prop_map(|start| json!([start])),
    ];
    prop_oneof![
        4 => proptest::collection::vec(range, 0..4).prop_map(|ranges| ("finished", json!(ranges))),
        1 => number().prop_map(|length| ("length", json!(length))),
        1 => prop_oneof![Just(json!(null)), Just(json!("\"second-1\"")), Just(json!(7))]
            .prop_map(|etag| ("etag", etag)),
        1 => (0..3).prop_map(|version| ("version", json!(version))),
        // An id of no backup leaves it open whose the file is.
        1 => Just(("backup_id", json!(null))),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn whatever_the_state_says_the_file_is_right(
        edits in proptest::collection::vec(edit(), 1..3),
        moved_seal in any::<bool>(),
        hole in any::<bool>(),
        is_rdb in any::<bool>(),
        skip in any::<bool>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let interrupted = Interrupted::new(if is_rdb { "a.rdb" } else { "a.aof" }).await;
            let mut state = interrupted.state();
            if moved_seal {
                // Of other bytes than before.
                state["finished"][0][1] = json!(SIZE);
            }
            for (field, value) in edits {
                state[field] = value;
            }
            interrupted.set_state(&state);
            if hole {
                punch(&interrupted.path(".part"));
            }
            interrupted.go_on(if skip { Verify::Skip } else { Verify::WherePossible }).await;
        });
    }
}
