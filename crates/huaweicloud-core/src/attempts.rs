//! Attempts that many calls wait for: made one at a time, and a failure is that of all who waited.

use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::Mutex;

/// Attempts at one thing. The caller keeps the success.
#[derive(Debug)]
pub(crate) struct Attempts<E> {
    failed: AtomicU64,
    last_failure: Mutex<Option<E>>,
}

impl<E> Default for Attempts<E> {
    fn default() -> Self {
        Self { failed: AtomicU64::new(0), last_failure: Mutex::default() }
    }
}

impl<E: Clone> Attempts<E> {
    /// Makes this attempt when none is under way; fails with one that failed while this call waited.
    /// After one that succeeded or was dropped, `attempt` is run: it looks first at what is kept.
    pub(crate) async fn share<T>(
        &self,
        attempt: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let failed_before = self.failed.load(Ordering::Acquire);
        let mut last_failure = self.last_failure.lock().await;
        match &*last_failure {
            Some(failure) if self.failed.load(Ordering::Acquire) != failed_before => {
                return Err(failure.clone());
            }
            _ => {}
        }
        let result = attempt.await;
        if let Err(failure) = &result {
            *last_failure = Some(failure.clone());
            self.failed.fetch_add(1, Ordering::Release);
        }
        result
    }
}
