//! What the fields of each answer type hold, by which the runtime's `lenient!` reads them.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

use serde_json::Value;

/// Deeper than this, lists that hold lists are read as they are.
const DEEPEST: usize = 8;

/// What a field holds, as the code names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Integer,
    Number,
    Flag,
    Object,
    List(Box<Kind>),
    Records(Box<Kind>),
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::List(items) => write!(f, "List(&{items})"),
            Self::Records(items) => write!(f, "Records(&{items})"),
            plain => write!(f, "{plain:?}"),
        }
    }
}

/// The fields of each of these types that is an object, by the types' names.
pub(crate) fn of(
    document: &Value,
    answers: &BTreeSet<String>,
) -> BTreeMap<String, BTreeMap<String, Kind>> {
    let schemas = &document["components"]["schemas"];
    let fields = |name: &String| {
        let properties = schemas[name]["properties"].as_object()?;
        let kinds = properties
            .iter()
            .filter_map(|(field, schema)| Some((field.clone(), kind(schema, schemas, 0)?)));
        Some((name.clone(), kinds.collect::<BTreeMap<_, _>>()))
    };
    answers.iter().filter_map(fields).filter(|(_, fields)| !fields.is_empty()).collect()
}

fn kind(schema: &Value, schemas: &Value, depth: usize) -> Option<Kind> {
    if let Some(target) = schema["$ref"].as_str().and_then(|target| target.rsplit('/').next()) {
        return kind(&schemas[target], schemas, depth);
    }
    Some(match schema["type"].as_str()? {
        "string" => Kind::Text,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "boolean" => Kind::Flag,
        "object" => Kind::Object,
        "array" if depth < DEEPEST => {
            let items = Box::new(kind(&schema["items"], schemas, depth + 1)?);
            if schema["x-records"] == true { Kind::Records(items) } else { Kind::List(items) }
        }
        _ => return None,
    })
}
