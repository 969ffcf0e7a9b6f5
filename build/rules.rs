//! The rules of a document: what each kind of object must and may say, and what a table cannot
//! express beside it.
//!
//! The tables are smaller than OpenAPI: what is not in them would be ignored or misunderstood
//! further on, so it is refused.

use std::collections::HashMap;

use crate::codegen::{
    lint::{Lint, is_component},
    pattern::{FORM, Pattern},
    reach,
    tree::Node,
};
use Need::{May, Must};
use Shape::{Any, Count, Flag, List, Map, Object, Text, True, Whole, Word};

/// One kind of object.
pub(crate) struct Kind {
    /// The kind with its article, for messages.
    pub what: &'static str,
    /// The section of `components` that a `$ref` in its place may point to.
    pub section: Option<&'static str>,
    pub keywords: &'static [(&'static str, Need, Shape)],
    pub rule: for<'a> fn(&mut Lint<'a>, &'a Node),
}

#[derive(PartialEq)]
pub(crate) enum Need {
    Must,
    May,
}

/// What the value of a keyword must be.
pub(crate) enum Shape {
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

/// `NAME: what, [section of components,] [rule,] { keyword need shape … }`
macro_rules! kinds {
    ($($name:ident: $what:literal, $section:expr, $rule:expr, {
        $($keyword:literal $need:ident $shape:expr;)*
    })*) => {$(
        pub(crate) static $name: Kind = Kind {
            what: $what,
            section: $section,
            keywords: &[$(($keyword, $need, $shape)),*],
            rule: $rule,
        };
    )*};
}

kinds! {
    DOCUMENT: "the document", None, document, {
        "openapi" Must Text;
        "info" Must Object(&INFO);
        "servers" May List(&Object(&SERVER));
        "tags" May List(&Object(&TAG));
        "security" May SECURITY;
        "paths" Must Map(&Object(&PATH_ITEM));
        "components" May Object(&COMPONENTS);
    }
    INFO: "the info", None, table_only, {
        "title" Must Text;
        "description" Must Text;
        "version" Must Text;
        "termsOfService" May Text;
        "contact" May Object(&CONTACT);
        "license" May Object(&LICENSE);
    }
    CONTACT: "a contact", None, table_only, { "name" May Text; "url" May Text; "email" May Text; }
    LICENSE: "a license", None, table_only, { "name" Must Text; "url" May Text; }
    SERVER: "a server", None, table_only, {
        "url" Must Text;
        "description" May Text;
        "variables" May Map(&Object(&SERVER_VARIABLE));
    }
    SERVER_VARIABLE: "a server variable", None, table_only, {
        "default" Must Text;
        "description" May Text;
        "enum" May List(&Text);
    }
    TAG: "a tag", None, table_only, { "name" Must Text; "description" May Text; }
    PATH_ITEM: "a path item", None, path_item, {
        "summary" May Text;
        "description" May Text;
        "parameters" May List(&Object(&PARAMETER));
        "get" May Object(&OPERATION);
        "put" May Object(&OPERATION);
        "post" May Object(&OPERATION);
        "delete" May Object(&OPERATION);
        "head" May Object(&OPERATION);
        "patch" May Object(&OPERATION);
    }
    OPERATION: "an operation", None, operation, {
        "operationId" Must Text;
        "x-idempotent" May Flag;
        "x-empty-object-is-null" May True;
        "x-action" May Text;
        "tags" May List(&Text);
        "summary" May Text;
        "description" Must Text;
        "parameters" May List(&Object(&PARAMETER));
        "requestBody" May Object(&REQUEST_BODY);
        "responses" Must Map(&Object(&RESPONSE));
        "security" May SECURITY;
        "deprecated" May Flag;
    }
    PARAMETER: "a parameter", Some("parameters"), parameter, {
        "name" Must Text;
        "in" Must Word(&["path", "query", "header"]);
        "required" May Flag;
        "description" Must Text;
        "schema" Must Object(&SCHEMA);
        "example" May Any;
    }
    // The generated method always sends a body.
    REQUEST_BODY: "a request body", Some("requestBodies"), request_body, {
        "description" Must Text;
        "required" Must True;
        "content" Must CONTENT;
    }
    MEDIA_TYPE: "a media type", None, table_only, {
        "schema" Must Object(&SCHEMA);
        "example" May Any;
        "examples" May Map(&Object(&EXAMPLE));
    }
    EXAMPLE: "an example", None, table_only, {
        "summary" May Text;
        "description" May Text;
        "value" Must Any;
    }
    RESPONSE: "a response", Some("responses"), table_only, {
        "description" Must Text;
        "headers" May Map(&Object(&HEADER));
        "content" May CONTENT;
    }
    HEADER: "a header", Some("headers"), table_only, {
        "description" May Text;
        "required" May Flag;
        "schema" Must Object(&SCHEMA);
        "example" May Any;
    }
    COMPONENTS: "the components", None, table_only, {
        "schemas" May Map(&Object(&SCHEMA));
        "parameters" May Map(&Object(&PARAMETER));
        "requestBodies" May Map(&Object(&REQUEST_BODY));
        "responses" May Map(&Object(&RESPONSE));
        "headers" May Map(&Object(&HEADER));
        "securitySchemes" May Map(&Object(&SECURITY_SCHEME));
    }
    SECURITY_SCHEME: "a security scheme", None, table_only, {
        "type" Must Word(&["apiKey"]);
        "in" Must Word(&["header"]);
        "name" Must Text;
        "description" May Text;
    }
    SCHEMA: "a schema", Some("schemas"), schema, {
        "type" Must Word(TYPES);
        "description" May Text;
        "nullable" May Flag;
        "example" May Any;
        "format" May Word(&["int32", "int64", "float", "double"]);
        "minimum" May Whole;
        "maximum" May Whole;
        "x-unit" May Text;
        "pattern" May Text;
        "minLength" May Count;
        "maxLength" May Count;
        "enum" May List(&Text);
        "x-sensitive" May True;
        "items" May Object(&SCHEMA);
        "x-records" May True;
        "minItems" May Count;
        "maxItems" May Count;
        "properties" May Map(&Object(&SCHEMA));
        "required" May List(&Text);
        "additionalProperties" May Flag;
    }
}

const SECURITY: Shape = List(&Map(&List(&Text)));
const CONTENT: Shape = Map(&Object(&MEDIA_TYPE));
const METHODS: [&str; 6] = ["get", "put", "post", "delete", "head", "patch"];
const TYPES: &[&str] = &["string", "integer", "number", "boolean", "array", "object"];

/// The methods that the generated client has anyway, and the traits it implements.
const OWN_METHODS: [&str; 9] =
    ["new", "new_with_client", "api_version", "baseurl", "client", "inner", "pre", "post", "exec"];
/// The types of `crate::types` that no document declares.
const OWN_TYPES: [&str; 4] = ["InvalidValue", "SecretText", "IntegerLimits", "TextLimits"];

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

fn table_only<'a>(_: &mut Lint<'a>, _: &'a Node) {}

fn document<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    if let Some(version) = node.get("openapi")
        && node.text("openapi").is_some_and(|text| !is_3_0(text))
    {
        lint.at_value(version, "the generator knows OpenAPI 3.0 alone; write `3.0.3`");
    }
    let mut methods = HashMap::new();
    for id in operations(node).filter_map(|operation| operation.get("operationId")) {
        let name = id.scalar().and_then(|id| id.as_str()).unwrap_or_default();
        let method = method_name(name);
        if let Some(other) = methods.insert(method.clone(), name) {
            let text = format!("`{other}` is the method `{method}` already; choose another id");
            lint.at_value(id, text);
        }
    }
    reach::check(lint);
}

