//! The backups of the instance as the service lists them: when each was made, and how far it is.

use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use crate::{chance::uuid, date};

/// The service drops the oldest of more.
const MOST: usize = 24;
/// How long a backup waits, and then how long it takes, unless it is asked about sooner.
const STEP: Duration = Duration::from_secs(10);

/// All backups, oldest first.
#[derive(Default)]
pub(crate) struct Records(Vec<Record>);

pub(crate) struct Record {
    pub(crate) id: String,
    pub(crate) created: SystemTime,
    made: Made,
    stage: Stage,
}

/// How a backup came about.
pub(crate) enum Made {
    ByPolicy,
    OnRequest { remark: Option<String>, format: String },
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    Waiting,
    Running,
    Succeeded { at: SystemTime },
    Failed { at: SystemTime },
}

impl Stage {
    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::Waiting | Self::Running)
    }

    fn next(self, now: SystemTime) -> Self {
        match self {
            Self::Waiting => Self::Running,
            Self::Running => Self::Succeeded { at: now },
            ended => ended,
        }
    }
}

impl Records {
    /// Adds a backup that is done; gives its id.
    pub(crate) fn add(&mut self, now: SystemTime) -> String {
        self.push(Made::ByPolicy, Stage::Succeeded { at: now }, now)
    }

    /// Adds a backup that is still to be made; gives its id.
    pub(crate) fn start(&mut self, made: Made, now: SystemTime) -> String {
        self.push(made, Stage::Waiting, now)
    }

    fn push(&mut self, made: Made, stage: Stage, now: SystemTime) -> String {
        let id = uuid();
        // An instance makes one backup after the other, and its times have milliseconds.
        let next = self.0.last().map(|last| last.created + Duration::from_millis(1));
        let created = next.map_or(now, |next| next.max(now));
        self.0.push(Record { id: id.clone(), created, made, stage });
        let excess = self.0.len().saturating_sub(MOST);
        self.0.drain(..excess);
        id
    }

    pub(crate) fn remove(&mut self, id: &str) {
        self.0.retain(|record| record.id != id);
    }

    /// What is pending or done fails.
    pub(crate) fn fail(&mut self, id: &str, now: SystemTime) {
        for record in self.0.iter_mut().filter(|record| record.id == id) {
            record.stage = Stage::Failed { at: now };
        }
    }

    /// How far a backup is. `None` if there is none with this id.
    pub(crate) fn stage(&self, id: &str) -> Option<Stage> {
        self.0.iter().find(|record| record.id == id).map(|record| record.stage)
    }

    pub(crate) fn any_pending(&self) -> bool {
        self.0.iter().any(|record| record.stage.is_pending())
    }

    /// Whether the store has the files of this backup.
    pub(crate) fn has_files(&self, id: &str) -> bool {
        matches!(self.stage(id), Some(Stage::Succeeded { .. }))
    }

    /// Newest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Record> {
        self.0.iter().rev()
    }

    /// Each pending backup goes on as far as the time that has passed lets it.
    pub(crate) fn settle(&mut self, now: SystemTime) {
        for record in &mut self.0 {
            let age = now.duration_since(record.created).unwrap_or_default();
            if record.stage == Stage::Waiting && age >= STEP {
                record.stage = Stage::Running;
            }
            if record.stage == Stage::Running && age >= 2 * STEP {
                record.stage = Stage::Succeeded { at: record.created + 2 * STEP };
            }
        }
    }

    /// Each pending backup goes on by one stage.
    pub(crate) fn step(&mut self, now: SystemTime) {
        self.0.iter_mut().for_each(|record| record.stage = record.stage.next(now));
    }
}

impl Record {
    /// The record as the service writes it; `size` is that of the files, in bytes.
    pub(crate) fn to_json(&self, instance_id: &str, size: u64) -> Value {
        let (status, progress, ended) = match self.stage {
            Stage::Waiting => ("waiting", "0.00", None),
            Stage::Running => ("backuping", "50.00", None),
            Stage::Succeeded { at } => ("succeed", "100.00", Some(at)),
            Stage::Failed { at } => ("failed", "50.00", Some(at)),
        };
        let is_done = matches!(self.stage, Stage::Succeeded { .. });
        let (backup_type, remark, format) = match &self.made {
            Made::ByPolicy => ("auto", None, "rdb"),
            Made::OnRequest { remark, format } => ("manual", remark.as_deref(), format.as_str()),
        };
        let failed = matches!(self.stage, Stage::Failed { .. });
        // The service writes `{}` where a field has no value.
        json!({
            "backup_id": self.id,
            "backup_name": format!("backup_{}", compact(self.created)),
            "instance_id": instance_id,
            "status": status,
            "progress": progress,
            "size": if is_done { size } else { 0 },
            "backup_type": backup_type,
            "backup_format": format,
            "remark": remark,
            "is_support_restore": if is_done { "TRUE" } else { "FALSE" },
            "period": {},
            "error_code": if failed { json!("dcs.08.0002") } else { json!({}) },
            "created_at": date::format_rfc3339(self.created),
            "execution_at": if self.stage == Stage::Waiting { None } else { Some(date::format_rfc3339(self.created)) },
            "updated_at": date::format_rfc3339(ended.unwrap_or(self.created)),
        })
    }
}

/// `20240410073529`.
fn compact(time: SystemTime) -> String {
    date::format_basic(time).chars().filter(char::is_ascii_digit).collect()
}
