//! The errors of generated clients, as [`Error`].

use http::StatusCode;

use crate::{Error, ErrorKind, InvalidValue};

/// Converts the error of a generated client. Do it before printing: progenitor's own error shows whole bodies,
/// and secrets in them.
///
/// A transport that knows more of a response than its status leaves an [`Error`] in the response's extensions.
impl From<progenitor_client::Error<()>> for Error {
    fn from(error: progenitor_client::Error<()>) -> Self {
        use progenitor_client::Error as Raw;
        match error {
            Raw::InvalidRequest(problem) => Self::invalid_request(&problem),
            Raw::UnexpectedResponse(mut response) => {
                let known = response.extensions_mut().remove::<Self>();
                known.unwrap_or_else(|| Self::unexpected_status(response.status()))
            }
            Raw::InvalidResponsePayload(_, error) => Self::invalid_json(&error),
            Raw::CommunicationError(_) | Raw::InvalidUpgrade(_) | Raw::ResponseBodyError(_) => {
                Self::new(ErrorKind::Network, "the answer could not be read")
            }
            Raw::ErrorResponse(answer) => Self::unexpected_status(answer.status()),
            Raw::Custom(_) => {
                Self::new(ErrorKind::InvalidInput, "the request was refused by a hook")
            }
        }
    }
}

impl Error {
    /// The error of an answer with a status that the API does not document.
    pub fn unexpected_status(status: StatusCode) -> Self {
        Self::new(ErrorKind::InvalidResponse, format!("unexpected status {status}"))
            .with_status(Some(status))
    }

    /// The generated setters drop the reason why a value was refused, and name Rust paths.
    fn invalid_request(problem: &str) -> Self {
        let refused = problem
            .strip_prefix("conversion to `")
            .and_then(|rest| rest.strip_suffix(" failed")?.split_once("` for "));
        let Some((path, field)) = refused else {
            return Self::new(ErrorKind::InvalidInput, problem);
        };
        let name = path.rsplit("::").next().unwrap_or(path).trim();
        Self::from(InvalidValue::new(field.to_owned(), "the value is not accepted"))
            .with_advice(format!("make it with `types::{name}`, which says why"))
    }

    /// serde_json's own text would repeat the offending string, which may be a link.
    fn invalid_json(error: &serde_json::Error) -> Self {
        use serde_json::error::Category;
        let what = match error.classify() {
            Category::Data => "is not of the documented shape",
            Category::Eof => "ends too early",
            Category::Syntax | Category::Io => "is not JSON",
        };
        let (line, column) = (error.line(), error.column());
        let problem = format!("the answer {what}, at line {line}, column {column}");
        let advice = match error.classify() {
            Category::Eof => "try later",
            _ => "check that the endpoint is that of the service",
        };
        Self::new(ErrorKind::InvalidResponse, problem).with_advice(advice)
    }
}
