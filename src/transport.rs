//! What happens between a generated method and the wire: sign each attempt, send, read, retry.
//!
//! A generated client calls `ClientHooks::exec`, which may fail with a `reqwest::Error` only. So
//! it never fails: what went wrong travels in the extensions of a response made up here, and
//! `error.rs` reads it there.

use std::{fmt, sync::Arc, time::Duration};

use bytes::{Bytes, BytesMut};
use http::{
    HeaderMap, HeaderName, HeaderValue, StatusCode,
    header::{CONTENT_LENGTH, HOST, RETRY_AFTER, TRANSFER_ENCODING},
};
use reqwest::{Request, Response, ResponseBuilderExt as _, Url};
use serde_json::Value;

use crate::{
    clock::Clock,
    credentials::{AccessKey, Credentials, Kind, ProvideCredentials},
    date,
    error::{Answer, Error},
    no_connection::{NoConnection, Peer, Prospect},
    operation::Operation,
    project::ProjectCell,
    proxy::{self, Proxy, ProxyRule},
    redact,
    retry::{Outcome, RetryPolicy, parse_retry_after},
    service_error::{ErrorBody, clock_offset},
    sign::{self, Parts},
};

/// The largest answer that is read: 64 links take 12 KB.
const LARGEST_ANSWER: usize = 4 << 20;
/// The status of a response made up here, for which no answer came.
const NO_ANSWER: u16 = 599;

const AUTHORIZATION: HeaderName = http::header::AUTHORIZATION;
const DATE: HeaderName = HeaderName::from_static(sign::DATE_HEADER);
const AUTH_TOKEN: HeaderName = HeaderName::from_static("x-auth-token");
const SECURITY_TOKEN: HeaderName = HeaderName::from_static("x-security-token");
const PROJECT_ID: HeaderName = HeaderName::from_static("x-project-id");
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// progenitor adds it; the service does not know it.
const API_VERSION: &str = "api-version";

/// What every call shares; the generated client carries it.
#[derive(Clone)]
pub struct Transport(Arc<Shared>);

struct Shared {
    credentials: Arc<dyn ProvideCredentials>,
    project: Arc<ProjectCell>,
    retry: RetryPolicy,
    clock: Arc<dyn Clock>,
    proxies: ProxyRule,
}

/// Shows no provider of credentials: what a user's own prints of itself is not known.
impl fmt::Debug for Transport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Transport").field("retry", &self.0.retry).finish_non_exhaustive()
    }
}

/// What a call went through; travels in the extensions of its response.
#[derive(Debug, Clone)]
pub(crate) struct Exchange {
    pub(crate) operation: &'static Operation,
    pub(crate) attempts: u32,
    /// Of the last attempt, if an answer came at least in part.
    pub(crate) status: Option<StatusCode>,
    pub(crate) request_id: Option<String>,
    pub(crate) failure: Option<Failure>,
}

/// Why a call failed; all texts are cleaned.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// An answer came that is no success.
    Answer(Box<Answer>),
    /// The provider gave no credentials, in its own words.
    NoCredentials(String),
    /// No connection was made.
    NotConnected(Box<NoConnection>),
    /// The connection broke before the answer was whole.
    Broken(String),
    /// One attempt took longer than this.
    AttemptTimeout(Duration),
    /// All attempts took longer than this.
    Deadline(Duration),
    /// The answer is larger than this many bytes.
    TooLarge { limit: usize },
    /// The answer to a call that is answered in JSON is something else.
    NotJson,
    /// The request can't be sent as it is.
    Unsendable(String),
}

/// An answer that was read to its end.
struct Received {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// That of the request that it answers: no text of the answer may repeat it.
    signature: Option<String>,
}

