//! `docs/json.md` is what the program prints: `UPDATE_GOLDEN=1` writes it anew.

use std::{collections::BTreeMap, env, fmt::Write as _, fs};

use dcs_backup::raw::types::{BackupRecordResponse, InstanceListInfo};
use dcs_backup_sandbox::Sandbox;
use serde_json::Value;

use crate::support::*;

const INTRODUCTION: &str = "\
# The JSON of the program

`--format json` prints one JSON document to stdout. Messages and progress go to stderr. Errors have no JSON: the exit code
says what kind of error it is, and stderr says what to do. `verify` and `inspect` print their document also if a file is
damaged, and `links` also if there are no links; then the exit code says so. A failed download prints no document.

Every field can be absent or `null` unless its description says otherwise. Later versions may add fields. `[]` stands for
each element of a list, and `*` for each key of an object. Sizes are in bytes. Times are RFC 3339 in UTC.

The program's tests make this page from its real output: the examples are the sandbox's, with one element per list.
";

/// The types of records are the service's, so their descriptions are the document's.
fn described<T: schemars::JsonSchema>() -> BTreeMap<String, String> {
    let schema = schemars::schema_for!(T);
    let properties = schema.as_value()["properties"].as_object().unwrap();
    let text = |property: &Value| property["description"].as_str().unwrap().replace('\n', " ");
    properties.iter().map(|(name, property)| (name.clone(), text(property))).collect()
}

fn given(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
    fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

const LINKS: &[(&str, &str)] = &[
    ("bucket_name", "The service's own bucket that holds the files."),
    (
        "file_path",
        "Where the files are in the bucket: a folder that ends in `/`, or the key of the one file.",
    ),
    ("links", "The files, in the service's order. Always there."),
    ("links[].file_name", "The file's name, safe as one component of a path. Always there."),
    ("links[].url", "The link, for GET only. Whoever has it can download the file. Always there."),
    ("links[].expires_at", "When the link stops working. `null` if the link does not say."),
    (
        "links[].slots",
        "The hash slots that a cluster's shard holds, such as `0-5460`. `null` if the name does not say.",
    ),
];

const REPORT: &[(&str, &str)] = &[
    ("instance_id", "The instance. `null` if it is not known."),
    ("backup_id", "The backup. `null` if it is not known."),
    ("files", "The files: of a download in the service's order, of a check by name. Always there."),
    ("files[].name", "The file's name in the folder. Always there."),
    ("files[].size", "Its size. Always there."),
    ("files[].slots", "The hash slots that it holds. `null` if the name does not say."),
    (
        "files[].state",
        "What this run knows of its bytes. Always there. `verified`: the checksum in the file is right. `length-only`: \
         nothing in the file proves its bytes. `unchecked`: they were not read (`--no-verify`). `recorded`: an earlier \
         run judged them (`--trust-manifest`). Only `verify` has `damaged`, `missing` and `unreadable`.",
    ),
    (
        "files[].reason",
        "Why nothing proves the bytes: `aof`, `no-checksum`, `unknown-content` or `unknown-kind`. Else `null`.",
    ),
    ("files[].problem", "Why the file can't be read. Only with `unreadable`."),
    (
        "files[].crc64",
        "The CRC-64 of its bytes in hex. For a verified file, it is the checksum at its end. `null` if unchecked.",
    ),
    ("files[].seconds", "How long this run worked on it. Always there."),
    ("files[].resumed", "How many of its bytes were there before this run. Always there."),
    (
        "missing_slots",
        "The hash slots that no file holds, as texts such as `0-5460`. Always there.",
    ),
    ("strays", "Other names in the folder that are not of this backup. Always there."),
    (
        "warnings",
        "What the user of the folder should know. Absent if there are none. Each has a `kind`: `not-locked`, \
         `folder-moved` (with `now`, a path or `null`), or `slots-in-doubt` (with `slots`).",
    ),
    ("seconds", "How long all of it took. Always there."),
];

const INSPECTED: &[(&str, &str)] = &[
    ("[].file", "The file's name. Always there."),
    ("[].size", "Its size. Always there."),
    ("[].state", "What the file is. Absent if it is unfinished or unreadable."),
    (
        "[].state.is",
        "`rdb`, `rdb-and-commands` (with `commands_at`), `aof`, `partly-known` (with `at`), `damaged` (with `problem` \
         and `at`), or `other`. Positions are in bytes.",
    ),
    (
        "[].checksum",
        "`right`, `wrong`, or `absent` if the server wrote none. `null` if its place is not known.",
    ),
    ("[].length", "How many bytes were read."),
    ("[].contents", "What was read of its contents. Only whole keys are counted."),
    ("[].contents.version", "The version of the format."),
    ("[].contents.writer", "The server that wrote it, and its version."),
    ("[].contents.created_at", "When the server began to write it."),
    ("[].contents.used_memory", "The memory that the server used then."),
    ("[].contents.begins_aof", "Whether the RDB begins an AOF."),
    ("[].contents.keys", "All keys."),
    ("[].contents.expiring", "The keys that expire. Some may have expired by now."),
    ("[].contents.databases", "The databases that hold keys, by their number."),
    ("[].contents.databases.*.keys", "All keys of the database."),
    ("[].contents.databases.*.expiring", "Those that expire."),
    ("[].contents.values", "How many keys hold a value of each kind."),
    ("[].contents.values.strings", "Strings, counters, bitmaps and HyperLogLogs."),
    ("[].contents.values.lists", "Lists."),
    ("[].contents.values.sets", "Sets."),
    ("[].contents.values.sorted_sets", "Sorted sets and geospatial indexes."),
    ("[].contents.values.hashes", "Hashes."),
    ("[].contents.values.streams", "Streams."),
    ("[].contents.values.arrays", "Arrays of Redis 8.8."),
    ("[].contents.values.modules", "Values of modules."),
    ("[].contents.functions", "Libraries of functions."),
    (
        "[].unfinished",
        "Whether a download of it has not ended yet. Such a file is not read. Always there.",
    ),
    ("[].unreadable", "Why it can't be read. Absent if it can."),
];

/// The paths of all fields: `[]` for each element, `*` for each key that is a number.
fn paths(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(elements) => {
            elements.iter().for_each(|element| paths(element, &format!("{at}[]"), found));
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
                let name = if is_number { "*" } else { name };
                let path = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
                paths(value, &path, found);
                if !is_number {
                    found.push(path);
                }
            }
        }
        _ => {}
    }
}

