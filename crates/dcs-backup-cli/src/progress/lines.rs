//! Progress as plain lines, few enough for a log. Pure: the time is an argument.

use std::time::Duration;

use dcs_backup::{
    FileName,
    download::{FileState, Happening},
};

use crate::{bytes::Bytes, report::state_name};

use super::{
    tally::{Sum, Tally},
    waits::{repeated, seconds},
};

/// How long it is quiet between two lines that don't end a file.
const QUIET: Duration = Duration::from_secs(10);

/// What was said, and when.
#[derive(Debug, Default)]
pub(super) struct Lines {
    tally: Tally,
    /// When the last line on all files was due, and what had been fetched by then.
    summed_up: (Duration, u64),
    complained: Option<Duration>,
}

impl Lines {
    /// What is to be said of an event that happened `now`, counted from the beginning.
    pub(super) fn note(
        &mut self,
        file: &FileName,
        what: &Happening,
        now: Duration,
    ) -> Option<String> {
        let there = self.tally.note(file, what).there;
        match what {
            Happening::Started { size, resumed: 1.. } => {
                let (there, size) = (Bytes(there), Bytes(*size));
                Some(format!("{file}: going on, {there} of {size} are there"))
            }
            Happening::Restarted => {
                Some(format!("{file}: it changed at the store, and is fetched from its beginning"))
            }
            Happening::Damaged { problem } => {
                Some(format!("{file}: damaged in the folder ({problem}); it is fetched again"))
            }
            Happening::Retrying { problem, wait } => self.trouble(problem, *wait, now),
            Happening::Finished { state, size } => Some(finished(file, *state, *size)),
            Happening::Present { state, size } => {
                Some(finished(file, *state, *size) + ", there already")
            }
            Happening::Progress { .. } => self.sum_up(now),
            Happening::Rereading { bytes, size } => self.reread(file, *bytes, *size, now),
            _ => None,
        }
    }

    fn trouble(&mut self, problem: &str, wait: Duration, now: Duration) -> Option<String> {
        if self.complained.is_some_and(|last| now < last + QUIET) {
            return None;
        }
        self.complained = Some(now);
        Some(repeated(problem, wait))
    }

    fn reread(&mut self, file: &FileName, bytes: u64, size: u64, now: Duration) -> Option<String> {
        let (then, fetched) = self.summed_up;
        if now < then + QUIET {
            return None;
        }
        self.summed_up = (now, fetched);
        Some(format!("{file}: reading it again, {} of {}", Bytes(bytes), Bytes(size)))
    }

    fn sum_up(&mut self, now: Duration) -> Option<String> {
        let (then, fetched) = self.summed_up;
        if now < then + QUIET {
            return None;
        }
        let sum = self.tally.sum();
        let rate = sum.fetched.saturating_sub(fetched) as f64 / (now - then).as_secs_f64();
        self.summed_up = (now, sum.fetched);
        Some(summary(&sum, rate))
    }
}

fn finished(file: &FileName, state: FileState, size: u64) -> String {
    format!("{file}: {}, {}", Bytes(size), state_name(state))
}

