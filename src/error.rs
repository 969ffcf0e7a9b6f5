//! The one error type, and the only conversions from progenitor's, reqwest's and serde's errors.

use std::{borrow::Cow, error::Error as StdError, fmt, time::Duration};

use http::StatusCode;

use crate::{
    hint::Hint,
    no_connection::Prospect,
    operation::Operation,
    service_error::ClockOffset,
    transport::{Exchange, Failure},
    types::InvalidValue,
};

/// What kind of failure an [`Error`] is, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value is missing or was refused, and the operation was not sent; a project to look for may
    /// have been asked of IAM. Correct it; the message names the limit.
    InvalidInput,
    /// There are no usable credentials. Set the variables that the message names.
    Credentials,
    /// The signature or token was not accepted (401). Check the keys and the clock; don't repeat:
    /// more than 5 failures in a row lock an access key for 5 minutes.
    Unauthenticated,
    /// The credentials lack a permission (403). Grant the action that the message names.
    PermissionDenied,
    /// The instance or backup does not exist (404, or the code by which the service says so).
    NotFound,
    /// The service refused the request for another reason (another 4xx, or a redirect).
    Rejected,
    /// The service throttled every attempt (429). Ask less often.
    Throttled,
    /// The service failed at every attempt (5xx). Try later; give the request id to support.
    Service,
    /// No connection came about, or each broke off. Check endpoint, proxy and network; the message names the
    /// certificate or the proxy's variable where those are at fault.
    Network,
    /// An answer did not come in time. Try later, or allow more time in the
    /// [`RetryPolicy`](crate::RetryPolicy).
    Timeout,
    /// The answer is none that this API gives: too large, or not the documented JSON. Check that
    /// nothing between here and the endpoint answers in its place.
    InvalidResponse,
    /// A link or file name in the answer is not safe to use. The message names the file.
    InvalidLink,
    /// A link stopped working before the download was done, and none that works could be had. Ask
    /// for new links and run the download again: it goes on where it was.
    LinkExpired,
    /// What was received is not what was written, or not all of it: a damaged file, a missing check
    /// sum that was required, slots that no file holds. The message names file or slots. Download
    /// again; if it happens again, the backup itself is at fault.
    Integrity,
    /// The local disk or folder can't be used: full, not writable, in use by another download, or
    /// a file is there that must not be overwritten. What was there stays; the message says what to
    /// free or to move.
    Disk,
}

