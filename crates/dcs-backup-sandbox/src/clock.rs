//! The sandbox's idea of the time, which tests may move ahead.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use crate::locked::locked;

/// The last second of the year 9999: what the date formats can tell.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

pub(crate) type Source = Arc<dyn Fn() -> SystemTime + Send + Sync>;

pub(crate) struct Clock {
    source: Source,
    ahead: Mutex<Duration>,
}

impl Clock {
    pub(crate) fn new(source: Source) -> Self {
        Self { source, ahead: Mutex::default() }
    }

    pub(crate) fn advance(&self, by: Duration) {
        let mut ahead = locked(&self.ahead);
        *ahead = ahead.saturating_add(by);
    }

    /// Held within the years 1970 to 9999.
    pub(crate) fn now(&self) -> SystemTime {
        let ahead = *locked(&self.ahead);
        SystemTime::UNIX_EPOCH + since_epoch((self.source)()).saturating_add(ahead).min(LATEST)
    }
}

pub(crate) fn since_epoch(time: SystemTime) -> Duration {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
}

pub(crate) fn whole_seconds(time: SystemTime) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch(time).as_secs())
}
