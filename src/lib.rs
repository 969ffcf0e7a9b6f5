//! dcs-backup.
mod generated;
mod operation;
#[cfg(feature = "sandbox")]
pub mod sandbox;
pub mod sign;
mod transport;
pub mod types;
