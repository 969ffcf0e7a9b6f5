//! Who asks: an access key, with a security token if it is temporary, or an IAM token.

use std::{fmt, sync::Arc};

use careful_http::InvalidValue;
use zeroize::Zeroizing;

use crate::types::project::ProjectId;

/// Credentials for the API. The texts are wiped from memory when the last clone is dropped, and
/// `Debug` shows none. Cheap to clone.
#[derive(Clone)]
pub struct Credentials {
    kind: Arc<Kind>,
    project_id: Option<ProjectId>,
}

pub(crate) enum Kind {
    AccessKey(AccessKey),
    Token(Zeroizing<String>),
}

pub(crate) struct AccessKey {
    pub(crate) access_key: Zeroizing<String>,
    pub(crate) secret_key: Zeroizing<String>,
    pub(crate) security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// An access key id (AK) and its secret access key (SK): each request is signed.
    ///
    /// # Errors
    /// A text is empty, contains a quotation mark, or contains anything but visible ASCII, such as a line end.
    pub fn access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        Ok(Self::of_kind(Kind::AccessKey(AccessKey {
            access_key: visible_ascii(ACCESS_KEY, access_key.into())?,
            secret_key: visible_ascii(SECRET_KEY, secret_key.into())?,
            security_token: None,
        })))
    }

    /// A temporary access key with its security token, which is sent and signed with each request.
    ///
    /// # Errors
    /// A text is empty, contains a quotation mark, or contains anything but visible ASCII.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        Ok(Self::of_kind(Kind::AccessKey(AccessKey {
            access_key: visible_ascii(ACCESS_KEY, access_key.into())?,
            secret_key: visible_ascii(SECRET_KEY, secret_key.into())?,
            security_token: Some(visible_ascii(SECURITY_TOKEN, security_token.into())?),
        })))
    }

    /// An IAM token with the scope of the project, sent as `X-Auth-Token`; nothing is signed.
    ///
    /// # Errors
    /// A text is empty, contains a quotation mark, or contains anything but visible ASCII.
    pub fn token(token: impl Into<String>) -> Result<Self, InvalidValue> {
        Ok(Self::of_kind(Kind::Token(visible_ascii(TOKEN, token.into())?)))
    }

    /// Sets the project of these credentials. A client without another project uses it.
    #[must_use]
    pub fn with_project_id(self, project_id: ProjectId) -> Self {
        Self { project_id: Some(project_id), ..self }
    }

    /// The project that goes with these credentials, if they came with one.
    pub fn project_id(&self) -> Option<&ProjectId> {
        self.project_id.as_ref()
    }

    fn of_kind(kind: Kind) -> Self {
        Self { kind: Arc::new(kind), project_id: None }
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.kind
    }

    /// Every text that no message may repeat.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (first, second, third) = match self.kind() {
            Kind::Token(token) => (token, None, None),
            Kind::AccessKey(key) => {
                (&key.secret_key, Some(&key.access_key), key.security_token.as_ref())
            }
        };
        [Some(first), second, third].into_iter().flatten().map(|text| text.as_str())
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.kind() {
            Kind::AccessKey(AccessKey { security_token: None, .. }) => {
                "Credentials::AccessKey(***)"
            }
            Kind::AccessKey(_) => "Credentials::Temporary(***)",
            Kind::Token(_) => "Credentials::Token(***)",
        })
    }
}

/// The fields of credentials, as a refusal names them.
pub(super) const ACCESS_KEY: &str = "access key";
pub(super) const SECRET_KEY: &str = "secret key";
pub(super) const SECURITY_TOKEN: &str = "security token";
const TOKEN: &str = "token";

/// Checks that a header can carry the text, and owns it so that it is wiped even when refused. Quotes are
/// in no key or token: they come from a file or a script, and a handful of refused requests locks the key.
fn visible_ascii(field: &'static str, text: String) -> Result<Zeroizing<String>, InvalidValue> {
    let text = Zeroizing::new(text);
    if text.is_empty() {
        return Err(InvalidValue::new(field, "it is empty"));
    }
    let is_wrong = |byte: &u8| !byte.is_ascii_graphic() || is_quote(*byte);
    let Some((at, byte)) = (1..).zip(text.bytes()).find(|(_, byte)| is_wrong(byte)) else {
        return Ok(text);
    };
    let problem = match is_quote(byte) {
        true => format!("byte {at} is a quotation mark; write the value without quotes"),
        false => format!("byte {at} is not visible ASCII; look for a space or a line end"),
    };
    Err(InvalidValue::new(field, problem))
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'\'' | b'"' | b'`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_end_is_refused_without_showing_the_text() {
        let refused = Credentials::access_key("ak", "MARKER\n").unwrap_err();
        assert_eq!(
            refused.to_string(),
            "secret key: byte 7 is not visible ASCII; look for a space or a line end"
        );
        assert_eq!(Credentials::token("").unwrap_err().to_string(), "token: it is empty");
    }

    #[test]
    fn a_quotation_mark_is_refused_wherever_it_stands() {
        let table = [("'MARKER'", 1), ("\"MARKER\"", 1), ("MARKER\"", 7), ("`MARKER`", 1)];
        for (quoted, at) in table {
            let problem =
                format!(": byte {at} is a quotation mark; write the value without quotes");
            let refused = |result: Result<Credentials, InvalidValue>| {
                let text = result.unwrap_err().to_string();
                assert!(text.ends_with(&problem) && !text.contains("MARKER"), "{text}");
            };
            refused(Credentials::access_key(quoted, "sk"));
            refused(Credentials::access_key("ak", quoted));
            refused(Credentials::temporary("ak", "sk", quoted));
            refused(Credentials::token(quoted));
        }
        assert!(Credentials::access_key("ak", "\u{201c}sk\u{201d}").is_err());
    }

    #[test]
    fn debug_shows_no_secret() {
        let credentials = Credentials::temporary("MARKER-AK", "MARKER-SK", "MARKER-ST").unwrap();
        let mut secrets: Vec<_> = credentials.secrets().collect();
        secrets.sort_unstable();
        assert_eq!(secrets, ["MARKER-AK", "MARKER-SK", "MARKER-ST"]);
        assert_eq!(format!("{credentials:#?}"), "Credentials::Temporary(***)");
    }
}
