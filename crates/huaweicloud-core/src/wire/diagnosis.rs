//! What a failed call means and what to do next: from what the transport saw to an [`Error`]. What only one
//! service's codes mean is the service's to say ([`ServiceInfo`](crate::ServiceInfo)).

use std::{borrow::Cow, time::Duration};

use careful_http::{ClockOffset, Error, ErrorKind, Hint};

use crate::{
    types::operation::Operation,
    wire::{answer::Answer, failure::Failure},
};

/// What an answer means, and what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnosis {
    kind: ErrorKind,
    advice: Option<Cow<'static, str>>,
    hint: Option<Hint>,
}

impl Diagnosis {
    /// What to do next as a value.
    pub fn hint(&self) -> Option<Hint> {
        self.hint
    }

    /// Says what to do next.
    pub fn new(kind: ErrorKind, advice: impl Into<Cow<'static, str>>) -> Self {
        Self { kind, advice: Some(advice.into()), hint: None }
    }

    /// Adds what to do next as a value.
    #[must_use]
    pub fn with_hint(self, hint: Hint) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// What the codes of one service mean; `None` for those that it does not know.
pub(crate) type Codes = fn(&Answer, &Operation) -> Option<Diagnosis>;

/// The error of a call that failed so.
pub(crate) fn error_of(failure: Failure, operation: &Operation, codes: Codes) -> Error {
    let out_of_time = |problem: String| {
        Error::new(ErrorKind::Timeout, problem)
            .with_advice("try later, or allow more time in the retry policy")
    };
    match failure {
        Failure::Answer(answer) => error_of_answer(*answer, operation, codes),
        Failure::NoCredentials(problem) => Error::new(ErrorKind::Credentials, problem),
        Failure::NotConnected(failed) => failed.into_error(),
        Failure::Broken(cause) => Error::new(ErrorKind::Network, "the connection broke off")
            .with_advice("try later")
            .with_cause(cause),
        Failure::AttemptTimeout(after) => {
            out_of_time(format!("no whole answer within {} s", after.as_secs_f64()))
        }
        Failure::Deadline(after) => {
            out_of_time(format!("the deadline of {} s passed", after.as_secs_f64()))
        }
        Failure::TooLarge { limit } => Error::new(
            ErrorKind::InvalidResponse,
            format!("the answer is larger than {} MiB", limit >> 20),
        )
        .with_advice("check that the endpoint is that of the service"),
        Failure::NotJson => Error::new(ErrorKind::InvalidResponse, "the answer is not JSON")
            .with_advice(
                "check that the endpoint is that of the service and no proxy answers for it",
            ),
        Failure::Unsendable(cause) => Error::new(ErrorKind::InvalidInput, cause),
    }
}

fn error_of_answer(answer: Answer, operation: &Operation, codes: Codes) -> Error {
    let Diagnosis { kind, advice, hint } = diagnose(&answer, operation, codes);
    let code = answer.code.as_ref().map(|code| format!(", {code}")).unwrap_or_default();
    let message = answer.message.map(|message| format!(": {message}")).unwrap_or_default();
    let mut error = Error::new(kind, format!("{}{code}{message}", answer.status))
        .with_answer(answer.status, answer.code, answer.request_id)
        .with_clock_offset(answer.clock_offset)
        .with_encoded_authorization_message(answer.encoded_authorization_message);
    if let Some(advice) = advice {
        error = error.with_advice(advice);
    }
    match hint {
        Some(hint) => error.with_hint(hint),
        None => error,
    }
}

/// What to do about a 407, which only a proxy answers.
const PROXY_CREDENTIALS: &str = "give the right user name and password in the proxy's variable (HTTPS_PROXY, \
                                 HTTP_PROXY or ALL_PROXY)";

/// Codes and texts: error code pages of the gateway (APIGW shared, APIG dedicated), and answers seen in public
/// threads.
fn diagnose(answer: &Answer, operation: &Operation, codes: Codes) -> Diagnosis {
    let status = answer.status.as_u16();
    let code = answer.code.as_deref().unwrap_or_default();
    let gateway = code.strip_prefix("APIGW.").or_else(|| code.strip_prefix("APIG."));
    let own = || codes(answer, operation);
    match (status, gateway) {
        (401, _) => own().unwrap_or_else(|| {
            Diagnosis::new(ErrorKind::Unauthenticated, authentication_advice(answer))
        }),
        (403, Some("0401" | "0402")) => {
            Diagnosis::new(ErrorKind::PermissionDenied, "the gateway refuses this client's address")
        }
        (403, Some(_)) => Diagnosis::new(
            ErrorKind::PermissionDenied,
            "these credentials may not call this API here; ask the account's administrator",
        ),
        (404, Some("0101")) => {
            Diagnosis::new(ErrorKind::NotFound, "check that the endpoint is that of the service")
        }
        _ => own().unwrap_or_else(|| by_status(status, operation)),
    }
}

fn by_status(status: u16, operation: &Operation) -> Diagnosis {
    match status {
        403 => Diagnosis::new(
            ErrorKind::PermissionDenied,
            match operation.action {
                Some(action) => format!("grant the permission {action}"),
                None => "grant the permission that this operation needs".to_owned(),
            },
        ),
        404 => {
            Diagnosis::new(ErrorKind::NotFound, "check the endpoint, the project and the region")
        }
        300..400 => Diagnosis::new(
            ErrorKind::Rejected,
            "redirects are not followed, since they would carry the credentials along; correct the endpoint",
        ),
        407 => Diagnosis::new(ErrorKind::Rejected, PROXY_CREDENTIALS),
        429 => Diagnosis::new(ErrorKind::Throttled, "ask less often"),
        200..300 | 500.. => Diagnosis::new(ErrorKind::Service, "try later"),
        _ => Diagnosis { kind: ErrorKind::Rejected, advice: None, hint: None },
    }
}

fn authentication_advice(answer: &Answer) -> Cow<'static, str> {
    let message = answer.message.as_deref().unwrap_or_default();
    let says = |part: &str| message.contains(part);
    if let Some(offset) = answer.clock_offset {
        let (direction, off) = match offset {
            ClockOffset::Ahead(off) => ("ahead of", off),
            ClockOffset::Behind(off) => ("behind", off),
            _ => return "the local clock is off; set it".into(),
        };
        let off = humantime::format_duration(Duration::from_secs(off.as_secs()));
        return format!("the local clock is {off} {direction} the service's; set it").into();
    }
    if says("signature expired") {
        return "the local clock is off by more than 15 minutes; set it".into();
    }
    if says("not exist") {
        return "the access key is unknown; check it, and that it was not deleted".into();
    }
    if says("reach the limit") {
        return "the access key is locked after repeated failures; wait 5 minutes".into();
    }
    if says("signature fail") {
        return "check the secret key, and the security token of a temporary key".into();
    }
    match answer.code.as_deref() {
        Some("APIGW.0307" | "APIG.0307") => "get a new token".into(),
        _ if says("token") => "get a new token".into(),
        _ => "check the credentials, the project id and the clock".into(),
    }
}
