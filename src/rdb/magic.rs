//! Finds where an RDB may begin in bytes that pass in pieces. Pure.

use memchr::memmem::Finder;

use super::version::{self, HEADER, Version};

const REDIS: &[u8] = version::Magic::Redis.bytes();
const VALKEY: &[u8] = version::Magic::Valkey.bytes();

/// Looks for the magic of an RDB, also across the borders of the pieces.
#[derive(Debug)]
pub(crate) struct Magics {
    redis: Finder<'static>,
    valkey: Finder<'static>,
    /// The last bytes of what came before: one fewer than a magic has.
    carried: Vec<u8>,
}

/// A magic with its version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Magic {
    pub(crate) bytes: [u8; HEADER],
    /// One past its last byte, in the bytes that it ends in.
    pub(crate) end: usize,
}

impl Magic {
    fn at_start(bytes: &[u8], end: usize) -> Option<Self> {
        let bytes = *bytes.first_chunk()?;
        Version::read(&bytes).map(|_| Self { bytes, end })
    }
}

impl Magics {
    pub(crate) fn new() -> Self {
        Self {
            redis: Finder::new(REDIS),
            valkey: Finder::new(VALKEY),
            carried: Vec::with_capacity(2 * HEADER),
        }
    }

    /// The magics that end in `bytes`, in order.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<Magic> {
        let before = self.carried.len();
        self.carried.extend_from_slice(&bytes[..bytes.len().min(HEADER - 1)]);
        let straddling = self.carried.windows(HEADER).take(before).enumerate();
        let mut found: Vec<Magic> = straddling
            .filter_map(|(at, window)| Magic::at_start(window, (at + HEADER).checked_sub(before)?))
            .collect();
        for finder in [&self.redis, &self.valkey] {
            let begun = finder.find_iter(bytes);
            found.extend(begun.filter_map(|at| Magic::at_start(&bytes[at..], at + HEADER)));
        }
        found.sort_unstable_by_key(|magic| magic.end);
        self.carry(bytes);
        found
    }

    fn carry(&mut self, bytes: &[u8]) {
        let kept = HEADER - 1;
        if bytes.len() >= kept {
            self.carried.clear();
            self.carried.extend_from_slice(&bytes[bytes.len() - kept..]);
        } else {
            // All of the bytes are in it already.
            let surplus = self.carried.len().saturating_sub(kept);
            self.carried.drain(..surplus);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn every_magic_is_found_wherever_the_pieces_end(
            parts in proptest::collection::vec(
                prop_oneof![
                    Just(b"REDIS0011".to_vec()), Just(b"VALKEY080".to_vec()), Just(b"REDIS".to_vec()),
                    Just(b"REDIS0000".to_vec()), proptest::collection::vec(any::<u8>(), 0..12),
                ],
                0..8,
            ),
            size in 1_usize..20,
        ) {
            let bytes = parts.concat();
            let expected: Vec<usize> = (0..bytes.len())
                .filter(|at| Version::read(&bytes[*at..]).is_some())
                .map(|at| at + HEADER)
                .collect();
            let mut magics = Magics::new();
            let mut found = Vec::new();
            for (n, piece) in bytes.chunks(size).enumerate() {
                found.extend(magics.feed(piece).into_iter().map(|magic| n * size + magic.end));
            }
            prop_assert_eq!(found, expected);
        }
    }
}
