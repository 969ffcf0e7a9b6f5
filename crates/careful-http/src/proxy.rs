//! The proxy that the environment's variables give a URL, read as reqwest reads them; and whether it can be
//! used. Neither credentials nor the value of a variable is ever shown.

use std::{ffi::OsString, fmt};

use http::Uri;
use hyper_util::client::proxy::matcher::Matcher;

use crate::{invalid_value::InvalidValue, locality::Locality};

const ALL: [&str; 2] = ["ALL_PROXY", "all_proxy"];
const HTTPS: [&str; 2] = ["HTTPS_PROXY", "https_proxy"];
const HTTP: [&str; 2] = ["HTTP_PROXY", "http_proxy"];
const EXCEPTIONS: [&str; 2] = ["NO_PROXY", "no_proxy"];
/// Set for a CGI program, where reqwest uses no proxy: HTTP_PROXY may be a header of the request.
const CGI: &str = "REQUEST_METHOD";

/// Who says which proxy is on the way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "somebody else than these can't say it")]
pub enum ProxyRule {
    /// The environment's variables; none on the way to this machine itself.
    Variables,
    /// The caller, who gave an HTTP client.
    Caller,
}

/// A proxy that can be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proxy {
    /// The variable that names it.
    pub variable: &'static str,
    /// Scheme, host and port, without credentials.
    uri: Uri,
}

impl Proxy {
    /// What a variable's value names.
    ///
    /// # Errors
    /// It names no proxy that can be used; the message does not repeat the value.
    pub fn parse(variable: &'static str, value: &str) -> Result<Self, InvalidValue> {
        let uri = parse(value).map_err(|problem| refuse(variable, problem))?;
        Ok(Self { variable, uri })
    }

    /// The host's name or address, as it is resolved.
    pub fn host(&self) -> &str {
        self.uri.host().unwrap_or_default()
    }
}

/// As in "the proxy 127.0.0.1:3128 of HTTPS_PROXY".
impl fmt::Display for Proxy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let authority = self.uri.authority().map_or("", http::uri::Authority::as_str);
        write!(f, "the proxy {authority} of {}", self.variable)
    }
}

/// The proxy by which this process reaches a URL: `None` if it goes there directly.
///
/// # Errors
/// A variable that applies to the URL and names no proxy that can be used. reqwest would go directly.
pub fn for_url(url: &str) -> Result<Option<Proxy>, InvalidValue> {
    for_url_by(url, |name| std::env::var_os(name))
}

