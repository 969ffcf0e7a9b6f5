//! The object store's side: answers GET on presigned links, refuses everything else. Pure,
//! but for opening the files of a folder.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode, header};
use percent_encoding::percent_decode_str;

use crate::{
    backup::{Backup, Object},
    clock::since_epoch,
    content::Content,
    link::{self, Keys, Refusal},
    response::insert,
};

/// Headers that are another kind of credentials than the query of a link.
const OTHER_CREDENTIALS: [&str; 2] = ["authorization", "x-auth-token"];
const REQUEST_ID: HeaderName = HeaderName::from_static("x-obs-request-id");
const HOST_ID: HeaderName = HeaderName::from_static("x-obs-id-2");

/// The bucket that holds the backups, a folder for each.
pub(crate) struct Store {
    pub(crate) keys: Keys,
    /// `bucket` and 32 hexadecimal digits.
    pub(crate) bucket: String,
}

/// What is in each folder, since when.
#[derive(Clone)]
pub(crate) struct Contents {
    pub(crate) backup: Backup,
    /// In whole seconds, as HTTP's dates are.
    pub(crate) modified: SystemTime,
}

/// A failed request, in the store's words.
struct Failure {
    status: StatusCode,
    code: &'static str,
    message: &'static str,
    details: Vec<(&'static str, String)>,
}

impl Store {
    /// Whether a path is the store's and not the API's.
    pub(crate) fn owns(path: &str) -> bool {
        path.starts_with("/bucket")
    }

    /// The folder of a backup in the bucket, ending in a slash.
    pub(crate) fn folder(&self, backup_id: &str) -> String {
        format!("backup_{backup_id}/")
    }

    /// The link to a file in a folder, without scheme and host.
    pub(crate) fn link(
        &self,
        folder: &str,
        file_name: &str,
        now: SystemTime,
        lifetime: Duration,
    ) -> String {
        let expires = since_epoch(now).saturating_add(lifetime).as_secs();
        let path = format!("/{}/{folder}{}", self.bucket, link::encode(file_name));
        link::presign(&self.keys, &path, expires)
    }

    /// The backup and the name of the file that a path leads to; there need not be either.
    pub(crate) fn file(&self, path: &str) -> Option<(String, String)> {
        let key = self.key(path)?;
        let (backup_id, name) = key.strip_prefix("backup_")?.split_once('/')?;
        Some((backup_id.to_owned(), name.to_owned()))
    }

    pub(crate) fn answer(
        &self,
        contents: &Contents,
        request: &Request<Bytes>,
        now: SystemTime,
        request_id: &str,
    ) -> Response<Content> {
        let mut response = self
            .object(contents, request, now)
            .unwrap_or_else(|failure| failure.response(request_id).map(Content::from));
        let headers = response.headers_mut();
        headers.insert(header::SERVER, HeaderValue::from_static("OBS"));
        insert(headers, REQUEST_ID, request_id);
        insert(headers, HOST_ID, &self.bucket);
        response
    }

    fn object(
        &self,
        contents: &Contents,
        request: &Request<Bytes>,
        now: SystemTime,
    ) -> Result<Response<Content>, Failure> {
        if ![Method::GET, Method::HEAD].contains(request.method()) {
            return Err(Failure::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "MethodNotAllowed",
                "The specified method is not allowed against this resource.",
            ));
        }
        if OTHER_CREDENTIALS.iter().any(|name| request.headers().contains_key(*name)) {
            return Err(Failure::new(
                StatusCode::BAD_REQUEST,
                "InvalidArgument",
                "Only one auth mechanism allowed",
            ));
        }
        link::check(request, &self.keys, now).map_err(|refusal| Failure::refused(refusal, now))?;
        let object = self.find(&contents.backup, request.uri().path())?;
        serve(object, contents.modified, request.headers())
    }

    fn find(&self, backup: &Backup, path: &str) -> Result<Object, Failure> {
        let opened = self.file(path).map_or(Ok(None), |(_, name)| backup.open(&name));
        match opened {
            Ok(Some(object)) => Ok(object),
            Ok(None) => Err(Failure::new(
                StatusCode::NOT_FOUND,
                "NoSuchKey",
                "The specified key does not exist.",
            )
            .detail("Key", self.key(path).unwrap_or_default())),
            Err(error) => {
                tracing::warn!(%error, "a file can't be opened");
                Err(Failure::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "InternalError",
                    "We encountered an internal error. Please try again.",
                ))
            }
        }
    }

    fn key(&self, path: &str) -> Option<String> {
        let path = percent_decode_str(path).decode_utf8_lossy();
        let key = path.strip_prefix('/')?.strip_prefix(self.bucket.as_str())?.strip_prefix('/')?;
        Some(key.to_owned())
    }
}

fn serve(
    object: Object,
    modified: SystemTime,
    asked: &HeaderMap,
) -> Result<Response<Content>, Failure> {
    let mut response = match precondition(&object.etag, modified, asked)? {
        Condition::NotModified => {
            let mut response = Response::new(Content::from(Bytes::new()));
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        }
        Condition::Send => content(object.content, asked)?,
    };
    let headers = response.headers_mut();
    insert(headers, header::ETAG, &object.etag);
    insert(headers, header::LAST_MODIFIED, &httpdate::fmt_http_date(modified));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("binary/octet-stream"));
    Ok(response)
}

