//! A file that is to be there in the end: what is known of it, and which work on it waits.

use std::{
    collections::VecDeque,
    ops::Range,
    sync::Arc,
    time::{Duration, SystemTime},
};

use tokio::task::AbortHandle;

use crate::{
    dir::Seen,
    file_name::FileName,
    job::Job,
    leftover::Leftover,
    plan,
    reader::{Source, Trouble},
    report::FileReport,
    task::Part,
};

/// A file that is to be there in the end.
pub(crate) struct Target {
    pub(crate) name: FileName,
    /// How often it was begun anew; parts of an earlier beginning don't count.
    pub(crate) restarts: u32,
    /// How often that was because it changed at the store.
    pub(crate) changes: u32,
    /// What went wrong before it was begun anew for another reason.
    pub(crate) trouble: Trouble,
    pub(crate) pending: VecDeque<Pending>,
    pub(crate) active: usize,
    /// The most connections at a time.
    pub(crate) most: usize,
    /// Parts that are being read, or were.
    pub(crate) parts: Vec<AbortHandle>,
    pub(crate) job: Option<Arc<Job>>,
    /// Of an earlier run, and not taken up yet.
    pub(crate) leftover: Option<Leftover>,
    /// Has its name, is not as it was, and stays until the new one is right.
    pub(crate) damaged: Option<Seen>,
    pub(crate) started: Duration,
    pub(crate) started_at: SystemTime,
    pub(crate) report: Option<FileReport>,
}

/// Work on a file that waits for a connection.
pub(crate) enum Pending {
    Range(Range<u64>),
    /// Begun, and interrupted by a store that was asked too much.
    Part(Box<Part>),
}

impl Target {
    pub(crate) fn new(name: FileName, source: &Source) -> Self {
        Self {
            name,
            restarts: 0,
            changes: 0,
            trouble: Trouble::default(),
            pending: VecDeque::new(),
            active: 0,
            most: plan::PER_FILE,
            parts: Vec::new(),
            job: None,
            leftover: None,
            damaged: None,
            started: source.clock.elapsed(),
            started_at: source.clock.now(),
            report: None,
        }
    }
}
