//! Who asks, and the sources of credentials.

mod absence;
pub(crate) mod agency;
pub(crate) mod chain;
pub(crate) mod environment;
pub(crate) mod keys;
mod metadata;
pub(crate) mod profile;
pub(crate) mod provider;
