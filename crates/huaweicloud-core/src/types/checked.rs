//! Checked types: what declares them from the limits of the YAML, and what they refuse.

use std::fmt;

use careful_http::InvalidValue;
use serde::{Deserialize, Serialize};

/// The limits of a bounded integer, as the YAML states them.
#[derive(Debug)]
pub struct IntegerLimits {
    /// The name that refusals give the value.
    pub field: &'static str,
    /// The unit with a leading space, or nothing.
    pub unit: &'static str,
    /// The smallest value.
    pub min: i64,
    /// The largest value.
    pub max: i64,
}

impl IntegerLimits {
    /// Returns the value if it is within the limits.
    ///
    /// # Errors
    /// Outside of the limits.
    pub fn check(&self, value: i128) -> Result<i64, InvalidValue> {
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

    /// Reads a whole number and checks it.
    ///
    /// # Errors
    /// Not a whole number, or outside of the limits.
    pub fn parse(&self, text: &str) -> Result<i64, InvalidValue> {
        let Self { field, unit, min, max } = *self;
        let Ok(value) = text.parse::<i64>() else {
            let problem = format!("{text:?} is not a whole number between {min} and {max}{unit}");
            return Err(InvalidValue::new(field, problem));
        };
        self.check(value.into())
    }
}

/// The limits of a string, as the YAML states them by a length or an anchored pattern.
#[derive(Debug)]
pub struct TextLimits {
    /// The name that refusals give the value.
    pub field: &'static str,
    /// The fewest characters.
    pub min: usize,
    /// The most characters.
    pub max: usize,
    /// The characters that are allowed, if not all are.
    pub class: Option<Class>,
}

/// The characters of a pattern.
#[derive(Debug)]
pub struct Class {
    /// The whole pattern, for refusals.
    pub pattern: &'static str,
    /// Whether a byte may be in the text.
    pub allows: fn(u8) -> bool,
}

impl TextLimits {
    /// Checks a text.
    ///
    /// # Errors
    /// Too short, too long, or with a character that is not allowed.
    pub fn check(&self, text: &str) -> Result<(), InvalidValue> {
        let Some(problem) = self.problem(text) else {
            return Ok(());
        };
        let problem = match &self.class {
            Some(Class { pattern, .. }) => format!("{problem}; it must match {pattern}"),
            None => problem,
        };
        Err(InvalidValue::new(self.field, problem))
    }

    fn problem(&self, text: &str) -> Option<String> {
        if let Some(Class { allows, .. }) = self.class
            && let Some((at, bad)) =
                text.chars().enumerate().find(|(_, c)| !u8::try_from(*c).is_ok_and(allows))
        {
            return Some(format!("character {} ({bad:?}) is not allowed", at + 1));
        }
        match text.chars().count() {
            0 if self.min > 0 => Some("it is empty".to_owned()),
            n if n < self.min => {
                Some(format!("{n} characters are fewer than the minimum of {}", self.min))
            }
            n if n > self.max => {
                Some(format!("{n} characters are more than the maximum of {}", self.max))
            }
            _ => None,
        }
    }
}

/// The limits as a JSON schema with the YAML's description.
#[cfg(feature = "schemars")]
mod schema {
    use schemars::{Schema, json_schema};

    use super::{Class, IntegerLimits, TextLimits};

    impl IntegerLimits {
        /// The JSON schema of the type.
        pub fn schema(&self, description: &str) -> Schema {
            let Self { min, max, .. } = self;
            json_schema!({
                "type": "integer", "description": description, "minimum": min, "maximum": max,
            })
        }
    }

