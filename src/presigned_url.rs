//! A presigned URL: https, well-formed, and never shown by accident.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{Serialize, Serializer};

use crate::{endpoint::Locality, types::InvalidValue};

const FIELD: &str = "link";

/// A link that is signed for GET: whoever has it can download the file until it expires.
///
/// It is https; http only on loopback, and only where the API's endpoint is there too. Its text is
/// kept byte for byte, since the signature covers it. `Debug` prints `PresignedUrl(***)`;
/// serializing prints the URL.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct PresignedUrl(String);

impl PresignedUrl {
    /// Checks the outline by hand: it is stricter than the URL standard, which repairs what it can,
    /// and takes a fraction of the time of a parser, for links come by the dozen.
    pub(crate) fn parse(url: String, endpoint: Locality) -> Result<Self, InvalidValue> {
        match problem_of(&url, endpoint) {
            None => Ok(Self(url)),
            Some(problem) => Err(InvalidValue::new(FIELD, problem)),
        }
    }

    /// The URL. Keep it out of logs and errors, and send it byte for byte, by GET, without
    /// `Authorization`, `Content-Type`, `x-obs-` or `x-amz-` headers: the signature covers them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The time in the link's `Expires`, which is in seconds since 1970; nothing if it has none that
    /// can be read.
    pub fn expires_at(&self) -> Option<SystemTime> {
        let (_, query) = self.0.split_once('?')?;
        let value = query.split('&').find_map(|pair| pair.strip_prefix("Expires="))?;
        let digits = value.bytes().all(|byte| byte.is_ascii_digit());
        let seconds = value.parse().ok().filter(|_| digits)?;
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).filter(|time| *time < year_10000())
    }
}

/// The end of what RFC 3339 can write.
fn year_10000() -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(253_402_300_800)
}

impl fmt::Debug for PresignedUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PresignedUrl(***)")
    }
}

impl Serialize for PresignedUrl {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

fn problem_of(url: &str, endpoint: Locality) -> Option<&'static str> {
    let (is_https, rest) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (true, rest),
        (_, Some(rest)) => (false, rest),
        _ => return Some("it is not an https URL"),
    };
    if url.bytes().fold(false, |found, byte| found | FORBIDDEN[usize::from(byte)]) {
        return Some("it holds a character that no URL may hold");
    }
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let Some(host) = host_of(authority) else {
        return Some("its host is not valid");
    };
    let locality = if is_https { Locality::Loopback } else { Locality::of_host(host) };
    match (is_https, locality, endpoint) {
        (true, _, _) | (false, Locality::Loopback, Locality::Loopback) => None,
        _ => Some("it is http, which is for loopback only, where the endpoint is there too"),
    }
}

/// What RFC 3986 allows nowhere in a URL, and `#`: a presigned URL has no fragment.
const FORBIDDEN: [bool; 256] = {
    let mut forbidden = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        forbidden[byte] = byte <= 0x20
            || byte >= 0x7f
            || matches!(
                byte as u8,
                b'"' | b'#' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}'
            );
        byte += 1;
    }
    forbidden
};

/// The host of `host[:port]`: a name, an IPv4 address, or an IPv6 address in brackets.
fn host_of(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority[at..].contains(']') => {
            (&authority[..at], Some(&authority[at + 1..]))
        }
        _ => (authority, None),
    };
    let port_is_valid = port.is_none_or(|port| {
        port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok_and(|port| port > 0)
    });
    let bracketed = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let host_is_valid = match bracketed {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_name(host),
    };
    (port_is_valid && host_is_valid).then_some(host)
}

