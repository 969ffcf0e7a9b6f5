//! Makes the generated clients of services, which sign and retry in the same way.

use careful_http::Error;

use crate::{
    client::http_clients::HttpClients,
    types::endpoint::Endpoint,
    wire::{service::Service, transport::Transport},
};

/// What the clients of several services share.
pub(crate) struct Services {
    pub(crate) transport: Transport,
    pub(crate) http: HttpClients,
}

impl Services {
    /// The client of the service at this endpoint, by an HTTP client that is fit for it.
    pub(crate) fn client<S: Service>(&self, endpoint: &Endpoint) -> Result<S, Error> {
        let http = self.http.client_for(endpoint)?;
        Ok(S::with(endpoint.as_str(), http, self.transport.clone()))
    }
}
