//! `dcs-backup verify`: whether a folder still holds what was downloaded into it. Asks nobody.

use dcs_backup::download::{FileReport, FileState, Report, verify_folder};

use crate::{args::VerifyArgs, exit::Failure, output, printable, report};

/// Reads the files, and prints what became of them.
pub(crate) async fn run(args: VerifyArgs) -> Result<(), Failure> {
    if args.folder.is_file() {
        let file = args.folder.display();
        return Err(Failure::Usage(format!("{file} is a file; give the folder it is in")));
    }
    let report = verify_folder(&args.folder).await?;
    output::print(&report::formatted(&report, args.format, &report::checked(&report))?)?;
    report::warn(&report, &args.folder);
    judge(&report)
}

fn judge(report: &Report) -> Result<(), Failure> {
    let (unreadable, unsound): (Vec<&FileReport>, Vec<&FileReport>) =
        report.faulty().partition(|file| file.state == FileState::Unreadable);
    let faults: Vec<String> = unsound
        .iter()
        .map(|file| format!("{} is {}", file.name, report::state_name(file.state)))
        .collect();
    let causes: Vec<String> = unreadable
        .iter()
        .map(|file| format!("{}: {}", file.name, file.problem.as_deref().unwrap_or("unreadable")))
        .collect();
    if !causes.is_empty() {
        let cause = printable::list(faults.into_iter().chain(causes));
        return Err(Failure::System { what: "not all files could be read".to_owned(), cause });
    }
    if !faults.is_empty() {
        return Err(Failure::Integrity(format!(
            "{}; run the download again to fetch what is damaged or missing; it leaves a file alone that \
             somebody may have put there, so move such a file away, or use --overwrite",
            printable::list(faults)
        )));
    }
    Ok(())
}
