//! What `inspect` prints for people: a row per file, and what they hold together.

use std::collections::BTreeMap;

use dcs_backup::rdb::{Checksum, Contents, Inspection, State};

use super::inspected::Inspected;
use crate::{bytes::Bytes, layout, printable};

/// How many databases are listed.
const LISTED: usize = 16;

pub(super) fn formatted(files: &[Inspected]) -> String {
    let headings = ["FILE", "SIZE", "CONTENT", "WRITER", "CREATED", "KEYS", "EXPIRING"];
    let rows: Vec<_> = files.iter().map(row).collect();
    format!("{}{}", layout::table(headings, &rows), together(files))
}

fn row(file: &Inspected) -> [String; 7] {
    let contents = counted(file);
    let created = contents.and_then(|contents| contents.created_at);
    [
        printable::printable(&file.file),
        Bytes(file.size).to_string(),
        content(file),
        printable::cell(contents.and_then(|contents| contents.writer.as_deref())),
        printable::or_dash(created.map(humantime::format_rfc3339_seconds)),
        printable::or_dash(contents.map(|contents| contents.keys)),
        printable::or_dash(contents.map(|contents| contents.expiring)),
    ]
}

/// What was counted of an RDB.
fn counted(file: &Inspected) -> Option<&Contents> {
    let inspection = file.inspection.as_ref()?;
    let counted = matches!(
        inspection.state,
        State::Rdb | State::RdbAndCommands { .. } | State::PartlyKnown { .. }
    );
    counted.then_some(&inspection.contents)
}

/// What the file is, in a few words.
fn content(file: &Inspected) -> String {
    let content = match (&file.unreadable, &file.inspection) {
        (Some(cause), _) => return format!("unreadable ({cause})"),
        (None, Some(inspection)) => known(inspection),
        (None, None) => "unfinished",
    };
    content.to_owned()
}

fn known(inspection: &Inspection) -> &'static str {
    match (&inspection.state, inspection.checksum) {
        (State::Rdb, Some(Checksum::Right)) => "RDB",
        (State::Rdb, _) => "RDB, no checksum",
        (State::RdbAndCommands { .. }, _) => "AOF with RDB",
        (State::Aof, _) => "AOF",
        (State::PartlyKnown { .. }, _) => "RDB, partly known",
        (State::Damaged { .. }, _) => "damaged",
        _ => "unknown",
    }
}

/// The lines below the rows: what all RDBs hold together.
fn together(files: &[Inspected]) -> String {
    let rdbs: Vec<&Contents> = files.iter().filter_map(counted).collect();
    let sum = |number: fn(&Contents) -> u64| rdbs.iter().map(|rdb| number(rdb)).sum::<u64>();
    let size = files.iter().map(|file| file.size).sum();
    let mut text = format!("{}, {}", many(files.len() as u64, "file", "files"), Bytes(size));
    if rdbs.is_empty() {
        return text + "\n";
    }
    let (keys, expiring) = (sum(|rdb| rdb.keys), sum(|rdb| rdb.expiring));
    match keys {
        0 => text += ": no keys",
        _ => text += &format!(": {}, {expiring} of them expiring", many(keys, "key", "keys")),
    }
    let functions = sum(|rdb| rdb.functions);
    if functions > 0 {
        text += &format!(", {}", many(functions, "library of functions", "libraries of functions"));
    }
    text.push('\n');
    for line in [kinds(&rdbs), databases(&rdbs)].into_iter().flatten() {
        text += &format!("{line}\n");
    }
    text
}

fn kinds(rdbs: &[&Contents]) -> Option<String> {
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for (kind, count) in rdbs.iter().flat_map(|rdb| rdb.values.iter()) {
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sum)) => *sum += count,
            None => kinds.push((kind, count)),
        }
    }
    kinds.retain(|&(_, count)| count > 0);
    let kinds = kinds.iter().map(|(kind, count)| format!("{count} {kind}"));
    Some(kinds.collect::<Vec<_>>().join(", ")).filter(|kinds| !kinds.is_empty())
}

fn databases(rdbs: &[&Contents]) -> Option<String> {
    let mut databases: BTreeMap<u32, u64> = BTreeMap::new();
    for (&number, database) in rdbs.iter().flat_map(|rdb| &rdb.databases) {
        *databases.entry(number).or_default() += database.keys;
    }
    let mut listed: Vec<String> = databases
        .iter()
        .take(LISTED)
        .map(|(number, &keys)| format!("database {number}: {}", many(keys, "key", "keys")))
        .collect();
    if databases.len() > LISTED {
        listed.push(format!("and {} more databases", databases.len() - LISTED));
    }
    Some(listed.join(", ")).filter(|_| databases.len() > 1)
}

fn many(count: u64, one: &str, more: &str) -> String {
    match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {more}"),
    }
}
