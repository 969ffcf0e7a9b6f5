//! The rules of a document: a table of what each kind of object may and must say, and what the
//! tables cannot express beside them.
//!
//! The tables are deliberately smaller than OpenAPI: what is not in them would be ignored or
//! misunderstood further on, so it is refused.

use std::collections::HashMap;

use crate::codegen::{
    lint::{Lint, Place},
    pattern::{FORM, Pattern},
    reach,
    tree::Node,
};
use Shape::{Any, Count, Flag, List, Map, Object, Text, True, Whole, Word};

/// One kind of object.
pub struct Kind {
    /// The kind with its article, for messages.
    pub what: &'static str,
    /// The section of `components` that a `$ref` in its place may point to.
    pub section: Option<&'static str>,
    pub needs: &'static [&'static str],
    pub keywords: &'static [(&'static str, Shape)],
    /// What the table cannot express.
    pub rule: for<'a> fn(&mut Lint<'a>, &'a Node, &Place),
}

/// What the value of a keyword must be.
pub enum Shape {
    Text,
    Flag,
    True,
    Whole,
    Count,
    Word(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Object(&'static Kind),
    Any,
}

/// A kind that neither `$ref` nor a further rule applies to.
const PLAIN: Kind = Kind {
    what: "",
    section: None,
    needs: &[],
    keywords: &[],
    rule: |_, _, _| {},
};

const SECURITY: Shape = List(&Map(&List(&Text)));
const CONTENT: Shape = Map(&Object(&MEDIA_TYPE));
const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];

pub static DOCUMENT: Kind = Kind {
    what: "the document",
    needs: &["openapi", "info", "paths"],
    keywords: &[
        ("openapi", Text),
        ("info", Object(&INFO)),
        ("servers", List(&Object(&SERVER))),
        ("tags", List(&Object(&TAG))),
        ("security", SECURITY),
        ("paths", Map(&Object(&PATH_ITEM))),
        ("components", Object(&COMPONENTS)),
    ],
    rule: document,
    ..PLAIN
};

static INFO: Kind = Kind {
    what: "the info",
    needs: &["title", "description", "version"],
    keywords: &[
        ("title", Text),
        ("description", Text),
        ("version", Text),
        ("termsOfService", Text),
        ("contact", Object(&CONTACT)),
        ("license", Object(&LICENSE)),
    ],
    ..PLAIN
};

static CONTACT: Kind = Kind {
    what: "a contact",
    keywords: &[("name", Text), ("url", Text), ("email", Text)],
    ..PLAIN
};

static LICENSE: Kind = Kind {
    what: "a license",
    needs: &["name"],
    keywords: &[("name", Text), ("url", Text)],
    ..PLAIN
};

static SERVER: Kind = Kind {
    what: "a server",
    needs: &["url"],
    keywords: &[
        ("url", Text),
        ("description", Text),
        ("variables", Map(&Object(&SERVER_VARIABLE))),
    ],
    ..PLAIN
};

static SERVER_VARIABLE: Kind = Kind {
    what: "a server variable",
    needs: &["default"],
    keywords: &[
        ("default", Text),
        ("description", Text),
        ("enum", List(&Text)),
    ],
    ..PLAIN
};

static TAG: Kind = Kind {
    what: "a tag",
    needs: &["name"],
    keywords: &[("name", Text), ("description", Text)],
    ..PLAIN
};

static PATH_ITEM: Kind = Kind {
    what: "a path item",
    keywords: &[
        ("summary", Text),
        ("description", Text),
        ("parameters", List(&Object(&PARAMETER))),
        ("get", Object(&OPERATION)),
        ("put", Object(&OPERATION)),
        ("post", Object(&OPERATION)),
        ("delete", Object(&OPERATION)),
        ("head", Object(&OPERATION)),
        ("patch", Object(&OPERATION)),
    ],
    rule: path_item,
    ..PLAIN
};

static OPERATION: Kind = Kind {
    what: "an operation",
    needs: &["operationId", "description", "responses"],
    keywords: &[
        ("operationId", Text),
        ("x-idempotent", Flag),
        ("tags", List(&Text)),
        ("summary", Text),
        ("description", Text),
        ("parameters", List(&Object(&PARAMETER))),
        ("requestBody", Object(&REQUEST_BODY)),
        ("responses", Map(&Object(&RESPONSE))),
        ("security", SECURITY),
        ("deprecated", Flag),
    ],
    rule: operation,
    ..PLAIN
};

static PARAMETER: Kind = Kind {
    what: "a parameter",
    section: Some("parameters"),
    needs: &["name", "in", "description", "schema"],
    keywords: &[
        ("name", Text),
        ("in", Word(&["path", "query", "header"])),
        ("required", Flag),
        ("description", Text),
        ("schema", Object(&SCHEMA)),
        ("example", Any),
    ],
    rule: parameter,
};

static REQUEST_BODY: Kind = Kind {
    what: "a request body",
    section: Some("requestBodies"),
    needs: &["description", "required", "content"],
    keywords: &[
        ("description", Text),
        // The generated method always sends a body.
        ("required", True),
        ("content", CONTENT),
    ],
    rule: request_body,
};

static MEDIA_TYPE: Kind = Kind {
    what: "a media type",
    needs: &["schema"],
    keywords: &[
        ("schema", Object(&SCHEMA)),
        ("example", Any),
        ("examples", Map(&Object(&EXAMPLE))),
    ],
    ..PLAIN
};

static EXAMPLE: Kind = Kind {
    what: "an example",
    needs: &["value"],
    keywords: &[("summary", Text), ("description", Text), ("value", Any)],
    ..PLAIN
};

static RESPONSE: Kind = Kind {
    what: "a response",
    section: Some("responses"),
    needs: &["description"],
    keywords: &[
        ("description", Text),
        ("headers", Map(&Object(&HEADER))),
        ("content", CONTENT),
    ],
    ..PLAIN
};

static HEADER: Kind = Kind {
    what: "a header",
    section: Some("headers"),
    needs: &["schema"],
    keywords: &[
        ("description", Text),
        ("required", Flag),
        ("schema", Object(&SCHEMA)),
        ("example", Any),
    ],
    ..PLAIN
};

static COMPONENTS: Kind = Kind {
    what: "the components",
    keywords: &[
        ("schemas", Map(&Object(&SCHEMA))),
        ("parameters", Map(&Object(&PARAMETER))),
        ("requestBodies", Map(&Object(&REQUEST_BODY))),
        ("responses", Map(&Object(&RESPONSE))),
        ("headers", Map(&Object(&HEADER))),
        ("securitySchemes", Map(&Object(&SECURITY_SCHEME))),
    ],
    ..PLAIN
};

static SECURITY_SCHEME: Kind = Kind {
    what: "a security scheme",
    needs: &["type", "in", "name"],
    keywords: &[
        ("type", Word(&["apiKey"])),
        ("in", Word(&["header"])),
        ("name", Text),
        ("description", Text),
    ],
    ..PLAIN
};

const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

static SCHEMA: Kind = Kind {
    what: "a schema",
    section: Some("schemas"),
    needs: &["type"],
    keywords: &[
        ("type", Word(TYPES)),
        ("description", Text),
        ("nullable", Flag),
        ("example", Any),
        ("format", Word(&["int32", "int64", "float", "double"])),
        ("minimum", Whole),
        ("maximum", Whole),
        ("x-unit", Text),
        ("pattern", Text),
        ("minLength", Count),
        ("maxLength", Count),
        ("enum", List(&Text)),
        ("x-sensitive", True),
        ("items", Object(&SCHEMA)),
        ("minItems", Count),
        ("maxItems", Count),
        ("properties", Map(&Object(&SCHEMA))),
        ("required", List(&Text)),
        ("additionalProperties", Flag),
    ],
    rule: schema,
};

/// The keywords that have a meaning for some types only.
const TYPED_KEYWORDS: &[(&[&str], &[&str])] = &[
    (&["integer", "number"], &["format"]),
    (&["integer"], &["minimum", "maximum", "x-unit"]),
    (
        &["string"],
        &["pattern", "minLength", "maxLength", "enum", "x-sensitive"],
    ),
    (&["array"], &["items", "minItems", "maxItems"]),
    (
        &["object"],
        &["properties", "required", "additionalProperties"],
    ),
];

/// The keywords that make a schema a type of its own, which therefore needs a name.
const NAMING_KEYWORDS: &[&str] = &["minimum", "maximum", "pattern", "enum", "x-sensitive"];

/// Reports at `key` of `node`, or at `place` where there is no such key.
fn report_key(lint: &mut Lint<'_>, node: &Node, place: &Place, key: &str, text: &str) {
    match node.entries().iter().find(|entry| entry.key == key) {
        Some(entry) => lint.report_at(entry.node.at, &place.child(entry), text),
        None => lint.report(place, text),
    }
}

fn document<'a>(lint: &mut Lint<'a>, node: &'a Node, place: &Place) {
    if node.text("openapi").is_some_and(|v| !v.starts_with("3.0.")) {
        let text = "only OpenAPI 3.0 is supported; write `openapi: 3.0.3`";
        report_key(lint, node, place, "openapi", text);
    }
    operation_ids(lint);
    reach::check(lint);
}