fn for_url_by(
    url: &str,
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Option<Proxy>, InvalidValue> {
    let Ok(url) = url.parse::<Uri>() else {
        return Ok(None);
    };
    let host = url.host().unwrap_or_default();
    if Locality::of_host(host) == Locality::Loopback || is_excepted(&url, &variable) {
        return Ok(None);
    }
    let own = if url.scheme_str() == Some("https") { HTTPS } else { HTTP };
    named(own, variable)
}

/// The proxy for https, whatever `NO_PROXY` excepts: `None` too if it can't be used.
pub fn for_https() -> Option<Proxy> {
    named(HTTPS, |name| std::env::var_os(name)).ok().flatten()
}

/// The proxy that a scheme's own variables name, or those of all schemes.
fn named(
    own: [&'static str; 2],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Result<Option<Proxy>, InvalidValue> {
    if variable(CGI).is_some() {
        return Ok(None);
    }
    for names in [own, ALL] {
        let Some((name, value)) = first_set(names, &variable) else {
            continue;
        };
        let value = value.into_string().map_err(|_| refuse(name, "its value is not UTF-8"))?;
        if !value.is_empty() {
            return Proxy::parse(name, &value).map(Some);
        }
    }
    Ok(None)
}

const ADVICE: &str = "give a proxy as http://HOST:PORT, or unset the variable";

fn refuse(variable: &'static str, problem: &str) -> InvalidValue {
    InvalidValue::new(variable, format!("{problem}; {ADVICE}"))
}

/// The first of the names that is set, even if to nothing.
fn first_set(
    names: [&'static str; 2],
    variable: impl Fn(&str) -> Option<OsString>,
) -> Option<(&'static str, OsString)> {
    names.into_iter().find_map(|name| Some((name, variable(name)?)))
}

/// Whether `NO_PROXY` covers the URL.
fn is_excepted(url: &Uri, variable: impl Fn(&str) -> Option<OsString>) -> bool {
    let exceptions = first_set(EXCEPTIONS, variable).and_then(|(_, list)| list.into_string().ok());
    let any = Matcher::builder().all("http://proxy.example.com");
    any.no(exceptions.unwrap_or_default()).build().intercept(url).is_none()
}

/// Reads a variable's value by what reqwest reads it with, and refuses what that would take for usable or
/// would pass over in silence.
fn parse(value: &str) -> Result<Uri, &'static str> {
    let target = Uri::from_static("https://store.example.com/");
    let read = Matcher::builder().all(value).build().intercept(&target);
    let uri = read.ok_or("it is not the URL of an http or https proxy")?.uri().clone();
    match uri.scheme_str() {
        Some("http" | "https") => {}
        _ if cfg!(feature = "socks") => {}
        _ => return Err("a SOCKS proxy can't be used without the feature `socks`"),
    }
    let authority = uri.authority().map_or("", http::uri::Authority::as_str);
    if uri.host().unwrap_or_default().is_empty() || authority.contains('@') {
        return Err("its host is not valid");
    }
    let has_port = !authority.ends_with(uri.host().unwrap_or_default());
    if has_port && uri.port_u16().is_none_or(|port| port == 0) {
        return Err("its port is not valid");
    }
    Ok(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "https://b.example.com/f?x=1";

    fn toward(url: &str, variables: &[(&str, &str)]) -> Result<Option<String>, String> {
        let found = for_url_by(url, |name| {
            variables.iter().find(|(n, _)| *n == name).map(|(_, value)| (*value).into())
        });
        found.map(|proxy| proxy.map(|proxy| proxy.to_string())).map_err(|error| error.to_string())
    }

    #[test]
    fn a_proxy_is_that_of_the_variable_that_reqwest_takes() {
        let of = |proxy: &str| Ok(Some(format!("the proxy {proxy}")));
        let table: [(&str, &[(&str, &str)], _); 18] = [
            (STORE, &[], Ok(None)),
            (STORE, &[("HTTPS_PROXY", "http://p:1")], of("p:1 of HTTPS_PROXY")),
            (STORE, &[("https_proxy", "http://p:1")], of("p:1 of https_proxy")),
            (STORE, &[("HTTPS_PROXY", "p:1")], of("p:1 of HTTPS_PROXY")),
            (STORE, &[("HTTPS_PROXY", "https://p")], of("p of HTTPS_PROXY")),
            (STORE, &[("HTTPS_PROXY", "http://[::1]:1/")], of("[::1]:1 of HTTPS_PROXY")),
            (STORE, &[("HTTPS_PROXY", "http://u:SECRET@p:1")], of("p:1 of HTTPS_PROXY")),
            (STORE, &[("ALL_PROXY", "http://p:1")], of("p:1 of ALL_PROXY")),
            (STORE, &[("all_proxy", "http://p:1"), ("HTTPS_PROXY", "")], of("p:1 of all_proxy")),
            (STORE, &[("https_proxy", "foo://p"), ("HTTPS_PROXY", "")], Ok(None)),
            (
                STORE,
                &[("https_proxy", "foo://p"), ("HTTPS_PROXY", "http://p:1")],
                of("p:1 of HTTPS_PROXY"),
            ),
            (STORE, &[("HTTP_PROXY", "foo://p")], Ok(None)),
            ("https://localhost:1", &[("HTTPS_PROXY", "foo://p")], Ok(None)),
            ("http://[::1]:1", &[("HTTP_PROXY", "foo://p")], Ok(None)),
            ("http://b.example.com", &[("HTTP_PROXY", "http://p:1")], of("p:1 of HTTP_PROXY")),
            (STORE, &[("HTTPS_PROXY", "foo://p"), ("NO_PROXY", "a.com, example.com")], Ok(None)),
            (STORE, &[("HTTPS_PROXY", "foo://p"), ("no_proxy", "*")], Ok(None)),
            (STORE, &[("HTTPS_PROXY", "foo://p"), ("REQUEST_METHOD", "GET")], Ok(None)),
        ];
        for (url, variables, expected) in table {
            assert_eq!(toward(url, variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn a_proxy_that_cant_be_used_is_refused_without_its_value() {
        let table = [
            ("foo://SECRET@p:1", "it is not the URL of an http or https proxy"),
            ("SECRET p", "it is not the URL of an http or https proxy"),
            ("\"http://SECRET\"", "it is not the URL of an http or https proxy"),
            (" http://SECRET", "it is not the URL of an http or https proxy"),
            ("http://", "it is not the URL of an http or https proxy"),
            ("/SECRET", "it is not the URL of an http or https proxy"),
            ("http://:3128", "its host is not valid"),
            ("http://SECRET@", "it is not the URL of an http or https proxy"),
            ("http://u@d:SECRET@p:1", "its host is not valid"),
            ("http://SECRET:0", "its port is not valid"),
            ("http://SECRET:99999", "its port is not valid"),
        ];
        for (value, problem) in table {
            for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
                let refused = toward(STORE, &[(name, value)]).unwrap_err();
                assert_eq!(refused, format!("{name}: {problem}; {ADVICE}"), "{value}");
            }
        }
        if cfg!(not(feature = "socks")) {
            for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
                let variable = [("ALL_PROXY", &*format!("{scheme}://p:1080"))];
                let refused = toward(STORE, &variable).unwrap_err();
                assert!(refused.contains("a SOCKS proxy"), "{refused}");
            }
        }
    }
}
