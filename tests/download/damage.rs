//! Files that are not what they should be never pass for verified: in one part, in several, as a stream.

use dcs_backup::{
    Downloader, Error, ErrorKind,
    download::{FileReport, FileState, Reason, verify_folder},
    raw::types::BackupFormat,
};
use futures_util::StreamExt;
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};

use crate::support::{MIB, Store, aof, ended, names, rdb, rdb_with};

const NORMAL: &[u8] = include_bytes!("../fixtures/rdb/normal.rdb");
const WITHOUT_CHECKSUM: &[u8] = include_bytes!("../fixtures/rdb/without-checksum.rdb");
const PREAMBLE_AOF: &[u8] = include_bytes!("../fixtures/rdb/preamble.aof");
/// As Valkey 9 writes it.
const VALKEY: &[u8] = b"VALKEY080\xfa\x0avalkey-ver\x059.0.0\xfe\x00\xfb\x01\x00\x00\x01k\x01v\
    \xff\xc3\x5a\x47\xc9\xbd\x3d\x65\x6e";

async fn downloaded(downloader: Downloader) -> Result<FileReport, Error> {
    let folder = tempfile::tempdir().unwrap();
    let report = downloader.into_folder(folder.path()).await;
    if report.is_err() {
        assert_eq!(names(folder.path()), ["manifest.json"], "a damaged file has no name");
    }
    report.map(|report| report.files[0].clone())
}

async fn fetched(name: &'static str, bytes: &[u8]) -> Result<FileReport, Error> {
    downloaded(Store::start([(name, bytes.to_vec())]).await.downloader()).await
}

async fn streamed(name: &'static str, bytes: &[u8]) -> Result<(), Error> {
    let store = Store::start([(name, bytes.to_vec())]).await;
    let links = store.links().await;
    let mut stream = Box::pin(store.downloader().stream(links.iter().next().unwrap()));
    while let Some(chunk) = stream.next().await {
        chunk?;
    }
    Ok(())
}

#[track_caller]
fn assert_damaged<T: std::fmt::Debug>(result: Result<T, Error>, bytes: &[u8]) {
    let shown = &bytes[..bytes.len().min(60)];
    let Err(error) = result else { panic!("{} bytes, {shown:?}: {result:?}", bytes.len()) };
    assert_eq!(error.kind(), ErrorKind::Integrity, "{error}");
    assert!(error.to_string().contains("is damaged: "), "{error}");
}

fn with(at: usize, bytes: &[u8]) -> Vec<u8> {
    let mut file = NORMAL.to_vec();
    file[at..at + bytes.len()].copy_from_slice(bytes);
    file
}

#[tokio::test]
async fn a_valkey_file_is_verified_and_a_damaged_one_is_damaged() {
    let file = fetched("a.rdb", VALKEY).await.unwrap();
    assert_eq!((file.state, file.crc64), (FileState::Verified, Some(0x6e65_3dbd_c947_5ac3)));
    let mut flipped = VALKEY.to_vec();
    let value = flipped.windows(4).position(|window| window == b"\x01k\x01v").unwrap() + 3;
    flipped[value] = b'w';
    assert_damaged(fetched("a.rdb", &flipped).await, &flipped);
    assert_damaged(streamed("a.rdb", &flipped).await, &flipped);
}

#[tokio::test]
async fn what_is_called_rdb_and_is_none_is_damaged() {
    let cases = [
        Vec::new(),
        b"<Error><Code>InternalError</Code></Error>".to_vec(),
        b"REDI".to_vec(),
        [b"REDIS0011".as_slice(), &[0; 9]].concat(),
        with(0, b"S"),
        with(5, b"0004"),
        with(5, b"0000"),
        ended(b"REDIS0080\xfe\x00\x00\x01k\x01v".to_vec()),
        ended(b"VALKEY079\xfe\x00\x00\x01k\x01v".to_vec()),
        aof(100),
        PREAMBLE_AOF.to_vec(),
        [NORMAL, &[0; 3]].concat(),
        [NORMAL, &[0; 700]].concat(),
        [NORMAL, NORMAL].concat(),
        [NORMAL, &[0; 213], NORMAL].concat(),
        [NORMAL, VALKEY].concat(),
        [WITHOUT_CHECKSUM, WITHOUT_CHECKSUM].concat(),
        [NORMAL, WITHOUT_CHECKSUM].concat(),
    ];
    for bytes in &cases {
        for name in ["a.rdb", "A.RDB"] {
            assert_damaged(fetched(name, bytes).await, bytes);
        }
        assert_damaged(streamed("a.rdb", bytes).await, bytes);
        let store = Store::start([("backup", bytes.clone())]).await;
        assert_damaged(downloaded(store.downloader().format(BackupFormat::Rdb)).await, bytes);
    }
}

