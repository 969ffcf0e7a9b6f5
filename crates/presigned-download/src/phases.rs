//! How far each file of a download is. What is asked after each event takes no look at all files: there may
//! be tens of thousands. Pure.

use std::collections::BTreeSet;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Phase {
    /// Nothing is known of it.
    Waiting,
    Opening,
    Fetching,
    Finishing,
    Done,
}

/// The phases of all files, by their places in the list of files.
#[derive(Debug)]
pub(crate) struct Phases {
    of: Vec<Phase>,
    waiting: BTreeSet<usize>,
    fetching: BTreeSet<usize>,
    done: usize,
}

impl Phases {
    /// So many files, all of them waiting.
    pub(crate) fn new(files: usize) -> Self {
        Self {
            of: vec![Phase::Waiting; files],
            waiting: (0..files).collect(),
            fetching: BTreeSet::new(),
            done: 0,
        }
    }

    pub(crate) fn set(&mut self, file: usize, phase: Phase) {
        let Some(current) = self.of.get_mut(file) else { return };
        match std::mem::replace(current, phase) {
            Phase::Waiting => drop(self.waiting.remove(&file)),
            Phase::Fetching => drop(self.fetching.remove(&file)),
            Phase::Done => self.done -= 1,
            Phase::Opening | Phase::Finishing => {}
        }
        match phase {
            Phase::Waiting => drop(self.waiting.insert(file)),
            Phase::Fetching => drop(self.fetching.insert(file)),
            Phase::Done => self.done += 1,
            Phase::Opening | Phase::Finishing => {}
        }
    }

    /// The first file that nothing is known of.
    pub(crate) fn next_waiting(&self) -> Option<usize> {
        self.waiting.first().copied()
    }

    /// The files that are being fetched, in order.
    pub(crate) fn fetching(&self) -> impl Iterator<Item = usize> {
        self.fetching.iter().copied()
    }

    /// How many files are open, or about to be.
    pub(crate) fn begun(&self) -> usize {
        self.of.len() - self.waiting.len() - self.done
    }

    /// How many files are still to be finished.
    pub(crate) fn unfinished(&self) -> usize {
        self.of.len() - self.done
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_is_kept_is_what_a_look_at_all_files_finds(
            steps in prop::collection::vec(
                (
                    0_usize..9,
                    prop::sample::select(vec![
                        Phase::Waiting, Phase::Opening, Phase::Fetching, Phase::Finishing, Phase::Done,
                    ]),
                ),
                0..60,
            )
        ) {
            let (mut phases, mut all) = (Phases::new(8), [Phase::Waiting; 8]);
            for (file, phase) in steps {
                phases.set(file, phase);
                if let Some(current) = all.get_mut(file) {
                    *current = phase;
                }
            }
            let in_phase = |phase| all.iter().enumerate().filter(move |(_, one)| **one == phase);
            let count = |phase| in_phase(phase).count();
            prop_assert_eq!(phases.next_waiting(), in_phase(Phase::Waiting).next().map(|(at, _)| at));
            prop_assert!(phases.fetching().eq(in_phase(Phase::Fetching).map(|(at, _)| at)));
            prop_assert_eq!(phases.unfinished(), 8 - count(Phase::Done));
            prop_assert_eq!(phases.begun(), 8 - count(Phase::Done) - count(Phase::Waiting));
        }
    }
}
