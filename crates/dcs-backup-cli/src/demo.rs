//! `dcs-backup demo`: the whole way, from an account to the files of its latest backup, shown against a
//! sandbox of its own.

use std::{path::Path, time::Duration};

use dcs_backup::{
    Client, Downloader, RetryPolicy,
    download::verify_folder,
    types::{BackupId, InstanceId},
};
use dcs_backup_sandbox::{Backup, Sandbox, StoreFault};

use crate::{
    args::{Format, ListFormat, ReportFormat},
    exit::Failure,
    instances, links, list, output, record, report,
};

/// The latest backup is so much younger than the one before it.
const DAY: Duration = Duration::from_secs(86_400);

/// Starts a sandbox, finds the latest backup of its instance, downloads it, with one shard cut off
/// half-way, downloads it again, and checks what is there. Leaves nothing behind.
pub(crate) async fn run() -> Result<(), Failure> {
    let sandbox = Sandbox::start()
        .await
        .map_err(|error| Failure::system("the sandbox can't start", &error))?;
    sandbox.advance(DAY);
    sandbox.add_backup();
    let folder = tempfile::Builder::new()
        .prefix("dcs-backup-demo-")
        .tempdir()
        .map_err(|error| Failure::system("no folder for the download", &error))?;
    output::print(&format!(
        "sandbox  {}\nfolder   {}\n",
        sandbox.endpoint(),
        folder.path().display(),
    ))?;
    let origin = Origin::latest(sandbox.client()?).await?;
    origin.show_links().await?;
    origin.be_cut_off(&sandbox, folder.path()).await?;
    origin.go_on(&sandbox, folder.path()).await?;
    let checked = verify_folder(folder.path()).await?;
    output::print(&format!("verify   {}\n", report::checked(&checked)))?;
    sandbox.shutdown().await;
    Ok(())
}

/// The backup that is downloaded.
struct Origin {
    client: Client,
    instance_id: InstanceId,
    backup_id: BackupId,
}

impl Origin {
    /// Lists the instances, and the backups of the first; takes the latest.
    async fn latest(client: Client) -> Result<Self, Failure> {
        let nothing = |what: &str| Failure::NotFound(format!("the sandbox has no {what}"));
        let instances = client.instances().send().await?.records;
        let shown = instances::formatted(&instances, ListFormat::Table)?;
        output::print(&format!("\n$ dcs-backup instances\n{shown}"))?;
        let id = instances.first().and_then(|instance| instance.instance_id.as_deref());
        let instance_id =
            InstanceId::try_from(id.unwrap_or_default()).map_err(|_| nothing("instance"))?;
        let listed = record::all(&client, &instance_id).await?;
        let shown = list::formatted(&listed.records, ListFormat::Table)?;
        output::print(&format!("\n$ dcs-backup list\n{shown}"))?;
        let (backup_id, _) = record::newest(&listed)?.ok_or_else(|| nothing("backup"))?;
        Ok(Self { client, instance_id, backup_id })
    }

    async fn show_links(&self) -> Result<(), Failure> {
        let links = self.client.backup(&self.instance_id, &self.backup_id).links().send().await?;
        let shown = links::formatted(&links, Format::Table)?;
        Ok(output::print(&format!("\n$ dcs-backup links --latest\n{shown}\n"))?)
    }

    /// A download that gives up at the first trouble, and meets some in the middle of a file.
    async fn be_cut_off(&self, sandbox: &Sandbox, folder: &Path) -> Result<(), Failure> {
        let backup = Backup::three_shards();
        if let Some((name, bytes)) = backup.files().nth(1) {
            sandbox.fail_file(name, StoreFault::CutBody { after: bytes.len() as u64 / 2 });
        }
        let download = self.downloader().retry(RetryPolicy::never()).into_folder(folder);
        match download.await {
            Ok(_) => {
                Err(Failure::Integrity("the download was to be cut off, and was not".to_owned()))
            }
            Err(error) => {
                Ok(output::print(&format!("$ dcs-backup download --latest\ncut off  {error}\n"))?)
            }
        }
    }

    async fn go_on(&self, sandbox: &Sandbox, folder: &Path) -> Result<(), Failure> {
        let earlier = sandbox.requests().len();
        let done = self.downloader().into_folder(folder).await?;
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

    fn downloader(&self) -> Downloader {
        self.client.backup(&self.instance_id, &self.backup_id).download()
    }
}
