//! `dcs-backup inspect`: what is in files of backups. Asks nobody.

mod files;
mod inspected;
mod table;

use dcs_backup::rdb::State;

use crate::{
    args::{InspectArgs, InspectFormat},
    exit::Failure,
    layout, output, printable,
};
use files::found;
use inspected::{Inspected, inspect};

/// Reads the file, or the files of the folder, and prints what is in them.
pub(crate) async fn run(args: InspectArgs) -> Result<(), Failure> {
    let mut inspected = Vec::new();
    for file in found(&args.path)? {
        inspected.push(inspect(file).await);
    }
    let text = match args.format {
        InspectFormat::Table => table::formatted(&inspected),
        InspectFormat::Json => layout::json(&inspected)?,
    };
    output::print(&text)?;
    warn(&inspected);
    judge(&inspected)
}

fn warn(files: &[Inspected]) {
    for file in files {
        let name = printable::printable(&file.file);
        if file.unfinished {
            output::complain(&format!("warning: {name} is unfinished; run the download again"));
        }
        match file.state() {
            Some(State::PartlyKnown { at }) => output::complain(&format!(
                "warning: {name} holds something unknown at byte {at}; what is behind it is not \
                 counted; look for a newer dcs-backup"
            )),
            Some(State::Other) => output::complain(&format!(
                "warning: {name} is neither an RDB nor an AOF, or it is damaged"
            )),
            _ => {}
        }
    }
}

fn judge(files: &[Inspected]) -> Result<(), Failure> {
    let damaged = files.iter().filter_map(|file| match file.state() {
        Some(State::Damaged { problem, at }) => {
            let name = printable::printable(&file.file);
            Some(format!("{name} is damaged at byte {at}: {problem}"))
        }
        _ => None,
    });
    let damaged: Vec<String> = damaged.collect();
    let causes: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let cause = file.unreadable.as_ref()?;
            Some(format!("{}: {cause}", printable::printable(&file.file)))
        })
        .collect();
    if !causes.is_empty() {
        let cause = damaged.into_iter().chain(causes).collect::<Vec<_>>().join("; ");
        return Err(Failure::System { what: "not all files could be read".to_owned(), cause });
    }
    match damaged.is_empty() {
        true => Ok(()),
        false => {
            Err(Failure::Integrity(format!("{}; download the backup again", damaged.join("; "))))
        }
    }
}