/// Each operation becomes one method, so two ids must differ even in snake case.
fn operation_ids(lint: &mut Lint<'_>) {
    let mut seen = HashMap::new();
    for (place, node) in operations(lint.root) {
        let Some(id) = node.text("operationId") else {
            continue;
        };
        let method = method_name(id);
        if let Some(other) = seen.insert(method.clone(), id) {
            let text = format!(
                "the method `{method}` is made of `{other}` already; choose another operationId"
            );
            report_key(lint, node, &place, "operationId", &text);
        }
    }
}

/// The operations of a document.
pub fn operations(root: &Node) -> impl Iterator<Item = (Place, &Node)> {
    let paths = root.entries().iter().find(|entry| entry.key == "paths");
    paths.into_iter().flat_map(|paths| {
        let place = Place::root().child(paths);
        paths.node.entries().iter().flat_map(move |path| {
            let place = place.child(path);
            let operations = path.node.entries().iter();
            operations
                .filter(|entry| METHODS.contains(&entry.key.as_str()))
                .map(move |entry| (place.child(entry), &entry.node))
        })
    })
}

/// The name that the generator gives the method of an operation.
pub fn method_name(operation_id: &str) -> String {
    heck::ToSnakeCase::to_snake_case(operation_id)
}

/// Whether `text` is a Rust type name as it stands: `UpperCamelCase` in ASCII.
fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}

