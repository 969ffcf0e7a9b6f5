//! Work that waits for the disk, on the runtime's threads for it.

use crate::error::{Error, ErrorKind};

/// Runs what waits for the disk where nobody waits for it.
pub(super) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => Err(broken_off(&error)),
    }
}

/// Why work came to no end at all.
pub(super) fn broken_off(error: &tokio::task::JoinError) -> Error {
    let (problem, advice) = match error.is_panic() {
        true => ("the download met a defect of this program", "report it with the panic's message"),
        false => (
            "the download was broken off: the runtime shuts down",
            "run the download again; it goes on where it was",
        ),
    };
    Error::new(ErrorKind::Disk, problem).with_advice(advice)
}
