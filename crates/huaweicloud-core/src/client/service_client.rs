//! A client of one service in one project: the generated client, and what code on top of it needs to know.

use std::{fmt, sync::Arc};

use careful_http::{Clock, Error, Locality};

use crate::{
    attempts::Attempts,
    client::{lookup::Lookup, services::Services},
    types::{
        endpoint::Endpoint,
        project::{ProjectCell, ProjectId},
    },
    wire::service::Service,
};

/// A client of one service's API in one project. Cheap to clone; clones share connections.
pub struct Client<S>(pub(crate) Arc<Inner<S>>);

pub(crate) struct Inner<S> {
    pub(crate) raw: S,
    pub(crate) project: Arc<ProjectCell>,
    pub(crate) lookup: Lookup,
    pub(crate) lookups: Attempts<Error>,
    pub(crate) services: Services,
    pub(crate) endpoint: Endpoint,
    pub(crate) clock: Arc<dyn Clock>,
}

impl<S> Clone for Client<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> fmt::Debug for Client<S> {
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

impl<S: Service> Client<S> {
    /// The project that this client works in: the builder's, the one of the credentials, or the one with the region's
    /// name.
    ///
    /// The lookup by region asks IAM once. Concurrent callers share the request; a result is cached.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if there is no region to look for, if the variable
    /// of IAM's endpoint is malformed, or if no project or several projects have the region's name. Otherwise the
    /// error of the credentials or of IAM. The next call tries again.
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

    /// Whether the API is on this machine itself.
    pub fn locality(&self) -> Locality {
        self.0.endpoint.locality()
    }

    /// The generated client: every operation of the document, signed and retried.
    ///
    /// Its error type prints whole bodies, secrets included, so convert it into [`Error`] before you show or keep it.
    pub fn raw(&self) -> &S {
        &self.0.raw
    }

    /// The generated client of another service, at the root URL `endpoint`: signed, retried and traced as
    /// [`raw`](Self::raw) is, with the same credentials; without a proxy if it is on loopback, unless an
    /// [`http_client`](crate::ClientBuilder::http_client) was given.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) if the URL is not https without a
    /// path, or http on loopback, or if no HTTP client can be set up for it.
    pub fn service<T: Service>(&self, endpoint: impl AsRef<str>) -> Result<T, Error> {
        let endpoint = Endpoint::parse(endpoint.as_ref())?;
        self.0.services.client(&endpoint)
    }

    /// The clock that the builder was given, for what waits on top of this client.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.0.clock)
    }
}
