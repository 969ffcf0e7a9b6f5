//! From the id of a backup in Huawei Cloud's Relational Database Service (RDS) to its files.
//!
//! This is an example of a second service: a YAML, a build script, and this file. It lists backups, gets the links to the
//! files of one, and downloads them. Signing, retries, credentials, projects, paging and errors are
//! [`huaweicloud_core`]'s, and all about files is [`presigned_download`]'s.
//!
//! ```no_run
//! # async fn example() -> Result<(), huaweicloud_core::Error> {
//! let client = rds_backup::Client::builder().region("cn-north-4").build()?;
//! let first_page = client.backups("d8e6ca5a624745bcb546a227aa3ae1cfin01").send().await?.records;
//! let backup = client.backup("c0c9f155c7b7423a9d30f0175998b63bbr01")?;
//! backup.download().into_folder("backup").await?;
//! # Ok(()) }
//! ```

use huaweicloud_core::{
    Answered, Call, Error, InvalidValue, SecretText, ServiceInfo,
    paging::{ListRequest, Page, Query, Span},
};

/// The code that the build script makes of `spec/rds.yaml`.
pub mod raw {
    pub use rds::*;

    include!(concat!(env!("OUT_DIR"), "/documents.rs"));
}

use presigned_download::{
    Downloader, Link, LinkCheck, LinkFuture, LinkRule, LinkSource, PrivateAddresses,
};
use raw::{
    newtypes::{BackupId, InstanceId},
    types::{Backup, BackupFile},
};

/// What the runtime has to know of RDS. It reaches other regions if a variable gives their endpoint.
const RDS: ServiceInfo = ServiceInfo {
    name: "rds",
    regions: &["ap-southeast-1", "ap-southeast-3", "cn-east-3", "cn-north-1", "cn-north-4"],
    codes: |_, _| None,
    user_agent: concat!("rds-backup/", env!("CARGO_PKG_VERSION")),
};

/// A client of one project's RDS API. Cheap to clone; clones share connections.
#[derive(Debug, Clone)]
pub struct Client(huaweicloud_core::Client<raw::Client>);

/// Describes a [`Client`].
pub type ClientBuilder = huaweicloud_core::ClientBuilder<raw::Client, Client>;

impl From<huaweicloud_core::Client<raw::Client>> for Client {
    fn from(client: huaweicloud_core::Client<raw::Client>) -> Self {
        Self(client)
    }
}

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&RDS)
    }

    /// Lists the backups of an instance, as one page or as a stream of all of them. A page has 100 backups at most.
    pub fn backups(
        &self,
        instance_id: impl TryInto<InstanceId, Error: Into<InvalidValue>>,
    ) -> ListRequest<BackupsOf> {
        let query = instance_id.try_into().map(BackupsOf).map_err(Into::into);
        ListRequest::new(self.clone(), query)
    }

    /// The backup of this id.
    ///
    /// # Errors
    /// The id has other characters than `0-9A-Za-z_-`, none or more than 64.
    pub fn backup(
        &self,
        id: impl TryInto<BackupId, Error: Into<InvalidValue>>,
    ) -> Result<BackupHandle, Error> {
        Ok(BackupHandle { client: self.clone(), id: id.try_into().map_err(Into::into)? })
    }
}

/// A backup, for its links and files.
#[derive(Debug, Clone)]
pub struct BackupHandle {
    client: Client,
    id: BackupId,
}

impl BackupHandle {
    /// Gets the files of the backup, with a link to each, as the service describes them.
    ///
    /// # Errors
    /// What the service or the network made of the call.
    pub async fn files(&self) -> Result<Vec<BackupFile>, Error> {
        Ok(self.ask().await?.0)
    }

    /// Describes a download of all files. Their length is all that is checked.
    pub fn download(&self) -> Downloader {
        Downloader::new(self.clone()).user_agent(RDS.user_agent).shared_clock(self.client.0.clock())
    }

    async fn ask(&self) -> Result<(Vec<BackupFile>, Answered), Error> {
        let client = &self.client.0;
        let request = client.raw().show_backup_download_link().backup_id(&self.id);
        let request = request.project_id(client.project_id().await?.as_str());
        let call = Call::about(format!("backup {}", self.id));
        let (answer, call) = call.send(request.send()).await?;
        Ok((answer.files.unwrap_or_default(), call))
    }
}

impl LinkSource for BackupHandle {
    fn links(&self, private: PrivateAddresses) -> LinkFuture<'_, Result<Vec<Link>, Error>> {
        Box::pin(async move {
            let (files, call) = self.ask().await?;
            let rule = LinkRule { endpoint: self.client.0.locality(), private };
            let mut check = LinkCheck::new(rule);
            let links = files.into_iter().map(|file| {
                check.file(file.name, file.download_link.map(SecretText::into_exposed))
            });
            links.collect::<Result<_, _>>().map_err(|error| call.failed(error))
        })
    }
}

/// The backups of this instance.
#[derive(Debug, Clone)]
pub struct BackupsOf(InstanceId);

impl Query for BackupsOf {
    type Client = Client;
    type Record = Backup;

    async fn page(&self, client: &Client, span: Span) -> Result<Page<Backup>, Error> {
        let request = client.0.raw().list_backups().instance_id(&self.0);
        let request = request.project_id(client.0.project_id().await?.as_str());
        let request = request.offset(span.offset.get()).limit(span.limit.get());
        let call = Call::about(format!("instance {}", self.0));
        let (answer, call) = call.send(request.send()).await?;
        Page::read(span, answer.total_count, answer.backups, &call)
    }

    fn id(backup: &Backup) -> Option<&str> {
        backup.id.as_deref()
    }
}
