//! Every opcode and type in its written form, as far as no server at hand writes it, and wrong forms.

use super::{
    structure,
    writer::{all, compressed, intset, length, listpack, rdb, text, value, ziplist},
};

use crate::rdb::{Checksum, Contents, State, Values, read, structure::Structure};

fn contents(file: &[u8], what: &str) -> Contents {
    match structure(file) {
        Structure::Ended { end, contents, .. } if end == file.len() as u64 => contents,
        other => panic!("{what}: {other:?}"),
    }
}

/// Asserts that the record is read whole: a key behind it is found.
fn values_of(header: &str, record: &[u8], what: &str) -> Values {
    let after = value(0, &text(b"v"));
    let mut values = contents(&rdb(header, &all([record, &after])), what).values;
    assert!(values.strings > 0, "{what}: the key behind it");
    values.strings -= 1;
    values
}

fn id() -> Vec<u8> {
    vec![7; 16]
}

/// What each stream begins with: one listpack, length and last id.
fn entries() -> Vec<u8> {
    all([&[1], &text(&id()), &listpack(b"entries"), &[3, 5, 0]])
}

/// What version 2 adds: first and greatest deleted id, entries ever added.
const MORE: &[u8] = &[1, 0, 2, 0, 9];
const TIME: &[u8] = &[8; 8];

/// A group with two pending entries, of which a consumer owns one.
fn group(entries_read: &[u8], active: &[u8], unowned: &[u8]) -> Vec<u8> {
    let pending = all([&id(), TIME, &[2]]);
    let consumer = all([&text(b"consumer"), TIME, active, &[1], &id()]);
    let pending = all([&[2], &pending, &pending]);
    all([&text(b"group"), &[5, 0], entries_read, &pending, &[1], &consumer, unowned])
}

/// What version 4 adds: one producer with two marks.
fn producers() -> Vec<u8> {
    let mark = all([&text(b"mark"), &[5, 0]]);
    all([&[60, 10, 1], &text(b"producer"), &[2], &mark, &mark, &[2, 0]])
}

#[test]
fn streams_of_all_versions() {
    let never = length(u64::MAX);
    let streams = [
        (15, all([&entries(), &[1], &group(b"", b"", b"")])),
        (19, all([&entries(), MORE, &[1], &group(&never, b"", b"")])),
        (21, all([&entries(), MORE, &[2], &group(&[1], TIME, b""), &group(&never, TIME, b"")])),
        (26, all([&entries(), MORE, &[1], &group(&[1], TIME, b""), &producers()])),
        (27, all([&entries(), MORE, &[1], &group(&[1], TIME, &all([&[1], &id()])), &producers()])),
        (15, vec![0, 0, 0, 0, 0]),
    ];
    for (kind, content) in streams {
        let what = format!("type {kind}");
        assert_eq!(values_of("REDIS0014", &value(kind, &content), &what).streams, 1, "{what}");
    }
}

/// The number of keys of one kind.
type Counted = fn(Values) -> u64;