/// What differs from run to run gets the value of an example, and each list its first element only.
fn exemplary(value: &mut Value) {
    match value {
        Value::Array(elements) => {
            elements.truncate(1);
            elements.iter_mut().for_each(exemplary);
        }
        Value::Object(fields) => {
            for (name, value) in fields {
                match example_of(name) {
                    Some(example) if value.is_string() => *value = example.into(),
                    None if value.is_f64() => *value = 0.02.into(),
                    _ => exemplary(value),
                }
            }
        }
        _ => {}
    }
}

fn example_of(name: &str) -> Option<&'static str> {
    Some(match name {
        "instance_id" => INSTANCE,
        "backup_id" => BACKUP,
        "backup_name" => "backup_20240410073529",
        "bucket_name" => "bucket",
        "file_path" => "backup/",
        "url" => {
            "https://bucket.obs.example.com/backup/…?AWSAccessKeyId=…&Expires=1712736329&Signature=…"
        }
        "created_at" | "execution_at" | "updated_at" => "2024-04-10T07:35:29.000Z",
        "expires_at" => "2024-04-10T08:05:29Z",
        _ => return None,
    })
}

/// One command: its document as it is printed, and its fields.
fn section(
    sandbox: &Sandbox,
    arguments: &[&str],
    about: &str,
    fields: &BTreeMap<String, String>,
) -> String {
    let printed = run(cli_at(sandbox, &[arguments, &["--format", "json"]].concat())).succeeded();
    let mut document: Value = serde_json::from_str(&printed.stdout).unwrap();
    exemplary(&mut document);
    // Whatever order a feature of serde_json keeps.
    document.sort_all_objects();
    let mut found = Vec::new();
    paths(&document, "", &mut found);
    for path in found {
        let is_described =
            fields.contains_key(&path) || fields.contains_key(path.trim_start_matches("[]."));
        assert!(is_described, "{arguments:?} prints `{path}`, which has no description");
    }
    let mut text =
        format!("\n## `{}`\n\n{about}\n\n| field | what it is |\n|---|---|\n", arguments[0]);
    for (path, what) in fields {
        writeln!(text, "| `{path}` | {} |", what.replace('|', "\\|")).unwrap();
    }
    let document = serde_json::to_string_pretty(&document).unwrap();
    write!(text, "\n```json\n{document}\n```\n").unwrap();
    text
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_json_of_each_command_is_documented() {
    let sandbox = Sandbox::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("backup");
    let folder = text(&folder);
    let record = described::<BackupRecordResponse>();
    let text = [
        INTRODUCTION.to_owned(),
        section(
            &sandbox,
            &["instances"],
            "A list of the project's instances, with the names that the service gives to their fields.",
            &described::<InstanceListInfo>(),
        ),
        section(
            &sandbox,
            &["list"],
            "A list of the instance's backups, newest first, with the names that the service gives to their fields.",
            &record,
        ),
        section(
            &sandbox,
            &["links"],
            "The download links of one backup. The document is the input of `BackupLinks` in the library.",
            &given(LINKS),
        ),
        section(
            &sandbox,
            &["download", "-o", folder],
            "What the download came to.",
            &given(REPORT),
        ),
        section(
            &sandbox,
            &["verify", folder],
            "What the check of the folder found, with the fields of `download`.",
            &given(REPORT),
        ),
        section(
            &sandbox,
            &["inspect", folder],
            "A list of the files, and what each of them holds.",
            &given(INSPECTED),
        ),
        section(
            &sandbox,
            &["create"],
            "The id of the new backup. With `--wait`, the whole record in the end, with the fields of `list`.",
            &record.into_iter().filter(|(name, _)| name == "backup_id").collect(),
        ),
    ]
    .concat();
    let path = format!("{}/../../docs/json.md", env!("CARGO_MANIFEST_DIR"));
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &text).unwrap();
    }
    let golden = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert_eq!(text, golden, "docs/json.md: UPDATE_GOLDEN=1 refreshes it");
}
