//! What the object store says when it refuses, and what that means: its XML, read leniently. Pure.

use std::time::SystemTime;

use http::StatusCode;

use careful_http::{Moment, clean};

/// Codes of a store that is asked too much.
const THROTTLED: [&str; 8] = [
    "BandwidthLimitExceeded",
    "RequestLimitExceeded",
    "RequestThrottled",
    "SlowDown",
    "ThrottledException",
    "Throttling",
    "ThrottlingException",
    "TooManyRequests",
];
/// Codes of trouble that passes, whatever the status is.
const PASSING: [&str; 9] = [
    "Busy",
    "ConditionalRequestConflict",
    "InternalError",
    "InternalServerError",
    "OperationAborted",
    "RequestTimeout",
    "RequestTimeoutException",
    "ServerBusy",
    "ServiceUnavailable",
];
/// Codes of credentials that had a time, and it is over.
const EXPIRED: [&str; 2] = ["RequestExpired", "TokenRefreshRequired"];
/// Words in the codes of what is wrong with a link's signature or keys.
const ABOUT_THE_LINK: [&str; 6] =
    ["AccessDenied", "AccessKey", "Authorization", "Credential", "Signature", "Token"];
/// The one of these by which a store complains of too many failures: a new link would be one more.
const TOO_MANY_FAILURES: &str = "TooManyWrongSignature";

/// The texts of an error body, cleaned; whatever else is in the body is not shown.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct StoreError {
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) request_id: Option<String>,
    /// When the link expired, or will.
    pub(crate) expires: Option<SystemTime>,
    /// The store's own time.
    pub(crate) server_time: Option<SystemTime>,
}

/// What is known of a link's life at the time of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Life {
    Over,
    NotOver,
    Unknown,
}

/// What a refusal means for the next step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// The link has expired.
    Expired,
    /// The link is not accepted; another one may be.
    NotAccepted,
    /// There is no file where the link leads; another one may lead to it.
    Gone,
    /// The file is not the one that a precondition names.
    Unmatched,
    /// The file ends before the first byte asked for.
    OutOfRange,
    /// The store is asked too much.
    Throttled,
    /// Another attempt may do better.
    Passing,
    Redirect,
    /// Nothing that a store answers to such a request.
    Foreign,
    /// No attempt can do better.
    Final,
}

impl StoreError {
    /// Reads the elements of an `<Error>`, and masks the link's `secrets` in them; HTML and the like say
    /// nothing.
    pub(crate) fn parse(body: &[u8], secrets: &[String]) -> Self {
        let text = String::from_utf8_lossy(body);
        let Some((_, error)) = text.split_once("<Error") else {
            return Self::default();
        };
        let element = |name: &str| {
            let (_, rest) = error.split_once(&format!("<{name}>"))?;
            let (content, _) = rest.split_once(&format!("</{name}>"))?;
            Some(clean(content.trim(), secrets.iter().map(String::as_str)))
                .filter(|text| !text.is_empty())
        };
        let time = |name: &str| match Moment::parse(&element(name)?)? {
            Moment::Instant(time) => Some(time),
            Moment::Local(_) => None,
        };
        Self {
            code: element("Code"),
            message: element("Message"),
            request_id: element("RequestId"),
            expires: time("Expires"),
            server_time: time("ServerTime"),
        }
    }

    /// What it means with this status, for a link with such a life.
    pub(crate) fn meaning(&self, status: StatusCode, link: Life) -> Meaning {
        match status.as_u16() {
            500.. => Meaning::Passing,
            400..500 => self.meaning_of_4xx(status.as_u16(), link),
            300 | 304..307 => Meaning::Foreign,
            301..400 => Meaning::Redirect,
            _ => Meaning::Foreign,
        }
    }

    fn meaning_of_4xx(&self, status: u16, link: Life) -> Meaning {
        let code = self.code.as_deref().unwrap_or_default();
        if status == 429 || THROTTLED.contains(&code) {
            return Meaning::Throttled;
        }
        if matches!(status, 408 | 421 | 425) || PASSING.contains(&code) {
            return Meaning::Passing;
        }
        match status {
            407 => return Meaning::Foreign,
            412 => return Meaning::Unmatched,
            416 => return Meaning::OutOfRange,
            _ => {}
        }
        // What else has expired, the backup for instance, is told with 404.
        let is_gone = matches!(status, 404 | 410);
        if self.has_expired_code() || (!is_gone && self.says_expired()) {
            return Meaning::Expired;
        }
        let may_be_the_link = match status {
            401 | 403 => true,
            400 if code == TOO_MANY_FAILURES => false,
            400 => link == Life::Over || ABOUT_THE_LINK.iter().any(|word| code.contains(word)),
            _ => false,
        };
        match link {
            Life::Over if may_be_the_link => Meaning::Expired,
            Life::NotOver | Life::Unknown if may_be_the_link => Meaning::NotAccepted,
            _ if is_gone => Meaning::Gone,
            _ => Meaning::Final,
        }
    }

    fn has_expired_code(&self) -> bool {
        self.code.as_deref().is_some_and(|code| EXPIRED.contains(&code) || mentions_expiry(code))
    }

