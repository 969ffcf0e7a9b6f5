//! Values that are one string with a structure of its own: the checks that Redis always makes when it
//! loads them, by their first bytes and the last one. Pure.

/// The kinds: `listpack.c`, `ziplist.c`, `intset.c` and `zipmap.c` of Redis, each `…ValidateIntegrity`
/// without its deep part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packed {
    /// Its length in 4 bytes, the number of elements in 2, elements, 0xFF.
    Listpack,
    /// Its length in 4 bytes, the place of the last element in 4, their number in 2, elements, 0xFF.
    Ziplist,
    /// The width of an element in 4 bytes, the number of elements in 4, elements.
    Intset,
    /// The number of elements in a byte, elements, 0xFF.
    Zipmap,
}

const END: u8 = 0xff;
/// The longest header that is looked at.
const HEAD: usize = 8;

impl Packed {
    /// The shortest that there is.
    fn shortest(self) -> u64 {
        match self {
            Self::Listpack => 7,
            Self::Ziplist => 11,
            Self::Intset => 8,
            Self::Zipmap => 2,
        }
    }

    fn fits(self, head: [u8; HEAD], last: u8, length: u64) -> bool {
        let [a, b, c, d, e, f, g, h] = head;
        let (first, second) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        match self {
            Self::Listpack => u64::from(first) == length && last == END,
            Self::Ziplist => {
                u64::from(first) == length && u64::from(second) < length && last == END
            }
            Self::Intset => {
                matches!(first, 2 | 4 | 8) && length == 8 + u64::from(first) * u64::from(second)
            }
            Self::Zipmap => last == END,
        }
    }

    fn problem(self) -> &'static str {
        match self {
            Self::Listpack => "a listpack is not as long as it says, or has no end",
            Self::Ziplist => "a ziplist is not as long as it says, or has no end",
            Self::Intset => "a set of integers is not as long as it says",
            Self::Zipmap => "a zipmap has no end",
        }
    }
}

/// A packed value that is being read.
#[derive(Debug)]
pub(super) struct Unpacked {
    kind: Packed,
    length: u64,
    left: u64,
    head: [u8; HEAD],
    last: u8,
}

impl Unpacked {
    pub(super) fn new(kind: Packed, length: u64) -> Result<Self, &'static str> {
        if length < kind.shortest() {
            return Err(kind.problem());
        }
        Ok(Self { kind, length, left: length, head: [0; HEAD], last: 0 })
    }

    /// Takes what there is of it; whether that is all.
    pub(super) fn take(&mut self, input: &mut &[u8]) -> Result<bool, &'static str> {
        let here = usize::try_from(self.left).unwrap_or(usize::MAX).min(input.len());
        let (bytes, rest) = input.split_at(here);
        *input = rest;
        let begun = usize::try_from(self.length - self.left).unwrap_or(usize::MAX);
        for (place, &byte) in self.head.iter_mut().skip(begun).zip(bytes) {
            *place = byte;
        }
        self.left -= here as u64;
        self.last = bytes.last().copied().unwrap_or(self.last);
        if self.left > 0 {
            return Ok(false);
        }
        match self.kind.fits(self.head, self.last, self.length) {
            true => Ok(true),
            false => Err(self.kind.problem()),
        }
    }
}
