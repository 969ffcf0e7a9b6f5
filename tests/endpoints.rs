//! Each operation of the YAML has a sandbox route and a wire test, and costs what
//! `docs/endpoints.md` says.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "common/spec.rs"]
mod spec;

use std::{collections::BTreeSet, env, fmt::Write as _, fs, path::Path};

use dcs_backup::sandbox::Sandbox;
use spec::Operation;

/// What is written by hand in `src` for an operation that people call often: files and the first
/// words of items. An operation that is not listed has none; `raw()` is enough.
const BY_HAND: &[(&str, &[(&str, &str)])] = &[
    (
        "ListInstances",
        &[
            ("src/instances.rs", "    pub fn instances("),
            ("src/instances.rs", "pub struct InstancesQuery"),
            ("src/instances.rs", "impl ListRequest<InstancesQuery>"),
            ("src/instances.rs", "impl Query for InstancesQuery"),
        ],
    ),
    ("ShowInstance", &[("src/instances.rs", "    pub fn instance(")]),
    (
        "ListBackupRecords",
        &[
            ("src/backups.rs", "    pub fn backup_records("),
            ("src/backups.rs", "    pub fn newest_backup("),
            ("src/backups.rs", "pub struct BackupRecordsQuery"),
            ("src/backups.rs", "impl ListRequest<BackupRecordsQuery>"),
            ("src/backups.rs", "impl Query for BackupRecordsQuery"),
        ],
    ),
    (
        "CopyInstance",
        &[
            ("src/backups.rs", "    pub fn create_backup("),
            ("src/backups.rs", "pub struct CreateBackupRequest"),
            ("src/backups.rs", "impl CreateBackupRequest"),
        ],
    ),
    ("DeleteBackupFile", &[("src/backups.rs", "    pub fn delete_backup(")]),
    (
        "ListBackupFileLinks",
        &[
            ("src/client.rs", "    pub fn backup_links<"),
            ("src/links.rs", "pub struct BackupLinksRequest"),
            ("src/links.rs", "impl BackupLinksRequest"),
        ],
    ),
    (
        "KeystoneListProjects",
        &[
            ("src/client.rs", "    pub async fn project_id("),
            ("src/lookup.rs", "pub(crate) struct Lookup"),
            ("src/lookup.rs", "impl Lookup"),
        ],
    ),
];

fn text_of(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The paths of a folder's Rust files, relative to the manifest; not those of its folders.
fn rust_files(folder: &str) -> Vec<String> {
    let entries = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| name.ends_with(".rs")).collect();
    names.sort();
    names.iter().map(|name| format!("{folder}/{name}")).collect()
}

/// The lines of the item that begins so, with its documentation and attributes.
fn item<'a>(text: &'a str, start: &str) -> Vec<&'a str> {
    let lines: Vec<_> = text.lines().collect();
    let Some(at) = lines.iter().position(|line| line.starts_with(start)) else {
        return Vec::new();
    };
    let belongs = |line: &&&str| ["///", "#["].iter().any(|mark| line.trim().starts_with(mark));
    let first = at - lines[..at].iter().rev().take_while(belongs).count();
    let indent = " ".repeat(lines[at].len() - lines[at].trim_start().len());
    let ends = |line: &&str| *line == format!("{indent}}}") || *line == format!("{indent}}});");
    let length = lines[at..].iter().position(ends).unwrap_or(0);
    lines[first..=at + length].to_vec()
}

fn method(operation: &Operation) -> String {
    heck::ToSnakeCase::to_snake_case(operation.name.as_str())
}

#[tokio::test]
async fn each_operation_has_a_route_in_the_sandbox() {
    let sandbox = Sandbox::start().await.unwrap();
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    for operation in spec::operations() {
        let path = operation.path.replace(['{', '}'], "");
        let method = reqwest::Method::from_bytes(operation.method.as_bytes()).unwrap();
        let request = client.request(method, format!("{}{path}", sandbox.endpoint()));
        let answer = request.header("x-auth-token", sandbox.token()).send().await.unwrap();
        let status = answer.status().as_u16();
        let body = answer.text().await.unwrap();
        assert!(
            status != 405 && !body.contains("APIGW.0101"),
            "{} has no route; add one to the ROUTES of src/sandbox/{}.rs: {status} {body}",
            operation.name,
            operation.document
        );
    }
}

#[test]
fn each_operation_has_a_wire_test() {
    for operation in spec::operations() {
        assert!(
            wire_test(&operation) > 0,
            "no wire test of {0}; add one with `assert_sent(\"{0}\", …)` to tests/wire",
            operation.name
        );
    }
}

