//! A presigned URL: https, well-formed, and never shown by accident.

use std::{
    fmt,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use memchr::{memchr, memchr_iter, memchr2, memchr3, memrchr};
use reqwest::Url;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use careful_http::{InvalidValue, Locality};

use crate::public_address::{NotPublic, PrivateAddresses, is_public_host};

/// A link that is signed for GET: whoever has it can download the file until it expires.
///
/// It is https; http only on loopback, and only where the API's endpoint is there too. Its host is a public
/// one, unless [private ones were allowed](PrivateAddresses::Allow); where the
/// host's name leads is not known before it is resolved. Its text is kept byte for byte, since the signature covers it. `Debug` prints `PresignedUrl(***)`;
/// serializing prints the URL.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct PresignedUrl(String);

impl PresignedUrl {
    /// Checks a link that stands alone; see [`LinkCheck`] for several.
    ///
    /// # Errors
    /// It can't be sent as it is, or the rule does not allow its host.
    pub fn parse(url: String, rule: LinkRule) -> Result<Self, RefusedLink> {
        LinkCheck::new(rule).parse(url)
    }

    /// The URL. Keep it out of logs and errors, and send it byte for byte, by GET, without
    /// `Authorization`, `Content-Type`, `x-obs-` or `x-amz-` headers: the signature covers them.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The values of its query that must not be shown, as they stand in it and decoded: all but short
    /// ones, which are times and the like.
    pub(crate) fn secrets(&self) -> Vec<String> {
        const SHORT: usize = 12;
        let raw = self.0.split_once('?').map_or("", |(_, query)| query).split('&');
        let raw = raw.filter_map(|pair| pair.split_once('=')).map(|(_, value)| value.to_owned());
        let mut secrets: Vec<String> = raw.collect();
        if let Ok(url) = Url::parse(&self.0) {
            secrets.extend(url.query_pairs().map(|(_, value)| value.into_owned()));
        }
        secrets.retain(|value| value.len() >= SHORT);
        secrets
    }

    /// When the link expires: `Expires` in seconds since 1970, or the sum of `X-Amz-Date` and
    /// `X-Amz-Expires` (or of their `X-Obs-` twins). Returns `None` if it has none that can be read.
    pub fn expires_at(&self) -> Option<SystemTime> {
        let expiry = match self.parameter("Expires") {
            Some(seconds) => UNIX_EPOCH.checked_add(read_seconds(seconds)?)?,
            None => self.signed_until("X-Amz-").or_else(|| self.signed_until("X-Obs-"))?,
        };
        Some(expiry).filter(|time| *time < year_10000())
    }

    /// The end of a link that was signed at one time for a lifetime, by parameters with this prefix.
    fn signed_until(&self, prefix: &str) -> Option<SystemTime> {
        let signed_at = careful_http::parse_basic(self.parameter(&format!("{prefix}Date"))?)?;
        let lifetime = read_seconds(self.parameter(&format!("{prefix}Expires"))?)?;
        signed_at.checked_add(lifetime)
    }

    /// The value of a parameter as it stands in the query.
    fn parameter(&self, name: &str) -> Option<&str> {
        let (_, mut rest) = split_at_byte(&self.0, b'?')?;
        loop {
            let (pair, after) = split_at_byte(rest, b'&').unwrap_or((rest, ""));
            match pair.strip_prefix(name).and_then(|rest| rest.strip_prefix('=')) {
                Some(value) => return Some(value),
                None if after.is_empty() => return None,
                None => rest = after,
            }
        }
    }
}

fn read_seconds(text: &str) -> Option<Duration> {
    text.parse().ok().filter(|_| !text.starts_with('+')).map(Duration::from_secs)
}

/// `str::split_once`, several times as fast.
fn split_at_byte(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = memchr(byte, text.as_bytes())?;
    Some((&text[..at], &text[at + 1..]))
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

/// Accepts any well-formed link. A [`Downloader`](crate::Downloader) still connects only to public addresses and this
/// machine, unless private ones are allowed.
impl TryFrom<String> for PresignedUrl {
    type Error = InvalidValue;

    fn try_from(url: String) -> Result<Self, Self::Error> {
        let rule = LinkRule { endpoint: Locality::Loopback, private: PrivateAddresses::Allow };
        Self::parse(url, rule).map_err(|refused| InvalidValue::new("url", refused.to_string()))
    }
}

impl std::str::FromStr for PresignedUrl {
    type Err = InvalidValue;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        Self::try_from(url.to_owned())
    }
}

impl<'de> Deserialize<'de> for PresignedUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let url = String::deserialize(deserializer)?;
        Self::try_from(url).map_err(serde::de::Error::custom)
    }
}

