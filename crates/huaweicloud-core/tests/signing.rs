//! The signer against signatures that the vendor's own SDKs made, and its properties.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::collections::HashSet;

use huaweicloud_core::sign::{Parts, SignError, sign};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;
use serde_json::Value;

fn text(value: &Value) -> Option<&str> {
    value.as_str()
}

fn query_value(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => "None".to_owned(),
        other => other.to_string(),
    }
}

/// The query of a vector, encoded but left in its order, as a client would send it.
fn query_of(vector: &Value) -> String {
    let encode = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let mut pairs = Vec::new();
    for pair in vector["query_in"].as_array().into_iter().flatten() {
        let name = encode(pair[0].as_str().unwrap());
        match &pair[1] {
            Value::Array(values) => {
                pairs.extend(values.iter().map(|v| format!("{name}={}", encode(&query_value(v)))));
            }
            value => pairs.push(format!("{name}={}", encode(&query_value(value)))),
        }
    }
    pairs.join("&")
}

/// The header pairs of a vector: those that went in, and those that the SDK added before signing.
/// The Go SDK leaves `Content-Type` and an unset `Host` out of what it signs.
fn headers_of(vector: &Value) -> Vec<(String, String)> {
    let signed = vector["headers_signed"].as_object().unwrap();
    let given = vector["headers_in"].as_object().unwrap();
    let from_go = text(&vector["source"]).is_some_and(|source| source.contains("-go-"));
    let mut headers: Vec<_> = given
        .iter()
        .filter(|(name, _)| {
            !from_go || name.contains('_') || signed.contains_key(&name.to_lowercase())
        })
        .map(|(name, value)| (name.clone(), query_value(value)))
        .collect();
    let present: HashSet<_> = given.keys().map(|name| name.to_lowercase()).collect();
    for (name, value) in signed {
        if !present.contains(name) {
            headers.push((name.clone(), query_value(value)));
        }
    }
    headers
}

#[test]
fn every_vector_of_the_vendors_sdks_is_reproduced_byte_for_byte() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/signing.json");
    let vectors: Vec<Value> =
        serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(!vectors.is_empty());
    for vector in &vectors {
        let name = text(&vector["name"]).unwrap();
        assert_eq!(text(&vector["algorithm"]), Some("SDK-HMAC-SHA256"), "{name}");
        let headers = headers_of(vector);
        let headers: Vec<_> =
            headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let query = query_of(vector);
        let parts = Parts {
            method: text(&vector["method"]).unwrap(),
            path: text(&vector["path_in"]).unwrap(),
            query: &query,
            headers: &headers,
            body: text(&vector["body"]).unwrap_or_default().as_bytes(),
        };
        let signature =
            sign(&parts, text(&vector["ak"]).unwrap(), text(&vector["sk"]).unwrap()).unwrap();
        let expected = |key: &str| text(&vector[key]).unwrap();
        assert_eq!(signature.canonical_request, expected("canonical_request"), "{name}");
        assert_eq!(signature.string_to_sign, expected("string_to_sign"), "{name}");
        assert_eq!(signature.authorization, expected("authorization"), "{name}");
    }
}

const DATE: (&str, &str) = ("X-Sdk-Date", "20260704T112233Z");

fn get<'a>(path: &'a str, query: &'a str, headers: &'a [(&'a str, &'a str)]) -> Parts<'a> {
    Parts { method: "GET", path, query, headers, body: b"" }
}

#[test]
fn a_request_without_a_date_is_refused() {
    let refused = sign(&get("/", "", &[("host", "example.com")]), "ak", "sk").unwrap_err();
    assert_eq!(refused, SignError::DateMissing);
    assert_eq!(refused.to_string(), "the request has no X-Sdk-Date header to sign");
}

#[test]
fn debug_shows_no_signed_header() {
    let headers = [DATE, ("X-Security-Token", "MARKER-TOKEN")];
    let parts = get("/v2", "", &headers);
    let signature = sign(&parts, "ak", "sk").unwrap();
    assert!(signature.canonical_request.contains("MARKER-TOKEN"));
    assert_eq!(format!("{signature:?}"), "Signature(***)");
    assert_eq!(format!("{parts:?}"), r#"Parts { method: "GET", path: "/v2", .. }"#);
}

proptest! {
    #[test]
    fn anything_can_be_signed(
        method in ".*", path in ".*", query in ".*", name in ".*", value in ".*", body: Vec<u8>,
    ) {
        let headers = [DATE, (name.as_str(), value.as_str())];
        let parts = Parts { method: &method, path: &path, query: &query, headers: &headers, body: &body };
        prop_assert!(sign(&parts, &name, &value).is_ok());
    }

    #[test]
    fn the_order_of_headers_and_query_does_not_matter(
        pairs in prop::collection::vec(("[a-z]{1,4}", "[a-zA-Z0-9 /%+=]{0,6}"), 0..6), seed: u64,
    ) {
        let encoded: Vec<String> = pairs
            .iter()
            .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
            .collect();
        let mut shuffled = encoded.clone();
        fastrand::Rng::with_seed(seed).shuffle(&mut shuffled);
        let headers = [DATE, ("host", "example.com"), ("x-a", "1")];
        let turned = [headers[2], headers[0], headers[1]];
        let one = sign(&get("/p", &encoded.join("&"), &headers), "ak", "sk").unwrap();
        let other = sign(&get("/p", &shuffled.join("&"), &turned), "ak", "sk").unwrap();
        prop_assert_eq!(one.authorization, other.authorization);
    }

    #[test]
    fn an_encoded_path_signs_like_the_plain_one(path in "/[a-zA-Z0-9 ü*~._-]{0,12}") {
        let encoded = format!("/{}", utf8_percent_encode(&path[1..], NON_ALPHANUMERIC));
        let headers = [DATE];
        let plain = sign(&get(&path, "", &headers), "ak", "sk").unwrap();
        let sent = sign(&get(&encoded, "", &headers), "ak", "sk").unwrap();
        prop_assert_eq!(plain.authorization, sent.authorization);
    }

    #[test]
    fn every_signed_byte_counts(body in prop::collection::vec(any::<u8>(), 1..64), at: prop::sample::Index) {
        let mut changed = body.clone();
        changed[at.index(body.len())] ^= 1;
        let headers = [DATE];
        let parts = Parts { method: "POST", path: "/p", query: "", headers: &headers, body: &body };
        let one = sign(&parts, "ak", "sk").unwrap();
        let other = sign(&Parts { body: &changed, ..parts }, "ak", "sk").unwrap();
        prop_assert_ne!(one.authorization, other.authorization);
    }
}
