//! `dcs-backup`: the library's command line. Results go to stdout, everything else to stderr.

mod args;
mod completions;
mod create;
mod demo;
mod download;
mod exit;
mod instances;
mod interrupt;
mod links;
mod list;
mod logging;
mod output;
mod pipe;
mod progress;
mod record;
mod report;
mod sandbox;
mod verify;
mod wait;

use std::process::ExitCode;

use args::{Args, Command};
use clap::Parser;
use exit::Failure;
use interrupt::Remainder;

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::report(&Failure::system("the program can't start", &error)),
    };
    let remainder = Remainder::of(&args.command);
    let outcome = logging::start(args.verbose)
        .and_then(|()| runtime.block_on(interrupt::until_interrupted(remainder, run(args))));
    // Neither a name that is being looked up nor a full pipe may hold up the end.
    runtime.shutdown_background();
    output::end_bars();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit::report(&failure),
    }
}

async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Instances(args) => instances::run(args).await,
        Command::List(args) => list::run(args).await,
        Command::Create(args) => create::run(args).await,
        Command::Links(args) => links::run(args).await,
        Command::Download(args) => download::run(args).await,
        Command::Verify(args) => verify::run(args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
        Command::Demo => demo::run().await,
        Command::Completions { shell } => completions::run(shell),
    }
}
