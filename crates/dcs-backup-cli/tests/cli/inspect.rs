//! `inspect`: what is in files of backups, offline.

use std::{fs, path::Path};

use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::support::*;

fn fixture(name: &str) -> String {
    format!("{}/../../tests/fixtures/rdb/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A folder with those fixtures under those names.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempdir().unwrap();
    for (name, file) in files {
        fs::copy(fixture(file), folder.path().join(name)).unwrap();
    }
    folder
}

fn inspect(path: &Path) -> Ran {
    run(cli(&["inspect", text(path)]))
}

fn json(path: &Path) -> Value {
    let ran = run(cli(&["inspect", text(path), "--format", "json"])).succeeded();
    serde_json::from_str(&ran.stdout).unwrap()
}

#[test]
fn a_full_backup_and_an_empty_one_can_be_told_apart() {
    let full = inspect(Path::new(&fixture("rich-valkey-9.1.rdb"))).succeeded();
    assert_eq!(
        full.stdout,
        "\
FILE                 SIZE      CONTENT  WRITER        CREATED               KEYS  EXPIRING
rich-valkey-9.1.rdb  5.45 KiB  RDB      valkey 9.1.2  2026-11-25T17:06:54Z  31    3
1 file, 5.45 KiB: 31 keys, 3 of them expiring, 2 libraries of functions
14 strings, 4 lists, 4 sets, 3 sorted sets, 4 hashes, 2 streams
database 0: 28 keys, database 3: 2 keys, database 9: 1 key
"
    );
    assert_eq!(full.stderr, "");
    let place = tempdir().unwrap();
    let file = place.path().join("empty.rdb");
    fs::write(&file, b"REDIS0011\xff\0\0\0\0\0\0\0\0").unwrap();
    let empty = inspect(&file).succeeded();
    assert!(empty.stdout.ends_with("1 file, 18 B: no keys\n"), "{}", empty.stdout);
    assert!(empty.stdout.contains("RDB, no checksum"), "{}", empty.stdout);
}

#[test]
fn a_folder_shows_all_files_by_name_and_sums_up_its_rdbs() {
    let folder = folder(&[
        ("b.rdb", "normal.rdb"),
        ("a.rdb", "rich-redis-6.2.rdb"),
        ("c.aof", "plain.aof"),
        ("d.aof", "preamble.aof"),
        ("e.rdb.part", "normal.rdb"),
        ("e.rdb.part.json", "make.sh"),
        ("manifest.json", "make.sh"),
        (".download.lock", "make.sh"),
    ]);
    fs::create_dir(folder.path().join("other")).unwrap();
    let ran = inspect(folder.path()).succeeded();
    let names: Vec<_> = ran.stdout.lines().map(|line| line.split("  ").next().unwrap()).collect();
    assert_eq!(names[..6], ["FILE", "a.rdb", "b.rdb", "c.aof", "d.aof", "e.rdb.part"]);
    let line = |name: &str| ran.stdout.lines().find(|line| line.starts_with(name)).unwrap();
    assert!(line("c.aof").contains("AOF      "), "{}", ran.stdout);
    assert!(line("d.aof").contains("AOF with RDB"), "{}", ran.stdout);
    assert!(line("e.rdb.part").contains("unfinished"), "{}", ran.stdout);
    assert!(line("5 files").contains(": 55 keys, 3 of them expiring"), "{}", ran.stdout);
    assert_eq!(ran.stderr, "warning: e.rdb.part is unfinished; run the download again\n");
}

#[test]
fn json_has_all_that_was_read() {
    let folder = folder(&[("a.rdb", "rich-redis-8.2.rdb"), ("b.rdb.part", "normal.rdb")]);
    let files = json(folder.path());
    assert_eq!(files[0]["file"], "a.rdb");
    assert_eq!(files[0]["state"]["is"], "rdb");
    assert_eq!(files[0]["checksum"], "right");
    assert_eq!(files[0]["contents"]["version"], "REDIS0012");
    assert_eq!(files[0]["contents"]["writer"], "redis 8.2.3");
    assert_eq!(files[0]["contents"]["databases"]["3"]["keys"], 2);
    assert_eq!(files[0]["contents"]["values"]["hashes"], 4);
    assert_eq!(files[1]["unfinished"], true);
    assert_eq!(files[1]["contents"], Value::Null);
}

#[test]
fn damaged_files_end_it_with_6_and_the_others_are_shown() {
    let whole = fs::read(fixture("normal.rdb")).unwrap();
    let mut flipped = whole.clone();
    let inside = whole.windows(7).position(|window| window == b"value 3").unwrap();
    flipped[inside] ^= 1;
    let cut = &whole[..whole.len() - 1];
    let joined = [whole.as_slice(), &whole].concat();
    let padded = [whole.as_slice(), &[0; 3]].concat();
    let cases: [(&[u8], &str); 6] = [
        (&flipped, "its bytes don't have the CRC-64 that stands at its end"),
        (cut, "it ends in the middle of its content"),
        (&joined, "is damaged at byte 299: bytes follow the end of its RDB"),
        (&padded, "is damaged at byte 299: bytes follow the end of its RDB"),
        (b"", "it is empty, and no RDB file"),
        (b"<Error><Code>InternalError</Code></Error>", "it does not begin as an RDB file does"),
    ];
    for (bytes, told) in cases {
        let folder = folder(&[("good.rdb", "normal.rdb")]);
        fs::write(folder.path().join("bad.rdb"), bytes).unwrap();
        let ran = inspect(folder.path());
        assert_eq!(ran.code, Some(6), "{told}");
        assert!(ran.stderr.starts_with("error: bad.rdb is damaged at byte "), "{}", ran.stderr);
        assert!(ran.stderr.contains(told), "{}", ran.stderr);
        assert!(ran.stdout.contains("12 keys"), "{}", ran.stdout);
    }
}

/// With the opcode of the end, and the checksum of all before it.
fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.push(0xff);
    let sum = crc_fast::checksum(crc_fast::CrcAlgorithm::Crc64Redis, &bytes);
    bytes.extend(sum.to_le_bytes());
    bytes
}

