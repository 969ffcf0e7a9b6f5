//! How far each file is, and all of them. Pure.

use std::collections::BTreeMap;

use dcs_backup::{FileName, download::Happening};

/// The files that were heard of.
#[derive(Debug, Default)]
pub(super) struct Tally(BTreeMap<FileName, File>);

/// How far a file is, in bytes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct File {
    /// Nothing if it is not known.
    pub(super) size: Option<u64>,
    pub(super) there: u64,
    /// How many of those were not fetched by this run.
    pub(super) before: u64,
    pub(super) done: bool,
}

/// All files together.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Sum {
    pub(super) done: usize,
    pub(super) files: usize,
    /// Nothing as long as a size is not known.
    pub(super) size: Option<u64>,
    pub(super) there: u64,
    pub(super) fetched: u64,
}

impl Tally {
    /// Takes an event into account, and says how far its file is now.
    pub(super) fn note(&mut self, file: &FileName, what: &Happening) -> File {
        let file = self.0.entry(file.clone()).or_default();
        match *what {
            Happening::Started { size, resumed } => {
                *file = File { size: Some(size), there: resumed, before: resumed, done: false };
            }
            Happening::Progress { bytes } => file.there = bytes,
            Happening::Restarted => *file = File { size: file.size, ..File::default() },
            Happening::Finished { size, .. } => {
                *file = File { size: Some(size), there: size, done: true, ..*file };
            }
            Happening::Present { size, .. } => {
                *file = File { size: Some(size), there: size, before: size, done: true };
            }
            _ => {}
        }
        *file
    }

    pub(super) fn sum(&self) -> Sum {
        let mut sum = Sum { size: Some(0), ..Sum::default() };
        for file in self.0.values() {
            sum.done += usize::from(file.done);
            sum.files += 1;
            sum.size = sum.size.zip(file.size).map(|(all, one)| all + one);
            sum.there += file.there;
            sum.fetched += file.there.saturating_sub(file.before);
        }
        sum
    }
}