fn is_3_0(version: &str) -> bool {
    version.strip_prefix("3.0.").is_some_and(|patch| patch.parse::<u8>().is_ok())
}

/// Names that become Rust names must differ there too, and from `taken` ones.
fn distinct<'a>(
    lint: &mut Lint<'_>,
    taken: &[&str],
    named: impl Iterator<Item = (&'a str, &'a Node)>,
) {
    let mut seen: Vec<_> = taken.iter().map(ToString::to_string).collect();
    for (name, node) in named {
        let rust = method_name(name);
        if seen.contains(&rust) {
            let text = format!("`{name}` becomes `{rust}`, which stands here already; rename one");
            lint.at_key(node, text);
        }
        seen.push(rust);
    }
}

/// The operations of a document.
pub(crate) fn operations(root: &Node) -> impl Iterator<Item = &Node> {
    let paths = root.get("paths").map_or(&[][..], Node::children);
    let members = paths.iter().flat_map(Node::children);
    members.filter(|member| METHODS.contains(&member.key.as_str()))
}

/// The name that the generator gives the method of an operation.
pub(crate) fn method_name(operation_id: &str) -> String {
    heck::ToSnakeCase::to_snake_case(operation_id)
}

/// Whether `text` is a Rust type as it stands: `UpperCamelCase`, in ASCII.
fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}

