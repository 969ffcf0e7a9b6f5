//! The API's side: finds what answers a request. Pure, but for what it is given to change.

use bytes::Bytes;
use dcs_backup::raw::{self, DOCUMENTS, Operation};
use http::{Request, Response, StatusCode};

use crate::{
    call::{Call, Failure, Handler, Route, Service, World},
    dcs,
    gateway::{self, Lock, MAX_BODY, Refusal},
    iam,
    response::json_response,
};

const ROUTES: &[&[Route]] = &[dcs::ROUTES, iam::ROUTES];

impl Service {
    /// The answer to a request, but for its `X-Request-Id`.
    pub(crate) fn answer(
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
    DOCUMENTS.iter().flat_map(|document| document.iter()).chain(raw::iam::OPERATIONS)
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
