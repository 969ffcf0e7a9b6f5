//! From the text of an OpenAPI document to Rust: parse, lint, lower, emit.

pub(crate) mod emit;
pub(crate) mod kinds;
pub(crate) mod lint;
pub(crate) mod lower;
pub(crate) mod pattern;
pub(crate) mod reach;
pub(crate) mod rules;
pub(crate) mod tree;
pub(crate) mod trim;

use std::collections::BTreeMap;

use lint::Problem;
use lower::Newtype;

/// What a document turned into.
#[derive(Debug)]
pub(crate) struct Generated {
    pub client: String,
    pub mock: String,
}

/// Generates `crate::generated::{stem}`. `declared` holds the newtypes of the documents before
/// this one, which share `crate::types`, and gains those of this one.
pub(crate) fn generate(
    stem: &str,
    text: &str,
    declared: &mut BTreeMap<String, Newtype>,
) -> Result<Generated, Vec<Problem>> {
    let refuse = |at, text| vec![Problem::new(at, "", text)];
    let root = tree::Node::parse(text).map_err(|(at, text)| refuse(at, text))?;
    let problems = lint::lint(&root);
    if !problems.is_empty() {
        return Err(problems);
    }
    let lowered = lower::lower(&root);
    let clashes = reach::schemas(&root).iter().filter_map(|schema| {
        let (own, other) = (lowered.newtypes.get(&schema.key)?, declared.get(&schema.key)?);
        let text = "another document gives this name other limits; rename one of them";
        (own != other).then(|| Problem::new(schema.key_at, &schema.pointer, text))
    });
    let clashes: Vec<_> = clashes.collect();
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
        (Err(text), _) | (_, Err(text)) => {
            let text = format!("{text}; keep to what the generator supports");
            Err(refuse(tree::Position::START, text))
        }
    }
}
