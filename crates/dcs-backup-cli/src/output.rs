//! The one place that writes to stdout and stderr.

use std::{
    fmt::Display,
    io::{self, Write},
};

use serde::Serialize;

use crate::{args::ListFormat, exit::Failure, screen};

/// Writes a result to stdout.
///
/// # Errors
/// What the system says; a closed pipe is one of it.
pub(crate) fn print(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// Writes a line to stderr; there is nobody left to tell where that fails.
pub(crate) fn complain(line: &str) {
    let _ = screen::write_above(format!("{line}\n").as_bytes());
}

/// Stderr for lines that come while rows are drawn below them. It never fails: there is nobody left to
/// tell, and whoever logs would panic in the attempt.
pub(crate) struct StderrAboveRows;

impl Write for StderrAboveRows {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let _ = screen::write_above(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Lays out rows under their headings, each column as wide as its widest cell.
pub(crate) fn table<const N: usize>(headings: [&str; N], rows: &[[String; N]]) -> String {
    let headings = headings.map(str::to_owned);
    let all = || std::iter::once(&headings).chain(rows);
    let widths: [usize; N] = std::array::from_fn(|column| {
        all().map(|row| row[column].chars().count()).max().unwrap_or_default()
    });
    let mut text = String::new();
    for row in all() {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
        text.push_str(cells.collect::<Vec<_>>().join("  ").trim_end());
        text.push('\n');
    }
    text
}

/// A list as it is asked for: as a table, which is nothing at all without rows, or as JSON.
pub(crate) fn listed<T: Serialize, const N: usize>(
    items: &[T],
    format: ListFormat,
    headings: [&str; N],
    row: fn(&T) -> [String; N],
) -> Result<String, Failure> {
    match format {
        ListFormat::Table if items.is_empty() => Ok(String::new()),
        ListFormat::Table => Ok(table(headings, &items.iter().map(row).collect::<Vec<_>>())),
        ListFormat::Json => json(&items),
    }
}

/// As JSON, with a line feed at the end. What [`printable`] replaces is escaped.
pub(crate) fn json(value: &impl Serialize) -> Result<String, Failure> {
    match serde_json::to_string_pretty(value) {
        Ok(json) => Ok(escaped(&json) + "\n"),
        Err(error) => Err(Failure::system("the result can't be written as JSON", &error)),
    }
}

/// The same JSON with `\u` in place of what a terminal would act on. Outside of its strings, JSON has none of
/// these but line feeds; inside, serde_json escapes what is below U+0020.
fn escaped(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        if c == '\n' || !is_replaced(c) {
            text.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            text += &format!("\\u{unit:04x}");
        }
    }
    text
}

/// Text that the service gave, without what a terminal would take for commands, hide, or show in
/// another order.
pub(crate) fn printable(text: &str) -> String {
    let printable = |c: char| match is_replaced(c) {
        true => char::REPLACEMENT_CHARACTER,
        false => c,
    };
    text.chars().map(printable).collect()
}

fn is_replaced(c: char) -> bool {
    c.is_control() || reorders(c)
}

/// The same characters as the library escapes in its errors.
fn reorders(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// A cell of text that the service gave.
pub(crate) fn cell(text: Option<&str>) -> String {
    or_dash(text.map(printable))
}

/// A cell of a table.
pub(crate) fn or_dash(value: Option<impl Display>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| value.to_string())
}

/// `a, b, c`.
pub(crate) fn list<T: Display>(items: impl IntoIterator<Item = T>) -> String {
    items.into_iter().map(|item| item.to_string()).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_shows_a_terminal_no_commands_and_stays_the_same_json() {
        let name = "a\u{9b}b\u{202e}c\u{7f}d\u{e0041}e\u{1b}f\ng\"h 备份";
        let text = json(&[name]).unwrap();
        let shown = r#""a\u009bb\u202ec\u007fd\udb40\udc41e\u001bf\ng\"h 备份""#;
        assert_eq!(text, format!("[\n  {shown}\n]\n"));
        assert_eq!(serde_json::from_str::<[String; 1]>(&text).unwrap(), [name]);
    }

    #[test]
    fn what_drives_a_terminal_hides_or_reorders_is_replaced() {
        for c in ['\u{1b}', '\n', '\u{9b}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert_eq!(printable(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
        let name = "Jörg 备份 (1)";
        assert_eq!(cell(Some(name)), name);
    }
}