#[test]
fn it_judges_as_downloads_do() {
    let whole = fs::read(fixture("normal.rdb")).unwrap();
    let base = fs::read(fixture("base.rdb")).unwrap();
    let mut flipped = base.clone();
    let select = base.windows(2).position(|window| window == [0xfe, 0]).unwrap();
    flipped[select] = 0xc8;
    let unknown = ended(b"REDIS0011\xfe\0\0\x01k\x01v\xc8whatever".to_vec());
    let joined = [unknown.as_slice(), &whole].concat();
    let with_commands = [whole.as_slice(), b"*1\r\n$4\r\nPING\r\n"].concat();
    let damaged: [(&str, &[u8]); 10] = [
        ("bad.rdb", b"*1\r\n$4\r\nPING\r\n"),
        ("bad.rdb", b"#TS:1700000000\r\n"),
        ("bad.rdb", &with_commands),
        ("bad.rdb", &flipped),
        ("bad.rdb", &joined),
        ("bad", &joined),
        ("bad.rdb", &ended(b"REDIS0080\xfe\0\0\x01k\x01v".to_vec())),
        ("bad", &ended(b"VALKEY079\xfe\0\0\x01k\x01v".to_vec())),
        ("bad.aof", &[0; 100]),
        ("bad.aof", b"Internal Server Error"),
    ];
    for (name, bytes) in damaged {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let ran = inspect(folder.path());
        assert_eq!(ran.code, Some(6), "{name} {:?}", &bytes[..bytes.len().min(20)]);
        assert!(ran.stderr.contains("is damaged at byte "), "{}", ran.stderr);
    }
    let broken = ended(b"REDIS0011\xfe\0\0\x01k\x80\x7f\xff\xff\xffvalue".to_vec());
    let kept: [(&str, &[u8], &str); 4] = [
        ("good.rdb", &unknown, "RDB, partly known"),
        ("good.rdb", &broken, "RDB, partly known"),
        ("good.rdb", b"VKCS\x01\x01\0\0compressed", "RDB, partly known"),
        ("good.aof", &with_commands, "AOF with RDB"),
    ];
    for (name, bytes, content) in kept {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join(name), bytes).unwrap();
        let ran = inspect(folder.path()).succeeded();
        assert!(ran.stdout.contains(content), "{}", ran.stdout);
    }
}

