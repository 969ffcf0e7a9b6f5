//! `dcs-backup download`: the files of a backup into a folder, checked, or one of them to stdout.

use std::path::Path;

use dcs_backup::FileName;

use crate::{
    args::DownloadArgs,
    exit::Failure,
    origin::Origin,
    output, pipe, printable,
    progress::Progress,
    record::{self, Meant},
    report,
};

/// Downloads to where the arguments say.
pub(crate) async fn run(mut args: DownloadArgs) -> Result<(), Failure> {
    if args.to_stdout {
        pipe::refuse_unfit_stdout()?;
    }
    let instance_id = args.backup.instance.id()?;
    let client = args.backup.instance.client()?;
    let Meant { backup_id, format } = record::meant(&args.backup, &client, &instance_id).await?;
    let origin = Origin { client, instance_id, backup_id, format };
    match args.output.take() {
        Some(folder) => into_folder(origin, &args, &folder).await,
        None => pipe::run(origin, &args).await,
    }
}

async fn into_folder(origin: Origin, args: &DownloadArgs, folder: &Path) -> Result<(), Failure> {
    let mut downloader = origin.downloader(args);
    let watching = Progress::new(args.progress).watch(downloader.events());
    let result = downloader.into_folder(folder).await;
    let arrived = watching.await.unwrap_or_default();
    match result {
        Ok(report) => {
            output::print(&report::formatted(&report, args.format, &report::downloaded(&report))?)?;
            report::warn(&report, folder);
            Ok(())
        }
        Err(error) => {
            let folder = error.notes().next().is_none().then_some(folder);
            tell_arrived(&arrived, folder);
            for note in error.notes() {
                output::complain(&format!("warning: {note}"));
            }
            Err(error.into())
        }
    }
}

/// Names the folder only where its path surely leads to it.
fn tell_arrived(arrived: &[FileName], folder: Option<&Path>) {
    if arrived.is_empty() {
        return;
    }
    let place = folder.map(|folder| format!(" in {}", folder.display())).unwrap_or_default();
    output::complain(&format!("arrived whole{place}: {}", printable::list(arrived)));
}
