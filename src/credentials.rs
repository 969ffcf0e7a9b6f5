//! Who asks: an access key, with a security token if it is temporary, or an IAM token.

use std::{env, ffi::OsString, fmt};

use zeroize::Zeroizing;

use crate::{error::Error, types::InvalidValue};

/// Environment variable of the access key id (AK), as the official SDKs name it.
pub const ENV_ACCESS_KEY: &str = "HUAWEICLOUD_SDK_AK";
/// Environment variable of the secret access key (SK), as the official SDKs name it.
pub const ENV_SECRET_KEY: &str = "HUAWEICLOUD_SDK_SK";
/// Environment variable of the security token of a temporary key, as the official SDKs name it.
pub const ENV_SECURITY_TOKEN: &str = "HUAWEICLOUD_SDK_SECURITY_TOKEN";
/// Environment variable of an IAM token. The official SDKs have no such mode; the name is ours.
pub const ENV_AUTH_TOKEN: &str = "HUAWEICLOUD_SDK_AUTH_TOKEN";

/// Credentials for the API. The texts are wiped from memory when dropped, and `Debug` shows none.
#[derive(Clone)]
pub struct Credentials(Kind);

#[derive(Clone)]
pub(crate) enum Kind {
    AccessKey(AccessKey),
    Token(Zeroizing<String>),
}

#[derive(Clone)]
pub(crate) struct AccessKey {
    pub(crate) access_key: Zeroizing<String>,
    pub(crate) secret_key: Zeroizing<String>,
    pub(crate) security_token: Option<Zeroizing<String>>,
}

impl Credentials {
    /// An access key id (AK) and its secret access key (SK): each request is signed.
    ///
    /// # Errors
    /// A text that is empty or holds anything but visible ASCII, such as the line end of a file.
    pub fn access_key(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        Ok(Self(Kind::AccessKey(AccessKey {
            access_key: visible_ascii("access key", access_key.into())?,
            secret_key: visible_ascii("secret key", secret_key.into())?,
            security_token: None,
        })))
    }

    /// A temporary access key with its security token, which is sent and signed with each request.
    ///
    /// # Errors
    /// A text that is empty or holds anything but visible ASCII.
    pub fn temporary(
        access_key: impl Into<String>,
        secret_key: impl Into<String>,
        security_token: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        Ok(Self(Kind::AccessKey(AccessKey {
            access_key: visible_ascii("access key", access_key.into())?,
            secret_key: visible_ascii("secret key", secret_key.into())?,
            security_token: Some(visible_ascii("security token", security_token.into())?),
        })))
    }

    /// An IAM token with the scope of the project, sent as `X-Auth-Token`; nothing is signed.
    ///
    /// # Errors
    /// A text that is empty or holds anything but visible ASCII.
    pub fn token(token: impl Into<String>) -> Result<Self, InvalidValue> {
        Ok(Self(Kind::Token(visible_ascii("token", token.into())?)))
    }

    /// Credentials from the environment: [`ENV_AUTH_TOKEN`], or else [`ENV_ACCESS_KEY`] and
    /// [`ENV_SECRET_KEY`] with [`ENV_SECURITY_TOKEN`] if it is set. An empty variable counts as
    /// unset.
    ///
    /// # Errors
    /// [`ErrorKind::Credentials`](crate::ErrorKind::Credentials) if neither is complete, naming the
    /// variables; or a text that can't be sent.
    pub fn from_env() -> Result<Self, Error> {
        Self::from_variables(|name| env::var_os(name))
    }

