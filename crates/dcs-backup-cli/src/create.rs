//! `dcs-backup create`: starts a backup, and waits for it if asked to.

use std::sync::OnceLock;

use dcs_backup::{
    Client, Error, SystemClock,
    raw::types::BackupRecordResponse,
    types::{BackupId, InstanceId},
};
use serde_json::json;

use crate::{
    args::{CreateArgs, CreateFormat},
    exit::Failure,
    layout, output, record,
    wait::{Awaited, Outcome},
};

/// Starts the backup and prints its id, or in the end what became of it.
pub(crate) async fn run(args: CreateArgs) -> Result<(), Failure> {
    let instance_id = args.instance.id()?;
    let client = args.instance.client()?;
    let id = start(&args, &client, &instance_id).await?;
    let id = args.asked.get_or_init(OnceLock::new).get_or_init(|| id);
    if args.format == CreateFormat::Id {
        print_id(id)?;
    }
    let backup = Awaited { client: &client, instance_id: &instance_id, backup_id: id };
    if args.wait {
        return wait(&args, backup).await;
    }
    match args.format {
        CreateFormat::Id => Ok(()),
        CreateFormat::Json => print_json(id, None),
    }
}

async fn start(
    args: &CreateArgs,
    client: &Client,
    instance_id: &InstanceId,
) -> Result<BackupId, Failure> {
    let mut request = client.create_backup(instance_id);
    if let Some(remark) = &args.remark {
        request = request.remark(remark.as_str());
    }
    if let Some(format) = args.backup_format {
        request = request.format(format.into());
    }
    // Whatever goes wrong up to here, no backup was asked for.
    client.project_id().await?;
    args.asked.get_or_init(OnceLock::new);
    request.send().await.map_err(|error| {
        if !error.may_have_been_carried_out() {
            return Failure::Call(error);
        }
        let look = args.instance.command("list");
        advised(error, format!("it may have been started; before another try, look: {look}"))
    })
}

fn print_id(id: &BackupId) -> Result<(), Failure> {
    let printed = output::print(&format!("{id}\n")).map_err(Failure::from);
    if let Err(Failure::System { .. }) = printed {
        // It must not be lost: the service goes on.
        output::complain(&format!("backup {id} was started"));
    }
    printed
}

/// All that is known of the backup: its id at least.
fn print_json(id: &BackupId, record: Option<&BackupRecordResponse>) -> Result<(), Failure> {
    let text = match record {
        Some(record) => layout::json(record),
        None => layout::json(&json!({ "backup_id": id })),
    };
    Ok(output::print(&text?)?)
}

fn advised(error: Error, advice: String) -> Failure {
    Failure::Advised { error, advice }
}

/// Waits, with a line on stderr for each change.
async fn wait(args: &CreateArgs, backup: Awaited<'_>) -> Result<(), Failure> {
    let id = backup.backup_id;
    let tell = |line: &str| output::complain(&format!("backup {id}: {line}"));
    let look = args.instance.command("list");
    let (record, result) = match backup.until_done(args.timeout, &SystemClock, tell).await {
        Err(error) => {
            let advice = format!("the service goes on with backup {id}; to look: {look}");
            (None, Err(advised(error, advice)))
        }
        Ok(Outcome::Succeeded(record)) => {
            tell(&record::standing(&record));
            (Some(record), Ok(()))
        }
        Ok(Outcome::Failed(record)) => {
            let problem = format!("backup {id} is {}", why(&record));
            (Some(record), Err(Failure::Service(problem)))
        }
        Ok(Outcome::Gone) => {
            let problem = format!("backup {id} is gone: the service does not list it any more");
            (None, Err(Failure::NotFound(problem)))
        }
        Ok(Outcome::TimedOut(record)) => {
            let timeout = humantime::format_duration(args.timeout);
            let problem = format!(
                "backup {id} is not done after {timeout}; the service goes on with it; to look: {look}"
            );
            (record, Err(Failure::Service(problem)))
        }
    };
    match args.format {
        CreateFormat::Id => result,
        // A closed stdout must not hide that the backup failed.
        CreateFormat::Json => {
            let printed = print_json(id, record.as_ref());
            result.and(printed)
        }
    }
}

/// How a backup stands that did not succeed, and what that means.
fn why(record: &BackupRecordResponse) -> String {
    let standing = record::standing(record);
    match record.error_code.as_deref().and_then(meaning) {
        Some(meaning) => format!("{standing}: {meaning}"),
        None => standing,
    }
}

/// The codes of the vendor's page on backup records.
fn meaning(code: &str) -> Option<&'static str> {
    Some(match code {
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
