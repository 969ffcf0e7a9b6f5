//! An answer that was read to its end: what its operation has to answer, and what it says where it is no
//! success. Pure.

use std::fmt;

use bytes::Bytes;
use careful_http::clean;
use http::{
    HeaderMap, StatusCode,
    header::{CONTENT_LENGTH, TRANSFER_ENCODING},
};
use reqwest::{ResponseBuilderExt as _, Url};
use serde_json::Value;

use crate::{
    credentials::keys::Credentials,
    types::operation::Operation,
    wire::{
        answer::Answer,
        failure::Failure,
        service_error::{ErrorBody, clock_offset},
    },
};

/// An answer that was read to its end.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
    /// Whether it had none, where one with a body is documented too.
    pub(crate) is_bodiless: bool,
    /// That of the request that it answers: no text of the answer may repeat it.
    pub(crate) signature: Option<String>,
}

/// What an answer says that is no success. `credentials` are those that it was asked with.
pub(crate) fn answer(received: &Received, credentials: Option<&Credentials>) -> Answer {
    let secrets = || {
        let credentials = credentials.into_iter().flat_map(Credentials::secrets);
        credentials.chain(received.signature.as_deref())
    };
    let cleaned = |text: String| clean(&text, secrets());
    let holds_secret = |text: &String| secrets().any(|secret| text.contains(secret));
    let body = ErrorBody::parse(&received.body);
    Answer {
        status: received.status,
        clock_offset: body.message.as_deref().and_then(clock_offset),
        code: body.code.map(cleaned),
        message: body.message.map(cleaned),
        request_id: body.request_id.map(cleaned),
        // Cleaning would break its encoding.
        encoded_authorization_message: body
            .encoded_authorization_message
            .filter(|text| !holds_secret(text)),
    }
}

impl Received {
    /// Holds a success to what its operation answers: JSON, whole. Where the YAML says so, a bodiless
    /// one beside one with a body gets the body `{}`, and `{}` in the place of a value becomes `null`.
    pub(crate) fn checked(mut self, operation: &Operation) -> Result<Self, Failure> {
        if operation.empty_success == Some(self.status.as_u16()) && self.body.is_empty() {
            self.status = StatusCode::OK;
            self.is_bodiless = true;
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

    pub(crate) fn into_http(self, url: Url) -> http::Response<Bytes> {
        // Without a URL, reqwest would parse one that stands for none.
        let mut response = http::Response::builder().url(url).body(self.body).unwrap_or_default();
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }

    /// Whether the answer is no success, by its status or its own words.
    pub(crate) fn is_error(&self) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: Operation = Operation { empty_success: Some(204), ..Operation::UNKNOWN };

    fn received(status: u16, body: &'static str) -> Received {
        let status = StatusCode::from_u16(status).unwrap();
        let body = Bytes::from_static(body.as_bytes());
        Received { status, headers: HeaderMap::new(), body, is_bodiless: false, signature: None }
    }

    #[test]
    fn a_bodiless_success_becomes_an_empty_object_where_the_yaml_lists_it() {
        let listed = received(204, "").checked(&LISTED).unwrap();
        assert_eq!((listed.status.as_u16(), &listed.body[..]), (200, &b"{}"[..]));
        assert!(listed.is_bodiless);
        let other = received(204, "").checked(&Operation::UNKNOWN).unwrap();
        assert_eq!((other.status.as_u16(), &other.body[..]), (204, &b""[..]));
        let full = received(200, "{\"a\":1}").checked(&LISTED).unwrap();
        assert_eq!((&full.body[..], full.is_bodiless), (&b"{\"a\":1}"[..], false));
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