/// Lets the client of a document send through [`Transport`]; the build script writes the invocations.
#[doc(hidden)]
#[macro_export]
macro_rules! hooks {
    ($client:ident, $operations:ident) => {
        impl $crate::support::progenitor_client::ClientHooks<$crate::support::Transport>
            for $client
        {
            async fn exec(
                &self,
                request: $crate::support::reqwest::Request,
                info: &$crate::support::progenitor_client::OperationInfo,
            ) -> $crate::support::reqwest::Result<$crate::support::reqwest::Response> {
                let operation = $crate::support::Operation::of($operations, info.operation_id);
                Ok(self.inner.execute(&self.client, request, operation).await)
            }
        }

        impl $crate::support::Service for $client {
            fn with(
                baseurl: &str,
                http: $crate::support::reqwest::Client,
                transport: $crate::support::Transport,
            ) -> Self {
                Self::new_with_client(baseurl, http, transport)
            }
        }
    };
}

impl Transport {
    pub(crate) fn new(
        credentials: Arc<dyn ProvideCredentials>,
        project: Arc<ProjectCell>,
        retry: RetryPolicy,
        clock: Arc<dyn Clock>,
        proxies: ProxyRule,
    ) -> Self {
        Self(Arc::new(Shared { credentials, project, retry, clock, proxies }))
    }

    /// The proxy that is on the way to a URL, as far as that is known.
    fn proxy_toward(&self, url: &Url) -> Option<Proxy> {
        match self.0.proxies {
            ProxyRule::Caller => None,
            ProxyRule::Variables => proxy::toward(url.as_str()).ok().flatten(),
        }
    }

    /// Sends a request of a generated client; what goes wrong is in the extensions of the answer.
    pub async fn execute(
        &self,
        client: &reqwest::Client,
        mut request: Request,
        operation: &'static Operation,
    ) -> Response {
        let Shared { retry, clock, .. } = &*self.0;
        let start = clock.elapsed();
        prepare(&mut request);
        let mut exchange =
            Exchange { operation, attempts: 0, status: None, request_id: None, failure: None };
        let left = || retry.time_for_attempt(clock.elapsed().saturating_sub(start));
        let late = || Err(Failure::Deadline(retry.deadline));
        let mut last = None;
        let mut credentials = None;
        loop {
            let Some(time) = left() else {
                let result = last.unwrap_or_else(late);
                return finish(exchange, result, request.url().clone(), credentials.as_ref());
            };
            // A provider takes its time out of the call's.
            let (current, time) = match (self.provide(time).await, left()) {
                (Ok(current), Some(time)) => (credentials.insert(current), time),
                (provided, _) => {
                    let result = provided.map_err(Failure::NoCredentials).and_then(|_| late());
                    return finish(exchange, result, request.url().clone(), credentials.as_ref());
                }
            };
            let begun = clock.elapsed().saturating_sub(start);
            exchange.attempts += 1;
            let result = self.attempt(client, &request, &mut exchange, current, time).await;
            let elapsed = clock.elapsed().saturating_sub(start);
            trace_attempt(&exchange, &result, elapsed.saturating_sub(begun));
            let attempt = exchange.attempts;
            let jitter = |ceiling| clock.jitter(ceiling);
            let outcome = self.outcome(&result);
            match retry.wait_after(outcome, operation, attempt, elapsed, jitter) {
                Ok(wait) => {
                    let wait_ms = wait.as_millis();
                    tracing::info!(operation = operation.name, attempt, wait_ms, "trying again");
                    clock.sleep(wait).await;
                    last = Some(result);
                }
                Err(_) => return finish(exchange, result, request.url().clone(), Some(current)),
            }
        }
    }

    /// The credentials of now, outside a call.
    pub(crate) async fn credentials(&self) -> Result<Credentials, Error> {
        let time = self.0.retry.time_for_attempt(Duration::ZERO).unwrap_or_default();
        self.provide(time).await.map_err(Error::no_credentials)
    }

    /// Asks the provider, for no longer than this. What went wrong is told in its own words.
    async fn provide(&self, time: Duration) -> Result<Credentials, String> {
        match tokio::time::timeout(time, self.0.credentials.provide()).await {
            Ok(provided) => provided.map_err(|error| error.to_string()),
            Err(_) => {
                Err(format!("the provider gave no credentials within {} s", time.as_secs_f64()))
            }
        }
    }