#[tokio::test]
async fn what_nothing_proves_says_why() {
    for (name, bytes, reason) in [
        ("a.rdb", WITHOUT_CHECKSUM, Reason::NoChecksum),
        ("a.aof", PREAMBLE_AOF, Reason::Aof),
        ("a", PREAMBLE_AOF, Reason::Aof),
        ("a", b"*1\r\n$4\r\nPING\r\n", Reason::Aof),
        ("a", b"whatever", Reason::UnknownKind),
        ("a", b"", Reason::UnknownKind),
    ] {
        let file = fetched(name, bytes).await.unwrap();
        assert_eq!((file.state, file.reason), (FileState::LengthOnly, Some(reason)), "{name}");
    }
}

#[tokio::test]
async fn what_is_called_aof_and_can_be_none_is_damaged() {
    let cases: [&[u8]; 6] = [
        b"<html>502</html>",
        &[0; 1000],
        b"\r\n<?xml version=\"1.0\"?><Error/>",
        b"\xef\xbb\xbf<Error/>",
        b"Internal Server Error",
        b"{}",
    ];
    for bytes in cases {
        assert_damaged(fetched("a.aof", bytes).await, bytes);
        assert_damaged(streamed("a.aof", bytes).await, bytes);
        let store = Store::start([("backup", bytes.to_vec())]).await;
        assert_damaged(downloaded(store.downloader().format(BackupFormat::Aof)).await, bytes);
    }
    let zeros = vec![0; 20 * MIB as usize];
    assert_damaged(fetched("a.aof", &zeros).await, &zeros);
    // A server that has written nothing yet has an empty one.
    let empty = fetched("a.aof", b"").await.unwrap();
    assert_eq!((empty.state, empty.reason), (FileState::LengthOnly, Some(Reason::Aof)));
}

#[tokio::test]
async fn a_right_sum_over_what_no_server_writes_is_fetched_once() {
    let large = vec![b'v'; 9 * MIB as usize];
    let broken = [b"REDIS0011\xfe\x00\x00\x01k\x80\x7f\xff\xff\xff".as_slice(), &large].concat();
    let followed = [b"REDIS0011\xff\0\0\0\0\0\0\0\0".as_slice(), &large].concat();
    let wrong_within = [b"REDIS0011\xff\0\0\0\0\0\0\0\x01".as_slice(), &large].concat();
    for bytes in [broken, followed, wrong_within].map(ended) {
        let store = Store::start([("a.rdb", bytes.clone())]).await;
        let folder = tempfile::tempdir().unwrap();
        let first = store.download(folder.path()).await.unwrap().files[0].clone();
        let asked = store.asked().len();
        let verified = verify_folder(folder.path()).await.unwrap().files[0].clone();
        let second = store.download(folder.path()).await.unwrap().files[0].clone();
        assert_eq!(store.asked().len(), asked, "nothing is fetched again");
        for file in [&verified, &second] {
            assert_eq!(file.state, FileState::LengthOnly);
            assert_eq!(file.reason, Some(Reason::UnknownContent));
            assert_eq!(file.crc64, first.crc64);
        }
        assert!(std::fs::read(folder.path().join("a.rdb")).unwrap() == bytes);
    }
}

#[tokio::test]
async fn the_format_is_remembered_for_later_runs() {
    let store = Store::start([("backup", NORMAL)]).await;
    let folder = tempfile::tempdir().unwrap();
    let downloader = store.downloader().format(BackupFormat::Rdb);
    downloader.into_folder(folder.path()).await.unwrap();
    // An empty file of an unknown kind would pass.
    std::fs::write(folder.path().join("backup"), b"").unwrap();
    let report = store.download(folder.path()).await.unwrap();
    assert_eq!(report.files[0].state, FileState::Verified);
}

