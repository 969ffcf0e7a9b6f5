//! What a table of keywords is made of: kinds of objects, and what the value of a keyword must be.

use serde_json::Value as Scalar;

use crate::{report::Report, tree::Node};

/// One kind of object.
pub(crate) struct Kind {
    /// The kind with its article, for messages.
    pub what: &'static str,
    /// The section of `components` that a `$ref` in its place may point to.
    pub section: Option<&'static str>,
    pub keywords: &'static [(&'static str, Need, Shape)],
    pub rule: for<'a> fn(&mut Report<'a>, &'a Node),
}

#[derive(PartialEq)]
pub(crate) enum Need {
    Must,
    May,
}

/// What the value of a keyword must be.
pub(crate) enum Shape {
    Text,
    Flag,
    True,
    Whole,
    Count,
    Word(&'static [&'static str]),
    List(&'static Shape),
    Map(&'static Shape),
    Object(&'static Kind),
    Any,
}

impl Shape {
    pub(crate) fn accepts(&self, node: &Node) -> bool {
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

    pub(crate) fn expected(&self) -> String {
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
    /// What is wrong with a keyword that the table does not have.
    pub(crate) fn unknown(&self, word: &str) -> String {
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
