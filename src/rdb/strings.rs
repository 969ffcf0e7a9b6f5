//! A string as it stands in the file: its length or encoding, then its bytes. Pure.
//!
//! `rdbGenericLoadStringObject` in `rdb.c`.

use super::{
    length::{Length, Pieces},
    lzf::Compressed,
    packed::{Packed, Unpacked},
};

/// What the string is for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Purpose {
    /// Any content.
    Skip,
    /// So many bytes, neither compressed nor a number.
    Sized(u64),
    /// A packed value.
    Packed(Packed),
    /// A short text that is kept.
    Keep,
}

/// The encodings behind the upper bits `11`.
const INTEGERS: [u64; 3] = [1, 2, 4];
const COMPRESSED: u8 = 3;
/// No string is longer: it would not fit into any memory.
const LONGEST: u64 = i64::MAX as u64;
/// How much is kept of a text.
const KEPT: usize = 64;

/// What is behind a string that is here as a whole and is not compressed: the fast way.
pub(super) fn skip_whole(input: &[u8]) -> Option<&[u8]> {
    let size = match *input {
        [short @ 0..0x40, ..] => 1 + usize::from(short),
        [high @ 0x40..0x80, low, ..] => 2 + (usize::from(high & 0x3f) << 8 | usize::from(low)),
        [0x80, a, b, c, d, ..] => {
            usize::try_from(u32::from_be_bytes([a, b, c, d])).ok()?.checked_add(5)?
        }
        [0xc0, ..] => 2,
        [0xc1, ..] => 3,
        [0xc2, ..] => 5,
        _ => return None,
    };
    input.get(size..)
}

/// Where in the beginning of a string the reader is.
#[derive(Debug, Default)]
pub(super) enum Start {
    #[default]
    Length,
    CompressedLength,
    ExpandedLength {
        compressed: u64,
    },
}

impl Start {
    /// Takes the beginning; nothing as long as some of it is to come.
    pub(super) fn take(
        &mut self,
        purpose: Purpose,
        pieces: &mut Pieces,
        input: &mut &[u8],
    ) -> Option<Result<Bytes, &'static str>> {
        loop {
            let length = match pieces.length(input)? {
                Ok(length) => length,
                Err(problem) => return Some(Err(problem)),
            };
            *self = match (&self, length) {
                (Self::Length, Length::Encoding(COMPRESSED)) => Self::CompressedLength,
                (Self::Length, length) => return Some(plain(purpose, length)),
                (Self::CompressedLength, Length::Number(compressed)) => {
                    Self::ExpandedLength { compressed }
                }
                (&&mut Self::ExpandedLength { compressed }, Length::Number(expanded)) => {
                    *self = Self::Length;
                    return Some(compressed_bytes(purpose, compressed, expanded));
                }
                (_, Length::Encoding(_)) => {
                    return Some(Err("a compressed string has no length"));
                }
            };
        }
    }
}

fn plain(purpose: Purpose, length: Length) -> Result<Bytes, &'static str> {
    match (length, purpose) {
        (Length::Number(length), _) if length > LONGEST => Err("a string is too long to exist"),
        (Length::Number(length), Purpose::Sized(size)) if length != size => {
            Err("the id of a stream's entries has not 16 bytes")
        }
        (Length::Number(length), Purpose::Packed(kind)) => {
            Unpacked::new(kind, length).map(Bytes::Packed)
        }
        (Length::Number(length), Purpose::Keep) => Ok(Bytes::Kept(Kept::text(length))),
        (Length::Number(length), _) => Ok(Bytes::Skipped(length)),
        (Length::Encoding(encoding), purpose) => {
            let size = INTEGERS.get(usize::from(encoding));
            let size = *size.ok_or("a string has an encoding that does not exist")?;
            match purpose {
                Purpose::Skip => Ok(Bytes::Skipped(size)),
                Purpose::Keep => Ok(Bytes::Kept(Kept::integer(size))),
                Purpose::Sized(_) | Purpose::Packed(_) => Err("a number stands where bytes should"),
            }
        }
    }
}

fn compressed_bytes(
    purpose: Purpose,
    compressed: u64,
    expanded: u64,
) -> Result<Bytes, &'static str> {
    if let Purpose::Sized(_) = purpose {
        return Err("the id of a stream's entries is compressed");
    }
    if compressed > LONGEST || expanded > LONGEST {
        return Err("a string is too long to exist");
    }
    let bytes = Compressed::new(compressed, expanded).ok_or("a compressed string is empty")?;
    Ok(Bytes::Compressed(bytes))
}

/// The bytes of a string behind its beginning.
#[derive(Debug)]
pub(super) enum Bytes {
    Skipped(u64),
    Compressed(Compressed),
    Packed(Unpacked),
    Kept(Kept),
}

impl Bytes {
    /// Takes what there is of them; whether that is all.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Result<bool, &'static str> {
        match self {
            Self::Skipped(left) => Ok(skip(left, input)),
            Self::Compressed(compressed) => compressed.take(input),
            Self::Packed(unpacked) => unpacked.take(input),
            Self::Kept(kept) => Ok(kept.take(input)),
        }
    }
}

fn skip(left: &mut u64, input: &mut &[u8]) -> bool {
    let here = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
    *input = input.split_at(here).1;
    *left -= here as u64;
    *left == 0
}

/// The beginning of a text.
#[derive(Debug)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    left: u64,
    integer: bool,
}

impl Kept {
    fn text(length: u64) -> Self {
        Self { bytes: Vec::new(), left: length, integer: false }
    }

    fn integer(size: u64) -> Self {
        Self { bytes: Vec::new(), left: size, integer: true }
    }

    fn take(&mut self, input: &mut &[u8]) -> bool {
        let before = *input;
        let ended = skip(&mut self.left, input);
        let taken = before.len() - input.len();
        let room = KEPT.saturating_sub(self.bytes.len());
        self.bytes.extend(before.iter().take(taken.min(room)));
        ended
    }

    /// The text, or its first 64 bytes; a number in decimal digits.
    pub(super) fn into_text(self) -> Vec<u8> {
        if !self.integer {
            return self.bytes;
        }
        let number = match *self.bytes {
            [a] => i64::from(i8::from_le_bytes([a])),
            [a, b] => i64::from(i16::from_le_bytes([a, b])),
            [a, b, c, d] => i64::from(i32::from_le_bytes([a, b, c, d])),
            _ => return Vec::new(),
        };
        number.to_string().into_bytes()
    }
}
