//! Bodies that wait for leave to go on, and who waits for them.

use std::ops::RangeBounds;

use tokio::sync::watch;

/// Shared by the answers and the handle.
pub(crate) struct Stalls(watch::Sender<Stalled>);

#[derive(Default)]
struct Stalled {
    bodies: usize,
    /// How often leave was given.
    leave: u64,
}

impl Stalls {
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(Stalled::default()))
    }

    /// Waits until [`release`](Self::release) is called; dropping the future ends the stall too.
    pub(crate) async fn stall(&self) {
        let mut stalled = self.0.subscribe();
        let _counted = Counted::new(self);
        let leave = stalled.borrow_and_update().leave;
        // The sender is here: it can't be gone.
        let _ = stalled.wait_for(|stalled| stalled.leave != leave).await;
    }

    pub(crate) fn release(&self) {
        self.0.send_modify(|stalled| stalled.leave += 1);
    }

    /// Waits until the number of stalled bodies is among these.
    pub(crate) async fn reach(&self, bodies: impl RangeBounds<usize> + Send + Sync) {
        let mut stalled = self.0.subscribe();
        let _ = stalled.wait_for(|stalled| bodies.contains(&stalled.bodies)).await;
    }
}

struct Counted<'a>(&'a Stalls);

impl<'a> Counted<'a> {
    fn new(stalls: &'a Stalls) -> Self {
        stalls.0.send_modify(|stalled| stalled.bodies += 1);
        Self(stalls)
    }
}

impl Drop for Counted<'_> {
    fn drop(&mut self) {
        self.0.0.send_modify(|stalled| stalled.bodies -= 1);
    }
}
