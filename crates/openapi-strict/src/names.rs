//! The Rust names that names of a document become.

use crate::{report::Report, tree::Node};

/// The methods that the generated client has anyway, and the traits it implements.
pub(crate) const OWN_METHODS: [&str; 9] =
    ["new", "new_with_client", "api_version", "baseurl", "client", "inner", "pre", "post", "exec"];
/// The types of `crate::types` that no document declares.
pub(crate) const OWN_TYPES: [&str; 4] =
    ["InvalidValue", "SecretText", "IntegerLimits", "TextLimits"];

/// The name that the generator gives the method of an operation.
pub(crate) fn method_name(operation_id: &str) -> String {
    heck::ToSnakeCase::to_snake_case(operation_id)
}

/// Whether `text` is a Rust type as it stands: `UpperCamelCase`, in ASCII.
pub(crate) fn is_type_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
        && text != "Self"
}

/// Names that become Rust names must differ there too, and from `taken` ones.
pub(crate) fn distinct<'a>(
    report: &mut Report<'_>,
    taken: &[&str],
    named: impl Iterator<Item = (&'a str, &'a Node)>,
) {
    let mut seen: Vec<_> = taken.iter().map(ToString::to_string).collect();
    for (name, node) in named {
        let rust = method_name(name);
        if seen.contains(&rust) {
            let text = format!("`{name}` becomes `{rust}`, which stands here already; rename one");
            report.at_key(node, text);
        }
        seen.push(rust);
    }
}
