//! What a table of keywords can't express: rules that look at more than one keyword.

pub(crate) mod operations;
pub(crate) mod schemas;

use std::collections::HashMap;

use crate::{names::method_name, outline, reach, report::Report, tree::Node};

pub(crate) fn table_only<'a>(_: &mut Report<'a>, _: &'a Node) {}

pub(crate) fn document<'a>(report: &mut Report<'a>, node: &'a Node) {
    if let Some(version) = node.get("openapi")
        && node.text("openapi").is_some_and(|text| !is_3_0(text))
    {
        report.at_value(version, "the generator knows OpenAPI 3.0 alone; write `3.0.3`");
    }
    let mut methods = HashMap::new();
    for id in outline::operations(node).filter_map(|operation| operation.get("operationId")) {
        let name = id.scalar().and_then(|id| id.as_str()).unwrap_or_default();
        let method = method_name(name);
        if let Some(other) = methods.insert(method.clone(), name) {
            let text = format!("`{other}` is the method `{method}` already; choose another id");
            report.at_value(id, text);
        }
    }
    reach::check(report);
}

fn is_3_0(version: &str) -> bool {
    version.strip_prefix("3.0.").is_some_and(|patch| patch.parse::<u8>().is_ok())
}
