//! What a file's own bytes prove of it. Pure.

use crate::{file_name::FileName, generated::types::BackupFormat};

use super::report::{FileState, Reason};

/// The magic and the version that an RDB begins with.
pub(super) const HEADER: usize = 9;
/// The end opcode and the checksum that an RDB ends with.
pub(super) const TAIL: usize = 9;

/// The first version of Redis's format that ends in a checksum; all of Valkey's do.
const CHECKED_SINCE: u32 = 5;
const END: u8 = 0xff;
/// The end of each command in an AOF.
const COMMAND_END: &[u8] = b"\r\n";
/// How the first command of an AOF begins, or an annotation before it.
const COMMAND_START: [u8; 2] = [b'*', b'#'];

/// How Valkey 9.2 begins a compressed RDB.
const ENVELOPE: &[u8] = b"VKCS";

const WRONG_SUM: &str = "its bytes don't have the CRC-64 that stands at its end";
const NO_END: &str = "it does not end as an RDB file does";
const FOLLOWED: &str = "bytes follow the end of its RDB";
const JOINED: &str = "another RDB follows in it";

/// What a file has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// The file's name says so, or the backup's format where the name says nothing.
    Rdb,
    Aof,
    /// Nothing says what it is.
    Anything,
}

impl Expected {
    pub(super) fn of(name: &FileName, format: Option<BackupFormat>) -> Self {
        let extension = name.as_str().rsplit_once('.').map_or("", |(_, extension)| extension);
        match format {
            _ if extension.eq_ignore_ascii_case("rdb") => Self::Rdb,
            _ if extension.eq_ignore_ascii_case("aof") => Self::Aof,
            Some(BackupFormat::Rdb) => Self::Rdb,
            Some(BackupFormat::Aof) => Self::Aof,
            None => Self::Anything,
        }
    }
}

/// What is known of all bytes of a file, in whatever order they were seen.
#[derive(Debug, Clone, Copy)]
pub(super) struct Facts<'a> {
    /// The first [`HEADER`] bytes, or all if there are fewer.
    pub(super) head: &'a [u8],
    /// The last [`TAIL`] bytes; zeros before a shorter file.
    pub(super) tail: [u8; TAIL],
    pub(super) length: u64,
    /// The CRC-64 of all bytes, the trailer included.
    pub(super) crc64: u64,
}

/// Whether an RDB may begin behind the file's own beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Further {
    #[default]
    None,
    Possible,
}

/// What is known of the inside of a file that begins as an RDB does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Its content was followed to its end.
    Ended(Ended),
    /// Something in it is of a kind that the reader does not know.
    Unknown(Further),
    /// It is not as any server writes it.
    Broken(&'static str, Further),
}

/// Where the RDB in a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ended {
    /// One past its last byte.
    pub(super) end: u64,
    /// The checksum at its end; nothing in versions that have none, 0 with `rdbchecksum no`.
    pub(super) trailer: Option<u64>,
    /// The CRC-64 of the bytes up to there.
    pub(super) crc64: u64,
    /// The byte behind it.
    pub(super) next: Option<u8>,
    /// Whether another RDB may begin behind it.
    pub(super) further: Further,
}

/// What the bytes prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is one RDB, and the checksum at its end is that of the bytes before it: this one.
    Verified(u64),
    /// Nothing proves its bytes, for this reason. The checksum is that of all of them; with
    /// [`Reason::UnknownContent`], the one at its end where that is right: all of them would be 0.
    LengthOnly(Reason, u64),
    /// The file is not as it was written.
    Damaged(&'static str),
}

/// What is said of a file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) state: FileState,
    pub(super) reason: Option<Reason>,
    pub(super) crc64: Option<u64>,
}

impl Finding {
    /// Of bytes that nobody looked at.
    pub(super) const UNCHECKED: Self =
        Self { state: FileState::Unchecked, reason: None, crc64: None };
}

impl Verdict {
    /// The finding, or what is wrong.
    pub(super) fn finding(self) -> Result<Finding, &'static str> {
        let (state, reason, crc64) = match self {
            Self::Verified(crc64) => (FileState::Verified, None, crc64),
            Self::LengthOnly(reason, crc64) => (FileState::LengthOnly, Some(reason), crc64),
            Self::Damaged(why) => return Err(why),
        };
        Ok(Finding { state, reason, crc64: Some(crc64) })
    }
}

/// Judges a file of which the parts came in any order, where that suffices; else its bytes have to be
/// followed in order.
///
/// A CRC that is 0 stays 0 over zeros and over another intact RDB. So the end opcode has to stand before
/// the trailer, no other RDB may begin in the file, and a trailer that ends in a zero proves nothing by
/// itself: that may be the beginning of an appended row of zeros.
pub(super) fn proven(expected: Expected, facts: &Facts<'_>, further: Further) -> Option<Verdict> {
    let Some(header) = Header::read(facts.head) else {
        return Some(not_rdb(expected, facts));
    };
    let is_plain = header.has_checksum && facts.end_is_right(further);
    is_plain.then(|| Verdict::Verified(facts.trailer()))
}

