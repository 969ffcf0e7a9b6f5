//! What goes over the wire, and what is made of what comes back.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../common/spec.rs"]
mod spec;

mod backups;
mod errors;
mod instances;
mod lenient;
mod links;
mod paging;
mod projects;
mod retry;
mod support;
