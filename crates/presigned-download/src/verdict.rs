//! What is said of a file by what its bytes prove.

use crate::{
    content::{Reason, Verdict},
    report::FileState,
};

/// What is said of a file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Finding {
    pub(crate) state: FileState,
    pub(crate) reason: Option<Reason>,
    pub(crate) crc64: Option<u64>,
}

impl Finding {
    /// Of bytes that nobody looked at.
    pub(crate) const UNCHECKED: Self =
        Self { state: FileState::Unchecked, reason: None, crc64: None };
}

impl Verdict {
    /// The finding, or what is wrong.
    pub(crate) fn finding(self) -> Result<Finding, &'static str> {
        let (state, reason, crc64) = match self {
            Self::Verified(crc64) => (FileState::Verified, None, crc64),
            Self::LengthOnly(reason, crc64) => (FileState::LengthOnly, Some(reason), crc64),
            Self::Damaged(why) => return Err(why),
        };
        Ok(Finding { state, reason, crc64: Some(crc64) })
    }
}
