//! SDK-HMAC-SHA256, the signature of Huawei Cloud's gateways. Pure: no clock, no socket.
//!
//! The contract: method, path and query are signed as they are sent. Every header pair that is
//! given is signed, but for names with an underscore, which gateways drop. The date comes from the
//! header `X-Sdk-Date`, the only one that must be there. `Host` is signed where it is given.
//!
//! The signature is the one that the vendor's Python SDK makes: the path is decoded, split at `/`
//! and encoded again, and ends in `/`; the query is decoded, sorted and encoded again; the body's
//! hash gives way to the value of `X-Sdk-Content-Sha256` unless the body is empty.

use std::{borrow::Cow, fmt};

use hmac::{Hmac, Mac};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// The algorithm's name, first word of the `Authorization` header.
pub const ALGORITHM: &str = "SDK-HMAC-SHA256";
/// The header that carries the time of signing, as `YYYYMMDDTHHMMSSZ`.
pub const DATE_HEADER: &str = "x-sdk-date";
/// The header that replaces the hash of the body, for example with `UNSIGNED-PAYLOAD`.
pub const CONTENT_HEADER: &str = "x-sdk-content-sha256";

/// What RFC 3986 calls unreserved is kept, everything else becomes `%XX`.
pub(crate) const ENCODED: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The parts of a request that are signed, as they are sent.
#[derive(Clone, Copy)]
pub struct Parts<'a> {
    /// The method; upper-cased before it is signed.
    pub method: &'a str,
    /// The path, percent-encoded or not.
    pub path: &'a str,
    /// The query without its `?`; empty if there is none.
    pub query: &'a str,
    /// Names in any case, and values, in any order.
    pub headers: &'a [(&'a str, &'a str)],
    /// The body, byte for byte.
    pub body: &'a [u8],
}

/// Shows the method and path alone: headers carry the security token.
impl fmt::Debug for Parts<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// A signature and what went into it. `Debug` shows none of it: the canonical request repeats the
/// signed headers, the security token among them.
pub struct Signature {
    /// The request as the gateway will rebuild it.
    pub canonical_request: String,
    /// The text to be signed: its HMAC is the signature.
    pub string_to_sign: String,
    /// The value of the `Authorization` header.
    pub authorization: String,
}

impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Signature(***)")
    }
}

/// Why a request can't be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// None of the header pairs is an `X-Sdk-Date`.
    DateMissing,
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DateMissing => f.write_str("the request has no X-Sdk-Date header to sign"),
        }
    }
}

impl std::error::Error for SignError {}

/// Signs a request with an access key and its secret key.
///
/// # Errors
/// [`SignError::DateMissing`] if no header pair is named `X-Sdk-Date`.
///
/// ```
/// use huaweicloud_core::sign::{Parts, sign};
///
/// let parts = Parts {
///     method: "GET",
///     path: "/path",
///     query: "limit=1",
///     headers: &[("X-Sdk-Date", "20060102T150405Z")],
///     body: b"",
/// };
/// let signature = sign(&parts, "AccessKey", "SecretKey")?;
/// assert_eq!(signature.canonical_request.lines().nth(1), Some("/path/"));
/// # Ok::<(), huaweicloud_core::sign::SignError>(())
/// ```
pub fn sign(parts: &Parts<'_>, access_key: &str, secret_key: &str) -> Result<Signature, SignError> {
    let mut headers: Vec<(Cow<'_, str>, &str)> = parts
        .headers
        .iter()
        .filter(|(name, _)| !name.contains('_'))
        .map(|(name, value)| (lower_case(name), value.trim()))
        .collect();
    headers.sort_unstable();
    let value_of =
        |wanted: &str| headers.iter().find(|(name, _)| name == wanted).map(|(_, value)| *value);
    let date = value_of(DATE_HEADER).ok_or(SignError::DateMissing)?;

    let mut canonical_request = String::with_capacity(768);
    canonical_request.extend(parts.method.chars().map(|c| c.to_ascii_uppercase()));
    canonical_request.push('\n');
    push_canonical_path(&mut canonical_request, parts.path);
    canonical_request.push('\n');
    canonical_request.push_str(&canonical_query(parts.query));
    canonical_request.push('\n');
    for (name, value) in &headers {
        canonical_request.extend([name, ":", value, "\n"]);
    }
    canonical_request.push('\n');
    let signed_headers = {
        let start = canonical_request.len();
        for (i, (name, _)) in headers.iter().enumerate() {
            canonical_request.push_str(if i == 0 { "" } else { ";" });
            canonical_request.push_str(name);
        }
        canonical_request[start..].to_owned()
    };
    canonical_request.push('\n');
    match value_of(CONTENT_HEADER).filter(|value| !value.is_empty() && !parts.body.is_empty()) {
        Some(stated) => canonical_request.push_str(stated),
        None => push_hex(&mut canonical_request, &Sha256::digest(parts.body)),
    }

    let mut string_to_sign = String::with_capacity(128);
    string_to_sign.extend([ALGORITHM, "\n", date, "\n"]);
    push_hex(&mut string_to_sign, &Sha256::digest(canonical_request.as_bytes()));

    let mut authorization = String::with_capacity(256);
    authorization.extend([
        ALGORITHM,
        " Access=",
        access_key,
        ", SignedHeaders=",
        &signed_headers,
        ", Signature=",
    ]);
    push_hex(&mut authorization, &hmac_sha256(secret_key.as_bytes(), string_to_sign.as_bytes()));
    Ok(Signature { canonical_request, string_to_sign, authorization })
}

/// The query decoded, sorted by name and value, and encoded again: what is signed, and what this
/// crate sends.
pub fn canonical_query(query: &str) -> String {
    let mut pairs = decode_query(query);
    pairs.sort_unstable();
    let mut canonical = String::with_capacity(query.len());
    for (i, (name, value)) in pairs.iter().enumerate() {
        canonical.push_str(if i == 0 { "" } else { "&" });
        canonical.extend(utf8_percent_encode(name, ENCODED));
        canonical.push('=');
        canonical.extend(utf8_percent_encode(value, ENCODED));
    }
    canonical
}

/// A name and a value of a query.
pub(crate) type QueryPair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// The pairs of a query in their order, decoded; a plus is a space, as in forms.
pub(crate) fn decode_query(query: &str) -> Vec<QueryPair<'_>> {
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode_form(name), decode_form(value)))
        .collect()
}

fn decode_form(text: &str) -> Cow<'_, str> {
    if !text.contains('+') {
        return percent_decode_str(text).decode_utf8_lossy();
    }
    let spaced = text.replace('+', " ");
    Cow::Owned(percent_decode_str(&spaced).decode_utf8_lossy().into_owned())
}

fn push_canonical_path(out: &mut String, path: &str) {
    let is_canonical = |b: u8| b.is_ascii_alphanumeric() || b"/-_.~".contains(&b);
    if path.bytes().all(is_canonical) {
        out.push_str(path);
        out.push_str(if path.ends_with('/') { "" } else { "/" });
        return;
    }
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    for (i, segment) in decoded.split('/').enumerate() {
        out.push_str(if i == 0 { "" } else { "/" });
        out.extend(utf8_percent_encode(segment, ENCODED));
    }
    if !out.ends_with('/') {
        out.push('/');
    }
}

fn lower_case(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|b| b.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

fn hmac_sha256(key: &[u8], message: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length: RFC 2104, section 2")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(message);
    mac.finalize().into_bytes().into()
}

fn push_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: [char; 16] =
        ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    for byte in bytes {
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}
