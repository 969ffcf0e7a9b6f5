//! One GET on a link: what is sent, and what came of it. Tries nothing again.

use http::{
    StatusCode,
    header::{ACCEPT_ENCODING, IF_MATCH, IF_UNMODIFIED_SINCE, RANGE},
};

use crate::{
    clock::Clock,
    error::{Error, ErrorKind},
    file_name::FileName,
    no_connection::{NoConnection, Peer, Prospect},
    retry::Outcome,
};

use super::{
    answer::{self, Answer},
    identity::{Identity, Precondition},
    link_clients::Way,
    link_source::Current,
    refusal::{Refusal, refuse, wrong},
};

/// What is asked for: all of the file, or from a byte to another one, both included, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(u64, Option<u64>),
}

impl Wanted {
    /// Its first byte.
    pub(super) fn start(self) -> u64 {
        match self {
            Self::Whole => 0,
            Self::Part(first, _) => first,
        }
    }
}

/// A request, and what its answer has to agree with.
pub(super) struct Ask<'a> {
    pub(super) wanted: Wanted,
    pub(super) known: Option<&'a Identity>,
    pub(super) condition: Condition,
}

/// Whether the store is asked to refuse another version by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Condition {
    Stated,
    /// It refused the known one too: some compare ETags in a way of their own.
    LeftOut,
}

/// Sends one GET and checks status and headers of its answer against what is known of the file.
pub(super) async fn get(
    way: &Way,
    file: &FileName,
    link: &Current,
    ask: Ask<'_>,
    clock: &dyn Clock,
) -> Result<Answer, Refusal> {
    let Ask { wanted, known, condition } = ask;
    let mut request = way.http.get(link.url.as_str()).header(ACCEPT_ENCODING, "identity");
    match wanted {
        Wanted::Whole => {}
        Wanted::Part(first, Some(last)) => {
            request = request.header(RANGE, format!("bytes={first}-{last}"));
        }
        Wanted::Part(first, None) => request = request.header(RANGE, format!("bytes={first}-")),
    }
    let stated = known.filter(|_| condition == Condition::Stated);
    match stated.and_then(|known| known.validators.precondition()) {
        Some(Precondition::IfMatch(etag)) => request = request.header(IF_MATCH, etag),
        Some(Precondition::IfUnmodifiedSince(date)) => {
            request = request.header(IF_UNMODIFIED_SINCE, date);
        }
        None => {}
    }
    let response = request.send().await.map_err(|error| unanswered(file, error, way))?;
    if ![StatusCode::OK, StatusCode::PARTIAL_CONTENT].contains(&response.status()) {
        return Err(refuse(file, response, link, clock).await);
    }
    let answer = match answer::read(&response, wanted, clock.now()) {
        Ok(claims) => claims.of(response),
        Err(problem) => return Err(Refusal::Fatal(wrong(file, &response, link, problem))),
    };
    match known {
        Some(known) if !answer.is_of(known) => Err(Refusal::Changed),
        _ => Ok(answer),
    }
}

/// What it means that no answer came.
fn unanswered(file: &FileName, error: reqwest::Error, way: &Way) -> Refusal {
    let proxy = way.proxy.as_ref();
    match NoConnection::of(&error, Peer::Store, proxy, std::iter::empty()) {
        None => broken(file, error),
        Some(failed) => {
            let prospect = failed.prospect;
            let error = failed.into_error(&format!("file {file}: "));
            match prospect {
                Prospect::Passing => Refusal::Transient(Outcome::NotConnected, error),
                Prospect::Final => Refusal::Fatal(error),
            }
        }
    }
}

/// What a failed exchange means; reqwest's own error would print the link.
pub(super) fn broken(file: &FileName, error: reqwest::Error) -> Refusal {
    let error = error.without_url();
    let (outcome, kind, what) = if error.is_timeout() {
        (Outcome::Broken, ErrorKind::Timeout, "the store fell silent")
    } else if error.is_builder() {
        (Outcome::Refused, ErrorKind::InvalidLink, "its link can't be sent")
    } else {
        (Outcome::Broken, ErrorKind::Network, "the connection to the store broke off")
    };
    let mut innermost: &dyn std::error::Error = &error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    let cause = crate::redact::clean(&innermost.to_string(), std::iter::empty());
    let error = Error::new(kind, format!("file {file}: {what}"))
        .with_advice("run the download again; it goes on where it was")
        .with_cause(cause);
    Refusal::Transient(outcome, error)
}
