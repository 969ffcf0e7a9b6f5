//! How long links work, as the user of the sandbox has it.

use std::time::Duration;

/// How long the links work that the sandbox gives out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkLifetime {
    /// As long as the request asks for: 300 to 86,400 seconds.
    #[default]
    AsAsked,
    /// This long whatever the request asks for, in whole seconds; with zero they have expired when they
    /// are given out.
    Fixed(Duration),
}
