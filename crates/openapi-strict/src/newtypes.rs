//! The checked types of a document: what each one accepts, and its declaration in Rust.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use crate::{pattern::Pattern, prose};

/// A named schema that becomes a type of the runtime or of one of its macros.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Newtype {
    pub description: String,
    pub check: Check,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    Integer { min: i64, max: i64, unit: String },
    Text(Pattern),
    Length { min: u64, max: Option<u64> },
    Secret,
}

/// The checked types of a document, by name.
pub(crate) fn of(document: &Value) -> BTreeMap<String, Newtype> {
    let schemas = document["components"]["schemas"].as_object();
    schemas
        .into_iter()
        .flatten()
        .filter_map(|(name, schema)| {
            let description = schema["description"].as_str()?.to_owned();
            Some((name.clone(), Newtype { description, check: Check::of(schema)? }))
        })
        .collect()
}

impl Check {
    fn of(schema: &Value) -> Option<Self> {
        if schema["x-sensitive"] == true {
            return Some(Self::Secret);
        }
        if let Some(pattern) = schema["pattern"].as_str() {
            return Some(Self::Text(Pattern::parse(pattern)?));
        }
        let (min, max) = (schema["minLength"].as_u64(), schema["maxLength"].as_u64());
        if min.or(max).is_some() {
            return Some(Self::Length { min: min.unwrap_or_default(), max });
        }
        Some(Self::Integer {
            min: schema["minimum"].as_i64()?,
            max: schema["maximum"].as_i64()?,
            unit: schema["x-unit"].as_str().unwrap_or_default().to_owned(),
        })
    }

    /// The type that JSON has in its place.
    pub(crate) fn json_type(&self) -> &'static str {
        match self {
            Self::Integer { .. } => "integer",
            Self::Text(_) | Self::Length { .. } | Self::Secret => "string",
        }
    }

    /// The limits in a sentence of Markdown.
    pub(crate) fn limits(&self) -> Option<String> {
        Some(match self {
            Self::Secret => return None,
            Self::Integer { min, max, unit } => {
                let gap = if unit.is_empty() { "" } else { " " };
                format!("From {min} to {max}{gap}{}.", prose::escape(unit))
            }
            Self::Text(Pattern { min, max, text, .. }) => {
                let length = if min == max { min.to_string() } else { format!("{min} to {max}") };
                format!("{length} ASCII characters, as in {}.", prose::code(text))
            }
            Self::Length { min: 0, max: Some(max) } => format!("At most {max} characters."),
            Self::Length { min, max: Some(max) } => format!("{min} to {max} characters."),
            Self::Length { min, max: None } => format!("At least {min} characters."),
        })
    }

    /// The macro that declares such a type, and what it is given after the description.
    fn declaration(&self) -> Option<(&'static str, String)> {
        Some(match self {
            Self::Secret => return None,
            Self::Integer { min, max, unit } => {
                let gap = if unit.is_empty() { "" } else { " " };
                ("bounded_integer", format!("\"{gap}{}\", {min}..={max}", unit.escape_debug()))
            }
            Self::Text(pattern) => {
                let Pattern { min, max, text, .. } = pattern;
                ("bounded_string", format!("{min}..={max}, {text:?}, {}", pattern.to_rust()))
            }
            Self::Length { min, max } => {
                let max = max.map_or_else(|| "usize::MAX".to_owned(), |max| max.to_string());
                ("bounded_string", format!("{min}..={max}"))
            }
        })
    }
}

/// The module that declares them by the macros of `support`.
pub(crate) fn declare(newtypes: &BTreeMap<String, Newtype>, support: &str) -> String {
    let mut text =
        "\n/// The types with limits that the document states.\npub mod newtypes {\n".to_owned();
    for (name, Newtype { description, check }) in newtypes {
        let Some((macro_name, arguments)) = check.declaration() else {
            continue;
        };
        let _ = writeln!(text, "    {support}::{macro_name}! {{");
        let limits = check.limits().unwrap_or_default();
        for line in prose::escape(description).lines().chain(["", &limits]) {
            let _ = writeln!(text, "        #[doc = {line:?}]");
        }
        let field = heck::ToSnakeCase::to_snake_case(name.as_str());
        let description = description.trim_end();
        let _ = writeln!(text, "        {name}, {field:?}, {description:?}, {arguments}\n    }}");
    }
    text + "}\n"
}