fn path_item<'a>(lint: &mut Lint<'a>, node: &'a Node, place: &Place) {
    if !place.key.starts_with('/') {
        lint.report(place, "a path starts with `/`; add it");
    }
    let pieces = place.key.split('{').skip(1);
    let names: Vec<&str> = pieces.map(|p| p.split('}').next().unwrap_or(p)).collect();
    let shared = declared(lint, node, place);
    for parameter in &shared {
        in_template(lint, parameter, &names);
    }
    for entry in node.entries() {
        if !METHODS.contains(&entry.key.as_str()) {
            continue;
        }
        let place = place.child(entry);
        let own = declared(lint, &entry.node, &place);
        for parameter in &own {
            in_template(lint, parameter, &names);
        }
        for name in &names {
            if !shared.iter().chain(&own).any(|(_, path)| path == name) {
                let text = format!(
                    "`{{{name}}}` of the path is not declared; add it to `parameters` with `in: path`"
                );
                lint.report(&place, text);
            }
        }
        if ["post", "patch"].contains(&entry.key.as_str())
            && entry.node.get("x-idempotent").is_none()
        {
            let text =
                "nothing says whether this may be sent twice; add `x-idempotent: true` or `false`";
            lint.report(&place, text);
        }
    }
}

/// The path parameters that `parameters` of `node` declares: place and name.
fn declared(lint: &Lint<'_>, node: &Node, place: &Place) -> Vec<(Place, String)> {
    let Some(list) = node.entries().iter().find(|e| e.key == "parameters") else {
        return Vec::new();
    };
    let place = place.child(list);
    let items = list.node.items().iter().enumerate();
    items
        .filter_map(|(index, item)| {
            let target = match item.text("$ref") {
                Some(target) => lint.component("parameters", target.rsplit('/').next()?)?,
                None => item,
            };
            let name = target.text("name")?.to_owned();
            (target.text("in") == Some("path"))
                .then(|| (place.step(&index.to_string(), item.at), name))
        })
        .collect()
}

