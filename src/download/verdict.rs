//! What is said of a file by what its bytes prove.

use crate::{file_name::FileName, generated::types::BackupFormat};

use super::report::{FileState, Reason};

pub(super) use crate::rdb::{Expected, Facts, Further, HEADER, TAIL, Verdict, proven};

impl Expected {
    /// What the file's name says, or the backup's format where the name says nothing.
    pub(super) fn of(name: &FileName, format: Option<BackupFormat>) -> Self {
        let by_format = match format {
            Some(BackupFormat::Rdb) => Self::Rdb,
            Some(BackupFormat::Aof) => Self::Aof,
            None => Self::Anything,
        };
        Self::by_name(name.as_str()).unwrap_or(by_format)
    }
}

/// What is said of a file that is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) state: FileState,
    pub(super) reason: Option<Reason>,
    pub(super) crc64: Option<u64>,
}

impl Finding {
    /// Of bytes that nobody looked at.
    pub(super) const UNCHECKED: Self =
        Self { state: FileState::Unchecked, reason: None, crc64: None };
}

impl Verdict {
    /// The finding, or what is wrong.
    pub(super) fn finding(self) -> Result<Finding, &'static str> {
        let (state, reason, crc64) = match self {
            Self::Verified(crc64) => (FileState::Verified, None, crc64),
            Self::LengthOnly(reason, crc64) => (FileState::LengthOnly, Some(reason), crc64),
            Self::Damaged(why) => return Err(why),
        };
        Ok(Finding { state, reason, crc64: Some(crc64) })
    }
}
