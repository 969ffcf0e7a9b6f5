//! The one place that writes to stdout and stderr.

use std::io::{self, Write};

use crate::screen;

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
