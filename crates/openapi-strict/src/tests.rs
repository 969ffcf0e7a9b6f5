//! What a lowered document says, and what a failure of the generator says of it.

use crate::{emit, lower, runtime::Runtime, tree::Node};

const RICH: &str = include_str!("../tests/fixtures/rich.yaml");

#[test]
fn a_panic_of_the_generator_names_its_operation() {
    let text = include_str!("../tests/fixtures/path_parameter_optional.yaml");
    let lowered = lower::lower(&Node::parse(text).unwrap());
    let paths = Runtime::new("crate::support", "crate::generated").paths("document");
    assert_eq!(
        emit::client(&lowered, &paths).unwrap_err(),
        "CreateThing (/paths/~1things~1{thing_id}/post): the generator panicked: \
         assertion failed: parameter_data.required"
    );
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
            ("CreateLogLink", true, None),
        ]
    );
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
