//! Time and chance, injectable: the wall clock, a monotonic clock, sleep and jitter.

use std::{
    fmt,
    future::Future,
    pin::Pin,
    sync::LazyLock,
    time::{Duration, Instant, SystemTime},
};

/// Time and chance, as a client sees them. Tests give their own clock, so that retries don't wait. The default is
/// [`SystemClock`].
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The wall clock: dates signatures.
    fn now(&self) -> SystemTime;

    /// Time since some moment that stays the same; never goes back. Measures deadlines.
    fn elapsed(&self) -> Duration;

    /// Waits between two attempts.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;

    /// A random duration between zero and `ceiling`, evenly distributed: full jitter.
    fn jitter(&self, ceiling: Duration) -> Duration {
        ceiling.mul_f64(fastrand::f64())
    }
}

/// The clocks of the system and the sleep of Tokio. Tokio's runtime must have its timer enabled.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn elapsed(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}
