//! How a file is cut into parts, and what is asked for first. Pure.

use std::ops::Range;

use crate::ranges::Ranges;

/// The least that is worth a request of its own.
pub(crate) const SMALLEST_PART: u64 = 8 << 20;
/// The most that one request asks for: few requests keep buffers, and so memory, small; many keep
/// the connections busy until the end.
const LARGEST_PART: u64 = 128 << 20;
/// The most connections for one file.
pub(crate) const PER_FILE: usize = 16;

/// How many connections a file can count on while `files` of them share `connections`.
pub(crate) fn share(connections: usize, files: usize) -> usize {
    (connections / files.max(1)).clamp(1, PER_FILE)
}

/// Up to where the first request for a file of unknown length asks: further if nobody waits for
/// the length to join in.
pub(crate) fn first_request(share: usize) -> u64 {
    if share == 1 { LARGEST_PART } else { SMALLEST_PART }
}

/// Cuts what is missing into parts of about the same size, so many that `share` connections end at
/// about the same time.
pub(crate) fn cut(missing: &Ranges, share: usize) -> Vec<Range<u64>> {
    let share = share.max(1) as u64;
    let total = missing.total();
    let rounds = total.div_ceil(share * LARGEST_PART).max(1);
    let size = total.div_ceil(share * rounds).clamp(SMALLEST_PART, LARGEST_PART);
    missing.iter().flat_map(|range| pieces(range, size)).collect()
}

fn pieces(range: Range<u64>, size: u64) -> impl Iterator<Item = Range<u64>> {
    let count = (range.end - range.start).div_ceil(size);
    (0..count).map(move |n| {
        let start = range.start + n * size;
        start..range.end.min(start + size)
    })
}

/// The `Range` that asks the store for a range of bytes: `first-last`, both included, or open at the
/// end for the file's last byte. The store takes an end that is not greater than the start for no
/// range at all; so a single byte before the end is asked for with the one after it.
pub(crate) fn request(range: &Range<u64>, length: Option<u64>) -> (u64, Option<u64>) {
    let last = range.end - 1;
    if last > range.start {
        return (range.start, Some(last));
    }
    match length {
        Some(length) if range.end >= length => (range.start, None),
        _ => (range.start, Some(range.start + 1)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const MIB: u64 = 1 << 20;

    #[test]
    fn large_files_are_cut_for_all_connections_small_ones_not_at_all() {
        let parts = |length, share| cut(&Ranges::default().missing(length), share).len();
        assert_eq!(parts(0, 16), 0);
        assert_eq!(parts(1, 16), 1);
        assert_eq!(parts(8 * MIB, 16), 1);
        assert_eq!(parts(8 * MIB + 1, 16), 2);
        assert_eq!(parts(16 * MIB, 1), 1);
        assert_eq!(parts(160 * MIB, 16), 16);
        assert_eq!(parts(4096 * MIB, 16), 32);
        assert_eq!(parts(4095 * MIB, 16), 32);
    }

    #[test]
    fn no_request_ends_where_it_starts() {
        assert_eq!(request(&(0..8), None), (0, Some(7)));
        assert_eq!(request(&(5..6), Some(6)), (5, None));
        assert_eq!(request(&(5..6), Some(7)), (5, Some(6)));
        assert_eq!(request(&(0..1), None), (0, Some(1)));
    }

    proptest! {
        #[test]
        fn the_parts_are_what_is_missing(
            there in proptest::collection::vec((0_u64..1 << 36, 0_u64..1 << 36), 0..8),
            length in 0_u64..1 << 36,
            share in 0_usize..20,
        ) {
            let there: Ranges = there.into_iter().map(|(a, b)| a..b).collect();
            let missing = there.missing(length);
            let parts = cut(&missing, share);
            prop_assert_eq!(parts.iter().map(|part| part.end - part.start).sum::<u64>(), missing.total());
            prop_assert!(parts.iter().all(|part| !part.is_empty() && part.end - part.start <= LARGEST_PART));
            prop_assert!(parts.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let joined: Ranges = parts.into_iter().collect();
            prop_assert_eq!(joined, missing);
        }
    }
}
