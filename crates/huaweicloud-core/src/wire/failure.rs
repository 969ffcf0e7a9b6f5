//! Why a call failed, as the transport saw it.

use std::time::Duration;

use careful_http::{BodyError, ExchangeError, NoConnection, Peer, proxy::Proxy};

use crate::{credentials::keys::Credentials, wire::answer::Answer};

/// Why a call failed; all texts are cleaned.
#[derive(Debug, Clone)]
pub(crate) enum Failure {
    /// An answer came that is no success.
    Answer(Box<Answer>),
    /// The provider gave no credentials, in its own words.
    NoCredentials(String),
    /// No connection was made.
    NotConnected(Box<NoConnection>),
    /// The connection broke before the answer was whole.
    Broken(String),
    /// One attempt took longer than this.
    AttemptTimeout(Duration),
    /// All attempts took longer than this.
    Deadline(Duration),
    /// The answer is larger than this many bytes.
    TooLarge { limit: usize },
    /// The answer to a call that is answered in JSON is something else.
    NotJson,
    /// The request can't be sent as it is.
    Unsendable(String),
}

/// Whom calls are for.
const ENDPOINT: Peer = Peer {
    name: "the endpoint",
    advice: "check the endpoint, the proxy variables and the network",
};

impl Failure {
    /// What went wrong with a request that may take this long.
    pub(crate) fn of(
        error: reqwest::Error,
        time: Duration,
        credentials: &Credentials,
        proxy: Option<&Proxy>,
    ) -> Self {
        let error = ExchangeError::of(error, ENDPOINT, proxy, credentials.secrets());
        Self::of_exchange(error, time)
    }

    /// The same of an answer's body.
    pub(crate) fn of_body(error: BodyError, time: Duration, credentials: &Credentials) -> Self {
        match error {
            BodyError::TooLarge { limit } => Self::TooLarge { limit },
            BodyError::Failed(error) => {
                Self::of_exchange(ExchangeError::of_answered(error, credentials.secrets()), time)
            }
        }
    }

    fn of_exchange(error: ExchangeError, time: Duration) -> Self {
        match error {
            ExchangeError::NotConnected(failed) => Self::NotConnected(failed),
            ExchangeError::TimedOut(_) => Self::AttemptTimeout(time),
            ExchangeError::Unsendable(cause) => Self::Unsendable(cause),
            ExchangeError::Broken(cause) => Self::Broken(cause),
            _ => Self::Broken("the exchange failed".to_owned()),
        }
    }
}
