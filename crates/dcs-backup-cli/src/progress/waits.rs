//! Waits in words. Pure.

use std::time::Duration;

/// What went wrong with a request that is repeated.
pub(super) fn repeated(problem: &str, wait: Duration) -> String {
    format!("{problem}; trying again in {}", seconds(wait))
}

/// A wait in the words of the program's arguments, in whole seconds.
pub(super) fn seconds(duration: Duration) -> String {
    humantime::format_duration(Duration::from_secs(duration.as_secs_f64().ceil() as u64))
        .to_string()
}
