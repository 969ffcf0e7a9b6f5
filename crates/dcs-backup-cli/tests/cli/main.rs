//! What a user of `dcs-backup` sees: output, messages and exit codes of the real program, against
//! the sandbox in this process.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod completion;
mod create;
mod credentials;
mod download;
#[cfg(target_os = "linux")]
mod facilities;
mod input;
mod inspect;
#[cfg(unix)]
mod interrupt;
mod json_docs;
mod kill;
mod latest;
#[cfg(unix)]
mod limits;
mod links;
mod list;
mod network;
#[cfg(unix)]
mod paths;
mod pipe;
mod process;
mod progress;
#[cfg(unix)]
mod sandbox;
#[cfg(unix)]
mod signals;
mod support;
#[cfg(unix)]
mod terminal;
mod tls;
mod verified;
mod verify;