#[test]
fn values_of_old_and_of_newest_servers() {
    let pairs = all([&[2], &text(b"f"), &text(b"v"), &text(b"g"), &[0xc0, 7]]);
    let expiring =
        all([&[2, 0], &text(b"f"), &text(b"v"), &length(99_999), &text(b"g"), &text(b"w")]);
    let cases: Vec<(u8, Vec<u8>, Counted)> = vec![
        (0, text(b""), |of| of.strings),
        (0, vec![0xc1, 0xff, 0x7f], |of| of.strings),
        (0, vec![0xc2, 1, 2, 3, 4], |of| of.strings),
        (0, text(&[b'x'; 70_000]), |of| of.strings),
        (0, all([&[0x81, 0, 0, 0, 0, 0, 0, 0, 1], b"x"]), |of| of.strings),
        (1, all([&[2], &text(b"a"), &text(b"b")]), |of| of.lists),
        (2, all([&[2], &text(b"a"), &[0xc0, 1]]), |of| of.sets),
        (
            3,
            all([
                &[4],
                &text(b"a"),
                &[3],
                b"1.5",
                &text(b"b"),
                &[253],
                &text(b"c"),
                &[254],
                &text(b"d"),
                &[255],
            ]),
            |of| of.sorted_sets,
        ),
        (4, pairs, |of| of.hashes),
        (5, all([&[1], &text(b"a"), TIME]), |of| of.sorted_sets),
        (9, text(&[0, 0xff]), |of| of.hashes),
        (10, ziplist(), |of| of.lists),
        (11, intset(2, &[1, 0, 2, 0]), |of| of.sets),
        (11, intset(8, &[1; 16]), |of| of.sets),
        (12, ziplist(), |of| of.sorted_sets),
        (13, ziplist(), |of| of.hashes),
        (14, all([&[2], &ziplist(), &ziplist()]), |of| of.lists),
        (18, all([&[2], &[1], &text(b"plain"), &[2], &listpack(b"")]), |of| of.lists),
        (20, listpack(b"elements"), |of| of.sets),
        // Hashes with expiring fields, of 7.4's release candidates and of 7.4.
        (22, expiring.clone(), |of| of.hashes),
        (23, listpack(b"fields"), |of| of.hashes),
        (24, all([TIME, &expiring]), |of| of.hashes),
        (25, all([TIME, &listpack(b"fields")]), |of| of.hashes),
        // An array without and with the place of the next element: strings, an integer, a double.
        (
            28,
            all([
                &[4, 0],
                &[0, 0],
                &text(b"a"),
                &[1, 1],
                TIME,
                &[2, 2],
                TIME,
                &[9, 3],
                &text(b"b"),
            ]),
            |of| of.arrays,
        ),
        (28, all([&[1, 1, 5], &length(70_000), &[0], &text(b"a")]), |of| of.arrays),
    ];
    for (kind, content, count) in cases {
        let what = format!("type {kind}");
        assert_eq!(count(values_of("REDIS0014", &value(kind, &content), &what)), 1, "{what}");
    }
}

#[test]
fn hashes_of_valkey_9_with_expiring_fields() {
    let content = all([&[1], &text(b"f"), &text(b"v"), &[0xff; 8]]);
    assert_eq!(values_of("VALKEY080", &value(22, &content), "HASH_2").hashes, 1);
}

#[test]
fn hashes_with_templates_have_as_many_values_as_the_template_has_fields() {
    let template = all([&[242], &length(700), &[2], &text(b"f"), &text(b"g")]);
    let array = value(32, &all([&length(700), &text(b"v"), &text(b"w")]));
    let packed = value(30, &listpack(b"values"));
    let file = all([&template, &array, &packed]);
    assert_eq!(values_of("REDIS0015", &file, "templates").hashes, 2);
    for (wrong, what) in [
        (all([&array]), "no template"),
        (all([&template, &template]), "the same template twice"),
        (all([&[242], &[1, 0]]), "no fields"),
    ] {
        assert!(matches!(structure(&rdb("REDIS0015", &wrong)), Structure::Broken { .. }), "{what}");
    }
}

#[test]
fn modules_are_read_by_their_own_framing() {
    let parts = all([
        &[1],
        &length(u64::MAX),
        &[2, 9],
        &[3],
        &[0; 4],
        &[4],
        &[0; 8],
        &[5],
        &text(b"text"),
        &[5],
        &compressed(&[0, b'x', 0x20, 0], 4),
        &[0],
    ]);
    let id = length(u64::MAX - 1);
    assert_eq!(values_of("REDIS0009", &value(7, &all([&id, &parts])), "module").modules, 1);
    let aux = all([&[247], &id, &[2, 1], &parts]);
    assert_eq!(values_of("REDIS0009", &aux, "module's field"), Values::default());
    let wrong = rdb("REDIS0009", &value(7, &all([&id, &[6]])));
    assert!(matches!(structure(&wrong), Structure::Broken { .. }));
}

#[test]
fn opcodes_between_keys() {
    let cases: [(&str, &str, Vec<u8>); 6] = [
        ("REDIS0012", "slot info", all([&[244, 5], &length(1000), &[0]])),
        (
            "VALKEY080",
            "slot import",
            all([&[243], &text(b"job"), &[2, 1, 5], &[9], &length(16_383)]),
        ),
        ("REDIS0011", "a library", all([&[245], &text(b"#!lua")])),
        (
            "REDIS0010",
            "a library of 7.0 rc1",
            all([&[246], &text(b"n"), &text(b"LUA"), &[1], &text(b"d"), &text(b"code")]),
        ),
        (
            "REDIS0010",
            "the same without text",
            all([&[246], &text(b"n"), &text(b"LUA"), &[0], &text(b"code")]),
        ),
        ("REDIS0007", "resize", all([&[251], &length(1 << 40), &length(70_000)])),
    ];
    for (header, what, record) in cases {
        assert_eq!(values_of(header, &record, what), Values::default(), "{what}");
    }
}

