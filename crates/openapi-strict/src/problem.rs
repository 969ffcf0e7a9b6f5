//! One mistake of a document, as the build prints it.

use crate::tree::Position;

/// What is wrong at one place of a document, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    at: Position,
    pointer: String,
    text: String,
}

impl Problem {
    pub(crate) fn new(at: Position, pointer: &str, text: impl Into<String>) -> Self {
        let (pointer, text) = (pointer.to_owned(), text.into());
        Self { at, pointer, text }
    }

    /// The line of the text, counted from 1.
    pub fn line_number(&self) -> usize {
        self.at.line
    }

    /// The problem as one line: `file:line:column: /pointer: what is wrong; what to do`.
    pub fn line(&self, file: &str) -> String {
        let Position { line, column } = self.at;
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        let text = self.text.replace(['\n', '\r'], " ");
        format!("{file}:{line}:{column}: {pointer}: {text}")
    }
}
