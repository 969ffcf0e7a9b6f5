//! Downloads a backup and shows the progress: `cargo run --example download -- REGION INSTANCE_ID BACKUP_ID`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use dcs_backup::{
    Client,
    download::{Events, Happening},
};
use futures_util::StreamExt as _;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [region, instance, backup] = &arguments[..] else {
        return Err("usage: download REGION INSTANCE_ID BACKUP_ID".into());
    };
    let client = Client::builder().region(region).build()?;

    let mut downloader = client.backup(instance, backup).download();
    let events = downloader.events();
    // The events end when the download ends, so both futures do.
    let (report, ()) = tokio::join!(downloader.into_folder("backup"), show(events));
    for file in &report?.files {
        println!("{}: {} bytes, {:?}", file.name, file.size, file.state);
    }
    Ok(())
}

async fn show(mut events: Events) {
    while let Some(event) = events.next().await {
        match event.what {
            Happening::Started { size, resumed } => {
                println!("{}: {resumed} of {size} bytes are there already", event.file);
            }
            Happening::Progress { bytes } => println!("{}: {bytes} bytes", event.file),
            Happening::Retrying { problem, wait } => {
                println!("{}: {problem}; next try in {wait:?}", event.file);
            }
            _ => {}
        }
    }
}
