//! What generated code may name works in another crate, whatever that crate imports.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::error::Error;

use huaweicloud_core::{InvalidValue, support};

mod newtypes {
    huaweicloud_core::support::bounded_integer! {
        /// How many.
        Count, "count", "How many.", " things", 1..=10
    }
    huaweicloud_core::support::bounded_string! {
        /// A name.
        Name, "name", "A name.", 2..=4, "^[a-z]{2,4}$", b'a'..=b'z'
    }
    huaweicloud_core::support::bounded_string! {
        /// A note.
        Note, "note", "A note.", 0..=3
    }
}

use newtypes::{Count, Name, Note};

/// An answer as the generator declares it.
#[derive(Debug, Default, serde::Deserialize, serde::Serialize)]
#[serde(remote = "Self")]
struct Answer {
    count: Option<i64>,
    secret: Option<support::SecretText>,
}

support::lenient! {
    Answer { "count": Integer, "secret": Text, }
}

#[test]
fn checked_types_refuse_and_name_the_limit() -> Result<(), Box<dyn Error>> {
    assert_eq!(serde_json::from_str::<Count>("7")?.get(), 7);
    assert_eq!(serde_json::to_string(&Name::try_from("abc")?)?, r#""abc""#);
    let refused = |refused: Result<Count, InvalidValue>| refused.unwrap_err().to_string();
    assert_eq!(refused(Count::try_from(11)), "count: 11 things is above the maximum of 10 things");
    assert_eq!(refused("x".parse()), "count: \"x\" is not a whole number between 1 and 10 things");
    let refused = serde_json::from_str::<Name>(r#""a""#).unwrap_err().to_string();
    assert_eq!(
        refused,
        "name: 1 characters are fewer than the minimum of 2; it must match ^[a-z]{2,4}$"
    );
    assert_eq!(Note::try_from("äöü")?.as_str(), "äöü");
    let refused = Note::try_from("four").unwrap_err();
    assert_eq!(refused.to_string(), "note: 4 characters are more than the maximum of 3");
    Ok(())
}

#[test]
fn answers_are_read_leniently() -> Result<(), Box<dyn Error>> {
    let answer: Answer = serde_json::from_str(r#"{"count":"3","secret":"s","more":{}}"#)?;
    assert_eq!(answer.count, Some(3));
    assert_eq!(format!("{:?}", answer.secret), "Some(SecretText(***))");
    Ok(())
}

#[cfg(feature = "schemars")]
#[test]
fn checked_types_have_a_schema() {
    let schema = schemars::schema_for!(Count);
    assert_eq!(schema.as_value()["maximum"], 10);
    assert_eq!(schema.as_value()["description"], "How many.");
    assert_eq!(schemars::schema_for!(Name).as_value()["pattern"], "^[a-z]{2,4}$");
    assert_eq!(schemars::schema_for!(Note).as_value()["maxLength"], 3);
}
