//! Query signing of the object store, "V2": HMAC-SHA1 over what identifies the request. Pure.
//!
//! The string to sign is `VERB \n Content-MD5 \n Content-Type \n Expires \n` and then the `x-obs-*`
//! and `x-amz-*` headers and the resource: the path as it was sent, with those query parameters
//! that change what is asked.

use std::{borrow::Cow, collections::BTreeMap, time::SystemTime};

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use http::{HeaderMap, Method, Request};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use sha1::Sha1;

use crate::clock::since_epoch;

const ACCESS_KEY_ID: &str = "AWSAccessKeyId";
const EXPIRES: &str = "Expires";
const SIGNATURE: &str = "Signature";

/// What RFC 3986 calls unreserved stays as it is.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The query parameters that are part of the resource, beside all `x-obs-*` and `x-amz-*` ones.
const SUB_RESOURCES: &[&str] = &[
    "acl",
    "append",
    "attname",
    "backtosource",
    "cors",
    "customdomain",
    "delete",
    "directcoldaccess",
    "encryption",
    "inventory",
    "length",
    "lifecycle",
    "location",
    "logging",
    "metadata",
    "modify",
    "name",
    "notification",
    "object-lock",
    "orchestration",
    "partNumber",
    "policy",
    "position",
    "quota",
    "rename",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "retention",
    "storageClass",
    "storagePolicy",
    "storageinfo",
    "tagging",
    "torrent",
    "truncate",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
    "x-image-process",
    "x-image-save-bucket",
    "x-image-save-object",
];

/// The pair that the store knows.
pub(crate) struct Keys {
    pub(crate) access_key: String,
    pub(crate) secret_key: String,
}

/// A name and a value of a query, decoded.
type QueryPair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Why a link is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// One of the three parameters is missing or there more than once.
    NotSigned,
    UnknownAccessKey(String),
    ExpiresMalformed,
    /// The time of expiry, in seconds since 1970.
    Expired(u64),
    SignatureDiffers,
}

/// Encodes one segment of a path.
pub(crate) fn encode(segment: &str) -> impl std::fmt::Display + '_ {
    utf8_percent_encode(segment, ENCODED)
}

/// The path with the query that lets anyone GET it until `expires`, in seconds since 1970.
pub(crate) fn presign(keys: &Keys, path: &str, expires: u64) -> String {
    let text = string_to_sign(&Method::GET, &HeaderMap::new(), &expires.to_string(), path, &[]);
    let signature = signature(&keys.secret_key, &text);
    format!(
        "{path}?{ACCESS_KEY_ID}={}&{EXPIRES}={expires}&{SIGNATURE}={}",
        encode(&keys.access_key),
        encode(&signature),
    )
}

/// Judges a request by what was received of it.
pub(crate) fn check<B>(request: &Request<B>, keys: &Keys, now: SystemTime) -> Result<(), Refusal> {
    let query = decode_query(request);
    let access_key = only(&query, ACCESS_KEY_ID).ok_or(Refusal::NotSigned)?;
    let expires = only(&query, EXPIRES).ok_or(Refusal::NotSigned)?;
    let received = only(&query, SIGNATURE).ok_or(Refusal::NotSigned)?;
    if access_key != keys.access_key {
        return Err(Refusal::UnknownAccessKey(access_key.to_owned()));
    }
    if expires.is_empty() || !expires.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Refusal::ExpiresMalformed);
    }
    let seconds: u64 = expires.parse().map_err(|_| Refusal::ExpiresMalformed)?;
    if since_epoch(now).as_secs() >= seconds {
        return Err(Refusal::Expired(seconds));
    }
    let text =
        string_to_sign(request.method(), request.headers(), expires, request.uri().path(), &query);
    if signature(&keys.secret_key, &text) == received {
        Ok(())
    } else {
        Err(Refusal::SignatureDiffers)
    }
}

fn decode_query<B>(request: &Request<B>) -> Vec<QueryPair<'_>> {
    form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes()).collect()
}

fn string_to_sign(
    method: &Method,
    headers: &HeaderMap,
    expires: &str,
    path: &str,
    query: &[QueryPair<'_>],
) -> String {
    let header = |name: &str| headers.get(name).map(text_of).unwrap_or_default();
    let mut text =
        format!("{method}\n{}\n{}\n{expires}\n", header("content-md5"), header("content-type"),);
    let mut vendor: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (name, value) in headers {
        if is_vendor(name.as_str()) {
            vendor.entry(name.as_str()).or_default().push(text_of(value));
        }
    }
    for (name, values) in vendor {
        text.extend([name, ":", &values.join(","), "\n"]);
    }
    text.push_str(path);
    let mut resources: Vec<_> = query
        .iter()
        .filter(|(name, _)| is_vendor(name) || SUB_RESOURCES.contains(&name.as_ref()))
        .collect();
    resources.sort_unstable();
    for (i, (name, value)) in resources.into_iter().enumerate() {
        text.extend([if i == 0 { "?" } else { "&" }, name]);
        if !value.is_empty() {
            text.extend(["=", value]);
        }
    }
    text
}

fn signature(secret_key: &str, text: &str) -> String {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length: RFC 2104, section 2")]
    let mut mac = Hmac::<Sha1>::new_from_slice(secret_key.as_bytes()).expect("a key of any length");
    mac.update(text.as_bytes());
    STANDARD.encode(mac.finalize().into_bytes())
}

fn is_vendor(name: &str) -> bool {
    name.starts_with("x-obs-") || name.starts_with("x-amz-")
}

fn text_of(value: &http::HeaderValue) -> String {
    String::from_utf8_lossy(value.as_bytes()).trim().to_owned()
}

fn only<'a>(query: &'a [QueryPair<'_>], wanted: &str) -> Option<&'a str> {
    let mut values = query.iter().filter(|(name, _)| name == wanted);
    let (_, value) = values.next()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    const PATH: &str = "/johnsmith/photos/puppy.jpg";

    /// The example of S3's manual, "Query string request authentication".
    #[test]
    fn the_manuals_example_has_the_manuals_signature() {
        let keys = Keys {
            access_key: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret_key: SECRET_KEY.to_owned(),
        };
        assert_eq!(
            presign(&keys, PATH, 1_175_139_620),
            "/johnsmith/photos/puppy.jpg?AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Expires=1175139620\
             &Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D"
        );
    }

    #[test]
    fn headers_and_sub_resources_stand_in_their_places() {
        let request = Request::get("/?versionId=a%20b&other=1&acl")
            .header("content-type", "text/plain")
            .header("content-md5", "YWJj")
            .header("x-obs-b", "2")
            .header("x-amz-a", "1")
            .body(())
            .unwrap();
        let text = string_to_sign(
            request.method(),
            request.headers(),
            "1175139620",
            PATH,
            &decode_query(&request),
        );
        assert_eq!(
            text,
            "GET\nYWJj\ntext/plain\n1175139620\nx-amz-a:1\nx-obs-b:2\n\
             /johnsmith/photos/puppy.jpg?acl&versionId=a b"
        );
        assert_eq!(signature(SECRET_KEY, &text), "MRV2dMEXer/+DuAzkednFZImjkw=");
    }
}
