//! The build script's parts: what they refuse, and what they generate.
//!
//! Each fixture in `fixtures/spec` is a small document with one mistake (`several.yaml` has more).
//! Its last lines, `# refused: …`, are all that the build then prints.
#![allow(clippy::unwrap_used, reason = "these are tests, their helpers too")]

#[path = "../build/codegen.rs"]
mod codegen;

use std::{collections::BTreeMap, env, fs, path::PathBuf};

use codegen::{emit, lower, tree::Node};
use proptest::prelude::*;

const DCS: &str = include_str!("../spec/dcs.yaml");
const GOOD: &str = include_str!("fixtures/spec/good.yaml");
const RICH: &str = include_str!("fixtures/spec/rich.yaml");

/// Name and text of each document in `spec`.
fn documents() -> Vec<(String, String)> {
    let entries = fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/spec")).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// The lines that the build prints for a document.
fn refused(file: &str, text: &str) -> Vec<String> {
    match codegen::generate("document", text, &mut BTreeMap::new()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|p| p.line(file)).collect(),
    }
}

fn client(text: &str) -> String {
    match codegen::generate("dcs", text, &mut BTreeMap::new()) {
        Ok(generated) => generated.client,
        Err(problems) => panic!("{}", problems[0].line("dcs")),
    }
}

#[test]
fn each_mistake_is_refused_where_it_stands() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/spec");
    let (mut tried, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let lines = text.lines();
        let expected: Vec<_> = lines.filter_map(|l| l.strip_prefix("# refused: ")).collect();
        let actual = refused(&file, &text);
        let accepts = ["good.yaml", "rich.yaml"].contains(&file.as_str());
        if actual != expected || actual.is_empty() != accepts {
            wrong.push(format!("{file} printed\n{}\n", actual.join("\n")));
        }
        tried += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 70, "only {tried} fixtures");
}

#[test]
fn the_real_documents_are_accepted() {
    let mut declared = BTreeMap::new();
    for (name, text) in documents() {
        let problems = codegen::generate(&name, &text, &mut declared).err().unwrap_or_default();
        assert_eq!(problems.iter().map(|p| p.line(&name)).collect::<Vec<_>>(), [""; 0]);
    }
}

#[test]
fn the_example_of_the_links_is_the_documented_answer() {
    let sample = include_str!("fixtures/documented-answer.json");
    let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
    let spec = Node::parse(DCS).unwrap().to_json();
    let path = "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links";
    let answer = &spec["paths"][path]["post"]["responses"]["200"];
    assert_eq!(answer["content"]["application/json"]["example"], sample);
}

