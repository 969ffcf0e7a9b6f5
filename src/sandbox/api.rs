//! The API's side: finds what answers a request. Pure, but for what it is given to change.

use std::time::SystemTime;

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use serde_json::{Value, json};

use super::{
    LinkLifetime, dcs,
    gateway::{self, Account, Lock, MAX_BODY, Refusal},
    iam, json_response,
    records::Records,
    store::{Contents, Store},
};
use crate::{generated::DOCUMENTS, operation::Operation, sign::decode_query};

/// One project with one instance.
pub(super) struct Service {
    pub(super) account: Account,
    pub(super) project_id: String,
    pub(super) instance_id: String,
    pub(super) started: SystemTime,
    /// What links begin with: scheme, host and port.
    pub(super) endpoint: String,
}

/// What an answer depends on beside the request.
pub(super) struct World<'a> {
    pub(super) store: &'a Store,
    pub(super) contents: &'a Contents,
    pub(super) records: &'a mut Records,
    pub(super) link_lifetime: LinkLifetime,
    pub(super) now: SystemTime,
}

/// One call, past the gateway.
pub(super) struct Call<'a> {
    pub(super) service: &'a Service,
    pub(super) world: World<'a>,
    pub(super) request: &'a Request<Bytes>,
    variables: Vec<(&'static str, &'a str)>,
}

impl Call<'_> {
    /// A variable of the path; empty if the path has none of this name.
    pub(super) fn variable(&self, name: &str) -> &str {
        self.variables.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    /// A parameter of the query.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let query = decode_query(self.request.uri().query().unwrap_or_default());
        query.into_iter().find(|(known, _)| known == name).map(|(_, value)| value.into_owned())
    }
}

/// Answers a call: a body, or nothing for a 204.
type Handler = fn(&mut Call<'_>) -> Result<Option<Value>, Failure>;
/// `operationId` in the YAML, and what answers it.
pub(super) type Route = (&'static str, Handler);

const ROUTES: &[&[Route]] = &[dcs::ROUTES, iam::ROUTES];

/// A refusal by the service.
pub(super) struct Failure {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Failure {
    pub(super) fn new(status: u16, code: &'static str, message: &'static str) -> Self {
        Self {
            status: StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            code,
            message,
        }
    }

    fn response(&self) -> Response<Bytes> {
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

impl Service {
    /// The answer to a request, but for its `X-Request-Id`.
    pub(super) fn answer(
        &self,
        world: World<'_>,
        lock: &mut Lock,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Response<Bytes> {
        if request.body().len() > MAX_BODY {
            return Refusal::body_too_large().response(request_id);
        }
        let path = request.uri().path();
        let here: Vec<_> = operations()
            .filter_map(|operation| Some((operation, variables(operation.path, path)?)))
            .collect();
        if here.is_empty() {
            return Refusal::no_such_api().response(request_id);
        }
        if let Err(refusal) = gateway::authenticate(&self.account, lock, request, world.now) {
            return refusal.response(request_id);
        }
        let method = request.method().as_str();
        let found = here.into_iter().find(|(operation, _)| operation.http_method == method);
        let found =
            found.and_then(|(operation, ids)| Some((operation, ids, handler(operation.name)?)));
        let Some((operation, variables, handler)) = found else {
            return Failure::new(405, "DCS.5001", "The request method is not allowed.").response();
        };
        let response = match handler(&mut Call { service: self, world, request, variables }) {
            Ok(Some(body)) => json_response(StatusCode::OK, &body),
            Ok(None) => {
                let mut empty = Response::new(Bytes::new());
                *empty.status_mut() = StatusCode::NO_CONTENT;
                empty
            }
            Err(failure) => failure.response(),
        };
        let status = response.status().as_u16();
        tracing::debug!(operation = operation.name, status, request_id, "answered");
        response
    }
}

fn operations() -> impl Iterator<Item = &'static Operation> {
    DOCUMENTS.iter().flat_map(|document| document.iter())
}

fn handler(operation: &str) -> Option<Handler> {
    let mut all = ROUTES.iter().flat_map(|routes| routes.iter());
    all.find(|(name, _)| *name == operation).map(|(_, handler)| *handler)
}

/// The segments that stand for `{…}` in a template; `None` if the path is another one.
fn variables<'a>(template: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let mut segments = path.split('/');
    let mut found = Vec::new();
    for expected in template.split('/') {
        let segment = segments.next()?;
        match expected.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(_) if segment.is_empty() => return None,
            Some(name) => found.push((name, segment)),
            None if segment == expected => {}
            None => return None,
        }
    }
    segments.next().is_none().then_some(found)
}
