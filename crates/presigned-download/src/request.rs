//! One GET on a link: what is sent, and what came of it. Tries nothing again.

use http::{
    StatusCode,
    header::{ACCEPT_ENCODING, IF_MATCH, IF_UNMODIFIED_SINCE, RANGE},
};

use careful_http::{Clock, Error, ErrorKind};
use careful_http::{ExchangeError, Outcome, Peer, Prospect};

use crate::file_name::FileName;

use crate::{
    answer::{self, Answer},
    current_links::Current,
    identity::{Identity, Precondition},
    link_clients::Way,
    refusal::{Refusal, refuse, wrong},
};

/// What is asked for: all of the file, or from a byte to another one, both included, or to the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    Whole,
    Part(u64, Option<u64>),
}

impl Wanted {
    /// Its first byte.
    pub(crate) fn start(self) -> u64 {
        match self {
            Self::Whole => 0,
            Self::Part(first, _) => first,
        }
    }
}

/// A request, and what its answer has to agree with.
pub(crate) struct Ask<'a> {
    pub(crate) wanted: Wanted,
    pub(crate) known: Option<&'a Identity>,
    pub(crate) condition: Condition,
}

/// Whether the store is asked to refuse another version by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Stated,
    /// It refused the known one too: some compare ETags in a way of their own.
    LeftOut,
}

/// Sends one GET and checks status and headers of its answer against what is known of the file.
pub(crate) async fn get(
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

/// Whom links lead to.
const STORE: Peer =
    Peer { name: "the store", advice: "run the download again; it continues where it stopped" };

/// What it means that no answer came.
fn unanswered(file: &FileName, error: reqwest::Error, way: &Way) -> Refusal {
    judged(file, ExchangeError::of(error, STORE, way.proxy.as_ref(), std::iter::empty()))
}

/// What it means that an answer broke off.
pub(crate) fn broken(file: &FileName, error: reqwest::Error) -> Refusal {
    judged(file, ExchangeError::of_answered(error, std::iter::empty()))
}

fn judged(file: &FileName, error: ExchangeError) -> Refusal {
    let (outcome, kind, what, cause) = match error {
        ExchangeError::NotConnected(failed) => {
            let prospect = failed.prospect();
            let error = failed.into_error().about(format_args!("file {file}: "));
            return match prospect {
                Prospect::Final => Refusal::Fatal(error),
                _ => Refusal::Transient(Outcome::NotConnected, error),
            };
        }
        ExchangeError::TimedOut(cause) => {
            (Outcome::Broken, ErrorKind::Timeout, "the store fell silent", cause)
        }
        ExchangeError::Unsendable(cause) => {
            (Outcome::Refused, ErrorKind::InvalidLink, "its link can't be sent", cause)
        }
        ExchangeError::Broken(cause) => {
            (Outcome::Broken, ErrorKind::Network, "the connection to the store broke off", cause)
        }
        _ => (Outcome::Broken, ErrorKind::Network, "the exchange failed", String::new()),
    };
    let error = Error::new(kind, format!("file {file}: {what}"))
        .with_advice(STORE.advice)
        .with_cause(cause);
    Refusal::Transient(outcome, error)
}
