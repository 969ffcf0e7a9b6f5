//! Holds a document against the tables of `rules.rs` and collects everything that is wrong.

use std::{collections::HashSet, fmt};

use serde_json::Value as Scalar;

use crate::codegen::{
    rules::{DOCUMENT, Kind, Shape},
    tree::{Entry, Node, Position, Value},
};

/// One line of the build's output: where, what is wrong, and what to do.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    pub at: Position,
    pub pointer: String,
    pub text: String,
}

impl Problem {
    /// A problem of the document as a whole.
    pub fn of_document(text: String) -> Self {
        Self {
            at: Position::START,
            pointer: String::new(),
            text,
        }
    }

    /// The whole line; `file` is relative to the manifest.
    pub fn line(&self, file: &str) -> String {
        let Position { line, column } = self.at;
        let pointer = if self.pointer.is_empty() {
            "/"
        } else {
            &self.pointer
        };
        let text = self.text.replace(['\n', '\r'], " ");
        format!("{file}:{line}:{column}: {pointer}: {text}")
    }
}

/// Where a value stands: its JSON pointer, and its key in the text.
#[derive(Clone, Debug)]
pub struct Place {
    pub pointer: String,
    pub key: String,
    pub at: Position,
}

impl Place {
    pub fn root() -> Self {
        Self {
            pointer: String::new(),
            key: String::new(),
            at: Position::START,
        }
    }

    pub fn child(&self, entry: &Entry) -> Self {
        self.step(&entry.key, entry.at)
    }

    pub fn step(&self, key: &str, at: Position) -> Self {
        let escaped = key.replace('~', "~0").replace('/', "~1");
        Self {
            pointer: format!("{}/{escaped}", self.pointer),
            key: key.to_owned(),
            at,
        }
    }

    pub fn problem(&self, text: impl Into<String>) -> Problem {
        Problem {
            at: self.at,
            pointer: self.pointer.clone(),
            text: text.into(),
        }
    }

    /// Whether this is an entry of `components`, which other places refer to.
    pub fn is_component(&self) -> bool {
        self.pointer.starts_with("/components/") && self.pointer.matches('/').count() == 3
    }
}

/// The state of one run over one document.
pub struct Lint<'a> {
    pub root: &'a Node,
    pub problems: Vec<Problem>,
}

/// Every problem of the document, in the order of the text.
pub fn lint(root: &Node) -> Vec<Problem> {
    let mut lint = Lint {
        root,
        problems: Vec::new(),
    };
    lint.visit(&Shape::Object(&DOCUMENT), root, &Place::root());
    lint.problems.sort();
    lint.problems
}

impl<'a> Lint<'a> {
    /// Reports a problem at the key of `place`.
    pub fn report(&mut self, place: &Place, text: impl Into<String>) {
        self.report_at(place.at, place, text);
    }

    /// Reports a problem at a position of its own, a value's mostly.
    pub fn report_at(&mut self, at: Position, place: &Place, text: impl Into<String>) {
        self.problems.push(Problem {
            at,
            pointer: place.pointer.clone(),
            text: text.into(),
        });
    }

    fn visit(&mut self, shape: &Shape, node: &'a Node, place: &Place) {
        match (shape, &node.value) {
            (Shape::Object(kind), Value::Map(entries)) => self.object(kind, node, entries, place),
            (Shape::Map(inner), Value::Map(entries)) => {
                self.duplicates(entries, place);
                for entry in entries {
                    self.visit(inner, &entry.node, &place.child(entry));
                }
            }
            (Shape::List(inner), Value::List(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.visit(inner, item, &place.step(&index.to_string(), item.at));
                }
            }
            (Shape::Any, _) => {}
            (shape, Value::Scalar(scalar)) if shape.accepts(scalar) => {}
            _ => {
                let found = Found(&node.value);
                let advice = shape.advice(node.as_str());
                let text = format!("expected {shape}, found {found}; {advice}");
                self.report_at(node.at, place, text);
            }
        }
    }

    fn object(&mut self, kind: &'static Kind, node: &'a Node, entries: &'a [Entry], place: &Place) {
        self.duplicates(entries, place);
        if let Some(reference) = entries.iter().find(|entry| entry.key == "$ref") {
            return self.reference(kind, reference, entries, place);
        }
        for entry in entries {
            match kind.keywords.iter().find(|(name, _)| *name == entry.key) {
                Some((_, shape)) => self.visit(shape, &entry.node, &place.child(entry)),
                None => self.report(&place.child(entry), kind.unknown(&entry.key)),
            }
        }
        for need in kind.needs {
            if node.get(need).is_none() {
                self.report(place, format!("{} needs `{need}`; add it", kind.what));
            }
        }
        (kind.rule)(self, node, place);
    }

    fn duplicates(&mut self, entries: &[Entry], place: &Place) {
        let mut seen = HashSet::new();
        for entry in entries {
            if !seen.insert(&entry.key) {
                let text = format!("`{}` stands here twice; remove one of them", entry.key);
                self.report(&place.child(entry), text);
            }
        }
    }

