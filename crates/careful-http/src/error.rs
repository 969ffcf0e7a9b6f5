//! The one error type: what happened, to what, and what to do next, without a secret.

use std::{borrow::Cow, error::Error as StdError, fmt, io, time::Duration};

use http::StatusCode;

use crate::{hint::Hint, invalid_value::InvalidValue};

/// What kind of failure an [`Error`] is, and what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// A value is missing or was refused, and the operation was not sent. IAM may have been asked for the project.
    /// Correct the value; the message names the limit.
    InvalidInput,
    /// There are no usable credentials. Set the variables that the message names.
    Credentials,
    /// The signature or token was not accepted (401). Check the keys and the clock; don't repeat:
    /// more than 5 failures in a row lock an access key for 5 minutes.
    Unauthenticated,
    /// The credentials lack a permission (403). Grant the action that the message names.
    PermissionDenied,
    /// The requested thing does not exist (404, or a code of the service with that meaning).
    NotFound,
    /// The service refused the request for another reason (another 4xx, or a redirect).
    Rejected,
    /// The service throttled every attempt (429). Ask less often.
    Throttled,
    /// The service failed at every attempt (5xx). Try later; give the request id to support.
    Service,
    /// No connection could be made, or each one broke. Check endpoint, proxy and network; the message names the
    /// certificate or the proxy's variable where those are at fault.
    Network,
    /// An answer did not come in time. Try later, or allow more time in the
    /// [`RetryPolicy`](crate::RetryPolicy).
    Timeout,
    /// The response is not one that this API documents: it is too large, or not the documented JSON. Check that
    /// nothing between here and the endpoint answers in its place.
    InvalidResponse,
    /// A link or file name in the answer is not safe to use. The message names the file.
    InvalidLink,
    /// A link stopped working before the download was done, and no new one could be had. Ask
    /// for new links and run the download again: it continues where it stopped.
    LinkExpired,
    /// The received bytes are damaged or incomplete: a damaged file, a missing checksum that was required, or slots
    /// that no file holds. The message names the file or the slots. Download again. If it happens again, the backup
    /// itself is damaged.
    Integrity,
    /// The local disk or folder can't be used: full, not writable, in use by another download, or
    /// a file is there that must not be overwritten. Existing files stay. The message says what to free or to move.
    Disk,
}

