//! The rows at the bottom of the terminal on stderr that are drawn anew while work goes on.
//!
//! The cursor rests where the first of them begins. So all of them go when the terminal is cleared from
//! there to its end, also those that a terminal broke in two when it was made narrower.

use std::{
    io::{self, IsTerminal as _, Write},
    sync::{Mutex, MutexGuard, PoisonError},
};

use terminal_size::{Height, Width, terminal_size_of};

/// To the start of the row, and clear all from there on.
const CLEAR: &str = "\r\u{1b}[J";
/// What comes at the end of a row is cut, not continued in the next.
const CUT_ROWS: &str = "\u{1b}[?7l";
const CONTINUE_ROWS: &str = "\u{1b}[?7h";

/// What is assumed of a terminal that does not tell, and of what is none.
const COMMON: Size = Size { columns: 80, rows: 24 };

static SHOWN: Mutex<Shown> = Mutex::new(Shown::Rows(Vec::new()));

enum Shown {
    Rows(Vec<String>),
    /// Nothing any more.
    Ended,
}

/// The size of a terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) columns: usize,
    pub(crate) rows: usize,
}

/// Whether stderr is a terminal that follows the escapes that are used here.
pub(crate) fn is_drawable() -> bool {
    io::stderr().is_terminal()
        && anstyle_query::term_supports_ansi_color()
        && anstyle_query::windows::enable_ansi_colors() != Some(false)
}

/// The size that the terminal on stderr has now.
pub(crate) fn size() -> Size {
    match terminal_size_of(io::stderr()) {
        Some((Width(columns @ 1..), Height(rows @ 1..))) => {
            Size { columns: columns.into(), rows: rows.into() }
        }
        _ => COMMON,
    }
}

/// Shows these rows in the place of those before. Each has to be narrower than the terminal.
pub(crate) fn show(rows: Vec<String>) {
    let mut shown = shown();
    if let Shown::Rows(before) = &mut *shown {
        *before = rows;
        let _ = io::stderr().lock().write_all(drawn(before).as_bytes());
    }
}

/// Takes the rows off the screen for good.
pub(crate) fn end() {
    let mut shown = shown();
    if matches!(&*shown, Shown::Rows(rows) if !rows.is_empty()) {
        let _ = io::stderr().lock().write_all(CLEAR.as_bytes());
    }
    *shown = Shown::Ended;
}

/// Writes whole lines to stderr, above the rows.
pub(crate) fn write_above(lines: &[u8]) -> io::Result<()> {
    let shown = shown();
    let mut stderr = io::stderr().lock();
    match &*shown {
        Shown::Rows(rows) if !rows.is_empty() => {
            stderr.write_all(&[CLEAR.as_bytes(), lines, drawn(rows).as_bytes()].concat())
        }
        _ => stderr.write_all(lines),
    }
}

/// The rows over what is there, without a moment of emptiness: it would flicker.
fn drawn(rows: &[String]) -> String {
    let mut text = format!("\r{CUT_ROWS}");
    for (n, row) in rows.iter().enumerate() {
        text += if n == 0 { "" } else { "\r\n" };
        text += row;
        text += "\u{1b}[K";
    }
    text += "\u{1b}[J";
    if rows.len() > 1 {
        text += &format!("\u{1b}[{}A", rows.len() - 1);
    }
    text + "\r" + CONTINUE_ROWS
}

fn shown() -> MutexGuard<'static, Shown> {
    SHOWN.lock().unwrap_or_else(PoisonError::into_inner)
}