#[test]
fn attributes_belong_to_the_next_key() {
    let meta = all([&[243, 1], &[0; 4], &[2, 5, 0]]);
    let keys = all([
        &[253],
        &[0; 4],
        &value(0, &text(b"v")),
        &value(0, &text(b"v")),
        &[252],
        TIME,
        &[249, 5],
        &value(0, &text(b"v")),
        &[248],
        &length(70_000),
        &value(0, &text(b"v")),
        &[252],
        TIME,
        &meta,
        &[250],
        &text(b"mvcc-tstamp"),
        &text(b"9"),
        &value(0, &text(b"v")),
    ]);
    let contents = contents(&rdb("REDIS0013", &keys), "attributes");
    assert_eq!((contents.keys, contents.expiring), (5, 3));
    for behind in [&[254, 0][..], &[255], &[245, 0], &[251, 0, 0]] {
        let wrong = rdb("REDIS0011", &all([&[252], TIME, behind]));
        assert!(matches!(structure(&wrong), Structure::Broken { .. }), "{behind:?}");
    }
}

#[test]
fn versions_without_a_checksum_end_with_their_opcode() {
    let file = rdb("REDIS0004", &all([&[254, 0], &value(0, &text(b"v"))]));
    let inspection = read(file.as_slice()).unwrap();
    assert_eq!(inspection.state, State::Rdb);
    assert_eq!(inspection.checksum, Some(Checksum::Absent));
    let longer = all([&file, &[0; 8]]);
    assert!(read(longer.as_slice()).unwrap().is_damaged());
}

#[test]
fn what_is_not_known_ends_the_reading_there() {
    let begin = value(0, &text(b"v"));
    // Pre-release modules, a hash for DUMP, a type and an opcode of the future, types of the other server.
    for (header, byte) in [
        ("REDIS0008", 6),
        ("REDIS0015", 29),
        ("REDIS0015", 60),
        ("REDIS0015", 230),
        ("REDIS0011", 8),
        ("VALKEY080", 24),
        ("VALKEY081", 242),
    ] {
        let file = rdb(header, &all([&begin, &[byte], b"anything at all"]));
        let at = 9 + begin.len() as u64;
        match structure(&file) {
            Structure::Unknown { at: found, contents } => {
                assert_eq!((found, contents.keys), (at, 1), "{header} {byte}");
            }
            other => panic!("{header} {byte}: {other:?}"),
        }
        let inspection = read(file.as_slice()).unwrap();
        assert_eq!(inspection.state, State::PartlyKnown { at });
        assert_eq!(inspection.checksum, Some(Checksum::Right));
    }
    for wrong in [&b"REDIS0011\x3canything"[..], b"REDIS0011\x3canything\0\0\0\0\0\0\0\0"] {
        assert!(read(wrong).unwrap().is_damaged(), "{wrong:?}");
    }
    let envelope = structure(b"VKCS\x01\x01\x00\x00compressed");
    assert!(matches!(envelope, Structure::Unknown { at: 0, .. }));
}

#[test]
fn beginnings_that_are_none() {
    for bytes in
        [&b""[..], b"R", b"REDI", b"VALKE", b"redis0011\xff", b"<Error><Code>InternalError"]
    {
        assert_eq!(structure(bytes), Structure::NotRdb, "{bytes:?}");
        assert_eq!(read(bytes).unwrap().state, State::Other, "{bytes:?}");
    }
    for bytes in [&b"REDIS"[..], b"REDIS001", b"VALKEY08", b"REDIS0011"] {
        assert!(matches!(structure(bytes), Structure::Truncated { .. }), "{bytes:?}");
    }
    for bytes in [&b"REDIS0000\xff"[..], b"REDIS00x1\xff", b"REDIS0111\xff", b"VALKEY079\xff"] {
        assert!(matches!(structure(bytes), Structure::Broken { at: 0, .. }), "{bytes:?}");
    }
}

#[test]
fn nine_zeros_behind_the_header_are_no_end() {
    let bytes = all([b"REDIS0011", &[0; 9]]);
    assert!(matches!(structure(&bytes), Structure::Truncated { .. }));
}

