//! CRC-64 over parts that are received apart and in any order. Pure.

use std::ops::Range;

use crc_fast::checksum_combine;

use crate::crc64_digest::ALGORITHM;
pub(crate) use crate::crc64_digest::Crc64;

use crate::sums::disjoint;

/// A contiguous range and the sum of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    pub(crate) range: Range<u64>,
    pub(crate) crc: u64,
}

/// Two runs that touch, as one; `summed` bytes are in the second one's sum.
pub(crate) fn join(a: &Run, b: &Run, summed: u64) -> Run {
    Run {
        range: a.range.start..b.range.end,
        crc: checksum_combine(ALGORITHM, a.crc, b.crc, summed),
    }
}

/// The sum of a whole file from runs that cover it without a gap, in any order. `None` if they don't. A run
/// inside another one does not count.
pub(crate) fn combine(runs: Vec<Run>, length: u64) -> Option<u64> {
    let runs = disjoint(runs, |run| run.range.clone());
    let mut at = 0;
    let mut crc = Crc64::new().value();
    for Run { range, crc: next } in runs {
        if range.start != at {
            return None;
        }
        crc = checksum_combine(ALGORITHM, crc, next, range.end - range.start);
        at = range.end;
    }
    (at == length).then_some(crc)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(bytes: &[u8]) -> u64 {
        let mut crc = Crc64::new();
        crc.update(bytes);
        crc.value()
    }

    #[test]
    fn gaps_and_overlaps_have_no_sum() {
        let run = |range| Run { range, crc: 0 };
        assert_eq!(combine(vec![], 0), Some(0));
        assert_eq!(combine(vec![], 1), None);
        assert_eq!(combine(vec![run(0..2), run(3..4)], 4), None);
        assert_eq!(combine(vec![run(0..3), run(2..4)], 4), None);
    }

    proptest! {
        #[test]
        fn parts_in_any_order_sum_up_to_the_whole(
            bytes in proptest::collection::vec(any::<u8>(), 0..2000),
            cuts in proptest::collection::vec(0_usize..2000, 0..10),
            turn in 0_usize..10,
        ) {
            let mut cuts: Vec<usize> = cuts.into_iter().map(|cut| cut.min(bytes.len())).collect();
            cuts.extend([0, bytes.len()]);
            cuts.sort_unstable();
            let mut runs: Vec<Run> = cuts
                .windows(2)
                .filter(|cut| cut[0] < cut[1])
                .map(|cut| Run {
                    range: cut[0] as u64..cut[1] as u64,
                    crc: sum(&bytes[cut[0]..cut[1]]),
                })
                .collect();
            let turns = turn.checked_rem(runs.len()).unwrap_or(0);
            runs.rotate_left(turns);
            prop_assert_eq!(combine(runs, bytes.len() as u64), Some(sum(&bytes)));
        }
    }
}
