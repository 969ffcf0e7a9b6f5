//! The HTTP clients of one [`Client`](crate::Client), each made when it is first needed.

use std::{sync::OnceLock, time::Duration};

use careful_http::{Error, Locality, client, proxy};

use crate::types::endpoint::Endpoint;

/// What makes a client fit for loopback makes it unfit for elsewhere, so it is the endpoint that chooses.
#[derive(Debug)]
pub(crate) struct HttpClients {
    /// The caller's own, for every endpoint.
    given: Option<reqwest::Client>,
    user_agent: &'static str,
    connect_timeout: Duration,
    loopback: OnceLock<reqwest::Client>,
    public: OnceLock<reqwest::Client>,
}

impl HttpClients {
    pub(crate) fn new(
        given: Option<reqwest::Client>,
        user_agent: &'static str,
        connect_timeout: Duration,
    ) -> Self {
        let [loopback, public] = [OnceLock::new(), OnceLock::new()];
        Self { given, user_agent, connect_timeout, loopback, public }
    }

    /// The client for this endpoint; endpoints of the same locality share its connections.
    pub(crate) fn client_for(&self, endpoint: &Endpoint) -> Result<reqwest::Client, Error> {
        if let Some(given) = &self.given {
            return Ok(given.clone());
        }
        client::tls_available(endpoint.as_str())?;
        // reqwest would pass over a variable that it can't read.
        proxy::for_url(endpoint.as_str())?;
        let locality = endpoint.locality();
        let cell = match locality {
            Locality::Loopback => &self.loopback,
            Locality::Public => &self.public,
        };
        if let Some(made) = cell.get() {
            return Ok(made.clone());
        }
        let made = client::builder(locality)?
            .user_agent(self.user_agent)
            .connect_timeout(self.connect_timeout)
            .build()
            .map_err(|_| client::unavailable())?;
        Ok(cell.get_or_init(|| made).clone())
    }
}
