//! The HTTP clients for links, chosen for each link: what makes a client fit for this machine makes it unfit
//! for elsewhere.

use std::{sync::OnceLock, time::Duration};

use reqwest::{Client, Url};

use careful_http::{Error, Locality};
use careful_http::{
    client::{self, CONNECT_TIMEOUT, tls_available},
    proxy::{self, Proxy},
};

use crate::{
    file_name::FileName,
    presigned_url::PresignedUrl,
    public_address::{NotPublic, PrivateAddresses, is_public_host},
};

use crate::resolver::{Names, Resolver};

/// What the clients have in common.
#[derive(Debug, Clone)]
pub(crate) struct Settings {
    pub(crate) user_agent: &'static str,
    pub(crate) read_timeout: Duration,
    pub(crate) connections: usize,
    pub(crate) private: PrivateAddresses,
    pub(crate) names: Names,
}

/// The clients of one download, each made when it is first needed. Links of the same locality share one, and
/// so its connections.
#[derive(Debug)]
pub(crate) struct LinkClients {
    settings: Settings,
    loopback: OnceLock<Client>,
    direct: OnceLock<Client>,
    proxied: OnceLock<Client>,
}

/// How a client gets to a host.
#[derive(Debug, Clone, Copy)]
enum Route {
    Loopback,
    /// Past the proxy, if one is set.
    Direct,
    Proxied,
}

/// The way to a link's host.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) http: Client,
    pub(crate) proxy: Option<Proxy>,
}

impl LinkClients {
    pub(crate) fn new(settings: Settings) -> Self {
        let [loopback, direct, proxied] = [OnceLock::new(), OnceLock::new(), OnceLock::new()];
        Self { settings, loopback, direct, proxied }
    }

    /// How to reach the link's host. A link to this machine is followed: an API on this machine gave it, or
    /// whoever wrote it down vouches for it.
    pub(crate) fn way_to(&self, file: &FileName, link: &PresignedUrl) -> Result<Way, Error> {
        tls_available(link.as_str())?;
        let url = Url::parse(link.as_str()).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        if Locality::of_host(host) == Locality::Loopback {
            return Ok(Way { http: self.client(Route::Loopback)?, proxy: None });
        }
        if self.settings.private == PrivateAddresses::Refuse && !is_public_host(host) {
            return Err(NotPublic::Host.into_error(format_args!("file {file}: link: ")));
        }
        let proxy = proxy::for_url(link.as_str())?;
        let route = if proxy.is_some() { Route::Proxied } else { Route::Direct };
        Ok(Way { http: self.client(route)?, proxy })
    }

    fn client(&self, route: Route) -> Result<Client, Error> {
        let cell = match route {
            Route::Loopback => &self.loopback,
            Route::Direct => &self.direct,
            Route::Proxied => &self.proxied,
        };
        if let Some(made) = cell.get() {
            return Ok(made.clone());
        }
        let made = self.settings.client(route)?;
        Ok(cell.get_or_init(|| made).clone())
    }
}

impl Settings {
    /// A client that sends no credentials, follows no redirect and unpacks nothing.
    fn client(&self, route: Route) -> Result<Client, Error> {
        let locality = match route {
            Route::Loopback => Locality::Loopback,
            Route::Direct | Route::Proxied => Locality::Public,
        };
        let resolver = |proxy| Resolver::new(self.names.clone(), self.private, proxy);
        let builder = client::builder(locality)?
            .user_agent(self.user_agent)
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(self.read_timeout)
            .referer(false)
            .no_gzip()
            .no_brotli()
            .no_zstd()
            .no_deflate()
            .http1_only()
            .pool_max_idle_per_host(self.connections);
        let builder = match route {
            Route::Loopback => builder,
            Route::Direct => builder.no_proxy().dns_resolver(resolver(None)),
            Route::Proxied => builder.dns_resolver(resolver(proxy::for_https())),
        };
        builder.build().map_err(|_| client::unavailable())
    }
}
