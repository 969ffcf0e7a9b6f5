//! What the object store says when it refuses: its XML, read leniently. Pure.

use crate::redact;

/// The texts of an error body, cleaned; whatever else is in the body is not shown.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct StoreError {
    pub(super) code: Option<String>,
    pub(super) message: Option<String>,
    pub(super) request_id: Option<String>,
}

impl StoreError {
    /// Reads `<Code>`, `<Message>` and `<RequestId>`, and masks the link's `secrets` in them; HTML and
    /// the like say nothing.
    pub(super) fn parse(body: &[u8], secrets: &[String]) -> Self {
        let text = String::from_utf8_lossy(body);
        let Some((_, error)) = text.split_once("<Error") else {
            return Self::default();
        };
        let element = |name: &str| {
            let (_, rest) = error.split_once(&format!("<{name}>"))?;
            let (content, _) = rest.split_once(&format!("</{name}>"))?;
            Some(redact::clean(content.trim(), secrets.iter().map(String::as_str)))
                .filter(|text| !text.is_empty())
        };
        Self {
            code: element("Code"),
            message: element("Message"),
            request_id: element("RequestId"),
        }
    }

    /// Whether the refusal says that the link has expired, whatever the local clock shows.
    pub(super) fn says_expired(&self) -> bool {
        let says = |text: &Option<String>| {
            text.as_deref().is_some_and(|text| text.to_ascii_lowercase().contains("expired"))
        };
        says(&self.message) || says(&self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(body: &str) -> (Option<String>, Option<String>, bool) {
        let error = StoreError::parse(body.as_bytes(), &[]);
        let expired = error.says_expired();
        (error.code, error.message, expired)
    }

    #[test]
    fn what_stores_say_is_read() {
        let owned = |text: &str| Some(text.to_owned());
        let xml = "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code>\
                   <Message>Request has expired</Message><RequestId>R</RequestId></Error>";
        assert_eq!(parsed(xml), (owned("AccessDenied"), owned("Request has expired"), true));
        let empty = "<Error><Code>AccessDenied</Code><Message></Message></Error>";
        assert_eq!(parsed(empty), (owned("AccessDenied"), None, false));
        for nothing in ["", "<html><Code>no</Code></html>", "<Error><Code>", "{}"] {
            assert_eq!(parsed(nothing), (None, None, false), "{nothing}");
        }
    }

    #[test]
    fn a_link_in_the_text_is_not_shown() {
        let xml =
            "<Error><Message>no https://b.example.com/k?Signature=MARKER here</Message></Error>";
        let (_, message, _) = parsed(xml);
        assert_eq!(message.unwrap(), "no https://b.example.com/k?*** here");
    }
}
