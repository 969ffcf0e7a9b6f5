//! The sandbox's idea of the time, which tests may move ahead.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, SystemTime},
};

/// The last second of the year 9999: what the date formats can tell.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

pub(super) type Source = Arc<dyn Fn() -> SystemTime + Send + Sync>;

pub(super) struct Clock {
    source: Source,
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(super) fn new(source: Source) -> Self {
        Self { source, ahead: Mutex::default() }
    }

    pub(super) fn advance(&self, by: Duration) {
        let mut ahead = self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        *ahead = ahead.saturating_add(by);
    }

    /// Held within the years 1970 to 9999.
    pub(super) fn now(&self) -> SystemTime {
        let ahead = *self.ahead.lock().unwrap_or_else(PoisonError::into_inner);
        SystemTime::UNIX_EPOCH + since_epoch((self.source)()).saturating_add(ahead).min(LATEST)
    }
}

pub(super) fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}
