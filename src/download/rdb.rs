//! What a file's own bytes prove of it: the header of RDB files and the CRC-64 at their end. Pure.

/// How much of a file's beginning [`judge`] looks at: the auxiliary fields of Redis take some 100.
pub(super) const HEAD: usize = 1024;
/// The bytes of the check sum at the end.
pub(super) const TRAILER: usize = 8;

const MAGIC: &[u8] = b"REDIS";
/// Magic and version.
const HEADER: usize = 9;
/// The first version that ends in a check sum.
const CHECKED_SINCE: u32 = 5;
const OPCODE_AUX: u8 = 0xfa;
/// Set to 1 in an RDB that begins an AOF, by Redis 4 to 6.
const PREAMBLE_MARK: &[u8] = b"aof-preamble";
/// The same of Redis 7, which has the commands in files of their own.
const BASE_MARK: &[u8] = b"aof-base";
/// The end of each command in an AOF.
const COMMAND_END: &[u8] = b"\r\n";

/// What is known of a file before it is judged.
#[derive(Debug, Clone, Copy)]
pub(super) struct Evidence<'a> {
    /// The first [`HEAD`] bytes, or all if there are fewer.
    pub(super) head: &'a [u8],
    /// The last [`TRAILER`] bytes; zeros before a shorter file.
    pub(super) trailer: [u8; TRAILER],
    pub(super) length: u64,
    /// The CRC-64 of all bytes, the trailer included.
    pub(super) crc64: u64,
}

/// What the bytes prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// The check sum at the end is that of the bytes before it: this one.
    Verified(u64),
    /// There is no check sum in the file; that of all its bytes is this one.
    LengthOnly(u64),
    /// The file is not as it was written.
    Damaged(&'static str),
}

/// Judges a file by its bytes.
///
/// Redis's CRC-64 has neither initial value nor final xor and is written little-endian: so the sum
/// over an intact file, trailer and all, is zero.
pub(super) fn judge(evidence: &Evidence<'_>) -> Verdict {
    let Evidence { head, trailer, length, crc64 } = *evidence;
    if version(head).is_none_or(|version| version < CHECKED_SINCE) {
        return Verdict::LengthOnly(crc64);
    }
    if length < (HEADER + 1 + TRAILER) as u64 {
        return Verdict::Damaged("it is too short for an RDB file");
    }
    match u64::from_le_bytes(trailer) {
        0 => Verdict::LengthOnly(crc64),
        sum if crc64 == 0 => Verdict::Verified(sum),
        _ if may_have_commands(head, trailer) => Verdict::LengthOnly(crc64),
        _ => Verdict::Damaged("its bytes don't have the CRC-64 that stands at its end"),
    }
}

fn version(head: &[u8]) -> Option<u32> {
    let digits = head.strip_prefix(MAGIC)?.get(..HEADER - MAGIC.len())?;
    let all_digits = digits.iter().all(u8::is_ascii_digit);
    std::str::from_utf8(digits).ok()?.parse().ok().filter(|_| all_digits)
}

/// Whether an auxiliary field says that commands of an AOF may follow. After a base file they do only
/// if somebody joined it with them: then they are at the end.
fn may_have_commands(head: &[u8], trailer: [u8; TRAILER]) -> bool {
    is_marked(head, PREAMBLE_MARK) || (is_marked(head, BASE_MARK) && trailer.ends_with(COMMAND_END))
}

fn is_marked(head: &[u8], mark: &[u8]) -> bool {
    let mut rest = head.get(HEADER..).unwrap_or_default();
    while let Some(((key, value), after)) = aux_field(rest) {
        if key == mark && value == Text::Number(1) {
            return true;
        }
        rest = after;
    }
    false
}

#[derive(Debug, PartialEq, Eq)]
enum Text<'a> {
    Bytes(&'a [u8]),
    Number(i64),
}

type Field<'a> = (&'a [u8], Text<'a>);

fn aux_field(bytes: &[u8]) -> Option<(Field<'_>, &[u8])> {
    let rest = bytes.strip_prefix(&[OPCODE_AUX])?;
    let (Text::Bytes(key), rest) = text(rest)? else {
        return None;
    };
    let (value, rest) = text(rest)?;
    let value = match value {
        Text::Bytes(b"1") => Text::Number(1),
        value => value,
    };
    Some(((key, value), rest))
}

