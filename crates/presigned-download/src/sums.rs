//! The sums of what was received, range by range: by them, a later run proves what it finds. Pure.

use std::{collections::BTreeMap, ops::Range};

use crate::{
    crc64::{self, Run},
    summing::Method,
};

/// Ranges grow together up to this length: a longer one would lose more where a byte of it is wrong, and
/// shorter ones would make long lists.
const LONGEST: u64 = 256 << 20;

/// What is known of the bytes that one run received.
#[derive(Debug, Default)]
pub(crate) struct Sums {
    method: Method,
    /// Parts that are being received, by their first byte.
    growing: BTreeMap<u64, Run>,
    /// Parts that get no more bytes, by their first byte.
    ended: BTreeMap<u64, Run>,
}

impl Sums {
    pub(crate) fn new(method: Method) -> Self {
        Self { method, ..Self::default() }
    }

    pub(crate) fn method(&self) -> Method {
        self.method
    }

    /// A part has grown: `run` is all of it.
    pub(crate) fn grow(&mut self, run: Run) {
        self.growing.insert(run.range.start, run);
    }

    /// The part that begins there gets no more bytes.
    pub(crate) fn end(&mut self, start: u64) {
        if let Some(run) = self.growing.remove(&start) {
            self.add(run);
        }
    }

    /// Adds a range that does not grow.
    pub(crate) fn add(&mut self, mut run: Run) {
        if let Some((_, before)) = self.ended.range(..run.range.start).next_back()
            && fit(before, &run)
        {
            run = self.join(before, &run);
        }
        if let Some(after) = self.ended.get(&run.range.end)
            && fit(&run, after)
        {
            let after_start = after.range.start;
            run = self.join(&run, after);
            self.ended.remove(&after_start);
        }
        self.ended.insert(run.range.start, run);
    }

    fn join(&self, a: &Run, b: &Run) -> Run {
        crc64::join(a, b, self.method.count(&b.range))
    }

    /// Forgets all that is known of bytes of a range.
    pub(crate) fn remove(&mut self, range: &Range<u64>) {
        let is_apart = |run: &Run| run.range.end <= range.start || range.end <= run.range.start;
        self.growing.retain(|_, run| is_apart(run));
        self.ended.retain(|_, run| is_apart(run));
    }

    /// All that is known.
    pub(crate) fn all(&self) -> impl Iterator<Item = Run> + '_ {
        self.ended.values().chain(self.growing.values()).cloned()
    }
}

fn fit(a: &Run, b: &Run) -> bool {
    a.range.end == b.range.start && b.range.end - a.range.start <= LONGEST
}

/// The items with the ranges that don't overlap: where two do, the one that begins first stays, and of
/// those that begin together the longer one.
pub(crate) fn disjoint<T>(mut items: Vec<T>, range: impl Fn(&T) -> Range<u64>) -> Vec<T> {
    items.sort_by_key(|item| {
        let range = range(item);
        (range.start, u64::MAX - range.end)
    });
    let mut at = 0;
    items.retain(|item| {
        let range = range(item);
        let stays = range.start >= at && !range.is_empty();
        if stays {
            at = range.end;
        }
        stays
    });
    items
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::crc64_digest::Crc64;

    fn run(bytes: &[u8], range: Range<usize>) -> Run {
        let mut crc = Crc64::new();
        crc.update(&bytes[range.clone()]);
        Run { range: range.start as u64..range.end as u64, crc: crc.value() }
    }

    proptest! {
        #[test]
        fn each_sum_is_that_of_its_bytes(
            bytes in proptest::collection::vec(any::<u8>(), 100),
            parts in proptest::collection::vec((0_usize..100, 1_usize..100, any::<bool>()), 0..20),
        ) {
            let mut sums = Sums::default();
            for (start, length, ends) in parts {
                let end = (start + length).min(100);
                sums.grow(run(&bytes, start..start + 1));
                sums.grow(run(&bytes, start..end));
                if ends {
                    sums.end(start as u64);
                }
            }
            let all = disjoint(sums.all().collect(), |run| run.range.clone());
            prop_assert!(all.windows(2).all(|two| two[0].range.end <= two[1].range.start));
            for known in all {
                let range = usize::try_from(known.range.start).unwrap()..usize::try_from(known.range.end).unwrap();
                prop_assert_eq!(known, run(&bytes, range));
            }
        }
    }

    #[test]
    fn parts_that_touch_become_one() {
        let bytes = [7; 40];
        let mut sums = Sums::default();
        for range in [20..30, 0..10, 10..20, 30..40] {
            sums.add(run(&bytes, range));
        }
        assert_eq!(sums.all().collect::<Vec<_>>(), [run(&bytes, 0..40)]);
    }
}
