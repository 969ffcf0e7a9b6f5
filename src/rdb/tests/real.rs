//! Files that servers wrote: see `tests/fixtures/rdb/make.sh` and `rich.sh`.

use super::{RICH, fixture, structure};

use crate::rdb::{Checksum, Contents, State, Values, read, scanner::Scanner, structure::Structure};

fn contents(name: &str) -> Contents {
    let bytes = fixture(name);
    match structure(&bytes) {
        Structure::Ended { end, contents, .. } if end == bytes.len() as u64 => contents,
        other => panic!("{name}: {other:?}"),
    }
}

#[test]
fn small_files_of_redis_are_read_to_their_end() {
    for name in ["normal.rdb", "base.rdb", "without-checksum.rdb"] {
        let contents = contents(name);
        assert_eq!(contents.keys, 12, "{name}");
        assert_eq!(contents.writer.as_deref(), Some("redis 7.0.15"), "{name}");
        assert_eq!(contents.begins_aof, name == "base.rdb");
    }
}

/// The numbers are those of the servers' own `INFO keyspace`.
#[test]
fn files_with_every_type_of_a_server_are_counted_as_the_server_counts() {
    for name in RICH {
        let contents = contents(name);
        let module = u64::from(name.starts_with("module"));
        let functions = if name.contains("6.2") { 0 } else { 2 };
        let values = Values {
            strings: 14,
            lists: 4,
            sets: 4,
            sorted_sets: 3,
            hashes: 4,
            streams: 2,
            arrays: 0,
            modules: module,
        };
        assert_eq!(contents.values, values, "{name}");
        assert_eq!(contents.functions, functions, "{name}");
        assert_eq!((contents.keys, contents.expiring), (31 + module, 3), "{name}");
        let databases: Vec<_> = contents
            .databases
            .iter()
            .map(|(&number, database)| (number, database.keys, database.expiring))
            .collect();
        match name.starts_with("cluster") {
            true => assert_eq!(databases, [(0, 31, 3)], "{name}"),
            false => assert_eq!(databases, [(0, 28 + module, 2), (3, 2, 1), (9, 1, 0)], "{name}"),
        }
    }
}

#[test]
fn server_version_time_and_memory_are_read() {
    for (name, version, writer) in [
        ("rich-redis-6.2.rdb", "REDIS0009", "redis 6.2.14"),
        ("rich-redis-8.2.rdb", "REDIS0012", "redis 8.2.3"),
        ("rich-valkey-8.1.rdb", "REDIS0011", "valkey 8.1.8"),
        ("rich-valkey-9.1.rdb", "VALKEY080", "valkey 9.1.2"),
    ] {
        let contents = contents(name);
        assert_eq!(contents.version.unwrap().to_string(), version);
        assert_eq!(contents.writer.as_deref(), Some(writer));
        assert!(contents.created_at.is_some() && contents.used_memory > Some(500_000), "{name}");
    }
}

#[test]
fn the_end_is_known_as_soon_as_its_last_byte_came_and_stays() {
    let whole = fixture("rich-redis-7.0.rdb");
    let mut scanner = Scanner::new();
    for (count, byte) in whole.iter().enumerate() {
        assert_eq!(scanner.end(), None, "after {count} bytes");
        scanner.feed(&[*byte]);
    }
    assert_eq!(scanner.end(), Some(whole.len() as u64));
    scanner.feed(&whole);
    assert_eq!(scanner.end(), Some(whole.len() as u64));
}

#[test]
fn checksums_are_told() {
    for name in RICH {
        let inspection = read(fixture(name).as_slice()).unwrap();
        assert_eq!(inspection.state, State::Rdb, "{name}");
        let expected = match name.starts_with("plain") {
            true => Checksum::Absent,
            false => Checksum::Right,
        };
        assert_eq!(inspection.checksum, Some(expected), "{name}");
    }
}

#[test]
fn commands_behind_an_rdb_are_not_damage() {
    let inspection = read(fixture("preamble.aof").as_slice()).unwrap();
    assert_eq!(inspection.state, State::RdbAndCommands { commands_at: 299 });
    assert_eq!(read(fixture("plain.aof").as_slice()).unwrap().state, State::Aof);
    let timed = b"#TS:1700000000\r\n*1\r\n$4\r\nPING\r\n";
    assert_eq!(read(timed.as_slice()).unwrap().state, State::Aof);
}
