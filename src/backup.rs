//! A backup as a checked type: what a record of the service says of it, read once.

use std::{fmt, time::SystemTime};

use careful_http::Moment;
use huaweicloud_core::InvalidValue;

use crate::{
    generated::types::{BackupFormat, BackupRecordResponse},
    types::BackupId,
};

/// The status of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackupStatus {
    /// It has not begun yet (`waiting`).
    Waiting,
    /// It is being made (`backuping`).
    Running,
    /// It is done and has files (`succeed`).
    Succeeded,
    /// It could not be made (`failed`).
    Failed,
    /// It is past its retention (`expired`).
    Expired,
    /// It was deleted (`deleted`).
    Deleted,
    /// A word that this version does not know: nothing is known of it.
    Unknown(String),
}

impl BackupStatus {
    /// Whether the backup is still to come.
    pub fn is_pending(&self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }

    /// Whether it surely has no files and will have none.
    pub fn is_lost(&self) -> bool {
        matches!(self, Self::Failed | Self::Expired | Self::Deleted)
    }
}

impl From<&str> for BackupStatus {
    fn from(word: &str) -> Self {
        match word {
            "waiting" => Self::Waiting,
            "backuping" => Self::Running,
            "succeed" => Self::Succeeded,
            "failed" => Self::Failed,
            "expired" => Self::Expired,
            "deleted" => Self::Deleted,
            other => Self::Unknown(other.to_owned()),
        }
    }
}

/// In the service's word.
impl fmt::Display for BackupStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Waiting => "waiting",
            Self::Running => "backuping",
            Self::Succeeded => "succeed",
            Self::Failed => "failed",
            Self::Expired => "expired",
            Self::Deleted => "deleted",
            Self::Unknown(word) => word,
        })
    }
}

/// Who had a backup made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum BackupKind {
    /// Somebody asked for it (`manual`). It stays until it is deleted.
    Manual,
    /// The instance's policy (`auto`). The service deletes it after some days.
    Automatic,
}

/// A backup of an instance. What the service leaves out, or says in a form that is not known, is `None`.
///
/// ```
/// use dcs_backup::{Backup, BackupStatus, raw::types::BackupRecordResponse};
///
/// let record: BackupRecordResponse = serde_json::from_value(serde_json::json!({
///     "backup_id": "b1", "status": "succeed", "size": "2048", "created_at": "20240410073529",
/// }))?;
/// let backup = Backup::try_from(record)?;
/// assert_eq!((backup.status, backup.size), (Some(BackupStatus::Succeeded), Some(2048)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Backup {
    /// Its id.
    pub id: BackupId,
    /// Its status.
    pub status: Option<BackupStatus>,
    /// When it was asked for. A time without a zone is read as UTC.
    pub created_at: Option<SystemTime>,
    /// Who had it made.
    pub kind: Option<BackupKind>,
    /// What its files are.
    pub format: Option<BackupFormat>,
    /// The size of all its files in bytes; `None` as long as it is not done.
    pub size: Option<u64>,
    record: BackupRecordResponse,
}

impl Backup {
    /// All that the service says of it.
    pub fn raw(&self) -> &BackupRecordResponse {
        &self.record
    }

    /// Why it failed, in words. Returns `None` unless the service gives a documented error code.
    pub fn failure(&self) -> Option<&'static str> {
        Some(match self.record.error_code.as_deref()? {
            "dcs.08.0001" => "the service's backup tool could not be started",
            "dcs.08.0002" => "the service took too long",
            "dcs.08.0003" => "the service could not delete its bucket",
            "dcs.08.0004" => "the service could not get the access keys of its bucket",
            "dcs.08.0005" => "the service could not make its bucket",
            "dcs.08.0006" => "the service could not tell the size of the data",
            "dcs.08.0007" => "the service could not synchronize the data",
            "dcs.08.0008" => "the instance was busy with another task; try again later",
            _ => return None,
        })
    }
}

/// Refuses a record without a usable id: nothing can be done with such a backup.
impl TryFrom<BackupRecordResponse> for Backup {
    type Error = InvalidValue;

    fn try_from(record: BackupRecordResponse) -> Result<Self, Self::Error> {
        let text = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        let created_at = record.created_at.as_deref().and_then(Moment::parse);
        let size = record.size.and_then(|size| u64::try_from(size).ok());
        Ok(Self {
            id: BackupId::try_from(record.backup_id.as_deref().unwrap_or_default())?,
            status: text(&record.status).map(|word| BackupStatus::from(word.as_str())),
            created_at: created_at.map(Moment::nominal),
            kind: match record.backup_type.as_deref() {
                Some("manual") => Some(BackupKind::Manual),
                Some("auto") => Some(BackupKind::Automatic),
                _ => None,
            },
            format: text(&record.backup_format)
                .and_then(|format| format.to_ascii_lowercase().parse().ok()),
            size: size.filter(|size| *size > 0),
            record,
        })
    }
}
