//! What happens between a generated method and the wire: sign each attempt, send, read, retry.
//!
//! A generated client calls `ClientHooks::exec`, which may fail with a `reqwest::Error` only. So
//! it never fails: what went wrong travels in the extensions of a response made up here, and
//! the conversion from the generated client's error finds it there.

use std::{fmt, sync::Arc, time::Duration};

use bytes::Bytes;
use careful_http::{
    Body, Clock, Error, Outcome, Prospect, RetryPolicy, clean, parse_retry_after,
    proxy::{self, Proxy, ProxyRule},
};
use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{CONTENT_LENGTH, RETRY_AFTER},
};
use reqwest::{Request, Response, Url};

use crate::{
    credentials::{keys::Credentials, provider::ProvideCredentials},
    types::{operation::Operation, project::ProjectCell},
    wire::{
        authentication::{authenticate, prepare},
        diagnosis::{self, Codes},
        failure::Failure,
        observed::Observed,
        received::{Received, answer},
    },
};

/// The largest answer that is read: 64 links take 12 KB.
const LARGEST_ANSWER: usize = 4 << 20;
/// The status of a response made up here, for which no answer came.
const NO_ANSWER: u16 = 599;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// What every call shares; the generated client carries it.
#[derive(Clone)]
pub struct Transport {
    shared: Arc<Shared>,
    codes: Codes,
}

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
        f.debug_struct("Transport").field("retry", &self.shared.retry).finish_non_exhaustive()
    }
}

