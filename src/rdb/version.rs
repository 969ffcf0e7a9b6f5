//! Magic and version: the first nine bytes. Pure.

use std::fmt;

use serde::{Serialize, Serializer};

/// Magic and version together.
pub(crate) const HEADER: usize = 9;

/// Who defined the format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Magic {
    /// `REDIS` and four digits. Valkey before version 9 writes it too.
    Redis,
    /// `VALKEY` and three digits.
    Valkey,
}

impl Magic {
    const ALL: [Self; 2] = [Self::Redis, Self::Valkey];

    pub(super) const fn bytes(self) -> &'static [u8] {
        match self {
            Self::Redis => b"REDIS",
            Self::Valkey => b"VALKEY",
        }
    }

    pub(super) fn of(head: &[u8]) -> Option<Self> {
        Self::ALL.into_iter().find(|magic| head.starts_with(magic.bytes()))
    }

    /// The versions that a server wrote, or that a newer one may write. Valkey's `rdb.h` leaves 12 to 79
    /// to Redis and takes all from 80.
    fn may_have(self, number: u32) -> bool {
        match self {
            Self::Redis => (1..80).contains(&number),
            Self::Valkey => number >= 80,
        }
    }
}

/// The version of an RDB. It is shown and serialized as it stands in the file: `REDIS0011`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Version {
    /// The letters before the number.
    pub magic: Magic,
    /// The number: 1 to 79 with [`Magic::Redis`], from 80 with [`Magic::Valkey`].
    pub number: u32,
}

impl Version {
    /// The first version that ends in a checksum, that of Redis 2.6.
    const CHECKED_SINCE: u32 = 5;

    /// From the first nine bytes, if they are a magic and a version that a server may write.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let header = bytes.get(..HEADER)?;
        Self::parse(Magic::of(header)?, header)
    }

    /// From the first nine bytes, behind that magic.
    pub(super) fn parse(magic: Magic, header: &[u8]) -> Option<Self> {
        let digits = header.strip_prefix(magic.bytes())?;
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return None;
        }
        let number = std::str::from_utf8(digits).ok()?.parse().ok()?;
        magic.may_have(number).then_some(Self { magic, number })
    }

    /// Whether eight bytes of checksum stand behind the end.
    pub(crate) fn has_trailer(self) -> bool {
        self.number >= Self::CHECKED_SINCE
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.magic {
            Magic::Redis => write!(f, "REDIS{:04}", self.number),
            Magic::Valkey => write!(f, "VALKEY{:03}", self.number),
        }
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_that_exist_or_may_come_are_read() {
        for header in ["REDIS0001", "REDIS0011", "REDIS0016", "REDIS0079", "VALKEY080", "VALKEY999"]
        {
            let magic = Magic::of(header.as_bytes()).unwrap();
            let version = Version::parse(magic, header.as_bytes()).unwrap();
            assert_eq!(version.to_string(), header);
        }
    }

    #[test]
    fn versions_that_no_server_writes_are_none() {
        for header in ["REDIS0000", "REDIS+011", "REDIS0x11", "REDIS0080", "REDIS9011", "VALKEY079"]
        {
            let magic = Magic::of(header.as_bytes()).unwrap();
            assert_eq!(Version::parse(magic, header.as_bytes()), None, "{header}");
        }
    }
}
