//! Typed [httpmock](https://docs.rs/httpmock) helpers: what each operation may be asked, and what
//! it may answer by the YAML, failures among it.
//!
//! [`MockServerExt`] adds a method for each operation to `httpmock::MockServer`. For a
//! response that is not JSON, the helper sets only the status; `into_inner()` leads to the rest. Each
//! service has a module; this one re-exports that of DCS.
#![allow(
    missing_docs,
    reason = "the generator documents its modules and its trait, but not each helper"
)]
#![allow(
    missing_debug_implementations,
    reason = "httpmock's own `When` and `Then`, which the helpers wrap, have no `Debug`"
)]
#![allow(
    clippy::unwrap_used,
    clippy::to_string_in_format_args,
    reason = "the generator's style; it builds regular expressions of paths that it knows"
)]

pub use dcs::*;

include!(concat!(env!("OUT_DIR"), "/documents_mock.rs"));
