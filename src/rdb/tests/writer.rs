//! Writes RDB files as the servers' `rdb.c` does, for types that no server at hand writes.

use crc_fast::{CrcAlgorithm, checksum};

/// Pieces that follow each other.
pub(super) fn all<const N: usize>(pieces: [&[u8]; N]) -> Vec<u8> {
    pieces.concat()
}

/// `rdbSaveLen`.
pub(super) fn length(number: u64) -> Vec<u8> {
    match number {
        0..64 => vec![number.to_le_bytes()[0]],
        64..16_384 => {
            let [low, high, ..] = number.to_le_bytes();
            vec![0x40 | high, low]
        }
        _ => match u32::try_from(number) {
            Ok(number) => all([&[0x80], &number.to_be_bytes()]),
            Err(_) => all([&[0x81], &number.to_be_bytes()]),
        },
    }
}

/// `rdbSaveRawString` without compression.
pub(super) fn text(bytes: &[u8]) -> Vec<u8> {
    all([&length(bytes.len() as u64), bytes])
}

/// `rdbSaveLzfBlob`.
pub(super) fn compressed(bytes: &[u8], expanded: u64) -> Vec<u8> {
    all([&[0xc3], &length(bytes.len() as u64), &length(expanded), bytes])
}

/// A listpack (`listpack.c`) with elements that need not be right.
pub(super) fn listpack(elements: &[u8]) -> Vec<u8> {
    let size = u32::try_from(elements.len() + 7).unwrap();
    text(&all([&size.to_le_bytes(), &[1, 0], elements, &[0xff]]))
}

/// An empty ziplist (`ziplist.c`).
pub(super) fn ziplist() -> Vec<u8> {
    text(&all([&11_u32.to_le_bytes(), &10_u32.to_le_bytes(), &[0, 0], &[0xff]]))
}

/// A set of integers (`intset.c`) of that width.
pub(super) fn intset(width: u32, elements: &[u8]) -> Vec<u8> {
    let count = u32::try_from(elements.len()).unwrap() / width;
    text(&all([&width.to_le_bytes(), &count.to_le_bytes(), elements]))
}

/// A value of that type under the key `k`.
pub(super) fn value(kind: u8, content: &[u8]) -> Vec<u8> {
    all([&[kind], &text(b"k"), content])
}

/// A whole file: magic and version, records, end, checksum if the version has one.
pub(super) fn rdb(header: &str, records: &[u8]) -> Vec<u8> {
    let mut file = all([header.as_bytes(), records, &[0xff]]);
    if !matches!(header, "REDIS0001" | "REDIS0002" | "REDIS0003" | "REDIS0004") {
        let sum = checksum(CrcAlgorithm::Crc64Redis, &file);
        file.extend(sum.to_le_bytes());
    }
    file
}
