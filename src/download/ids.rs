//! Which backup it is that something in the folder is of.

use serde::{Deserialize, Serialize};

/// The ids of a backup; a download by links alone knows none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ids {
    pub(super) instance_id: Option<String>,
    pub(super) backup_id: Option<String>,
}

/// What two sets of ids say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Same,
    Other,
    /// One of them, or both, are not known: only the store can tell.
    Unknown,
}

impl Ids {
    pub(super) fn relation(&self, other: &Self) -> Relation {
        let pairs = [(&self.instance_id, &other.instance_id), (&self.backup_id, &other.backup_id)];
        if pairs.iter().any(|(a, b)| a.is_none() || b.is_none()) {
            return Relation::Unknown;
        }
        if pairs.iter().all(|(a, b)| a == b) { Relation::Same } else { Relation::Other }
    }
}