    /// Whether the refusal says that the link has expired, whatever the local clock shows.
    fn says_expired(&self) -> bool {
        let by_time = self.expires.zip(self.server_time);
        self.message.as_deref().is_some_and(mentions_expiry)
            || by_time.is_some_and(|(expires, now)| expires <= now)
    }
}

fn mentions_expiry(text: &str) -> bool {
    text.to_ascii_lowercase().contains("expired")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meaning(status: u16, body: &str, link: Life) -> Meaning {
        let status = StatusCode::from_u16(status).unwrap();
        StoreError::parse(body.as_bytes(), &[]).meaning(status, link)
    }

    #[test]
    fn what_stores_say_is_read() {
        let owned = |text: &str| Some(text.to_owned());
        let parsed = |body: &str| StoreError::parse(body.as_bytes(), &[]);
        let xml = "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code>\
                   <Message>Request has expired</Message><RequestId>R</RequestId></Error>";
        let said = parsed(xml);
        assert_eq!(
            (said.code, said.message),
            (owned("AccessDenied"), owned("Request has expired"))
        );
        let empty = parsed("<Error><Code>AccessDenied</Code><Message></Message></Error>");
        assert_eq!((empty.code, empty.message), (owned("AccessDenied"), None));
        for nothing in ["", "<html><Code>no</Code></html>", "<Error><Code>", "{}"] {
            assert_eq!(parsed(nothing), StoreError::default(), "{nothing}");
        }
    }

    #[test]
    fn a_refusal_means_what_its_code_and_text_say_before_its_status() {
        use Life::{NotOver, Over, Unknown};
        let code = |code: &str| format!("<Error><Code>{code}</Code></Error>");
        let says = |text: &str| format!("<Error><Message>{text}</Message></Error>");
        let times = |expires: &str| {
            format!(
                "<Error><Code>AccessDenied</Code><Expires>{expires}</Expires>\
                 <ServerTime>2026-07-04T11:00:00Z</ServerTime></Error>"
            )
        };
        for (status, body, link, expected) in [
            (400, code("ExpiredToken"), NotOver, Meaning::Expired),
            (400, code("TokenRefreshRequired"), Unknown, Meaning::Expired),
            (400, says("Request has expired"), NotOver, Meaning::Expired),
            (401, says("The token is Expired."), NotOver, Meaning::Expired),
            (403, code("AccessDenied"), Over, Meaning::Expired),
            (403, code("AccessDenied"), NotOver, Meaning::NotAccepted),
            (403, times("2026-07-04T10:59:59.000Z"), NotOver, Meaning::Expired),
            (403, times("2026-07-04T11:00:01Z"), NotOver, Meaning::NotAccepted),
            (403, times("2026-07-04T18:59:59+08:00"), NotOver, Meaning::Expired),
            (403, times("2026-07-04T19:00:01+08:00"), NotOver, Meaning::NotAccepted),
            (403, times("1783162799"), NotOver, Meaning::Expired),
            (403, times("1783162801"), NotOver, Meaning::NotAccepted),
            (403, code("InvalidAccessKeyId"), NotOver, Meaning::NotAccepted),
            (403, String::new(), Unknown, Meaning::NotAccepted),
            (401, String::new(), NotOver, Meaning::NotAccepted),
            (400, code("InvalidToken"), NotOver, Meaning::NotAccepted),
            (400, code("AuthorizationQueryParametersError"), NotOver, Meaning::NotAccepted),
            (400, code("TooManyWrongSignature"), NotOver, Meaning::Final),
            (400, code("TooManyWrongSignature"), Over, Meaning::Final),
            (400, code("InvalidArgument"), NotOver, Meaning::Final),
            (400, code("InvalidArgument"), Over, Meaning::Expired),
            (400, code("RequestTimeout"), NotOver, Meaning::Passing),
            (403, code("RequestTimeout"), Over, Meaning::Passing),
            (403, code("SlowDown"), NotOver, Meaning::Throttled),
            (404, code("NoSuchKey"), NotOver, Meaning::Gone),
            (404, says("the backup has expired"), NotOver, Meaning::Gone),
            (404, code("ExpiredToken"), NotOver, Meaning::Expired),
            (408, String::new(), NotOver, Meaning::Passing),
            (409, code("OperationAborted"), NotOver, Meaning::Passing),
            (409, String::new(), NotOver, Meaning::Final),
            (412, String::new(), Over, Meaning::Unmatched),
            (416, String::new(), Over, Meaning::OutOfRange),
            (425, String::new(), NotOver, Meaning::Passing),
            (429, String::new(), NotOver, Meaning::Throttled),
            (503, code("SlowDown"), NotOver, Meaning::Passing),
            (304, String::new(), NotOver, Meaning::Foreign),
            (307, String::new(), NotOver, Meaning::Redirect),
            (204, String::new(), NotOver, Meaning::Foreign),
        ] {
            assert_eq!(meaning(status, &body, link), expected, "{status} {body} {link:?}");
        }
    }

    #[test]
    fn a_link_in_the_text_is_not_shown() {
        let xml =
            "<Error><Message>no https://b.example.com/k?Signature=MARKER here</Message></Error>";
        let message = StoreError::parse(xml.as_bytes(), &[]).message;
        assert_eq!(message.unwrap(), "no https://b.example.com/k?*** here");
    }
}
