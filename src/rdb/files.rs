//! The files of Redis backups as a download sees them: [`RedisFiles`].

use presigned_download::{
    Conclusion, Content, Doubt, Facts, FileName, Format, Part, SlotCoverage, Subject, Verdict,
    Whole,
};

use super::{
    magic::Magics,
    pass::Pass,
    verdict::{self, Expected, Further, TAIL, proven},
    version::{HEADER, Version},
};
use crate::slots;

/// The files of Redis and Valkey backups: RDB files, which prove themselves, and AOF.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RedisFiles;

impl RedisFiles {
    /// The format of RDB files.
    pub const RDB: Format = Format("rdb");
    /// The format of append-only files.
    pub const AOF: Format = Format("aof");
}

impl Expected {
    /// What the file's name says, or the format where the name says nothing.
    fn of(subject: Subject<'_>) -> Self {
        let by_format = match subject.format {
            Some(RedisFiles::RDB) => Self::Rdb,
            Some(RedisFiles::AOF) => Self::Aof,
            _ => Self::Anything,
        };
        Self::by_name(subject.name.as_str()).unwrap_or(by_format)
    }
}

impl Content for RedisFiles {
    fn whole(&self) -> Box<dyn Whole> {
        Box::new(Pass::new())
    }

    fn part(&self, start: u64) -> Box<dyn Part> {
        Box::new(Piece { magics: Magics::new(), doubt: Doubt::None, at: start })
    }

    fn border(&self) -> u64 {
        HEADER as u64 - 1
    }

    fn judge(&self, subject: Subject<'_>, facts: &Facts<'_>, doubt: Doubt) -> Option<Verdict> {
        let mut tail = [0; TAIL];
        let known = facts.tail.len().min(TAIL);
        tail[TAIL - known..].copy_from_slice(&facts.tail[facts.tail.len() - known..]);
        let head = &facts.head[..facts.head.len().min(HEADER)];
        let further = match doubt {
            Doubt::None => Further::None,
            Doubt::Some => Further::Possible,
        };
        let facts = verdict::Facts { head, tail, length: facts.length, crc64: facts.crc64 };
        proven(Expected::of(subject), &facts, further)
    }

    fn proves_itself(&self, subject: Subject<'_>) -> bool {
        Expected::of(subject) == Expected::Rdb
    }

    fn needs_format(&self, subject: Subject<'_>, head: &[u8]) -> bool {
        Expected::of(subject) == Expected::Anything && Version::read(head).is_none()
    }

    fn format(&self, word: &str) -> Option<Format> {
        [Self::RDB, Self::AOF].into_iter().find(|format| format.0 == word)
    }

    fn slots(&self, name: &FileName) -> Option<String> {
        slots::slots_of(name).map(String::from)
    }

    fn coverage(&self, names: &[&FileName]) -> SlotCoverage {
        let texts = |slots: Vec<slots::SlotRange>| slots.into_iter().map(String::from).collect();
        match slots::SlotCoverage::of(names.iter().copied()) {
            slots::SlotCoverage::Whole => SlotCoverage::Whole,
            slots::SlotCoverage::Missing(slots) => SlotCoverage::Missing(texts(slots)),
            slots::SlotCoverage::Doubtful(slots) => SlotCoverage::Doubtful(texts(slots)),
            slots::SlotCoverage::Repeated(slots) => SlotCoverage::Repeated(texts(slots)),
        }
    }
}

impl Whole for Pass {
    fn feed(&mut self, bytes: &[u8]) {
        Self::feed(self, bytes);
    }

    fn length(&self) -> u64 {
        Self::length(self)
    }

    fn crc64(&self) -> u64 {
        Self::crc64(self)
    }

    fn head(&self) -> &[u8] {
        Self::head(self)
    }

    fn finish(self: Box<Self>, subject: Subject<'_>) -> Conclusion {
        let conclusion = self.conclude(Expected::of(subject));
        Conclusion { verdict: conclusion.verdict, own_checksum: conclusion.trailer }
    }
}

/// Looks for the beginning of another RDB in a part of a file.
#[derive(Debug)]
struct Piece {
    magics: Magics,
    doubt: Doubt,
    /// Of the next byte in the file.
    at: u64,
}

impl Part for Piece {
    fn feed(&mut self, bytes: &[u8]) {
        let found = self.magics.feed(bytes);
        let is_own = |end: usize| self.at + end as u64 == HEADER as u64;
        if found.iter().any(|magic| !is_own(magic.end)) {
            self.doubt = Doubt::Some;
        }
        self.at += bytes.len() as u64;
    }

    fn doubt(&self) -> Doubt {
        self.doubt
    }
}
