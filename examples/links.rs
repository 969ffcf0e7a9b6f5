//! Lists the links of an instance's newest backup: `cargo run --example links -- REGION INSTANCE_ID`.
#![allow(clippy::print_stdout, reason = "it is a program")]

use dcs_backup::Client;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let region = arguments.next().ok_or("which region?")?;
    let instance = arguments.next().ok_or("which instance?")?;

    // Keys come from the environment, a profile file or the server's agency.
    let client = Client::builder().region(region).build()?;
    let newest = client.newest_backup(&instance).await?.ok_or("there is no backup yet")?;
    let backup = client.backup(&instance, newest.id);

    for link in &backup.links().await? {
        println!("{}, slots {:?}, until {:?}", link.file_name, link.slots(), link.expires_at());
        // Whoever has the URL can download the file, so Debug and errors never show it.
        println!("{}", link.url.as_str());
    }
    Ok(())
}
