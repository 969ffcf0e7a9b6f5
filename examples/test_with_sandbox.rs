//! Tests code against the sandbox, a strict stand-in for DCS in the same process: `cargo run --example test_with_sandbox`.

use dcs_backup::{Client, Error, download::FileState};
use dcs_backup_sandbox::{Backup, Sandbox, StoreFault};

/// The code to be tested.
async fn fetch(client: &Client, instance: &str, folder: &std::path::Path) -> Result<bool, Error> {
    let Some(newest) = client.newest_backup(instance).await? else {
        return Ok(false);
    };
    let report = client.backup(instance, newest.id).download().into_folder(folder).await?;
    Ok(report.files.iter().all(|file| file.state == FileState::Verified))
}

// In a test, this is `#[tokio::test]`.
#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let sandbox = Sandbox::builder().backup(Backup::three_shards()).start().await?;
    // The store's first answer breaks off after 100 bytes, so the download has to resume.
    sandbox.fail_store_next(StoreFault::CutBody { after: 100 });

    // This client has the sandbox's endpoint, keys and time.
    let client = sandbox.client()?;
    let folder = tempfile::tempdir()?;
    assert!(fetch(&client, sandbox.instance_id(), folder.path()).await?);

    // The sandbox knows every request that it served.
    assert!(sandbox.requests().len() > 4);
    sandbox.shutdown().await;
    Ok(())
}
