//! How far each file is, and all of them. Pure.

use std::collections::BTreeMap;

use dcs_backup::{FileName, download::Happening};

/// The files that were heard of, and their sums.
#[derive(Debug, Default)]
pub(super) struct Tally {
    files: BTreeMap<FileName, File>,
    done: usize,
    /// How many have a size that is not known.
    unsized_files: usize,
    size: u64,
    there: u64,
    fetched: u64,
}

/// How far a file is, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct File {
    /// `None` if it is not known.
    pub(super) size: Option<u64>,
    pub(super) there: u64,
    /// How many of those were not fetched by this run.
    pub(super) before: u64,
    pub(super) done: bool,
}

/// All files together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) done: usize,
    pub(super) files: usize,
    /// Nothing as long as a size is not known.
    pub(super) size: Option<u64>,
    pub(super) there: u64,
    /// How many of those this run has fetched.
    pub(super) fetched: u64,
}

impl File {
    fn fetched(&self) -> u64 {
        self.there.saturating_sub(self.before)
    }

    fn after(self, what: &Happening) -> Self {
        match *what {
            Happening::Started { size, resumed } => {
                Self { size: Some(size), there: resumed, before: resumed, done: false }
            }
            Happening::Progress { bytes } => Self { there: bytes, ..self },
            Happening::Rereading { bytes, size } => {
                Self { size: Some(size), there: bytes, before: bytes, done: false }
            }
            Happening::Damaged { .. } => Self::default(),
            Happening::Restarted => Self { size: self.size, ..Self::default() },
            Happening::Finished { size, .. } => {
                Self { size: Some(size), there: size, done: true, ..self }
            }
            Happening::Present { size, .. } => {
                Self { size: Some(size), there: size, before: size, done: true }
            }
            _ => self,
        }
    }
}

impl Tally {
    /// Takes an event into account, and says how far its file is now.
    pub(super) fn note(&mut self, name: &FileName, what: &Happening) -> File {
        let former = self.files.get(name).copied();
        let file = former.unwrap_or_default().after(what);
        self.files.insert(name.clone(), file);
        // The sums are kept: with many files, to add them all up for each event takes too long. They
        // wrap, since sizes are the store's word; what was added is taken off again.
        if let Some(former) = former {
            self.done -= usize::from(former.done);
            self.unsized_files -= usize::from(former.size.is_none());
            self.size = self.size.wrapping_sub(former.size.unwrap_or_default());
            self.there = self.there.wrapping_sub(former.there);
            self.fetched = self.fetched.wrapping_sub(former.fetched());
        }
        self.done += usize::from(file.done);
        self.unsized_files += usize::from(file.size.is_none());
        self.size = self.size.wrapping_add(file.size.unwrap_or_default());
        self.there = self.there.wrapping_add(file.there);
        self.fetched = self.fetched.wrapping_add(file.fetched());
        file
    }

    pub(super) fn file(&self, name: &FileName) -> Option<File> {
        self.files.get(name).copied()
    }

    pub(super) fn sum(&self) -> Sum {
        Sum {
            done: self.done,
            files: self.files.len(),
            size: (self.unsized_files == 0).then_some(self.size),
            there: self.there,
            fetched: self.fetched,
        }
    }
}
