#![doc = include_str!("../README.md")]

mod body;
pub mod client;
mod clock;
mod error;
mod exchange;
mod hint;
mod invalid_value;
mod locality;
mod moment;
mod no_connection;
#[cfg(feature = "progenitor")]
mod progenitor;
pub mod proxy;
mod redact;
mod retry;

pub use body::{Body, BodyError};
pub use clock::{Clock, SystemClock};
pub use error::{ClockOffset, Error, ErrorKind, Prospect};
pub use exchange::ExchangeError;
pub use hint::Hint;
pub use invalid_value::InvalidValue;
pub use locality::Locality;
pub use moment::{Moment, format_basic, format_rfc3339, parse_basic};
pub use no_connection::{NoConnection, Peer};
pub use redact::{clean, is_misleading};
pub use retry::{GiveUp, Idempotency, Outcome, RetryPolicy, parse_retry_after};
