//! From a backup's id to verified files: what [`presigned_download`] has to know of DCS's backups.
//!
//! ```no_run
//! # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
//! let instance = "5560df16-cebf-4473-95c4-d1b573c16e79";
//! let backup = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";
//! let report = client.backup(instance, backup).download().into_folder("backup").await?;
//! for file in &report.files {
//!     println!("{}: {} bytes, {:?}", file.name, file.size, file.state);
//! }
//! # Ok(()) }
//! ```

use std::path::Path;

use huaweicloud_core::{Error, InvalidValue};
use presigned_download::PrivateAddresses;
pub use presigned_download::{
    ByteStream, Content, Coverage, Downloader, Event, Events, FileReport, FileState, Finished,
    Format, Happening, Ids, Link, LinkCheck, LinkFuture, LinkRule, LinkSource, Locality, Overwrite,
    Reason, RefusedLink, Report, Verify, Warning,
};

use crate::{
    client::Client,
    generated::types::BackupFormat,
    links::BackupLinksRequest,
    rdb::RedisFiles,
    types::{BackupId, Expiration, InstanceId},
};

const USER_AGENT: &str = concat!("dcs-backup/", env!("CARGO_PKG_VERSION"));

/// A download of backup files by links: all those of a backup, or some of them. It fails when they expire.
pub fn of_links(links: impl IntoIterator<Item = impl Into<Link>>) -> Downloader {
    Downloader::of_links(links).content(RedisFiles).user_agent(USER_AGENT)
}

/// Reads each file that `manifest.json` lists in the folder, and compares its bytes with what the
/// manifest says and with the checksum that Redis wrote into it: [`presigned_download::verify_folder`] for
/// [`RedisFiles`].
///
/// # Errors
/// [`ErrorKind::Disk`](crate::ErrorKind::Disk) if there is no manifest, or the folder or the manifest can't be read;
/// [`ErrorKind::Integrity`](crate::ErrorKind::Integrity) if the manifest lists no file.
pub async fn verify_folder(folder: impl AsRef<Path>) -> Result<Report, Error> {
    presigned_download::verify_folder(folder, RedisFiles).await
}

impl From<BackupFormat> for Format {
    fn from(format: BackupFormat) -> Self {
        match format {
            BackupFormat::Rdb => RedisFiles::RDB,
            BackupFormat::Aof => RedisFiles::AOF,
        }
    }
}

/// Asks DCS for the links of a backup.
#[derive(Debug, Clone)]
pub(crate) struct BackupSource {
    pub(crate) client: Client,
    pub(crate) instance_id: Result<InstanceId, InvalidValue>,
    pub(crate) backup_id: Result<BackupId, InvalidValue>,
    pub(crate) expiration: Result<Expiration, InvalidValue>,
}

impl BackupSource {
    /// A download of what this source has links to.
    pub(crate) fn download(self) -> Downloader {
        let clock = self.client.clock();
        let downloader = Downloader::new(self).content(RedisFiles);
        downloader.user_agent(USER_AGENT).shared_clock(clock)
    }

    async fn ask_for_format(&self) -> Option<Format> {
        let (Ok(instance_id), Ok(backup_id)) = (&self.instance_id, &self.backup_id) else {
            return None;
        };
        let mut records = self.client.backup_records(instance_id.clone()).stream();
        while let Some(record) = records.next().await {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    tracing::warn!(%error, "the backup's record can't be read; what its files are is not known");
                    return None;
                }
            };
            if record.backup_id.as_deref() == Some(backup_id.as_str()) {
                let format = record.backup_format.as_deref()?.to_ascii_lowercase();
                return format.parse::<BackupFormat>().ok().map(Into::into);
            }
        }
        None
    }
}

impl LinkSource for BackupSource {
    fn links(&self, private: PrivateAddresses) -> LinkFuture<'_, Result<Vec<Link>, Error>> {
        let Self { client, instance_id, backup_id, expiration } = self.clone();
        let request = BackupLinksRequest::new(client, instance_id, backup_id, expiration);
        Box::pin(async move {
            let links = request.private_addresses(private).send().await?;
            Ok(links.into_iter().map(Link::from).collect())
        })
    }

    fn format(&self) -> LinkFuture<'_, Option<Format>> {
        Box::pin(self.ask_for_format())
    }

    fn ids(&self) -> Ids {
        match (&self.instance_id, &self.backup_id) {
            (Ok(instance_id), Ok(backup_id)) => {
                Ids::new(instance_id.as_str(), backup_id.as_str()).unwrap_or_default()
            }
            _ => Ids::default(),
        }
    }
}
