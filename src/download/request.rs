//! One GET on a link: what is sent, and what its answer is worth. Tries nothing again.

use std::time::{Duration, SystemTime};

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, IF_MATCH, RANGE, RETRY_AFTER},
};
use reqwest::Response;

use crate::{
    clock::Clock,
    endpoint::Locality,
    error::{Error, ErrorKind},
    file_name::FileName,
    http_client::{self, CONNECT_TIMEOUT},
    presigned_url::PresignedUrl,
    retry::{Outcome, parse_retry_after},
};

use super::{link_source::Current, state::Identity, store_error::StoreError};

/// The most that is read of an error's body.
const LARGEST_ERROR: usize = 64 << 10;
const REQUEST_IDS: [&str; 2] = ["x-obs-request-id", "x-amz-request-id"];

/// What is asked for: all of the file, or from a byte to another one, both included, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(u64, Option<u64>),
}

/// The bytes of a file, from `start` on.
pub(super) struct Answer {
    pub(super) identity: Identity,
    pub(super) start: u64,
    /// One past the last byte that comes.
    pub(super) end: u64,
    pub(super) body: Response,
}

/// Why there are no bytes.
#[derive(Debug)]
pub(super) enum Refusal {
    /// Another attempt may do better.
    Transient(Outcome, Error),
    /// The link is no longer valid.
    Expired(Error),
    /// The file is not the one that is known.
    Changed,
    /// The file ends before the first byte asked for.
    OutOfRange(Error),
    /// No attempt can do better.
    Fatal(Error),
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
    wanted: Wanted,
    known: Option<&Identity>,
    clock: &dyn Clock,
) -> Result<Answer, Refusal> {
    let mut request = http.get(link.url.as_str());
    match wanted {
        Wanted::Whole => {}
        Wanted::Part(first, Some(last)) => {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        Wanted::Part(first, None) => request = request.header(RANGE, format!("bytes={first}-")),
    }
    // Weak tags never match here: RFC 9110, section 13.1.1.
    if let Some(etag) = known.and_then(|known| known.etag.as_deref())
        && !etag.starts_with("W/")
    {
        request = request.header(IF_MATCH, etag);
    }
    let response = request.send().await.map_err(|error| broken(file, error))?;
    match response.status() {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT => accept(file, response, link, wanted, known),
        _ => Err(refuse(file, response, link, clock.now()).await),
    }
}

fn accept(
    file: &FileName,
    mut body: Response,
    link: &Current,
    wanted: Wanted,
    known: Option<&Identity>,
) -> Result<Answer, Refusal> {
    let wrong = |problem: &str| {
        let error = Error::new(
            ErrorKind::InvalidResponse,
            format!("file {file}: the store's answer {problem}"),
        )
        .with_advice("check that no proxy or cache answers in the store's place");
        let id = request_id(body.headers(), &link.url.secrets());
        Refusal::Fatal(error.with_answer(body.status(), None, id))
    };
    let headers = body.headers();
    let is_html = |kind: &str| {
        kind.as_bytes().get(..9).is_some_and(|kind| kind.eq_ignore_ascii_case(b"text/html"))
    };
    if text(headers, &CONTENT_TYPE).is_some_and(is_html) {
        return Err(wrong("is an HTML page"));
    }
    let content_length = text(headers, &CONTENT_LENGTH).and_then(|length| length.parse().ok());
    let (start, end, length) = if body.status() == StatusCode::OK {
        let length = content_length.ok_or_else(|| wrong("does not say how long the file is"))?;
        (0, length, length)
    } else {
        let (first, last, length) = text(headers, &CONTENT_RANGE)
            .and_then(content_range)
            .ok_or_else(|| wrong("has no readable Content-Range"))?;
        if content_length.is_some_and(|stated| stated != last - first + 1) {
            return Err(wrong("has a Content-Length that is not its Content-Range's"));
        }
        (first, last + 1, length)
    };
    let identity = Identity { length, etag: text(headers, &ETAG).map(ToOwned::to_owned) };
    if known.is_some_and(|known| *known != identity) {
        return Err(Refusal::Changed);
    }
    let as_asked = match wanted {
        _ if body.status() == StatusCode::OK => true,
        Wanted::Whole => false,
        Wanted::Part(first, last) => {
            let end_asked = last.map_or(length, |last| (last + 1).min(length));
            start == first && end == end_asked
        }
    };
    if !as_asked {
        return Err(wrong("has a Content-Range that was not asked for"));
    }
    // Their values are slices of the connection's buffer: on one used before, they would hold as much
    // memory as a large read until the body ends.
    body.headers_mut().clear();
    Ok(Answer { identity, start, end, body })
}

/// Reads `bytes 0-9/20`.
fn content_range(value: &str) -> Option<(u64, u64, u64)> {
    let (range, length) = value.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let number = |digits: &str| {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|_| plain)
    };
    let (first, last, length) = (number(first)?, number(last)?, number(length)?);
    (first <= last && last < length).then_some((first, last, length))
}