fn is_name(host: &str) -> bool {
    host.len() <= 253
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(url: &str, endpoint: Locality) -> Result<PresignedUrl, InvalidValue> {
        PresignedUrl::parse(url.to_owned(), endpoint)
    }

    #[test]
    fn a_link_is_https_or_on_loopback_beside_the_endpoint() {
        use Locality::{Loopback, Public};
        let http = Err("it is http, which is for loopback only, where the endpoint is there too");
        let table = [
            (
                "https://b.obs.cn-north-4.myhuaweicloud.com:443/d/f.rdb?Expires=1&Signature=a%2Bb%3D",
                Public,
                Ok(()),
            ),
            ("https://b_1.example.com", Public, Ok(())),
            ("https://[2001:db8::1]:443/f", Public, Ok(())),
            ("http://127.0.0.1:1/f?Expires=1", Loopback, Ok(())),
            ("http://[::1]:1/f", Loopback, Ok(())),
            ("http://localhost:1/f", Loopback, Ok(())),
            ("http://127.0.0.1:1/f", Public, http),
            ("http://example.com/f", Loopback, http),
            ("http://127.0.0.1.example.com/f", Loopback, http),
            ("ftp://example.com/f", Public, Err("it is not an https URL")),
            ("", Public, Err("it is not an https URL")),
            (
                "https://b.{obs_endpoint}:443/f",
                Public,
                Err("it holds a character that no URL may hold"),
            ),
            ("https://example.com/a b", Public, Err("it holds a character that no URL may hold")),
            ("https://example.com/ü", Public, Err("it holds a character that no URL may hold")),
            ("https://example.com/f#x", Public, Err("it holds a character that no URL may hold")),
            ("https://user@example.com/f", Public, Err("its host is not valid")),
            ("https:///f", Public, Err("its host is not valid")),
            ("https://?Expires=1", Public, Err("its host is not valid")),
            ("https://a..b/f", Public, Err("its host is not valid")),
            ("https://example.com:0/f", Public, Err("its host is not valid")),
            ("https://example.com:99999/f", Public, Err("its host is not valid")),
            ("https://example.com:/f", Public, Err("its host is not valid")),
            ("https://[::1/f", Public, Err("its host is not valid")),
        ];
        for (url, endpoint, expected) in table {
            match (parse(url, endpoint), expected) {
                (Ok(kept), Ok(())) => assert_eq!(kept.as_str(), url),
                (Err(error), Err(problem)) => {
                    assert_eq!(error.to_string(), format!("link: {problem}"), "{url}");
                }
                (other, _) => panic!("{url}: {other:?}"),
            }
        }
    }

    #[test]
    fn the_expiry_is_the_links_own() {
        let expiry = |query: &str| {
            let url = parse(&format!("https://example.com/f{query}"), Locality::Public).unwrap();
            url.expires_at().map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_secs())
        };
        assert_eq!(expiry("?AWSAccessKeyId=A&Expires=1712735430&Signature=S"), Some(1_712_735_430));
        assert_eq!(expiry("?Expires=0"), Some(0));
        for none in [
            "",
            "?x=1",
            "?XExpires=1",
            "?Expires=",
            "?Expires=-1",
            "?Expires=+1",
            "?Expires=99999999999999999999",
            "?Expires=18446744073709551615",
        ] {
            assert_eq!(expiry(none), None, "{none}");
        }
    }

    #[test]
    fn debug_and_errors_show_no_part_of_the_link() {
        let url = parse("https://example.com/f?Signature=MARKER", Locality::Public).unwrap();
        assert!(url.as_str().contains("MARKER"));
        assert_eq!(format!("{url:#?}"), "PresignedUrl(***)");
        let refused = parse("http://example.com/f?Signature=MARKER", Locality::Public).unwrap_err();
        assert!(!format!("{refused} {refused:?}").contains("MARKER"));
    }

    proptest! {
        #[test]
        fn what_is_accepted_is_the_same_url_to_a_parser(
            url in "https?://[a-z0-9.:@\\[\\]-]{0,20}[/?][ -~]{0,20}"
        ) {
            if let Ok(kept) = PresignedUrl::parse(url.clone(), Locality::Loopback) {
                let host = url.split("://").nth(1).unwrap().split(['/', '?']).next().unwrap();
                if let Ok(parsed) = reqwest::Url::parse(kept.as_str()) {
                    prop_assert!(parsed.username().is_empty());
                    let standard = parsed.host_str().unwrap();
                    let numeric = host.split(':').next().unwrap().rsplit('.').next().unwrap().parse::<u64>().is_ok();
                    prop_assert!(numeric || host.starts_with(standard) || host.starts_with('['), "{} {}", host, standard);
                }
            }
        }

        #[test]
        fn nothing_panics(url in ".*") {
            let _ = PresignedUrl::parse(url.clone(), Locality::Public);
            let _ = PresignedUrl::parse(format!("https://{url}"), Locality::Public);
        }
    }
}
