//! Where the API is: an endpoint's URL, checked.

use std::fmt;

use careful_http::{InvalidValue, Locality};
use reqwest::Url;

const FIELD: &str = "endpoint";

/// The root of the API: https, or http on loopback.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Endpoint(Url);

impl Endpoint {
    /// Checks a URL: nothing but scheme, host and port.
    pub(crate) fn parse(text: &str) -> Result<Self, InvalidValue> {
        let refuse = |problem: &str| Err(InvalidValue::new(FIELD, problem));
        let Ok(url) = Url::parse(text.trim()) else {
            return refuse(
                "it is not a URL; give one like https://dcs.cn-north-4.myhuaweicloud.com",
            );
        };
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("a URL with a user name or password is not accepted");
        }
        if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
            return refuse("give scheme, host and port only; the path is the API's");
        }
        let endpoint = Self(url);
        match endpoint.0.scheme() {
            "https" => Ok(endpoint),
            "http" if endpoint.locality() == Locality::Loopback => Ok(endpoint),
            "http" => refuse("http is for loopback only; use https"),
            _ => refuse("the scheme must be https"),
        }
    }

    /// Checks a URL that a variable gives. Errors name the variable.
    pub(crate) fn of_variable(name: &str, text: &str) -> Result<Self, InvalidValue> {
        Self::parse(text).map_err(|refused| refused.in_field(name))
    }

    /// The URL without a slash at its end.
    pub(crate) fn as_str(&self) -> &str {
        self.0.as_str().trim_end_matches('/')
    }

    pub(crate) fn locality(&self) -> Locality {
        self.0.host_str().map_or(Locality::Public, Locality::of_host)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_endpoint_is_https_or_on_loopback() {
        let table = [
            ("https://dcs.example.com", Ok("https://dcs.example.com")),
            ("https://dcs.example.com:8443/", Ok("https://dcs.example.com:8443")),
            ("http://127.0.0.1:8080", Ok("http://127.0.0.1:8080")),
            ("http://[::1]:8080/", Ok("http://[::1]:8080")),
            ("http://localhost", Ok("http://localhost")),
            ("http://dcs.example.com", Err("http is for loopback only; use https")),
            ("http://127.0.0.1.example.com", Err("http is for loopback only; use https")),
            ("ftp://127.0.0.1", Err("the scheme must be https")),
            (
                "dcs.example.com",
                Err("it is not a URL; give one like https://dcs.cn-north-4.myhuaweicloud.com"),
            ),
            ("https://u:p@example.com", Err("a URL with a user name or password is not accepted")),
            (
                "https://example.com/v2",
                Err("give scheme, host and port only; the path is the API's"),
            ),
            (
                "https://example.com?a",
                Err("give scheme, host and port only; the path is the API's"),
            ),
        ];
        for (text, expected) in table {
            let parsed = Endpoint::parse(text);
            match (&parsed, expected) {
                (Ok(endpoint), Ok(url)) => assert_eq!(endpoint.as_str(), url),
                (Err(error), Err(problem)) => {
                    assert_eq!(error.to_string(), format!("endpoint: {problem}"), "{text}");
                }
                _ => panic!("{text}: {parsed:?}"),
            }
        }
    }
}
