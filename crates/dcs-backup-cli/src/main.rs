//! `dcs-backup`: the library's command line. Results go to stdout, everything else to stderr.

mod args;
mod bytes;
mod completeness;
mod completions;
mod create;
mod demo;
mod download;
mod env_file;
mod exit;
mod inner_command;
mod inspect;
mod instances;
mod interrupt;
mod layout;
mod links;
mod list;
mod logging;
mod origin;
mod output;
mod pipe;
mod printable;
mod progress;
mod record;
mod report;
mod sandbox;
mod screen;
mod shell_words;
mod signals;
mod start;
mod verify;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use exit::Failure;
use interrupt::Remainder;

fn main() -> ExitCode {
    let outcome = match Args::try_parse() {
        Ok(args) => work(args),
        Err(refused) => return exit::refuse(&refused),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit::report(&failure),
    }
}

fn work(args: Args) -> Result<(), Failure> {
    let runtime = start::runtime(&args.command)?;
    logging::start(args.verbose)?;
    let remainder = Remainder::of(&args.command);
    let outcome = runtime.block_on(interrupt::until_interrupted(remainder, run(args)));
    // Neither a name that is being looked up nor a full pipe may hold up the end.
    runtime.shutdown_background();
    screen::end();
    outcome
}

async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Instances(args) => instances::run(args).await,
        Command::List(args) => list::run(args).await,
        Command::Create(args) => create::run(args).await,
        Command::Links(args) => links::run(args).await,
        Command::Download(args) => download::run(args).await,
        Command::Verify(args) => verify::run(args).await,
        Command::Inspect(args) => inspect::run(args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
        Command::Demo => demo::run().await,
        Command::Completions { shell } => completions::run(shell),
    }
}
