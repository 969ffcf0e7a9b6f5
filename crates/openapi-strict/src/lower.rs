//! Turns a checked document into what the generator can bear: one response for each operation,
//! responses that accept whatever the service answers, and newtypes for what has limits.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::{
    docs::{self, Docs},
    kinds::{self, Kind},
    names,
    newtypes::{self, Check, Newtype},
    outline,
    reach::Sides,
    tree::Node,
};

/// A row of the table of operations.
#[derive(Debug)]
pub(crate) struct Operation {
    pub pointer: String,
    pub name: String,
    pub method: String,
    pub http_method: String,
    pub path: String,
    pub idempotent: bool,
    pub empty_object_is_null: bool,
    pub empty_success: Option<u16>,
    pub action: Option<String>,
}

/// What is left to generate.
#[derive(Debug)]
pub(crate) struct Lowered {
    /// With the one success of each operation.
    pub client: Value,
    /// With every response of each operation.
    pub mock: Value,
    pub newtypes: BTreeMap<String, Newtype>,
    pub operations: Vec<Operation>,
    /// The schemas that only responses reach.
    pub answers: BTreeSet<String>,
    /// What the fields of each of them hold.
    pub kinds: BTreeMap<String, BTreeMap<String, Kind>>,
    pub docs: Docs,
}

pub(crate) fn lower(root: &Node) -> Lowered {
    let sides = Sides::of(root);
    let mut document = root.to_json();
    let newtypes = newtypes::of(&document);
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
    for node in outline::operations(root) {
        let all = node.get("responses").map_or(&[][..], Node::children).iter();
        let all: Map<_, _> = all
            .map(|response| {
                (response.key.clone(), open(&response.to_json(), &responses, &newtypes))
            })
            .collect();
        let successes = all.iter().filter(|(status, _)| status.starts_with('2'));
        let (with_body, bodiless): (Vec<_>, Vec<_>) =
            successes.partition(|(_, response)| !response["content"].is_null());
        let kept = with_body.first().or(bodiless.first());
        let client = kept.map(|(status, response)| ((*status).clone(), (*response).clone()));
        let empty_success = bodiless.first().filter(|_| !with_body.is_empty());
        let stated = node.get("x-idempotent").and_then(Node::scalar);
        let path = node.pointer.split('/').nth(2).unwrap_or_default();
        let name = node.text("operationId").unwrap_or_default().to_owned();
        operations.push(Operation {
            method: names::method_name(&name),
            name,
            http_method: node.key.to_uppercase(),
            path: path.replace("~1", "/").replace("~0", "~"),
            empty_object_is_null: node.has("x-empty-object-is-null"),
            idempotent: stated.is_none_or(|flag| *flag == true),
            empty_success: empty_success.and_then(|(status, _)| status.parse().ok()),
            action: node.text("x-action").map(str::to_owned),
            pointer: node.pointer.clone(),
        });
        put(&mut document, &node.pointer, client.into_iter().collect());
        put(&mut mock, &node.pointer, Value::Object(all));
    }
    let answers = sides.responses.difference(&sides.requests).cloned().collect();
    let kinds = kinds::of(&document, &answers);
    [&mut document, &mut mock].into_iter().for_each(docs::escape);
    let docs = docs::describe(&mut document, &newtypes, &answers);
    Lowered { client: document, mock, newtypes, operations, answers, kinds, docs }
}

fn put(document: &mut Value, operation: &str, responses: Value) {
    if let Some(operation) = document.pointer_mut(operation) {
        operation["responses"] = responses;
    }
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
        if newtype.check == Check::Secret {
            return;
        }
        let kind = newtype.check.json_type();
        *schema = json!({ "type": kind, "description": newtype.description });
    }
    let Some(fields) = schema.as_object_mut() else {
        return;
    };
    fields.retain(|key, _| !CONSTRAINTS.contains(&key.as_str()));
    if fields.get("type").is_some_and(|kind| kind == "integer") {
        fields.insert("format".to_owned(), "int64".into());
    }
    if let Some(items) = fields.get_mut("items") {
        tolerate(items, newtypes);
    }
    if let Some(Value::Object(properties)) = fields.get_mut("properties") {
        for property in properties.values_mut() {
            tolerate(property, newtypes);
            // Everything else that is not required may be null already.
            if property["type"] == "array" {
                property["nullable"] = true.into();
            }
        }
    }
}
