//! `dcs-backup demo`: the main job, shown against a sandbox of its own.

use std::path::Path;

use dcs_backup::{
    Downloader, RetryPolicy,
    download::verify_folder,
    sandbox::{Backup, Sandbox, StoreFault},
};

use crate::{args::ReportFormat, exit::Failure, output, report};

/// Starts a sandbox with a three-shard backup, downloads it, with one shard cut off half-way, downloads
/// it again, and checks what is there. Leaves nothing behind.
pub(crate) async fn run() -> Result<(), Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::system("the sandbox can't start", &error))?;
    let folder = tempfile::Builder::new()
        .prefix("dcs-backup-demo-")
        .tempdir()
        .map_err(|error| Failure::system("no folder for the download", &error))?;
    output::print(&format!(
        "sandbox  {}\nbackup   {} of instance {}\nfolder   {}\n",
        sandbox.endpoint(),
        sandbox.backup_id(),
        sandbox.instance_id(),
        folder.path().display(),
    ))?;
    be_cut_off(&sandbox, folder.path()).await?;
    go_on(&sandbox, folder.path()).await?;
    let checked = verify_folder(folder.path()).await?;
    output::print(&format!("verify   {}\n", report::checked(&checked)))?;
    sandbox.shutdown().await;
    Ok(())
}

/// A download that gives up at the first trouble, and meets some in the middle of a file.
async fn be_cut_off(sandbox: &Sandbox, folder: &Path) -> Result<(), Failure> {
    let backup = Backup::three_shards();
    if let Some((name, bytes)) = backup.files().nth(1) {
        sandbox.fail_file(name, StoreFault::CutBody { after: bytes.len() as u64 / 2 });
    }
    let download = downloader(sandbox)?.retry(RetryPolicy::never()).into_folder(folder);
    match download.await {
        Ok(_) => Err(Failure::Integrity("the download was to be cut off, and was not".to_owned())),
        Err(error) => Ok(output::print(&format!("cut off  {error}\n"))?),
    }
}

async fn go_on(sandbox: &Sandbox, folder: &Path) -> Result<(), Failure> {
    let earlier = sandbox.requests().len();
    let done = downloader(sandbox)?.into_folder(folder).await?;
    let sent: u64 = sandbox
        .requests()
        .iter()
        .skip(earlier)
        .filter(|request| request.file_name.is_some())
        .map(|request| request.bytes_sent)
        .sum();
    let there: u64 = done.files.iter().map(|file| file.resumed).sum();
    output::print(&format!(
        "again    {there} bytes were there, {sent} more were sent\n\n{}\n",
        report::formatted(&done, ReportFormat::Table, &report::downloaded(&done))?
    ))?;
    Ok(())
}

fn downloader(sandbox: &Sandbox) -> Result<Downloader, Failure> {
    Ok(Downloader::new(sandbox.client()?, sandbox.instance_id(), sandbox.backup_id()))
}
