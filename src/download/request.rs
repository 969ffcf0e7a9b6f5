//! One GET on a link: what is sent, and what came of it. Tries nothing again.

use std::time::Duration;

use http::{
    StatusCode,
    header::{ACCEPT_ENCODING, IF_MATCH, IF_UNMODIFIED_SINCE, RANGE},
};

use crate::{
    clock::Clock,
    endpoint::Locality,
    error::{Error, ErrorKind},
    file_name::FileName,
    http_client::{self, CONNECT_TIMEOUT},
    presigned_url::PresignedUrl,
    retry::Outcome,
};

use super::{
    answer::{self, Answer},
    identity::{Identity, Precondition},
    link_source::Current,
    refusal::{Refusal, refuse, wrong},
};

/// What is asked for: all of the file, or from a byte to another one, both included, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(u64, Option<u64>),
}

impl Wanted {
    /// Its first byte.
    pub(super) fn start(self) -> u64 {
        match self {
            Self::Whole => 0,
            Self::Part(first, _) => first,
        }
    }
}

/// A request, and what its answer has to agree with.
pub(super) struct Ask<'a> {
    pub(super) wanted: Wanted,
    pub(super) known: Option<&'a Identity>,
    pub(super) condition: Condition,
}

/// Whether the store is asked to refuse another version by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    Stated,
    /// It refused the known one too: some compare ETags in a way of their own.
    LeftOut,
}

/// The client for links: sends no credentials, follows no redirect, unpacks nothing.
pub(super) fn client(
    locality: Locality,
    read_timeout: Duration,
    connections: usize,
) -> Result<reqwest::Client, Error> {
    let builder = http_client::toward(locality)?
        .connect_timeout(CONNECT_TIMEOUT)
        .read_timeout(read_timeout)
        .referer(false)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .http1_only()
        .pool_max_idle_per_host(connections);
    builder.build().map_err(|_| http_client::unavailable())
}

/// Whether links lead to this machine itself.
pub(super) fn locality(url: &PresignedUrl) -> Locality {
    reqwest::Url::parse(url.as_str())
        .ok()
        .and_then(|url| url.host_str().map(Locality::of_host))
        .unwrap_or(Locality::Public)
}

/// Sends one GET and checks status and headers of its answer against what is known of the file.
pub(super) async fn get(
    http: &reqwest::Client,
    file: &FileName,
    link: &Current,
    ask: Ask<'_>,
    clock: &dyn Clock,
) -> Result<Answer, Refusal> {
    let Ask { wanted, known, condition } = ask;
    let mut request = http.get(link.url.as_str()).header(ACCEPT_ENCODING, "identity");
    match wanted {
        Wanted::Whole => {}
        Wanted::Part(first, Some(last)) => {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        Wanted::Part(first, None) => request = request.header(RANGE, format!("bytes={first}-")),
    }
    let stated = known.filter(|_| condition == Condition::Stated);
    match stated.and_then(|known| known.validators.precondition()) {
        Some(Precondition::IfMatch(etag)) => request = request.header(IF_MATCH, etag),
        Some(Precondition::IfUnmodifiedSince(date)) => {
            request = request.header(IF_UNMODIFIED_SINCE, date);
        }
        None => {}
    }
    let response = request.send().await.map_err(|error| broken(file, error))?;
    if ![StatusCode::OK, StatusCode::PARTIAL_CONTENT].contains(&response.status()) {
        return Err(refuse(file, response, link, clock).await);
    }
    let answer = match answer::read(&response, wanted, clock.now()) {
        Ok(claims) => claims.of(response),
        Err(problem) => return Err(Refusal::Fatal(wrong(file, &response, link, problem))),
    };
    match known {
        Some(known) if !answer.is_of(known) => Err(Refusal::Changed),
        _ => Ok(answer),
    }
}

/// What a failed exchange means; reqwest's own error would print the link.
pub(super) fn broken(file: &FileName, error: reqwest::Error) -> Refusal {
    let error = error.without_url();
    let (outcome, kind, what) = if error.is_connect() {
        (Outcome::NotConnected, ErrorKind::Network, "no connection to the store")
    } else if error.is_timeout() {
        (Outcome::Broken, ErrorKind::Timeout, "the store fell silent")
    } else if error.is_builder() {
        (Outcome::Refused, ErrorKind::InvalidLink, "its link can't be sent")
    } else {
        (Outcome::Broken, ErrorKind::Network, "the connection to the store broke off")
    };
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let cause = crate::redact::clean(&innermost.to_string(), std::iter::empty());
    let error = Error::new(kind, format!("file {file}: {what}"))
        .with_advice("run the download again; it goes on where it was")
        .with_cause(cause);
    Refusal::Transient(outcome, error)
}
