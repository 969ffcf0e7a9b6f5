//! From the text of an OpenAPI document to Rust: parse, lint, lower, emit.

use crate::{emit, lint, lower, problem::Problem, runtime::Runtime, tree};

/// The Rust text that a document turned into.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The client, its types, and the table of its operations.
    pub client: String,
    /// The typed httpmock helpers of the client.
    pub mock: String,
}

/// Reads the YAML of a document as JSON; what it says is not checked.
///
/// # Errors
/// What is not YAML, or means another thing in JSON.
pub fn parse(text: &str) -> Result<serde_json::Value, Problem> {
    let root = tree::Node::parse(text).map_err(|(at, text)| Problem::new(at, "", text))?;
    Ok(root.to_json())
}

/// Generates the client of one document, which `stem` names.
///
/// # Errors
/// Every problem of the document, in the order of the text.
pub fn generate(stem: &str, text: &str, runtime: &Runtime) -> Result<Generated, Vec<Problem>> {
    let refuse = |at, text| vec![Problem::new(at, "", text)];
    let root = tree::Node::parse(text).map_err(|(at, text)| refuse(at, text))?;
    let problems = lint::lint(&root);
    if !problems.is_empty() {
        return Err(problems);
    }
    let lowered = lower::lower(&root);
    let paths = runtime.paths(stem);
    match (emit::client(&lowered, &paths), emit::mock(&lowered, &paths)) {
        (Ok(client), Ok(mock)) => Ok(Generated { client, mock }),
        (Err(text), _) | (_, Err(text)) => {
            let text = format!("{text}; keep to what the generator supports");
            Err(refuse(tree::Position::START, text))
        }
    }
}
