//! What a download or a check came to.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize, Serializer};

use crate::{
    content::{Reason, SlotCoverage},
    file_name::FileName,
    ids::Ids,
};

/// What is known of a file. A state is given only to bytes that this run has read, but for
/// [`Recorded`](Self::Recorded) and [`Unchecked`](Self::Unchecked), which say that they were not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum FileState {
    /// It is whole and right: the checksum in it is that of its bytes, as its [`Content`](crate::Content) knows.
    ///
    /// A file that was fetched in parts, in any order, is judged by its ends, that checksum over all of its
    /// bytes, and what was seen of its parts. All of it is read in order only if these leave a doubt.
    /// [`verify_folder`](crate::verify_folder) and a later run read every file in order: one that is then found to
    /// be of a shape that nothing writes is [`LengthOnly`](Self::LengthOnly), for [`Reason::UnknownContent`]. Its
    /// bytes are the same, and it is not fetched again.
    Verified,
    /// It has the length that the store gave, and nothing in it proves its bytes:
    /// [`FileReport::reason`] says why.
    LengthOnly,
    /// Its bytes were not looked at, as [`Verify::Skip`](crate::Verify::Skip) asks.
    Unchecked,
    /// It was there already, with the length in the manifest. An earlier run judged its bytes; this
    /// one did not read them, as [`Finished::TrustManifest`](crate::Finished::TrustManifest) or
    /// [`Verify::Skip`](crate::Verify::Skip) asks. Never by [`verify_folder`](crate::verify_folder).
    Recorded,
    /// Only by [`verify_folder`](crate::verify_folder): it differs from the manifest.
    Damaged,
    /// Only by [`verify_folder`](crate::verify_folder): it is not there, or not complete.
    Missing,
    /// Only by [`verify_folder`](crate::verify_folder): it can't be read, and [`FileReport::problem`] says why.
    Unreadable,
}

/// One file of a backup.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FileReport {
    /// Its name in the folder.
    pub name: FileName,
    /// Its size in bytes.
    pub size: u64,
    /// The part of the set that it holds, as the name says.
    pub slots: Option<String>,
    /// What is known of it.
    pub state: FileState,
    /// Why nothing proves its bytes. Of a recorded file, as an earlier run found it.
    pub reason: Option<Reason>,
    /// Why it can't be read, in the system's words; only with [`FileState::Unreadable`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<String>,
    /// CRC-64 of its bytes. Where the checksum at its end is right (verified, or
    /// [`Reason::UnknownContent`]), it is that checksum, since the sum with it is always 0. `None` if
    /// unchecked.
    #[serde(serialize_with = "crate::manifest::hex")]
    pub crc64: Option<u64>,
    /// How long this run worked on it, from its first request on.
    pub seconds: f64,
    /// How many of its bytes were there before this run.
    pub resumed: u64,
}

/// What a download or [`verify_folder`](crate::verify_folder) found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Report {
    /// Which backup it is, if that is known.
    #[serde(flatten)]
    pub ids: Ids,
    /// The files: of a download in the service's order, of a check by name.
    pub files: Vec<FileReport>,
    /// The slots that no file of the backup holds. Faulty files count too. Always empty unless
    /// [`Coverage::AcceptPartial`](crate::Coverage::AcceptPartial) was asked for, or the folder
    /// was only checked.
    pub missing_slots: Vec<String>,
    /// What else is in the folder: names that the manifest does not list and that are not the
    /// downloader's own. They were neither read nor changed. What is no Unicode in them is replaced.
    pub strays: Vec<String>,
    /// What the user of the folder should know.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<Warning>,
    /// How long all of it took.
    pub seconds: f64,
}

/// Something about the folder that fails no download, and that its user should know.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Warning {
    /// The folder's file system offers no locks, so that nothing kept another download out.
    NotLocked,
    /// The folder was moved away or replaced during the download. The files are in the folder that was
    /// opened when it began.
    FolderMoved {
        /// Where the folder is now, if the system says.
        #[serde(serialize_with = "lossy")]
        now: Option<PathBuf>,
    },
    /// No file's name has these slots, but not every name has the form that tells. They may be missing.
    SlotsInDoubt {
        /// The slots.
        slots: Vec<String>,
    },
    /// Several files have these slots, by their names: parts of different sets may be mixed.
    SlotsRepeated {
        /// The slots.
        slots: Vec<String>,
    },
}

/// The slots that the files of a backup lack.
#[derive(Debug, Default)]
pub(crate) struct MissingSlots {
    pub(crate) certain: Vec<String>,
    /// What is to be said of others, if there are any.
    pub(crate) doubtful: Option<Warning>,
}

impl From<SlotCoverage> for MissingSlots {
    fn from(coverage: SlotCoverage) -> Self {
        match coverage {
            SlotCoverage::Whole => Self::default(),
            SlotCoverage::Missing(certain) => Self { certain, doubtful: None },
            SlotCoverage::Doubtful(slots) => {
                Self { certain: Vec::new(), doubtful: Some(Warning::SlotsInDoubt { slots }) }
            }
            SlotCoverage::Repeated(slots) => {
                Self { certain: Vec::new(), doubtful: Some(Warning::SlotsRepeated { slots }) }
            }
        }
    }
}

/// JSON has no words for a path that is not UTF-8.
fn lossy<S: Serializer>(path: &Option<PathBuf>, serializer: S) -> Result<S::Ok, S::Error> {
    path.as_deref().map(Path::to_string_lossy).serialize(serializer)
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotLocked => f.write_str(
                "the folder's file system offers no locks: run one download at a time in the folder",
            ),
            Self::FolderMoved { now: Some(path) } => {
                write!(f, "the folder was moved during the download: the files are in {}", path.display())
            }
            Self::FolderMoved { now: None } => f.write_str(
                "the folder was moved during the download: the files are not where its path leads now",
            ),
            Self::SlotsRepeated { slots } => write!(
                f,
                "several files have the slots {}: parts of different sets may be mixed",
                slots.join(", ")
            ),
            Self::SlotsInDoubt { slots } => write!(
                f,
                "the backup may not be whole: no file's name has the slots {}",
                slots.join(", ")
            ),
        }
    }
}

impl Report {
    /// The files that are there whole, yet nothing that this run read proves their bytes.
    pub fn unproven(&self) -> impl Iterator<Item = &FileReport> {
        self.files.iter().filter(|file| {
            matches!(file.state, FileState::LengthOnly | FileState::Unchecked | FileState::Recorded)
        })
    }

    /// The files that [`verify_folder`](crate::verify_folder) found damaged or missing, or could not read.
    pub fn faulty(&self) -> impl Iterator<Item = &FileReport> {
        self.files.iter().filter(|file| {
            matches!(file.state, FileState::Damaged | FileState::Missing | FileState::Unreadable)
        })
    }
}