/// A string in RDB's encodings, but for the compressed one, which short fields don't have.
fn text(bytes: &[u8]) -> Option<(Text<'_>, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let number = |size: usize| {
        let (digits, rest) = rest.split_at_checked(size)?;
        let mut wide = [0; 8];
        wide[..size].copy_from_slice(digits);
        let shift = 64 - 8 * u32::try_from(size).ok()?;
        Some((Text::Number((i64::from_le_bytes(wide) << shift) >> shift), rest))
    };
    let (length, rest) = match (first >> 6, first & 0x3f) {
        (0, length) => (usize::from(length), rest),
        (1, high) => {
            let (&low, rest) = rest.split_first()?;
            (usize::from(high) << 8 | usize::from(low), rest)
        }
        (3, 0) => return number(1),
        (3, 1) => return number(2),
        (3, 2) => return number(4),
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((Text::Bytes(content), rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::crc64::Crc64, *};

    fn sum(bytes: &[u8]) -> u64 {
        let mut crc = Crc64::new();
        crc.update(bytes);
        crc.value()
    }

    fn judge_bytes(bytes: &[u8]) -> Verdict {
        let mut trailer = [0; TRAILER];
        let known = bytes.len().min(TRAILER);
        trailer[TRAILER - known..].copy_from_slice(&bytes[bytes.len() - known..]);
        judge(&Evidence {
            head: &bytes[..bytes.len().min(HEAD)],
            trailer,
            length: bytes.len() as u64,
            crc64: sum(bytes),
        })
    }

    fn rdb(version: &str, content: &[u8]) -> Vec<u8> {
        let mut bytes = [MAGIC, version.as_bytes(), content, &[0xff]].concat();
        let crc = sum(&bytes);
        bytes.extend(crc.to_le_bytes());
        bytes
    }

    const PREAMBLE_1: &[u8] =
        b"\xfa\x09redis-ver\x055.0.9\xfa\x0aredis-bits\xc0\x40\xfa\x0caof-preamble\xc0\x01";
    const PREAMBLE_0: &[u8] =
        b"\xfa\x09redis-ver\x055.0.9\xfa\x0aredis-bits\xc0\x40\xfa\x0caof-preamble\xc0\x00";

    #[test]
    fn an_intact_rdb_is_verified_and_its_sum_is_the_trailer() {
        let file = rdb("0011", b"some keys");
        let trailer = u64::from_le_bytes(file[file.len() - 8..].try_into().unwrap());
        assert_eq!(judge_bytes(&file), Verdict::Verified(trailer));
    }

    #[test]
    fn files_without_a_check_sum_are_judged_by_length() {
        let mut unchecked = rdb("0009", b"x");
        let end = unchecked.len() - TRAILER;
        unchecked[end..].fill(0);
        let with_commands = [rdb("0009", PREAMBLE_1), b"*1\r\n$4\r\nPING\r\n".to_vec()].concat();
        for bytes in [
            b"".as_slice(),
            b"R",
            b"REDIS",
            b"REDISabcd and more than enough bytes",
            b"REDIS+011 and more than enough bytes",
            b"*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n",
            &rdb("0004", b"no sum in this version"),
            &unchecked,
            &with_commands,
        ] {
            assert_eq!(judge_bytes(bytes), Verdict::LengthOnly(sum(bytes)), "{bytes:?}");
        }
    }

    #[test]
    fn a_broken_rdb_is_damaged_also_if_it_says_that_it_begins_no_aof() {
        let followed = [rdb("0009", PREAMBLE_0), b"*1\r\n$4\r\nPING\r\n".to_vec()].concat();
        let mut flipped = rdb("0011", b"some keys");
        flipped[12] ^= 1;
        for bytes in [followed.as_slice(), &flipped, b"REDIS0011"] {
            assert!(matches!(judge_bytes(bytes), Verdict::Damaged(_)), "{bytes:?}");
        }
    }

    proptest! {
        #[test]
        fn any_changed_byte_of_an_rdb_is_noticed(
            content in proptest::collection::vec(any::<u8>(), 0..200),
            at in any::<proptest::sample::Index>(),
            change in 1_u8..,
        ) {
            let mut file = rdb("0011", &[b"\xfe\x00".as_slice(), &content].concat());
            prop_assert!(matches!(judge_bytes(&file), Verdict::Verified(_)));
            let at = at.index(file.len());
            file[at] ^= change;
            prop_assert!(!matches!(judge_bytes(&file), Verdict::Verified(_)));
        }

        #[test]
        fn nothing_panics(bytes in proptest::collection::vec(any::<u8>(), 0..64), rdb in any::<bool>()) {
            let start: &[u8] = if rdb { b"REDIS0009\xfa" } else { b"" };
            judge_bytes(&[start, &bytes].concat());
        }
    }
}
