//! What a download or a check came to.

use serde::{Deserialize, Serialize};

use crate::file_name::{FileName, SlotRange};

/// What is known of a file that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileState {
    /// The CRC-64 that Redis wrote at its end is that of its bytes.
    Verified,
    /// It has the length that the store gave, and no check sum in it: an AOF, an RDB file written
    /// with `rdbchecksum no` or by Redis before 2.6, or another kind of file.
    LengthOnly,
    /// Its bytes were not looked at, as [`Verify::Skip`](super::Verify::Skip) asks.
    Unchecked,
    /// Only by [`verify_folder`](super::verify_folder): it is not as the manifest has it.
    Damaged,
    /// Only by [`verify_folder`](super::verify_folder): it is not there, or not complete.
    Missing,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FileReport {
    /// Its name in the folder.
    pub name: FileName,
    /// Its size in bytes.
    pub size: u64,
    /// The hash slots of a cluster's shard, as the name says.
    pub slots: Option<SlotRange>,
    /// What is known of it.
    pub state: FileState,
    /// Redis's CRC-64 of its bytes, those before the trailer where it is verified: so it is then the
    /// trailer itself. (With the trailer, the sum of each intact file is 0.) Nothing if unchecked.
    #[serde(serialize_with = "super::manifest::hex")]
    pub crc64: Option<u64>,
    /// How long this run worked on it, from its first request on.
    pub seconds: f64,
    /// How many of its bytes were there before this run.
    pub resumed: u64,
}

/// What a download or [`verify_folder`](super::verify_folder) found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// The instance of the backup, where it is known.
    pub instance_id: Option<String>,
    /// The backup, where it is known.
    pub backup_id: Option<String>,
    /// The files: of a download in the service's order, of a check by name.
    pub files: Vec<FileReport>,
    /// The slots of a cluster that no file of the backup holds, be it sound or faulty; always empty
    /// unless [`Coverage::AcceptPartial`](super::Coverage::AcceptPartial) was asked for, or the folder
    /// was only checked.
    pub missing_slots: Vec<SlotRange>,
    /// How long all of it took.
    pub seconds: f64,
}

impl Report {
    /// The files that are there whole, yet without a check sum that proves it.
    pub fn unproven(&self) -> impl Iterator<Item = &FileReport> {
        self.files
            .iter()
            .filter(|file| matches!(file.state, FileState::LengthOnly | FileState::Unchecked))
    }

    /// The files that [`verify_folder`](super::verify_folder) found damaged or missing.
    pub fn faulty(&self) -> impl Iterator<Item = &FileReport> {
        self.files
            .iter()
            .filter(|file| matches!(file.state, FileState::Damaged | FileState::Missing))
    }
}
