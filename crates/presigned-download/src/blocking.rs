//! Work that waits for the disk, on the runtime's threads for it.

use std::{
    ops::ControlFlow,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use careful_http::{Error, ErrorKind};

/// Tells work on another thread that nobody waits for it any more.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unwanted(Arc<AtomicBool>);

impl Unwanted {
    /// Long work asks between its steps.
    pub(crate) fn check(&self) -> ControlFlow<()> {
        match self.0.load(Ordering::Relaxed) {
            true => ControlFlow::Break(()),
            false => ControlFlow::Continue(()),
        }
    }

    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Sets the flag when the future that holds it ends or is dropped.
struct Waiting(Unwanted);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.set();
    }
}

/// Runs what waits for the disk where nobody waits for it.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(broken_off(&error)),
    }
}

/// The same for work that may take as long as a whole file takes to read. It ends early when this future is
/// dropped.
pub(crate) async fn blocking_while_wanted<T: Send + 'static>(
    work: impl FnOnce(&Unwanted) -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let waiting = Waiting(Unwanted::default());
    let unwanted = waiting.0.clone();
    blocking(move || work(&unwanted)).await
}

/// Why work came to no end at all.
pub(crate) fn broken_off(error: &tokio::task::JoinError) -> Error {
    let (problem, advice) = match error.is_panic() {
        true => ("the download met a defect of this program", "report it with the panic's message"),
        false => (
            "the download was broken off: the runtime shuts down",
            "run the download again; it continues where it stopped",
        ),
    };
    Error::new(ErrorKind::Disk, problem).with_advice(advice)
}
