//! Reads the error bodies of the service, its gateways and IAM, whatever their shape.

use std::time::SystemTime;

use careful_http::ClockOffset;
use serde_json::{Map, Value};

/// What an error body says, as far as it says anything; the texts are the server's own.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct ErrorBody {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) encoded_authorization_message: Option<String>,
}

impl ErrorBody {
    /// Reads `body`; what is not JSON, or JSON of another shape, says nothing.
    pub(crate) fn parse(body: &[u8]) -> Self {
        match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => Self::of_object(&object),
            _ => Self::default(),
        }
    }

    /// Reads a success that says itself that it is none: code and message as DCS names them, in the
    /// outer object.
    pub(crate) fn in_disguise(body: &[u8]) -> bool {
        // An error body is short; links are not searched for one.
        const LONGEST: usize = 4096;
        let object: Option<Map<String, Value>> =
            (body.len() <= LONGEST).then(|| serde_json::from_slice(body).ok()).flatten();
        object.is_some_and(|object| {
            ["error_code", "error_msg"]
                .iter()
                .all(|key| object.get(*key).is_some_and(Value::is_string))
        })
    }

    /// The outer object decides; what it lacks is looked for in the objects inside it.
    fn of_object(object: &Map<String, Value>) -> Self {
        let field = |names: &[&str]| names.iter().find_map(|name| object.get(*name).and_then(text));
        let mut body = Self {
            code: field(&["error_code", "errorCode", "code"]),
            message: field(&["error_msg", "errorMsg", "error_message", "message"]),
            request_id: field(&["request_id", "requestId"]),
            encoded_authorization_message: field(&["encoded_authorization_message"]),
        };
        for inner in object.values().filter_map(Value::as_object) {
            let inner = Self::of_object(inner);
            body.code = body.code.or(inner.code);
            body.message = body.message.or(inner.message);
            body.request_id = body.request_id.or(inner.request_id);
            body.encoded_authorization_message =
                body.encoded_authorization_message.or(inner.encoded_authorization_message);
        }
        body
    }
}

/// IAM gives its codes as numbers.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Reads the offset out of the gateway's
/// `signature expired, signature time:20211217T064303Z,server time:20211217T065804Z`.
pub(crate) fn clock_offset(message: &str) -> Option<ClockOffset> {
    let signed = time_after(message, "signature time:")?;
    let server = time_after(message, "server time:")?;
    Some(match server.duration_since(signed) {
        Ok(behind) => ClockOffset::Behind(behind),
        Err(ahead) => ClockOffset::Ahead(ahead.duration()),
    })
}

/// The time `YYYYMMDDTHHMMSSZ` that follows `label`.
fn time_after(message: &str, label: &str) -> Option<SystemTime> {
    let (_, rest) = message.split_once(label)?;
    careful_http::parse_basic(rest.trim_start().get(..16)?)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use proptest::prelude::*;

    use super::*;

    fn code_and_message(body: &str) -> (Option<String>, Option<String>) {
        let body = ErrorBody::parse(body.as_bytes());
        (body.code, body.message)
    }

    #[test]
    fn every_shape_in_the_wild_is_read() {
        let table = [
            (
                r#"{"error_msg":"bad","error_code":"111400063","error_ext_msg":null}"#,
                Some("111400063"),
                Some("bad"),
            ),
            (
                r#"{"error":{"code":"111400086","message":"only master","ext_message":null}}"#,
                Some("111400086"),
                Some("only master"),
            ),
            (
                r#"{"error_msg":"m","error_code":"APIGW.0301","request_id":"r"}"#,
                Some("APIGW.0301"),
                Some("m"),
            ),
            (
                r#"{"error_msg":"m","error_code":"APIG.0301","request_id":"r"}"#,
                Some("APIG.0301"),
                Some("m"),
            ),
            (
                r#"{"error":{"message":"m","code":400,"title":"Bad Request"}}"#,
                Some("400"),
                Some("m"),
            ),
            (r#"{"error_msg":"m","error_code":"IAM.0007"}"#, Some("IAM.0007"), Some("m")),
            (r#"{"code":"c","message":"m"}"#, Some("c"), Some("m")),
            (r#"{"errorCode":"c","errorMsg":"m"}"#, Some("c"), Some("m")),
            (r#"{"x":{"y":{"code":"c","message":"m"}}}"#, Some("c"), Some("m")),
            ("<html><body>502</body></html>", None, None),
            ("", None, None),
            ("null", None, None),
            ("[1]", None, None),
            ("{", None, None),
        ];
        for (body, code, message) in table {
            assert_eq!(
                code_and_message(body),
                (code.map(str::to_owned), message.map(str::to_owned)),
                "{body}"
            );
        }
    }

    #[test]
    fn the_authorization_message_is_read_at_both_levels() {
        for body in [
            r#"{"error_code":"c","encoded_authorization_message":"E"}"#,
            r#"{"error":{"code":"c","encoded_authorization_message":"E"}}"#,
        ] {
            let body = ErrorBody::parse(body.as_bytes());
            assert_eq!(body.encoded_authorization_message.as_deref(), Some("E"));
        }
    }

    #[test]
    fn the_clock_offset_is_read_both_ways() {
        let message = |signed: &str, server: &str| {
            format!("signature expired, signature time:{signed},server time:{server}")
        };
        assert_eq!(
            clock_offset(&message("20211217T064303Z", "20211217T065804Z")),
            Some(ClockOffset::Behind(Duration::from_secs(901)))
        );
        assert_eq!(
            clock_offset(&message("20211217T065804Z", "20211217T064303Z")),
            Some(ClockOffset::Ahead(Duration::from_secs(901)))
        );
        assert_eq!(clock_offset(&message("20211317T065804Z", "20211217T064303Z")), None);
        assert_eq!(clock_offset("ak X not exist"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*", bytes: Vec<u8>) {
            ErrorBody::parse(&bytes);
            ErrorBody::parse(text.as_bytes());
            clock_offset(&format!("signature time:{text} server time:{text}"));
        }
    }
}