    /// Signs a copy of the request, sends it and reads the answer to its end.
    async fn attempt(
        &self,
        client: &reqwest::Client,
        template: &Request,
        exchange: &mut Exchange,
        credentials: &Credentials,
        time: Duration,
    ) -> Result<Received, Failure> {
        (exchange.status, exchange.request_id) = (None, None);
        let failure_of = |error| {
            let proxy = self.proxy_toward(template.url());
            failure_of(error, time, credentials, proxy.as_ref())
        };
        let mut request = template
            .try_clone()
            .ok_or_else(|| Failure::Unsendable("a streamed body can't be signed".to_owned()))?;
        let signature = self.authenticate(&mut request, credentials)?;
        *request.timeout_mut() = Some(time);
        let mut response = client.execute(request).await.map_err(failure_of)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        exchange.status = Some(status);
        exchange.request_id =
            request_id(&headers, credentials.secrets().chain(signature.as_deref()));
        let length =
            headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let body = match read(response, length, failure_of).await {
            // What the status says holds without the rest of the body.
            Err(_) if !status.is_success() => Bytes::new(),
            body => body?,
        };
        Received { status, headers, body, signature }.checked(exchange.operation)
    }

    /// Adds what proves who asks, and gives the signature if there is one.
    fn authenticate(
        &self,
        request: &mut Request,
        credentials: &Credentials,
    ) -> Result<Option<String>, Failure> {
        match credentials.kind() {
            Kind::Token(token) => {
                insert_secret(request.headers_mut(), AUTH_TOKEN, token).map(|()| None)
            }
            Kind::AccessKey(key) => self.sign(request, key).map(Some),
        }
    }

