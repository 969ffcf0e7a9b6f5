//! Why a place where credentials are looked for gave none.

use careful_http::InvalidValue;

/// Why a place gave no credentials.
#[derive(Debug)]
pub(super) enum Absence {
    /// Nothing is set up there: the next place is asked.
    Unset(String),
    /// Something is set up there that can't be used: it is told, rather than another key taken.
    Broken(String),
}

impl Absence {
    pub(super) fn into_reason(self) -> String {
        match self {
            Self::Unset(reason) | Self::Broken(reason) => reason,
        }
    }
}

impl From<InvalidValue> for Absence {
    fn from(refused: InvalidValue) -> Self {
        Self::Broken(refused.to_string())
    }
}
