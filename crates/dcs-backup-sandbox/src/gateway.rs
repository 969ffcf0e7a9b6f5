//! The API gateway in front of DCS: who may pass. Pure, but for the count of failures it is given.
//!
//! Verifies SDK-HMAC-SHA256 over the request as it was received, with the gateway's own texts.

use std::time::{Duration, SystemTime};

use bytes::Bytes;
use dcs_backup::sign::{DATE_HEADER, Parts, sign};
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};
use serde_json::json;

use crate::{date, response::json_response};

/// The longest body that the gateway takes.
pub(crate) const MAX_BODY: usize = 12 << 20;

const MAX_SKEW: Duration = Duration::from_secs(15 * 60);
const MAX_FAILURES: u32 = 5;
const LOCK_TIME: Duration = Duration::from_secs(5 * 60);
const SECURITY_TOKEN_HEADER: &str = "x-security-token";
const TOKEN_HEADER: &str = "x-auth-token";

/// The credentials that the gateway knows.
pub(crate) struct Account {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
    /// With temporary keys only.
    pub(crate) security_token: Option<String>,
    /// An IAM token.
    pub(crate) token: String,
}

/// Failures of the access key in a row, and the lock that too many of them bring.
#[derive(Default)]
pub(crate) struct Lock {
    failures: u32,
    until: Option<SystemTime>,
}

impl Lock {
    fn is_closed(&mut self, now: SystemTime) -> bool {
        match self.until {
            Some(until) if now < until => true,
            Some(_) => {
                *self = Self::default();
                false
            }
            None => false,
        }
    }

    fn count(&mut self, now: SystemTime) {
        self.failures += 1;
        if self.failures > MAX_FAILURES {
            self.until = now.checked_add(LOCK_TIME);
        }
    }
}

/// A refusal by the gateway.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Refusal {
    fn unauthorized(reason: impl AsRef<str>) -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: "APIGW.0301",
            message: format!("Incorrect IAM authentication information: {}", reason.as_ref()),
        }
    }

    fn token() -> Self {
        Self {
            status: StatusCode::UNAUTHORIZED,
            code: "APIGW.0307",
            message: "decrypt token fail".to_owned(),
        }
    }

    pub(crate) fn no_such_api() -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            code: "APIGW.0101",
            message: "The API does not exist or has not been published in the environment"
                .to_owned(),
        }
    }

    pub(crate) fn body_too_large() -> Self {
        Self {
            status: StatusCode::PAYLOAD_TOO_LARGE,
            code: "APIGW.0201",
            message: "Request entity too large".to_owned(),
        }
    }

    pub(crate) fn response(&self, request_id: &str) -> Response<Bytes> {
        let mut response = json_response(
            self.status,
            &json!({
                "error_msg": self.message,
                "error_code": self.code,
                "request_id": request_id,
            }),
        );
        response.headers_mut().insert(header::SERVER, HeaderValue::from_static("api-gateway"));
        response
    }
}

/// Lets a request pass or says why not. `Authorization` counts before `X-Auth-Token`.
pub(crate) fn authenticate(
    account: &Account,
    lock: &mut Lock,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let headers = request.headers();
    if headers.contains_key(header::AUTHORIZATION) {
        return by_signature(account, lock, request, now);
    }
    if !headers.contains_key(TOKEN_HEADER) {
        return Err(Refusal::unauthorized("x-auth-token not found"));
    }
    if single(headers, TOKEN_HEADER) == Some(&account.token) {
        Ok(())
    } else {
        Err(Refusal::token())
    }
}

fn by_signature(
    account: &Account,
    lock: &mut Lock,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let authorization = single(request.headers(), header::AUTHORIZATION.as_str())
        .and_then(Authorization::parse)
        .ok_or_else(|| Refusal::unauthorized("authorization header format incorrect"))?;
    if authorization.access_key != account.access_key {
        return Err(Refusal::unauthorized(format!("ak {} not exist", authorization.access_key)));
    }
    if lock.is_closed(now) {
        return Err(Refusal::unauthorized("AK access failed to reach the limit,forbidden"));
    }
    let verdict = verify(account, &authorization, request, now);
    match verdict {
        Ok(()) => *lock = Lock::default(),
        Err(_) => lock.count(now),
    }
    verdict
}

fn verify(
    account: &Account,
    authorization: &Authorization<'_>,
    request: &Request<Bytes>,
    now: SystemTime,
) -> Result<(), Refusal> {
    let headers = request.headers();
    let tokens = headers.get_all(SECURITY_TOKEN_HEADER).iter().map(utf8);
    if !tokens.eq(account.security_token.as_deref().map(Some)) {
        return Err(Refusal::unauthorized(format!(
            "Get secretKey failed,ak:{},err:ak not exist",
            authorization.access_key
        )));
    }
    let date = single(headers, DATE_HEADER).unwrap_or_default();
    let signed_at = date::parse_basic(date).ok_or_else(|| {
        Refusal::unauthorized("calc aksk signature fail:x-sdk-date missing or malformed")
    })?;
    let skew = now.duration_since(signed_at).unwrap_or_else(|ahead| ahead.duration());
    if skew > MAX_SKEW {
        return Err(Refusal::unauthorized(format!(
            "calc aksk signature fail:signature expired, signature time:{date},server time:{}",
            date::format_basic(now)
        )));
    }
    let signs = |name: &str| authorization.signed_headers.split(';').any(|n| n == name);
    if !signs(DATE_HEADER) {
        return Err(Refusal::unauthorized(
            "calc aksk signature fail:x-sdk-date not in SignedHeaders",
        ));
    }
    let signed: Vec<(&str, &str)> = headers
        .iter()
        .filter(|(name, _)| signs(name.as_str()))
        .filter_map(|(name, value)| Some((name.as_str(), utf8(value)?)))
        .collect();
    let parts = Parts {
        method: request.method().as_str(),
        path: request.uri().path(),
        query: request.uri().query().unwrap_or_default(),
        headers: &signed,
        body: request.body(),
    };
    let expected = sign(&parts, &account.access_key, &account.secret_key)
        .map_err(|error| Refusal::unauthorized(format!("calc aksk signature fail:{error}")))?;
    let token_is_signed = account.security_token.is_none() || signs(SECURITY_TOKEN_HEADER);
    if expected.authorization == authorization.text && token_is_signed {
        return Ok(());
    }
    Err(Refusal::unauthorized(format!(
        "verify aksk signature fail, canonicalRequest:{}",
        expected.canonical_request.replace('\n', "|")
    )))
}

/// `SDK-HMAC-SHA256 Access=…, SignedHeaders=a;b, Signature=…`, in exactly this form.
struct Authorization<'a> {
    text: &'a str,
    access_key: &'a str,
    signed_headers: &'a str,
}

impl<'a> Authorization<'a> {
    fn parse(text: &'a str) -> Option<Self> {
        let rest = text.strip_prefix("SDK-HMAC-SHA256 Access=")?;
        let (access_key, rest) = rest.split_once(", SignedHeaders=")?;
        let (signed_headers, signature) = rest.split_once(", Signature=")?;
        let well_formed = !access_key.is_empty()
            && access_key.bytes().all(|byte| byte.is_ascii_graphic())
            && signature.len() == 64
            && signature.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        well_formed.then_some(Self { text, access_key, signed_headers })
    }
}

fn single<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let value = values.next()?;
    if values.next().is_some() {
        return None;
    }
    utf8(value)
}

fn utf8(value: &HeaderValue) -> Option<&str> {
    std::str::from_utf8(value.as_bytes()).ok()
}
