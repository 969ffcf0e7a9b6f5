//! Turns a checked document into what the generator can bear: one response for each operation,
//! responses that accept whatever the service answers, and newtypes for what has limits.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::codegen::{pattern::Pattern, reach::Sides, rules, tree::Node};

/// A named schema that becomes a hand-written type or a macro's newtype.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newtype {
    pub description: String,
    pub check: Check,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    Integer { min: i64, max: i64, unit: String },
    Text(Pattern),
    Secret,
}

/// A row of the table of operations.
#[derive(Debug)]
pub struct Operation {
    pub pointer: String,
    pub name: String,
    pub method: String,
    pub idempotent: bool,
    pub empty_success: Option<u16>,
}

/// What is left to generate.
#[derive(Debug)]
pub struct Lowered {
    /// With the one success of each operation.
    pub client: Value,
    /// With every response of each operation.
    pub mock: Value,
    pub newtypes: BTreeMap<String, Newtype>,
    pub operations: Vec<Operation>,
}

pub fn lower(root: &Node) -> Lowered {
    let sides = Sides::of(root);
    let mut document = root.to_json();
    let newtypes = newtypes(&document);
    let responses = document["components"]["responses"].take();
    if let Some(schemas) = document["components"]["schemas"].as_object_mut() {
        for (name, schema) in schemas {
            if sides.responses.contains(name) && !newtypes.contains_key(name) {
                tolerate(schema, &newtypes);
            }
        }
    }
    if let Some(components) = document["components"].as_object_mut() {
        components.remove("responses");
    }
    let mut mock = document.clone();
    let mut operations = Vec::new();
    for (place, node) in rules::operations(root) {
        let mut all = Map::new();
        for (status, response) in document
            .pointer(&place.pointer)
            .into_iter()
            .flat_map(|o| objects(&o["responses"]))
        {
            all.insert(status.clone(), open(response, &responses, &newtypes));
        }
        let (with_body, bodiless): (Vec<_>, Vec<_>) = all
            .iter()
            .filter(|(status, _)| status.starts_with('2'))
            .partition(|(_, response)| !response["content"].is_null());
        let success = with_body.first().or(bodiless.first());
        let kept: Map<_, _> = success
            .iter()
            .map(|(s, r)| ((*s).clone(), (*r).clone()))
            .collect();
        let name = node.text("operationId").unwrap_or_default();
        let stated = node.get("x-idempotent").and_then(Node::scalar);
        operations.push(Operation {
            name: name.to_owned(),
            method: rules::method_name(name),
            idempotent: stated.map_or(true, |flag| *flag == Value::Bool(true)),
            empty_success: match (with_body.first(), bodiless.first()) {
                (Some(_), Some((status, _))) => status.parse().ok(),
                _ => None,
            },
            pointer: place.pointer.clone(),
        });
        put(&mut document, &place.pointer, Value::Object(kept));
        put(&mut mock, &place.pointer, Value::Object(all));
    }
    Lowered {
        client: document,
        mock,
        newtypes,
        operations,
    }
}

fn put(document: &mut Value, operation: &str, responses: Value) {
    if let Some(operation) = document.pointer_mut(operation) {
        operation["responses"] = responses;
    }
}

fn objects(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flatten()
}

fn newtypes(document: &Value) -> BTreeMap<String, Newtype> {
    objects(&document["components"]["schemas"])
        .filter_map(|(name, schema)| {
            let description = schema["description"].as_str()?.to_owned();
            let check = if schema["x-sensitive"] == true {
                Check::Secret
            } else if let Some(pattern) = schema["pattern"].as_str() {
                Check::Text(Pattern::parse(pattern)?)
            } else {
                Check::Integer {
                    min: schema["minimum"].as_i64()?,
                    max: schema["maximum"].as_i64()?,
                    unit: schema["x-unit"].as_str().unwrap_or_default().to_owned(),
                }
            };
            Some((name.clone(), Newtype { description, check }))
        })
        .collect()
}

/// A response written out in place, its JSON tolerant, other media types and headers left out.
fn open(response: &Value, shared: &Value, newtypes: &BTreeMap<String, Newtype>) -> Value {
    let target = response["$ref"].as_str().and_then(|t| t.rsplit('/').next());
    let response = target.map_or(response, |name| &shared[name]);
    let mut opened = json!({ "description": response["description"] });
    let mut schema = response["content"]["application/json"]["schema"].clone();
    if !schema.is_null() {
        tolerate(&mut schema, newtypes);
        opened["content"] = json!({ "application/json": { "schema": schema } });
    }
    opened
}

const CONSTRAINTS: &[&str] = &[
    "format",
    "minimum",
    "maximum",
    "x-unit",
    "pattern",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "required",
];

/// Takes every constraint off a response's schema.
fn tolerate(schema: &mut Value, newtypes: &BTreeMap<String, Newtype>) {
    let target = schema["$ref"].as_str().and_then(|t| t.rsplit('/').next());
    if let Some(newtype) = target.and_then(|name| newtypes.get(name)) {
        let kind = match newtype.check {
            Check::Integer { .. } => "integer",
            Check::Text(_) => "string",
            Check::Secret => return,
        };
        *schema = json!({ "type": kind, "description": newtype.description });
    }
    let Some(fields) = schema.as_object_mut() else {
        return;
    };
    fields.retain(|key, _| !CONSTRAINTS.contains(&key.as_str()));
    match fields.get("type").and_then(Value::as_str) {
        Some("integer") => drop(fields.insert("format".to_owned(), "int64".into())),
        Some("array") => drop(fields.insert("nullable".to_owned(), true.into())),
        _ => {}
    }
    if let Some(items) = fields.get_mut("items") {
        tolerate(items, newtypes);
    }
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        properties.values_mut().for_each(|p| tolerate(p, newtypes));
    }
}
