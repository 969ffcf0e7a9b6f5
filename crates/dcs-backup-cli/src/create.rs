//! `dcs-backup create`: starts a backup, and waits for it if asked to.

use std::sync::OnceLock;

use dcs_backup::{
    Backup, Client, Error, WaitEvent, WaitRequest, Waited,
    raw::types::BackupRecordResponse,
    types::{BackupId, InstanceId},
};
use serde_json::json;

use crate::{
    args::{CreateArgs, CreateFormat},
    exit::Failure,
    layout, output, record,
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
    if args.wait {
        return wait(&args, id, client.backup(&instance_id, id).wait()).await;
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
async fn wait(args: &CreateArgs, id: &BackupId, backup: WaitRequest) -> Result<(), Failure> {
    let named = id.clone();
    let tell = move |line: &str| output::complain(&format!("backup {named}: {line}"));
    let told = tell.clone();
    let backup = backup.timeout(args.timeout).on_event(move |event| match event {
        WaitEvent::Changed(backup) => told(&record::standing(backup.raw())),
        WaitEvent::Failed(error) => told(&format!("{error}; asking again")),
        _ => told("the service does not answer"),
    });
    let look = args.instance.command("list");
    let (record, result) = match backup.send().await {
        Err(error) => {
            let advice =
                format!("the service continues with backup {id}; check its progress with: {look}");
            (None, Err(advised(error, advice)))
        }
        Ok(Waited::Succeeded(backup)) => {
            tell(&record::standing(backup.raw()));
            (Some(backup), Ok(()))
        }
        Ok(Waited::Lost(backup)) => {
            let problem = format!("backup {id} is {}", why(&backup));
            (Some(backup), Err(Failure::Service(problem)))
        }
        Ok(Waited::Gone) => {
            let problem = format!("backup {id} is gone: the service does not list it any more");
            (None, Err(Failure::NotFound(problem)))
        }
        Ok(Waited::TimedOut(record)) => {
            let timeout = humantime::format_duration(args.timeout);
            let problem = format!(
                "backup {id} is not done after {timeout}; the service continues with it; check its progress with: {look}"
            );
            (record, Err(Failure::Service(problem)))
        }
    };
    match args.format {
        CreateFormat::Id => result,
        // A closed stdout must not hide that the backup failed.
        CreateFormat::Json => {
            let printed = print_json(id, record.as_ref().map(Backup::raw));
            result.and(printed)
        }
    }
}

/// How a backup stands that did not succeed, and what that means.
fn why(backup: &Backup) -> String {
    let standing = record::standing(backup.raw());
    match backup.failure() {
        Some(meaning) => format!("{standing}: {meaning}"),
        None => standing,
    }
}
