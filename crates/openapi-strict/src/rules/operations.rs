//! Rules of path items, operations, parameters and bodies of requests.

use crate::{
    names::{OWN_METHODS, distinct, is_type_name, method_name},
    outline::METHODS,
    pattern::{FORM, Pattern},
    report::Report,
    tree::Node,
};

pub(crate) fn path_item<'a>(report: &mut Report<'a>, node: &'a Node) {
    if !node.key.starts_with('/') {
        report.at_key(node, "a path starts with `/`; add it");
    }
    let pieces = node.key.split('{').skip(1);
    let names: Vec<&str> = pieces.map(|p| p.split('}').next().unwrap_or(p)).collect();
    let shared = path_parameters(report, node);
    let mut all = shared.clone();
    for operation in node.children() {
        if !METHODS.contains(&operation.key.as_str()) {
            continue;
        }
        let own = path_parameters(report, operation);
        let everywhere = parameters(report, node).into_iter().chain(parameters(report, operation));
        distinct(report, &["client", "body"], everywhere);
        for name in &names {
            if !shared.iter().chain(&own).any(|(declared, _)| declared == name) {
                let text =
                    format!("`{{{name}}}` is not declared; add it to `parameters`, `in: path`");
                report.at_key(operation, text);
            }
        }
        all.extend(own);
        if ["post", "patch"].contains(&operation.key.as_str()) && !operation.has("x-idempotent") {
            let text = "may this be sent twice? Add `x-idempotent: true` or `x-idempotent: false`";
            report.at_key(operation, text);
        }
    }
    for (name, parameter) in all.iter().filter(|(name, _)| !names.contains(name)) {
        let text = format!("the path has no `{{{name}}}`; add it there or remove the parameter");
        report.at_key(parameter, text);
    }
}

/// The names of the parameters that `node` declares, and where it does.
fn parameters<'a>(report: &Report<'a>, node: &'a Node) -> Vec<(&'a str, &'a Node)> {
    let items = node.get("parameters").map_or(&[][..], Node::children);
    let named = items
        .iter()
        .filter_map(|item| Some((report.resolve("parameters", item)?.text("name")?, item)));
    named.collect()
}

/// Those of them that stand in the path.
fn path_parameters<'a>(report: &Report<'a>, node: &'a Node) -> Vec<(&'a str, &'a Node)> {
    let mut named = parameters(report, node);
    named.retain(|(_, item)| {
        report.resolve("parameters", item).is_some_and(|target| target.text("in") == Some("path"))
    });
    named
}

pub(crate) fn operation<'a>(report: &mut Report<'a>, node: &'a Node) {
    if let Some(id) = node.get("operationId")
        && let Some(name) = node.text("operationId")
        && (!is_type_name(name)
            || syn::parse_str::<syn::Ident>(&method_name(name)).is_err()
            || OWN_METHODS.contains(&method_name(name).as_str()))
    {
        let text =
            "it names a type and, in snake case, a new method; write it in UpperCamelCase, ASCII";
        report.at_value(id, text);
    }
    if let Some(responses) = node.get("responses") {
        let with_body = successes(report, responses);
        if let Some(flag) = node.get("x-empty-object-is-null").filter(|_| with_body == 0) {
            report.at_key(flag, "no success has a body in which to look for `{}`; remove it");
        }
    }
}

/// Checks the successes; returns how many have a body.
fn successes<'a>(report: &mut Report<'a>, responses: &'a Node) -> usize {
    let (mut with_body, mut bodiless) = (0, 0);
    for response in responses.children() {
        let code: u16 = response.key.parse().unwrap_or_default();
        if !(100..600).contains(&code) {
            report.at_key(response, "this is no status code; list each status by its number");
        }
        if code / 100 != 2 {
            continue;
        }
        let target = report.resolve("responses", response);
        match target.and_then(|target| target.get("content")) {
            None => bodiless += 1,
            Some(content) => {
                with_body += 1;
                if !content.has("application/json") {
                    let text = "the body of a success is JSON; describe `application/json`";
                    report.at_key(response, text);
                }
            }
        }
    }
    if with_body + bodiless == 0 {
        report.at_key(responses, "there is no success; add a 2xx");
    } else if with_body > 1 || bodiless > 1 {
        let text = "one 2xx with a body and one without can be told apart; remove the others";
        report.at_key(responses, text);
    }
    with_body
}

pub(crate) fn parameter<'a>(report: &mut Report<'a>, node: &'a Node) {
    if node.text("in") == Some("header")
        && let Some(name) = node.get("name")
        && node.text("name").is_some_and(|name| !is_token(name))
    {
        report.at_value(name, "a header's name is letters, digits and `-`; correct it");
    }
    let in_path = node.text("in") == Some("path");
    let required = node.get("required").and_then(Node::scalar);
    if in_path && required.is_none_or(|flag| *flag == false) {
        report.at_key(node, "a path parameter is always there; add `required: true`");
    }
    let Some(reference) = node.get("schema") else {
        return;
    };
    let Some(schema) = report.resolve("schemas", reference) else {
        return;
    };
    match (schema.text("type"), schema.text("pattern")) {
        (Some("object" | "array"), _) => {
            report.at_key(reference, "a parameter is one plain value; choose another type");
        }
        (Some("string"), None) if !schema.has("enum") => {
            let text = format!(
                "text must be checked before it is sent; refer to a named schema with a pattern {FORM}"
            );
            report.at_key(reference, text);
        }
        (_, Some(pattern)) if in_path => {
            if let Some(danger) = Pattern::parse(pattern).and_then(|p| path_danger(&p)) {
                let text =
                    format!("`{pattern}` allows {danger}, which changes the path; exclude it");
                report.at_key(reference, text);
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

pub(crate) fn request_body<'a>(report: &mut Report<'a>, node: &'a Node) {
    if let Some(content) = node.get("content")
        && !matches!(content.children(), [only] if only.key == "application/json")
    {
        report.at_key(content, "a request body is JSON; describe `application/json` alone");
    }
}
