//! What is said of files by their bytes, while fetching and offline.

use dcs_backup::{
    ErrorKind,
    download::{Coverage, FileState, Verify, Warning, verify_folder},
};

use crate::support::{Act, MIB, Store, aof, crc64, names, rdb, rdb_with};

/// Files that redis-server 7.0 wrote; `make.sh` beside them makes them anew.
const NORMAL: &[u8] = include_bytes!("../fixtures/rdb/normal.rdb");
const BASE: &[u8] = include_bytes!("../fixtures/rdb/base.rdb");
const WITHOUT_CHECKSUM: &[u8] = include_bytes!("../fixtures/rdb/without-checksum.rdb");
const PLAIN_AOF: &[u8] = include_bytes!("../fixtures/rdb/plain.aof");
const PREAMBLE_AOF: &[u8] = include_bytes!("../fixtures/rdb/preamble.aof");

fn trailer(bytes: &[u8]) -> u64 {
    u64::from_le_bytes(bytes[bytes.len() - 8..].try_into().unwrap())
}

#[tokio::test]
async fn what_redis_writes_is_told_apart() {
    let files: [(&str, &[u8], FileState, u64); 5] = [
        ("normal.rdb", NORMAL, FileState::Verified, trailer(NORMAL)),
        ("base.rdb", BASE, FileState::Verified, trailer(BASE)),
        ("nosum.rdb", WITHOUT_CHECKSUM, FileState::LengthOnly, crc64(WITHOUT_CHECKSUM)),
        ("plain.aof", PLAIN_AOF, FileState::LengthOnly, crc64(PLAIN_AOF)),
        ("preamble.aof", PREAMBLE_AOF, FileState::LengthOnly, crc64(PREAMBLE_AOF)),
    ];
    let store = Store::start(files.map(|(name, bytes, ..)| (name, bytes))).await;
    let folder = tempfile::tempdir().unwrap();
    let report = store.download(folder.path()).await.unwrap();
    for ((name, _, state, crc), file) in files.into_iter().zip(&report.files) {
        assert_eq!((file.name.as_str(), file.state, file.crc64), (name, state, Some(crc)));
    }
    assert_eq!(report.unproven().count(), 3);
    let again = verify_folder(folder.path()).await.unwrap();
    assert_eq!(again.faulty().count(), 0);
    assert_eq!(again.unproven().count(), 3);
}

#[tokio::test]
async fn a_required_check_sum_is_missed_and_the_bytes_are_kept() {
    let store = Store::start([("nosum.rdb", WITHOUT_CHECKSUM), ("normal.rdb", NORMAL)]).await;
    let folder = tempfile::tempdir().unwrap();
    let required = || store.downloader().verify(Verify::Required).into_folder(folder.path());
    let error = required().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(error.to_string().starts_with("file nosum.rdb has no checksum"), "{error}");
    assert!(folder.path().join("normal.rdb").exists());
    assert!(!folder.path().join("nosum.rdb").exists());
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().is_empty(), "{:?}", store.asked());
    // Also if it is there by now.
    assert_eq!(required().await.unwrap_err().kind(), ErrorKind::Integrity);
}

#[tokio::test]
async fn a_damaged_file_never_has_its_name_and_the_others_are_fetched() {
    let good = rdb(3000);
    let mut bad = rdb(20 * MIB);
    bad[usize::try_from(15 * MIB).unwrap()] ^= 4;
    let store = Store::start([("bad.rdb", bad.clone()), ("good.rdb", good)]).await;
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(error.to_string().starts_with("file bad.rdb is damaged"), "{error}");
    assert_eq!(names(folder.path()), ["good.rdb", "manifest.json"]);
    let checked = dcs_backup::download::verify_folder(folder.path()).await.unwrap();
    let faulty: Vec<_> = checked.faulty().map(|file| (file.name.as_str(), file.state)).collect();
    assert_eq!(faulty, [("bad.rdb", FileState::Missing)], "the manifest knows what is to come");
    bad[usize::try_from(15 * MIB).unwrap()] ^= 4;
    store.replace("bad.rdb", bad, "\"second-1\"");
    store.download(folder.path()).await.unwrap();
}

