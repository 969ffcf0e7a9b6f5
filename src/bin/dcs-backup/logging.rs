//! What the program says of its work on stderr, by `-v` or `RUST_LOG`.

use std::{env, io};

use tracing_subscriber::EnvFilter;

use crate::exit::Failure;

/// Starts logging at the level of so many `-v`, or of `RUST_LOG` if there are none.
pub(crate) fn start(verbose: u8) -> Result<(), Failure> {
    let from_env = env::var("RUST_LOG")
        .ok()
        .filter(|directives| !directives.is_empty());
    let directives = match (verbose, from_env) {
        (0, Some(directives)) => directives,
        (0, None) => "warn".to_owned(),
        (1, _) => "warn,dcs_backup=info".to_owned(),
        (2, _) => "warn,dcs_backup=debug".to_owned(),
        _ => "debug,dcs_backup=trace".to_owned(),
    };
    let filter = EnvFilter::try_new(directives)
        .map_err(|error| Failure::Usage(format!("RUST_LOG: {error}")))?;
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .init();
    Ok(())
}
