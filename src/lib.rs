//! dcs-backup.
mod generated;
#[cfg(feature = "mock")]
pub mod mock;
mod operation;
pub mod sign;
mod transport;
pub mod types;
