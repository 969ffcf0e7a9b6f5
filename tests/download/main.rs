//! The downloader: right bytes or a clear error, and nothing lost, whatever the store does.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "../common/mod.rs"]
mod common;

mod again;
#[cfg(target_os = "linux")]
mod alone;
mod answers;
mod connections;
mod content;
mod damage;
#[cfg(target_os = "linux")]
mod disk;
mod faults;
mod folder;
mod kept;
#[cfg(target_os = "linux")]
mod kill;
mod links;
mod overwrite;
mod ownership;
#[cfg(target_os = "linux")]
mod races;
mod resume;
mod sandbox;
mod scale;
mod states;
mod stream;
mod support;
mod verification;
