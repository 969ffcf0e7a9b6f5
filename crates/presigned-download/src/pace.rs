//! Whether data comes fast enough to wait for it. Pure.

use std::time::Duration;

/// Bytes per second, if nothing else is asked for: what even the slowest of lines has for one connection.
pub(crate) const LEAST_RATE: u64 = 1024;

/// Over so much time spent waiting for data, its rate is judged.
const WINDOW: Duration = Duration::from_secs(60);
/// The most that one wait counts for: a clock may jump, and a silence ends by the read timeout.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// What came in how much waiting since the last judgement.
#[derive(Debug, Default)]
pub(crate) struct Pace {
    waited: Duration,
    received: u64,
}

/// What a window's bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Rate {
    NotKnownYet,
    Enough,
    TooLow,
}

impl Pace {
    /// Notes what came after a wait; `least` is in bytes per second.
    pub(crate) fn note(&mut self, waited: Duration, bytes: u64, least: u64) -> Rate {
        self.waited += waited.min(LONGEST_WAIT);
        self.received = self.received.saturating_add(bytes);
        if self.waited < WINDOW {
            return Rate::NotKnownYet;
        }
        let expected = least.saturating_mul(self.waited.as_secs());
        let rate = if self.received < expected { Rate::TooLow } else { Rate::Enough };
        *self = Self::default();
        rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_that_of_a_minute_of_waiting() {
        let mut pace = Pace::default();
        let second = Duration::from_secs(1);
        let mut minute = |bytes| {
            for _ in 0..59 {
                assert_eq!(pace.note(second, bytes, 1000), Rate::NotKnownYet);
            }
            pace.note(second, bytes, 1000)
        };
        assert_eq!(minute(999), Rate::TooLow);
        assert_eq!(minute(1000), Rate::Enough);
        assert_eq!(minute(0), Rate::TooLow);
    }

    #[test]
    fn one_long_wait_is_not_a_slow_minute() {
        let mut pace = Pace::default();
        assert_eq!(pace.note(Duration::from_secs(3600), 1, 1000), Rate::NotKnownYet);
    }
}