    pub(crate) fn from_variables(
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, Error> {
        let set = |name: &str| match variable(name).map(OsString::into_string) {
            Some(Ok(value)) => Ok(Some(value).filter(|value| !value.is_empty())),
            None => Ok(None),
            Some(Err(_)) => {
                let problem = format!("the value of {name} is not UTF-8");
                Err(Error::credentials(InvalidValue::new("credentials", problem)))
            }
        };
        if let Some(token) = set(ENV_AUTH_TOKEN)? {
            return Self::token(token).map_err(Error::credentials);
        }
        let missing =
            |problem: String| Err(Error::credentials(InvalidValue::new("credentials", problem)));
        let credentials = match (
            set(ENV_ACCESS_KEY)?,
            set(ENV_SECRET_KEY)?,
            set(ENV_SECURITY_TOKEN)?,
        ) {
            (None, None, _) => {
                return missing(format!(
                    "the environment has neither {ENV_ACCESS_KEY} and {ENV_SECRET_KEY} nor {ENV_AUTH_TOKEN}"
                ));
            }
            (None, Some(_), _) => {
                return missing(format!("{ENV_SECRET_KEY} is set, but {ENV_ACCESS_KEY} is not"));
            }
            (Some(_), None, _) => {
                return missing(format!("{ENV_ACCESS_KEY} is set, but {ENV_SECRET_KEY} is not"));
            }
            (Some(ak), Some(sk), None) => Self::access_key(ak, sk),
            (Some(ak), Some(sk), Some(token)) => Self::temporary(ak, sk, token),
        };
        credentials.map_err(Error::credentials)
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0
    }

    /// Every text that no message may repeat.
    pub(crate) fn secrets(&self) -> impl Iterator<Item = &str> {
        let (first, second, third) = match &self.0 {
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
        f.write_str(match &self.0 {
            Kind::AccessKey(AccessKey { security_token: None, .. }) => {
                "Credentials::AccessKey(***)"
            }
            Kind::AccessKey(_) => "Credentials::Temporary(***)",
            Kind::Token(_) => "Credentials::Token(***)",
        })
    }
}

/// Checks that a header can carry the text, and owns it so that it is wiped even when refused.
fn visible_ascii(field: &'static str, text: String) -> Result<Zeroizing<String>, InvalidValue> {
    let text = Zeroizing::new(text);
    if text.is_empty() {
        return Err(InvalidValue::new(field, "it is empty"));
    }
    match text.bytes().position(|byte| !byte.is_ascii_graphic()) {
        None => Ok(text),
        Some(at) => Err(InvalidValue::new(
            field,
            format!("byte {} is not visible ASCII; look for a space or a line end", at + 1),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(variables: &[(&str, &str)]) -> Result<Credentials, Error> {
        Credentials::from_variables(|name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).into())
        })
    }

    #[test]
    fn the_environment_gives_keys_temporary_keys_or_a_token() {
        let keys = [(ENV_ACCESS_KEY, "ak"), (ENV_SECRET_KEY, "sk")];
        assert_eq!(format!("{:?}", from(&keys).unwrap()), "Credentials::AccessKey(***)");
        let temporary = [keys[0], keys[1], (ENV_SECURITY_TOKEN, "st")];
        assert_eq!(format!("{:?}", from(&temporary).unwrap()), "Credentials::Temporary(***)");
        let token = [keys[0], keys[1], (ENV_AUTH_TOKEN, "t")];
        assert_eq!(format!("{:?}", from(&token).unwrap()), "Credentials::Token(***)");
        let empty_token = [keys[0], keys[1], (ENV_AUTH_TOKEN, ""), (ENV_SECURITY_TOKEN, "")];
        assert_eq!(format!("{:?}", from(&empty_token).unwrap()), "Credentials::AccessKey(***)");
    }

    #[test]
    fn what_is_missing_is_named() {
        let nothing = from(&[]).unwrap_err().to_string();
        for name in [ENV_ACCESS_KEY, ENV_SECRET_KEY, ENV_AUTH_TOKEN] {
            assert!(nothing.contains(name), "{nothing}");
        }
        let half = from(&[(ENV_ACCESS_KEY, "MARKER")]).unwrap_err().to_string();
        assert!(
            half.contains("HUAWEICLOUD_SDK_AK is set, but HUAWEICLOUD_SDK_SK is not"),
            "{half}"
        );
        assert!(!half.contains("MARKER"), "{half}");
    }

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
    fn debug_shows_no_secret() {
        let credentials = Credentials::temporary("MARKER-AK", "MARKER-SK", "MARKER-ST").unwrap();
        let mut secrets: Vec<_> = credentials.secrets().collect();
        secrets.sort_unstable();
        assert_eq!(secrets, ["MARKER-AK", "MARKER-SK", "MARKER-ST"]);
        assert_eq!(format!("{credentials:#?}"), "Credentials::Temporary(***)");
    }
}
