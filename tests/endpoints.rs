//! Each operation of the YAML has a sandbox route, a wire test and a line in `docs/endpoints.md`.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "common/spec.rs"]
mod spec;

use std::{env, fmt::Write as _, fs, path::Path};

use dcs_backup_sandbox::Sandbox;
use spec::Operation;

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
            "{} has no route; add one to the ROUTES of crates/dcs-backup-sandbox/src/{}.rs: {status} {body}",
            operation.name,
            operation.document
        );
    }
}

#[test]
fn each_operation_has_a_wire_test() {
    let tests: String = rust_files("tests/wire").iter().map(|file| text_of(file)).collect();
    for operation in spec::operations() {
        let check = format!("assert_sent(\"{}\"", operation.name);
        assert!(tests.contains(&check), "no wire test; add one with `{check}, …)` to tests/wire");
    }
}

#[test]
fn each_operation_is_listed_in_the_docs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/endpoints.md");
    let text = fs::read_to_string(&path).unwrap();
    let before = text.split_once("| operation").unwrap().0;
    let expected = format!("{before}{}", table());
    if env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&path, &expected).unwrap();
        return;
    }
    assert_eq!(text, expected, "UPDATE_GOLDEN=1 cargo test --all-features --test endpoints");
}

fn table() -> String {
    let heading = "| operation | method | path | document |\n|---|---|---|---|\n".to_owned();
    spec::operations().iter().fold(heading, |mut table, operation| {
        let Operation { name, method, path, document, .. } = operation;
        writeln!(table, "| {name} | {method} | `{path}` | {document} |").unwrap();
        table
    })
}
