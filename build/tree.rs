//! A YAML document as one tree whose every key and value knows its place in the text.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{Error, MapAccess, SeqAccess, Visitor},
};
use serde_json::Value as Scalar;
use serde_saphyr::{
    Budget, DuplicateKeyPolicy, MergeKeyPolicy, MessageFormatter, Options, Spanned,
    UserMessageFormatter,
};

/// Line and column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub line: u64,
    pub column: u64,
}

impl Position {
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

impl From<serde_saphyr::Location> for Position {
    fn from(location: serde_saphyr::Location) -> Self {
        Self { line: location.line().max(1), column: location.column().max(1) }
    }
}

/// A value with its key; that of an item of a list is its index.
#[derive(Debug)]
pub(crate) struct Node {
    pub key: String,
    pub key_at: Position,
    pub at: Position,
    /// The JSON pointer of the value.
    pub pointer: String,
    pub value: Value,
}

#[derive(Debug)]
pub(crate) enum Value {
    Scalar(Scalar),
    List(Vec<Node>),
    Map(Vec<Node>),
}

impl Node {
    /// Parses one document. Anchors are refused, which rules out bombs of aliases.
    pub(crate) fn parse(text: &str) -> Result<Self, (Position, String)> {
        let mut options = Options::default();
        options.strict_booleans = true;
        options.with_snippet = false;
        options.duplicate_keys = DuplicateKeyPolicy::PassThrough;
        options.merge_keys = MergeKeyPolicy::AsOrdinary;
        let mut budget = Budget::default();
        budget.max_aliases = 0;
        budget.max_anchors = 0;
        // Twice what a document needs; each level takes tens of kilobytes of stack.
        budget.max_depth = 24;
        budget.flow_nesting_limit = 24;
        options.budget = Some(budget);
        match serde_saphyr::from_str_with_options(text, options) {
            Ok(value) => {
                let mut root = Self::new(String::new(), Position::START, Position::START, value);
                root.point(String::new());
                Ok(root)
            }
            Err(error) => {
                let at = error.location().map_or(Position::START, Position::from);
                Err((at, UserMessageFormatter.format_message(&error).into_owned()))
            }
        }
    }

    fn new(key: String, key_at: Position, at: Position, value: Value) -> Self {
        let pointer = String::new();
        Self { key, key_at, at, pointer, value }
    }

    fn point(&mut self, pointer: String) {
        if let Value::List(children) | Value::Map(children) = &mut self.value {
            for child in children {
                let key = child.key.replace('~', "~0").replace('/', "~1");
                child.point(format!("{pointer}/{key}"));
            }
        }
        self.pointer = pointer;
    }

    /// The entries of a mapping or the items of a list.
    pub(crate) fn children(&self) -> &[Self] {
        match &self.value {
            Value::Map(children) | Value::List(children) => children,
            Value::Scalar(_) => &[],
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&Self> {
        self.children().iter().find(|child| child.key == key)
    }

    pub(crate) fn has(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// The text at `key`, if it is text.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.get(key)?.scalar()?.as_str()
    }

    pub(crate) fn scalar(&self) -> Option<&Scalar> {
        match &self.value {
            Value::Scalar(scalar) => Some(scalar),
            Value::List(_) | Value::Map(_) => None,
        }
    }

    /// Every node below and including this one.
    pub(crate) fn walk<'a>(&'a self, visit: &mut dyn FnMut(&'a Self)) {
        visit(self);
        self.children().iter().for_each(|child| child.walk(visit));
    }

    /// The same without places.
    pub(crate) fn to_json(&self) -> serde_json::Value {
        match &self.value {
            Value::Scalar(scalar) => scalar.clone(),
            Value::List(items) => items.iter().map(Self::to_json).collect(),
            Value::Map(entries) => {
                let entries = entries.iter();
                entries.map(|entry| (entry.key.clone(), entry.to_json())).collect()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Scalar(Scalar::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Scalar(value.into()))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Scalar(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Scalar(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Scalar(value.into()))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Scalar(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element::<Spanned<Value>>()? {
            let at = item.referenced.into();
            items.push(Node::new(items.len().to_string(), at, at, item.value));
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, node)) = map.next_entry::<Spanned<String>, Spanned<Value>>()? {
            let (key_at, at) = (key.referenced.into(), node.referenced.into());
            entries.push(Node::new(key.value, key_at, at, node.value));
        }
        Ok(Value::Map(entries))
    }
}
