//! How fast bytes come, over the last seconds. Pure: the time is an argument.

use std::{collections::VecDeque, time::Duration};

/// The time that counts.
const WINDOW: Duration = Duration::from_secs(10);
/// Samples are at least so far apart.
const APART: Duration = Duration::from_millis(250);
/// Before that, nothing is said.
const FIRST: Duration = Duration::from_secs(1);

/// Samples of how much had been fetched when, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Rate(VecDeque<(Duration, u64)>);

impl Rate {
    /// Takes note of how many bytes this run has fetched by now.
    pub(super) fn note(&mut self, now: Duration, fetched: u64) {
        match self.0.back() {
            // A file is fetched anew: what it had counts no more.
            Some((_, before)) if fetched < *before => self.0.clear(),
            Some((then, _)) if now < *then + APART => return,
            _ => {}
        }
        self.0.push_back((now, fetched));
        while self.0.get(1).is_some_and(|(then, _)| *then + WINDOW <= now) {
            self.0.pop_front();
        }
    }

    /// Bytes per second until now.
    pub(super) fn per_second(&self, now: Duration, fetched: u64) -> Option<f64> {
        let (then, before) = self.0.front()?;
        let time = now.checked_sub(*then).filter(|time| *time >= FIRST)?;
        Some(fetched.saturating_sub(*before) as f64 / time.as_secs_f64())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIB: u64 = 1 << 20;

    /// The rate, in MiB, after bytes came as this says for each tenth of a second.
    fn rate_after(seconds: u64, fetched: impl Fn(u64) -> u64) -> Option<f64> {
        let mut rate = Rate::default();
        let time = |tenths| Duration::from_millis(100 * tenths);
        (0..=10 * seconds).for_each(|tenths| rate.note(time(tenths), fetched(tenths)));
        let tenths = 10 * seconds;
        rate.per_second(time(tenths), fetched(tenths)).map(|rate| rate / MIB as f64)
    }

    #[test]
    fn it_is_that_of_the_last_seconds() {
        assert_eq!(rate_after(0, |_| 0), None);
        assert_eq!(rate_after(5, |tenths| 2 * MIB * tenths).unwrap().round(), 20.0);
        let slower = |tenths: u64| 10 * MIB * tenths.min(300) + MIB * tenths.saturating_sub(300);
        assert_eq!(rate_after(60, slower).unwrap().round(), 10.0);
        let stalled = |tenths: u64| 10 * MIB * tenths.min(300);
        assert_eq!(rate_after(60, stalled), Some(0.0));
    }

    #[test]
    fn a_file_that_is_fetched_anew_does_not_count_twice() {
        let anew = |tenths: u64| MIB * if tenths < 30 { tenths } else { tenths - 30 };
        assert_eq!(rate_after(6, anew).unwrap().round(), 10.0);
    }
}