    impl TextLimits {
        /// The JSON schema of the type.
        pub fn schema(&self, description: &str) -> Schema {
            let mut schema = json_schema!({ "type": "string", "description": description });
            if let Some(Class { pattern, .. }) = self.class {
                schema.insert("pattern".to_owned(), pattern.into());
                return schema;
            }
            if self.min > 0 {
                schema.insert("minLength".to_owned(), self.min.into());
            }
            if self.max < usize::MAX {
                schema.insert("maxLength".to_owned(), self.max.into());
            }
            schema
        }
    }
}

/// Declares the newtype of a bounded integer; the build script writes the invocations.
#[doc(hidden)]
#[macro_export]
macro_rules! bounded_integer {
    (
        $(#[$doc:meta])* $name:ident, $field:literal, $description:literal,
        $unit:literal, $min:literal..=$max:literal
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(i64);

        impl $name {
            /// The smallest value that the service accepts.
            pub const MIN: Self = Self($min);
            /// The largest value that the service accepts.
            pub const MAX: Self = Self($max);

            pub(crate) const LIMITS: $crate::support::IntegerLimits =
                $crate::support::IntegerLimits { field: $field, unit: $unit, min: $min, max: $max };

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

        $crate::support::checked_type!($name, i64, $description);
        $crate::support::bounded_integer!(@from $name, i32, i64, u32, u64);

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::support::InvalidValue;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::LIMITS.parse(text).map(Self)
            }
        }
    };
    (@from $name:ident, $($number:ty),+) => {$(
        impl ::std::convert::TryFrom<$number> for $name {
            type Error = $crate::support::InvalidValue;

            fn try_from(value: $number) -> ::std::result::Result<Self, Self::Error> {
                Self::LIMITS.check(value.into()).map(Self)
            }
        }
    )+};
}

/// Declares the newtype of a string with a length or a pattern; the build script writes the invocations.
#[doc(hidden)]
#[macro_export]
macro_rules! bounded_string {
    (
        $(#[$doc:meta])* $name:ident, $field:literal, $description:literal,
        $min:literal..=$max:expr $(, $pattern:literal, $class:pat)?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(::std::string::String);

        impl $name {
            const LIMITS: $crate::support::TextLimits = $crate::support::TextLimits {
                field: $field,
                min: $min,
                max: $max,
                class: $crate::support::bounded_string!(@class $($pattern, $class)?),
            };

            /// The value as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        $crate::support::checked_type!($name, ::std::string::String, $description);

        impl ::std::convert::TryFrom<::std::string::String> for $name {
            type Error = $crate::support::InvalidValue;

            fn try_from(text: ::std::string::String) -> ::std::result::Result<Self, Self::Error> {
                Self::LIMITS.check(&text)?;
                Ok(Self(text))
            }
        }

        impl ::std::convert::TryFrom<&str> for $name {
            type Error = $crate::support::InvalidValue;

            fn try_from(text: &str) -> ::std::result::Result<Self, Self::Error> {
                Self::LIMITS.check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl ::std::convert::TryFrom<&::std::string::String> for $name {
            type Error = $crate::support::InvalidValue;

            fn try_from(text: &::std::string::String) -> ::std::result::Result<Self, Self::Error> {
                Self::try_from(text.as_str())
            }
        }

        impl From<&$name> for $name {
            fn from(value: &$name) -> Self {
                value.clone()
            }
        }

        impl ::std::str::FromStr for $name {
            type Err = $crate::support::InvalidValue;

            fn from_str(text: &str) -> ::std::result::Result<Self, Self::Err> {
                Self::try_from(text)
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
    (@class) => {
        ::std::option::Option::None
    };
    (@class $pattern:literal, $class:pat) => {
        ::std::option::Option::Some($crate::support::Class {
            pattern: $pattern,
            allows: |byte| ::std::matches!(byte, $class),
        })
    };
}

/// What every checked type has in common: the way to the plain value, serde, and the JSON schema.
///
/// Written out, for a derive would name the `serde` of the crate that the macro expands in.
#[doc(hidden)]
#[macro_export]
macro_rules! checked_type {
    ($name:ident, $plain:ty, $description:literal) => {
        impl From<$name> for $plain {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl $crate::support::serde::Serialize for $name {
            fn serialize<S: $crate::support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::support::serde::Serialize::serialize(&self.0, serializer)
            }
        }

        impl<'de> $crate::support::serde::Deserialize<'de> for $name {
            fn deserialize<D: $crate::support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                let plain =
                    <$plain as $crate::support::serde::Deserialize>::deserialize(deserializer)?;
                Self::try_from(plain).map_err($crate::support::serde::de::Error::custom)
            }
        }

        $crate::support::json_schema_of!($name, $description);
    };
}

/// The JSON schema of a checked type, where this crate has the feature `schemars`.
#[cfg(feature = "schemars")]
#[doc(hidden)]
#[macro_export]
macro_rules! json_schema_of {
    ($name:ident, $description:literal) => {
        impl $crate::support::schemars::JsonSchema for $name {
            fn schema_name() -> ::std::borrow::Cow<'static, str> {
                ::std::stringify!($name).into()
            }

            fn json_schema(
                _: &mut $crate::support::schemars::SchemaGenerator,
            ) -> $crate::support::schemars::Schema {
                Self::LIMITS.schema($description)
            }
        }
    };
}

/// The JSON schema of a checked type, where this crate has the feature `schemars`.
#[cfg(not(feature = "schemars"))]
#[doc(hidden)]
#[macro_export]
macro_rules! json_schema_of {
    ($name:ident, $description:literal) => {};
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
