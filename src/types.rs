//! Values checked once, at the border: identifiers, lifetimes and secret text.
//!
//! The newtypes that the YAML describes are declared by the build script through the two macros of
//! this file, so that a limit stands in one place: `spec/*.yaml`.

use std::{borrow::Cow, convert::Infallible, fmt, time::Duration};

use serde::{Deserialize, Serialize};

pub use crate::generated::checked::*;

/// Why a value was refused before anything was sent: the field, what is wrong, and the limit.
///
/// ```
/// use dcs_backup::types::Expiration;
///
/// let refused = Expiration::from_secs(299).unwrap_err();
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
    pub(crate) fn new(field: impl Into<Cow<'static, str>>, problem: impl Into<String>) -> Self {
        Self { field: field.into(), problem: problem.into() }
    }

    /// The same refusal, of the field where the value came from.
    pub(crate) fn in_field(self, field: &str) -> Self {
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

/// The limits of a bounded integer, as the YAML states them.
pub(crate) struct IntegerLimits {
    pub(crate) field: &'static str,
    /// The unit with a leading space, or nothing.
    pub(crate) unit: &'static str,
    pub(crate) min: i64,
    pub(crate) max: i64,
}

impl IntegerLimits {
    pub(crate) fn check(&self, value: i128) -> Result<i64, InvalidValue> {
        let Self { field, unit, min, max } = *self;
        match i64::try_from(value) {
            Ok(value) if (min..=max).contains(&value) => Ok(value),
            _ if value < i128::from(min) => Err(InvalidValue::new(
                field,
                format!("{value}{unit} is below the minimum of {min}{unit}"),
            )),
            _ => Err(InvalidValue::new(
                field,
                format!("{value}{unit} is above the maximum of {max}{unit}"),
            )),
        }
    }
}

/// The limits of a string parameter, as the YAML's anchored pattern states them.
pub(crate) struct TextLimits {
    pub(crate) field: &'static str,
    pub(crate) pattern: &'static str,
    pub(crate) min: usize,
    pub(crate) max: usize,
    pub(crate) allows: fn(u8) -> bool,
}

impl TextLimits {
    pub(crate) fn check(&self, text: &str) -> Result<(), InvalidValue> {
        let refuse = |problem: String| {
            Err(InvalidValue::new(self.field, format!("{problem}; it must match {}", self.pattern)))
        };
        let length = text.len();
        if text.bytes().all(self.allows) && (self.min..=self.max).contains(&length) {
            return Ok(());
        }
        if let Some((at, bad)) =
            text.char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(self.allows))
        {
            let at = text[..at].chars().count() + 1;
            return refuse(format!("character {at} ({bad:?}) is not allowed"));
        }
        match text.len() {
            0 if self.min > 0 => refuse("it is empty".to_owned()),
            n if n < self.min => {
                refuse(format!("{n} characters are fewer than the minimum of {}", self.min))
            }
            n if n > self.max => {
                refuse(format!("{n} characters are more than the maximum of {}", self.max))
            }
            _ => Ok(()),
        }
    }
}

/// Declares the newtype of a bounded integer; the build script writes the invocations.
macro_rules! bounded_integer {
    ($(#[$doc:meta])* $name:ident, $field:literal, $unit:literal, $min:literal..=$max:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "i64", into = "i64")]
        pub struct $name(i64);

        impl $name {
            /// The smallest value that the service accepts.
            pub const MIN: Self = Self($min);
            /// The largest value that the service accepts.
            pub const MAX: Self = Self($max);

            pub(crate) const LIMITS: $crate::types::IntegerLimits =
                $crate::types::IntegerLimits { field: $field, unit: $unit, min: $min, max: $max };

            /// A value known when compiling; use it in constants only, where a wrong one fails the build.
            #[allow(dead_code, reason = "not every bounded integer has a constant of its own")]
            pub(crate) const fn literal(value: i64) -> Self {
                assert!($min <= value && value <= $max);
                Self(value)
            }

            /// The value as a plain number.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        $crate::types::bounded_integer!(@from $name, i32, i64, u32, u64);

        impl From<$name> for i64 {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::types::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text.parse::<i64>() {
                    Ok(value) => Self::try_from(value),
                    Err(_) => Err($crate::types::InvalidValue::new(
                        $field,
                        format!("{:?} is not a whole number between {} and {}{}", text, $min, $max, $unit),
                    )),
                }
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "integer", "minimum": $min, "maximum": $max })
            }
        }
    };
    (@from $name:ident, $($number:ty),+) => {$(
        impl TryFrom<$number> for $name {
            type Error = $crate::types::InvalidValue;

            fn try_from(value: $number) -> Result<Self, Self::Error> {
                Self::LIMITS.check(value.into()).map(Self)
            }
        }
    )+};
}

/// Declares the newtype of a patterned string; the build script writes the invocations.
macro_rules! patterned_string {
    ($(#[$doc:meta])* $name:ident, $field:literal, $pattern:literal, $min:literal..=$max:literal, $class:pat) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            const LIMITS: $crate::types::TextLimits = $crate::types::TextLimits {
                field: $field,
                pattern: $pattern,
                min: $min,
                max: $max,
                allows: |byte| matches!(byte, $class),
            };

            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::types::InvalidValue;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::LIMITS.check(&text)?;
                Ok(Self(text))
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::types::InvalidValue;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::LIMITS.check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<&String> for $name {
            type Error = $crate::types::InvalidValue;

            fn try_from(text: &String) -> Result<Self, Self::Error> {
                Self::try_from(text.as_str())
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::types::InvalidValue;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern })
            }
        }
    };
}

pub(crate) use {bounded_integer, patterned_string};

impl Expiration {
    /// The lifetime used where none is asked for: 30 minutes.
    pub const DEFAULT: Self = Self::literal(1800);

    /// A lifetime of this many seconds.
    ///
    /// # Errors
    /// Below [`Expiration::MIN`] or above [`Expiration::MAX`].
    pub fn from_secs(seconds: u64) -> Result<Self, InvalidValue> {
        Self::try_from(seconds)
    }
}

impl Default for Expiration {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Whole seconds only: the service knows nothing finer, and a silent cut would hide a mistake.
impl TryFrom<Duration> for Expiration {
    type Error = InvalidValue;

    fn try_from(duration: Duration) -> Result<Self, Self::Error> {
        if duration.subsec_nanos() != 0 {
            let seconds = duration.as_secs_f64();
            let problem = format!("{seconds} s is not a whole number of seconds");
            return Err(InvalidValue::new(Self::LIMITS.field, problem));
        }
        Self::try_from(duration.as_secs())
    }
}

impl From<Expiration> for Duration {
    fn from(expiration: Expiration) -> Self {
        Self::from_secs(expiration.get().unsigned_abs())
    }
}

/// Text of an answer that the YAML marks `x-sensitive`: any text is accepted, none is shown.
///
/// `Debug` prints `SecretText(***)`. Serializing prints the text, since that is a decision made on
/// purpose; so does [`SecretText::expose`].
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct SecretText(String);

impl SecretText {
    /// The text itself. Keep it out of logs and errors.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The text itself, by value. Keep it out of logs and errors.
    pub fn into_exposed(self) -> String {
        self.0
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(***)")
    }
}