    fn sign(&self, request: &mut Request, key: &AccessKey) -> Result<String, Failure> {
        let date = date::format_basic(self.0.clock.now());
        let date = HeaderValue::from_str(&date).map_err(unsendable)?;
        let host = host_of(request.url())?;
        let headers = request.headers_mut();
        headers.insert(DATE, date);
        headers.insert(HOST, host);
        if let Some(project) = self.0.project.get() {
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

    fn outcome(&self, result: &Result<Received, Failure>) -> Outcome {
        match result {
            Ok(received) => Outcome::Answered {
                status: received.status,
                retry_after: received
                    .headers
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok())
                    .and_then(|value| parse_retry_after(value, self.0.clock.now())),
            },
            Err(Failure::NotConnected(failed)) if failed.prospect == Prospect::Passing => {
                Outcome::NotConnected
            }
            Err(Failure::Broken(_) | Failure::AttemptTimeout(_)) => Outcome::Broken,
            Err(_) => Outcome::Refused,
        }
    }
}

async fn read(
    mut response: Response,
    length: Option<usize>,
    failure_of: impl Fn(reqwest::Error) -> Failure + Send + Sync,
) -> Result<Bytes, Failure> {
    let too_large = || Failure::TooLarge { limit: LARGEST_ANSWER };
    if length.is_some_and(|length| length > LARGEST_ANSWER) {
        return Err(too_large());
    }
    let mut chunk = async || response.chunk().await.map_err(&failure_of);
    let Some(first) = chunk().await? else {
        return Ok(Bytes::new());
    };
    let Some(mut next) = chunk().await? else {
        return if first.len() > LARGEST_ANSWER { Err(too_large()) } else { Ok(first) };
    };
    let mut whole = BytesMut::with_capacity(length.unwrap_or_default());
    whole.extend_from_slice(&first);
    loop {
        if whole.len() + next.len() > LARGEST_ANSWER {
            return Err(too_large());
        }
        whole.extend_from_slice(&next);
        next = match chunk().await? {
            Some(chunk) => chunk,
            None => return Ok(whole.freeze()),
        };
    }
}

fn failure_of(
    error: reqwest::Error,
    time: Duration,
    credentials: &Credentials,
    proxy: Option<&Proxy>,
) -> Failure {
    if let Some(failed) = NoConnection::of(&error, Peer::Endpoint, proxy, credentials.secrets()) {
        return Failure::NotConnected(Box::new(failed));
    }
    let (timeout, builder) = (error.is_timeout(), error.is_builder());
    let cause = cause_of(error, credentials);
    match (timeout, builder) {
        (_, true) => Failure::Unsendable(cause),
        (true, _) => Failure::AttemptTimeout(time),
        _ => Failure::Broken(cause),
    }
}

/// The innermost text of an error's chain, which is the one that says something.
fn cause_of(error: reqwest::Error, credentials: &Credentials) -> String {
    let error = error.without_url();
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    redact::clean(&innermost.to_string(), credentials.secrets())
}

/// What the generated client gets. `credentials` are those that the result was asked with.
fn finish(
    mut exchange: Exchange,
    result: Result<Received, Failure>,
    url: Url,
    credentials: Option<&Credentials>,
) -> Response {
    match result {
        Err(failure) => {
            exchange.failure = Some(failure);
            no_answer(exchange, url)
        }
        Ok(received) if received.is_error() => {
            exchange.failure = Some(Failure::Answer(Box::new(answer(&received, credentials))));
            // The generated client would take a 200 for what it says.
            let disguised = received.status.is_success();
            if disguised { no_answer(exchange, url) } else { respond(received, exchange, url) }
        }
        // Nobody asks a plain success what it went through.
        Ok(received) if received.status == StatusCode::OK => received.into_http(url).into(),
        Ok(received) => respond(received, exchange, url),
    }
}

fn answer(received: &Received, credentials: Option<&Credentials>) -> Answer {
    let secrets = || {
        let credentials = credentials.into_iter().flat_map(Credentials::secrets);
        credentials.chain(received.signature.as_deref())
    };
    let clean = |text: String| redact::clean(&text, secrets());
    let holds_secret = |text: &String| secrets().any(|secret| text.contains(secret));
    let body = ErrorBody::parse(&received.body);
    Answer {
        status: received.status,
        clock_offset: body.message.as_deref().and_then(clock_offset),
        code: body.code.map(clean),
        message: body.message.map(clean),
        request_id: body.request_id.map(clean),
        // Cleaning would break its encoding.
        encoded_authorization_message: body
            .encoded_authorization_message
            .filter(|text| !holds_secret(text)),
    }
}

impl Received {
    /// Holds a success to what its operation answers: JSON, whole. Where the YAML says so, a bodiless
    /// one beside one with a body gets the body `{}`, and `{}` in the place of a value becomes `null`.
    fn checked(mut self, operation: &Operation) -> Result<Self, Failure> {
        if operation.empty_success == Some(self.status.as_u16()) && self.body.is_empty() {
            self.status = StatusCode::OK;
            self.body = Bytes::from_static(b"{}");
        }
        let body = self.body.trim_ascii();
        match (body.first(), body.last()) {
            _ if !self.status.is_success() => Ok(self),
            (None, _) => Ok(self),
            (Some(b'{'), Some(b'}')) if !self.is_cut() => {
                if operation.empty_object_is_null {
                    self.body = without_empty_objects(self.body);
                }
                Ok(self)
            }
            // JSON that lacks its end was cut.
            (Some(b'{'), _) => Err(Failure::Broken("the answer ends too early".to_owned())),
            _ => Err(Failure::NotJson),
        }
    }

    /// Whether the end of the connection ended the body inside its JSON. Where headers give the
    /// length or the framing, HTTP has told already.
    fn is_cut(&self) -> bool {
        let framed =
            [CONTENT_LENGTH, TRANSFER_ENCODING].iter().any(|name| self.headers.contains_key(name));
        !framed
            && serde_json::from_slice::<serde::de::IgnoredAny>(&self.body)
                .is_err_and(|error| error.is_eof())
    }

    fn into_http(self, url: Url) -> http::Response<Bytes> {
        // Without a URL, reqwest would parse one that stands for none.
        let mut response = http::Response::builder().url(url).body(self.body).unwrap_or_default();
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }

    /// Whether the answer is no success, by its status or its own words.
    fn is_error(&self) -> bool {
        !self.status.is_success() || ErrorBody::in_disguise(&self.body)
    }
}

impl fmt::Debug for Received {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Received({}, {} bytes)", self.status, self.body.len())
    }
}

