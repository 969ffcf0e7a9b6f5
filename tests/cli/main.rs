//! What a user of `dcs-backup` sees: output, messages and exit codes of the real program, against
//! the sandbox in this process.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod input;
mod links;
mod process;
mod support;
