//! From the id of a backup in Huawei Cloud's Relational Database Service (RDS) to its files.
//!
//! This is an example of a second service on [`huaweicloud_core`]: a YAML, a build script, and this file. It lists
//! backups and gets the links to the files of one. Signing, retries, credentials, projects, paging and errors are the
//! runtime's.

use huaweicloud_core::{
    Call, Error, InvalidValue, ServiceInfo,
    paging::{ListRequest, Page, Query, Span},
};

/// The code that the build script makes of `spec/rds.yaml`.
pub mod raw {
    pub use rds::*;

    include!(concat!(env!("OUT_DIR"), "/documents.rs"));
}

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

    /// Gets the files of a backup, with a link to each.
    ///
    /// # Errors
    /// What the service or the network made of the call.
    pub async fn files(&self, backup_id: &BackupId) -> Result<Vec<BackupFile>, Error> {
        let request = self.0.raw().show_backup_download_link();
        let request = request.project_id(self.0.project_id().await?.as_str()).backup_id(backup_id);
        let call = Call::about(format!("backup {backup_id}"));
        let (answer, _) = call.send(request.send()).await?;
        Ok(answer.files.unwrap_or_default())
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
        let (answer, _) = call.send(request.send()).await?;
        Ok(Page::new(span, answer.total_count, answer.backups))
    }

    fn id(backup: &Backup) -> Option<&str> {
        backup.id.as_deref()
    }
}