fn in_template(lint: &mut Lint<'_>, (place, name): &(Place, String), names: &[&str]) {
    if !names.contains(&name.as_str()) {
        let text = format!("the path has no `{{{name}}}`; add it there or remove the parameter");
        lint.report(place, text);
    }
}

fn operation<'a>(lint: &mut Lint<'a>, node: &'a Node, place: &Place) {
    let id = node.text("operationId").unwrap_or("Fine");
    if !is_type_name(id) || syn::parse_str::<syn::Ident>(&method_name(id)).is_err() {
        let text = "the operationId must be UpperCamelCase in ASCII, and no Rust keyword in snake case; rename it";
        report_key(lint, node, place, "operationId", text);
    }
    if let Some(entry) = node.entries().iter().find(|e| e.key == "responses") {
        responses(lint, &entry.node, &place.child(entry));
    }
}

fn responses<'a>(lint: &mut Lint<'a>, node: &'a Node, place: &Place) {
    let (mut with_body, mut bodiless) = (0, 0);
    for entry in node.entries() {
        let place = place.child(entry);
        let code = entry.key.as_bytes();
        if code.len() != 3 || !code.iter().all(u8::is_ascii_digit) {
            lint.report(
                &place,
                "expected a status code; list each status by its number",
            );
        }
        if !entry.key.starts_with('2') {
            continue;
        }
        let Some(content) = content(lint, &entry.node) else {
            bodiless += 1;
            continue;
        };
        with_body += 1;
        if content.get("application/json").is_none() {
            lint.report(
                &place,
                "only JSON can be read from a success; describe `application/json`",
            );
        }
    }
    if with_body + bodiless == 0 {
        lint.report(place, "there is no success among them; add a 2xx");
    } else if with_body > 1 || bodiless > 1 {
        lint.report(
            place,
            "at most one 2xx with a body and one without can be told apart; remove the others",
        );
    }
}

fn parameter<'a>(lint: &mut Lint<'a>, node: &'a Node, place: &Place) {
    let in_path = node.text("in") == Some("path");
    let required = node.get("required").and_then(Node::scalar);
    if in_path && required.is_none_or(|v| v.as_bool() == Some(false)) {
        let text = "a path parameter is always there; add `required: true`";
        report_key(lint, node, place, "required", text);
    }
    let Some(reference) = node.get("schema") else {
        return;
    };
    let Some(schema) = lint.resolve("schemas", reference) else {
        return;
    };
    if ["object", "array"].map(Some).contains(&schema.text("type")) {
        let text = "a parameter is one plain value; give it a string, a number or a boolean";
        return report_key(lint, node, place, "schema", text);
    }
    if schema.text("type") != Some("string") || schema.get("enum").is_some() {
        return;
    }
    let Some(pattern) = schema.text("pattern") else {
        let text = format!(
            "a string parameter needs a checked type; refer to a named schema with a pattern {FORM}"
        );
        return report_key(lint, node, place, "schema", &text);
    };
    if in_path && let Some(danger) = Pattern::parse(pattern).and_then(|p| path_danger(&p)) {
        let text = format!("`{pattern}` allows {danger}, which can change the path; exclude it");
        report_key(lint, node, place, "schema", &text);
    }
}

fn path_danger(pattern: &Pattern) -> Option<String> {
    if pattern.min == 0 {
        return Some("nothing at all".to_owned());
    }
    let bad = b"./%\\?#".iter().find(|byte| pattern.allows(**byte))?;
    Some(format!("`{}`", char::from(*bad)))
}

fn request_body(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    let content = node.get("content").map_or(&[][..], Node::entries);
    if !matches!(content, [only] if only.key == "application/json") {
        let text = "a request body is JSON; describe `application/json` alone";
        report_key(lint, node, place, "content", text);
    }
}

