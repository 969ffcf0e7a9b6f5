//! Describes a client: where the API is, who asks, and how long it may take.

use std::{ffi::OsString, fmt, marker::PhantomData, sync::Arc, time::Duration};

use careful_http::{
    Clock, Error, InvalidValue, RetryPolicy, SystemClock, client::CONNECT_TIMEOUT, proxy::ProxyRule,
};
use tokio::sync::OnceCell;

use crate::{
    attempts::Attempts,
    client::{
        http_clients::HttpClients,
        lookup::Lookup,
        regions::Region,
        service_client::{Client, Inner},
        services::Services,
    },
    credentials::{agency::EcsAgency, chain::CredentialsChain, provider::ProvideCredentials},
    environment::Environment,
    types::{
        endpoint::Endpoint,
        project::{Project, ProjectId},
    },
    wire::{
        service::{Service, ServiceInfo},
        transport::Transport,
    },
};

/// Describes a [`Client`]. Required: a region, or an endpoint together with a region or a project id.
#[must_use]
pub struct ClientBuilder<S, C = Client<S>> {
    service: &'static ServiceInfo,
    makes: PhantomData<fn() -> (S, C)>,
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

/// Leaves out the provider, and the HTTP client, since its default headers may hold secrets.
impl<S, C> fmt::Debug for ClientBuilder<S, C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("endpoint", &self.endpoint)
            .field("region", &self.region)
            .field("project_id", &self.project_id)
            .field("retry", &self.retry)
            .finish_non_exhaustive()
    }
}

impl<S: Service, C: From<Client<S>>> ClientBuilder<S, C> {
    /// Starts to describe a client of this service.
    pub fn new(service: &'static ServiceInfo) -> Self {
        Self {
            service,
            makes: PhantomData,
            endpoint: None,
            region: None,
            iam_endpoint: None,
            project_id: None,
            credentials: None,
            retry: RetryPolicy::default(),
            connect_timeout: None,
            http_client: None,
            clock: None,
            environment: Environment::default(),
        }
    }

    /// The API's root: an https URL without a path, or http where the host is loopback. It takes precedence over
    /// [`region`](Self::region).
    pub fn endpoint(self, url: impl AsRef<str>) -> Self {
        Self { endpoint: Some(Endpoint::parse(url.as_ref())), ..self }
    }

    /// The region of the resources, `cn-north-4` for instance: one of
    /// [`ServiceInfo::regions`](crate::ServiceInfo::regions), or one with a variable that gives the endpoint,
    /// `HUAWEICLOUD_SDK_REGION_DCS_CN_NORTH_4` for the service `dcs`. If the variable lists several endpoints,
    /// the first one is used. With an [`endpoint`](Self::endpoint), the region only names the project.
    ///
    /// The official SDK knows `eu-west-0` and `eu-west-101` under `myhuaweicloud.com`, as
    /// this crate does, although other services of these regions are documented under domains of
    /// their own. Other clouds (Open Telekom Cloud, for instance) need an endpoint.
    pub fn region(self, id: impl AsRef<str>) -> Self {
        Self { region: Some(Region::parse(id.as_ref())), ..self }
    }

    /// The root URL of IAM, to look up the project if it is not given. Default: `HUAWEICLOUD_SDK_IAM_ENDPOINT`, or
    /// the region's IAM.
    pub fn iam_endpoint(self, url: impl AsRef<str>) -> Self {
        let in_field = |refused: InvalidValue| refused.in_field("iam_endpoint");
        Self { iam_endpoint: Some(Endpoint::parse(url.as_ref()).map_err(in_field)), ..self }
    }

    /// The project of the resources; must match `^[0-9A-Za-z_-]{1,64}$`. Default: see
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

    /// How often, and for how long, a failed request is retried.
    pub fn retry(self, policy: RetryPolicy) -> Self {
        Self { retry: policy, ..self }
    }

    /// The time limit for making a connection, TLS included. Default: 10 s. It has no effect together with
    /// [`http_client`](Self::http_client).
    pub fn connect_timeout(self, timeout: Duration) -> Self {
        Self { connect_timeout: Some(timeout), ..self }
    }

    /// Sends through this HTTP client, for your own proxies, certificates or connection pools.
    ///
    /// It must not follow redirects (`reqwest::redirect::Policy::none()`): reqwest would carry
    /// `X-Auth-Token` and `X-Security-Token` to wherever a redirect points. Mark default headers that
    /// are secret as sensitive, since `Debug` of [`Client::raw`] prints them.
    pub fn http_client(self, client: reqwest::Client) -> Self {
        Self { http_client: Some(client), ..self }
    }

    /// Your own time, sleep and jitter, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Some(Arc::new(clock)), ..self }
    }

    /// Uses these variables instead of the environment's. A client reads the variables that
    /// [`region`](Self::region) and [`iam_endpoint`](Self::iam_endpoint) name, and those of the
    /// [`CredentialsChain`] if it was given no credentials. For tests, and for programs that keep their
    /// settings elsewhere.
    pub fn environment(
        self,
        variable: impl Fn(&str) -> Option<OsString> + Send + Sync + 'static,
    ) -> Self {
        Self { environment: Environment::new(variable), ..self }
    }

    /// Checks the description and makes the client. Opens no connection and asks for no credentials.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if a value is missing or refused, or if a proxy
    /// variable applies to the endpoint and names no usable proxy.
    pub fn build(self) -> Result<C, Error> {
        let Self { service, region, environment, retry, .. } = self;
        let region = region.transpose()?;
        let endpoint = match (self.endpoint, &region) {
            (Some(given), _) => given?,
            (None, Some(region)) => region.endpoint(service, &environment)?,
            (None, None) => {
                return Err(InvalidValue::new("endpoint", "give an endpoint or a region").into());
            }
        };
        let project_id = self.project_id.transpose()?;
        let iam = match (self.iam_endpoint, &region) {
            (Some(given), _) => Ok(Some(given?)),
            (None, Some(region)) => region.iam(service, &environment),
            (None, None) => Ok(None),
        };
        let clock = self.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let provider = self.credentials.unwrap_or_else(|| {
            Arc::new(CredentialsChain::of(environment, EcsAgency::with_clock(Arc::clone(&clock))))
        });
        let connect_timeout = self.connect_timeout.unwrap_or(CONNECT_TIMEOUT);
        let project = Arc::new(OnceCell::new_with(project_id.map(Project::from)));
        let proxies = match self.http_client {
            Some(_) => ProxyRule::Caller,
            None => ProxyRule::Variables,
        };
        let transport =
            Transport::new(provider, Arc::clone(&project), retry, Arc::clone(&clock), proxies);
        let http = HttpClients::new(self.http_client, service.user_agent, connect_timeout);
        let services = Services { transport, http };
        let http = services.http.client_for(&endpoint)?;
        let own = services.transport.clone().with_codes(service.codes);
        let inner = Inner {
            raw: S::with(endpoint.as_str(), http, own),
            project,
            lookup: Lookup { region, iam },
            lookups: Attempts::default(),
            services,
            endpoint,
            clock,
        };
        Ok(C::from(Client(Arc::new(inner))))
    }
}