/// Judges a file by bytes that were seen in order.
///
/// Redis's CRC-64 has neither initial value nor final xor and is written little-endian: so the sum
/// over an intact file, trailer and all, is zero.
pub(super) fn judge(expected: Expected, facts: &Facts<'_>, inside: Inside) -> Verdict {
    let Some(header) = Header::read(facts.head) else {
        return not_rdb(expected, facts);
    };
    match inside {
        Inside::Ended(ended) => followed(expected, facts, ended),
        Inside::Unknown(further) => unfollowed(expected, header, facts, further),
        Inside::Broken(problem, further) => {
            match unfollowed(expected, header, facts, further) {
                // Whatever wrote this, it arrived as it was written.
                Verdict::Verified(_) | Verdict::LengthOnly(Reason::UnknownContent, _) => {
                    Verdict::LengthOnly(Reason::UnknownContent, facts.trailer())
                }
                Verdict::LengthOnly(..) => Verdict::Damaged(problem),
                damaged @ Verdict::Damaged(_) => damaged,
            }
        }
    }
}

/// Whether these bytes are the magic of an RDB and a version: `REDIS` and four digits, or `VALKEY` and
/// three.
pub(super) fn begins_rdb(bytes: &[u8]) -> bool {
    Header::read(bytes).is_some()
}

#[derive(Debug, Clone, Copy)]
struct Header {
    has_checksum: bool,
}

impl Header {
    fn read(head: &[u8]) -> Option<Self> {
        let head = head.get(..HEADER)?;
        let (digits, checked_since) =
            match (head.strip_prefix(b"REDIS"), head.strip_prefix(b"VALKEY")) {
                (Some(digits), _) => (digits, CHECKED_SINCE),
                (None, Some(digits)) => (digits, 0),
                (None, None) => return None,
            };
        let version = digits.iter().try_fold(0, |version, digit| {
            digit.is_ascii_digit().then(|| version * 10 + u32::from(digit - b'0'))
        })?;
        (version > 0).then_some(Self { has_checksum: version >= checked_since })
    }
}

impl Facts<'_> {
    fn trailer(&self) -> u64 {
        let [_, trailer @ ..] = self.tail;
        u64::from_le_bytes(trailer)
    }

    /// Whether the file's last bytes are the end of an RDB, with the checksum of all before it.
    fn end_is_right(&self, further: Further) -> bool {
        further == Further::None
            && self.is_long_enough()
            && self.tail[0] == END
            && self.tail[TAIL - 1] != 0
            && self.crc64 == 0
    }

    fn is_long_enough(&self) -> bool {
        self.length >= (HEADER + TAIL) as u64
    }
}

fn not_rdb(expected: Expected, facts: &Facts<'_>) -> Verdict {
    let aof = Verdict::LengthOnly(Reason::Aof, facts.crc64);
    match (expected, facts.head.first()) {
        _ if facts.head.starts_with(ENVELOPE) => {
            Verdict::LengthOnly(Reason::UnknownContent, facts.crc64)
        }
        (Expected::Rdb, None) => Verdict::Damaged("it is empty, and no RDB file"),
        (Expected::Rdb, Some(_)) => Verdict::Damaged("it does not begin as an RDB file does"),
        // A server that has written nothing yet has an empty one.
        (Expected::Aof, None) => aof,
        (_, Some(first)) if COMMAND_START.contains(first) => aof,
        (Expected::Aof, Some(_)) => Verdict::Damaged("it does not begin as an AOF does"),
        (Expected::Anything, _) => Verdict::LengthOnly(Reason::UnknownKind, facts.crc64),
    }
}

fn followed(expected: Expected, facts: &Facts<'_>, ended: Ended) -> Verdict {
    let sum = ended.trailer.filter(|sum| *sum != 0);
    // No server writes this, and it arrived as it was written.
    if ended.end != facts.length && facts.end_is_right(ended.further) {
        return Verdict::LengthOnly(Reason::UnknownContent, facts.trailer());
    }
    if sum.is_some() && ended.crc64 != 0 {
        return Verdict::Damaged(WRONG_SUM);
    }
    if ended.end == facts.length {
        return match sum {
            Some(sum) => Verdict::Verified(sum),
            None => Verdict::LengthOnly(Reason::NoChecksum, facts.crc64),
        };
    }
    let commands = ended.next.is_some_and(|next| COMMAND_START.contains(&next));
    if commands && expected != Expected::Rdb {
        return Verdict::LengthOnly(Reason::Aof, facts.crc64);
    }
    Verdict::Damaged(FOLLOWED)
}

/// Judges an RDB by its beginning, its end and its sum.
fn unfollowed(expected: Expected, header: Header, facts: &Facts<'_>, further: Further) -> Verdict {
    let commands = expected != Expected::Rdb && facts.tail.ends_with(COMMAND_END);
    let aof = Verdict::LengthOnly(Reason::Aof, facts.crc64);
    if !header.has_checksum {
        return match facts.tail[TAIL - 1] {
            END if further == Further::None => Verdict::LengthOnly(Reason::NoChecksum, facts.crc64),
            _ if commands => aof,
            _ => Verdict::Damaged(NO_END),
        };
    }
    if !facts.is_long_enough() {
        return Verdict::Damaged("it is too short for an RDB file");
    }
    let ends = facts.tail[0] == END;
    match facts.trailer() {
        _ if facts.crc64 != 0 && commands => aof,
        0 if ends && further == Further::None => {
            Verdict::LengthOnly(Reason::NoChecksum, facts.crc64)
        }
        _ if further == Further::Possible && facts.crc64 == 0 => Verdict::Damaged(JOINED),
        0 => Verdict::Damaged(NO_END),
        _ if facts.crc64 != 0 => Verdict::Damaged(WRONG_SUM),
        _ if !ends => Verdict::Damaged(FOLLOWED),
        sum if facts.tail[TAIL - 1] == 0 => Verdict::LengthOnly(Reason::UnknownContent, sum),
        sum => Verdict::Verified(sum),
    }
}
