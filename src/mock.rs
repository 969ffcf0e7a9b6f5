//! Typed [httpmock](https://docs.rs/httpmock) helpers: what each operation may be asked, and what
//! it may answer by the YAML, failures among it.
//!
//! [`MockServerExt`] adds a method for each operation to `httpmock::MockServer`. A response whose
//! body is not JSON has a helper that sets the status alone; `into_inner()` leads to the rest.
#![allow(
    missing_docs,
    missing_debug_implementations,
    clippy::to_string_in_format_args,
    clippy::unwrap_used,
    reason = "the generator's own style, and test support alone; the golden copy is what reviews it"
)]

include!(concat!(env!("OUT_DIR"), "/dcs_mock.rs"));
