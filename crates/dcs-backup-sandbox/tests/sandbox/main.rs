//! The sandbox refuses what the real gateway, service and store refuse, in their words.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

mod api;
mod faults;
mod folder;
mod hostile;
mod lifecycle;
mod records;
mod store;
mod support;