/// `If-Range` is not looked at: no store that was tried honours it.
fn precondition(etag: &str, modified: SystemTime, asked: &HeaderMap) -> Result<Condition, Failure> {
    let date = |name| text(asked, name).and_then(|text| httpdate::parse_http_date(text).ok());
    let matches = match text(asked, header::IF_MATCH) {
        Some(tags) => lists(tags, etag),
        None => date(header::IF_UNMODIFIED_SINCE).is_none_or(|date| modified <= date),
    };
    if !matches {
        return Err(Failure::new(
            StatusCode::PRECONDITION_FAILED,
            "PreconditionFailed",
            "At least one of the pre-conditions you specified did not hold",
        ));
    }
    let known = match text(asked, header::IF_NONE_MATCH) {
        Some(tags) => lists(&tags.replace("W/", ""), etag),
        None => date(header::IF_MODIFIED_SINCE).is_some_and(|date| modified <= date),
    };
    Ok(if known { Condition::NotModified } else { Condition::Send })
}

enum Condition {
    Send,
    NotModified,
}

fn content(content: Content, asked: &HeaderMap) -> Result<Response<Content>, Failure> {
    let length = content.length();
    match text(asked, header::RANGE).map_or(Range::Whole, |text| Range::parse(text, length)) {
        Range::Whole => Ok(Response::new(content)),
        Range::Unsatisfiable => Err(Failure::new(
            StatusCode::RANGE_NOT_SATISFIABLE,
            "InvalidRange",
            "The requested range is not satisfiable",
        )
        .detail("ActualObjectSize", length)),
        Range::Part { first, last } => {
            let mut response = Response::new(content.part(first, last - first + 1));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
            let range = format!("bytes {first}-{last}/{length}");
            insert(response.headers_mut(), header::CONTENT_RANGE, &range);
            Ok(response)
        }
    }
}

/// What a `Range` header asks of an object.
#[derive(Debug, PartialEq, Eq)]
enum Range {
    /// Also for what the store does not take: garbage, several ranges, and, by its manual, an end
    /// that is not greater than the start.
    Whole,
    /// Both included, both below the length.
    Part {
        first: u64,
        last: u64,
    },
    Unsatisfiable,
}

impl Range {
    fn parse(text: &str, length: u64) -> Self {
        let Some((first, last)) =
            text.strip_prefix("bytes=").and_then(|range| range.split_once('-'))
        else {
            return Self::Whole;
        };
        let (first, last) = match (number(first), number(last)) {
            (Some(first), Some(last)) if last > first => (first, last),
            (Some(first), None) if last.is_empty() => (first, u64::MAX),
            (None, Some(suffix)) if first.is_empty() => {
                (if suffix == 0 { length } else { length.saturating_sub(suffix) }, u64::MAX)
            }
            _ => return Self::Whole,
        };
        if first >= length {
            return Self::Unsatisfiable;
        }
        Self::Part { first, last: last.min(length - 1) }
    }
}

/// `None` unless there is nothing but digits: `u64`'s own parser takes a plus sign.
fn number(text: &str) -> Option<u64> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten()
}

fn lists(tags: &str, etag: &str) -> bool {
    tags.split(',').map(str::trim).any(|tag| tag == "*" || tag == etag)
}

fn text(headers: &HeaderMap, name: HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

impl Failure {
    fn new(status: StatusCode, code: &'static str, message: &'static str) -> Self {
        Self { status, code, message, details: Vec::new() }
    }

    fn forbidden(code: &'static str, message: &'static str) -> Self {
        Self::new(StatusCode::FORBIDDEN, code, message)
    }

    fn detail(mut self, name: &'static str, value: impl ToString) -> Self {
        self.details.push((name, value.to_string()));
        self
    }

    fn refused(refusal: Refusal, now: SystemTime) -> Self {
        match refusal {
            Refusal::NotSigned => Self::forbidden("AccessDenied", "Access Denied"),
            Refusal::UnknownAccessKey(key) => Self::forbidden(
                "InvalidAccessKeyId",
                "The access key ID you provided does not exist in our records.",
            )
            .detail("OBSAccessKeyId", key),
            Refusal::ExpiresMalformed => {
                Self::forbidden("AccessDenied", "Invalid date (should be seconds since epoch)")
            }
            Refusal::Expired(seconds) => {
                let expired = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
                Self::forbidden("AccessDenied", "Request has expired")
                    .detail("Expires", humantime::format_rfc3339_seconds(expired))
                    .detail("ServerTime", humantime::format_rfc3339_seconds(now))
            }
            Refusal::SignatureDiffers => Self::forbidden(
                "SignatureDoesNotMatch",
                "The request signature we calculated does not match the signature you provided. \
                 Check your key and signing method.",
            ),
        }
    }

    fn response(self, request_id: &str) -> Response<Bytes> {
        let mut xml =
            String::from("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<Error>");
        let mut element = |name: &str, value: &str| {
            xml.extend(["<", name, ">", &escape(value), "</", name, ">"]);
        };
        element("Code", self.code);
        element("Message", self.message);
        for (name, value) in &self.details {
            element(name, value);
        }
        element("RequestId", request_id);
        element("HostId", "sandbox");
        xml.push_str("</Error>");
        let mut response = Response::new(Bytes::from(xml));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"));
        if self.status == StatusCode::RANGE_NOT_SATISFIABLE {
            for (_, length) in &self.details {
                insert(headers, header::CONTENT_RANGE, &format!("bytes */{length}"));
            }
        }
        if self.status == StatusCode::METHOD_NOT_ALLOWED {
            headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        response
    }
}

/// Control characters can't stand in XML, not even escaped.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            _ if character.is_control() => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}