#[test]
fn what_is_newer_is_read_up_to_there() {
    let place = tempdir().unwrap();
    let file = place.path().join("new.rdb");
    fs::write(&file, b"REDIS0040\0\x01k\x01v\xc8and what nobody knows\xff\0\0\0\0\0\0\0\0")
        .unwrap();
    let ran = inspect(&file).succeeded();
    assert!(ran.stdout.contains("RDB, partly known"), "{}", ran.stdout);
    assert!(ran.stdout.contains("1 key,"), "{}", ran.stdout);
    assert!(ran.stderr.contains("something unknown at byte 14"), "{}", ran.stderr);
}

#[test]
fn texts_of_a_file_do_not_drive_the_terminal() {
    let place = tempdir().unwrap();
    let file = place.path().join("a\u{1b}[2J.rdb");
    fs::write(&file, b"REDIS0011\xfa\x09redis-ver\x07\x1b]0;x\x07!\xff\0\0\0\0\0\0\0\0").unwrap();
    for format in ["table", "json"] {
        let ran = run(cli(&["inspect", text(&file), "--format", format])).succeeded();
        assert!(!ran.stdout.contains(['\u{1b}', '\u{7}']), "{:?}", ran.stdout);
        assert!(ran.stdout.contains("redis ?]0;x?!"), "{:?}", ran.stdout);
    }
}

#[test]
fn what_is_no_file_or_folder_is_told() {
    let place = tempdir().unwrap();
    let nowhere = place.path().join("nowhere");
    inspect(&nowhere).failed(2, &["nowhere is not there; give a file or a folder"]);
    inspect(place.path()).failed(4, &["no files are in "]);
    run(cli(&["inspect"])).failed(2, &["<FILE|DIR>"]);
    #[cfg(unix)]
    inspect(Path::new("/dev/null")).failed(2, &["/dev/null is neither a file nor a folder"]);
}

#[cfg(unix)]
#[test]
fn a_file_that_can_not_be_read_hides_no_other() {
    let folder = folder(&[("a.rdb", "normal.rdb"), ("c.rdb", "normal.rdb")]);
    std::os::unix::fs::symlink("b.rdb", folder.path().join("b.rdb")).unwrap();
    let ran = inspect(folder.path());
    assert_eq!(ran.code, Some(7), "{}", ran.stderr);
    let line = |name: &str| ran.stdout.lines().find(|line| line.starts_with(name)).unwrap();
    assert!(line("b.rdb").contains("unreadable ("), "{}", ran.stdout);
    for whole in ["a.rdb", "c.rdb"] {
        assert!(line(whole).contains("  RDB  "), "{}", ran.stdout);
    }
    assert!(
        ran.stderr.starts_with("error: not all files could be read: b.rdb: "),
        "{}",
        ran.stderr
    );
    let ran = run(cli(&["inspect", text(folder.path()), "--format", "json"]));
    let files: Value = serde_json::from_str(&ran.stdout).unwrap();
    assert!(files[1]["unreadable"].is_string(), "{files}");
    assert_eq!(files[2]["is"], files[0]["is"]);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_in_a_folder_is_named() {
    let folder = folder(&[("a.rdb", "normal.rdb")]);
    std::os::unix::fs::symlink("nothing", folder.path().join("b.rdb")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("c.rdb")).unwrap();
    let ran = inspect(folder.path());
    assert_eq!(ran.code, Some(7), "{}", ran.stderr);
    for name in ["b.rdb: ", "c.rdb: it is neither a file nor a folder"] {
        assert!(ran.stderr.contains(name), "{}", ran.stderr);
    }
}
