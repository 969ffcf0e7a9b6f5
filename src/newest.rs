//! Which backup of a list is the newest, or why the list does not show it.

use std::{borrow::Borrow, cmp::Ordering, fmt, iter};

use careful_http::{Moment, clean};
use huaweicloud_core::{Error, ErrorKind, Hint};

use crate::generated::types::BackupRecordResponse;

/// Why the list does not show which of several backups is the newest.
///
/// A choice would be a guess: it could take an older backup. Name the backup by its id instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewestUnclear {
    problem: String,
    backup_id: Option<String>,
}

impl NewestUnclear {
    fn new(record: &BackupRecordResponse, problem: impl fmt::Display) -> Self {
        Self { problem: problem.to_string(), backup_id: record.backup_id.clone() }
    }

    /// Refuses a list that lacks some of the backups that the service counts, by
    /// [`Records::total`](crate::paging::Records::total): the newest one may be among them.
    ///
    /// # Errors
    /// More are counted than `listed`.
    pub fn unless_complete(counted: Option<u64>, listed: usize) -> Result<(), Self> {
        match counted {
            Some(counted) if counted > listed as u64 => {
                let problem = format!("the service counts {counted} backups and lists {listed}");
                Err(Self { problem, backup_id: None })
            }
            _ => Ok(()),
        }
    }

    /// The id of the backup that prevents the choice, if it has one.
    pub fn backup_id(&self) -> Option<&str> {
        self.backup_id.as_deref()
    }
}

impl fmt::Display for NewestUnclear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "which backup is the newest can't be told: {}", self.problem)
    }
}

impl std::error::Error for NewestUnclear {}

impl From<NewestUnclear> for Error {
    fn from(unclear: NewestUnclear) -> Self {
        Self::new(ErrorKind::InvalidResponse, unclear.to_string())
            .with_advice("give the id of the backup")
            .with_hint(Hint::Give("backup_id"))
    }
}

/// The newest backup that has files: the one with the status `succeed` and the latest `created_at`. Returns `None` if
/// there is none.
///
/// `created_at` is read in all known forms: RFC 3339 with any offset, and similar texts,
/// `yyyyMMddHHmmss` in UTC, and seconds or milliseconds since 1970.
///
/// # Errors
/// The choice would be a guess, since there are several backups that may be usable, and
/// - the time of one can't be read, or has no zone and the zone would decide;
/// - the newest one has no id, or a status that is missing or not known;
/// - two were created at the same time.
///
/// ```
/// use dcs_backup::{newest_usable, raw::types::BackupRecordResponse};
///
/// let record = |id, status, time| {
///     serde_json::from_value::<BackupRecordResponse>(serde_json::json!({
///         "backup_id": id, "status": status, "created_at": time,
///     }))
/// };
/// let mut records = vec![
///     record("failed", "failed", "2024-04-12T07:35:29.316Z")?,
///     record("older", "succeed", "2024-04-10T15:35:29+08:00")?,
///     record("newer", "succeed", "2024-04-10T07:35:29.316Z")?,
/// ];
/// let newest = newest_usable(&records)?.and_then(|record| record.backup_id.as_deref());
/// assert_eq!(newest, Some("newer"));
/// records.push(record("unclear", "succeed", "yesterday")?);
/// assert_eq!(newest_usable(&records).unwrap_err().backup_id(), Some("unclear"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn newest_usable<R: Borrow<BackupRecordResponse>>(
    records: impl IntoIterator<Item = R>,
) -> Result<Option<R>, NewestUnclear> {
    let may_be_usable = |record: &R| !status(record.borrow()).is_some_and(has_no_files);
    let mut candidates: Vec<R> = records.into_iter().filter(may_be_usable).collect();
    let newest = newest(&candidates)?;
    Ok(newest.map(|at| candidates.swap_remove(at)))
}

/// Sorts records by `created_at`, the newest first. Those without a readable time come last; one
/// without a zone counts as in UTC.
pub fn newest_first(records: &mut [BackupRecordResponse]) {
    records.sort_by_cached_key(|record| std::cmp::Reverse(created_at(record).map(Moment::nominal)));
}

