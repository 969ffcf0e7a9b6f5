//! Which bytes are summed up so that a later run can prove what it finds: all of them, or a sample where
//! nobody asks for a check. Pure.

use std::ops::Range;

use crate::{crc64::Crc64, options::Verify};

/// The smallest piece that a file system loses.
const PAGE: u64 = 4096;
/// So many bytes at the beginning of each page are in the sample.
const SAMPLED: u64 = 16;

/// What a sum is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Method {
    #[default]
    All,
    /// Shows holes, lost pages and other files, and not each changed byte. Costs next to nothing.
    Sample,
}

/// A sum while its bytes pass.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Summing {
    method: Method,
    crc: Crc64,
    at: u64,
}

impl Method {
    pub(crate) fn of(verify: Verify) -> Self {
        if verify == Verify::Skip { Self::Sample } else { Self::All }
    }

    /// How many bytes of a range its sum is over.
    pub(crate) fn count(self, range: &Range<u64>) -> u64 {
        let before = |position: u64| match self {
            Self::All => position,
            Self::Sample => position / PAGE * SAMPLED + (position % PAGE).min(SAMPLED),
        };
        before(range.end) - before(range.start)
    }
}

impl Summing {
    /// Begins at this position of the file.
    pub(crate) fn new(method: Method, at: u64) -> Self {
        Self { method, crc: Crc64::new(), at }
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        match self.method {
            Method::All => self.crc.update(bytes),
            Method::Sample => self.sample(bytes),
        }
        self.at += bytes.len() as u64;
    }

    fn sample(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        let mut at = self.at;
        while !rest.is_empty() {
            let in_page = at % PAGE;
            let sampled = cut(rest, SAMPLED.saturating_sub(in_page));
            self.crc.update(sampled);
            let page = cut(rest, PAGE - in_page).len();
            rest = rest.get(page..).unwrap_or_default();
            at += page as u64;
        }
    }

    pub(crate) fn value(&self) -> u64 {
        self.crc.value()
    }
}

fn cut(bytes: &[u8], length: u64) -> &[u8] {
    let length = usize::try_from(length).unwrap_or(usize::MAX).min(bytes.len());
    bytes.get(..length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_sample_is_the_same_however_the_bytes_come(
            start in 0_u64..10_000,
            pieces in proptest::collection::vec(0_usize..6000, 0..6),
        ) {
            let length: usize = pieces.iter().sum();
            let bytes: Vec<u8> = (0..length).map(|n| (n % 251) as u8).collect();
            let mut summing = Summing::new(Method::Sample, start);
            let mut rest = bytes.as_slice();
            for piece in pieces {
                let (now, later) = rest.split_at(piece);
                summing.update(now);
                rest = later;
            }
            let positions = start..start + length as u64;
            let sampled: Vec<u8> = positions
                .clone()
                .zip(&bytes)
                .filter(|(position, _)| position % PAGE < SAMPLED)
                .map(|(_, byte)| *byte)
                .collect();
            let mut crc = Crc64::new();
            crc.update(&sampled);
            prop_assert_eq!(summing.value(), crc.value());
            prop_assert_eq!(Method::Sample.count(&positions), sampled.len() as u64);
        }
    }
}