/// Makes each field `null` that holds an empty object; what is not JSON stays as it is.
fn without_empty_objects(body: Bytes) -> Bytes {
    fn clear(value: &mut Value) {
        match value {
            Value::Array(items) => items.iter_mut().for_each(clear),
            Value::Object(fields) => fields.values_mut().for_each(|field| match field {
                Value::Object(inner) if inner.is_empty() => *field = Value::Null,
                _ => clear(field),
            }),
            _ => {}
        }
    }
    let Ok(mut answer) = serde_json::from_slice(&body) else { return body };
    clear(&mut answer);
    serde_json::to_vec(&answer).map_or(body, Bytes::from)
}

/// Takes out what progenitor adds and the service does not know, and sends the query as it is
/// signed.
fn prepare(request: &mut Request) {
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

fn request_id<'a>(headers: &HeaderMap, secrets: impl Iterator<Item = &'a str>) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    (plain && (1..=128).contains(&id.len())).then(|| redact::clean(id, secrets))
}

fn trace_attempt(exchange: &Exchange, result: &Result<Received, Failure>, took: Duration) {
    let Exchange { operation, attempts, request_id, .. } = exchange;
    let duration_ms = took.as_millis();
    match result {
        Ok(Received { status, .. }) => tracing::debug!(
            operation = operation.name,
            attempt = attempts,
            status = status.as_u16(),
            request_id,
            duration_ms,
            "answered"
        ),
        Err(failure) => tracing::debug!(
            operation = operation.name,
            attempt = attempts,
            ?failure,
            duration_ms,
            "no whole answer"
        ),
    }
}

/// The answer as the generated client is to see it, with what the call went through.
fn respond(received: Received, exchange: Exchange, url: Url) -> Response {
    let mut response = received.into_http(url);
    response.extensions_mut().insert(exchange);
    response.into()
}

fn no_answer(exchange: Exchange, url: Url) -> Response {
    let status = StatusCode::from_u16(NO_ANSWER).unwrap_or(StatusCode::BAD_GATEWAY);
    let received =
        Received { status, headers: HeaderMap::new(), body: Bytes::new(), signature: None };
    respond(received, exchange, url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: Operation = Operation { empty_success: Some(204), ..Operation::UNKNOWN };

    fn received(status: u16, body: &'static str) -> Received {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Bytes::from_static(body.as_bytes());
        Received { status, headers: HeaderMap::new(), body, signature: None }
    }

    #[test]
    fn a_bodiless_success_becomes_an_empty_object_where_the_yaml_lists_it() {
        let listed = received(204, "").checked(&LISTED).unwrap();
        assert_eq!((listed.status.as_u16(), &listed.body[..]), (200, &b"{}"[..]));
        let other = received(204, "").checked(&Operation::UNKNOWN).unwrap();
        assert_eq!((other.status.as_u16(), &other.body[..]), (204, &b""[..]));
        let full = received(200, "{\"a\":1}").checked(&LISTED).unwrap();
        assert_eq!(&full.body[..], b"{\"a\":1}");
    }

    #[test]
    fn an_empty_object_stands_for_null_where_the_yaml_says_so() {
        const ODD: Operation = Operation { empty_object_is_null: true, ..LISTED };
        const BODY: &str = r#"{"a":[{"b":{},"c":"{}"},{}],"d":{"e":{ }},"n":18446744073709551615}"#;
        let body = received(200, BODY).checked(&ODD).unwrap().body;
        let nulls = r#"{"a":[{"b":null,"c":"{}"},{}],"d":{"e":null},"n":18446744073709551615}"#;
        assert_eq!(&body[..], nulls.as_bytes());
        assert_eq!(&received(200, BODY).checked(&LISTED).unwrap().body[..], BODY.as_bytes());
        assert_eq!(&received(200, "{}").checked(&ODD).unwrap().body[..], b"{}");
        assert_eq!(&received(400, BODY).checked(&ODD).unwrap().body[..], BODY.as_bytes());
    }
}
