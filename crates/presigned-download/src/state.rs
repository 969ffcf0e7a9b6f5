//! The state file beside an unfinished file: what it is a copy of, and which bytes are on the disk.
//! Never a link.

use std::ops::Range;

use http::HeaderValue;
use serde::{Deserialize, Serialize};

use careful_http::Error;

use crate::{
    crc64::Crc64,
    dir::Dir,
    identity::{Identity, Modified, Validators},
    ids::Ids,
    names::Names,
    summing::Method,
    sums::disjoint,
};

/// What an earlier run left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    /// Of the run that wrote it.
    pub(crate) ids: Ids,
    pub(crate) identity: Identity,
    pub(crate) recorded: Vec<Recorded>,
}

/// A range that is on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Recorded {
    pub(crate) range: Range<u64>,
    /// Over its bytes. `None` if the record does not prove them.
    pub(crate) sum: Option<(Method, u64)>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    #[serde(flatten)]
    ids: Ids,
    etag: Option<String>,
    /// Left out by versions that did not look at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    /// A `Last-Modified` that proves nothing by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    unsettled: Option<String>,
    length: u64,
    finished: Vec<StoredRange>,
}

/// First byte, one past the last, and the sealed sum in hexadecimal digits, behind [`SAMPLE`] if it is not over
/// all bytes.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum StoredRange {
    Sealed(u64, u64, String),
    Bare(u64, u64),
}

const VERSION: u32 = 1;
const SAMPLE: &str = "sample ";
const LARGEST: u64 = 16 << 20;

impl State {
    /// Reads a state file. One that can't be read or used says nothing, whatever it is.
    pub(crate) fn load(dir: &Dir, name: &str) -> Option<Self> {
        match dir.read(name, LARGEST) {
            Ok(text) => Self::parse(&text?),
            Err(error) => {
                tracing::warn!(%error, "what an earlier run recorded can't be read");
                None
            }
        }
    }

    pub(crate) fn save(&self, dir: &Dir, names: &Names) -> Result<(), Error> {
        dir.replace(&names.state, &names.new_state, self.text().as_bytes())
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(text).ok()?;
        let sound = stored.version == VERSION
            && [&stored.etag, &stored.modified, &stored.unsettled]
                .into_iter()
                .flatten()
                .all(|validator| HeaderValue::from_str(validator).is_ok())
            && stored
                .finished
                .iter()
                .map(StoredRange::range)
                .all(|range| range.start <= range.end && range.end <= stored.length);
        if !sound {
            return None;
        }
        let (settled, unsettled) = (stored.modified, stored.unsettled);
        let modified = settled.map(Modified::Settled).or(unsettled.map(Modified::Unsettled));
        let validators = Validators { etag: stored.etag, modified };
        let identity = Identity { length: stored.length, validators };
        let seal = Seal::of(&stored.ids, &identity);
        let recorded = stored.finished.iter().map(|range| Recorded {
            range: range.range(),
            sum: range
                .sealed()
                .map(|(method, sealed)| (method, sealed ^ seal.at(&range.range(), method))),
        });
        let recorded = disjoint(recorded.collect(), |recorded| recorded.range.clone());
        Some(Self { ids: stored.ids, identity, recorded })
    }

    fn text(&self) -> String {
        let seal = Seal::of(&self.ids, &self.identity);
        let (modified, unsettled) = dates(&self.identity.validators);
        let stored = Stored {
            version: VERSION,
            ids: self.ids.clone(),
            etag: self.identity.validators.etag.clone(),
            modified: modified.map(ToOwned::to_owned),
            unsettled: unsettled.map(ToOwned::to_owned),
            length: self.identity.length,
            finished: self.recorded.iter().map(|recorded| seal.store(recorded)).collect(),
        };
        // Numbers and strings are always JSON; without a state the file would be fetched anew.
        serde_json::to_string(&stored).unwrap_or_default()
    }
}

impl StoredRange {
    fn range(&self) -> Range<u64> {
        match self {
            Self::Sealed(start, end, _) | Self::Bare(start, end) => *start..*end,
        }
    }