#[tokio::test]
async fn every_damaged_file_is_named() {
    let mut bytes = rdb(3000);
    bytes[1000] ^= 4;
    let files = [("a.rdb", bytes.clone()), ("b.rdb", rdb(200)), ("c.rdb", bytes)];
    let store = Store::start(files).await;
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.problem().starts_with("2 files failed verification: file "), "{error}");
    for name in ["a.rdb", "c.rdb"] {
        assert!(error.problem().contains(&format!("file {name} is damaged")), "{error}");
    }
    assert!(error.advice().unwrap().contains("run the download again"), "{error}");
}

#[tokio::test]
async fn unchecked_files_are_checked_when_that_is_asked_for_later() {
    let mut bad = rdb(3000);
    bad[100] ^= 1;
    let store = Store::start([("a.rdb", rdb(2000)), ("b.rdb", bad)]).await;
    let folder = tempfile::tempdir().unwrap();
    let report = store.downloader().verify(Verify::Skip).into_folder(folder.path()).await.unwrap();
    assert!(
        report.files.iter().all(|file| file.state == FileState::Unchecked && file.crc64.is_none())
    );
    let error = store.download(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(error.to_string().starts_with("file b.rdb is damaged"), "{error}");
    let states: Vec<_> =
        verify_folder(folder.path()).await.unwrap().files.iter().map(|file| file.state).collect();
    assert_eq!(
        states,
        [FileState::Verified, FileState::Damaged],
        "it stays until another is right"
    );
    store.replace("b.rdb", rdb(3000), "\"second-1\"");
    store.forget();
    store.download(folder.path()).await.unwrap();
    assert!(store.asked().iter().all(|asked| asked.file == "b.rdb"), "{:?}", store.asked());
    let report = verify_folder(folder.path()).await.unwrap();
    assert!(report.files.iter().all(|file| file.state == FileState::Verified));
}

#[tokio::test]
async fn what_a_later_look_finds_out_is_kept() {
    let store = Store::start([("a.rdb", rdb(2000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.downloader().verify(Verify::Skip).into_folder(folder.path()).await.unwrap();
    store.download(folder.path()).await.unwrap();
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    assert!(manifest.contains("\"verified\""), "{manifest}");
    let crc64 = format!("\"{:016x}\"", trailer(&rdb(2000)));
    assert!(manifest.contains(&crc64), "{manifest}");
}

#[tokio::test]
async fn a_file_that_is_there_without_a_check_sum_holds_up_no_other() {
    let store = Store::start([("a.aof", aof(5000)), ("b.rdb", rdb(5000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.names(["a.aof"]);
    store.download(folder.path()).await.unwrap();
    store.names(["a.aof", "b.rdb"]);
    let required = store.downloader().verify(Verify::Required);
    let error = required.into_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().starts_with("file a.aof has no checksum"), "{error}");
    assert!(std::fs::read(folder.path().join("b.rdb")).unwrap() == rdb(5000));
}

#[tokio::test]
async fn offline_every_change_is_noticed() {
    let store = Store::start([
        ("a.rdb", rdb(2000)),
        ("b.rdb", rdb(2001)),
        ("c.aof", aof(2000)),
        ("d", aof(9)),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let at = |name: &str| folder.path().join(name);
    // Valid in itself, and not what was fetched.
    std::fs::write(at("a.rdb"), rdb_with(2000, |value| value[0] ^= 1)).unwrap();
    std::fs::write(at("b.rdb"), rdb(2002)).unwrap();
    let mut flipped = aof(2000);
    flipped[1999] ^= 1;
    std::fs::write(at("c.aof"), flipped).unwrap();
    std::fs::remove_file(at("d")).unwrap();
    let report = verify_folder(folder.path()).await.unwrap();
    let states: Vec<_> = report.files.iter().map(|file| file.state).collect();
    use FileState::{Damaged, Missing};
    assert_eq!(states, [Damaged, Damaged, Damaged, Missing]);
    assert_eq!(report.faulty().count(), 4);
}

#[tokio::test]
async fn a_folder_without_a_manifest_can_not_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    let error = verify_folder(folder.path()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Disk);
    std::fs::write(folder.path().join("manifest.json"), "{}").unwrap();
    let error = verify_folder(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("is not a manifest"), "{error}");
}

#[tokio::test]
async fn a_manifest_that_no_download_wrote_is_refused() {
    let store = Store::start([("a.rdb", rdb(2000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let path = folder.path().join("manifest.json");
    let manifest = std::fs::read_to_string(&path).unwrap();
    let crc64 = format!("\"{:016x}\"", trailer(&rdb(2000)));
    for (from, to) in [("verified", "damaged"), ("verified", "missing"), (crc64.as_str(), "null")] {
        assert!(manifest.contains(from));
        std::fs::write(&path, manifest.replace(from, to)).unwrap();
        let error = store.download(folder.path()).await.unwrap_err();
        assert!(error.to_string().contains("is not a manifest"), "{error}");
        assert!(verify_folder(folder.path()).await.is_err());
    }
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_no_plain_file_is_damaged_and_not_opened() {
    let store =
        Store::start([("a.rdb", rdb(2000)), ("b.rdb", rdb(2000)), ("c.rdb", rdb(2000))]).await;
    let folder = tempfile::tempdir().unwrap();
    store.download(folder.path()).await.unwrap();
    let at = |name: &str| folder.path().join(name);
    std::fs::rename(at("a.rdb"), at("moved")).unwrap();
    std::os::unix::fs::symlink(at("moved"), at("a.rdb")).unwrap();
    std::fs::remove_file(at("b.rdb")).unwrap();
    std::fs::create_dir(at("b.rdb")).unwrap();
    let report = verify_folder(folder.path()).await.unwrap();
    let states: Vec<_> = report.files.iter().map(|file| file.state).collect();
    use FileState::{Damaged, Verified};
    assert_eq!(states, [Damaged, Damaged, Verified]);
}

#[tokio::test]
async fn a_shards_name_may_have_several_ranges_of_slots() {
    let shards = [
        "redis_10.0.0.1_6379_0-100_5461-16383_20240410073529.rdb",
        "redis_10.0.0.2_6379_101-5460_20240410073529.rdb",
    ];
    let store = Store::start(shards.map(|name| (name, rdb(100)))).await;
    let folder = tempfile::tempdir().unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert!(report.missing_slots.is_empty());
    assert!(verify_folder(folder.path()).await.unwrap().missing_slots.is_empty());
}

#[tokio::test]
async fn a_shard_may_hold_a_single_slot_or_a_list_of_them() {
    let shards = [
        "redis_10.0.0.1_6379_0-5460_20240410073529.rdb",
        "redis_10.0.0.2_6379_5461_20240410073529.rdb",
        "redis_10.0.0.3_6379_5462-9000,9002_9003-16383_20240410073529.rdb",
    ];
    let store = Store::start(shards.map(|name| (name, rdb(100)))).await;
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.to_string().contains("no file holds the slots 9001;"), "{error}");
    let report = store.downloader().coverage(Coverage::AcceptPartial);
    let report = report.into_folder(folder.path()).await.unwrap();
    let slots: Vec<_> =
        report.files.iter().map(|f| f.slots.as_ref().unwrap().to_string()).collect();
    assert_eq!(slots, ["0-5460", "5461", "5462-9000,9002,9003-16383"]);
    let manifest = std::fs::read_to_string(folder.path().join("manifest.json")).unwrap();
    assert!(manifest.contains("\"slots\": \"5461\""), "{manifest}");
    let again = store.downloader().coverage(Coverage::AcceptPartial);
    assert_eq!(
        again.into_folder(folder.path()).await.unwrap().files[2].slots,
        report.files[2].slots
    );
}

#[tokio::test]
async fn slots_that_only_may_be_missing_are_told_and_the_files_fetched() {
    let shards = [
        "redis_10.0.0.1_6379_0-5460_20240410073529.rdb",
        "redis_10.0.0.2_6379_20240410073529.rdb",
        "redis_10.0.0.3_6379_10923-16383_20240410073529.rdb",
    ];
    let store = Store::start(shards.map(|name| (name, rdb(100)))).await;
    let folder = tempfile::tempdir().unwrap();
    for report in
        [store.download(folder.path()).await.unwrap(), verify_folder(folder.path()).await.unwrap()]
    {
        let slots = vec!["5461-10922".parse().unwrap()];
        assert_eq!(report.warnings, [Warning::SlotsInDoubt { slots }]);
        assert!(report.missing_slots.is_empty());
    }
}

#[tokio::test]
async fn a_damaged_base_file_is_damaged_and_one_with_commands_is_an_aof() {
    let mut damaged = BASE.to_vec();
    let middle = damaged.len() / 2;
    damaged[middle] ^= 1;
    let joined = [BASE, b"*1\r\n$4\r\nPING\r\n"].concat();
    let store = Store::start([("joined.aof", joined)]).await;
    let folder = tempfile::tempdir().unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::LengthOnly);
    let store = Store::start([("base.rdb", damaged)]).await;
    let folder = tempfile::tempdir().unwrap();
    let error = store.download(folder.path()).await.unwrap_err();
    assert!(error.to_string().starts_with("file base.rdb is damaged"), "{error}");
}

#[tokio::test]
async fn a_cluster_with_a_hole_is_refused_unless_accepted() {
    let store = Store::start([
        ("redis_10.0.0.1_6379_0-5460_20240410073529.rdb", rdb(100)),
        ("redis_10.0.0.3_6379_10923-16382_20240410073529.rdb", rdb(100)),
    ])
    .await;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("target");
    let error = store.download(&target).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Integrity);
    assert!(error.to_string().contains("5461-10922, 16383"), "{error}");
    assert!(!target.exists());
    assert!(store.asked().is_empty());
    let report =
        store.downloader().coverage(Coverage::AcceptPartial).into_folder(&target).await.unwrap();
    let missing: Vec<_> = report.missing_slots.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["5461-10922", "16383"]);
    let manifest = std::fs::read_to_string(target.join("manifest.json")).unwrap();
    assert!(manifest.contains("\"5461-10922\""), "{manifest}");
}

#[tokio::test]
async fn parts_from_two_runs_make_one_sum() {
    let bytes = rdb(40 * MIB);
    let store = Store::start([("a.rdb", bytes.clone())]).await;
    let folder = tempfile::tempdir().unwrap();
    store.behave(|asked| match asked.range {
        Some((first, _)) if first >= 24 * MIB => {
            Act::Raw(crate::support::xml("400 Bad Request", "X", ""))
        }
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap_err();
    assert!(folder.path().join("a.rdb.part.json").exists());
    store.behave(|_| Act::Serve);
    let report = store.download(folder.path()).await.unwrap();
    assert!(report.files[0].resumed > 0);
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);

    // What lies on the disk is read, not believed.
    let folder = tempfile::tempdir().unwrap();
    store.behave(|asked| match asked.range {
        Some((first, _)) if first >= 24 * MIB => {
            Act::Raw(crate::support::xml("400 Bad Request", "X", ""))
        }
        _ => Act::Serve,
    });
    store.download(folder.path()).await.unwrap_err();
    let part = folder.path().join("a.rdb.part");
    let mut written = std::fs::read(&part).unwrap();
    written[1000] ^= 1;
    std::fs::write(&part, written).unwrap();
    store.behave(|_| Act::Serve);
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
    assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
}