/// The place of the newest one among those that may be usable.
fn newest<R: Borrow<BackupRecordResponse>>(
    candidates: &[R],
) -> Result<Option<usize>, NewestUnclear> {
    let Some((first, others)) = candidates.split_first() else {
        return Ok(None);
    };
    let first = first.borrow();
    if others.iter().all(|other| are_same(first, other.borrow())) {
        return usable(first).map(|()| Some(0));
    }
    let timed = candidates.iter().map(Borrow::borrow);
    let timed = timed.map(|record| Ok((record, created_at(record).ok_or(record)?)));
    let timed = timed.collect::<Result<Vec<_>, _>>().map_err(without_time)?;
    let latest = timed.iter().enumerate().max_by_key(|(_, (_, time))| time.nominal());
    let Some((at, (newest, time))) = latest else {
        return Ok(None);
    };
    for (other, earlier) in timed.iter().filter(|(other, _)| !are_same(newest, other)) {
        if time.order(*earlier) != Some(Ordering::Greater) {
            return Err(unordered(newest, other));
        }
    }
    usable(newest).map(|()| Some(at))
}

fn unordered(one: &BackupRecordResponse, other: &BackupRecordResponse) -> NewestUnclear {
    let (first, second) = (shown(&one.created_at), shown(&other.created_at));
    let problem = format!(
        "{} and {} may be of the same time: they were created {first} and {second}",
        named(one),
        named(other)
    );
    NewestUnclear::new(one, problem)
}

fn status(record: &BackupRecordResponse) -> Option<&str> {
    record.status.as_deref().filter(|status| !status.is_empty())
}

/// Whether a backup of this status surely has no files, or not yet. A status that is not known says
/// nothing.
fn has_no_files(status: &str) -> bool {
    ["waiting", "backuping", "failed", "expired", "deleted"].contains(&status)
}

fn id(record: &BackupRecordResponse) -> Option<&str> {
    record.backup_id.as_deref().filter(|id| !id.is_empty())
}

/// Whether both speak of the same backup.
fn are_same(one: &BackupRecordResponse, other: &BackupRecordResponse) -> bool {
    std::ptr::eq(one, other) || id(one).is_some_and(|one| id(other) == Some(one))
}

/// Refuses the newest one where it is not known whether it has files, or what it is called.
fn usable(newest: &BackupRecordResponse) -> Result<(), NewestUnclear> {
    let lacks = match (id(newest), status(newest)) {
        (Some(_), Some("succeed")) => return Ok(()),
        (Some(_), Some(_)) => {
            let status = shown(&newest.status);
            format!("a status that is not known, {status}")
        }
        (None, None) => "neither id nor status".to_owned(),
        (None, _) => "no id".to_owned(),
        (_, None) => "no status".to_owned(),
    };
    Err(NewestUnclear::new(newest, format!("{} has {lacks}", named(newest))))
}

fn without_time(record: &BackupRecordResponse) -> NewestUnclear {
    let problem = match &record.created_at {
        Some(_) => {
            format!("the time of {} can't be read: {}", named(record), shown(&record.created_at))
        }
        None => format!("{} has no time", named(record)),
    };
    NewestUnclear::new(record, problem)
}

fn created_at(record: &BackupRecordResponse) -> Option<Moment> {
    Moment::parse(record.created_at.as_deref()?)
}

fn named(record: &BackupRecordResponse) -> String {
    match id(record) {
        Some(id) => format!("backup {}", clean(id, iter::empty())),
        None if record.created_at.is_some() => {
            format!("the backup of {}", shown(&record.created_at))
        }
        None => "a backup without id".to_owned(),
    }
}

