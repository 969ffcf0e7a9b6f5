//! `dcs-backup verify`: whether a folder still holds what was downloaded into it. Asks nobody.

use std::{ffi::OsStr, fs, io, path::Path};

use dcs_backup::download::{Report, verify_folder};

use crate::{args::VerifyArgs, exit::Failure, output, report};

/// Reads the files, and prints what became of them.
pub(crate) async fn run(args: VerifyArgs) -> Result<(), Failure> {
    if args.folder.is_file() {
        let file = args.folder.display();
        return Err(Failure::Usage(format!("{file} is a file; give the folder it is in")));
    }
    let report = verify_folder(&args.folder).await?;
    let unfinished = unfinished(&args.folder).map_err(|error| {
        Failure::system(&format!("{} can't be read", args.folder.display()), &error)
    })?;
    output::print(&report::formatted(&report, args.format, &report::checked(&report))?)?;
    report::warn(&report);
    judge(&report, &unfinished)
}

fn judge(report: &Report, unfinished: &[String]) -> Result<(), Failure> {
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
    if !unfinished.is_empty() {
        return Err(Failure::Integrity(format!(
            "the download is not complete, there is {}; run it again",
            output::list(unfinished)
        )));
    }
    Ok(())
}

/// The manifest lists what is finished; what is not, stands beside its state file.
fn unfinished(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension() == Some(OsStr::new("part")) && path.with_extension("part.json").exists()
        {
            names.extend(path.file_name().map(|name| name.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}