/// What a call went through.
#[derive(Debug)]
struct Exchange {
    operation: &'static Operation,
    attempts: u32,
    /// Of the last attempt, if an answer came at least in part.
    status: Option<StatusCode>,
    request_id: Option<String>,
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
        let shared = Arc::new(Shared { credentials, project, retry, clock, proxies });
        Self { shared, codes: |_, _| None }
    }

    /// The same for a service with these codes.
    pub(crate) fn with_codes(self, codes: Codes) -> Self {
        Self { codes, ..self }
    }

    /// The proxy that is on the way to a URL, as far as that is known.
    fn proxy_for(&self, url: &Url) -> Option<Proxy> {
        match self.shared.proxies {
            ProxyRule::Caller => None,
            ProxyRule::Variables => proxy::for_url(url.as_str()).ok().flatten(),
        }
    }

    /// Sends a request of a generated client; what goes wrong is in the extensions of the answer.
    pub async fn execute(
        &self,
        client: &reqwest::Client,
        mut request: Request,
        operation: &'static Operation,
    ) -> Response {
        let Shared { retry, clock, .. } = &*self.shared;
        let start = clock.elapsed();
        prepare(&mut request);
        let mut exchange = Exchange { operation, attempts: 0, status: None, request_id: None };
        let left = || retry.time_for_attempt(clock.elapsed().saturating_sub(start));
        let late = || Err(Failure::Deadline(retry.deadline));
        let mut last = None;
        let mut credentials = None;
        loop {
            let Some(time) = left() else {
                let result = last.unwrap_or_else(late);
                return self.finish(exchange, result, request.url().clone(), credentials.as_ref());
            };
            // A provider takes its time out of the call's.
            let (current, time) = match (self.provide(time).await, left()) {
                (Ok(current), Some(time)) => (credentials.insert(current), time),
                (provided, _) => {
                    let result = provided.map_err(Failure::NoCredentials).and_then(|_| late());
                    return self.finish(
                        exchange,
                        result,
                        request.url().clone(),
                        credentials.as_ref(),
                    );
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
            match retry.wait_after(outcome, operation.idempotency(), attempt, elapsed, jitter) {
                Ok(wait) => {
                    let wait_ms = wait.as_millis();
                    tracing::info!(operation = operation.name, attempt, wait_ms, "trying again");
                    clock.sleep(wait).await;
                    last = Some(result);
                }
                Err(_) => {
                    return self.finish(exchange, result, request.url().clone(), Some(current));
                }
            }
        }
    }

    /// The credentials of now, outside a call.
    pub(crate) async fn credentials(&self) -> Result<Credentials, Error> {
        let time = self.shared.retry.time_for_attempt(Duration::ZERO).unwrap_or_default();
        self.provide(time).await.map_err(Error::no_credentials)
    }

    /// Asks the provider, for no longer than this. What went wrong is told in its own words.
    async fn provide(&self, time: Duration) -> Result<Credentials, String> {
        match tokio::time::timeout(time, self.shared.credentials.provide()).await {
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
            let proxy = self.proxy_for(template.url());
            Failure::of(error, time, credentials, proxy.as_ref())
        };
        let mut request = template
            .try_clone()
            .ok_or_else(|| Failure::Unsendable("a streamed body can't be signed".to_owned()))?;
        let project = self.shared.project.get();
        let now = self.shared.clock.now();
        let signature = authenticate(&mut request, credentials, project, now)?;
        *request.timeout_mut() = Some(time);
        let mut response = client.execute(request).await.map_err(failure_of)?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        exchange.status = Some(status);
        exchange.request_id =
            request_id(&headers, credentials.secrets().chain(signature.as_deref()));
        let length =
            headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        let body = Body::new(response, LARGEST_ANSWER).with_length(length).whole().await;
        let body = match body.map_err(|error| Failure::of_body(error, time, credentials)) {
            // What the status says holds without the rest of the body.
            Err(_) if !status.is_success() => Bytes::new(),
            body => body?,
        };
        let received = Received { status, headers, body, is_bodiless: false, signature };
        received.checked(exchange.operation)
    }

    /// What the generated client gets. `credentials` are those that the result was asked with.
    fn finish(
        &self,
        exchange: Exchange,
        result: Result<Received, Failure>,
        url: Url,
        credentials: Option<&Credentials>,
    ) -> Response {
        let Exchange { operation, attempts, ref request_id, .. } = exchange;
        let request_id = request_id.clone();
        let is_bodiless = result.as_ref().is_ok_and(|received| received.is_bodiless);
        let (operation, attempts) = (Some(operation), Some(attempts));
        Observed { operation, request_id, attempts, is_bodiless }.leave();
        match result {
            Err(failure) => no_answer(exchange.error_of(failure, self.codes), url),
            Ok(received) if received.is_error() => {
                let failure = Failure::Answer(Box::new(answer(&received, credentials)));
                let error = exchange.error_of(failure, self.codes);
                // The generated client would take a 200 for what it says.
                let disguised = received.status.is_success();
                if disguised { no_answer(error, url) } else { respond(received, error, url) }
            }
            // Nobody asks a plain success what it went through.
            Ok(received) if received.status == StatusCode::OK => received.into_http(url).into(),
            Ok(received) => {
                let error = exchange.known_of(Error::unexpected_status(received.status));
                respond(received, error, url)
            }
        }
    }

    fn outcome(&self, result: &Result<Received, Failure>) -> Outcome {
        match result {
            Ok(received) => Outcome::Answered {
                status: received.status,
                retry_after: received
                    .headers
                    .get(RETRY_AFTER)
                    .and_then(|value| value.to_str().ok())
                    .and_then(|value| parse_retry_after(value, self.shared.clock.now())),
            },
            Err(Failure::NotConnected(failed)) if failed.prospect() == Prospect::Passing => {
                Outcome::NotConnected
            }
            Err(Failure::Broken(_) | Failure::AttemptTimeout(_)) => Outcome::Broken,
            Err(_) => Outcome::Refused,
        }
    }
}

fn request_id<'a>(headers: &HeaderMap, secrets: impl Iterator<Item = &'a str>) -> Option<String> {
    let id = headers.get(REQUEST_ID)?.to_str().ok()?;
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte));
    (plain && (1..=128).contains(&id.len())).then(|| clean(id, secrets))
}

impl Exchange {
    fn error_of(self, failure: Failure, codes: Codes) -> Error {
        let error = diagnosis::error_of(failure, self.operation, codes);
        self.known_of(error)
    }

    /// Adds what is known of the call.
    fn known_of(self, error: Error) -> Error {
        error
            .with_operation(self.operation.name)
            .with_attempts(self.attempts)
            .with_request_id(self.request_id)
            .with_status(self.status)
    }
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

/// The answer as the generated client is to see it, with the error that its own becomes.
fn respond(received: Received, error: Error, url: Url) -> Response {
    let mut response = received.into_http(url);
    response.extensions_mut().insert(error);
    response.into()
}

fn no_answer(error: Error, url: Url) -> Response {
    let status = StatusCode::from_u16(NO_ANSWER).unwrap_or(StatusCode::BAD_GATEWAY);
    let received = Received {
        status,
        headers: HeaderMap::new(),
        body: Bytes::new(),
        is_bodiless: false,
        signature: None,
    };
    respond(received, error, url)
}
