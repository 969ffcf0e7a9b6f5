//! What a look at the structure of some bytes came to.

use super::{contents::Contents, version::Version};

/// What the structure of some bytes is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Structure {
    /// They don't begin with the magic of an RDB, or there are fewer.
    NotRdb,
    /// They hold an RDB up to its end. Whether more bytes follow, and whether the trailer is the checksum
    /// of what is before it, is not looked at.
    Ended {
        /// One past the RDB's own last byte.
        end: u64,
        version: Version,
        /// The checksum at the end: nothing before version 5, 0 where the server wrote none.
        trailer: Option<u64>,
        contents: Contents,
    },
    /// An opcode, a type or an envelope that this reader does not know begins at this offset.
    Unknown { at: u64, contents: Contents },
    /// What begins at this offset is not as any server writes it.
    Broken { at: u64, problem: &'static str },
    /// The bytes end inside the RDB.
    Truncated { contents: Contents },
}
