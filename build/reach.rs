//! Which named schemas requests and responses reach: requests are strict, responses tolerant.

use std::collections::BTreeSet;

use crate::codegen::{
    lint::{Lint, Place},
    tree::{Node, Value},
};

/// The names of the schemas that are reached from each side.
#[derive(Debug, Default)]
pub struct Sides {
    pub requests: BTreeSet<String>,
    pub responses: BTreeSet<String>,
}

const REQUEST_KEYS: [&str; 2] = ["parameters", "requestBody"];
const REQUEST_SECTIONS: [&str; 2] = ["parameters", "requestBodies"];
const RESPONSE_SECTIONS: [&str; 2] = ["responses", "headers"];

impl Sides {
    pub fn of(root: &Node) -> Self {
        let mut sides = Self::default();
        for (_, node) in request_roots(root) {
            follow(root, node, &mut sides.requests);
        }
        for (_, node) in response_roots(root) {
            follow(root, node, &mut sides.responses);
        }
        sides
    }
}

fn request_roots(root: &Node) -> Vec<(Place, &Node)> {
    roots(root, &REQUEST_KEYS, &REQUEST_SECTIONS)
}

fn response_roots(root: &Node) -> Vec<(Place, &Node)> {
    roots(root, &["responses"], &RESPONSE_SECTIONS)
}

/// The values at `keys` of path items and operations, and at `sections` of the components.
fn roots<'a>(root: &'a Node, keys: &[&str], sections: &[&str]) -> Vec<(Place, &'a Node)> {
    let mut found = Vec::new();
    for top in root.entries() {
        let place = Place::root().child(top);
        match top.key.as_str() {
            "components" => pick(&top.node, &place, sections, &mut found),
            "paths" => {
                for item in top.node.entries() {
                    let place = place.child(item);
                    pick(&item.node, &place, keys, &mut found);
                    for operation in item.node.entries() {
                        pick(&operation.node, &place.child(operation), keys, &mut found);
                    }
                }
            }
            _ => {}
        }
    }
    found
}

fn pick<'a>(node: &'a Node, place: &Place, keys: &[&str], found: &mut Vec<(Place, &'a Node)>) {
    for entry in node.entries() {
        if keys.contains(&entry.key.as_str()) {
            found.push((place.child(entry), &entry.node));
        }
    }
}

fn follow(root: &Node, node: &Node, names: &mut BTreeSet<String>) {
    let target = node.text("$ref");
    if let Some(name) = target.and_then(|t| t.strip_prefix("#/components/schemas/")) {
        if names.insert(name.to_owned())
            && let Some(schema) = named(root).find(|(place, _)| place.key == name)
        {
            follow(root, schema.1, names);
        }
        return;
    }
    for entry in node.entries() {
        follow(root, &entry.node, names);
    }
    for item in node.items() {
        follow(root, item, names);
    }
}

/// The named schemas.
pub fn named(root: &Node) -> impl Iterator<Item = (Place, &Node)> {
    let components = root.entries().iter().find(|e| e.key == "components");
    let schemas = components.and_then(|c| {
        let entry = c.node.entries().iter().find(|e| e.key == "schemas")?;
        Some((Place::root().child(c).child(entry), &entry.node))
    });
    schemas.into_iter().flat_map(|(place, schemas)| {
        let entries = schemas.entries().iter();
        entries.map(move |entry| (place.child(entry), &entry.node))
    })
}

/// Reports schemas that no side, or too many sides, reach, and what a side cannot bear.
pub fn check(lint: &mut Lint<'_>) {
    let sides = Sides::of(lint.root);
    for (place, node) in response_roots(lint.root) {
        tolerant(lint, node, &place);
    }
    for (place, node) in named(lint.root) {
        let asked = sides.requests.contains(&place.key);
        let answered = sides.responses.contains(&place.key);
        let scalar = !["array", "object"].map(Some).contains(&node.text("type"));
        match (asked, answered) {
            (false, false) => lint.report(&place, "nothing uses this schema; refer to it or remove it"),
            (true, true) if !scalar => lint.report(
                &place,
                "a request and a response share this schema, but requests are strict and responses tolerant; give each its own",
            ),
            (_, true) => tolerant(lint, node, &place),
            (true, false) => strict(lint, node, &place),
        }
    }
}

/// A closed response would make a real answer unreadable as soon as the service adds to it.
fn tolerant(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    for entry in node.entries() {
        let place = place.child(entry);
        let closed = match (entry.key.as_str(), &entry.node.value) {
            ("enum", Value::List(_)) => true,
            ("additionalProperties", Value::Scalar(flag)) => flag.as_bool() == Some(false),
            ("example" | "examples", _) => continue,
            _ => false,
        };
        if closed {
            let text = "a response stays open to what the service adds; list the values in the description";
            lint.report(&place, text);
        }
        tolerant(lint, &entry.node, &place);
    }
    for (index, item) in node.items().iter().enumerate() {
        tolerant(lint, item, &place.step(&index.to_string(), item.at));
    }
}

/// A length makes a type of its own, which must have a name to carry the attributes of the others.
fn strict(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    for properties in node.entries().iter().filter(|e| e.key == "properties") {
        let place = place.child(properties);
        for property in properties.node.entries() {
            let place = place.child(property);
            if let Some(entry) = property
                .node
                .entries()
                .iter()
                .find(|e| ["minLength", "maxLength"].contains(&e.key.as_str()))
            {
                let text = format!(
                    "a schema with `{}` becomes a type of its own; move it to `components/schemas` and refer to it",
                    entry.key
                );
                lint.report(&place.child(entry), text);
            }
        }
    }
}