/// The rate is in bytes per second.
fn summary(sum: &Sum, rate: f64) -> String {
    let mut line = format!("{} of {} files done: {}", sum.done, sum.files, Bytes(sum.there));
    if let Some(size) = sum.size {
        line += &format!(" of {}", Bytes(size));
    }
    line += &format!(", {}/s", Bytes(rate as u64));
    let left = sum.size.map(|size| size.saturating_sub(sum.there) as f64 / rate);
    // Where nothing comes, there is no end in sight.
    if let Some(left) = left.and_then(|left| Duration::try_from_secs_f64(left).ok()) {
        line += &format!(", {} left", seconds(left));
    }
    line
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::*;

    const MIB: u64 = 1 << 20;

    fn said(lines: &mut Lines, name: &str, what: &Happening, now: u64) -> Option<String> {
        lines.note(&name.parse().unwrap(), what, Duration::from_secs(now))
    }

    fn trouble() -> Happening {
        Happening::Retrying {
            problem: "file a: the connection broke off".to_owned(),
            wait: Duration::from_millis(1200),
        }
    }

    #[test]
    fn progress_is_told_every_ten_seconds_with_rate_and_rest() {
        let mut lines = Lines::default();
        let mut said = |name, what, now| said(&mut lines, name, &what, now);
        assert_eq!(said("a", Happening::Started { size: 100 * MIB, resumed: 0 }, 0), None);
        let resumed = said("b", Happening::Started { size: 50 * MIB, resumed: 10 * MIB }, 0);
        assert_eq!(resumed.unwrap(), "b: going on, 10.00 MiB of 50.00 MiB are there");
        assert_eq!(said("a", Happening::Progress { bytes: MIB }, 9), None);
        let line = said("a", Happening::Progress { bytes: 20 * MIB }, 10).unwrap();
        assert_eq!(line, "0 of 2 files done: 30.00 MiB of 150.00 MiB, 2.00 MiB/s, 1m left");
        assert_eq!(said("b", Happening::Progress { bytes: 49 * MIB }, 19), None);
        let verified = Happening::Finished { state: FileState::Verified, size: 50 * MIB };
        assert_eq!(said("b", verified, 19).unwrap(), "b: 50.00 MiB, verified");
        let line = said("a", Happening::Progress { bytes: 40 * MIB }, 20).unwrap();
        assert_eq!(line, "1 of 2 files done: 90.00 MiB of 150.00 MiB, 6.00 MiB/s, 10s left");
    }

    #[test]
    fn a_rate_of_nothing_and_an_unknown_size_have_no_end_in_sight() {
        let mut lines = Lines::default();
        said(&mut lines, "a", &Happening::Started { size: MIB, resumed: 0 }, 0);
        let line = said(&mut lines, "a", &Happening::Progress { bytes: 0 }, 10).unwrap();
        assert_eq!(line, "0 of 1 files done: 0 B of 1.00 MiB, 0 B/s");
        let mut lines = Lines::default();
        let line = said(&mut lines, "a", &Happening::Progress { bytes: 20 * MIB }, 10).unwrap();
        assert_eq!(line, "0 of 1 files done: 20.00 MiB, 2.00 MiB/s");
    }

    #[test]
    fn a_file_that_starts_over_counts_from_its_beginning() {
        let mut lines = Lines::default();
        let mut said = |what, now| said(&mut lines, "a", &what, now);
        said(Happening::Started { size: 100 * MIB, resumed: 60 * MIB }, 0);
        let line = said(Happening::Restarted, 1).unwrap();
        assert_eq!(line, "a: it changed at the store, and is fetched from its beginning");
        said(Happening::Started { size: 90 * MIB, resumed: 0 }, 1);
        let line = said(Happening::Progress { bytes: 10 * MIB }, 10).unwrap();
        assert_eq!(line, "0 of 1 files done: 10.00 MiB of 90.00 MiB, 1.00 MiB/s, 1m 20s left");
    }

    #[test]
    fn trouble_is_told_at_once_but_not_again_and_again() {
        let mut lines = Lines::default();
        let mut said = |now| said(&mut lines, "a", &trouble(), now);
        let line = "file a: the connection broke off; trying again in 2s";
        assert_eq!(said(3).unwrap(), line);
        assert_eq!(said(12), None);
        assert_eq!(said(13).unwrap(), line);
    }

    #[test]
    fn what_was_there_is_told() {
        let mut lines = Lines::default();
        let present = Happening::Present { state: FileState::LengthOnly, size: 10 };
        let line = said(&mut lines, "a", &present, 0).unwrap();
        assert_eq!(line, "a: 10 B, length-only, there already");
    }

    #[test]
    fn a_long_look_at_what_is_there_is_told_and_counts_for_no_rate() {
        let mut lines = Lines::default();
        let reading = |bytes| Happening::Rereading { bytes: bytes * MIB, size: 100 * MIB };
        assert_eq!(said(&mut lines, "a", &reading(64), 9), None);
        let line = said(&mut lines, "a", &reading(96), 11).unwrap();
        assert_eq!(line, "a: reading it again, 96.00 MiB of 100.00 MiB");
        assert_eq!(lines.tally.sum().fetched, 0);
        let problem = "its bytes changed".to_owned();
        let line = said(&mut lines, "a", &Happening::Damaged { problem }, 12).unwrap();
        assert_eq!(line, "a: damaged in the folder (its bytes changed); it is fetched again");
        assert_eq!(lines.tally.sum().there, 0);
    }
}
