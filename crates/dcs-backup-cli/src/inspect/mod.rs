//! `dcs-backup inspect`: what is in files of backups. Asks nobody.

mod files;
mod table;

use std::error::Error as _;

use dcs_backup::rdb::{self, Inspection, State};
use serde::Serialize;

use crate::{
    args::{InspectArgs, InspectFormat},
    exit::Failure,
    output,
};
use files::{Found, found};

/// Reads the file, or the files of the folder, and prints what is in them.
pub(crate) async fn run(args: InspectArgs) -> Result<(), Failure> {
    let mut inspected = Vec::new();
    for file in found(&args.path)? {
        inspected.push(inspect(file).await);
    }
    let text = match args.format {
        InspectFormat::Table => table::formatted(&inspected),
        InspectFormat::Json => output::json(&inspected)?,
    };
    output::print(&text)?;
    warn(&inspected);
    judge(&inspected)
}

/// A file, and what is in it if it is whole.
#[derive(Debug, Serialize)]
struct Inspected {
    file: String,
    size: u64,
    /// Nothing of an unfinished file, which is not looked into.
    #[serde(flatten)]
    inspection: Option<Inspection>,
    unfinished: bool,
    /// Why it can't be read, if that is so.
    #[serde(skip_serializing_if = "Option::is_none")]
    unreadable: Option<String>,
}

/// One that can't be read doesn't keep the others from being shown.
async fn inspect(file: Found) -> Inspected {
    let (file_name, Found { path, size, unfinished, mut unreadable }) = (file.name(), file);
    let mut inspection = None;
    if !unfinished && unreadable.is_none() {
        match rdb::inspect(&path).await {
            Ok(read) => inspection = Some(read),
            Err(error) => {
                let cause = error.source().map(ToString::to_string);
                unreadable = Some(cause.unwrap_or_else(|| error.problem().to_owned()));
            }
        }
    }
    Inspected { file: file_name, size, inspection, unfinished, unreadable }
}

impl Inspected {
    fn state(&self) -> Option<&State> {
        self.inspection.as_ref().map(|inspection| &inspection.state)
    }
}

fn warn(files: &[Inspected]) {
    for file in files {
        let name = output::printable(&file.file);
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
            let name = output::printable(&file.file);
            Some(format!("{name} is damaged at byte {at}: {problem}"))
        }
        _ => None,
    });
    let damaged: Vec<String> = damaged.collect();
    let causes: Vec<String> = files
        .iter()
        .filter_map(|file| {
            let cause = file.unreadable.as_ref()?;
            Some(format!("{}: {cause}", output::printable(&file.file)))
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