fn inline_schema(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    if node.text("type") == Some("object") {
        let text = "an object needs a name; move it to `components/schemas` and refer to it";
        return lint.report(place, text);
    }
    for entry in node.entries() {
        if NAMING_KEYWORDS.contains(&entry.key.as_str()) {
            let text = format!(
                "a schema with `{}` becomes a type of its own; move it to `components/schemas` and refer to it",
                entry.key
            );
            return lint.report(&place.child(entry), text);
        }
    }
}

fn named_schema(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    described(lint, node, place);
    if !is_type_name(&place.key) {
        lint.report(
            place,
            "the name becomes a Rust type; write it in UpperCamelCase, in ASCII",
        );
    }
    bounds(lint, node, place);
    if node
        .text("pattern")
        .is_some_and(|p| Pattern::parse(p).is_none())
    {
        let text = format!("the pattern is not understood; write it as {FORM}");
        report_key(lint, node, place, "pattern", &text);
    }
    let checks = ["pattern", "enum", "minLength", "maxLength"];
    let checks = checks.iter().filter(|key| node.get(key).is_some()).count();
    if node.get("x-sensitive").is_some() && checks > 0 {
        let text = "secret text is taken as it is; remove `x-sensitive` or the other constraints";
        report_key(lint, node, place, "x-sensitive", text);
    } else if node.get("pattern").is_some() && checks > 1 {
        let text = "the pattern says it all; remove the other constraints";
        report_key(lint, node, place, "pattern", text);
    }
}

fn bounds(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    let bound = |key| node.get(key).and_then(Node::scalar);
    match (bound("minimum"), bound("maximum")) {
        (None, None) if node.get("x-unit").is_some() => {
            report_key(
                lint,
                node,
                place,
                "x-unit",
                "a unit belongs to bounds; add `minimum` and `maximum`",
            );
        }
        (None, None) => {}
        (Some(min), Some(max)) if min.as_i64() > max.as_i64() => {
            let text = format!("the minimum {min} is above the maximum {max}; swap them");
            report_key(lint, node, place, "minimum", &text);
        }
        (Some(_), Some(_)) => {}
        _ => lint.report(
            place,
            "a bounded integer needs both ends; add the missing `minimum` or `maximum`",
        ),
    }
}

fn schema(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    if place.is_component() {
        named_schema(lint, node, place);
    } else {
        inline_schema(lint, node, place);
    }
    any_schema(lint, node, place);
}

/// The documentation of a type or a field; a `$ref` has its target's.
fn described(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    if node.get("description").is_none() && node.get("$ref").is_none() {
        lint.report(
            place,
            "there is no `description`; it becomes the documentation, add it",
        );
    }
}

/// What holds for every schema, named or not.
fn any_schema(lint: &mut Lint<'_>, node: &Node, place: &Place) {
    for properties in node.entries().iter().filter(|e| e.key == "properties") {
        let place = place.child(properties);
        for property in properties.node.entries() {
            described(lint, &property.node, &place.child(property));
        }
    }
    let Some(kind) = node.text("type").filter(|kind| TYPES.contains(kind)) else {
        return;
    };
    for (types, keywords) in TYPED_KEYWORDS {
        let foreign = !types.contains(&kind);
        for entry in node.entries() {
            if foreign && keywords.contains(&entry.key.as_str()) {
                let text = format!(
                    "`{}` means nothing for type `{kind}`; it belongs to {}",
                    entry.key,
                    types.join(" and ")
                );
                lint.report(&place.child(entry), text);
            }
        }
    }
    if kind == "array" && node.get("items").is_none() {
        lint.report(place, "an array needs `items`; add it");
    }
    let required = node.entries().iter().find(|entry| entry.key == "required");
    for (index, item) in required.iter().flat_map(|r| r.node.items()).enumerate() {
        let Some(name) = item.as_str() else { continue };
        if node.get("properties").and_then(|p| p.get(name)).is_none() {
            let place = place
                .step("required", item.at)
                .step(&index.to_string(), item.at);
            lint.report(
                &place,
                format!("there is no property `{name}`; define it or correct the name"),
            );
        }
    }
}

/// The bodies of a response, if it has any.
fn content<'n>(lint: &Lint<'n>, response: &'n Node) -> Option<&'n Node> {
    let content = lint.resolve("responses", response)?.get("content")?;
    (!content.entries().is_empty()).then_some(content)
}