fn path_item<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    if !node.key.starts_with('/') {
        lint.at_key(node, "a path starts with `/`; add it");
    }
    let pieces = node.key.split('{').skip(1);
    let names: Vec<&str> = pieces.map(|p| p.split('}').next().unwrap_or(p)).collect();
    let shared = path_parameters(lint, node);
    let mut all = shared.clone();
    for operation in node.children() {
        if !METHODS.contains(&operation.key.as_str()) {
            continue;
        }
        let own = path_parameters(lint, operation);
        let everywhere = parameters(lint, node).into_iter().chain(parameters(lint, operation));
        distinct(lint, &["client", "body"], everywhere);
        for name in &names {
            if !shared.iter().chain(&own).any(|(declared, _)| declared == name) {
                let text =
                    format!("`{{{name}}}` is not declared; add it to `parameters`, `in: path`");
                lint.at_key(operation, text);
            }
        }
        all.extend(own);
        if ["post", "patch"].contains(&operation.key.as_str()) && !operation.has("x-idempotent") {
            let text = "may this be sent twice? Add `x-idempotent: true` or `x-idempotent: false`";
            lint.at_key(operation, text);
        }
    }
    for (name, parameter) in all.iter().filter(|(name, _)| !names.contains(name)) {
        let text = format!("the path has no `{{{name}}}`; add it there or remove the parameter");
        lint.at_key(parameter, text);
    }
}

/// The names of the parameters that `node` declares, and where it does.
fn parameters<'a>(lint: &Lint<'a>, node: &'a Node) -> Vec<(&'a str, &'a Node)> {
    let items = node.get("parameters").map_or(&[][..], Node::children);
    let named = items
        .iter()
        .filter_map(|item| Some((lint.resolve("parameters", item)?.text("name")?, item)));
    named.collect()
}

/// Those of them that stand in the path.
fn path_parameters<'a>(lint: &Lint<'a>, node: &'a Node) -> Vec<(&'a str, &'a Node)> {
    let mut named = parameters(lint, node);
    named.retain(|(_, item)| {
        lint.resolve("parameters", item).is_some_and(|target| target.text("in") == Some("path"))
    });
    named
}

fn operation<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    if let Some(id) = node.get("operationId")
        && let Some(name) = node.text("operationId")
        && (!is_type_name(name)
            || syn::parse_str::<syn::Ident>(&method_name(name)).is_err()
            || OWN_METHODS.contains(&method_name(name).as_str()))
    {
        let text =
            "it names a type and, in snake case, a new method; write it in UpperCamelCase, ASCII";
        lint.at_value(id, text);
    }
    if let Some(responses) = node.get("responses") {
        let with_body = successes(lint, responses);
        if let Some(flag) = node.get("x-empty-object-is-null").filter(|_| with_body == 0) {
            lint.at_key(flag, "no success has a body in which to look for `{}`; remove it");
        }
    }
}

/// Checks the successes; returns how many have a body.
fn successes<'a>(lint: &mut Lint<'a>, responses: &'a Node) -> usize {
    let (mut with_body, mut bodiless) = (0, 0);
    for response in responses.children() {
        let code: u16 = response.key.parse().unwrap_or_default();
        if !(100..600).contains(&code) {
            lint.at_key(response, "this is no status code; list each status by its number");
        }
        if code / 100 != 2 {
            continue;
        }
        let target = lint.resolve("responses", response);
        match target.and_then(|target| target.get("content")) {
            None => bodiless += 1,
            Some(content) => {
                with_body += 1;
                if !content.has("application/json") {
                    let text = "the body of a success is JSON; describe `application/json`";
                    lint.at_key(response, text);
                }
            }
        }
    }
    if with_body + bodiless == 0 {
        lint.at_key(responses, "there is no success; add a 2xx");
    } else if with_body > 1 || bodiless > 1 {
        let text = "one 2xx with a body and one without can be told apart; remove the others";
        lint.at_key(responses, text);
    }
    with_body
}

fn parameter<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    if node.text("in") == Some("header")
        && let Some(name) = node.get("name")
        && node.text("name").is_some_and(|name| !is_token(name))
    {
        lint.at_value(name, "a header's name is letters, digits and `-`; correct it");
    }
    let in_path = node.text("in") == Some("path");
    let required = node.get("required").and_then(Node::scalar);
    if in_path && required.is_none_or(|flag| *flag == false) {
        lint.at_key(node, "a path parameter is always there; add `required: true`");
    }
    let Some(reference) = node.get("schema") else {
        return;
    };
    let Some(schema) = lint.resolve("schemas", reference) else {
        return;
    };
    match (schema.text("type"), schema.text("pattern")) {
        (Some("object" | "array"), _) => {
            lint.at_key(reference, "a parameter is one plain value; choose another type");
        }
        (Some("string"), None) if !schema.has("enum") => {
            let text = format!(
                "text must be checked before it is sent; refer to a named schema with a pattern {FORM}"
            );
            lint.at_key(reference, text);
        }
        (_, Some(pattern)) if in_path => {
            if let Some(danger) = Pattern::parse(pattern).and_then(|p| path_danger(&p)) {
                let text =
                    format!("`{pattern}` allows {danger}, which changes the path; exclude it");
                lint.at_key(reference, text);
            }
        }
        _ => {}
    }
}

