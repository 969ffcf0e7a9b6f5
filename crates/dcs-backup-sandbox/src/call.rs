//! One call of the API: what its answer depends on, and how it is refused.

use std::time::SystemTime;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

use crate::{
    gateway::Account,
    link_lifetime::LinkLifetime,
    records::Records,
    response::json_response,
    store::{Contents, Store},
};

/// The region. The project has its name.
pub(crate) const REGION: &str = "cn-north-4";

/// One project with one instance.
pub(crate) struct Service {
    pub(crate) account: Account,
    pub(crate) project_id: String,
    pub(crate) instance_id: String,
    pub(crate) started: SystemTime,
    /// What links begin with: scheme, host and port.
    pub(crate) endpoint: String,
}

/// What an answer depends on beside the request.
pub(crate) struct World<'a> {
    pub(crate) store: &'a Store,
    pub(crate) contents: &'a Contents,
    pub(crate) records: &'a mut Records,
    pub(crate) link_lifetime: LinkLifetime,
    pub(crate) now: SystemTime,
}

/// One call, past the gateway.
pub(crate) struct Call<'a> {
    pub(crate) service: &'a Service,
    pub(crate) world: World<'a>,
    pub(crate) request: &'a Request<Bytes>,
    pub(crate) variables: Vec<(&'static str, &'a str)>,
}

impl Call<'_> {
    /// A variable of the path; empty if the path has none of this name.
    pub(crate) fn variable(&self, name: &str) -> &str {
        self.variables.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query.
    pub(crate) fn query(&self, name: &str) -> Option<String> {
        let query = self.request.uri().query().unwrap_or_default().as_bytes();
        let found = form_urlencoded::parse(query).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    }
}

/// Answers a call: a body, or nothing for a 204.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Option<Value>, Failure>;
/// `operationId` in the YAML, and what answers it.
pub(crate) type Route = (&'static str, Handler);

/// A refusal by the service.
pub(crate) struct Failure {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Failure {
    pub(crate) fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code,
            message,
        }
    }

    pub(crate) fn response(&self) -> Response<Bytes> {
        json_response(
            self.status,
            &json!({
                "error_msg": self.message,
                "error_code": self.code,
                "error_ext_msg": null,
            }),
        )
    }
}
