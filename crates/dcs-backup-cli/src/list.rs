//! `dcs-backup list`: the backups of an instance as a table or JSON.

use dcs_backup::raw::types::BackupRecordResponse;

use crate::{
    args::{ListArgs, ListFormat},
    bytes::Bytes,
    completeness,
    exit::Failure,
    layout, output, printable,
    record::{self, Listed},
};

/// Asks for the list and prints it. That there are none is no failure.
pub(crate) async fn run(args: ListArgs) -> Result<(), Failure> {
    let instance_id = args.instance.id()?;
    let Listed { records, counted } = record::all(&args.instance.client()?, &instance_id).await?;
    completeness::confirm("backups", counted, records.len())?;
    output::print(&formatted(&records, args.format)?)?;
    if records.is_empty() {
        let create = args.instance.command("create");
        output::complain(&format!(
            "instance {instance_id} has no backups yet; to make one: {create} --wait"
        ));
    }
    Ok(())
}

pub(crate) fn formatted(
    records: &[BackupRecordResponse],
    format: ListFormat,
) -> Result<String, Failure> {
    let headings = ["ID", "NAME", "TYPE", "STATUS", "SIZE", "CREATED"];
    layout::listed(records, format, headings, row)
}

fn row(record: &BackupRecordResponse) -> [String; 6] {
    let kind = [&record.backup_type, &record.backup_format];
    let kind: Vec<_> = kind.into_iter().flatten().map(String::as_str).collect();
    // What is not done yet has the size 0.
    let size = record.size.and_then(|size| u64::try_from(size).ok()).filter(|size| *size > 0);
    [
        printable::cell(record.backup_id.as_deref()),
        printable::cell(record.backup_name.as_deref()),
        printable::cell((!kind.is_empty()).then(|| kind.join(" ")).as_deref()),
        record::standing(record),
        printable::or_dash(size.map(Bytes)),
        printable::cell(record.created_at.as_deref()),
    ]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use serde_json::json;

    use super::*;

    fn cells(record: serde_json::Value) -> [String; 6] {
        row(&serde_json::from_value(record).unwrap())
    }

    #[test]
    fn how_far_and_why_not_stand_beside_the_status() {
        let status = |record| cells(record)[3].clone();
        assert_eq!(status(json!({ "status": "succeed", "progress": "100.00" })), "succeed");
        assert_eq!(status(json!({ "status": "backuping", "progress": "7.5" })), "backuping, 7.5 %");
        let failed =
            json!({ "status": "failed", "error_code": "dcs.08.0002", "progress": "50.00" });
        assert_eq!(status(failed), "failed, dcs.08.0002");
        assert_eq!(cells(json!({ "size": 0 })), ["-", "-", "-", "unknown", "-", "-"]);
        assert_eq!(cells(json!({ "size": 2048 }))[4], "2.00 KiB");
    }
}
