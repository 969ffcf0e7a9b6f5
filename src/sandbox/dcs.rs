//! The API's side: a table of routes, and what the service answers on each. Pure, but for the
//! count of failed signatures it is given.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, StatusCode, header};
use serde_json::{Value, json};

use super::{
    LinkLifetime,
    backup::Backup,
    gateway::{self, Account, Lock, MAX_BODY, Refusal},
    json_response,
    store::Store,
};
use crate::types::{Expiration, InstanceId, ProjectId};

/// One instance with one backup.
pub(super) struct Service {
    pub(super) account: Account,
    pub(super) project_id: String,
    pub(super) instance_id: String,
    pub(super) backup_id: String,
    /// What links begin with: scheme, host and port.
    pub(super) endpoint: String,
}

/// One call, past the gateway.
struct Call<'a> {
    service: &'a Service,
    store: &'a Store,
    backup: &'a Backup,
    link_lifetime: LinkLifetime,
    request: &'a Request<Bytes>,
    /// The path's variables, in the order of the template.
    ids: Vec<&'a str>,
    now: SystemTime,
}

/// An operation of the API; to add one, add a line to [`ROUTES`].
struct Route {
    /// `operationId` in the YAML.
    operation: &'static str,
    method: Method,
    /// As in the YAML.
    path: &'static str,
    answer: fn(&Call<'_>) -> Result<Value, Failure>,
}

const ROUTES: &[Route] = &[Route {
    operation: "ListBackupFileLinks",
    method: Method::POST,
    path: "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links",
    answer: list_backup_file_links,
}];

/// A refusal by the service.
struct Failure {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
}

impl Failure {
    fn new(status: u16, code: &'static str, message: &'static str) -> Self {
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
        (store, backup, link_lifetime): (&Store, &Backup, LinkLifetime),
        lock: &mut Lock,
        request: &Request<Bytes>,
        now: SystemTime,
        request_id: &str,
    ) -> Response<Bytes> {
        if request.body().len() > MAX_BODY {
            return Refusal::body_too_large().response(request_id);
        }
        let path = request.uri().path();
        let routes: Vec<(&Route, Vec<&str>)> =
            ROUTES.iter().filter_map(|route| Some((route, variables(route.path, path)?))).collect();
        if routes.is_empty() {
            return Refusal::no_such_api().response(request_id);
        }
        if let Err(refusal) = gateway::authenticate(&self.account, lock, request, now) {
            return refusal.response(request_id);
        }
        let Some((route, ids)) =
            routes.into_iter().find(|(route, _)| route.method == *request.method())
        else {
            return Failure::new(405, "DCS.5001", "The request method is not allowed.").response();
        };
        let call = Call { service: self, store, backup, link_lifetime, request, ids, now };
        let response = match (route.answer)(&call) {
            Ok(body) => json_response(StatusCode::OK, &body),
            Err(failure) => failure.response(),
        };
        let status = response.status().as_u16();
        tracing::debug!(operation = route.operation, status, request_id, "answered");
        response
    }
}

fn list_backup_file_links(call: &Call<'_>) -> Result<Value, Failure> {
    let service = call.service;
    let &[project_id, instance_id, backup_id] = call.ids.as_slice() else {
        return Err(Failure::new(500, "DCS.5000", "Internal service error."));
    };
    check_project(service, project_id)?;
    check_id(instance_id)?;
    check_id(backup_id)?;
    let expiration = expiration(&json_body(call.request)?)?;
    if instance_id != service.instance_id {
        return Err(Failure::new(404, "DCS.3022", "This DCS instance does not exist."));
    }
    if backup_id != service.backup_id {
        return Err(Failure::new(400, "DCS.4031", "The backup record does not exist."));
    }
    let lifetime = match call.link_lifetime {
        LinkLifetime::AsAsked => expiration,
        LinkLifetime::Fixed(lifetime) => lifetime,
    };
    let links: Vec<Value> = call
        .backup
        .names()
        .map(|name| {
            let link = call.store.link(name, call.now, lifetime);
            json!({ "file_name": name, "link": format!("{}{link}", service.endpoint) })
        })
        .collect();
    Ok(json!({
        "file_path": call.store.folder,
        "bucket_name": call.store.bucket,
        "links": links,
    }))
}

fn check_project(service: &Service, project_id: &str) -> Result<(), Failure> {
    if ProjectId::try_from(project_id).is_err() {
        return Err(Failure::new(400, "DCS.4002", "The format of the project ID is invalid."));
    }
    if project_id != service.project_id {
        return Err(Failure::new(401, "DCS.1004", "The project ID does not match the token."));
    }
    Ok(())
}

fn check_id(id: &str) -> Result<(), Failure> {
    if InstanceId::try_from(id).is_ok() {
        return Ok(());
    }
    Err(Failure::new(400, "DCS.4061", "The format of the instance ID is invalid."))
}

fn json_body(request: &Request<Bytes>) -> Result<Value, Failure> {
    if request.body().is_empty() {
        return Err(Failure::new(400, "DCS.4004", "The request body cannot be empty."));
    }
    let malformed = || {
        Failure::new(
            400,
            "DCS.4005",
            "The request body is not JSON or contains invalid characters.",
        )
    };
    if !is_json(request.headers()) {
        return Err(malformed());
    }
    serde_json::from_slice(request.body()).ok().filter(Value::is_object).ok_or_else(malformed)
}

fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// The messages keep the vendor's `{0}`, which its documented answer does not fill in either.
fn expiration(body: &Value) -> Result<Duration, Failure> {
    const MESSAGE: &str = "Invalid {0} parameter in the request.";
    let Some(expiration) = body.get("expiration") else {
        return Err(Failure::new(400, "DCS.4062", MESSAGE));
    };
    expiration
        .as_u64()
        .and_then(|seconds| Expiration::from_secs(seconds).ok())
        .map(Duration::from)
        .ok_or_else(|| Failure::new(400, "DCS.4063", MESSAGE))
}

/// The segments that stand for `{…}` in a template; `None` if the path is another one.
fn variables<'a>(template: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let mut segments = path.split('/');
    let mut found = Vec::new();
    for expected in template.split('/') {
        let segment = segments.next()?;
        if expected.starts_with('{') {
            found.push(Some(segment).filter(|segment| !segment.is_empty())?);
        } else if segment != expected {
            return None;
        }
    }
    segments.next().is_none().then_some(found)
}
