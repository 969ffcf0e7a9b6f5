//! Adds to a request what proves who asks: a signature or a token.

use std::{fmt, time::SystemTime};

use careful_http::format_basic;
use http::{HeaderMap, HeaderName, HeaderValue, header::HOST};
use reqwest::{Request, Url};

use crate::{
    credentials::keys::{AccessKey, Credentials, Kind},
    types::project::Project,
    wire::{
        failure::Failure,
        sign::{self, Parts},
    },
};

const AUTHORIZATION: HeaderName = http::header::AUTHORIZATION;
const DATE: HeaderName = HeaderName::from_static(sign::DATE_HEADER);
const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
const PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
/// progenitor adds it; the service does not know it.
const API_VERSION: &str = "api-version";

/// Takes out what progenitor adds and the service does not know, and sends the query as it is
/// signed.
pub(crate) fn prepare(request: &mut Request) {
    request.headers_mut().remove(API_VERSION);
    let canonical = request.url().query().map(sign::canonical_query);
    if let Some(query) = canonical {
        request.url_mut().set_query(Some(&query));
    }
}

fn host_of(url: &Url) -> Result<HeaderValue, Failure> {
    let host = url.host_str().unwrap_or_default();
    let text = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    HeaderValue::from_str(&text).map_err(unsendable)
}

fn insert_secret(headers: &mut HeaderMap, name: HeaderName, text: &str) -> Result<(), Failure> {
    let mut value = HeaderValue::from_str(text).map_err(unsendable)?;
    value.set_sensitive(true);
    headers.insert(name, value);
    Ok(())
}

fn unsendable(error: impl fmt::Display) -> Failure {
    Failure::Unsendable(format!("the request can't be signed: {error}"))
}

/// Adds what proves who asks, and gives the signature if there is one. `project` is known unless the call looks
/// for it.
pub(crate) fn authenticate(
    request: &mut Request,
    credentials: &Credentials,
    project: Option<&Project>,
    now: SystemTime,
) -> Result<Option<String>, Failure> {
    match credentials.kind() {
        Kind::Token(token) => {
            insert_secret(request.headers_mut(), AUTH_TOKEN, token).map(|()| None)
        }
        Kind::AccessKey(key) => sign(request, key, project, now).map(Some),
    }
}

fn sign(
    request: &mut Request,
    key: &AccessKey,
    project: Option<&Project>,
    now: SystemTime,
) -> Result<String, Failure> {
    let date = format_basic(now);
    let date = HeaderValue::from_str(&date).map_err(unsendable)?;
    let host = host_of(request.url())?;
    let headers = request.headers_mut();
    headers.insert(DATE, date);
    headers.insert(HOST, host);
    if let Some(project) = project {
        headers.insert(PROJECT_ID, project.header.clone());
    }
    if let Some(token) = &key.security_token {
        insert_secret(headers, SECURITY_TOKEN, token)?;
    }
    let headers = request
        .headers()
        .iter()
        .map(|(name, value)| Ok((name.as_str(), str::from_utf8(value.as_bytes())?)))
        .collect::<Result<Vec<_>, std::str::Utf8Error>>()
        .map_err(unsendable)?;
    let parts = Parts {
        method: request.method().as_str(),
        path: request.url().path(),
        query: request.url().query().unwrap_or_default(),
        headers: &headers,
        body: request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default(),
    };
    let signature = sign::sign(&parts, &key.access_key, &key.secret_key).map_err(unsendable)?;
    insert_secret(request.headers_mut(), AUTHORIZATION, &signature.authorization)?;
    let (_, hexadecimal) = signature.authorization.rsplit_once('=').unwrap_or_default();
    Ok(hexadecimal.to_owned())
}
