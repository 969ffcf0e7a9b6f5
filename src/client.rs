//! The client: where the API is, who asks, how long it may take; and the way to every operation.

use std::{ffi::OsString, fmt, sync::Arc, time::Duration};

use tokio::sync::OnceCell;

use crate::{
    attempts::Attempts,
    clock::{Clock, SystemClock},
    credentials::{CredentialsChain, EcsAgency, ProvideCredentials},
    endpoint::{Endpoint, Locality},
    environment::Environment,
    error::Error,
    generated,
    http_client::{self, HttpClients},
    links::BackupLinksRequest,
    lookup::Lookup,
    project::{Project, ProjectCell},
    proxy::ProxyRule,
    regions::Region,
    retry::RetryPolicy,
    transport::Transport,
    types::{BackupId, InstanceId, InvalidValue, ProjectId},
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
pub struct Client(Arc<Inner>);

struct Inner {
    raw: generated::Client,
    project: Arc<ProjectCell>,
    lookup: Lookup,
    lookups: Attempts<Error>,
    services: Services,
    endpoint: Endpoint,
    #[cfg(feature = "download")]
    clock: Arc<dyn Clock>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let project_id: &dyn fmt::Debug = match self.0.project.get() {
            Some(project) => &project.id,
            None => &format_args!("not looked up yet"),
        };
        f.debug_struct("Client")
            .field("endpoint", &self.0.endpoint)
            .field("project_id", project_id)
            .finish_non_exhaustive()
    }
}

impl Client {
    /// Starts to describe a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The project that this client works in: the one given to the builder, that of the
    /// credentials, or the one that bears the region's name.
    ///
    /// The last is asked of IAM, once: calls at the same time share the request and what comes of it, and
    /// what is found is kept. Every call of this client asks here first.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if there is no region to look for,
    /// the variable of IAM's endpoint is malformed, or no project or several bear the region's name;
    /// else what came of asking for credentials and IAM. The next call tries again.
    pub async fn project_id(&self) -> Result<&ProjectId, Error> {
        let Inner { project, lookup, lookups, services, .. } = &*self.0;
        let project = match project.get() {
            Some(project) => project,
            None => lookups.share(project.get_or_try_init(|| lookup.find(services))).await?,
        };
        Ok(&project.id)
    }

    /// The API's root URL, without a slash at its end.
    pub fn endpoint(&self) -> &str {
        self.0.endpoint.as_str()
    }

    /// Asks for download links of a backup's files; nothing is sent before
    /// [`send`](BackupLinksRequest::send).
    ///
    /// Both ids must match `^[0-9A-Za-z_-]{1,64}$`; `send` fails otherwise, before anything is sent.
    pub fn backup_links<I, B>(&self, instance_id: I, backup_id: B) -> BackupLinksRequest
    where
        I: TryInto<InstanceId>,
        I::Error: Into<InvalidValue>,
        B: TryInto<BackupId>,
        B::Error: Into<InvalidValue>,
    {
        BackupLinksRequest::new(
            self.clone(),
            instance_id.try_into().map_err(Into::into),
            backup_id.try_into().map_err(Into::into),
        )
    }

    /// The generated client: every operation of the YAML, already signed and retried.
    ///
    /// Its answers are not checked beyond their types, and its error type prints whole bodies, links
    /// included: convert it into [`Error`] before it is shown or kept.
    ///
    /// ```no_run
    /// # async fn example(client: dcs_backup::Client) -> Result<(), dcs_backup::Error> {
    /// let answer = client
    ///     .raw()
    ///     .list_backup_file_links()
    ///     .project_id(client.project_id().await?)
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
        &self.0.raw
    }

    /// The generated client of another service, IAM for instance, at the root URL `endpoint`: signed,
    /// retried and traced as [`raw`](Self::raw) is, with the same credentials; without a proxy if it
    /// is on loopback, unless an [`http_client`](ClientBuilder::http_client) was given.
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
        let endpoint = Endpoint::parse(endpoint.as_ref())?;
        self.0.services.client(&endpoint)
    }

    pub(crate) fn locality(&self) -> Locality {
        self.0.endpoint.locality()
    }

    #[cfg(feature = "download")]
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.clock)
    }
}

/// A generated client of [`raw`](crate::raw), one for each document in `spec`.
pub trait Service: Sized {
    /// A client of this service that sends by these.
    #[doc(hidden)]
    fn with(baseurl: &str, http: reqwest::Client, transport: Transport) -> Self;
}

/// Makes the generated clients, which sign and retry in the same way.
pub(crate) struct Services {
    pub(crate) transport: Transport,
    pub(crate) http: HttpClients,
}

impl Services {
    /// The client of the service at this endpoint, by an HTTP client that is fit for it.
    pub(crate) fn client<S: Service>(&self, endpoint: &Endpoint) -> Result<S, Error> {
        let http = self.http.toward(endpoint)?;
        Ok(S::with(endpoint.as_str(), http, self.transport.clone()))
    }
}

/// Describes a [`Client`]. Needed: a region; or an endpoint, with a region or a project id beside it.
#[derive(Default)]
#[must_use]
pub struct ClientBuilder {
    endpoint: Option<Result<Endpoint, InvalidValue>>,
    region: Option<Result<Region, InvalidValue>>,
    iam_endpoint: Option<Result<Endpoint, InvalidValue>>,
    project_id: Option<Result<ProjectId, InvalidValue>>,
    credentials: Option<Arc<dyn ProvideCredentials>>,
    retry: RetryPolicy,
    connect_timeout: Option<Duration>,
    http_client: Option<reqwest::Client>,
    clock: Option<Arc<dyn Clock>>,
    environment: Environment,
}

