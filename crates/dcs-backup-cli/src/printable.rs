//! Text that is safe to print: foreign text without control characters, and values in words. Pure.

use std::fmt::Display;

/// Text that the service gave, without what a terminal would take for commands, hide, or show in
/// another order.
pub(crate) fn printable(text: &str) -> String {
    let printable = |c: char| match is_replaced(c) {
        true => char::REPLACEMENT_CHARACTER,
        false => c,
    };
    text.chars().map(printable).collect()
}

pub(crate) fn is_replaced(c: char) -> bool {
    c.is_control() || dcs_backup::is_misleading(c)
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
    fn what_drives_a_terminal_hides_or_reorders_is_replaced() {
        for c in ['\u{1b}', '\n', '\u{9b}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert_eq!(printable(&format!("a{c}b")), "a\u{fffd}b", "{c:?}");
        }
        let name = "Jörg 备份 (1)";
        assert_eq!(cell(Some(name)), name);
    }
}
