//! The state file beside an unfinished file: what it is a copy of, and which bytes are on the disk.
//! Never a link, never a check sum.

use http::HeaderValue;
use serde::{Deserialize, Serialize};

use crate::error::Error;

use super::{dir::Dir, ids::Ids, names::Names, ranges::Ranges};

/// What tells one version of an object from another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) length: u64,
    /// As the store sent it, quotes included; nothing if it sent none.
    pub(super) etag: Option<String>,
}

/// What an earlier run left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    /// Of the run that wrote it.
    pub(super) ids: Ids,
    pub(super) identity: Identity,
    pub(super) finished: Ranges,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    version: u32,
    #[serde(flatten)]
    ids: Ids,
    etag: Option<String>,
    length: u64,
    /// First byte, and one past the last.
    finished: Vec<(u64, u64)>,
}

const VERSION: u32 = 1;

impl State {
    /// Reads a state file. One that can't be used says nothing, whatever it is.
    pub(super) fn load(dir: &Dir, name: &str) -> Result<Option<Self>, Error> {
        if !dir.is_small_file(name) {
            return Ok(None);
        }
        Ok(dir.read_small(name)?.and_then(|text| Self::parse(&text)))
    }

    pub(super) fn save(&self, dir: &Dir, names: &Names) -> Result<(), Error> {
        dir.replace(&names.state, &names.new_state, self.text().as_bytes())
    }

    fn parse(text: &[u8]) -> Option<Self> {
        let stored: Stored = serde_json::from_slice(text).ok()?;
        let sound = stored.version == VERSION
            && stored.etag.as_ref().is_none_or(|etag| HeaderValue::from_str(etag).is_ok())
            && stored.finished.iter().all(|(start, end)| start <= end && *end <= stored.length);
        sound.then(|| Self {
            ids: stored.ids,
            identity: Identity { length: stored.length, etag: stored.etag },
            finished: stored.finished.into_iter().map(|(a, b)| a..b).collect(),
        })
    }

    fn text(&self) -> String {
        let stored = Stored {
            version: VERSION,
            ids: self.ids.clone(),
            etag: self.identity.etag.clone(),
            length: self.identity.length,
            finished: self.finished.iter().map(|range| (range.start, range.end)).collect(),
        };
        // Numbers and strings are always JSON; without a state the file would be fetched anew.
        serde_json::to_string(&stored).unwrap_or_default()
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
        ] {
            assert_eq!(State::parse(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_saved_is_what_is_loaded(
            etag in proptest::option::of("[ -~]*"),
            ids in proptest::option::of(".*"),
            ranges in proptest::collection::vec((any::<u64>(), any::<u64>()), 0..10),
        ) {
            let state = State {
                ids: Ids { instance_id: ids.clone(), backup_id: ids },
                identity: Identity { length: u64::MAX, etag },
                finished: ranges.into_iter().map(|(a, b)| a..b).collect(),
            };
            prop_assert_eq!(State::parse(state.text().as_bytes()), Some(state));
        }
    }
}
