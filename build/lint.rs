//! Holds a document against the tables of `rules.rs` and collects everything that is wrong.

use std::collections::HashSet;

use serde_json::Value as Scalar;

use crate::codegen::{
    rules::{DOCUMENT, Kind, Need, Shape},
    tree::{Node, Position, Value},
};

/// One line of the build's output: where, what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    pub at: Position,
    pub pointer: String,
    pub text: String,
}

impl Problem {
    pub(crate) fn new(at: Position, pointer: &str, text: impl Into<String>) -> Self {
        let (pointer, text) = (pointer.to_owned(), text.into());
        Self { at, pointer, text }
    }

    /// The whole line; `file` is relative to the manifest.
    pub(crate) fn line(&self, file: &str) -> String {
        let Position { line, column } = self.at;
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        let text = self.text.replace(['\n', '\r'], " ");
        format!("{file}:{line}:{column}: {pointer}: {text}")
    }
}

/// One run over one document.
pub(crate) struct Lint<'a> {
    pub root: &'a Node,
    problems: Vec<Problem>,
}

/// Every problem of the document, in the order of the text.
pub(crate) fn lint(root: &Node) -> Vec<Problem> {
    let mut lint = Lint { root, problems: Vec::new() };
    lint.visit(&Shape::Object(&DOCUMENT), root);
    lint.problems.sort();
    lint.problems
}

impl<'a> Lint<'a> {
    /// Reports a problem at the key of `node`: something is missing there, or should not be there.
    pub(crate) fn at_key(&mut self, node: &Node, text: impl Into<String>) {
        self.problems.push(Problem::new(node.key_at, &node.pointer, text));
    }

    /// Reports a problem of the value.
    pub(crate) fn at_value(&mut self, node: &Node, text: impl Into<String>) {
        self.problems.push(Problem::new(node.at, &node.pointer, text));
    }

    fn visit(&mut self, shape: &Shape, node: &'a Node) {
        match (shape, &node.value) {
            (Shape::Object(kind), Value::Map(_)) => self.object(kind, node),
            (Shape::Map(inner), Value::Map(_)) => {
                self.duplicates(node);
                node.children().iter().for_each(|child| self.visit(inner, child));
            }
            (Shape::List(inner), Value::List(items)) => {
                items.iter().for_each(|item| self.visit(inner, item));
            }
            _ if shape.accepts(node) => {}
            _ => self.at_value(node, format!("found {}; write {}", found(node), shape.expected())),
        }
    }

    fn object(&mut self, kind: &'static Kind, node: &'a Node) {
        self.duplicates(node);
        if let Some(reference) = node.get("$ref") {
            return self.reference(kind, node, reference);
        }
        for child in node.children() {
            match kind.keywords.iter().find(|(name, ..)| *name == child.key) {
                Some((.., shape)) => self.visit(shape, child),
                None => self.at_key(child, kind.unknown(&child.key)),
            }
        }
        for (name, need, _) in kind.keywords {
            if *need == Need::Must && !node.has(name) {
                self.at_key(node, format!("{} needs `{name}`; add it", kind.what));
            }
        }
        (kind.rule)(self, node);
    }

    fn duplicates(&mut self, node: &Node) {
        let mut seen = HashSet::new();
        for child in node.children() {
            if !seen.insert(&child.key) {
                self.at_key(child, format!("`{}` stands here twice; remove one", child.key));
            }
        }
    }

    fn reference(&mut self, kind: &Kind, node: &Node, reference: &Node) {
        for sibling in node.children().iter().filter(|child| child.key != "$ref") {
            let text = "every tool ignores what stands beside a `$ref`; move it to the target";
            self.at_key(sibling, text);
        }
        let Some(section) = kind.section.filter(|_| !is_component(node)) else {
            let text = format!("{} cannot be a `$ref`; write it out here", kind.what);
            return self.at_key(reference, text);
        };
        let target = reference.scalar().and_then(Scalar::as_str).unwrap_or_default();
        let prefix = format!("#/components/{section}/");
        let Some(name) = target.strip_prefix(&prefix) else {
            let text = format!("`{target}` is out of reach; refer to `{prefix}…` of this document");
            return self.at_value(reference, text);
        };
        if self.component(section, name).is_none() {
            let text = format!("there is no `{target}`; define it or correct the name");
            self.at_value(reference, text);
        }
    }

    fn component(&self, section: &str, name: &str) -> Option<&'a Node> {
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

/// Whether `node` is an entry of `components`, which others refer to by its name.
pub(crate) fn is_component(node: &Node) -> bool {
    node.pointer.starts_with("/components/") && node.pointer.matches('/').count() == 3
}

fn found(node: &Node) -> String {
    match &node.value {
        Value::Map(_) => "a mapping".to_owned(),
        Value::List(_) => "a list".to_owned(),
        Value::Scalar(Scalar::String(text)) => format!("the text `{text}`"),
        Value::Scalar(scalar) => format!("`{scalar}`"),
    }
}

impl Shape {
    fn accepts(&self, node: &Node) -> bool {
        let accepts = |check: fn(&Scalar) -> bool| node.scalar().is_some_and(check);
        match self {
            Self::Text => accepts(|text| text.as_str().is_some_and(|text| !text.trim().is_empty())),
            Self::Flag => accepts(Scalar::is_boolean),
            Self::True => accepts(|flag| *flag == true),
            Self::Whole => accepts(Scalar::is_i64),
            Self::Count => accepts(Scalar::is_u64),
            Self::Word(words) => {
                node.scalar().and_then(Scalar::as_str).is_some_and(|word| words.contains(&word))
            }
            Self::Any => true,
            Self::List(_) | Self::Map(_) | Self::Object(_) => false,
        }
    }

    fn expected(&self) -> String {
        match self {
            Self::Text => "text, in quotes where it looks like something else".to_owned(),
            Self::Flag => "`true` or `false`".to_owned(),
            Self::True => "`true`".to_owned(),
            Self::Whole => "a whole number that an i64 holds, without quotes".to_owned(),
            Self::Count => "a whole number from 0 on, without quotes".to_owned(),
            Self::Word(words) => format!("one of `{}`", words.join("`, `")),
            Self::List(_) => "a list, each item after `- `".to_owned(),
            Self::Map(_) => "a mapping of names, each on a line below".to_owned(),
            Self::Object(kind) => format!("{} in lines of `key: value` below", kind.what),
            Self::Any => "anything".to_owned(),
        }
    }
}

impl Kind {
    fn unknown(&self, word: &str) -> String {
        let known = self.keywords.iter().map(|(name, ..)| (edits(word, name), *name));
        match known.min() {
            Some((edits, name)) if edits <= 1 + name.len() / 5 => {
                format!("{} has no `{word}`; did you mean `{name}`?", self.what)
            }
            _ => format!("{} has no `{word}` that this crate supports; remove it", self.what),
        }
    }
}

/// The edit distance: insertions, deletions and replacements that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.chars().count()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, right) in b.chars().enumerate() {
            let replaced = diagonal + usize::from(left != right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row.last().copied().unwrap_or_default()
}
