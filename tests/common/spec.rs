//! The operations of the YAML documents, read as plain text: a second opinion beside the build's.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of it; in a test, panicking is failing"
)]

use std::{fs, path::Path};

/// The documents, from the root of the repository.
const DOCUMENTS: [&str; 2] = ["spec/dcs.yaml", "crates/huaweicloud-core/spec/iam.yaml"];

/// An operation and what its block in the YAML says.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The file, from the root of the repository.
    pub document: String,
    pub name: String,
    /// In capitals.
    pub method: String,
    pub path: String,
    /// The lines of its block.
    pub block: Vec<String>,
}

/// All operations of all documents.
pub fn operations() -> Vec<Operation> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    DOCUMENTS.iter().flat_map(|document| of(root, document)).collect()
}

/// The operation of this name.
#[track_caller]
pub fn operation(name: &str) -> Operation {
    operations().into_iter().find(|o| o.name == name).unwrap_or_else(|| panic!("no {name}"))
}

fn of(root: &Path, document: &str) -> Vec<Operation> {
    let text = fs::read_to_string(root.join(document)).unwrap();
    let paths = text.split_once("\npaths:\n").unwrap().1.split_once("\ncomponents:").unwrap().0;
    let (mut path, mut found) = ("", Vec::<Operation>::new());
    for line in paths.lines() {
        let indent = line.len() - line.trim_start().len();
        let key = line.trim().trim_end_matches(':');
        match indent {
            2 => path = key,
            4 => found.push(Operation {
                document: document.to_owned(),
                name: String::new(),
                method: key.to_uppercase(),
                path: path.to_owned(),
                block: vec![line.to_owned()],
            }),
            _ => {
                let operation = found.last_mut().unwrap();
                operation.block.push(line.to_owned());
                if let Some(name) = line.strip_prefix("      operationId: ") {
                    operation.name = name.to_owned();
                }
            }
        }
    }
    found
}
