//! Each test that `docs/reliability.md` names exists.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::{fs, path::Path};

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

#[test]
fn each_test_in_the_map_of_faults_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let map = fs::read_to_string(root.join("docs/reliability.md")).unwrap();
    let rows = map.lines().filter_map(|row| row.strip_prefix("| ")?.strip_suffix(" |"));
    let rows: Vec<_> = rows.filter(|row| !row.starts_with("fault |")).collect();
    assert!(rows.len() > 60, "only {} rows were read", rows.len());
    let mut missing = Vec::new();
    for row in rows {
        let tests = row.rsplit(" | ").next().unwrap();
        let (mut text, mut named) = (String::new(), 0);
        for item in quoted(tests) {
            let (file, test) = match item.split_once(": ") {
                Some((file, test)) => (Some(file), Some(test)),
                None if item.ends_with('/') => (Some(item), None),
                None => (None, Some(item)),
            };
            if let Some(file) = file {
                assert!(root.join(file).exists(), "there is no {file}");
                text = fs::read_to_string(root.join(file)).unwrap_or_default();
            }
            named += 1;
            if let Some(test) = test
                && !text.contains(&format!("fn {test}("))
            {
                missing.push(item);
            }
        }
        assert!(named > 0, "no test is named: {row}");
    }
    assert_eq!(missing, [""; 0]);
}
