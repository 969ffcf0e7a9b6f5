//! Results as they are printed: tables and JSON. Pure.

use serde::Serialize;

use crate::{args::ListFormat, exit::Failure, printable::is_replaced};

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

/// As JSON, with a line feed at the end. What [`printable`](crate::printable::printable) replaces is escaped.
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use super::*;

    #[test]
    fn json_shows_a_terminal_no_commands_and_stays_the_same_json() {
        let name = "a\u{9b}b\u{202e}c\u{7f}d\u{e0041}e\u{1b}f\ng\"h 备份";
        let text = json(&[name]).unwrap();
        let shown = r#""a\u009bb\u202ec\u007fd\udb40\udc41e\u001bf\ng\"h 备份""#;
        assert_eq!(text, format!("[\n  {shown}\n]\n"));
        assert_eq!(serde_json::from_str::<[String; 1]>(&text).unwrap(), [name]);
    }
}
