//! CRC-64 by the polynomial of Jones, reflected, with neither initial value nor final xor. Pure.

use crc_fast::{CrcAlgorithm, Digest};

pub(crate) const ALGORITHM: CrcAlgorithm = CrcAlgorithm::Crc64Redis;

/// Sums up bytes in order.
#[derive(Clone, Copy)]
pub struct Crc64(Digest);

impl std::fmt::Debug for Crc64 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Crc64({:016x})", self.value())
    }
}

impl Default for Crc64 {
    fn default() -> Self {
        Self::new()
    }
}

impl Crc64 {
    /// Of no bytes yet.
    pub fn new() -> Self {
        Self(Digest::new(ALGORITHM))
    }

    /// The sum of these bytes alone.
    pub fn of(bytes: &[u8]) -> u64 {
        let mut crc = Self::new();
        crc.update(bytes);
        crc.value()
    }

    /// Takes the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    /// The sum of the bytes that have come.
    pub fn value(&self) -> u64 {
        self.0.finalize()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_is_the_published_one() {
        assert_eq!(Crc64::of(b"123456789"), 0xe9c6_d914_c4b8_d9ca);
    }
}
