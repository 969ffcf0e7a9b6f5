//! The records of an instance's backups: all of them, the newest usable one, and how each stands.

use dcs_backup::{
    Client, Error, NewestUnclear, newest_first, newest_usable,
    raw::types::{BackupFormat, BackupRecordResponse},
    types::{BackupId, InstanceId},
};

use crate::{
    args::{BackupArgs, InstanceArgs, Which},
    exit::Failure,
    output, printable,
};

/// The backups that the service lists.
pub(crate) struct Listed {
    /// Newest first, as [`newest_first`] has it.
    pub(crate) records: Vec<BackupRecordResponse>,
    /// How many there are, as the service says.
    pub(crate) counted: Option<u64>,
}

/// All records.
pub(crate) async fn all(client: &Client, instance_id: &InstanceId) -> Result<Listed, Error> {
    let mut stream = client.backup_records(instance_id).stream();
    let mut records = Vec::new();
    while let Some(record) = stream.next().await {
        records.push(record?);
    }
    newest_first(&mut records);
    Ok(Listed { records, counted: stream.total() })
}

/// The backup that the arguments mean.
pub(crate) struct Meant {
    pub(crate) backup_id: BackupId,
    /// What its files are, where its record was read and says so.
    pub(crate) format: Option<BackupFormat>,
}

/// The backup that the arguments mean. The service says which one is the latest; it is printed on stderr
/// and kept for [`BackupArgs::chosen`].
pub(crate) async fn meant(
    args: &BackupArgs,
    client: &Client,
    instance_id: &InstanceId,
) -> Result<Meant, Failure> {
    let listed = match args.which()? {
        Which::Given(backup_id) => return Ok(Meant { backup_id, format: None }),
        Which::Latest => all(client, instance_id).await?,
    };
    let Some((id, newest)) = newest(&listed)? else {
        let records = &listed.records;
        let (why, what_next) = (why_none(records), what_next(&args.instance, records));
        let problem = format!("instance {instance_id} has no usable backup: {why}; {what_next}");
        return Err(Failure::NotFound(problem));
    };
    output::complain(&format!("{}{}", taken(&id, newest), newer(newest, &listed.records)));
    let backup_id = args.chosen.get_or_init(|| id.clone()).clone();
    Ok(Meant { backup_id, format: format_of(newest) })
}

/// What the backup's files are. A format that is not known says nothing.
fn format_of(record: &BackupRecordResponse) -> Option<BackupFormat> {
    record.backup_format.as_deref()?.to_ascii_lowercase().parse().ok()
}

/// The newest usable backup.
pub(crate) fn newest(
    listed: &Listed,
) -> Result<Option<(BackupId, &BackupRecordResponse)>, Failure> {
    let Listed { records, counted } = listed;
    let newest = NewestUnclear::unless_complete(*counted, records.len())
        .and_then(|()| newest_usable(records))
        .map_err(Error::from)?;
    let Some(newest) = newest else {
        return Ok(None);
    };
    match BackupId::try_from(newest.backup_id.as_deref().unwrap_or_default()) {
        Ok(id) => Ok(Some((id, newest))),
        Err(refused) => Err(Failure::Service(format!("the service lists a backup: {refused}"))),
    }
}

fn taken(id: &BackupId, record: &BackupRecordResponse) -> String {
    let created = printable::cell(record.created_at.as_deref());
    format!("the latest usable backup is {id}, created {created}")
}

/// What stands before the chosen one in the list, if it may become usable or should have been.
fn newer(chosen: &BackupRecordResponse, records: &[BackupRecordResponse]) -> String {
    match records.first() {
        Some(first) if first.backup_id != chosen.backup_id => format!("; {}", described(first)),
        _ => String::new(),
    }
}

fn why_none(records: &[BackupRecordResponse]) -> String {
    match records.first() {
        None => "it has no backups yet".to_owned(),
        Some(first) => described(first),
    }
}

/// No backup can be made while another one is.
fn what_next(instance: &InstanceArgs, records: &[BackupRecordResponse]) -> String {
    if records.first().is_some_and(is_pending) {
        return format!(
            "wait until it is done; check its progress with: {}",
            instance.command("list")
        );
    }
    format!("to make one: {} --wait", instance.command("create"))
}

fn described(newest: &BackupRecordResponse) -> String {
    let id = printable::cell(newest.backup_id.as_deref());
    format!("the newest, {id}, is {}", standing(newest))
}

/// Whether the backup is still to come.
pub(crate) fn is_pending(record: &BackupRecordResponse) -> bool {
    matches!(record.status.as_deref(), Some("waiting" | "backuping"))
}

/// The status in the service's word, with how far a pending backup is, or why one failed; fit to be
/// printed.
pub(crate) fn standing(record: &BackupRecordResponse) -> String {
    let status = record.status.as_deref().unwrap_or("unknown");
    printable::printable(&match (status, &record.progress, &record.error_code) {
        ("waiting" | "backuping", Some(percent), _) => format!("{status}, {percent} %"),
        ("failed", _, Some(code)) => format!("{status}, {code}"),
        _ => status.to_owned(),
    })
}