/// Where the links of an answer may lead.
#[derive(Debug, Clone, Copy)]
pub struct LinkRule {
    /// Where the API is that gives them.
    pub endpoint: Locality,
    /// Whether they may lead to addresses that are not public.
    pub private: PrivateAddresses,
}

/// Why a link is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum RefusedLink {
    /// It can't be sent as it is.
    Malformed(&'static str),
    /// The rule does not allow its host.
    NotPublic(NotPublic),
}

impl std::error::Error for RefusedLink {}

impl fmt::Display for RefusedLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("link: ")?;
        match self {
            Self::Malformed(problem) => f.write_str(problem),
            Self::NotPublic(refused) => refused.fmt(f),
        }
    }
}

/// Checks the links of one answer.
///
/// A parser judges the origin; what follows is looked at byte by byte, which takes a fraction of the
/// time, for links come by the dozen. They share origin and folder, which are therefore checked
/// once. A URL that the standard would rewrite is refused too: the signature covers it.
#[derive(Debug)]
pub struct LinkCheck {
    rule: LinkRule,
    /// Origin and folder of the link before, with the slash at the end.
    folder: String,
}

impl LinkCheck {
    /// Checks links by this rule.
    pub fn new(rule: LinkRule) -> Self {
        Self { rule, folder: String::new() }
    }

    /// Checks the next link.
    ///
    /// # Errors
    /// It can't be sent as it is, or the rule does not allow its host.
    pub fn parse(&mut self, url: String) -> Result<PresignedUrl, RefusedLink> {
        if !self.is_in_folder(&url) {
            check(&url, self.rule)?;
            folder_of(&url).clone_into(&mut self.folder);
        }
        Ok(PresignedUrl(url))
    }

    /// Whether the link is as good as the one before: nothing but a file's name and a query follows
    /// the same folder, without any character that needs a closer look.
    fn is_in_folder(&self, url: &str) -> bool {
        match url.strip_prefix(self.folder.as_str()) {
            Some(rest) if !self.folder.is_empty() => {
                let name = memchr3(b'/', b'?', b'%', rest.as_bytes());
                let ends_in_query = name.is_some_and(|end| rest.as_bytes()[end] == b'?');
                ends_in_query && !rest.starts_with('.') && !any_byte(rest, is_suspicious)
            }
            _ => false,
        }
    }
}

/// Scheme, authority and the path up to its last slash. `None` if there is no path.
fn folder_of(url: &str) -> &str {
    let origin = origin_of(url);
    let path = &url[origin.len()..];
    let end = memchr(b'?', path.as_bytes()).unwrap_or(path.len());
    memrchr(b'/', &path.as_bytes()[..end]).map_or("", |slash| &url[..origin.len() + slash + 1])
}

fn check(url: &str, rule: LinkRule) -> Result<(), RefusedLink> {
    if any_byte(url, is_suspicious) && url.bytes().any(is_forbidden) {
        return Err(RefusedLink::Malformed("it holds a character that no link may hold"));
    }
    let origin = origin_of(url);
    check_origin(origin, rule)?;
    match has_dot_segment(&url[origin.len()..]) {
        true => Err(RefusedLink::Malformed("its path holds a dot segment")),
        false => Ok(()),
    }
}

fn check_origin(origin: &str, rule: LinkRule) -> Result<(), RefusedLink> {
    let authority = match origin.split_once("://") {
        Some(("https" | "http", authority)) => authority,
        _ => return Err(RefusedLink::Malformed("it is not an https URL")),
    };
    let as_allowed = |host: &str| match rule.private {
        PrivateAddresses::Refuse if !is_public_host(host) => {
            Err(RefusedLink::NotPublic(NotPublic::Host))
        }
        _ => Ok(()),
    };
    if origin.starts_with("https") && is_plain(authority) && authority.contains('.') {
        return as_allowed(authority.strip_suffix(":443").unwrap_or(authority));
    }
    let Some(url) = Url::parse(origin).ok().filter(|url| is_as_written(url, authority)) else {
        return Err(RefusedLink::Malformed("its host is not valid"));
    };
    let host = url.host_str().unwrap_or_default();
    match (url.scheme(), Locality::of_host(host), rule.endpoint) {
        (_, Locality::Loopback, Locality::Loopback) => Ok(()),
        ("https", _, _) => as_allowed(host),
        _ => Err(RefusedLink::Malformed(
            "it is http, which is for loopback only, where the endpoint is there too",
        )),
    }
}