async fn refuse(file: &FileName, response: Response, link: &Current, now: SystemTime) -> Refusal {
    let status = response.status();
    let headers = response.headers();
    let retry_after = text(headers, &RETRY_AFTER).and_then(|value| parse_retry_after(value, now));
    let secrets = link.url.secrets();
    let header_id = request_id(headers, &secrets);
    let said = StoreError::parse(&error_body(response).await, &secrets);
    let has_expired = said.says_expired() || link.has_expired(now);
    let StoreError { code, message, request_id } = said;
    let error = |kind, advice: &'static str| {
        let mut problem = format!("file {file}: the store answers {status}");
        for part in [
            code.as_deref().map(|code| format!(", {code}")),
            message.as_deref().map(|message| format!(": {message}")),
        ] {
            problem.push_str(part.as_deref().unwrap_or_default());
        }
        Error::new(kind, problem).with_advice(advice).with_answer(
            status,
            code.clone(),
            header_id.clone().or(request_id.clone()),
        )
    };
    let transient = |kind, advice| {
        let outcome = Outcome::Answered { status, retry_after };
        Refusal::Transient(outcome, error(kind, advice))
    };
    match status.as_u16() {
        403 if has_expired => Refusal::Expired(error(
            ErrorKind::LinkExpired,
            "ask for new links and run the download again; it goes on where it was",
        )),
        403 => Refusal::Fatal(error(
            ErrorKind::PermissionDenied,
            "ask for new links; this one is not accepted though it has not expired",
        )),
        404 => Refusal::Fatal(error(
            ErrorKind::NotFound,
            "the backup is gone: deleted, or past its retention; choose another one",
        )),
        412 => Refusal::Changed,
        416 => Refusal::OutOfRange(error(
            ErrorKind::InvalidResponse,
            "check that no proxy or cache answers in the store's place",
        )),
        429 => transient(
            ErrorKind::Throttled,
            "run the download again later, or with fewer connections",
        ),
        500.. => {
            transient(ErrorKind::Service, "run the download again later; it goes on where it was")
        }
        300..400 => Refusal::Fatal(error(
            ErrorKind::Rejected,
            "redirects are not followed: a link is signed for one host",
        )),
        _ => Refusal::Fatal(error(
            ErrorKind::Rejected,
            "ask for new links and run the download again",
        )),
    }
}

/// As much of an error's body as came.
async fn error_body(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while body.len() < LARGEST_ERROR
        && let Ok(Some(chunk)) = response.chunk().await
    {
        body.extend_from_slice(&chunk[..chunk.len().min(LARGEST_ERROR - body.len())]);
    }
    body
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

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn request_id(headers: &HeaderMap, secrets: &[String]) -> Option<String> {
    REQUEST_IDS.iter().find_map(|name| {
        let id = headers.get(*name)?.to_str().ok()?;
        Some(crate::redact::clean(id, secrets.iter().map(String::as_str)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_is_exact_or_nothing() {
        assert_eq!(content_range("bytes 0-9/20"), Some((0, 9, 20)));
        for wrong in [
            "bytes 0-9/*",
            "bytes */20",
            "bytes 9-0/20",
            "bytes 0-20/20",
            "0-9/20",
            "bytes 0-9",
            "bytes +0-9/20",
            "bytes 0-9/20,",
            "items 0-9/20",
            "",
        ] {
            assert_eq!(content_range(wrong), None, "{wrong}");
        }
    }
}
