//! Real files of servers, whole and damaged.

use super::{Checksum, Scanner, State, Structure, read};

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rdb/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

fn structure(bytes: &[u8]) -> Structure {
    let mut scanner = Scanner::new();
    scanner.feed(bytes);
    scanner.finish()
}

#[test]
fn files_of_redis_are_read_to_their_end() {
    for name in ["normal.rdb", "base.rdb", "without-checksum.rdb"] {
        let bytes = fixture(name);
        let Structure::Ended { end, contents, .. } = structure(&bytes) else {
            panic!("{name}: {:?}", structure(&bytes));
        };
        assert_eq!(end, bytes.len() as u64, "{name}");
        assert_eq!(contents.keys, 12, "{name}");
        assert_eq!(contents.writer.as_deref(), Some("redis 7.0.15"), "{name}");
    }
}

#[test]
fn the_end_is_found_before_what_follows_it() {
    let whole = fixture("normal.rdb");
    let twice = [whole.as_slice(), &whole].concat();
    let mut scanner = Scanner::new();
    scanner.feed(&twice);
    assert_eq!(scanner.end(), Some(whole.len() as u64));
    assert!(read(twice.as_slice()).unwrap().is_damaged());
}

#[test]
fn a_file_of_valkey_9_is_read() {
    let bytes = b"VALKEY080\xfa\x0avalkey-ver\x059.0.0\xfe\x00\xfb\x01\x00\x00\x01k\x01v\xff\xc3\x5a\x47\xc9\xbd\x3d\x65\x6e";
    let inspection = read(bytes.as_slice()).unwrap();
    assert_eq!(inspection.state, State::Rdb);
    assert_eq!(inspection.checksum, Some(Checksum::Right));
    assert_eq!(inspection.contents.writer.as_deref(), Some("valkey 9.0.0"));
    assert_eq!(inspection.contents.keys, 1);
}

#[test]
fn commands_behind_an_rdb_are_not_damage() {
    let inspection = read(fixture("preamble.aof").as_slice()).unwrap();
    assert!(matches!(inspection.state, State::RdbAndCommands { .. }), "{inspection:?}");
    assert_eq!(read(fixture("plain.aof").as_slice()).unwrap().state, State::Aof);
}