    fn sealed(&self) -> Option<(Method, u64)> {
        let Self::Sealed(_, _, sum) = self else {
            return None;
        };
        let (method, digits) = match sum.strip_prefix(SAMPLE) {
            Some(digits) => (Method::Sample, digits),
            None => (Method::All, sum.as_str()),
        };
        Some((method, u64::from_str_radix(digits, 16).ok()?))
    }
}

/// `Last-Modified` where it is settled, and where it isn't.
fn dates(validators: &Validators) -> (Option<&str>, Option<&str>) {
    match &validators.modified {
        Some(Modified::Settled(text)) => (Some(text), None),
        Some(Modified::Unsettled(text)) => (None, Some(text)),
        None => (None, None),
    }
}

fn prefix(method: Method) -> &'static str {
    match method {
        Method::All => "",
        Method::Sample => SAMPLE,
    }
}

/// Ties a sum to all else that the state says: whoever changes one of them breaks the other. So a hole, with
/// its sum of zero, has no sum that is easily guessed.
struct Seal(Crc64);

impl Seal {
    fn of(ids: &Ids, identity: &Identity) -> Self {
        let mut crc = Crc64::new();
        let etag = &identity.validators.etag;
        let (modified, unsettled) = dates(&identity.validators);
        let (instance_id, backup_id) = (ids.instance_id(), ids.backup_id());
        for text in [instance_id, backup_id, etag.as_deref(), modified, unsettled] {
            let length = text.map_or(u64::MAX, |text| text.len() as u64);
            crc.update(&length.to_le_bytes());
            crc.update(text.unwrap_or_default().as_bytes());
        }
        crc.update(&identity.length.to_le_bytes());
        Self(crc)
    }

    fn at(&self, range: &Range<u64>, method: Method) -> u64 {
        let mut crc = self.0;
        crc.update(prefix(method).as_bytes());
        crc.update(&range.start.to_le_bytes());
        crc.update(&range.end.to_le_bytes());
        crc.value()
    }

    fn store(&self, recorded: &Recorded) -> StoredRange {
        let Range { start, end } = recorded.range;
        match recorded.sum {
            Some((method, crc)) => {
                let sealed = crc ^ self.at(&recorded.range, method);
                StoredRange::Sealed(start, end, format!("{}{sealed:016x}", prefix(method)))
            }
            None => StoredRange::Bare(start, end),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_makes_no_sense_says_nothing() {
        for text in [
            "",
            "{",
            "null",
            r#"{"version":2,"etag":null,"length":9,"finished":[]}"#,
            r#"{"version":1,"etag":null,"length":9,"finished":[[0,10]]}"#,
            r#"{"version":1,"etag":null,"length":9,"finished":[[5,4]]}"#,
            r#"{"version":1,"etag":null,"length":-9,"finished":[]}"#,
            r#"{"version":1,"etag":"x\ny","length":9,"finished":[]}"#,
            r#"{"version":1,"etag":null,"modified":"x\ny","length":9,"finished":[]}"#,
            r#"{"version":1,"backup_id":"\u001b]0;x\u0007","etag":null,"length":9,"finished":[]}"#,
        ] {
            assert_eq!(State::parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_saved_is_what_is_loaded(
            etag in proptest::option::of("[ -~]*"),
            modified in proptest::option::of((any::<bool>(), "[ -~]*")),
            id in proptest::option::of("[0-9A-Za-z_-]{1,64}"),
            ranges in proptest::collection::vec((any::<u64>(), any::<u64>(), any::<Option<(bool, u64)>>()), 0..10),
        ) {
            let modified = modified.map(|(is_settled, text)| match is_settled {
                true => Modified::Settled(text),
                false => Modified::Unsettled(text),
            });
            let state = State {
                ids: id.map_or_else(Ids::default, |id| Ids::new(id.as_str(), id.as_str()).unwrap()),
                identity: Identity {
                    length: u64::MAX,
                    validators: Validators { etag, modified },
                },
                recorded: disjoint(
                    ranges
                        .into_iter()
                        .map(|(a, b, sum)| Recorded {
                            range: a.min(b)..a.max(b),
                            sum: sum.map(|(sample, crc)| {
                                (if sample { Method::Sample } else { Method::All }, crc)
                            }),
                        })
                        .collect(),
                    |recorded| recorded.range.clone(),
                ),
            };
            prop_assert_eq!(State::parse(state.text().as_bytes()), Some(state));
        }
    }
}
