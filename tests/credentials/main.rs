//! Who asks and in which project: providers, the places where keys are found, the metadata service
//! of a server, and the lookup of a project.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "../common/mod.rs"]
mod common;

mod agency;
mod chain;
mod metadata;
mod project;
mod provider;
mod support;
