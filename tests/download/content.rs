//! What is in the files of the tests.

pub(crate) const MIB: u64 = 1 << 20;

/// Bytes of an AOF, different everywhere.
pub(crate) fn aof(length: u64) -> Vec<u8> {
    let mut bytes = b"*1\r\n$9\r\nx".to_vec();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ length;
    while (bytes.len() as u64) < length {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        bytes.extend(state.to_le_bytes());
    }
    bytes.truncate(usize::try_from(length).unwrap());
    bytes
}

/// An RDB file of so many bytes, 28 at least: one key with a string, and the checksum at the end.
pub(crate) fn rdb(length: u64) -> Vec<u8> {
    rdb_with(length, |_| {})
}

/// The same, of which the string is changed before it is summed up.
pub(crate) fn rdb_with(length: u64, change: impl FnOnce(&mut [u8])) -> Vec<u8> {
    let mut value = aof(length - 28);
    change(&mut value);
    let size = u32::try_from(value.len()).unwrap();
    // Database 0, a string called k, and a length of four bytes.
    let mut bytes = b"REDIS0011\xfe\x00\x00\x01k\x80".to_vec();
    bytes.extend(size.to_be_bytes());
    bytes.extend(value);
    ended(bytes)
}

/// With the end of an RDB.
pub(crate) fn ended(mut bytes: Vec<u8>) -> Vec<u8> {
    bytes.push(0xff);
    let crc = crc64(&bytes);
    bytes.extend(crc.to_le_bytes());
    bytes
}

/// CRC-64 as Redis's own code has it, by a table.
pub(crate) fn crc64(bytes: &[u8]) -> u64 {
    const POLYNOMIAL: u64 = 0x95ac_9329_ac4b_c9b5;
    let table: Vec<u64> = (0..256)
        .map(|byte| {
            (0..8).fold(byte, |crc, _| if crc & 1 == 1 { crc >> 1 ^ POLYNOMIAL } else { crc >> 1 })
        })
        .collect();
    bytes.iter().fold(0, |crc, byte| table[usize::from(crc.to_le_bytes()[0] ^ byte)] ^ crc >> 8)
}
