//! What tells one version of a file at the store from another: its length and its validators, compared as
//! RFC 9110 has it. Pure.

use std::time::{Duration, SystemTime};

/// A file that changed less than this before an answer may change again with the same `Last-Modified`: it
/// counts whole seconds, and the clocks of a store's machines differ.
const SETTLED: Duration = Duration::from_secs(60);

/// One version of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Identity {
    pub(crate) length: u64,
    pub(crate) validators: Validators,
}

/// What an answer says of the version that it is from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Validators {
    /// As the store sent it, quotes and `W/` included.
    pub(crate) etag: Option<String>,
    pub(crate) modified: Option<Modified>,
}

/// `Last-Modified` as the store sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Modified {
    /// It proves a version: the file had not changed for a while when the answer was given.
    Settled(String),
    /// It proves nothing, since it is too young or no date. Another one still means another version.
    Unsettled(String),
}

impl Modified {
    fn text(&self) -> &str {
        match self {
            Self::Settled(text) | Self::Unsettled(text) => text,
        }
    }

    /// Whether both mean the same moment, in whatever form.
    fn is_same_as(&self, other: &Self) -> bool {
        let moment = |modified: &Self| httpdate::parse_http_date(modified.text()).ok();
        self.text() == other.text() || moment(self).is_some_and(|at| moment(other) == Some(at))
    }
}

/// What may be asked of the store so that it refuses another version by itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Precondition<'a> {
    IfMatch(&'a str),
    IfUnmodifiedSince(&'a str),
}

impl Validators {
    /// Takes an ETag that is not empty, and judges `Last-Modified` by the time of the answer (RFC 9110, section
    /// 8.8.2.2).
    pub(crate) fn new(etag: Option<&str>, modified: Option<&str>, answered: SystemTime) -> Self {
        let is_settled = |modified: &str| {
            httpdate::parse_http_date(modified)
                .ok()
                .and_then(|modified| answered.duration_since(modified).ok())
                .is_some_and(|age| age >= SETTLED)
        };
        let judged = |text: &str| match is_settled(text) {
            true => Modified::Settled(text.to_owned()),
            false => Modified::Unsettled(text.to_owned()),
        };
        Self {
            etag: etag.filter(|etag| !opaque(etag).is_empty()).map(ToOwned::to_owned),
            modified: modified.map(judged),
        }
    }

    /// Whether answers that agree in these are of one version, byte for byte, and may be put together.
    pub(crate) fn are_strong(&self) -> bool {
        self.precondition().is_some()
    }

    /// The condition that the strongest of them allows; weak ETags never match in one (RFC 9110, section
    /// 13.1.1).
    pub(crate) fn precondition(&self) -> Option<Precondition<'_>> {
        let etag = self.etag.as_deref().filter(|etag| !is_weak(etag));
        match (etag, &self.modified) {
            (Some(etag), _) => Some(Precondition::IfMatch(etag)),
            (None, Some(Modified::Settled(text))) => Some(Precondition::IfUnmodifiedSince(text)),
            (None, _) => None,
        }
    }

    /// Whether an answer with `other` can be of the version that has these. A validator that vanished or
    /// appeared means another version, but for a `Last-Modified` beside the same strong ETag: some stores leave
    /// it out of ranges.
    pub(crate) fn agree_with(&self, other: &Self) -> bool {
        let dates_agree = match (&self.modified, &other.modified) {
            (Some(ours), Some(theirs)) => ours.is_same_as(theirs),
            (None, None) => true,
            _ => self.have_strong_etag() && other.have_strong_etag(),
        };
        dates_agree && self.etag.as_deref().map(opaque) == other.etag.as_deref().map(opaque)
    }

    fn have_strong_etag(&self) -> bool {
        self.etag.as_deref().is_some_and(|etag| !is_weak(etag))
    }
}

fn is_weak(etag: &str) -> bool {
    etag.starts_with("W/") || etag.starts_with("w/")
}

