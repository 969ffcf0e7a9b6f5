//! Why a value was refused before anything was sent.

use std::{borrow::Cow, convert::Infallible, fmt};

/// Why a value was refused before anything was sent: the field, what is wrong, and the limit.
///
/// ```
/// use careful_http::InvalidValue;
///
/// let refused = InvalidValue::new("expiration", "299 s is below the minimum of 300 s");
/// assert_eq!(refused.to_string(), "expiration: 299 s is below the minimum of 300 s");
/// assert_eq!(refused.field(), "expiration");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidValue {
    field: Cow<'static, str>,
    problem: String,
}

impl InvalidValue {
    /// Refuses a value of `field` because of `problem`, which must not repeat secret text.
    pub fn new(field: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// The same refusal, of the field where the value came from.
    pub fn in_field(self, field: &str) -> Self {
        Self { field: field.to_owned().into(), ..self }
    }

    /// The name of the refused field, as the service spells it where it has a name there.
    pub fn field(&self) -> &str {
        &self.field
    }

    /// What is wrong with the value, without the field's name.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for InvalidValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for InvalidValue {}

impl From<Infallible> for InvalidValue {
    fn from(never: Infallible) -> Self {
        match never {}
    }
}
