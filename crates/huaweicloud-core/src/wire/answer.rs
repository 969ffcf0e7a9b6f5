//! An answer that is no success, as a service's table of codes gets it.

use careful_http::ClockOffset;
use http::StatusCode;

/// An answer that is no success. Its texts are cleaned: they show no secret and no control character.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Answer {
    /// Its status.
    pub status: StatusCode,
    /// The service's or gateway's own code.
    pub code: Option<String>,
    /// What the service says.
    pub message: Option<String>,
    /// The id by which the vendor's support finds the request.
    pub request_id: Option<String>,
    /// How far the local clock is off, where the gateway refused a signature as expired.
    pub clock_offset: Option<ClockOffset>,
    /// Details of a denied permission, for IAM to decode.
    pub encoded_authorization_message: Option<String>,
}

impl Answer {
    /// An answer of this status and code that says nothing else, for a service to test what it makes of codes.
    pub fn new(status: StatusCode, code: impl Into<String>) -> Self {
        Self {
            status,
            code: Some(code.into()),
            message: None,
            request_id: None,
            clock_offset: None,
            encoded_authorization_message: None,
        }
    }
}