/// The lines of the tests that check what the operation sends.
fn wire_test(operation: &Operation) -> usize {
    let check = format!("assert_sent(\"{}\"", operation.name);
    let count = |test: &str| match test.contains(&check) {
        true => test.split("\n}\n").next().unwrap_or_default().lines().count() + 2,
        false => 0,
    };
    let of_file = |file: &String| -> usize {
        text_of(file).split("#[tokio::test]\n").skip(1).map(count).sum()
    };
    rust_files("tests/wire").iter().map(of_file).sum()
}

/// What is not listed in `BY_HAND` would not be counted.
#[test]
fn what_calls_an_operation_is_listed() {
    for operation in spec::operations() {
        let call = format!(".{}()", method(&operation));
        let calls = |text: &str| {
            let code = text.lines().filter(|line| !line.trim().starts_with("//"));
            code.filter(|line| line.contains(&call)).count()
        };
        let all: usize = rust_files("src").iter().map(|file| calls(&text_of(file))).sum();
        let listed: usize = by_hand(&operation).iter().map(|lines| calls(&lines.join("\n"))).sum();
        assert_eq!(all, listed, "list what calls {call} in tests/endpoints.rs");
    }
}

fn by_hand(operation: &Operation) -> Vec<Vec<String>> {
    let listed = BY_HAND.iter().find(|(name, _)| *name == operation.name);
    let items = listed.map_or(&[][..], |(_, items)| items);
    let lines = |(file, start): &(&str, &str)| {
        let text = text_of(file);
        let lines = item(&text, start);
        assert!(!lines.is_empty(), "{file} has no `{start}`");
        lines.into_iter().map(str::to_owned).collect()
    };
    items.iter().map(lines).collect()
}

/// The schemas and parameters of a document that an operation refers to, at first or second hand.
fn reached(operation: &Operation) -> BTreeSet<String> {
    let text = text_of(&format!("spec/{}.yaml", operation.document));
    let refs = |lines: &str| -> Vec<String> {
        let pieces = lines.split("#/components/").skip(1);
        let targets = pieces.map(|piece| piece.split('"').next().unwrap().to_owned());
        targets.filter(|target| !target.starts_with("responses/")).collect()
    };
    let mut open = refs(&operation.block.join("\n"));
    let mut reached = BTreeSet::new();
    while let Some(target) = open.pop() {
        open.extend(refs(&component(&text, &target).join("\n")));
        if !reached.insert(target.clone()) {
            open.retain(|other| *other != target);
        }
    }
    reached
}

/// The lines of `schemas/Name` or `parameters/Name`.
fn component<'a>(text: &'a str, target: &str) -> Vec<&'a str> {
    let (section, name) = target.split_once('/').unwrap();
    let (_, rest) = text.split_once(&format!("\n  {section}:\n")).unwrap();
    let mut lines = rest.lines().skip_while(|line| *line != format!("    {name}:"));
    let first = lines.next();
    first.into_iter().chain(lines.take_while(|line| line.starts_with("     "))).collect()
}

fn schema_lines(operation: &Operation, all: &[Operation]) -> usize {
    let text = text_of(&format!("spec/{}.yaml", operation.document));
    let others =
        all.iter().filter(|o| o.document == operation.document && o.name != operation.name);
    let shared: BTreeSet<_> = others.flat_map(reached).collect();
    reached(operation).difference(&shared).map(|target| component(&text, target).len()).sum()
}

fn route(operation: &Operation) -> usize {
    let start = format!("fn {}(", method(operation));
    let files = rust_files("src/sandbox");
    files.iter().map(|file| item(&text_of(file), &start).len()).sum::<usize>() + 1
}

fn table() -> String {
    let mut table = "\
| operation | YAML block | own schemas | convenience in `src` | sandbox route | wire test |
|---|---|---|---|---|---|
"
    .to_owned();
    let all = spec::operations();
    for operation in &all {
        let convenience: usize = by_hand(operation).iter().map(Vec::len).sum();
        writeln!(
            table,
            "| {} | {} | {} | {convenience} | {} | {} |",
            operation.name,
            operation.block.len(),
            schema_lines(operation, &all),
            route(operation),
            wire_test(operation),
        )
        .unwrap();
    }
    table
}

#[test]
fn the_table_of_costs_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/endpoints.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once("| operation").unwrap();
    let after = rest.split_once("\n\n").map_or("", |(_, after)| after);
    let expected = format!("{before}{}\n{after}", table());
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    let text = fs::read_to_string(&path).unwrap();
    assert_eq!(text, expected, "UPDATE_GOLDEN=1 cargo test --all-features --test endpoints");
}
