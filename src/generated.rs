//! The code that the build script makes of `spec/*.yaml`, and the lint exemptions it needs.
#![allow(
    missing_docs,
    unreachable_pub,
    rustdoc::bare_urls,
    rustdoc::broken_intra_doc_links,
    clippy::exhaustive_enums,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::clone_on_ref_ptr,
    reason = "the generator's own style; the golden copy is what reviews it"
)]

pub use dcs::*;

/// The Distributed Cache Service.
pub mod dcs {
    include!(concat!(env!("OUT_DIR"), "/dcs.rs"));
}
