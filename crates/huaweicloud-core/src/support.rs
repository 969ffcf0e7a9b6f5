//! What generated code may name outside of itself, and nothing else: the contract between the generator
//! and this runtime. It is not for people to call.
//!
//! Generated code is expanded in the crate that owns the YAML, so everything here is public and every macro names
//! its parts by `$crate::support`. Beside this module, the generator's own code names `progenitor_client`,
//! `reqwest`, `serde` and, if the crate has a feature `schemars`, `schemars`: these, the crate that owns the
//! YAML depends on.

/// The inner value of each generated client.
pub use crate::wire::transport::Transport;

/// `hooks!(Client, OPERATIONS)` lets a generated client send through [`Transport`].
pub use crate::hooks;
/// What `hooks!` implements beside the hook, so that a [`crate::Client`] can be made of the generated one.
pub use crate::wire::service::Service;

/// A row of a document's table `OPERATIONS`.
pub use crate::types::operation::Operation;

/// `bounded_integer!` declares the checked type of an integer with a minimum and a maximum.
pub use crate::bounded_integer;
/// `bounded_string!` declares the checked type of a string with a length or a pattern.
pub use crate::bounded_string;
/// The type of a string that the YAML marks `x-sensitive`.
pub use crate::types::checked::SecretText;
/// The parts of these two: limits, refusals, and the traits that both implement.
#[doc(hidden)]
pub use crate::{
    checked_type, json_schema_of,
    types::checked::{Class, IntegerLimits, TextLimits},
};
#[doc(hidden)]
pub use careful_http::InvalidValue;

/// `lenient!` reads a type of answers leniently.
pub use crate::lenient;
/// The parts of `lenient!`.
#[doc(hidden)]
pub use crate::types::lenient::{Fields, Kind as FieldKind, Lenient};

/// The same, for the feature `schemars`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
pub use schemars;
/// The crates that the macros of this module name, so that a caller's imports do not matter.
#[doc(hidden)]
pub use {progenitor_client, reqwest, serde};
