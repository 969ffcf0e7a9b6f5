//! Numbers in the encoding of lengths, and other short pieces that two chunks may share. Pure.

/// What stands where a length may: `rdbLoadLen` in `rdb.c`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Length {
    /// A number.
    Number(u64),
    /// The encoding of the string that follows.
    Encoding(u8),
}

/// The first byte of lengths of 32 and of 64 bits.
const BITS_32: u8 = 0x80;
const BITS_64: u8 = 0x81;
/// The longest piece: a first byte and 64 bits, or magic and version.
const LONGEST: usize = 9;

/// The beginning of a piece; its end is still to come.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    held: [u8; LONGEST],
    count: usize,
}

impl Pieces {
    /// How many bytes are held back.
    pub(super) fn held(&self) -> &[u8] {
        self.held.get(..self.count).unwrap_or_default()
    }

    pub(super) fn byte(input: &mut &[u8]) -> Option<u8> {
        let (&first, rest) = input.split_first()?;
        *input = rest;
        Some(first)
    }

    /// The next `N` bytes, at most nine; nothing as long as some are to come.
    pub(super) fn take<const N: usize>(&mut self, input: &mut &[u8]) -> Option<[u8; N]> {
        const { assert!(N <= LONGEST) };
        if self.count == 0
            && let Some((piece, rest)) = input.split_first_chunk::<N>()
        {
            *input = rest;
            return Some(*piece);
        }
        if !self.gather(N, input) {
            return None;
        }
        let piece = self.held.first_chunk::<N>().copied();
        self.count = 0;
        piece
    }

    /// The next length; nothing as long as some of it is to come.
    pub(super) fn length(&mut self, input: &mut &[u8]) -> Option<Result<Length, &'static str>> {
        let first = self.held().first().or(input.first()).copied()?;
        let length = match first {
            0..0x40 => {
                self.take::<1>(input)?;
                Length::Number(u64::from(first))
            }
            0x40..0x80 => {
                let [high, low] = self.take(input)?;
                Length::Number(u64::from(high & 0x3f) << 8 | u64::from(low))
            }
            BITS_32 => {
                let [_, number @ ..] = self.take::<5>(input)?;
                Length::Number(u64::from(u32::from_be_bytes(number)))
            }
            BITS_64 => {
                let [_, number @ ..] = self.take::<9>(input)?;
                Length::Number(u64::from_be_bytes(number))
            }
            0xc0.. => {
                self.take::<1>(input)?;
                Length::Encoding(first & 0x3f)
            }
            _ => return Some(Err("a length begins with a byte that begins none")),
        };
        Some(Ok(length))
    }

    fn gather(&mut self, size: usize, input: &mut &[u8]) -> bool {
        let missing = size.saturating_sub(self.count);
        let (piece, rest) = input.split_at(missing.min(input.len()));
        if let Some(place) = self.held.get_mut(self.count..self.count + piece.len()) {
            place.copy_from_slice(piece);
            self.count += piece.len();
            *input = rest;
        }
        self.count >= size
    }
}
