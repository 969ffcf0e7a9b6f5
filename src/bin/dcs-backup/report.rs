//! What is said of the files when a download or a check has ended.

use dcs_backup::{
    FileName, SlotRange,
    download::{FileReport, FileState, Report},
};

use crate::{args::ReportFormat, bytes::Bytes, exit::Failure, output};

/// The report as it is printed; `closing` ends the table.
pub(crate) fn formatted(
    report: &Report,
    format: ReportFormat,
    closing: &str,
) -> Result<String, Failure> {
    match format {
        ReportFormat::Table => Ok(format!("{}{closing}\n", table(report))),
        ReportFormat::Json => output::json(report),
    }
}

/// Warns of what does not fail the program, and yet is less than all verified.
pub(crate) fn warn(report: &Report) {
    let unproven = report.files.iter().filter(|file| file.state == FileState::LengthOnly);
    let unproven: Vec<_> = unproven.map(|file| &file.name).collect();
    if !unproven.is_empty() {
        output::complain(&format!(
            "warning: only the length was checked of files without a check sum: {}",
            first_few(&unproven)
        ));
    }
    for warning in &report.warnings {
        output::complain(&format!("warning: {warning}"));
    }
    if !report.missing_slots.is_empty() {
        output::complain(&format!("warning: {}", partial(&report.missing_slots)));
    }
}

/// The report has them all.
fn first_few(names: &[&FileName]) -> String {
    const FEW: usize = 5;
    match names.get(..FEW) {
        Some(few) if names.len() > FEW => {
            format!("{}, and {} more", output::list(few), names.len() - FEW)
        }
        _ => output::list(names),
    }
}

/// What is said of slots that no file holds.
pub(crate) fn partial(missing: &[SlotRange]) -> String {
    format!("the backup is not whole: no file holds the slots {}", output::list(missing))
}

/// What is known of a file, in a word; the same as in the manifest.
pub(crate) fn state_name(state: FileState) -> &'static str {
    match state {
        FileState::Verified => "verified",
        FileState::LengthOnly => "length-only",
        FileState::Unchecked => "unchecked",
        FileState::Damaged => "damaged",
        FileState::Missing => "missing",
        _ => "unknown",
    }
}

fn table(report: &Report) -> String {
    let rows: Vec<_> = report.files.iter().map(row).collect();
    output::table(["FILE", "SIZE", "SLOTS", "STATE", "SECONDS"], &rows)
}

fn row(file: &FileReport) -> [String; 5] {
    [
        file.name.to_string(),
        Bytes(file.size).to_string(),
        output::or_dash(file.slots.as_ref()),
        state_name(file.state).to_owned(),
        format!("{:.2}", file.seconds),
    ]
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
