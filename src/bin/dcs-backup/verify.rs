//! `dcs-backup verify`: whether a folder still holds what was downloaded into it. Asks nobody.

use dcs_backup::download::{Report, verify_folder};

use crate::{args::VerifyArgs, exit::Failure, output, report};

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
    let faults: Vec<String> = report
        .faulty()
        .map(|file| format!("{} is {}", file.name, report::state_name(file.state)))
        .collect();
    if !faults.is_empty() {
        return Err(Failure::Integrity(format!(
            "{}; remove what is damaged, and run the download again",
            output::list(faults)
        )));
    }
    Ok(())
}
