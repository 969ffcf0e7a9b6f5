//! The setting for how long links work.

use std::time::Duration;

/// How long the sandbox's links work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkLifetime {
    /// As long as the request asks for, from 300 to 86,400 seconds.
    #[default]
    AsAsked,
    /// This long, in whole seconds, whatever the request asks for. With zero, links have already expired in
    /// the answer that holds them.
    Fixed(Duration),
}