/// Leaves out the HTTP client, whose default headers may hold secrets, and the provider.
impl fmt::Debug for ClientBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl ClientBuilder {
    /// The API's root: an https URL without a path, or http where the host is loopback. Beats
    /// [`region`](Self::region).
    pub fn endpoint(self, url: impl AsRef<str>) -> Self {
        Self { endpoint: Some(Endpoint::parse(url.as_ref())), ..self }
    }

    /// The region of the instances, `cn-north-4` for instance: one of [`REGIONS`](crate::REGIONS), or
    /// one whose variable gives its endpoint: `HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4`, of whose list
    /// the first is taken. Beside an [`endpoint`](Self::endpoint), it names the project.
    ///
    /// The official SDK knows `eu-west-0` and `eu-west-101` under `myhuaweicloud.com`, as
    /// this crate does, although other services of these regions are documented under domains of
    /// their own. Other clouds (Open Telekom Cloud, for instance) need an endpoint.
    pub fn region(self, id: impl AsRef<str>) -> Self {
        Self { region: Some(Region::parse(id.as_ref())), ..self }
    }

    /// The root of IAM, where a project that is not given is looked up. Default: that of
    /// `HUAWEICLOUD_SDK_IAM_ENDPOINT`, or the region's.
    pub fn iam_endpoint(self, url: impl AsRef<str>) -> Self {
        let in_field = |refused: InvalidValue| refused.in_field("iam_endpoint");
        Self { iam_endpoint: Some(Endpoint::parse(url.as_ref()).map_err(in_field)), ..self }
    }

    /// The project of the instances; must match `^[0-9A-Za-z_-]{1,64}$`. Default: see
    /// [`Client::project_id`].
    pub fn project_id<P>(self, id: P) -> Self
    where
        P: TryInto<ProjectId>,
        P::Error: Into<InvalidValue>,
    {
        Self { project_id: Some(id.try_into().map_err(Into::into)), ..self }
    }

    /// Who asks: [`Credentials`](crate::Credentials), or a provider of them. Default:
    /// [`CredentialsChain`].
    pub fn credentials(self, provider: impl ProvideCredentials) -> Self {
        Self { credentials: Some(Arc::new(provider)), ..self }
    }

    /// How often and how long a failed request is tried again.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// The time for a connection to come about, TLS included. Default: 10 s. Without effect beside
    /// [`http_client`](Self::http_client).
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self { connect_timeout: Some(timeout), ..self }
    }

    /// Sends through this client instead of one made here: for proxies, certificates or pools of
    /// one's own.
    ///
    /// It must not follow redirects (`reqwest::redirect::Policy::none()`): reqwest would carry
    /// `X-Auth-Token` and `X-Security-Token` to wherever a redirect points. Mark default headers that
    /// are secret as sensitive, since `Debug` of [`Client::raw`] prints them.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        Self { http_client: Some(client), ..self }
    }

    /// Time, sleep and jitter of one's own, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    /// Takes these for the variables of the environment, of which a client reads those of the
    /// [`CredentialsChain`] if it was given no credentials, and those that
    /// [`region`](Self::region) and [`iam_endpoint`](Self::iam_endpoint) name. For tests, and for
    /// programs that keep their settings elsewhere.
    pub fn environment(
        self,
        variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Self {
        Self { environment: Environment::new(variable), ..self }
    }

    /// Checks the description and makes the client. Opens no connection and asks for no credentials.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) for a value that is missing or
    /// refused, also for a proxy's variable that applies to the endpoint and names no proxy that can be
    /// used.
    pub fn build(self) -> Result<Client, Error> {
        let Self { region, environment, retry, .. } = self;
        let region = region.transpose()?;
        let endpoint = match (self.endpoint, &region) {
            (Some(given), _) => given?,
            (None, Some(region)) => region.dcs(&environment)?,
            (None, None) => {
                return Err(InvalidValue::new("endpoint", "give an endpoint or a region").into());
            }
        };
        let project_id = self.project_id.transpose()?;
        let iam = match (self.iam_endpoint, &region) {
            (Some(given), _) => Ok(Some(given?)),
            (None, Some(region)) => region.iam(&environment),
            (None, None) => Ok(None),
        };
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let provider = self.credentials.unwrap_or_else(|| {
            Arc::new(CredentialsChain::of(environment, EcsAgency::with_clock(Arc::clone(&clock))))
        });
        let connect_timeout = self.connect_timeout.unwrap_or(http_client::CONNECT_TIMEOUT);
        let project = Arc::new(OnceCell::new_with(project_id.map(Project::from)));
        let proxies = match self.http_client {
            Some(_) => ProxyRule::Caller,
            None => ProxyRule::Variables,
        };
        let transport =
            Transport::new(provider, Arc::clone(&project), retry, Arc::clone(&clock), proxies);
        let services =
            Services { transport, http: HttpClients::new(self.http_client, connect_timeout) };
        Ok(Client(Arc::new(Inner {
            raw: services.client(&endpoint)?,
            project,
            lookup: Lookup { region, iam },
            lookups: Attempts::default(),
            services,
            endpoint,
            #[cfg(feature = "download")]
            clock,
        })))
    }
}
