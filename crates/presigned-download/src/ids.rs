//! Which set of files a file in the folder belongs to.

use careful_http::InvalidValue;
use serde::{Deserialize, Serialize};

/// The ids of a backup. A download by links has none. A state file or manifest with an invalid id is refused: this
/// crate did not write it, and its text must not reach a terminal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct Ids {
    instance_id: Option<Id>,
    backup_id: Option<Id>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
struct Id(String);

impl TryFrom<String> for Id {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
        if (1..=64).contains(&text.len()) && text.bytes().all(allowed) {
            return Ok(Self(text));
        }
        Err(InvalidValue::new("id", "an id has 1 to 64 of 0-9, A-Z, a-z, _, - and ."))
    }
}

impl From<Id> for String {
    fn from(id: Id) -> Self {
        id.0
    }
}

/// What two sets of ids say of each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Relation {
    Same,
    Other,
    /// One of them, or both, are not known: only the store can tell.
    Unknown,
}

impl Ids {
    /// The ids of a backup and of what it is a backup of.
    ///
    /// # Errors
    /// One of them has other characters than `0-9A-Za-z_-.`, none or more than 64.
    pub fn new(
        instance_id: impl Into<String>,
        backup_id: impl Into<String>,
    ) -> Result<Self, InvalidValue> {
        let instance_id = Some(Id::try_from(instance_id.into())?);
        let backup_id = Some(Id::try_from(backup_id.into())?);
        Ok(Self { instance_id, backup_id })
    }

    /// What it is a backup of, where that is known.
    pub fn instance_id(&self) -> Option<&str> {
        self.instance_id.as_ref().map(|id| id.0.as_str())
    }

    /// The backup, where it is known.
    pub fn backup_id(&self) -> Option<&str> {
        self.backup_id.as_ref().map(|id| id.0.as_str())
    }

    pub(crate) fn relation(&self, other: &Self) -> Relation {
        let all_known = |ids: &Self| ids.instance_id.is_some() && ids.backup_id.is_some();
        match all_known(self) && all_known(other) {
            false => Relation::Unknown,
            true if self == other => Relation::Same,
            true => Relation::Other,
        }
    }
}
