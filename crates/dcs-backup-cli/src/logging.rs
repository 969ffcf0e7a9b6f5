//! What the program says of its work on stderr, by `-v` or `RUST_LOG`.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;

use crate::{args::variable, exit::Failure, output::StderrAboveRows};

/// Starts logging at the level of so many `-v`, or of `RUST_LOG` if there are none.
pub(crate) fn start(verbose: u8) -> Result<(), Failure> {
    let directives = match (verbose, variable("RUST_LOG")) {
        (0, Some(directives)) => directives,
        (0, None) => "warn".to_owned(),
        (1, _) => ours("warn", "info"),
        (2, _) => ours("warn", "debug"),
        _ => ours("debug", "trace"),
    };
    let filter = EnvFilter::try_new(directives).map_err(|error| {
        Failure::Usage(format!("RUST_LOG: {error}; write debug or dcs_backup=trace for instance"))
    })?;
    let colours = io::stderr().is_terminal() && variable("NO_COLOR").is_none();
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(|| StderrAboveRows)
        .with_ansi(colours)
        .init();
    Ok(())
}

/// This level for the crates of this workspace, and that one for all others.
fn ours(others: &str, level: &str) -> String {
    let crates = ["dcs_backup", "huaweicloud_core", "presigned_download"];
    let crates = crates.map(|name| format!("{name}={level}"));
    format!("{others},{}", crates.join(","))
}
