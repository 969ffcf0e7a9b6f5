//! What a file's own bytes prove of it: one judge for downloads, checks and `inspect`. Pure.

use presigned_download::{Reason, Verdict};

use super::{
    commands,
    scanner::ENVELOPE,
    version::{HEADER, Magic, Version},
};

/// The end opcode and the checksum that an RDB ends with.
pub(crate) const TAIL: usize = 9;

const END: u8 = 0xff;
/// The end of each command in an AOF.
const COMMAND_END: &[u8] = b"\r\n";

pub(super) const WRONG_SUM: &str = "its bytes don't have the CRC-64 that stands at its end";
const NO_END: &str = "it does not end as an RDB file does";
const FOLLOWED: &str = "bytes follow the end of its RDB";
const JOINED: &str = "another RDB follows in it";
const NO_VERSION: &str = "no server wrote this version";
pub(super) const CUT: &str = "it ends in the middle of its content";

/// What a file has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    Rdb,
    Aof,
    /// Nothing says what it is.
    Anything,
}

impl Expected {
    /// What the end of a file's name says of it.
    pub(crate) fn by_name(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension {
            _ if extension.eq_ignore_ascii_case("rdb") => Some(Self::Rdb),
            _ if extension.eq_ignore_ascii_case("aof") => Some(Self::Aof),
            _ => None,
        }
    }
}

/// What is known of all bytes of a file, in whatever order they were seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Facts<'a> {
    /// The first [`HEADER`] bytes, or all if there are fewer.
    pub(crate) head: &'a [u8],
    /// The last [`TAIL`] bytes; zeros before a shorter file.
    pub(crate) tail: [u8; TAIL],
    pub(crate) length: u64,
    /// The CRC-64 of all bytes, the trailer included.
    pub(crate) crc64: u64,
}

/// Whether an RDB may begin behind the file's own beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Further {
    #[default]
    None,
    Possible,
}

/// What is known of the inside of a file that begins as an RDB does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Its content was followed to its end.
    Ended(Ended),
    /// Something in it is of a kind that the reader does not know.
    Unknown(Further),
    /// It is not as any server writes it.
    Broken(&'static str, Further),
}

/// Where the RDB in a file ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ended {
    /// One past its last byte.
    pub(crate) end: u64,
    /// The checksum at its end; nothing in versions that have none, 0 with `rdbchecksum no`.
    pub(crate) trailer: Option<u64>,
    /// The CRC-64 of the bytes up to there.
    pub(crate) crc64: u64,
    /// Whether commands of an AOF begin behind it.
    pub(crate) commands: bool,
    /// Whether it says that it begins an AOF.
    pub(crate) begins_aof: bool,
    /// Whether another RDB may begin behind it.
    pub(crate) further: Further,
}

/// Judges a file by parts that came in any order, where that suffices. Else its bytes have to be followed in
/// order.
///
/// A CRC that is 0 stays 0 over zeros and over another intact RDB. So the end opcode has to stand before
/// the trailer, no other RDB may begin in the file, and a trailer that ends in a zero proves nothing by
/// itself: that may be the beginning of an appended row of zeros.
pub(crate) fn proven(expected: Expected, facts: &Facts<'_>, further: Further) -> Option<Verdict> {
    let Some(version) = Version::read(facts.head) else {
        return Some(not_rdb(expected, facts));
    };
    let is_plain = version.has_trailer() && facts.end_is_right(further);
    is_plain.then(|| Verdict::Verified(facts.trailer()))
}

/// Judges a file by bytes that were seen in order.
///
/// Redis's CRC-64 has neither initial value nor final xor and is written little-endian: so the sum
/// over an intact file, trailer and all, is zero.
pub(crate) fn judge(expected: Expected, facts: &Facts<'_>, inside: Inside) -> Verdict {
    let Some(version) = Version::read(facts.head) else {
        return not_rdb(expected, facts);
    };
    match inside {
        Inside::Ended(ended) => followed(expected, facts, ended),
        Inside::Unknown(further) => unfollowed(expected, version, facts, further),
        Inside::Broken(problem, further) => {
            match unfollowed(expected, version, facts, further) {
                // Whatever wrote this, it arrived as it was written.
                Verdict::Verified(_) | Verdict::LengthOnly(Reason::UnknownContent, _) => {
                    Verdict::LengthOnly(Reason::UnknownContent, facts.trailer())
                }
                Verdict::LengthOnly(..) => Verdict::Damaged(problem),
                Verdict::Damaged(JOINED) => Verdict::Damaged(JOINED),
                Verdict::Damaged(_) => Verdict::Damaged(problem),
            }
        }
    }
}

impl Facts<'_> {
    fn trailer(&self) -> u64 {
        let [_, trailer @ ..] = self.tail;
        u64::from_le_bytes(trailer)
    }

    pub(super) fn right_trailer(&self) -> Option<u64> {
        (self.crc64 == 0 && self.is_long_enough()).then(|| self.trailer())
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
    if Magic::of(facts.head).is_some() {
        return Verdict::Damaged(if facts.head.len() < HEADER { CUT } else { NO_VERSION });
    }
    match (expected, facts.head.first()) {
        _ if facts.head.starts_with(ENVELOPE) => {
            Verdict::LengthOnly(Reason::UnknownContent, facts.crc64)
        }
        (Expected::Rdb, None) => Verdict::Damaged("it is empty, and no RDB file"),
        (Expected::Rdb, Some(_)) => Verdict::Damaged("it does not begin as an RDB file does"),
        // A server that has written nothing yet has an empty one.
        (Expected::Aof, None) => aof,
        (_, Some(_)) if commands::begin(facts.head) => aof,
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
    let may_be_aof = match expected {
        Expected::Rdb => false,
        Expected::Aof => true,
        Expected::Anything => ended.begins_aof,
    };
    if ended.commands && may_be_aof {
        return Verdict::LengthOnly(Reason::Aof, facts.crc64);
    }
    Verdict::Damaged(FOLLOWED)
}

/// Judges an RDB by its beginning, its end and its sum.
fn unfollowed(
    expected: Expected,
    version: Version,
    facts: &Facts<'_>,
    further: Further,
) -> Verdict {
    let commands = expected != Expected::Rdb && facts.tail.ends_with(COMMAND_END);
    let aof = Verdict::LengthOnly(Reason::Aof, facts.crc64);
    if !version.has_trailer() {
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
