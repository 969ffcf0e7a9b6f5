//! Rules of schemas.

use crate::{
    names::{OWN_TYPES, distinct, is_type_name},
    outline::is_component,
    pattern::{FORM, Pattern},
    report::Report,
    tree::Node,
};

pub(crate) const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

/// The types for which a keyword of a schema means anything.
fn types_of(keyword: &str) -> &'static [&'static str] {
    match keyword {
        "format" => &["integer", "number"],
        "minimum" | "maximum" | "x-unit" => &["integer"],
        "pattern" | "minLength" | "maxLength" | "enum" | "x-sensitive" => &["string"],
        "items" | "minItems" | "maxItems" | "x-records" => &["array"],
        "properties" | "required" | "additionalProperties" => &["object"],
        _ => TYPES,
    }
}

/// The keywords that make a type of their own, which needs a name.
const NAMING: [&str; 6] = ["minimum", "maximum", "x-unit", "pattern", "enum", "x-sensitive"];

pub(crate) fn schema<'a>(report: &mut Report<'a>, node: &'a Node) {
    let kind = node.text("type").unwrap_or_default();
    for keyword in node.children() {
        let types = types_of(&keyword.key);
        if TYPES.contains(&kind) && !types.contains(&kind) {
            let types = types.join(" and ");
            let text = format!("`{}` means nothing here; it belongs to type {types}", keyword.key);
            report.at_key(keyword, text);
        }
    }
    if kind == "array" && !node.has("items") {
        report.at_key(node, "an array needs `items`; add it");
    }
    if node.get("enum").is_some_and(|values| values.children().is_empty()) {
        report.at_key(node, "an empty `enum` allows nothing; list its values");
    }
    let properties = node.get("properties");
    let each = || properties.map_or(&[][..], Node::children).iter();
    distinct(report, &[], each().map(|property| (property.key.as_str(), property)));
    for property in each() {
        described(report, property);
    }
    for required in node.get("required").map_or(&[][..], Node::children) {
        let name = required.scalar().and_then(|name| name.as_str());
        if let Some(name) = name.filter(|name| properties.is_none_or(|p| !p.has(name))) {
            let text = format!("there is no property `{name}`; define it or correct the name");
            report.at_value(required, text);
        }
    }
    if is_component(node) {
        named_schema(report, node);
    } else if kind == "object" {
        report.at_key(node, "an object needs a name; move it to `components/schemas`");
    } else if let Some(naming) = node.children().iter().find(|c| NAMING.contains(&c.key.as_str())) {
        let text =
            format!("`{}` makes a type of its own; move it to `components/schemas`", naming.key);
        report.at_key(naming, text);
    }
}

/// A `$ref` has the description of its target.
fn described(report: &mut Report<'_>, node: &Node) {
    if !node.has("description") && !node.has("$ref") {
        report.at_key(node, "nothing documents it; add a `description`");
    }
}

fn named_schema<'a>(report: &mut Report<'a>, node: &'a Node) {
    described(report, node);
    if !is_type_name(&node.key) || OWN_TYPES.contains(&node.key.as_str()) {
        report.at_key(node, "it names a new Rust type; write it in UpperCamelCase, in ASCII");
    }
    let bound = |key| node.get(key).map(|bound| bound.scalar().and_then(|b| b.as_i64()));
    match (bound("minimum"), bound("maximum")) {
        (None, None) if node.has("x-unit") => {
            report.at_key(node, "a unit belongs to bounds; add `minimum` and `maximum`");
        }
        (Some(Some(min)), Some(Some(max))) if min > max => {
            report.at_key(node, "the minimum is above the maximum; correct them");
        }
        (Some(_), None) | (None, Some(_)) => {
            report.at_key(node, "bounds have two ends; add the missing `minimum` or `maximum`");
        }
        _ => {}
    }
    if let (Some(Some(min)), Some(Some(max))) = (bound("minLength"), bound("maxLength"))
        && min > max
    {
        report.at_key(node, "the minimum is above the maximum; correct them");
    }
    if let Some(pattern) = node.get("pattern")
        && node.text("pattern").is_some_and(|text| Pattern::parse(text).is_none())
    {
        report.at_value(pattern, format!("this pattern is not supported; write {FORM}"));
    }
    let checks = ["x-sensitive", "pattern", "enum"].map(|key| node.has(key));
    let lengths = node.has("minLength") || node.has("maxLength");
    if checks.iter().filter(|is| **is).count() + usize::from(lengths) > 1 {
        let text = "of `x-sensitive`, `pattern`, `enum` and the lengths one says it all; keep one";
        report.at_key(node, text);
    }
}
