//! The code that the build script makes of `spec/*.yaml`, a module for each document, and the lint
//! exemptions it needs.
#![allow(
    missing_docs,
    reason = "the generator documents operations, types and fields, but not its builders' setters"
)]
#![allow(
    unreachable_pub,
    reason = "the generator cannot know which of its modules this crate re-exports"
)]
#![allow(
    clippy::unwrap_used,
    reason = "in `Client::new` alone, which this crate does not call: it makes its own reqwest clients"
)]
#![allow(
    clippy::exhaustive_enums,
    reason = "an enum is what a request may say; a value more is a change of the YAML"
)]
#![allow(unused_imports, reason = "the generator's prelude, which this crate does not re-export")]

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
