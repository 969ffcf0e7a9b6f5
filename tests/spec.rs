//! The documents of `spec`: what is generated of them, and what they document.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

#[path = "../crates/openapi-strict/tests/golden/mod.rs"]
mod golden;

use std::{
    fs,
    path::{Path, PathBuf},
};

use openapi_strict::{Generated, Runtime, generate};

const DCS: &str = include_str!("../spec/dcs.yaml");

/// Name and text of each document.
fn documents() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let paths = ["spec/dcs.yaml", "crates/huaweicloud-core/spec/iam.yaml"];
    let paths = paths.map(|path| root.join(path));
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    paths.iter().map(read).collect()
}

/// As the build script calls it.
fn generated(name: &str, text: &str) -> Generated {
    let runtime = Runtime::new("::huaweicloud_core::support", "crate::generated");
    match generate(name, text, &runtime) {
        Ok(generated) => generated,
        Err(problems) => panic!("{}", problems[0].line(name)),
    }
}

#[test]
fn the_generated_code_is_the_golden_copy() {
    for (name, text) in documents() {
        golden::assert(&name, &generated(&name, &text).client);
    }
}

#[test]
fn the_example_of_the_links_is_the_documented_answer() {
    let sample = include_str!("fixtures/documented-answer.json");
    let sample: serde_json::Value = serde_json::from_str(sample).unwrap();
    let spec = openapi_strict::parse(DCS).unwrap();
    let path = "/v2/{project_id}/instances/{instance_id}/backups/{backup_id}/links";
    let answer = &spec["paths"][path]["post"]["responses"]["200"];
    assert_eq!(answer["content"]["application/json"]["example"], sample);
}

/// The helpers know every response, bodies of different shapes among them; not HTML's text.
#[test]
fn the_mock_helpers_know_every_response() {
    let mock = generated("dcs", DCS).mock;
    for helper in [
        "ok(self, value: &types::DownloadBackupFiles)",
        "not_found(self, value: &types::ErrorResponse)",
        "unauthorized(self, value: &types::GatewayErrorResponse)",
        "bad_gateway(self)",
    ] {
        assert!(mock.contains(helper), "no {helper}");
    }
}