#[tokio::test]
async fn a_file_that_comes_in_parts_is_not_two() {
    let zeros = |length: usize| vec![0; length];
    // Parts end at each 8 MiB.
    for bytes in [
        [rdb(12 * MIB), rdb(12 * MIB)].concat(),
        [rdb(16 * MIB - 4), rdb(8 * MIB)].concat(),
        [rdb(12 * MIB), zeros(300), rdb(12 * MIB)].concat(),
        [rdb(20 * MIB), zeros(3)].concat(),
        [rdb(20 * MIB), zeros(5000)].concat(),
        [rdb(20 * MIB), b"x".to_vec()].concat(),
    ] {
        assert_damaged(fetched("a.rdb", &bytes).await, &bytes);
        let bare = fetched("a", &bytes).await;
        assert!(!bare.is_ok_and(|file| file.state == FileState::Verified));
    }
}

#[tokio::test]
async fn a_value_that_looks_like_another_rdb_harms_nothing() {
    let bytes = rdb_with(24 * MIB, |value| {
        let inner = rdb(1000);
        value[5000..6000].copy_from_slice(&inner);
        value[16 << 20..(16 << 20) + 1000].copy_from_slice(&inner);
    });
    let file = fetched("a.rdb", &bytes).await.unwrap();
    assert_eq!(file.state, FileState::Verified);
}

#[tokio::test]
async fn a_large_rdb_without_a_checksum_is_followed_to_its_end() {
    let mut bytes = rdb(24 * MIB);
    let end = bytes.len() - 8;
    bytes[end..].fill(0);
    let file = fetched("a.rdb", &bytes).await.unwrap();
    assert_eq!((file.state, file.reason), (FileState::LengthOnly, Some(Reason::NoChecksum)));
    let joined = [bytes.clone(), bytes.clone()].concat();
    assert_damaged(fetched("a.rdb", &joined).await, &joined);
    bytes[end - (64 << 10)..].fill(0);
    assert_damaged(fetched("a.rdb", &bytes).await, &bytes);
}

#[tokio::test]
async fn a_right_sum_over_what_no_server_writes_is_not_verified() {
    // A string that would end behind the file.
    let bytes = ended(b"REDIS0011\xfe\x00\x00\x01k\x80\x7f\xff\xff\xffvalue".to_vec());
    let file = fetched("a.rdb", &bytes).await.unwrap();
    assert_eq!((file.state, file.reason), (FileState::LengthOnly, Some(Reason::UnknownContent)));
    // What the reader does not know may be a later server's: the ends and the sum are right.
    let bytes = ended(b"REDIS0042\xfe\x00\x90\x01kwhatever".to_vec());
    assert_eq!(fetched("a.rdb", &bytes).await.unwrap().state, FileState::Verified);
}

#[test]
fn whatever_happens_to_a_file_on_its_way_it_is_not_verified() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // In two parts, and in one.
    let originals = [rdb(9 * MIB), NORMAL.to_vec()];
    let harm = (0..originals.len(), 0..5, any::<prop::sample::Index>(), 1_usize..2000);
    let config = Config { cases: 16, failure_persistence: None, ..Config::default() };
    let run = TestRunner::new(config).run(&harm, |(which, kind, at, size)| {
        let original = &originals[which];
        let at = at.index(original.len());
        let mut bytes = original.clone();
        match kind {
            0 => bytes[at] ^= 1 << (size % 8),
            1 => bytes.truncate(at),
            2 => bytes.resize(original.len() + size, 0),
            3 => {
                let end = bytes.len().min(at + size);
                bytes[at..end].fill(0);
            }
            _ => bytes.extend_from_slice(&original[at..]),
        }
        prop_assume!(bytes != *original);
        for name in ["a.rdb", "a"] {
            let result = runtime.block_on(fetched(name, &bytes));
            prop_assert!(!result.is_ok_and(|file| file.state == FileState::Verified));
        }
        Ok(())
    });
    run.unwrap();
}
