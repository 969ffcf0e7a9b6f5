//! Gives a client keys from a place of your own, here a program that prints them: `cargo run --example credentials -- REGION COMMAND`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use std::process::Command;

use dcs_backup::{Client, Credentials, CredentialsFuture, Error, ProvideCredentials};

/// Runs a command that prints an access key and its secret key, one per line.
struct FromCommand(String);

impl ProvideCredentials for FromCommand {
    // The client asks before each attempt of a call. A slow source should keep its keys until they expire.
    fn provide(&self) -> CredentialsFuture<'_> {
        let command = self.0.clone();
        Box::pin(async move {
            let run = tokio::task::spawn_blocking(move || Command::new(command).output());
            let output = run.await.map_err(|_| Error::no_credentials("the command panicked"))?;
            // Errors end up in logs, so they say what failed and never what was printed.
            let output = output.map_err(|_| Error::no_credentials("the command can't be run"))?;
            let text = String::from_utf8_lossy(&output.stdout);
            let mut lines = text.lines();
            let (access_key, secret_key) = (lines.next(), lines.next());
            Credentials::access_key(access_key.unwrap_or_default(), secret_key.unwrap_or_default())
                .map_err(Error::no_credentials)
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let region = arguments.next().ok_or("which region?")?;
    let command = arguments.next().ok_or("which command prints the keys?")?;
    let client = Client::builder().region(region).credentials(FromCommand(command)).build()?;
    println!("the project is {}", client.project_id().await?);
    Ok(())
}
