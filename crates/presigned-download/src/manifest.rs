//! `manifest.json`: what is in the folder, for later runs and for checks offline. Holds no link.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::{Duration, SystemTime},
};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{DeserializeOwned, Error as _},
};

use careful_http::format_rfc3339;
use careful_http::{Error, ErrorKind};

use crate::{
    content::{Content, Format, Reason},
    dir::Dir,
    file_name::FileName,
    folder::Folder,
    ids::Ids,
    names::{MANIFEST, NEW_MANIFEST},
    report::{FileReport, FileState},
    verdict::Finding,
};

/// The file's content. Its fields are part of the public interface: see the crate's documentation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) version: u32,
    #[serde(flatten)]
    pub(crate) ids: Ids,
    /// What the files are, where that is known.
    #[serde(default, deserialize_with = "if_known")]
    pub(crate) format: Option<String>,
    /// The slots that no file of the backup holds.
    #[serde(default)]
    pub(crate) missing_slots: Vec<String>,
    /// Files of the backup that are not complete yet.
    #[serde(default)]
    pub(crate) unfinished: BTreeSet<FileName>,
    /// Files of another backup, which go once all of this one is there.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) former: BTreeSet<FileName>,
    /// Those that it had not finished: their parts go.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) former_unfinished: BTreeSet<FileName>,
    #[serde(with = "as_list")]
    pub(crate) files: BTreeMap<FileName, Entry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) name: FileName,
    pub(crate) size: u64,
    #[serde(serialize_with = "hex", deserialize_with = "from_hex")]
    pub(crate) crc64: Option<u64>,
    pub(crate) state: FileState,
    #[serde(default, deserialize_with = "if_known")]
    pub(crate) reason: Option<Reason>,
    #[serde(default, deserialize_with = "if_known")]
    pub(crate) slots: Option<String>,
    /// RFC 3339, in UTC.
    pub(crate) started_at: String,
    pub(crate) finished_at: String,
}

const VERSION: u32 = 1;
/// A backup of 60,000 files has a manifest of about 20 MB; what is larger than this was not written here.
const LARGEST: u64 = 1 << 30;

impl Manifest {
    pub(crate) fn new(ids: Ids) -> Self {
        Self {
            version: VERSION,
            ids,
            format: None,
            missing_slots: Vec::new(),
            unfinished: BTreeSet::new(),
            former: BTreeSet::new(),
            former_unfinished: BTreeSet::new(),
            files: BTreeMap::new(),
        }
    }

    /// Reads a folder's manifest. `None` if there is none. A file of another program is an error.
    pub(crate) fn load(dir: &Dir) -> Result<Option<Self>, Error> {
        let Some(text) = dir.read(MANIFEST, LARGEST)? else {
            return Ok(None);
        };
        match serde_json::from_slice::<Self>(&text) {
            Ok(manifest) if manifest.is_sound() => return Ok(Some(manifest)),
            _ => {}
        }
        let path = dir.path_of(MANIFEST);
        let path = path.display();
        Err(if is_of_a_later_version(&text) {
            Error::new(ErrorKind::Disk, format!("{path} is of a later version of this program"))
                .with_advice("use that version, choose another folder, or move the file away")
        } else {
            Error::new(ErrorKind::Disk, format!("{path} is not a manifest of this program"))
                .with_advice("choose another folder, or move the file away")
        })
    }

    /// Writes it as long as no other download may be working in the folder.
    pub(crate) fn save(&self, folder: &Folder) -> Result<(), Error> {
        let mut text = serde_json::to_string_pretty(self).map_err(|_| {
            Error::new(ErrorKind::Disk, format!("{MANIFEST} can't be written as JSON"))
        })?;
        text.push('\n');
        folder.ensure_ours()?;
        folder.dir().replace(MANIFEST, NEW_MANIFEST, text.as_bytes())
    }

    /// Whether it says what this program would: no damaged file has its name.
    fn is_sound(&self) -> bool {
        let whole = |entry: &Entry| match entry.state {
            FileState::Verified | FileState::LengthOnly => entry.crc64.is_some(),
            FileState::Unchecked => true,
            FileState::Recorded
            | FileState::Damaged
            | FileState::Missing
            | FileState::Unreadable => false,
        };
        let is_in_both = |name: &FileName| self.files.contains_key(name);
        self.version == VERSION
            && self.files.values().all(whole)
            && !self.unfinished.iter().any(is_in_both)
    }

