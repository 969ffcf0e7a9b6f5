//! Holds a document against the tables of `keywords.rs`, and collects everything that is wrong.

use std::collections::HashSet;

use serde_json::Value as Scalar;

use crate::{
    keywords::DOCUMENT,
    outline::is_component,
    problem::Problem,
    report::Report,
    shape::{Kind, Need, Shape},
    tree::{Node, Value},
};

/// Every problem of the document, in the order of the text.
pub(crate) fn lint(root: &Node) -> Vec<Problem> {
    let mut report = Report::new(root);
    visit(&mut report, &Shape::Object(&DOCUMENT), root);
    report.into_problems()
}

fn visit<'a>(report: &mut Report<'a>, shape: &Shape, node: &'a Node) {
    match (shape, &node.value) {
        (Shape::Object(kind), Value::Map(_)) => object(report, kind, node),
        (Shape::Map(inner), Value::Map(_)) => {
            duplicates(report, node);
            node.children().iter().for_each(|child| visit(report, inner, child));
        }
        (Shape::List(inner), Value::List(items)) => {
            items.iter().for_each(|item| visit(report, inner, item));
        }
        _ if shape.accepts(node) => {}
        _ => report.at_value(node, format!("found {}; write {}", found(node), shape.expected())),
    }
}

fn object<'a>(report: &mut Report<'a>, kind: &'static Kind, node: &'a Node) {
    duplicates(report, node);
    if let Some(reference) = node.get("$ref") {
        return refer(report, kind, node, reference);
    }
    for child in node.children() {
        match kind.keywords.iter().find(|(name, ..)| *name == child.key) {
            Some((.., shape)) => visit(report, shape, child),
            None => report.at_key(child, kind.unknown(&child.key)),
        }
    }
    for (name, need, _) in kind.keywords {
        if *need == Need::Must && !node.has(name) {
            report.at_key(node, format!("{} needs `{name}`; add it", kind.what));
        }
    }
    (kind.rule)(report, node);
}

fn duplicates(report: &mut Report<'_>, node: &Node) {
    let mut seen = HashSet::new();
    for child in node.children() {
        if !seen.insert(&child.key) {
            report.at_key(child, format!("`{}` stands here twice; remove one", child.key));
        }
    }
}

fn refer(report: &mut Report<'_>, kind: &Kind, node: &Node, reference: &Node) {
    for sibling in node.children().iter().filter(|child| child.key != "$ref") {
        let text = "every tool ignores what stands beside a `$ref`; move it to the target";
        report.at_key(sibling, text);
    }
    let Some(section) = kind.section.filter(|_| !is_component(node)) else {
        let text = format!("{} cannot be a `$ref`; write it out here", kind.what);
        return report.at_key(reference, text);
    };
    let target = reference.scalar().and_then(Scalar::as_str).unwrap_or_default();
    let prefix = format!("#/components/{section}/");
    let Some(name) = target.strip_prefix(&prefix) else {
        let text = format!("`{target}` is out of reach; refer to `{prefix}…` of this document");
        return report.at_value(reference, text);
    };
    if report.component(section, name).is_none() {
        let text = format!("there is no `{target}`; define it or correct the name");
        report.at_value(reference, text);
    }
}

fn found(node: &Node) -> String {
    match &node.value {
        Value::Map(_) => "a mapping".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Scalar(Scalar::String(text)) => format!("the text `{text}`"),
        Value::Scalar(scalar) => format!("`{scalar}`"),
    }
}