/// Whether a parser would surely leave the authority as it is: an ASCII name in lower case that is
/// no number and no IDN, with the port of https or none.
fn is_plain(authority: &str) -> bool {
    let name = authority.strip_suffix(":443").unwrap_or(authority);
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && !label.starts_with("xn--")
            && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let ends_in_letter = name.as_bytes().last().is_some_and(u8::is_ascii_lowercase);
    let last_is_hex = name.rsplit('.').next().is_some_and(|label| label.starts_with("0x"));
    name.len() <= 253 && ends_in_letter && !last_is_hex && name.split('.').all(is_label)
}

/// Whether the authority is `host` or `host:port`, and the parser has read the host that is written.
fn is_as_written(url: &Url, authority: &str) -> bool {
    let host = url.host_str().unwrap_or_default();
    let Some((written, rest)) = authority.split_at_checked(host.len()) else {
        return false;
    };
    let port = rest.strip_prefix(':').and_then(|port| port.parse::<u16>().ok());
    let labels_are_named = !host.contains("..") && !host.starts_with('.');
    labels_are_named
        && written.eq_ignore_ascii_case(host)
        && (rest.is_empty() || port.is_some_and(|port| port > 0))
}

/// Whether the path in front of a query has a segment `.` or `..`, encoded or not, which the URL
/// standard takes out.
fn has_dot_segment(path_and_query: &str) -> bool {
    let end = memchr(b'?', path_and_query.as_bytes()).unwrap_or(path_and_query.len());
    let path = &path_and_query.as_bytes()[..end];
    memchr_iter(b'/', path).any(|slash| {
        let rest = &path[slash + 1..];
        let segment = || rest.split(|byte| *byte == b'/').next().unwrap_or_default();
        matches!(rest.first(), Some(b'.' | b'%')) && is_dots(segment())
    })
}

fn is_dots(segment: &[u8]) -> bool {
    let decoded: Vec<u8> = percent_encoding::percent_decode(segment).collect();
    decoded == b"." || decoded == b".."
}

/// Whether any byte of a text is `wrong`. As long as `wrong` has no branch, the compiler looks at 16
/// bytes at once; the last 16 may overlap those before.
pub(crate) fn any_byte(text: &str, wrong: impl Fn(u8) -> bool) -> bool {
    let (blocks, rest) = text.as_bytes().as_chunks::<16>();
    if blocks.is_empty() {
        return rest.iter().any(|b| wrong(*b));
    }
    let mut found = [0_u8; 16];
    for block in blocks.iter().chain(text.as_bytes().last_chunk()) {
        for (found, b) in found.iter_mut().zip(block) {
            *found |= u8::from(wrong(*b));
        }
    }
    found != [0; 16]
}

/// What RFC 3986 allows nowhere in a URL, `#`, since a link has no fragment, and `\'`, which parsers
/// rewrite in a query.
fn is_forbidden(b: u8) -> bool {
    !b.is_ascii_graphic() || b"\"#'<>\\^`{|}".contains(&b)
}

/// Whether a byte may be forbidden: a quicker question, with some innocent ones among the answers.
/// Without a branch, so that the compiler asks it of many bytes at once.
fn is_suspicious(b: u8) -> bool {
    (b.wrapping_sub(b'!') > b'z' - b'!')
        | (b & 0b1001_1101 == 0b0001_1100)
        | (b & 0b1111_1110 == b'"')
        | (b == b'\'')
        | (b == b'`')
}

