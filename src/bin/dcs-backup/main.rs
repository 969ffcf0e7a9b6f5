//! `dcs-backup`: the library's command line. Results go to stdout, everything else to stderr.

mod args;
mod demo;
mod exit;
mod links;
mod logging;
mod output;
mod sandbox;

use std::{future::Future, process::ExitCode};

use args::{Args, Command};
use clap::Parser;
use exit::Failure;

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return exit::report(&Failure::system("the program can't start", &error)),
    };
    let outcome =
        logging::start(args.verbose).and_then(|()| runtime.block_on(until_interrupted(run(args))));
    // Neither a name that is being looked up nor a full pipe may hold up the end.
    runtime.shutdown_background();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => exit::report(&failure),
    }
}

async fn run(args: Args) -> Result<(), Failure> {
    match args.command {
        Command::Links(args) => links::run(args).await,
        Command::Sandbox(args) => sandbox::run(args).await,
        Command::Demo => demo::run().await,
    }
}

/// Listens for Ctrl-C before the work starts. The work has a thread of its own, since a full pipe
/// blocks it.
async fn until_interrupted(
    work: impl Future<Output = Result<(), Failure>> + Send + 'static,
) -> Result<(), Failure> {
    tokio::select! {
        biased;
        Ok(()) = tokio::signal::ctrl_c() => Err(Failure::Interrupted),
        done = async { tokio::spawn(work).await } => match done {
            Ok(outcome) => outcome,
            Err(error) => Err(Failure::system("the program broke off", &error)),
        },
    }
}
