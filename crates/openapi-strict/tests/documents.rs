//! What the lint refuses, and what is generated of what it accepts.
//!
//! Each fixture in `fixtures` is a small document with one mistake (`several.yaml` has more).
//! Its last lines, `# refused: …`, are all that the build then prints.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

mod golden;

use std::fs;

use openapi_strict::{Runtime, generate};
use proptest::prelude::*;

const GOOD: &str = include_str!("fixtures/good.yaml");
const RICH: &str = include_str!("fixtures/rich.yaml");
/// Descriptions with everything in it that Markdown or rustdoc takes for markup.
const PROSE: &str = include_str!("fixtures/prose.yaml");

fn runtime() -> Runtime {
    Runtime::new("::runtime::support", "crate::generated")
}

/// The lines that the build prints for a document.
fn refused(file: &str, text: &str) -> Vec<String> {
    match generate("document", text, &runtime()) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(|p| p.line(file)).collect(),
    }
}

fn client(text: &str) -> String {
    match generate("rich", text, &runtime()) {
        Ok(generated) => generated.client,
        Err(problems) => panic!("{}", problems[0].line("rich")),
    }
}

#[test]
fn each_mistake_is_refused_where_it_stands() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures");
    let (mut tried, mut wrong) = (0, Vec::new());
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let file = entry.file_name().into_string().unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let lines = text.lines();
        let expected: Vec<_> = lines.filter_map(|l| l.strip_prefix("# refused: ")).collect();
        let actual = refused(&file, &text);
        let accepts = ["good.yaml", "prose.yaml", "rich.yaml"].contains(&file.as_str());
        if actual != expected || actual.is_empty() != accepts {
            wrong.push(format!("{file} printed\n{}\n", actual.join("\n")));
        }
        tried += 1;
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(tried > 70, "only {tried} fixtures");
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
fn names_belong_to_their_document() {
    let one = generate("one", GOOD, &runtime()).unwrap().client;
    let other = GOOD.replace("maximum: 10", "maximum: 11");
    let two = generate("two", &other, &runtime()).unwrap().client;
    assert!(one.contains("crate::generated::one::newtypes::Size"), "{one}");
    assert!(two.contains("crate::generated::two::newtypes::Size"), "{two}");
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
fn the_generated_code_is_the_golden_copy() {
    golden::assert("rich", &client(RICH));
}

/// What the generated documentation links to.
const LINKED: &str =
    "pub struct Client;\nimpl Client { pub fn create_thing() {} }\npub struct ThingReq;\n";

/// Every doc comment of the generated code, each on an item of its own.
fn documented(code: &str) -> String {
    let mut lines = LINKED.to_owned() + "pub mod copy {\n";
    let (mut items, mut within, mut block) = (0, false, false);
    for line in code.lines().map(str::trim) {
        let starts = line.starts_with("/**");
        block |= starts;
        if block || line.starts_with("///") || line.starts_with("#[doc") {
            lines.extend([line, "\n"]);
            block &= !line.ends_with("*/");
            within = true;
        } else if std::mem::take(&mut within) {
            lines.push_str(&format!("pub struct Item{items};\n"));
            items += 1;
        }
    }
    assert!(items > 10, "{lines}");
    lines + "}\n"
}

#[test]
fn no_description_breaks_rustdoc() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("lib.rs");
    fs::write(&file, documented(&client(PROSE))).unwrap();
    let rustdoc = |arguments: &[&str]| {
        let rustdoc = std::env::var_os("RUSTDOC").unwrap_or_else(|| "rustdoc".into());
        let mut command = std::process::Command::new(rustdoc);
        let output = command.args(["--edition", "2024", "-D", "warnings", "-D", "rustdoc::all"]);
        let output = output.args(arguments).arg(&file).current_dir(folder.path()).output().unwrap();
        let text = [&output.stdout[..], &output.stderr[..]].map(String::from_utf8_lossy).concat();
        assert!(output.status.success(), "{text}");
        text
    };
    rustdoc(&["-A", "rustdoc::missing_crate_level_docs"]);
    let tested = rustdoc(&["--test"]);
    assert!(tested.contains("0 passed"), "{tested}");
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
