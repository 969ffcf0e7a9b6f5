//! CRC-64 as Redis computes it. Pure.

use crc_fast::{CrcAlgorithm, Digest};

pub(crate) const ALGORITHM: CrcAlgorithm = CrcAlgorithm::Crc64Redis;

/// Sums up bytes in order.
#[derive(Clone, Copy)]
pub(crate) struct Crc64(Digest);

impl std::fmt::Debug for Crc64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crc64({:016x})", self.value())
    }
}

impl Crc64 {
    pub(crate) fn new() -> Self {
        Self(Digest::new(ALGORITHM))
    }

    /// The sum of these bytes alone.
    pub(crate) fn of(bytes: &[u8]) -> u64 {
        let mut crc = Self::new();
        crc.update(bytes);
        crc.value()
    }

    pub(crate) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(crate) fn value(&self) -> u64 {
        self.0.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_that_of_redis() {
        // From the test in Redis's own crc64.c.
        assert_eq!(Crc64::of(b"123456789"), 0xe9c6_d914_c4b8_d9ca);
    }
}