    /// What the files are, if the content knows that word.
    pub(crate) fn format(&self, content: &dyn Content) -> Option<Format> {
        content.format(self.format.as_deref()?)
    }

    /// Whether it has a file by this name, complete or not.
    pub(crate) fn names(&self, name: &FileName) -> bool {
        self.files.contains_key(name) || self.unfinished.contains(name)
    }

    /// The files that may be there in parts. One that is listed as whole may be, if it is not there or was
    /// found damaged.
    pub(crate) fn in_parts(
        &self,
        is_there: impl Fn(&FileName) -> bool,
    ) -> impl Iterator<Item = &FileName> {
        let entries = self.files.values();
        let listed = entries.filter(move |entry| entry.was_damaged() || !is_there(&entry.name));
        self.unfinished.iter().chain(listed.map(|entry| &entry.name))
    }
}

impl Entry {
    pub(crate) fn new(
        name: FileName,
        size: u64,
        slots: Option<String>,
        finding: Finding,
        started_at: SystemTime,
        finished_at: SystemTime,
    ) -> Self {
        let Finding { state, reason, crc64 } = finding;
        Self {
            slots,
            name,
            size,
            crc64,
            state,
            reason,
            started_at: format_rfc3339(started_at),
            finished_at: format_rfc3339(finished_at),
        }
    }

    /// The same file, after a run found that it has changed.
    pub(crate) fn damaged(self) -> Self {
        Self { state: FileState::Unchecked, reason: None, ..self }
    }

    /// Whether the last run that read it found it damaged. A file that was never judged has no sum.
    pub(crate) fn was_damaged(&self) -> bool {
        self.state == FileState::Unchecked && self.crc64.is_some()
    }

    /// The same file, as it was found now.
    pub(crate) fn found(self, finding: Finding) -> Self {
        let Finding { state, reason, crc64 } = finding;
        Self { state, reason, crc64, ..self }
    }

    pub(crate) fn report(&self, took: Duration, resumed: u64) -> FileReport {
        FileReport {
            name: self.name.clone(),
            size: self.size,
            slots: self.slots.clone().filter(|slots| is_plain(slots)),
            state: self.state,
            reason: self.reason,
            problem: None,
            crc64: self.crc64,
            seconds: took.as_secs_f64(),
            resumed,
        }
    }
}

/// Whether a text of the file can be shown: whoever can write there must not drive a terminal.
fn is_plain(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_of_a_later_version(text: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Later {
        version: u64,
        #[serde(rename = "files")]
        _files: Vec<serde::de::IgnoredAny>,
    }
    serde_json::from_slice::<Later>(text).is_ok_and(|later| later.version > u64::from(VERSION))
}

/// Takes what is of a form or word that this version does not know for nothing said: another version may
/// have written it, and nothing depends on it.
fn if_known<'de, D: Deserializer<'de>, T: DeserializeOwned>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let value = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// Sixteen hexadecimal digits: a number this large is no number in JavaScript.
pub(crate) fn hex<S: Serializer>(crc64: &Option<u64>, serializer: S) -> Result<S::Ok, S::Error> {
    crc64.map(|crc64| format!("{crc64:016x}")).serialize(serializer)
}

fn from_hex<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u64>, D::Error> {
    Option::<String>::deserialize(deserializer)?
        .map(|digits| u64::from_str_radix(&digits, 16))
        .transpose()
        .map_err(D::Error::custom)
}

/// A list in the file, found by name in memory.
mod as_list {
    use serde::de::Error as _;

    use super::{BTreeMap, Deserialize, Deserializer, Entry, FileName, Serializer};

    pub(crate) fn serialize<S: Serializer>(
        files: &BTreeMap<FileName, Entry>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(files.values())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<FileName, Entry>, D::Error> {
        let entries = Vec::<Entry>::deserialize(deserializer)?;
        let listed = entries.len();
        let files: BTreeMap<_, _> =
            entries.into_iter().map(|entry| (entry.name.clone(), entry)).collect();
        match files.len() == listed {
            true => Ok(files),
            false => Err(D::Error::custom("a file is listed twice")),
        }
    }
}
