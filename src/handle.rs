//! One backup, and what can be done with it: [`BackupHandle`].

use std::future::Future;

use huaweicloud_core::{Error, InvalidValue};
use presigned_download::Downloader;

use crate::{
    client::Client,
    download::BackupSource,
    links::BackupLinksRequest,
    types::{BackupId, Expiration, InstanceId},
    wait::WaitRequest,
};

impl Client {
    /// One backup of an instance, and what can be done with it. Nothing is sent.
    ///
    /// Both ids must match `^[0-9A-Za-z_-]{1,64}$`. Otherwise every call of the handle fails before anything is sent.
    pub fn backup(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
        backup_id: impl TryInto<BackupId, Error: Into<InvalidValue>>,
    ) -> BackupHandle {
        BackupHandle(BackupSource {
            client: self.clone(),
            instance_id: instance_id.try_into().map_err(Into::into),
            backup_id: backup_id.try_into().map_err(Into::into),
            expiration: Ok(Expiration::DEFAULT),
        })
    }
}

/// One backup, made by [`Client::backup`].
///
/// ```no_run
/// # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
/// let instance = "5560df16-cebf-4473-95c4-d1b573c16e79";
/// let backup = client.backup(instance, "4631832a-14c6-45b0-a0b3-3abd8f591ad1");
/// for link in &backup.links().await? {
///     println!("{}", link.file_name);
/// }
/// backup.download().into_folder("backup").await?;
/// backup.delete().await?;
/// # Ok(()) }
/// ```
#[derive(Debug, Clone)]
pub struct BackupHandle(BackupSource);

impl BackupHandle {
    /// How long the links work: 5 minutes to 24 hours, in whole seconds. Default: 30 minutes. A longer download asks
    /// for new links.
    #[must_use]
    pub fn expires_in(
        mut self,
        lifetime: impl TryInto<Expiration, Error: Into<InvalidValue>>,
    ) -> Self {
        self.0.expiration = lifetime.try_into().map_err(Into::into);
        self
    }

    /// Asks for download links of the backup's files (`ListBackupFileLinks`).
    pub fn links(&self) -> BackupLinksRequest {
        let BackupSource { client, instance_id, backup_id, expiration } = self.0.clone();
        BackupLinksRequest::new(client, instance_id, backup_id, expiration)
    }

    /// Downloads the backup's files. The downloader asks for links, and for new ones when they expire.
    pub fn download(&self) -> Downloader {
        self.0.clone().download()
    }

    /// Waits until the backup is done, by asking for its record every 10 s.
    pub fn wait(&self) -> WaitRequest {
        WaitRequest::new(self.0.clone())
    }

    /// Deletes the backup permanently (`DeleteBackupFile`). Links to its files stop working.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if an id is refused;
    /// [`ErrorKind::NotFound`](crate::ErrorKind::NotFound) if there is no such backup. This also happens if the
    /// connection breaks after the deletion, and the request is sent again.
    pub fn delete(&self) -> impl Future<Output = Result<(), Error>> + Send + use<> {
        let BackupSource { client, instance_id, backup_id, .. } = self.0.clone();
        async move { client.delete_backup(instance_id?, backup_id?).await }
    }
}
