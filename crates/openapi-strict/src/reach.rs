//! Which named schemas requests and responses reach: requests are strict, responses tolerant.

use std::collections::BTreeSet;

use crate::{
    outline::{is_component, schemas},
    report::Report,
    tree::{Node, Value},
};

/// The names of the schemas that each side reaches.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    pub requests: BTreeSet<String>,
    pub responses: BTreeSet<String>,
}

#[derive(PartialEq)]
enum Side {
    Request,
    Response,
}

/// The side that a pointer says its value is on; a named schema may be on both.
fn side(pointer: &str) -> Option<Side> {
    let segments: Vec<&str> = pointer.split('/').collect();
    match segments[..] {
        ["", "paths", _, "parameters", ..]
        | ["", "paths", _, _, "parameters" | "requestBody", ..]
        | ["", "components", "parameters" | "requestBodies", ..] => Some(Side::Request),
        ["", "paths", _, _, "responses", ..] | ["", "components", "responses" | "headers", ..] => {
            Some(Side::Response)
        }
        _ => None,
    }
}

impl Sides {
    pub(crate) fn of(root: &Node) -> Self {
        let mut sides = Self::default();
        root.walk(&mut |node| match side(&node.pointer) {
            Some(Side::Request) => follow(root, node, &mut sides.requests),
            Some(Side::Response) => follow(root, node, &mut sides.responses),
            None => {}
        });
        sides
    }
}

/// Adds the schema that `node` is a reference to, and those that this one refers to.
fn follow(root: &Node, node: &Node, names: &mut BTreeSet<String>) {
    let target = node.text("$ref").unwrap_or_default();
    let Some(name) = target.strip_prefix("#/components/schemas/") else {
        return;
    };
    if names.insert(name.to_owned())
        && let Some(schema) = schemas(root).iter().find(|schema| schema.key == name)
    {
        schema.walk(&mut |node| follow(root, node, names));
    }
}

/// Reports schemas that no side, or too many sides, reach, and what a side cannot bear.
pub(crate) fn check(report: &mut Report<'_>) {
    let root = report.root;
    let sides = Sides::of(root);
    root.walk(&mut |node| {
        if side(&node.pointer) == Some(Side::Response) {
            tolerant(report, node);
        }
    });
    for schema in schemas(root) {
        let asked = sides.requests.contains(&schema.key);
        let answered = sides.responses.contains(&schema.key);
        let scalar = !["array", "object"].map(Some).contains(&schema.text("type"));
        if !asked && !answered {
            report.at_key(schema, "nothing uses this schema; refer to it or remove it");
        } else if asked && answered && !scalar {
            let text = "a request and a response share this schema, but requests are strict and \
                responses tolerant; give each its own";
            report.at_key(schema, text);
        } else if answered {
            schema.walk(&mut |node| tolerant(report, node));
        } else {
            schema.walk(&mut |node| strict(report, node));
        }
    }
}

/// A closed response would be unreadable as soon as the service adds to it.
fn tolerant(report: &mut Report<'_>, node: &Node) {
    let closed = match (node.key.as_str(), &node.value) {
        ("enum", Value::List(_)) => true,
        ("additionalProperties", Value::Scalar(flag)) => *flag == false,
        _ => false,
    };
    if closed {
        report.at_key(node, "a response stays open to what the service adds; describe it in words");
    }
}

/// A length makes a type of its own, which needs a name to carry the attributes of the others.
fn strict(report: &mut Report<'_>, node: &Node) {
    let long = node.children().iter().find(|c| c.key == "minLength" || c.key == "maxLength");
    if let Some(length) = long.filter(|l| l.scalar().is_some() && !is_component(node)) {
        let text =
            format!("`{}` makes a type of its own; move it to `components/schemas`", length.key);
        report.at_key(length, text);
    }
}