#[test]
fn compressed_strings_must_expand_to_the_length_they_state() {
    // A literal and three back references of 3, 3 and 264 bytes.
    let good: &[u8] = &[0, b'x', 0x20, 0, 0x20, 2, 0xe0, 0xff, 6];
    let length = 1 + 3 + 3 + 264;
    assert_eq!(values_of("REDIS0009", &value(0, &compressed(good, length)), "LZF").strings, 1);
    for (bytes, length) in [
        (good, length - 1),
        (good, length + 1),
        // It refers to what is before the beginning.
        (&[0, b'x', 0x20, 1], 4),
        (&[0x20, 0], 3),
        // It ends inside a literal, a reference, a long reference.
        (&[1, b'x'], 2),
        (&[0, b'x', 0x20], 1),
        (&[0, b'x', 0xe0, 0], 1),
        (&[], 1),
        (&[0, b'x'], 0),
    ] {
        let file = rdb("REDIS0009", &value(0, &compressed(bytes, length)));
        assert!(matches!(structure(&file), Structure::Broken { .. }), "{bytes:?} to {length}");
    }
}

#[test]
fn wrong_forms_are_told() {
    let long = all([&7_u32.to_le_bytes(), &[0, 0, 0xff, 0xff]]);
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("a listpack that says 7 and has 8 bytes", value(16, &text(&long))),
        ("a listpack without an end", value(16, &text(&[7, 0, 0, 0, 0, 0, 0]))),
        ("a listpack of 3 bytes", value(16, &text(b"abc"))),
        ("a listpack that is a number", value(16, &[0xc0, 1])),
        ("a ziplist that is longer", value(10, &text(&[12, 0, 0, 0, 10, 0, 0, 0, 0, 0, 0xff]))),
        (
            "a ziplist whose tail is outside",
            value(10, &text(&[11, 0, 0, 0, 11, 0, 0, 0, 0, 0, 0xff])),
        ),
        ("integers of 3 bytes", value(11, &text(&[3, 0, 0, 0, 1, 0, 0, 0, 1, 2, 3]))),
        ("more integers than bytes", value(11, &text(&[2, 0, 0, 0, 2, 0, 0, 0, 1, 2]))),
        ("a zipmap without an end", value(9, &text(&[0, 0]))),
        ("a node of a third kind", value(18, &all([&[1, 3], &text(b"x")]))),
        ("a stream's id of 15 bytes", value(15, &all([&[1], &text(&[0; 15]), &listpack(b"")]))),
        ("an empty score", value(3, &all([&[1], &text(b"a"), &[0]]))),
        ("an unknown encoding of a string", value(0, &[0xc4])),
        ("an encoding in the place of a count", value(1, &[0xc0])),
        ("a length that begins with 0x82", value(0, &[0x82, 0, 0, 0, 0])),
        ("a string of 2^64 - 1 bytes", value(0, &length(u64::MAX))),
        ("a database of no possible number", all([&[254], &length(1 << 31)])),
        ("a mark that is 2", value(28, &[1, 2])),
    ];
    for (what, record) in cases {
        let found = structure(&rdb("REDIS0014", &record));
        assert!(matches!(found, Structure::Broken { .. }), "{what}: {found:?}");
    }
}

#[test]
fn fields_of_other_names_and_forms_are_passed_over() {
    let aux = |name: &[u8], value: &[u8]| all([&[250], &text(name), value]);
    let records = all([
        &aux(b"redis-ver", &text(b"5.0.9")),
        &aux(b"ctime", &[0xc2, 0, 0, 0, 0x60]),
        &aux(b"used-mem", &text(b"99999999999")),
        &aux(b"lua", &compressed(&[0, b'x', 0x20, 0], 4)),
        &aux(&[b'n'; 100], &text(&[b'v'; 100_000])),
        &all([&[250], &compressed(&[0, b'x', 0x20, 0], 4), &[0xc0, 0xff]]),
        &aux(b"aof-preamble", &[0xc0, 0]),
    ]);
    let contents = contents(&rdb("REDIS0009", &records), "fields");
    assert_eq!(contents.writer.as_deref(), Some("redis 5.0.9"));
    assert_eq!(contents.used_memory, Some(99_999_999_999));
    assert!(contents.created_at.is_some() && !contents.begins_aof);
    let absurd = rdb("REDIS0009", &aux(b"ctime", &text(b"18446744073709551615")));
    assert_eq!(self::contents(&absurd, "year 584,554,051,153").created_at, None);
}
