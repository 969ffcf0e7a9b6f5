//! What the files are: how their bytes prove themselves, and what their names say. The downloader asks the questions,
//! and the `Content` answers them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{crc64_digest::Crc64, file_name::FileName};

/// What the files of a download are. The simplest is [`AnyContent`].
///
/// Bytes come in order ([`Whole`]) or in parts that arrive side by side ([`Part`]). The downloader itself sums up
/// all bytes of each file with CRC-64, in whatever order they come.
pub trait Content: fmt::Debug + Send + Sync + 'static {
    /// Looks at all bytes of a file in order.
    fn whole(&self) -> Box<dyn Whole>;

    /// Looks at the bytes of a part that begins at this byte of its file.
    fn part(&self, start: u64) -> Box<dyn Part>;

    /// How many bytes before and after the border of two parts are looked at once more, for what may stand
    /// across it.
    fn border(&self) -> u64 {
        0
    }

    /// Judges a file by what was seen of its parts. `None`: all bytes have to be looked at in order.
    fn judge(&self, subject: Subject<'_>, facts: &Facts<'_>, doubt: Doubt) -> Option<Verdict>;

    /// Whether the file has to be of a kind that proves itself whole, whatever its size.
    fn proves_itself(&self, subject: Subject<'_>) -> bool {
        let _ = subject;
        false
    }

    /// Whether the judgement depends on the format of the files, and the format is not known. Then the source of the
    /// links is asked. `head` are the file's first bytes, at most [`Facts::HEAD`].
    fn needs_format(&self, subject: Subject<'_>, head: &[u8]) -> bool {
        let _ = (subject, head);
        false
    }

    /// The format that a manifest calls so; `None` if it is not known.
    fn format(&self, word: &str) -> Option<Format> {
        let _ = word;
        None
    }

    /// The part of the whole set that a file holds, as its name says.
    fn slots(&self, name: &FileName) -> Option<String> {
        let _ = name;
        None
    }

    /// What the names of all files of a set say of its wholeness.
    fn coverage(&self, names: &[&FileName]) -> SlotCoverage {
        let _ = names;
        SlotCoverage::Whole
    }
}

/// Looks at all bytes of a file in order.
pub trait Whole: fmt::Debug + Send {
    /// Takes the next bytes.
    fn feed(&mut self, bytes: &[u8]);

    /// How many bytes have come.
    fn length(&self) -> u64;

    /// The CRC-64 of all bytes that have come.
    fn crc64(&self) -> u64;

    /// The first bytes that have come, at most [`Facts::HEAD`].
    fn head(&self) -> &[u8];

    /// Judges the file: no more bytes come.
    fn finish(self: Box<Self>, subject: Subject<'_>) -> Conclusion;
}

/// Looks at the bytes of one part of a file in order.
pub trait Part: fmt::Debug + Send {
    /// Takes the next bytes.
    fn feed(&mut self, bytes: &[u8]);

    /// Whether something was seen for which the file has to be looked at in order.
    fn doubt(&self) -> Doubt;
}

/// Whether a part of a file showed something for which all of it has to be looked at in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::exhaustive_enums, reason = "there is a doubt or there is none")]
pub enum Doubt {
    /// Nothing was seen.
    #[default]
    None,
    /// Something was seen.
    Some,
}

/// The file that is judged: its name, and what the files of its set are, where that is known.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Subject<'a> {
    /// The file's name.
    pub name: &'a FileName,
    /// The format of all files.
    pub format: Option<Format>,
}

impl<'a> Subject<'a> {
    /// A file of this name.
    pub fn new(name: &'a FileName, format: Option<Format>) -> Self {
        Self { name, format }
    }
}

/// What the files of a set are, in a word of their [`Content`]'s own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[expect(clippy::exhaustive_structs, reason = "constants of the content's")]
pub struct Format(
    /// The word, which the manifest has.
    pub &'static str,
);

