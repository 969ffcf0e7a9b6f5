//! Collects the problems of one document, and follows its references.

use crate::{problem::Problem, tree::Node};

/// What is wrong with one document.
pub(crate) struct Report<'a> {
    pub root: &'a Node,
    problems: Vec<Problem>,
}

impl<'a> Report<'a> {
    pub(crate) fn new(root: &'a Node) -> Self {
        Self { root, problems: Vec::new() }
    }

    /// All problems, in the order of the text.
    pub(crate) fn into_problems(mut self) -> Vec<Problem> {
        self.problems.sort();
        self.problems
    }

    /// Reports a problem at the key of `node`: something is missing there, or should not be there.
    pub(crate) fn at_key(&mut self, node: &Node, text: impl Into<String>) {
        self.problems.push(Problem::new(node.key_at, &node.pointer, text));
    }

    /// Reports a problem of the value.
    pub(crate) fn at_value(&mut self, node: &Node, text: impl Into<String>) {
        self.problems.push(Problem::new(node.at, &node.pointer, text));
    }

    pub(crate) fn component(&self, section: &str, name: &str) -> Option<&'a Node> {
        self.root.get("components")?.get(section)?.get(name)
    }

    /// What `node` refers to, or itself.
    pub(crate) fn resolve(&self, section: &str, node: &'a Node) -> Option<&'a Node> {
        match node.text("$ref") {
            Some(target) => self.component(section, target.rsplit('/').next()?),
            None => Some(node),
        }
    }
}
