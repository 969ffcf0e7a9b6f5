//! What is said of the files when a download or a check has ended.

use std::{fmt::Display, path::Path};

use dcs_backup::{
    FileName,
    download::{FileReport, FileState, Reason, Report},
};

use crate::{args::ReportFormat, bytes::Bytes, exit::Failure, layout, output, printable};

/// The report as it is printed; `closing` ends the table.
pub(crate) fn formatted(
    report: &Report,
    format: ReportFormat,
    closing: &str,
) -> Result<String, Failure> {
    match format {
        ReportFormat::Table => Ok(format!("{}{closing}\n", table(report))),
        ReportFormat::Json => layout::json(report),
    }
}

/// Warns of what does not fail the program, and yet is less than all verified.
pub(crate) fn warn(report: &Report, folder: &Path) {
    for reason in [Reason::Aof, Reason::NoChecksum, Reason::UnknownContent, Reason::UnknownKind] {
        let files = report.files.iter();
        let unproven =
            files.filter(|file| file.state == FileState::LengthOnly && file.reason == Some(reason));
        warn_of_unproven(reason, &unproven.map(|file| &file.name).collect::<Vec<_>>());
    }
    if !report.missing_slots.is_empty() {
        output::complain(&format!("warning: {}", partial(&report.missing_slots)));
    }
    if !report.strays.is_empty() {
        let strays: Vec<String> =
            report.strays.iter().map(|name| printable::printable(name)).collect();
        output::complain(&format!(
            "warning: also in {}, and not of this backup: {}",
            folder.display(),
            first_few(&strays)
        ));
    }
    for warning in &report.warnings {
        output::complain(&format!("warning: {warning}"));
    }
}

/// Warns of files that nothing in them proves.
pub(crate) fn warn_of_unproven(reason: Reason, names: &[&FileName]) {
    if !names.is_empty() {
        let (why, names) = (why(reason), first_few(names));
        output::complain(&format!("warning: only the length was checked, {why}: {names}"));
    }
}

fn why(reason: Reason) -> &'static str {
    match reason {
        Reason::Aof => "since an AOF carries no checksum",
        Reason::NoChecksum => "since the RDB was written without a checksum",
        Reason::UnknownContent => "since it can't be told where the RDB's content ends",
        _ => "since it is not known what these files are",
    }
}

/// Why nothing proves a file, in a word; the same as in the manifest.
fn reason_name(reason: Reason) -> &'static str {
    match reason {
        Reason::Aof => "aof",
        Reason::NoChecksum => "no-checksum",
        Reason::UnknownContent => "unknown-content",
        Reason::UnknownKind => "unknown-kind",
        _ => "unknown",
    }
}

/// The report has them all.
fn first_few(names: &[impl Display]) -> String {
    const FEW: usize = 5;
    match names.get(..FEW) {
        Some(few) if names.len() > FEW => {
            format!("{}, and {} more", printable::list(few), names.len() - FEW)
        }
        _ => printable::list(names),
    }
}

/// What is said of slots that no file holds.
pub(crate) fn partial(missing: &[String]) -> String {
    format!("the backup is not whole: no file holds the slots {}", missing.join(", "))
}

/// What is known of a file, in a word; the same as in the manifest.
pub(crate) fn state_name(state: FileState) -> &'static str {
    match state {
        FileState::Verified => "verified",
        FileState::LengthOnly => "length-only",
        FileState::Unchecked => "unchecked",
        FileState::Recorded => "recorded",
        FileState::Damaged => "damaged",
        FileState::Missing => "missing",
        FileState::Unreadable => "unreadable",
        _ => "unknown",
    }
}

fn table(report: &Report) -> String {
    let rows: Vec<_> = report.files.iter().map(row).collect();
    layout::table(["FILE", "SIZE", "SLOTS", "STATE", "SECONDS"], &rows)
}

fn row(file: &FileReport) -> [String; 5] {
    [
        file.name.to_string(),
        Bytes(file.size).to_string(),
        printable::or_dash(file.slots.as_ref()),
        state(file),
        format!("{:.2}", file.seconds),
    ]
}

fn state(file: &FileReport) -> String {
    let name = state_name(file.state);
    match (file.reason, &file.problem) {
        (Some(reason), _) if file.state == FileState::LengthOnly => {
            format!("{name} ({})", reason_name(reason))
        }
        (_, Some(problem)) => format!("{name} ({problem})"),
        _ => name.to_owned(),
    }
}

/// The line below a download's table.
pub(crate) fn downloaded(report: &Report) -> String {
    let fetched = report.files.iter().map(|file| file.size.saturating_sub(file.resumed)).sum();
    format!("{}, {} of it fetched in {:.2} s", all(report), Bytes(fetched), report.seconds)
}

/// The line below the table of a check.
pub(crate) fn checked(report: &Report) -> String {
    format!("{}, checked in {:.2} s", all(report), report.seconds)
}

fn all(report: &Report) -> String {
    let files = match report.files.len() {
        1 => "1 file".to_owned(),
        count => format!("{count} files"),
    };
    format!("{files}, {}", Bytes(report.files.iter().map(|file| file.size).sum()))
}