/// Scheme and authority of a URL.
fn origin_of(url: &str) -> &str {
    let colon = url.bytes().position(|b| b == b':').unwrap_or_default();
    let start = url.len().min(colon + "://".len());
    let end = memchr2(b'/', b'?', &url.as_bytes()[start..]);
    &url[..end.map_or(url.len(), |end| start + end)]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(url: &str, endpoint: Locality) -> Result<PresignedUrl, RefusedLink> {
        PresignedUrl::parse(url.to_owned(), rule(endpoint))
    }

    fn rule(endpoint: Locality) -> LinkRule {
        LinkRule { endpoint, private: PrivateAddresses::Refuse }
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
            ("https://[2400:cb00::1]:443/f", Public, Ok(())),
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
                Err("it holds a character that no link may hold"),
            ),
            ("https://example.com/a b", Public, Err("it holds a character that no link may hold")),
            ("https://example.com/ü", Public, Err("it holds a character that no link may hold")),
            ("https://example.com/f#x", Public, Err("it holds a character that no link may hold")),
            ("https://user@example.com/f", Public, Err("its host is not valid")),
            ("https:///f", Public, Err("its host is not valid")),
            ("https://?Expires=1", Public, Err("its host is not valid")),
            ("https://a..b/f", Public, Err("its host is not valid")),
            ("https://256.256.256.256/f", Public, Err("its host is not valid")),
            ("https://0x7f.1/f", Public, Err("its host is not valid")),
            ("https://2130706433/f", Public, Err("its host is not valid")),
            ("https://xn--/f", Public, Err("its host is not valid")),
            ("https://example.com/a/../b?x", Public, Err("its path holds a dot segment")),
            ("https://example.com/a/%2E%2e/b?x", Public, Err("its path holds a dot segment")),
            ("https://example.com/a/.b/..c?x=/../", Public, Ok(())),
            (
                "https://example.com/f?x=y'z",
                Public,
                Err("it holds a character that no link may hold"),
            ),
            ("https://example.com:0/f", Public, Err("its host is not valid")),
            ("https://example.com:99999/f", Public, Err("its host is not valid")),
            ("https://example.com:/f", Public, Err("its host is not valid")),
            ("https://[::1/f", Public, Err("its host is not valid")),
            ("https://[fe80::1%25eth0]/f", Public, Err("its host is not valid")),
            ("https://0251.0376.0251.0376/f", Public, Err("its host is not valid")),
            ("https://0xa9fea9fe/f", Public, Err("its host is not valid")),
            ("https://localhost:1/f", Loopback, Ok(())),
            ("https://127.0.0.1:1/f", Loopback, Ok(())),
            ("https://127.0.0.1:1/f", Public, Err("its host is not a public one")),
            ("https://localhost/f", Public, Err("its host is not a public one")),
            ("https://localhost./f", Public, Err("its host is not a public one")),
            ("https://LocalHost:1/f", Public, Err("its host is not a public one")),
            ("https://store/f", Public, Err("its host is not a public one")),
            ("https://metadata.google.internal:443/f", Public, Err("its host is not a public one")),
            ("https://b.LOCAL:443/f", Public, Err("its host is not a public one")),
            ("https://10.0.0.1/f", Loopback, Err("its host is not a public one")),
            ("https://169.254.169.254/f", Loopback, Err("its host is not a public one")),
            ("https://[::ffff:a9fe:a9fe]/f", Loopback, Err("its host is not a public one")),
            ("https://[::ffff:127.0.0.1]/f", Loopback, Err("its host is not valid")),
            ("https://a.localhost/f", Loopback, Err("its host is not a public one")),
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
    fn private_hosts_are_followed_where_they_are_allowed_by_https_alone() {
        let rule = LinkRule { private: PrivateAddresses::Allow, ..rule(Locality::Public) };
        let allowed = |url: &str| PresignedUrl::parse(url.to_owned(), rule);
        for url in ["https://10.0.0.1/f", "https://store.internal/f", "https://[fc00::1]:443/f"] {
            assert_eq!(allowed(url).unwrap().as_str(), url);
        }
        for url in ["http://10.0.0.1/f", "http://127.0.0.1/f", "https://0x7f.1/f"] {
            assert!(allowed(url).is_err(), "{url}");
        }
    }

    #[test]
    fn a_link_vouches_for_its_folder_alone() {
        let after = |url: &str| {
            let mut check = LinkCheck::new(rule(Locality::Public));
            check.parse("https://b.example.com:443/d/f?x=1".to_owned()).unwrap();
            check.parse(url.to_owned())
        };
        for accepted in [
            "https://b.example.com:443/d/g?y=2&z=%2F~",
            "https://b.example.com:443/d/e/g?y=2",
            "https://b.example.com:443/d/%67",
            "https://b.example.com:443",
            "https://c.example.com/g",
        ] {
            assert_eq!(after(accepted).unwrap().as_str(), accepted);
        }
        for refused in [
            "https://b.example.com:443/d/../g?y=2",
            "https://b.example.com:443/d/%2e%2E?y=2",
            "https://b.example.com:443/d/e/.?y=2",
            "https://b.example.com:443/d/a b?y=2",
            "https://b.example.com:443/d/a?y={z}",
            "https://b.example.com:443/d/a?y='",
            "https://b.example.com:443x/d/g?y=2",
            "http://b.example.com:443/d/g?y=2",
        ] {
            assert!(after(refused).is_err(), "{refused}");
        }
    }

    #[test]
    fn every_forbidden_byte_is_suspicious() {
        for byte in 0..=u8::MAX {
            assert!(!is_forbidden(byte) || is_suspicious(byte), "{byte:#x}");
        }
        assert!(!(b'0'..=b'9').chain(*b"%&=?/.-_+").any(is_suspicious));
    }

    #[test]
    fn the_expiry_is_the_links_own() {
        let expiry = |query: &str| {
            let url = parse(&format!("https://example.com/f{query}"), Locality::Public).unwrap();
            url.expires_at().map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_secs())
        };
        assert_eq!(expiry("?AWSAccessKeyId=A&Expires=1712735430&Signature=S"), Some(1_712_735_430));
        assert_eq!(expiry("?Expires=0"), Some(0));
        let signed = Some(1_783_164_153 + 1800);
        assert_eq!(expiry("?X-Amz-Date=20260704T112233Z&X-Amz-Expires=1800&X-Amz-S=S"), signed);
        assert_eq!(expiry("?X-Obs-Expires=1800&X-Obs-Date=20260704T112233Z"), signed);
        // The elder form of the same link.
        assert_eq!(expiry("?X-Amz-Date=20260704T112233Z&Expires=5&X-Amz-Expires=9"), Some(5));
        for none in [
            "",
            "?x=1",
            "?XExpires=1",
            "?Expires=",
            "?Expires=-1",
            "?Expires=+1",
            "?Expires=99999999999999999999",
            "?Expires=18446744073709551615",
            "?Expires=&X-Amz-Date=20260704T112233Z&X-Amz-Expires=1800",
            "?X-Amz-Date=20260704T112233Z",
            "?X-Amz-Expires=1800",
            "?X-Amz-Date=20260704T112233Z&X-Obs-Expires=1800",
            "?X-Amz-Date=today&X-Amz-Expires=1800",
            "?X-Amz-Date=20260704T112233Z&X-Amz-Expires=18446744073709551615",
            "?X-Amz-Date=20260704T112233Z&X-Amz-Expires=-1",
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
            host in "([a-z0-9-]{1,8}\\.){0,2}(example|[0-9]{1,3}|0x7f|xn--|\\[::1\\])(:[0-9]{0,5})?",
            path in "(/[!-~]{0,6}|/\\.{1,3}|/%2[eE]){0,3}", query in "(\\?[!-~]{0,20})?",
        ) {
            let url = format!("https://{host}{path}{query}");
            let rule = LinkRule { private: PrivateAddresses::Allow, ..rule(Locality::Public) };
            if let Ok(kept) = PresignedUrl::parse(url.clone(), rule) {
                let parsed = reqwest::Url::parse(kept.as_str()).unwrap();
                let rest = &url["https://".len() + host.len()..];
                let (path, query) = rest.split_once('?').map_or((rest, None), |(p, q)| (p, Some(q)));
                prop_assert!(host.starts_with(parsed.host_str().unwrap()));
                prop_assert_eq!(parsed.path(), if path.is_empty() { "/" } else { path });
                prop_assert_eq!(parsed.query(), query);
            }
        }

        #[test]
        fn nothing_panics(url in ".*") {
            let _ = PresignedUrl::parse(url.clone(), rule(Locality::Public));
            let _ = PresignedUrl::parse(format!("https://{url}"), rule(Locality::Public));
        }
    }
}
