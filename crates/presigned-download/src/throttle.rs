//! How many connections a store bears: half as many after it throttles, one more after each part.

use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// A limit that many parts share.
#[derive(Debug)]
pub(crate) struct Throttle {
    most: usize,
    now: Mutex<Now>,
}

#[derive(Debug)]
struct Now {
    limit: usize,
    active: usize,
    /// When it was last lowered: requests from before say nothing of the new limit.
    lowered_at: Option<Duration>,
}

impl Throttle {
    pub(crate) fn new(most: usize) -> Self {
        let now = Now { limit: most.max(1), active: 0, lowered_at: None };
        Self { most: most.max(1), now: Mutex::new(now) }
    }

    /// Takes a connection, if one is free.
    pub(crate) fn take(&self) -> bool {
        let mut now = self.now();
        let free = now.active < now.limit;
        now.active += usize::from(free);
        free
    }

    pub(crate) fn give_back(&self) {
        let mut now = self.now();
        now.active = now.active.saturating_sub(1);
    }

    /// A part came through.
    pub(crate) fn raise(&self) {
        let mut now = self.now();
        now.limit = (now.limit + 1).min(self.most);
    }

    /// A request that was sent at `asked_at` was throttled.
    pub(crate) fn lower(&self, asked_at: Duration, at: Duration) {
        let mut now = self.now();
        if now.lowered_at.is_some_and(|lowered| asked_at <= lowered) {
            return;
        }
        // A request beside the limit, while there are no others, says nothing of their number.
        if now.active == 0 {
            return;
        }
        now.limit = (now.limit.min(now.active) / 2).max(1);
        now.lowered_at = Some(at);
    }

    /// Whether one of the active connections should end.
    pub(crate) fn is_exceeded(&self) -> bool {
        let now = self.now();
        now.active > now.limit
    }

    fn now(&self) -> MutexGuard<'_, Now> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_request_that_takes_no_connection_lowers_nothing() {
        let throttle = Throttle::new(8);
        throttle.lower(at(1), at(2));
        assert_eq!((0..20).filter(|_| throttle.take()).count(), 8);
    }

    #[test]
    fn a_throttled_burst_halves_the_connections_once() {
        let throttle = Throttle::new(8);
        let taken = (0..20).filter(|_| throttle.take()).count();
        assert_eq!(taken, 8);
        for _ in 0..8 {
            throttle.lower(at(1), at(2));
        }
        let mut ended = 0;
        while throttle.is_exceeded() {
            throttle.give_back();
            ended += 1;
        }
        assert_eq!(ended, 4);
        throttle.lower(at(3), at(4));
        throttle.lower(at(5), at(6));
        throttle.lower(at(7), at(8));
        while throttle.is_exceeded() {
            throttle.give_back();
            ended += 1;
        }
        assert_eq!(ended, 7, "one connection always stays");
        throttle.raise();
        assert!(throttle.take());
        assert!(!throttle.take());
    }
}