    fn reference(&mut self, kind: &Kind, reference: &'a Entry, entries: &[Entry], place: &Place) {
        let here = place.child(reference);
        let at = reference.node.at;
        for sibling in entries.iter().filter(|entry| entry.key != "$ref") {
            let text = format!(
                "`{}` beside a `$ref` is ignored by every tool; move it to what is referred to",
                sibling.key
            );
            self.report(&place.child(sibling), text);
        }
        let Some(section) = kind.section.filter(|_| !place.is_component()) else {
            let text = format!("{} cannot be a `$ref`; write it out here", kind.what);
            return self.report(&here, text);
        };
        let Some(target) = reference.node.as_str() else {
            return self.report_at(at, &here, "expected text; put it in quotes");
        };
        let prefix = format!("#/components/{section}/");
        let Some(name) = target.strip_prefix(&prefix) else {
            let text = format!("`{target}` is out of reach; refer to `{prefix}…` of this document");
            return self.report_at(at, &here, text);
        };
        if self.component(section, name).is_none() {
            let text = format!("there is no `{target}`; define it or correct the name");
            self.report_at(at, &here, text);
        }
    }

    pub fn component(&self, section: &str, name: &str) -> Option<&'a Node> {
        self.root.get("components")?.get(section)?.get(name)
    }

    /// What `node` refers to, or itself.
    pub fn resolve(&self, section: &str, node: &'a Node) -> Option<&'a Node> {
        let Some(target) = node.text("$ref") else {
            return Some(node);
        };
        self.component(section, target.rsplit('/').next()?)
    }
}

/// What a value is, for messages.
struct Found<'a>(&'a Value);

impl fmt::Display for Found<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Value::Map(_) => f.write_str("a mapping"),
            Value::List(_) => f.write_str("a list"),
            Value::Scalar(Scalar::Null) => f.write_str("nothing"),
            Value::Scalar(Scalar::String(text)) => write!(f, "the text `{text}`"),
            Value::Scalar(scalar) => write!(f, "`{scalar}`"),
        }
    }
}

impl Shape {
    fn accepts(&self, scalar: &Scalar) -> bool {
        match self {
            Self::Text => scalar.is_string(),
            Self::Flag => scalar.is_boolean(),
            Self::True => *scalar == Scalar::Bool(true),
            Self::Whole => scalar.is_i64(),
            Self::Count => scalar.is_u64(),
            Self::Word(words) => scalar.as_str().is_some_and(|word| words.contains(&word)),
            Self::Any => true,
            Self::List(_) | Self::Map(_) | Self::Object(_) => false,
        }
    }

    fn advice(&self, found: Option<&str>) -> String {
        match self {
            Self::Text => "put it in quotes".to_owned(),
            Self::Flag | Self::True => "YAML's `yes` and `on` are text here".to_owned(),
            Self::Whole | Self::Count => "write digits without quotes".to_owned(),
            Self::Word(words) => match nearest(found.unwrap_or_default(), words.iter().copied()) {
                Some(word) => format!("did you mean `{word}`?"),
                None => "use one of these".to_owned(),
            },
            Self::List(_) => "write `- ` before each item".to_owned(),
            Self::Map(_) | Self::Object(_) => "write `key: value` lines below it".to_owned(),
            Self::Any => String::new(),
        }
    }
}

impl fmt::Display for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text => f.write_str("text"),
            Self::Flag => f.write_str("`true` or `false`"),
            Self::True => f.write_str("`true`"),
            Self::Whole => f.write_str("a whole number of 64 bits"),
            Self::Count => f.write_str("a whole number, 0 or more"),
            Self::Word(words) => write!(f, "one of `{}`", words.join("`, `")),
            Self::List(inner) => write!(f, "a list of items, each {inner}"),
            Self::Map(_) => f.write_str("a mapping of names"),
            Self::Object(kind) => f.write_str(kind.what),
            Self::Any => f.write_str("anything"),
        }
    }
}

impl Kind {
    fn unknown(&self, keyword: &str) -> String {
        let known = self.keywords.iter().map(|(name, _)| *name);
        let what = self.what;
        match nearest(keyword, known) {
            Some(name) => format!("{what} has no `{keyword}`; did you mean `{name}`?"),
            None => format!("{what} has no `{keyword}`; this crate does not support it, remove it"),
        }
    }
}

/// The known word that `word` is most likely a slip of.
fn nearest<'w>(word: &str, known: impl Iterator<Item = &'w str>) -> Option<&'w str> {
    let slips = |name: &&str| edits(word, name);
    let best = known.min_by_key(slips)?;
    (slips(&best) <= 1 + best.len() / 5).then_some(best)
}

/// The edit distance: insertions, deletions and replacements that turn `a` into `b`.
fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, left) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, right) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(left != *right);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
