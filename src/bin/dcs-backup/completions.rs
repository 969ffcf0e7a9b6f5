//! `dcs-backup completions`: what makes a shell complete the program's arguments.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::{args::Args, exit::Failure, output};

/// Prints the script of this shell.
pub(crate) fn run(shell: Shell) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Args::command(), "dcs-backup", &mut script);
    Ok(output::print(&String::from_utf8_lossy(&script))?)
}
