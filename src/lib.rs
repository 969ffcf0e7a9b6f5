//! dcs-backup.
mod generated;
mod operation;
pub mod sign;
mod transport;
pub mod types;