fn is_token(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn path_danger(pattern: &Pattern) -> Option<String> {
    if pattern.min == 0 {
        return Some("an empty text".to_owned());
    }
    let bad = b"./%\\?#".iter().find(|byte| pattern.allows(**byte))?;
    Some(format!("`{}`", char::from(*bad)))
}

fn request_body<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    if let Some(content) = node.get("content")
        && !matches!(content.children(), [only] if only.key == "application/json")
    {
        lint.at_key(content, "a request body is JSON; describe `application/json` alone");
    }
}

fn schema<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    let kind = node.text("type").unwrap_or_default();
    for keyword in node.children() {
        let types = types_of(&keyword.key);
        if TYPES.contains(&kind) && !types.contains(&kind) {
            let types = types.join(" and ");
            let text = format!("`{}` means nothing here; it belongs to type {types}", keyword.key);
            lint.at_key(keyword, text);
        }
    }
    if kind == "array" && !node.has("items") {
        lint.at_key(node, "an array needs `items`; add it");
    }
    if node.get("enum").is_some_and(|values| values.children().is_empty()) {
        lint.at_key(node, "an empty `enum` allows nothing; list its values");
    }
    let properties = node.get("properties");
    let each = || properties.map_or(&[][..], Node::children).iter();
    distinct(lint, &[], each().map(|property| (property.key.as_str(), property)));
    for property in each() {
        described(lint, property);
    }
    for required in node.get("required").map_or(&[][..], Node::children) {
        let name = required.scalar().and_then(|name| name.as_str());
        if let Some(name) = name.filter(|name| properties.is_none_or(|p| !p.has(name))) {
            let text = format!("there is no property `{name}`; define it or correct the name");
            lint.at_value(required, text);
        }
    }
    if is_component(node) {
        named_schema(lint, node);
    } else if kind == "object" {
        lint.at_key(node, "an object needs a name; move it to `components/schemas`");
    } else if let Some(naming) = node.children().iter().find(|c| NAMING.contains(&c.key.as_str())) {
        let text =
            format!("`{}` makes a type of its own; move it to `components/schemas`", naming.key);
        lint.at_key(naming, text);
    }
}

/// A `$ref` has the description of its target.
fn described(lint: &mut Lint<'_>, node: &Node) {
    if !node.has("description") && !node.has("$ref") {
        lint.at_key(node, "nothing documents it; add a `description`");
    }
}

fn named_schema<'a>(lint: &mut Lint<'a>, node: &'a Node) {
    described(lint, node);
    if !is_type_name(&node.key) || OWN_TYPES.contains(&node.key.as_str()) {
        lint.at_key(node, "it names a new Rust type; write it in UpperCamelCase, in ASCII");
    }
    let bound = |key| node.get(key).map(|bound| bound.scalar().and_then(|b| b.as_i64()));
    match (bound("minimum"), bound("maximum")) {
        (None, None) if node.has("x-unit") => {
            lint.at_key(node, "a unit belongs to bounds; add `minimum` and `maximum`");
        }
        (Some(Some(min)), Some(Some(max))) if min > max => {
            lint.at_key(node, "the minimum is above the maximum; correct them");
        }
        (Some(_), None) | (None, Some(_)) => {
            lint.at_key(node, "bounds have two ends; add the missing `minimum` or `maximum`");
        }
        _ => {}
    }
    if let Some(pattern) = node.get("pattern")
        && node.text("pattern").is_some_and(|text| Pattern::parse(text).is_none())
    {
        lint.at_value(pattern, format!("this pattern is not supported; write {FORM}"));
    }
    let checks = ["x-sensitive", "pattern", "enum"].map(|key| node.has(key));
    let lengths = node.has("minLength") || node.has("maxLength");
    if checks.iter().filter(|is| **is).count() + usize::from(lengths) > 1 {
        let text = "of `x-sensitive`, `pattern`, `enum` and the lengths one says it all; keep one";
        lint.at_key(node, text);
    }
}
