//! Why an exchange failed, told from a reqwest error: the one place that judges these.

use std::error::Error as StdError;

use crate::{
    no_connection::{NoConnection, Peer},
    proxy::Proxy,
    redact,
};

/// What went wrong with a request or its answer; all texts are [cleaned](crate::clean).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum ExchangeError {
    /// No connection came about: nothing was sent.
    NotConnected(Box<NoConnection>),
    /// The time for it was up.
    TimedOut(String),
    /// The connection broke before the answer was whole.
    Broken(String),
    /// The request can't be sent as it is.
    Unsendable(String),
}

impl ExchangeError {
    /// Judges an error of reqwest, which is not shown itself: it could print the URL. `proxy` is the one on the
    /// way to the peer, and the secrets are masked in what is shown.
    pub fn of<'a>(
        error: reqwest::Error,
        peer: Peer,
        proxy: Option<&Proxy>,
        secrets: impl Iterator<Item = &'a str>,
    ) -> Self {
        let secrets: Vec<&str> = secrets.collect();
        if let Some(failed) = NoConnection::of(&error, peer, proxy, secrets.iter().copied()) {
            return Self::NotConnected(Box::new(failed));
        }
        Self::of_answered(error, secrets.into_iter())
    }

    /// Judges an error of reqwest that came after an answer had begun: whatever is at fault, there was a
    /// connection, and another attempt may go further.
    pub fn of_answered<'a>(error: reqwest::Error, secrets: impl Iterator<Item = &'a str>) -> Self {
        let (timeout, builder) = (error.is_timeout(), error.is_builder());
        let error = error.without_url();
        let cause = redact::clean(&innermost(&error), secrets);
        match (timeout, builder) {
            (_, true) => Self::Unsendable(cause),
            (true, _) => Self::TimedOut(cause),
            _ => Self::Broken(cause),
        }
    }
}

/// The innermost text of an error's chain, which is the one that says something.
fn innermost(error: &dyn StdError) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}
