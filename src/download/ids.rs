//! Which backup it is that something in the folder is of.

use serde::{Deserialize, Serialize};

use crate::types::{BackupId, InstanceId};

/// The ids of a backup; a download by links alone knows none. One in a file that is no id makes the file
/// unreadable: it is none of this program's, and its text must not reach a terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ids {
    pub(super) instance_id: Option<InstanceId>,
    pub(super) backup_id: Option<BackupId>,
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
        let all_known = |ids: &Self| ids.instance_id.is_some() && ids.backup_id.is_some();
        match all_known(self) && all_known(other) {
            false => Relation::Unknown,
            true if self == other => Relation::Same,
            true => Relation::Other,
        }
    }
}
