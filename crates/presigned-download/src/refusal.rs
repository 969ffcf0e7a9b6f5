//! An answer without a file's bytes: reads why, within bounds, and says what to do next.

use std::time::{Duration, SystemTime};

use http::{HeaderMap, StatusCode, header};
use reqwest::Response;

use careful_http::{Body, Clock, Error, ErrorKind, Outcome, parse_retry_after};

use crate::file_name::FileName;

use crate::{
    answer::{single, text},
    current_links::Current,
    store_error::{Life, Meaning, StoreError},
};

/// The most that is read of an error's body.
const LARGEST_ERROR: usize = 64 << 10;
/// How long it is read; what came by then is judged.
const LONGEST_READ: Duration = Duration::from_secs(10);
const REQUEST_IDS: [&str; 2] = ["x-obs-request-id", "x-amz-request-id"];
const NO_STORE: &str = "check that no proxy or cache answers in the store's place";

/// Why there are no bytes.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// Another attempt may do better.
    Transient(Outcome, Error),
    /// The link is no longer valid.
    Expired(Error),
    /// Another link may do better.
    NotAccepted(Error),
    /// The file is not the one that is known.
    Changed,
    /// The store says that the file is not the one that is known.
    Unmatched(Error),
    /// The file ends before the first byte asked for.
    OutOfRange(Error),
    /// No attempt can do better.
    Fatal(Error),
}

/// What an answer that is none of a file's bytes is worth.
pub(crate) async fn refuse(
    file: &FileName,
    response: Response,
    link: &Current,
    clock: &dyn Clock,
) -> Refusal {
    let status = response.status();
    let secrets = link.url.secrets();
    let headers = response.headers();
    let date = single(headers, &header::DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    let retry_after = text(headers, &header::RETRY_AFTER).map(ToOwned::to_owned);
    let header_id = request_id(headers, &secrets);
    let said = StoreError::parse(&error_body(response, clock).await, &secrets);
    // The store's own time judges the link; the local clock may be wrong.
    let now = said.server_time.or(date).unwrap_or_else(|| clock.now());
    let life = life(said.expires.or(link.expires_at()), now);
    let meaning = said.meaning(status, life);
    let error = |kind, advice: &'static str| {
        let mut problem = format!("file {file}: the store answers {status}");
        for part in [
            said.code.as_deref().map(|code| format!(", {code}")),
            said.message.as_deref().map(|message| format!(": {message}")),
        ] {
            problem.push_str(part.as_deref().unwrap_or_default());
        }
        let id = header_id.clone().or(said.request_id.clone());
        Error::new(kind, problem).with_advice(advice).with_answer(status, said.code.clone(), id)
    };
    let retry_after = retry_after.and_then(|value| parse_retry_after(&value, now));
    match meaning {
        Meaning::Expired => Refusal::Expired(error(
            ErrorKind::LinkExpired,
            "ask for new links and run the download again; it continues where it stopped",
        )),
        Meaning::NotAccepted => {
            Refusal::NotAccepted(error(ErrorKind::PermissionDenied, not_accepted(life)))
        }
        Meaning::Gone => Refusal::NotAccepted(error(
            ErrorKind::NotFound,
            "the backup is gone: deleted, or past its retention; choose another one",
        )),
        Meaning::Unmatched => Refusal::Unmatched(error(ErrorKind::InvalidResponse, NO_STORE)),
        Meaning::OutOfRange => Refusal::OutOfRange(error(ErrorKind::InvalidResponse, NO_STORE)),
        Meaning::Throttled => Refusal::Transient(
            // Whatever the status, it is what 429 says.
            Outcome::Answered { status: StatusCode::TOO_MANY_REQUESTS, retry_after },
            error(ErrorKind::Throttled, "run the download again later, or with fewer connections"),
        ),
        Meaning::Passing => Refusal::Transient(
            passing(status, retry_after),
            error(
                ErrorKind::Service,
                "run the download again later; it continues where it stopped",
            ),
        ),
        Meaning::Redirect => Refusal::Fatal(error(
            ErrorKind::Rejected,
            "redirects are not followed: a link is signed for one host",
        )),
        Meaning::Foreign => Refusal::Fatal(error(ErrorKind::InvalidResponse, NO_STORE)),
        Meaning::Final => Refusal::Fatal(error(
            ErrorKind::Rejected,
            "ask for new links and run the download again",
        )),
    }
}

/// The error of an answer that claims to hold the file's bytes, and is wrong.
pub(crate) fn wrong(file: &FileName, response: &Response, link: &Current, problem: &str) -> Error {
    let id = request_id(response.headers(), &link.url.secrets());
    Error::new(ErrorKind::InvalidResponse, format!("file {file}: the store's answer {problem}"))
        .with_advice(NO_STORE)
        .with_answer(response.status(), None, id)
}

fn life(expires: Option<SystemTime>, now: SystemTime) -> Life {
    match expires {
        Some(expires) if expires <= now => Life::Over,
        Some(_) => Life::NotOver,
        None => Life::Unknown,
    }
}

fn not_accepted(link: Life) -> &'static str {
    match link {
        Life::Unknown => {
            "ask for new links; this one is not accepted, and nothing shows whether it has expired"
        }
        Life::Over | Life::NotOver => {
            "ask for new links; this one is not accepted though it has not expired"
        }
    }
}

/// The statuses that the policy itself takes for passing are left to it.
fn passing(status: StatusCode, retry_after: Option<Duration>) -> Outcome {
    if status.is_server_error() {
        return Outcome::Answered { status, retry_after };
    }
    Outcome::Passing { retry_after }
}

/// As much of an error's body as came in time.
async fn error_body(response: Response, clock: &dyn Clock) -> Vec<u8> {
    let began = clock.elapsed();
    let in_time = || clock.elapsed().saturating_sub(began) < LONGEST_READ;
    Body::new(response, LARGEST_ERROR).beginning(in_time).await
}

fn request_id(headers: &HeaderMap, secrets: &[String]) -> Option<String> {
    REQUEST_IDS.iter().find_map(|name| {
        let id = headers.get(*name)?.to_str().ok()?;
        Some(careful_http::clean(id, secrets.iter().map(String::as_str)))
    })
}