/// Why a call failed. One word wide; shows no key, no token and no link.
///
/// ```
/// use dcs_backup::{Client, ErrorKind};
///
/// let error = Client::builder().region("no such region").build().unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// ```
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: ErrorKind,
    /// The vendor's name of the operation.
    operation: Option<Cow<'static, str>>,
    /// What the operation was about, as "backup B of instance I".
    subject: Option<String>,
    problem: String,
    advice: Option<Cow<'static, str>>,
    hint: Option<Hint>,
    /// The name of the value that was refused.
    field: Option<String>,
    status: Option<StatusCode>,
    code: Option<String>,
    request_id: Option<String>,
    attempts: Option<u32>,
    encoded_authorization_message: Option<String>,
    clock_offset: Option<ClockOffset>,
    /// Whether no attempt got as far as a connection.
    not_connected: bool,
    /// Whether the same call would fail again, although others of its kind may not.
    is_final: bool,
    /// What else the user should know, whether or not it has to do with the failure.
    notes: Vec<String>,
    source: Option<Cause>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, problem: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            kind,
            operation: None,
            subject: None,
            problem: problem.into(),
            advice: None,
            hint: None,
            field: None,
            status: None,
            code: None,
            request_id: None,
            attempts: None,
            encoded_authorization_message: None,
            clock_offset: None,
            not_connected: false,
            is_final: false,
            notes: Vec::new(),
            source: None,
        }))
    }

    /// An error of [`ErrorKind::Credentials`], for providers of one's own: say what is missing and
    /// what to do. The text is shown as it is; keep secrets out of it.
    pub fn no_credentials(problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Credentials, problem.to_string())
    }

    pub(crate) fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    pub(crate) fn with_hint(mut self, hint: Hint) -> Self {
        self.0.hint = Some(hint);
        self
    }

    pub(crate) fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    pub(crate) fn with_subject(mut self, subject: String) -> Self {
        self.0.subject = Some(subject);
        self
    }

    /// No attempt got as far as a connection, and whether another one may.
    pub(crate) fn not_connected(mut self, prospect: Prospect) -> Self {
        self.0.not_connected = true;
        self.0.is_final = prospect == Prospect::Final;
        self
    }

    /// The text of a foreign error, already free of links.
    pub(crate) fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.source = Some(Cause(cause.into()));
        self
    }

    #[cfg(feature = "download")]
    pub(crate) fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = Some(attempts);
        self
    }

    #[cfg(feature = "download")]
    pub(crate) fn with_notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.0.notes.extend(notes);
        self
    }

    /// What the object store said; its texts are cleaned.
    #[cfg(feature = "download")]
    pub(crate) fn with_answer(
        mut self,
        status: StatusCode,
        code: Option<String>,
        request_id: Option<String>,
    ) -> Self {
        self.0.status = Some(status);
        self.0.code = code;
        self.0.request_id = request_id;
        self
    }

    /// Which kind of failure this is.
    pub fn kind(&self) -> ErrorKind {
        self.0.kind
    }

    /// What happened, without operation, subject, [`field`](Self::field) and advice.
    pub fn problem(&self) -> &str {
        &self.0.problem
    }

    /// What to do next, where there is something to say.
    pub fn advice(&self) -> Option<&str> {
        self.0.advice.as_deref()
    }

    /// What else the user should know, in sentences: of a download, the texts of what would be the
    /// [warnings](crate::download::Report::warnings) of its report. They are no part of the error's own text.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.0.notes.iter().map(String::as_str)
    }

    /// What to do next as a value, for a caller that knows a way of its own to do it.
    pub fn hint(&self) -> Option<Hint> {
        self.0.hint
    }

    /// The name of the value that is missing or was refused, as [`InvalidValue::field`] has it. `None` for
    /// other errors.
    pub fn field(&self) -> Option<&str> {
        self.0.field.as_deref()
    }

    /// The service's or gateway's own code, `DCS.3022` or `APIGW.0301` for instance.
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The HTTP status of the last answer; nothing if none came, or if a success was not of the
    /// documented shape or had a link that was refused.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The id by which the vendor's support finds the request; nothing if the answer had none, or if
    /// a success was not of the documented shape or had a link that was refused.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many times the request was sent, or tried to: 0 where credentials or time ran out before.
    /// Nothing where it did not come to that, as with a value that was refused, or where a success was
    /// not of the documented shape or had a link that was refused.
    pub fn attempts(&self) -> Option<u32> {
        self.0.attempts
    }

    /// How far the local clock is off, where the gateway refused a signature as expired.
    pub fn clock_offset(&self) -> Option<ClockOffset> {
        self.0.clock_offset
    }

    /// Details of a denied permission, for IAM to decode. Not part of any message.
    pub fn encoded_authorization_message(&self) -> Option<&str> {
        self.0.encoded_authorization_message.as_deref()
    }

    /// Whether a value is missing or was refused, and the operation was not sent.
    pub fn is_invalid_input(&self) -> bool {
        self.kind() == ErrorKind::InvalidInput
    }

    /// Whether credentials are missing, not accepted, or lack a permission.
    pub fn is_auth(&self) -> bool {
        use ErrorKind::{Credentials, PermissionDenied, Unauthenticated};
        matches!(self.kind(), Credentials | Unauthenticated | PermissionDenied)
    }

    /// Whether the instance or backup does not exist.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether the service may have done what it was asked to, and only its answer is lost: the request
    /// reached somebody who did not refuse it. Look before you ask again for what must not be done twice,
    /// a new backup for instance.
    pub fn may_have_been_carried_out(&self) -> bool {
        match self.kind() {
            ErrorKind::InvalidResponse | ErrorKind::Service => true,
            // The time may be up before the first attempt.
            ErrorKind::Timeout => self.attempts().is_some_and(|attempts| attempts > 0),
            ErrorKind::Network => !self.0.not_connected,
            _ => false,
        }
    }

    /// Whether the same call may succeed later. It was already tried again as the
    /// [`RetryPolicy`](crate::RetryPolicy) allows, so wait long before the next call. A certificate that is
    /// not accepted, or a proxy that wants other credentials, is no passing trouble.
    pub fn is_transient(&self) -> bool {
        use ErrorKind::{Network, Service, Throttled, Timeout};
        !self.0.is_final && matches!(self.kind(), Throttled | Service | Network | Timeout)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { operation, subject, field, problem, advice, request_id, attempts, .. } =
            &*self.0;
        match (operation, subject) {
            (Some(operation), Some(subject)) => write!(f, "{operation} for {subject}: ")?,
            (Some(text), None) => write!(f, "{text}: ")?,
            (None, Some(text)) => write!(f, "{text}: ")?,
            (None, None) => {}
        }
        if let Some(field) = field {
            write!(f, "{field}: ")?;
        }
        f.write_str(problem)?;
        match (request_id, attempts) {
            (Some(id), Some(n @ 2..)) => write!(f, " (request id {id}, {n} attempts)")?,
            (Some(id), _) => write!(f, " (request id {id})")?,
            (None, Some(n @ 2..)) => write!(f, " ({n} attempts)")?,
            (None, _) => {}
        }
        match advice {
            Some(advice) => write!(f, "; {advice}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Error")
            .field("kind", &self.0.kind)
            .field("message", &self.to_string())
            .field("status", &self.0.status)
            .field("code", &self.0.code)
            .field("source", &self.0.source)
            .finish_non_exhaustive()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source.as_ref().map(|source| source as &(dyn StdError + 'static))
    }
}

impl From<InvalidValue> for Error {
    fn from(refused: InvalidValue) -> Self {
        let mut error = Self::new(ErrorKind::InvalidInput, refused.problem());
        error.0.field = Some(refused.field().to_owned());
        error
    }
}

/// The text of a foreign error, cleaned; the foreign error itself could print a URL.
#[derive(Debug, Clone)]
struct Cause(String);

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl StdError for Cause {}

/// Converts the error of a call made through [`Client::raw`](crate::Client::raw). Do it before
/// printing: progenitor's own error shows whole bodies, and links in them.
impl From<progenitor_client::Error<()>> for Error {
    fn from(error: progenitor_client::Error<()>) -> Self {
        use progenitor_client::Error as Raw;
        match error {
            Raw::InvalidRequest(problem) => Self::invalid_request(&problem),
            Raw::UnexpectedResponse(response) => Self::from_response(response),
            Raw::InvalidResponsePayload(_, error) => Self::invalid_json(&error),
            Raw::CommunicationError(_) | Raw::InvalidUpgrade(_) | Raw::ResponseBodyError(_) => {
                Self::new(ErrorKind::Network, "the answer could not be read")
            }
            Raw::ErrorResponse(answer) => unexpected_status(answer.status()),
            Raw::Custom(_) => {
                Self::new(ErrorKind::InvalidInput, "the request was refused by a hook")
            }
        }
    }
}

impl Error {
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

    /// The transport leaves what it knows in the response's extensions.
    fn from_response(mut response: reqwest::Response) -> Self {
        let status = response.status();
        let Some(exchange) = response.extensions_mut().remove::<Exchange>() else {
            return unexpected_status(status);
        };
        let Exchange { operation, attempts, status: seen, request_id, failure } = exchange;
        let mut error = match failure {
            Some(failure) => Self::from_failure(failure, operation),
            None => unexpected_status(status),
        };
        error.0.operation = Some(operation.name.into());
        error.0.attempts = Some(attempts);
        error.0.request_id = error.0.request_id.or(request_id);
        error.0.status = error.0.status.or(seen);
        error
    }

    fn from_answer(answer: Answer, operation: &Operation) -> Self {
        let Diagnosis { kind, advice, hint } = diagnose(&answer, operation);
        let code = answer.code.as_ref().map(|code| format!(", {code}")).unwrap_or_default();
        let message = answer.message.map(|message| format!(": {message}")).unwrap_or_default();
        let mut error = Self::new(kind, format!("{}{code}{message}", answer.status));
        error.0.advice = advice;
        error.0.hint = hint;
        error.0.status = Some(answer.status);
        error.0.code = answer.code;
        error.0.request_id = answer.request_id;
        error.0.clock_offset = answer.clock_offset;
        error.0.encoded_authorization_message = answer.encoded_authorization_message;
        error
    }

    fn from_failure(failure: Failure, operation: &Operation) -> Self {
        let out_of_time = |problem: String| {
            Self::new(ErrorKind::Timeout, problem)
                .with_advice("try later, or allow more time in the retry policy")
        };
        match failure {
            Failure::Answer(answer) => Self::from_answer(*answer, operation),
            Failure::NoCredentials(problem) => Self::new(ErrorKind::Credentials, problem),
            Failure::NotConnected(failed) => failed.into_error(""),
            Failure::Broken(cause) => {
                let mut error = Self::new(ErrorKind::Network, "the connection broke off")
                    .with_advice("try later");
                error.0.source = Some(Cause(cause));
                error
            }
            Failure::AttemptTimeout(after) => {
                out_of_time(format!("no whole answer within {} s", after.as_secs_f64()))
            }
            Failure::Deadline(after) => {
                out_of_time(format!("the deadline of {} s passed", after.as_secs_f64()))
            }
            Failure::TooLarge { limit } => Self::new(
                ErrorKind::InvalidResponse,
                format!("the answer is larger than {} MiB", limit >> 20),
            )
            .with_advice("check that the endpoint is that of the service"),
            Failure::NotJson => Self::new(ErrorKind::InvalidResponse, "the answer is not JSON")
                .with_advice(
                    "check that the endpoint is that of the service and no proxy answers for it",
                ),
            Failure::Unsendable(cause) => Self::new(ErrorKind::InvalidInput, cause),
        }
    }
}

fn unexpected_status(status: StatusCode) -> Error {
    let mut error = Error::new(ErrorKind::InvalidResponse, format!("unexpected status {status}"));
    error.0.status = Some(status);
    error
}

/// An answer that is no success, its texts cleaned.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) clock_offset: Option<ClockOffset>,
    pub(crate) encoded_authorization_message: Option<String>,
}

struct Diagnosis {
    kind: ErrorKind,
    advice: Option<Cow<'static, str>>,
    hint: Option<Hint>,
}

impl Diagnosis {
    fn with_hint(self, hint: Hint) -> Self {
        Self { hint: Some(hint), ..self }
    }
}

/// What to do about a 407, which only a proxy answers.
const PROXY_CREDENTIALS: &str = "give the right user name and password in the proxy's variable (HTTPS_PROXY, \
                                 HTTP_PROXY or ALL_PROXY)";

/// What an answer means and what to do next. Codes and texts: error code pages of DCS and of the
/// gateway (APIGW shared, APIG dedicated), and answers seen in public threads.
fn diagnose(answer: &Answer, operation: &Operation) -> Diagnosis {
    let diagnosis =
        |kind, advice: &'static str| Diagnosis { kind, advice: Some(advice.into()), hint: None };
    let code = answer.code.as_deref().unwrap_or_default();
    let gateway = code.strip_prefix("APIGW.").or_else(|| code.strip_prefix("APIG."));
    let about = |variable| operation.path.contains(variable);
    match (answer.status.as_u16(), code) {
        (401, _) => Diagnosis {
            kind: ErrorKind::Unauthenticated,
            advice: Some(authentication_advice(answer)),
            hint: None,
        },
        (403, _) if matches!(gateway, Some("0401" | "0402")) => {
            diagnosis(ErrorKind::PermissionDenied, "the gateway refuses this client's address")
        }
        (403, _) if gateway.is_some() => diagnosis(
            ErrorKind::PermissionDenied,
            "these credentials may not call this API here; ask the account's administrator",
        ),
        (403, "DCS.3002" | "111403002") => {
            diagnosis(ErrorKind::PermissionDenied, "the account is read-only; settle why first")
        }
        (403, _) => Diagnosis {
            kind: ErrorKind::PermissionDenied,
            advice: Some(match operation.action {
                Some(action) => format!("grant the permission {action}").into(),
                None => "grant the permission that this operation needs".into(),
            }),
            hint: None,
        },
        (404, _) if gateway == Some("0101") => {
            diagnosis(ErrorKind::NotFound, "check that the endpoint is that of the service")
        }
        (404, _) if about("{instance_id}") => diagnosis(
            ErrorKind::NotFound,
            "check the instance id, and that project and region are the instance's",
        )
        .with_hint(Hint::CheckInstanceId),
        (404, _) => {
            diagnosis(ErrorKind::NotFound, "check the endpoint, the project and the region")
        }
        // Overloaded: listed as a wrong start time, given for a backup that does not exist.
        (400, "DCS.4031" | "111400031") if about("{backup_id}") => {
            diagnosis(ErrorKind::NotFound, "check the backup id, and that it is of this instance")
                .with_hint(Hint::CheckBackupId)
        }
        (400, "DCS.4087" | "111400087") => {
            diagnosis(ErrorKind::Rejected, "this backup failed; choose another one")
                .with_hint(Hint::ChooseAnotherBackup)
        }
        (400, "DCS.4096" | "111400096") => {
            diagnosis(ErrorKind::Rejected, "a backup is being made; wait until it is done")
                .with_hint(Hint::BackupInProgress)
        }
        (400, "DCS.4095" | "111400095" | "111400086") => {
            diagnosis(ErrorKind::Rejected, "single-node instances have no backups")
        }
        (300..400, _) => diagnosis(
            ErrorKind::Rejected,
            "redirects are not followed, since they would carry the credentials along; correct the endpoint",
        ),
        (407, _) => diagnosis(ErrorKind::Rejected, PROXY_CREDENTIALS),
        (429, _) => diagnosis(ErrorKind::Throttled, "ask less often"),
        (500.., _) => diagnosis(ErrorKind::Service, "try later"),
        (200..300, _) => diagnosis(ErrorKind::Service, "try later"),
        _ => Diagnosis { kind: ErrorKind::Rejected, advice: None, hint: None },
    }
}

fn authentication_advice(answer: &Answer) -> Cow<'static, str> {
    let message = answer.message.as_deref().unwrap_or_default();
    let says = |part: &str| message.contains(part);
    if let Some(offset) = answer.clock_offset {
        let (direction, off) = match offset {
            ClockOffset::Behind(off) => ("behind", off),
            ClockOffset::Ahead(off) => ("ahead of", off),
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
        Some("DCS.1004" | "111401004") => "the project id is not the token's".into(),
        Some("DCS.1001" | "DCS.1002" | "111401001" | "111401002" | "APIGW.0307" | "APIG.0307") => {
            "get a new token".into()
        }
        _ if says("token") => "get a new token".into(),
        _ => "check the credentials, the project id and the clock".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_one_word_wide() {
        assert_eq!(size_of::<Error>(), size_of::<usize>());
    }

    #[test]
    fn a_refused_value_is_known_by_its_field() {
        let error = Error::from(InvalidValue::new("region", "it is empty"));
        assert_eq!((error.field(), error.problem()), (Some("region"), "it is empty"));
        assert_eq!(error.to_string(), "region: it is empty");
        assert_eq!(Error::new(ErrorKind::Disk, "full").field(), None);
    }

    #[test]
    fn hints_depend_on_what_the_operation_is_about() {
        let hint = |status: u16, code: &str, path: &'static str| {
            let answer = Answer {
                status: StatusCode::from_u16(status).unwrap(),
                code: Some(code.to_owned()),
                message: None,
                request_id: None,
                clock_offset: None,
                encoded_authorization_message: None,
            };
            Error::from_answer(answer, &Operation { path, ..Operation::UNKNOWN }).hint()
        };
        let backup = "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}";
        assert_eq!(hint(400, "DCS.4031", backup), Some(Hint::CheckBackupId));
        assert_eq!(hint(400, "DCS.4031", "/v2/{project_id}/instances"), None);
        assert_eq!(hint(404, "DCS.3022", backup), Some(Hint::CheckInstanceId));
        assert_eq!(hint(404, "APIGW.0101", backup), None);
        assert_eq!(hint(400, "DCS.4096", backup), Some(Hint::BackupInProgress));
        assert_eq!(hint(400, "DCS.4087", backup), Some(Hint::ChooseAnotherBackup));
    }
}