#[test]
fn no_document_overflows_the_stack() {
    let block: String = (0..10_000).fold(String::new(), |text, depth| {
        text + &" ".repeat(depth % 90) + "a:\n" + &" ".repeat(depth % 90)
    });
    let steps: String = (0..2_000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    for bomb in [
        "[".repeat(10_000),
        "{a: ".repeat(10_000),
        "- ".repeat(10_000),
        "? ".repeat(10_000),
        block,
        steps,
    ] {
        assert_ne!(refused("bomb.yaml", &bomb), [""; 0]);
    }
    let laughs = "a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: &d [*d]\n";
    assert_eq!(refused("bomb.yaml", laughs).len(), 1);
}

#[test]
fn a_panic_of_the_generator_names_its_operation() {
    let text = include_str!("fixtures/spec/path_parameter_optional.yaml");
    let lowered = lower::lower(&Node::parse(text).unwrap());
    assert_eq!(
        emit::client(&lowered, &BTreeMap::new()).unwrap_err(),
        "CreateThing (/paths/~1things~1{thing_id}/post): the generator panicked: \
         assertion failed: parameter_data.required"
    );
}

#[test]
fn documents_share_a_newtype_only_with_equal_limits() {
    let mut declared = BTreeMap::new();
    let first = codegen::generate("one", GOOD, &mut declared).unwrap().client;
    let again = codegen::generate("two", GOOD, &mut declared).unwrap().client;
    assert!(first.contains("ThingId, \"thing_id\""));
    assert!(!again.contains("ThingId, \"thing_id\""), "declared twice");
    let other = GOOD.replace("maximum: 10", "maximum: 11");
    let problems = codegen::generate("three", &other, &mut declared).unwrap_err();
    assert_eq!(
        problems[0].line("spec/three.yaml"),
        "spec/three.yaml:42:5: /components/schemas/Size: another document gives this name other \
         limits; rename one of them"
    );
}

/// The hooks know an operation by the name that the generator passes them.
#[test]
fn the_table_names_the_methods_as_the_generator_does() {
    let code = client(RICH);
    let (code, table) = code.split_once("OPERATIONS:").unwrap();
    let named = |text: &str, key: &str| -> Vec<String> {
        let pieces = text.split(key).skip(1);
        pieces.map(|p| p.split('"').nth(1).unwrap().to_owned()).collect()
    };
    let mut called = named(code, "operation_id: ");
    let mut listed = named(table, " method: ");
    called.sort();
    listed.sort();
    assert_eq!(called, listed);
    assert_eq!(listed.len(), 4);
}

#[test]
fn a_success_without_a_body_is_told_apart() {
    let lowered = lower::lower(&Node::parse(RICH).unwrap());
    let rows = lowered.operations.iter();
    let rows: Vec<_> = rows.map(|o| (o.name.as_str(), o.idempotent, o.empty_success)).collect();
    assert_eq!(
        rows,
        [
            ("ListBackupRecords", true, Some(204)),
            ("CopyInstance", false, None),
            ("DeleteBackupFile", true, None),
            ("CreateRedislogDownloadLink", true, None),
        ]
    );
}

/// The helpers know every response, bodies of different shapes among them; not HTML's text.
#[test]
fn the_mock_helpers_know_every_response() {
    let generated = codegen::generate("dcs", DCS, &mut BTreeMap::new());
    let mock = generated.unwrap().mock;
    for helper in [
        "ok(self, value: &types::DownloadBackupFiles)",
        "not_found(self, value: &types::ErrorResponse)",
        "unauthorized(self, value: &types::GatewayErrorResponse)",
        "bad_gateway(self)",
    ] {
        assert!(mock.contains(helper), "no {helper}");
    }
}

/// A response that breaks every promise of the document must still be readable.
#[test]
fn responses_are_lowered_to_what_any_answer_fits() {
    let lowered = lower::lower(&Node::parse(RICH).unwrap());
    let record = &lowered.client["components"]["schemas"]["BackupRecord"];
    let records = &lowered.client["components"]["schemas"]["BackupRecords"];
    assert_eq!(record["properties"]["backup_id"]["type"], "string");
    assert_eq!(record["properties"]["type"]["maxLength"], serde_json::Value::Null);
    assert_eq!(records["required"], serde_json::Value::Null);
    assert_eq!(records["properties"]["page"]["format"], "int64");
    assert_eq!(records["properties"]["backup_record_response"]["nullable"], true);
    let request = &lowered.client["components"]["schemas"]["BackupReq"];
    assert_eq!(request["required"][0], "remark");
}

#[test]
fn the_generated_code_is_the_golden_copy() {
    for (name, text) in documents().into_iter().chain([("rich".to_owned(), RICH.to_owned())]) {
        let golden =
            PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(format!("tests/golden/{name}.rs"));
        let actual = client(&text);
        if env::var_os("UPDATE_GOLDEN").is_some() {
            fs::write(&golden, &actual).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        let (old, new): (Vec<_>, Vec<_>) = (expected.lines().collect(), actual.lines().collect());
        let differs = (0..old.len().max(new.len())).find(|&i| old.get(i) != new.get(i));
        if let Some(line) = differs {
            let excerpt = |lines: &[&str]| {
                lines.iter().skip(line).take(8).map(|l| format!("    {l}\n")).collect::<String>()
            };
            panic!(
                "tests/golden/{name}.rs differs from line {} on. It says\n{}but the build makes\n{}\
                 If that is what you meant: UPDATE_GOLDEN=1 cargo test --test spec",
                line + 1,
                excerpt(&old),
                excerpt(&new),
            );
        }
    }
}

#[derive(Clone, Debug)]
enum Edit {
    Cut(prop::sample::Index),
    Swap(prop::sample::Index, prop::sample::Index),
    Drop(prop::sample::Index),
    Put(prop::sample::Index, char),
    Rename(prop::sample::Index, prop::sample::Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = any::<prop::sample::Index>;
    prop_oneof![
        at().prop_map(Edit::Cut),
        (at(), at()).prop_map(|(a, b)| Edit::Swap(a, b)),
        at().prop_map(Edit::Drop),
        (at(), any::<char>()).prop_map(|(a, c)| Edit::Put(a, c)),
        (at(), at()).prop_map(|(a, b)| Edit::Rename(a, b)),
    ]
}

impl Edit {
    fn apply(&self, text: String) -> String {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        if lines.is_empty() {
            return text;
        }
        match self {
            Self::Cut(at) => return text.chars().take(at.index(text.chars().count())).collect(),
            Self::Put(at, new) => {
                let at = at.index(text.chars().count());
                return text
                    .chars()
                    .enumerate()
                    .map(|(i, c)| if i == at { *new } else { c })
                    .collect();
            }
            Self::Swap(a, b) => {
                lines.swap(a.index(text.lines().count()), b.index(text.lines().count()))
            }
            Self::Drop(at) => drop(lines.remove(at.index(text.lines().count()))),
            Self::Rename(from, to) => {
                let word = |at: &prop::sample::Index| {
                    at.get(&lines).trim().split(':').next().unwrap_or_default().to_owned()
                };
                let (from, to) = (word(from), word(to));
                return text.replacen(&from, &to, 2);
            }
        }
        lines.join("\n")
    }
}

proptest! {
    /// Each edit of a document that was fine is either fine or refused with a line for each problem.
    #[test]
    fn no_edit_makes_the_build_panic(edits in prop::collection::vec(edit(), 1..4)) {
        let text = edits.iter().fold(RICH.to_owned(), |text, edit| edit.apply(text));
        for line in refused("edited.yaml", &text) {
            prop_assert!(line.starts_with("edited.yaml:"), "{line}");
            prop_assert!(!line.contains('\n') && !line.contains("panicked"), "{line}");
        }
    }
}
