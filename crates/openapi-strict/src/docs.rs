//! What the documentation of a client says beyond the descriptions: permissions, idempotency and limits.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::{names::method_name, newtypes::Newtype, outline::METHODS, prose};

/// Documentation of setters and fields, by the name of the Rust type and that of the Rust member.
pub(crate) type Members = BTreeMap<String, BTreeMap<String, String>>;

/// What the generator leaves without documentation.
#[derive(Debug, Default)]
pub(crate) struct Docs {
    /// The arguments of operations.
    pub arguments: Members,
    /// The properties of schemas.
    pub properties: Members,
}

/// Makes each description of the document Markdown that rustdoc accepts.
pub(crate) fn escape(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(escape),
        Value::Object(fields) => {
            for (key, value) in fields {
                match value {
                    Value::String(text)
                        if ["description", "summary", "title"].contains(&key.as_str()) =>
                    {
                        *text = prose::escape(text);
                    }
                    _ => escape(value),
                }
            }
        }
        _ => {}
    }
}

/// Adds to the descriptions of operations and arguments; collects those of members.
pub(crate) fn describe(
    document: &mut Value,
    newtypes: &BTreeMap<String, Newtype>,
    answers: &BTreeSet<String>,
) -> Docs {
    let named = Named { schemas: document["components"]["schemas"].clone(), newtypes };
    let argument = |argument: &mut Value| named.describe(argument);
    values(document.pointer_mut("/components/parameters")).for_each(argument);
    values(document.pointer_mut("/components/requestBodies")).for_each(require_body);
    for item in values(document.get_mut("paths")) {
        items(item.get_mut("parameters")).for_each(argument);
        for method in METHODS {
            let Some(operation) = item.get_mut(method) else {
                continue;
            };
            items(operation.get_mut("parameters")).for_each(argument);
            operation.get_mut("requestBody").into_iter().for_each(require_body);
            describe_operation(operation);
        }
    }
    Docs { arguments: arguments(document), properties: named.properties(answers) }
}

/// What references to schemas lead to.
struct Named<'a> {
    schemas: Value,
    newtypes: &'a BTreeMap<String, Newtype>,
}

impl Named<'_> {
    fn describe(&self, argument: &mut Value) {
        if let Some(text) = argument["description"].as_str() {
            let text = self.argument(text, argument["required"] == true, &argument["schema"]);
            argument["description"] = text.into();
        }
    }

    /// What an argument is, whether it is required, and its limits.
    fn argument(&self, text: &str, required: bool, schema: &Value) -> String {
        let need = if required { "Required." } else { "Optional." };
        let mut sentences = vec![prose::sentence(text), need.to_owned()];
        if let Some(name) = target(schema) {
            sentences.extend(self.newtypes.get(name).and_then(|newtype| newtype.check.limits()));
            let words = self.schemas[name]["enum"].as_array().into_iter().flatten();
            let words: Vec<_> = words.filter_map(Value::as_str).map(prose::code).collect();
            sentences.extend((!words.is_empty()).then(|| format!("One of {}.", words.join(", "))));
        }
        sentences.join(" ")
    }

    /// The properties of each named schema; a reference has the description of its target. Those of
    /// requests are arguments.
    fn properties(&self, answers: &BTreeSet<String>) -> Members {
        let schemas = self.schemas.as_object().into_iter().flatten();
        schemas
            .map(|(name, schema)| {
                let required = schema["required"].as_array().map_or(&[][..], Vec::as_slice);
                let properties = schema["properties"].as_object().into_iter().flatten();
                let texts = properties.filter_map(|(property, schema)| {
                    let own = schema["description"].as_str();
                    let text =
                        own.or_else(|| self.schemas[target(schema)?]["description"].as_str())?;
                    let text = match answers.contains(name) {
                        true => text.to_owned(),
                        false => {
                            let required = required.iter().any(|name| name == property);
                            self.argument(text, required, schema)
                        }
                    };
                    Some((method_name(property), text))
                });
                (name.clone(), texts.collect())
            })
            .collect()
    }
}

fn describe_operation(operation: &mut Value) {
    let mut text = operation["description"].as_str().unwrap_or_default().to_owned();
    if let Some(action) = operation["x-action"].as_str() {
        text += &format!("\n\nPermission: {}.", prose::code(action));
    }
    text += match operation["x-idempotent"] == false {
        true => "\n\nNot idempotent: sending it twice may do the work twice.",
        false => "\n\nIdempotent: sending it twice does no more than sending it once.",
    };
    operation["description"] = text.into();
}

fn require_body(body: &mut Value) {
    if let Some(text) = body["description"].as_str() {
        body["description"] = format!("{} Required.", prose::sentence(text)).into();
    }
}

/// The arguments of each operation, once they are described.
fn arguments(document: &Value) -> Members {
    let resolve = |section: &str, value: &Value| match target(value) {
        Some(name) => document["components"][section][name].clone(),
        None => value.clone(),
    };
    let paths = document["paths"].as_object().into_iter().flat_map(|paths| paths.values());
    let operations = paths
        .flat_map(|item| METHODS.iter().filter_map(move |method| Some((item, item.get(method)?))));
    operations
        .map(|(item, operation)| {
            let everywhere =
                [item, operation].into_iter().filter_map(|o| o["parameters"].as_array());
            let parameters = everywhere.flatten().map(|parameter| resolve("parameters", parameter));
            let mut members: BTreeMap<_, _> = parameters
                .filter_map(|parameter| {
                    let text = parameter["description"].as_str()?.to_owned();
                    Some((method_name(parameter["name"].as_str()?), text))
                })
                .collect();
            let body = resolve("requestBodies", &operation["requestBody"]);
            if let Some(text) = body["description"].as_str() {
                members.insert("body".to_owned(), text.to_owned());
            }
            let name = operation["operationId"].as_str().unwrap_or_default();
            (heck::ToPascalCase::to_pascal_case(name), members)
        })
        .collect()
}

fn target(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.rsplit('/').next()
}

fn values(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_object_mut).into_iter().flat_map(|fields| fields.values_mut())
}

fn items(value: Option<&mut Value>) -> impl Iterator<Item = &mut Value> {
    value.and_then(Value::as_array_mut).into_iter().flatten()
}