/// What is known of all bytes of a file, seen in any order.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Facts<'a> {
    /// The first [`HEAD`](Self::HEAD) bytes, or all if there are fewer.
    pub head: &'a [u8],
    /// The last [`HEAD`](Self::HEAD) bytes, or all if there are fewer.
    pub tail: &'a [u8],
    /// How many bytes there are.
    pub length: u64,
    /// The CRC-64 of all bytes.
    pub crc64: u64,
}

impl<'a> Facts<'a> {
    /// How many bytes of the beginning and of the end are known.
    pub const HEAD: usize = 16;

    /// These facts.
    pub fn new(head: &'a [u8], tail: &'a [u8], length: u64, crc64: u64) -> Self {
        Self { head, tail, length, crc64 }
    }
}

/// What the bytes of a file prove.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a content says one of these")]
pub enum Verdict {
    /// It is whole and right: the checksum in it is that of its bytes, this one.
    Verified(u64),
    /// Nothing proves its bytes, for this reason. The checksum is that of all of them, or the one in it if that is
    /// right.
    LengthOnly(Reason, u64),
    /// The file is not as it was written, for this reason.
    Damaged(&'static str),
}

/// What a look at all bytes in order came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a content makes it")]
pub struct Conclusion {
    /// What the bytes prove.
    pub verdict: Verdict,
    /// The checksum that stands in the file, if it is that of its bytes, whatever else is wrong.
    pub own_checksum: Option<u64>,
}

/// Why nothing proves the bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum Reason {
    /// It is an append-only file, a log of commands, which carries no checksum.
    Aof,
    /// It is of a kind that can carry a checksum, and was written without one.
    NoChecksum,
    /// It is of a known kind, as its beginning shows, and the reader can't tell where its content ends. If it ends in
    /// a checksum, that is right.
    UnknownContent,
    /// It is of no known kind, and neither its name nor the format says that it has to be of one.
    UnknownKind,
}

/// Whether the files of a set are all of it, as their names say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlotCoverage {
    /// Nothing is missing as far as the names tell. Most sets have names that tell nothing.
    Whole,
    /// No file holds these slots, surely.
    Missing(Vec<String>),
    /// No name has these slots, but not every name has the form that tells: they may be missing.
    Doubtful(Vec<String>),
    /// Nothing is missing, and several files hold these slots.
    Repeated(Vec<String>),
}

/// Files of any kind: their length is all that is checked.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::exhaustive_structs, reason = "it has nothing to tell")]
pub struct AnyContent;

impl Content for AnyContent {
    fn whole(&self) -> Box<dyn Whole> {
        Box::new(Summed { crc: Crc64::new(), length: 0, head: Vec::new() })
    }

    fn part(&self, _: u64) -> Box<dyn Part> {
        Box::new(Unseen)
    }

    fn judge(&self, _: Subject<'_>, facts: &Facts<'_>, _: Doubt) -> Option<Verdict> {
        Some(Verdict::LengthOnly(Reason::UnknownKind, facts.crc64))
    }
}

#[derive(Debug)]
struct Summed {
    crc: Crc64,
    length: u64,
    head: Vec<u8>,
}

impl Whole for Summed {
    fn feed(&mut self, bytes: &[u8]) {
        let wanted = (Facts::HEAD - self.head.len()).min(bytes.len());
        self.head.extend_from_slice(&bytes[..wanted]);
        self.crc.update(bytes);
        self.length += bytes.len() as u64;
    }

    fn length(&self) -> u64 {
        self.length
    }

    fn crc64(&self) -> u64 {
        self.crc.value()
    }

    fn head(&self) -> &[u8] {
        &self.head
    }

    fn finish(self: Box<Self>, _: Subject<'_>) -> Conclusion {
        let verdict = Verdict::LengthOnly(Reason::UnknownKind, self.crc.value());
        Conclusion { verdict, own_checksum: None }
    }
}

#[derive(Debug)]
struct Unseen;

impl Part for Unseen {
    fn feed(&mut self, _: &[u8]) {}

    fn doubt(&self) -> Doubt {
        Doubt::None
    }
}
