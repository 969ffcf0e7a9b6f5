//! Sets of byte positions, as sorted half-open ranges. Pure.

use std::ops::Range;

/// Which bytes of a file are there: sorted, disjoint, no two of them touching, none empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Ranges(Vec<Range<u64>>);

impl Ranges {
    /// Adds a range; what is there already stays once.
    pub(crate) fn insert(&mut self, new: Range<u64>) {
        if new.is_empty() {
            return;
        }
        let first = self.0.partition_point(|range| range.end < new.start);
        let after = self.0.partition_point(|range| range.start <= new.end);
        let merged = self.0[first..after]
            .iter()
            .fold(new, |merged, range| merged.start.min(range.start)..merged.end.max(range.end));
        self.0.splice(first..after, [merged]);
    }

    /// Takes a range out, whatever of it is there.
    pub(crate) fn remove(&mut self, gone: &Range<u64>) {
        let before = self.below(gone.start);
        let after = self.from(gone.end);
        *self = before.iter().chain(after.iter()).collect();
    }

    /// The ranges below `length` that are not there.
    pub(crate) fn missing(&self, length: u64) -> Self {
        let mut missing = Vec::new();
        let mut at = 0;
        for range in &self.0 {
            if range.start >= length {
                break;
            }
            if at < range.start {
                missing.push(at..range.start);
            }
            at = range.end;
        }
        if at < length {
            missing.push(at..length);
        }
        Self(missing)
    }

    /// What of it is before `end`.
    pub(crate) fn below(&self, end: u64) -> Self {
        self.iter().map(|range| range.start..range.end.min(end)).collect()
    }

    /// What of it is at `start` or behind.
    pub(crate) fn from(&self, start: u64) -> Self {
        let cut = |range: Range<u64>| range.start.max(start)..range.end;
        self.iter().map(cut).collect()
    }

    /// From the first byte to the last, with what is not there in between.
    pub(crate) fn span(&self) -> Range<u64> {
        let start = self.0.first().map_or(0, |range| range.start);
        start..self.0.last().map_or(start, |range| range.end)
    }

    /// How many bytes are there.
    pub(crate) fn total(&self) -> u64 {
        self.0.iter().map(|range| range.end - range.start).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = Range<u64>> + '_ {
        self.0.iter().cloned()
    }
}

impl FromIterator<Range<u64>> for Ranges {
    fn from_iter<I: IntoIterator<Item = Range<u64>>>(ranges: I) -> Self {
        let mut set = Self::default();
        for range in ranges {
            set.insert(range);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_of_ranges_is_a_set_of_positions(
            ranges in proptest::collection::vec((0_u64..64, 0_u64..64), 0..12)
        ) {
            let mut positions = [false; 64];
            let mut set = Ranges::default();
            for (start, end) in ranges {
                set.insert(start..end);
                for position in start..end {
                    positions[usize::try_from(position).unwrap()] = true;
                }
            }
            let members = |set: &Ranges| -> Vec<u64> { set.iter().flatten().collect() };
            let there: Vec<u64> = (0..64).filter(|p| positions[usize::try_from(*p).unwrap()]).collect();
            let missing: Vec<u64> = (0..64).filter(|p| !positions[usize::try_from(*p).unwrap()]).collect();
            prop_assert_eq!(members(&set), there.clone());
            prop_assert_eq!(members(&set.missing(64)), missing);
            prop_assert_eq!(set.total(), there.len() as u64);
            prop_assert!(set.0.windows(2).all(|pair| pair[0].end < pair[1].start));
        }
    }
}