/// What RFC 9110 compares weakly; quotes are left out, since some proxies drop them.
fn opaque(etag: &str) -> &str {
    let tag = if is_weak(etag) { etag.get(2..).unwrap_or_default() } else { etag };
    tag.trim_matches('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    const OLD: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const LATER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";

    /// On another day of the week, and so no date.
    const WRONG: &str = "Mon, 06 Nov 1994 08:49:37 GMT";
    const OLD_IN_ANOTHER_FORM: &str = "Sun Nov  6 08:49:37 1994";

    fn validators(etag: Option<&str>, modified: Option<&str>) -> Validators {
        Validators::new(etag, modified, SystemTime::now())
    }

    #[test]
    fn versions_are_told_apart_as_the_rfc_has_it() {
        let (v1, weak, v2) = (Some("\"v1\""), Some("W/\"v1\""), Some("\"v2\""));
        for (ours, theirs, agree) in [
            ((v1, None), (v1, None), true),
            ((v1, Some(OLD)), (v1, Some(LATER)), false),
            ((v1, Some(OLD)), (v1, Some(WRONG)), false),
            ((v1, Some(OLD)), (v1, Some(OLD_IN_ANOTHER_FORM)), true),
            ((v1, Some(OLD)), (v1, None), true),
            ((v1, None), (v1, Some(OLD)), true),
            ((v1, Some(OLD)), (weak, None), false),
            ((weak, Some(OLD)), (weak, Some(WRONG)), false),
            ((weak, Some(OLD)), (weak, None), false),
            ((weak, None), (weak, Some(OLD)), false),
            ((weak, Some(OLD)), (v1, Some(OLD)), true),
            ((v1, None), (weak, None), true),
            ((weak, None), (v1, None), true),
            ((v1, None), (Some("v1"), None), true),
            ((v1, None), (v2, None), false),
            ((v1, Some(OLD)), (v2, Some(OLD)), false),
            ((weak, Some(OLD)), (weak, Some(LATER)), false),
            ((weak, Some(OLD)), (v1, Some(LATER)), false),
            ((None, Some(OLD)), (None, Some(OLD)), true),
            ((None, Some(OLD)), (None, Some(LATER)), false),
            ((v1, Some(OLD)), (None, Some(OLD)), false),
            ((None, Some(OLD)), (v1, Some(OLD)), false),
            ((None, Some(OLD)), (weak, Some(OLD)), false),
            ((weak, Some(OLD)), (None, Some(OLD)), false),
            ((v1, Some(OLD)), (None, Some(LATER)), false),
            ((v1, None), (None, None), false),
            ((None, Some(OLD)), (None, None), false),
            ((None, None), (None, None), true),
        ] {
            let (a, b) = (validators(ours.0, ours.1), validators(theirs.0, theirs.1));
            assert_eq!(a.agree_with(&b), agree, "{ours:?} {theirs:?}");
        }
    }

    #[test]
    fn only_strong_validators_join_answers() {
        for (etag, modified, precondition) in [
            (Some("\"v1\""), None, Some(Precondition::IfMatch("\"v1\""))),
            (Some("\"v1\""), Some(OLD), Some(Precondition::IfMatch("\"v1\""))),
            (Some("W/\"v1\""), Some(OLD), Some(Precondition::IfUnmodifiedSince(OLD))),
            (Some("W/\"v1\""), None, None),
            (Some("\"\""), None, None),
            (Some(""), None, None),
            (None, Some(OLD), Some(Precondition::IfUnmodifiedSince(OLD))),
            (None, Some("yesterday"), None),
            (None, None, None),
        ] {
            let validators = validators(etag, modified);
            assert_eq!(validators.precondition(), precondition, "{etag:?} {modified:?}");
        }
    }

    #[test]
    fn a_date_of_the_last_minute_proves_nothing() {
        let changed = httpdate::parse_http_date(OLD).unwrap();
        for (age, strong) in [(0, false), (59, false), (60, true)] {
            let answered = changed + Duration::from_secs(age);
            assert_eq!(Validators::new(None, Some(OLD), answered).are_strong(), strong, "{age}");
        }
        let before = changed - Duration::from_secs(1);
        assert!(!Validators::new(None, Some(OLD), before).are_strong());
    }
}