/// Why a call failed. It is one word wide, and never shows a key, a token or a link.
///
/// ```
/// use careful_http::{Error, ErrorKind, InvalidValue};
///
/// let error = Error::from(InvalidValue::new("expiration", "299 s is below the minimum of 300 s"));
/// assert_eq!(error.kind(), ErrorKind::InvalidInput);
/// assert_eq!(error.field(), Some("expiration"));
/// assert_eq!(error.to_string(), "expiration: 299 s is below the minimum of 300 s");
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
    /// An error of this kind. The problem says what happened, without advice; it is shown as it is, so keep
    /// secrets out of it, and [clean](crate::clean) foreign text first.
    pub fn new(kind: ErrorKind, problem: impl Into<String>) -> Self {
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

    /// An error of [`ErrorKind::Credentials`], for your own providers. Say what is missing and what to do. The text
    /// is shown as it is, so keep secrets out of it.
    pub fn no_credentials(problem: impl fmt::Display) -> Self {
        Self::new(ErrorKind::Credentials, problem.to_string())
    }

    /// Adds what to do next.
    #[must_use]
    pub fn with_advice(mut self, advice: impl Into<Cow<'static, str>>) -> Self {
        self.0.advice = Some(advice.into());
        self
    }

    /// Adds what to do next, as a value.
    #[must_use]
    pub fn with_hint(mut self, hint: Hint) -> Self {
        self.0.hint = Some(hint);
        self
    }

    /// Puts what the problem is about in front of it, as in "file a.rdb: ".
    #[must_use]
    pub fn about(mut self, prefix: impl fmt::Display) -> Self {
        self.0.problem = format!("{prefix}{}", self.0.problem);
        self
    }

    /// Adds the name of the operation that failed, as its API spells it.
    #[must_use]
    pub fn with_operation(mut self, operation: impl Into<Cow<'static, str>>) -> Self {
        self.0.operation = Some(operation.into());
        self
    }

    /// Adds what the operation was about, as in "backup B of instance I".
    #[must_use]
    pub fn with_subject(mut self, subject: String) -> Self {
        self.0.subject = Some(subject);
        self
    }

    /// Adds that no attempt got as far as a connection, and whether another one may.
    #[must_use]
    pub fn not_connected(mut self, prospect: Prospect) -> Self {
        self.0.not_connected = true;
        self.0.is_final = prospect == Prospect::Final;
        self
    }

    /// Adds the text of a foreign error, [cleaned](crate::clean) before.
    #[must_use]
    pub fn with_cause(mut self, cause: impl Into<String>) -> Self {
        self.0.source = Some(Cause(cause.into()));
        self
    }

    /// Adds how many times the request was sent, or tried to.
    #[must_use]
    pub fn with_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = Some(attempts);
        self
    }

    /// Adds what else the user should know, in sentences.
    #[must_use]
    pub fn with_notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.0.notes.extend(notes);
        self
    }

    /// Adds what an answer said; its texts are [cleaned](crate::clean) before.
    #[must_use]
    pub fn with_answer(
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

    /// Adds the id of the request, unless it is known already.
    #[must_use]
    pub fn with_request_id(mut self, request_id: Option<String>) -> Self {
        self.0.request_id = self.0.request_id.or(request_id);
        self
    }

    /// Adds the status of the answer, unless it is known already.
    #[must_use]
    pub fn with_status(mut self, status: Option<StatusCode>) -> Self {
        self.0.status = self.0.status.or(status);
        self
    }

    /// Adds how far the local clock is off.
    #[must_use]
    pub fn with_clock_offset(mut self, offset: Option<ClockOffset>) -> Self {
        self.0.clock_offset = offset;
        self
    }

    /// Adds the details of a denied permission; they are part of no message.
    #[must_use]
    pub fn with_encoded_authorization_message(mut self, details: Option<String>) -> Self {
        self.0.encoded_authorization_message = details;
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

    /// What else the user should know, in sentences: of a download, the warnings that its report would have
    /// had. They are no part of the error's own text.
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

    /// The HTTP status of the last answer. Returns `None` if no answer came, or if a successful answer did not have
    /// the documented shape or had a refused link.
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The id by which the vendor's support finds the request. Returns `None` if the answer had none.
    pub fn request_id(&self) -> Option<&str> {
        self.0.request_id.as_deref()
    }

    /// How many times the client tried to send the request: 0 if credentials were missing or time ran out before.
    /// Returns `None` if a value was refused first.
    pub fn attempts(&self) -> Option<u32> {
        self.0.attempts
    }

    /// How far the local clock is off. Known only if the gateway refused a signature as expired.
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

    /// Whether the requested thing does not exist.
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound
    }

    /// Whether the service may have carried out the request although no success arrived: the request was sent, and
    /// nobody refused it. Check the state before you repeat a request that must not be done twice, for example a new
    /// backup.
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
    /// not accepted, or a proxy that wants other credentials, will fail again.
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

/// The kind that comes nearest, with this error as its source.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        let kind = match error.kind() {
            ErrorKind::InvalidInput => io::ErrorKind::InvalidInput,
            ErrorKind::NotFound => io::ErrorKind::NotFound,
            ErrorKind::Unauthenticated | ErrorKind::PermissionDenied => {
                io::ErrorKind::PermissionDenied
            }
            ErrorKind::Timeout => io::ErrorKind::TimedOut,
            ErrorKind::InvalidResponse | ErrorKind::Integrity => io::ErrorKind::InvalidData,
            ErrorKind::Network => io::ErrorKind::ConnectionAborted,
            _ => io::ErrorKind::Other,
        };
        Self::new(kind, error)
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

/// Whether another attempt may do better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Prospect {
    /// The trouble may pass.
    Passing,
    /// Every attempt ends the same way.
    Final,
}

/// How far the local clock is from the service's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum ClockOffset {
    /// The local clock shows an earlier time than the service's, by so much.
    Behind(Duration),
    /// The local clock shows a later time than the service's, by so much.
    Ahead(Duration),
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
}
