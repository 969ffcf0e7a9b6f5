//! A YAML document as one tree. Each key and value knows its place in the text.

use granit_parser::{Event, Options, Parser, ScalarStyle, Span, options};
use serde_json::Value as Scalar;

/// Twice what a document needs.
const DEEPEST: usize = 24;

/// Line and column, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Position {
    pub line: usize,
    pub column: usize,
}

impl Position {
    pub(crate) const START: Self = Self { line: 1, column: 1 };
}

impl From<Span> for Position {
    fn from(span: Span) -> Self {
        Self { line: span.start.line().max(1), column: span.start.col() + 1 }
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
        let options = options! { block_nesting_limit: DEEPEST, flow_nesting_limit: DEEPEST };
        let (at, value) = Reader::new(text, options).document()?;
        let mut root = Self::new(String::new(), Position::START, at, value);
        root.point(String::new());
        Ok(root)
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

type Refused = (Position, String);

/// Builds the tree from what the parser reports.
struct Reader<'a> {
    events: Parser<'a, granit_parser::StrInput<'a>>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, options: Options) -> Self {
        Self { events: Parser::new_from_str_with_options(text, options) }
    }

    fn next(&mut self) -> Result<(Event<'a>, Position), Refused> {
        match self.events.next() {
            Some(Ok((event, span))) => Ok((event, span.into())),
            Some(Err(error)) => {
                let at = *error.marker();
                let at = Position { line: at.line().max(1), column: at.col() + 1 };
                Err((at, format!("{}; correct the YAML", error.info())))
            }
            None => Err((Position::START, "the text ends within a value; complete it".to_owned())),
        }
    }

    /// An empty text is a document that is `null`.
    fn document(mut self) -> Result<(Position, Value), Refused> {
        let mut root = None;
        loop {
            match self.next()? {
                (Event::StreamStart | Event::DocumentEnd, _) => {}
                (Event::DocumentStart(..), at) if root.is_some() => {
                    return Err((
                        at,
                        "a second document begins here; give it a file of its own".to_owned(),
                    ));
                }
                (Event::DocumentStart(..), _) => {
                    let (event, at) = self.next()?;
                    root = Some((at, self.value(event, at, 0)?));
                }
                _ => return Ok(root.unwrap_or((Position::START, Value::Scalar(Scalar::Null)))),
            }
        }
    }

    fn value(&mut self, event: Event<'a>, at: Position, depth: usize) -> Result<Value, Refused> {
        let refuse = |problem: &str| Err((at, problem.to_owned()));
        match event {
            _ if depth > DEEPEST => {
                refuse("it is nested too deeply; move parts of it to `components`")
            }
            Event::Alias(_) => refuse("an alias is not supported; write its value out"),
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(_, anchor, _)
            | Event::MappingStart(_, anchor, _)
                if anchor > 0 =>
            {
                refuse("an anchor is not supported; write its value out where it is used")
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => refuse("a tag is not supported; remove it"),
            Event::Scalar(text, style, ..) => match scalar(&text, style) {
                Some(scalar) => Ok(Value::Scalar(scalar)),
                None => refuse(&format!(
                    "`{text}` is text to some tools only; write it in quotes, or as JSON does"
                )),
            },
            Event::SequenceStart(..) => self.list(depth + 1),
            Event::MappingStart(..) => self.map(depth + 1),
            _ => refuse("a value is missing here; add it"),
        }
    }

    fn list(&mut self, depth: usize) -> Result<Value, Refused> {
        let mut items = Vec::new();
        loop {
            let (event, at) = self.next()?;
            if event == Event::SequenceEnd {
                return Ok(Value::List(items));
            }
            let value = self.value(event, at, depth)?;
            items.push(Node::new(items.len().to_string(), at, at, value));
        }
    }

    fn map(&mut self, depth: usize) -> Result<Value, Refused> {
        let mut entries = Vec::new();
        loop {
            let (key, key_at) = match self.next()? {
                (Event::MappingEnd, _) => return Ok(Value::Map(entries)),
                (Event::Scalar(text, _, 0, None), at) => (text.into_owned(), at),
                (_, at) => {
                    return Err((
                        at,
                        "a key is plain text, or text in quotes; correct it".to_owned(),
                    ));
                }
            };
            let (event, at) = self.next()?;
            entries.push(Node::new(key, key_at, at, self.value(event, at, depth)?));
        }
    }
}

/// What a scalar stands for by YAML's JSON schema, which all tools share; nothing where they differ:
/// `0x1f`, `.5` and `~` are text to some and not to others.
fn scalar(text: &str, style: ScalarStyle) -> Option<Scalar> {
    if style != ScalarStyle::Plain {
        return Some(text.into());
    }
    if let Ok(scalar) = serde_json::from_str::<Scalar>(text)
        && !scalar.is_object()
        && !scalar.is_array()
        && !scalar.is_string()
    {
        return Some(scalar);
    }
    let number = text.trim_start_matches(['+', '-', '.']);
    let disputed =
        number.len() != text.len() || number.starts_with("0x") || number.starts_with("0o");
    let word = text.to_ascii_lowercase();
    match word.as_str() {
        "" => Some(Scalar::Null),
        "~" | "null" | "true" | "false" | ".inf" | ".nan" => None,
        _ if disputed && number.starts_with(|c: char| c.is_ascii_digit()) => None,
        _ => Some(text.into()),
    }
}
