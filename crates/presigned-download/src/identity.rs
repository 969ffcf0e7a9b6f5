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
    /// `Last-Modified` as the store sent it, if it was settled by then.
    pub(crate) modified: Option<String>,
}

/// What may be asked of the store so that it refuses another version by itself.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Precondition<'a> {
    IfMatch(&'a str),
    IfUnmodifiedSince(&'a str),
}

impl Validators {
    /// Takes what proves something: an ETag that is not empty, and a `Last-Modified` that was settled at
    /// the time of the answer (RFC 9110, section 8.8.2.2).
    pub(crate) fn new(etag: Option<&str>, modified: Option<&str>, answered: SystemTime) -> Self {
        let is_settled = |modified: &&str| {
            httpdate::parse_http_date(modified)
                .ok()
                .and_then(|modified| answered.duration_since(modified).ok())
                .is_some_and(|age| age >= SETTLED)
        };
        Self {
            etag: etag.filter(|etag| !opaque(etag).is_empty()).map(ToOwned::to_owned),
            modified: modified.filter(is_settled).map(ToOwned::to_owned),
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
        etag.map(Precondition::IfMatch)
            .or_else(|| self.modified.as_deref().map(Precondition::IfUnmodifiedSince))
    }

    /// Whether an answer with `other` can be of the version that has these. Without a strong one, all that
    /// does not contradict agrees.
    pub(crate) fn agree_with(&self, other: &Self) -> bool {
        let etags = self.etag.as_deref().zip(other.etag.as_deref());
        let dates = self.modified.as_deref().zip(other.modified.as_deref());
        match (etags, dates) {
            (Some((ours, theirs)), _) if opaque(ours) != opaque(theirs) => false,
            (Some((ours, theirs)), _) if !is_weak(ours) && !is_weak(theirs) => true,
            (_, Some((ours, theirs))) => ours == theirs,
            (Some(_), None) => true,
            (None, None) => !self.are_strong(),
        }
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

    fn validators(etag: Option<&str>, modified: Option<&str>) -> Validators {
        Validators::new(etag, modified, SystemTime::now())
    }

    #[test]
    fn versions_are_told_apart_as_the_rfc_has_it() {
        let (v1, weak, v2) = (Some("\"v1\""), Some("W/\"v1\""), Some("\"v2\""));
        for (ours, theirs, agree) in [
            ((v1, None), (v1, None), true),
            ((v1, Some(OLD)), (v1, Some(LATER)), true),
            ((v1, None), (weak, None), true),
            ((weak, None), (v1, None), true),
            ((v1, None), (Some("v1"), None), true),
            ((v1, None), (v2, None), false),
            ((v1, Some(OLD)), (v2, Some(OLD)), false),
            ((weak, Some(OLD)), (weak, Some(LATER)), false),
            ((weak, Some(OLD)), (v1, Some(LATER)), false),
            ((None, Some(OLD)), (None, Some(OLD)), true),
            ((None, Some(OLD)), (None, Some(LATER)), false),
            ((v1, Some(OLD)), (None, Some(OLD)), true),
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
