//! The client of DCS: the runtime's client, and what this crate adds to it.

use std::{fmt, sync::Arc};

use huaweicloud_core::{Clock, Error, Locality, ProjectId, Service, ServiceInfo};

use crate::{codes, generated, regions::REGIONS};

/// What the runtime knows of DCS.
const DCS: ServiceInfo = ServiceInfo {
    name: "dcs",
    regions: REGIONS,
    codes: codes::diagnose,
    user_agent: concat!("dcs-backup/", env!("CARGO_PKG_VERSION")),
};

/// A client of one project's DCS API. Cheap to clone; clones share connections.
///
/// ```no_run
/// # async fn example() -> Result<(), dcs_backup::Error> {
/// use dcs_backup::Client;
///
/// // Keys as the official SDKs find them; the project is that of the region.
/// let client = Client::builder().region("cn-north-4").build()?;
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct Client(huaweicloud_core::Client<generated::Client>);

/// Describes a [`Client`]. Required: a region, or an endpoint together with a region or a project id.
pub type ClientBuilder = huaweicloud_core::ClientBuilder<generated::Client, Client>;

impl From<huaweicloud_core::Client<generated::Client>> for Client {
    fn from(client: huaweicloud_core::Client<generated::Client>) -> Self {
        Self(client)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new(&DCS)
    }

    /// The project that this client works in: the builder's, the one of the credentials, or the one with the region's
    /// name.
    ///
    /// The lookup by region asks IAM once. Concurrent callers share the request; a result is cached. Every call of
    /// this client needs the project first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if there is no region to look for, if the variable
    /// of IAM's endpoint is malformed, or if no project or several projects have the region's name. Otherwise the
    /// error of the credentials or of IAM. The next call tries again.
    pub async fn project_id(&self) -> Result<&ProjectId, Error> {
        self.0.project_id().await
    }

    /// The API's root URL, without a slash at its end.
    pub fn endpoint(&self) -> &str {
        self.0.endpoint()
    }

    /// The generated client: every operation of the YAML, already signed and retried.
    ///
    /// Its answers are checked only for their types. Its error type prints whole bodies, links included, so convert
    /// it into [`Error`] before you show or keep it.
    ///
    /// ```no_run
    /// # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
    /// let answer = client
    ///     .raw()
    ///     .list_backup_file_links()
    ///     .project_id(client.project_id().await?.as_str())
    ///     .instance_id("5560df16-cebf-4473-95c4-d1b573c16e79")
    ///     .backup_id("4631832a-14c6-45b0-a0b3-3abd8f591ad1")
    ///     .body_map(|body| body.expiration(1800))
    ///     .send()
    ///     .await
    ///     .map_err(dcs_backup::Error::from)?;
    /// println!("{:?}", answer.bucket_name);
    /// # Ok(()) }
    /// ```
    pub fn raw(&self) -> &generated::Client {
        self.0.raw()
    }

    /// The generated client of another service, for example IAM, at the root URL `endpoint`. It is signed, retried
    /// and traced like [`raw`](Self::raw), with the same credentials. On loopback it uses no proxy, unless an
    /// [`http_client`](ClientBuilder::http_client) was given.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the URL is not https without a
    /// path, or http on loopback, or if no HTTP client can be set up for it.
    ///
    /// ```no_run
    /// # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
    /// let iam = client.service::<dcs_backup::raw::iam::Client>("https://iam.myhuaweicloud.com")?;
    /// let found = iam.keystone_list_projects().name("cn-north-4").send().await;
    /// println!("{:?}", found.map_err(dcs_backup::Error::from)?.projects);
    /// # Ok(()) }
    /// ```
    pub fn service<S: Service>(&self, endpoint: impl AsRef<str>) -> Result<S, Error> {
        self.0.service(endpoint)
    }

    pub(crate) fn locality(&self) -> Locality {
        self.0.locality()
    }

    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        self.0.clock()
    }
}
