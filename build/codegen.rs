//! From the text of an OpenAPI document to Rust: parse, lint, lower, emit.

pub mod emit;
pub mod lint;
pub mod lower;
pub mod pattern;
pub mod reach;
pub mod rules;
pub mod tree;

use std::collections::BTreeMap;

use lint::Problem;
use lower::Newtype;

/// What a document turned into.
#[derive(Debug)]
pub struct Generated {
    pub client: String,
    pub mock: String,
}

/// Generates `crate::generated::{stem}`. `declared` holds the newtypes of the documents before
/// this one, which share `crate::types`, and gains those of this one.
pub fn generate(
    stem: &str,
    text: &str,
    declared: &mut BTreeMap<String, Newtype>,
) -> Result<Generated, Vec<Problem>> {
    let root = tree::Node::parse(text).map_err(|(at, text)| {
        vec![Problem {
            at,
            ..Problem::of_document(format!("{text}; correct the YAML"))
        }]
    })?;
    let problems = lint::lint(&root);
    if !problems.is_empty() {
        return Err(problems);
    }
    let lowered = lower::lower(&root);
    let clashes: Vec<Problem> = reach::named(&root)
        .filter_map(|(place, _)| {
            let other = declared.get(&place.key)?;
            let text = "another document gives this name other limits; rename one of them";
            (lowered.newtypes.get(&place.key)? != other).then(|| place.problem(text))
        })
        .collect();
    if !clashes.is_empty() {
        return Err(clashes);
    }
    let client = emit::client(&lowered, declared);
    let mock = emit::mock(&lowered, &format!("crate::generated::{stem}"));
    match (client, mock) {
        (Ok(client), Ok(mock)) => {
            declared.extend(lowered.newtypes);
            Ok(Generated { client, mock })
        }
        (Err(text), _) | (_, Err(text)) => Err(vec![Problem::of_document(format!(
            "{text}; keep to what the generator supports"
        ))]),
    }
}