fn shown(text: &Option<String>) -> String {
    clean(text.as_deref().unwrap_or_default(), iter::empty())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::generated::types::ListBackupRecordsResponse;

    fn records(list: Value) -> Vec<BackupRecordResponse> {
        let answer = json!({ "backup_record_response": list });
        let answer: ListBackupRecordsResponse = serde_json::from_value(answer).unwrap();
        answer.backup_record_response.unwrap()
    }

    /// The id of the newest one, or why there is none.
    fn newest(list: Value) -> String {
        match newest_usable(records(list)) {
            Ok(Some(record)) => record.backup_id.unwrap(),
            Ok(None) => "none".to_owned(),
            Err(unclear) => unclear.problem,
        }
    }

    fn record(id: &str, time: impl Into<Value>) -> Value {
        json!({ "backup_id": id, "status": "succeed", "created_at": time.into() })
    }

    #[test]
    fn the_newest_is_told_by_its_instant_whatever_its_form() {
        for (older, newer) in [
            ("2024-04-10T07:35:29Z", "2024-04-10T07:35:29.001Z"),
            ("2026-11-24T10:00:00+08:00", "2026-11-24T11:00:00+08:00"),
            ("2026-11-24T10:00:00+08:00", "2026-11-24T02:00:01Z"),
            ("2026-11-24T10:00:00Z", "2026-11-24T09:00:00-0200"),
            ("2026/11/24 10:00:00", "2026/11/24 11:00:00"),
            ("20261124100000", "2026-11-24T10:00:01Z"),
            ("2026-11-24 10:00:00", "2026-11-26T10:00:00Z"),
            ("1795514400", "1795514401000"),
        ] {
            let (old, new) = (record("old", older), record("new", newer));
            assert_eq!(newest(json!([old, new])), "new", "{older} {newer}");
            assert_eq!(newest(json!([new, old])), "new", "{older} {newer}");
        }
        let (old, new) = (record("old", 1_795_514_400), record("new", 1_795_514_400_001_i64));
        assert_eq!(newest(json!([old, new])), "new");
    }

    #[test]
    fn what_has_no_files_is_no_choice() {
        for status in ["waiting", "backuping", "failed", "expired", "deleted"] {
            let record = json!({ "backup_id": "a", "status": status, "created_at": "?" });
            assert_eq!(newest(json!([record])), "none");
            assert_eq!(newest(json!([record, self::record("b", "?")])), "b");
        }
        assert_eq!(newest(json!([])), "none");
    }

    #[test]
    fn a_guess_is_refused() {
        let (early, late) = ("2024-04-10T07:35:29Z", "2024-04-10T07:35:30Z");
        let a = record("a", late);
        let cases = [
            (
                record("b", "yes\u{1b}terday"),
                "the time of backup b can't be read: yes\\u{1b}terday",
            ),
            (json!({ "backup_id": "b", "status": "succeed" }), "backup b has no time"),
            (json!({ "backup_id": "b", "created_at": {} }), "backup b has no time"),
            (json!(null), "a backup without id has no time"),
            (
                record("b", "2024-04-10T08:35:30+01:00"),
                "backup b and backup a may be of the same time: they were created \
                 2024-04-10T08:35:30+01:00 and 2024-04-10T07:35:30Z",
            ),
            (
                record("b", "2024-04-10 07:35:31"),
                "backup b and backup a may be of the same time: they were created \
                 2024-04-10 07:35:31 and 2024-04-10T07:35:30Z",
            ),
            (
                json!({ "backup_id": "b", "created_at": "2024-04-10T07:35:31Z" }),
                "backup b has no status",
            ),
            (
                json!({ "backup_id": "b", "status": "SUCCEED", "created_at": "2024-04-10T07:35:31Z" }),
                "backup b has a status that is not known, SUCCEED",
            ),
            (
                json!({ "status": "succeed", "created_at": "2024-04-10T07:35:31Z" }),
                "the backup of 2024-04-10T07:35:31Z has no id",
            ),
        ];
        for (other, problem) in cases {
            assert_eq!(newest(json!([a, other])), problem);
            assert_ne!(newest(json!([other, a])), "a");
        }
        // What is surely older stands in nobody's way.
        assert_eq!(newest(json!([a, { "backup_id": "b", "created_at": early }])), "a");
        assert_eq!(newest(json!([a, { "status": "succeed", "created_at": early }])), "a");
        let unknown = json!({ "backup_id": "b", "status": "archived", "created_at": early });
        assert_eq!(newest(json!([a, unknown])), "a");
        // Alone, it needs no time; but a name, and files.
        assert_eq!(newest(json!([record("a", "?")])), "a");
        assert_eq!(newest(json!([{ "backup_id": "a" }])), "backup a has no status");
        assert_eq!(newest(json!([null])), "a backup without id has neither id nor status");
        // The same one twice is one.
        assert_eq!(newest(json!([a, a])), "a");
    }

    proptest! {
        #[test]
        fn the_order_of_the_list_tells_nothing(
            times in prop::collection::hash_set(0_u64..1 << 31, 1..12),
            offsets in prop::collection::vec(-14_i64..=14, 12),
        ) {
            let written = times.iter().zip(&offsets).map(|(time, hours)| {
                let clock = (time + 86_400).checked_add_signed(hours * 3600).unwrap();
                let clock = UNIX_EPOCH + Duration::from_secs(clock);
                let text = humantime::format_rfc3339_seconds(clock).to_string();
                let sign = if *hours < 0 { '-' } else { '+' };
                record(&time.to_string(), text.replace('Z', &format!("{sign}{:02}:00", hours.abs())))
            });
            let latest = times.iter().max().unwrap().to_string();
            let mut list: Vec<_> = written.collect();
            prop_assert_eq!(newest(json!(list)), latest.clone());
            list.reverse();
            prop_assert_eq!(newest(json!(list)), latest.clone());
            let mut records = records(json!(list));
            newest_first(&mut records);
            prop_assert_eq!(records[0].backup_id.clone(), Some(latest));
        }
    }
}
