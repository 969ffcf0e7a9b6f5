//! Reads answers leniently: if the JSON of a field has another type than the YAML says, it is read if its
//! value can be, and absent otherwise. No field can make a whole answer unreadable.
//!
//! The generator derives the strict code of each answer type for itself alone (`remote = "Self"`);
//! the build script puts `lenient!` in front of it, with what the YAML says of each field.

use std::fmt;

use serde::de::{
    DeserializeSeed, Deserializer, Error, IgnoredAny, IntoDeserializer, MapAccess, SeqAccess,
    Visitor,
    value::{MapAccessDeserializer, SeqAccessDeserializer},
};

use super::presence::{Absent, Present};

/// The largest whole number up to which a floating-point number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

/// What a field of an answer holds, as the YAML says.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Kind {
    /// A string.
    Text,
    /// A whole number.
    Integer,
    /// Any number.
    Number,
    /// `true` or `false`.
    Flag,
    /// A type that is an answer, or a part of one.
    Object,
    /// A list of these.
    List(&'static Kind),
    /// A list that an answer is about. What is neither one nor nothing makes the answer unreadable: an
    /// empty list would say that there is nothing.
    Records(&'static Kind),
    /// A field that the YAML does not know; left to the strict code.
    Any,
}

/// The fields of an answer type.
pub type Fields = [(&'static str, Kind)];

/// Reads a type of answers leniently; the build script writes the invocations.
#[doc(hidden)]
#[macro_export]
macro_rules! lenient {
    ($answer:ty { $($field:literal: $kind:expr,)* }) => {
        impl<'de> $crate::support::serde::Deserialize<'de> for $answer {
            fn deserialize<D: $crate::support::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                #[allow(unused_imports)]
                use $crate::support::FieldKind::{
                    Flag, Integer, List, Number, Object, Records, Text,
                };
                const FIELDS: &$crate::support::Fields = &[$(($field, $kind)),*];
                // The strict code, an inherent function, goes before this trait's.
                <$answer>::deserialize($crate::support::Lenient::new(deserializer, FIELDS))
            }
        }

        impl $crate::support::serde::Serialize for $answer {
            fn serialize<S: $crate::support::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                <$answer>::serialize(self, serializer)
            }
        }
    };
}

/// Gives an object to the strict code, each field as the type that this code expects.
#[derive(Debug)]
pub struct Lenient<D> {
    inner: D,
    fields: &'static Fields,
}

impl<D> Lenient<D> {
    /// Reads from `inner` what has these fields.
    pub fn new(inner: D, fields: &'static Fields) -> Self {
        Self { inner, fields }
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Lenient<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_map(Object { visitor, fields: self.fields })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

struct Object<V> {
    visitor: V,
    fields: &'static Fields,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Object<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        let fields = self.fields;
        self.visitor.visit_map(Entries { map, fields, kind: Kind::Any, seen: 0 })
    }
}

struct Entries<A> {
    map: A,
    fields: &'static Fields,
    /// Of the field that the next value belongs to.
    kind: Kind,
    /// A bit for each field that came; the strict code refuses one that comes twice.
    seen: u128,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Entries<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        mut seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        loop {
            let key = Key { seed, fields: self.fields, seen: &mut self.seen };
            match self.map.next_key_seed(key)? {
                None => return Ok(None),
                Some(Name::New(key, kind)) => {
                    self.kind = kind;
                    return Ok(Some(key));
                }
                Some(Name::Again(unused)) => {
                    self.map.next_value::<IgnoredAny>()?;
                    seed = unused;
                }
            }
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.kind {
            Kind::Any => self.map.next_value_seed(seed),
            kind => match self.map.next_value_seed(Value { seed, kind })? {
                Outcome::Read(value) => Ok(value),
                Outcome::Odd(seed) => seed.deserialize(Absent::new()),
            },
        }
    }

    fn size_hint(&self) -> Option<usize> {
        self.map.size_hint()
    }
}

struct Key<'a, K> {
    seed: K,
    fields: &'static Fields,
    seen: &'a mut u128,
}

enum Name<T, K> {
    New(T, Kind),
    /// The field came before; what was not used of the key.
    Again(K),
}

impl<'de, K: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, K> {
    type Value = Name<K::Value, K>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de, K: DeserializeSeed<'de>> Visitor<'de> for Key<'_, K> {
    type Value = Name<K::Value, K>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        let found = self.fields.iter().position(|(field, _)| *field == name);
        let bit = found
            .and_then(|at| 1_u128.checked_shl(at.try_into().unwrap_or(u32::MAX)))
            .unwrap_or_default();
        if *self.seen & bit != 0 {
            return Ok(Name::Again(self.seed));
        }
        *self.seen |= bit;
        let kind = found.and_then(|at| self.fields.get(at)).map_or(Kind::Any, |(_, kind)| *kind);
        Ok(Name::New(self.seed.deserialize(name.into_deserializer())?, kind))
    }
}

/// Reads one value as what it should be.
struct Value<S> {
    seed: S,
    kind: Kind,
}

/// What became of a value.
enum Outcome<T, S> {
    Read(T),
    /// It is of another type, and says nothing that this one could hold; what was not used for it.
    Odd(S),
}

impl<'de, S: DeserializeSeed<'de>> Value<S> {
    fn give<D: Deserializer<'de>>(self, present: D) -> Result<Outcome<S::Value, S>, D::Error> {
        self.seed.deserialize(Present(present)).map(Outcome::Read)
    }

    fn odd<E: Error>(self) -> Result<Outcome<S::Value, S>, E> {
        match self.kind {
            Kind::Records(_) => Err(E::custom("there is something else in the place of a list")),
            _ => self.nothing(),
        }
    }

    fn nothing<E>(self) -> Result<Outcome<S::Value, S>, E> {
        Ok(Outcome::Odd(self.seed))
    }

    /// A whole number, as the type that the field has.
    fn whole<E: Error>(self, number: i64) -> Result<Outcome<S::Value, S>, E> {
        match self.kind {
            Kind::Text => self.give(number.to_string().into_deserializer()),
            Kind::Integer => self.give(number.into_deserializer()),
            Kind::Number => self.give((number as f64).into_deserializer()),
            Kind::Flag if number == 0 || number == 1 => {
                self.give((number == 1).into_deserializer())
            }
            _ => self.odd(),
        }
    }

    /// Text that stands for a number or a flag, as the type that the field has.
    fn stands_for<E: Error>(self, text: &str) -> Result<Outcome<S::Value, S>, E> {
        let text = text.trim();
        let number = || text.parse::<f64>().ok().filter(|number| number.is_finite());
        match self.kind {
            Kind::Integer => match text.parse::<i64>().ok().or_else(|| whole(number()?)) {
                Some(number) => self.give(number.into_deserializer()),
                None => self.odd(),
            },
            Kind::Number => match number() {
                Some(number) => self.give(number.into_deserializer()),
                None => self.odd(),
            },
            Kind::Flag => match flag(text) {
                Some(flag) => self.give(flag.into_deserializer()),
                None => self.odd(),
            },
            _ => self.odd(),
        }
    }
}

/// The whole number that a floating-point one is exactly, if it is one.
fn whole(number: f64) -> Option<i64> {
    (number.fract() == 0.0 && number.abs() < EXACT).then_some(number as i64)
}

fn flag(text: &str) -> Option<bool> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    match () {
        () if is("true") || is("1") => Some(true),
        () if is("false") || is("0") => Some(false),
        () => None,
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Value<S> {
    type Value = Outcome<S::Value, S>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Value<S> {
    type Value = Outcome<S::Value, S>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Self::Value, E> {
        match self.kind {
            Kind::Flag => self.give(flag.into_deserializer()),
            Kind::Text => self.give(flag.to_string().into_deserializer()),
            _ => self.odd(),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        self.whole(number)
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        match (i64::try_from(number), self.kind) {
            (Ok(number), _) => self.whole(number),
            (_, Kind::Text) => self.give(number.to_string().into_deserializer()),
            (_, Kind::Number) => self.give((number as f64).into_deserializer()),
            _ => self.odd(),
        }
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Self::Value, E> {
        match (self.kind, whole(number)) {
            (Kind::Number, _) => self.give(number.into_deserializer()),
            (Kind::Integer, Some(number)) => self.give(number.into_deserializer()),
            // Beyond, digits were lost: an id, say, would be another's.
            (Kind::Text, _) if number.abs() < EXACT => {
                self.give(format!("{number:?}").into_deserializer())
            }
            _ => self.odd(),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        match self.kind {
            Kind::Text => self.give(text.into_deserializer()),
            _ => self.stands_for(text),
        }
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Self::Value, E> {
        match self.kind {
            Kind::Text => self.give(text.into_deserializer()),
            _ => self.stands_for(&text),
        }
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        self.nothing()
    }

    fn visit_none<E: Error>(self) -> Result<Self::Value, E> {
        self.nothing()
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        if let Kind::List(kind) | Kind::Records(kind) = self.kind {
            return self.give(SeqAccessDeserializer::new(Elements { seq, kind: *kind }));
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        self.odd()
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        if self.kind == Kind::Object {
            return self.give(MapAccessDeserializer::new(map));
        }
        let mut is_empty = true;
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {
            is_empty = false;
        }
        if is_empty { self.nothing() } else { self.odd() }
    }
}

/// The elements of a list. An odd one among objects becomes an object without fields, so that whoever
/// looks through the list sees that something is there; odd plain values are left out.
struct Elements<A> {
    seq: A,
    kind: Kind,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Elements<A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        mut seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let kind = self.kind;
        if kind == Kind::Any {
            return self.seq.next_element_seed(seed);
        }
        loop {
            match self.seq.next_element_seed(Value { seed, kind })? {
                None => return Ok(None),
                Some(Outcome::Read(value)) => return Ok(Some(value)),
                Some(Outcome::Odd(unused)) if kind == Kind::Object => {
                    return unused.deserialize(Absent::new()).map(Some);
                }
                Some(Outcome::Odd(unused)) => seed = unused,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::{Deserialize, Serialize};
    use serde_json::json;

    #[derive(Debug, Default, PartialEq, Deserialize, Serialize)]
    #[serde(remote = "Self")]
    struct Sample {
        text: Option<String>,
        integer: Option<i64>,
        number: Option<f64>,
        flag: Option<bool>,
        part: Option<Box<Sample>>,
        #[serde(default)]
        open: serde_json::Map<String, serde_json::Value>,
        integers: Option<Vec<i64>>,
        parts: Option<Vec<Sample>>,
        table: Option<Vec<Vec<String>>>,
        records: Option<Vec<Sample>>,
    }

    lenient! {
        Sample {
            "text": Text,
            "integer": Integer,
            "number": Number,
            "flag": Flag,
            "part": Object,
            "open": Object,
            "integers": List(&Integer),
            "parts": List(&Object),
            "table": List(&List(&Text)),
            "records": Records(&Object),
        }
    }

    fn read(value: serde_json::Value) -> Sample {
        let text = value.to_string();
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_value_of_another_type_is_read_if_it_can_be() {
        let text = |value| read(json!({ "text": value })).text;
        assert_eq!(text(json!(5)).unwrap(), "5");
        assert_eq!(text(json!(u64::MAX)).unwrap(), u64::MAX.to_string());
        assert_eq!(text(json!(0.125)).unwrap(), "0.125");
        assert_eq!(text(json!(true)).unwrap(), "true");
        // Its digits were lost.
        assert_eq!(text(json!(1.5e30)), None);
        let integer = |value| read(json!({ "integer": value })).integer;
        for value in [json!(8), json!(8.0), json!("8"), json!(" 8 "), json!("8.0"), json!("8e0")] {
            assert_eq!(integer(value.clone()), Some(8), "{value}");
        }
        assert_eq!(integer(json!(i64::MIN.to_string())), Some(i64::MIN));
        for value in [json!(0.125), json!("0.125"), json!(u64::MAX), json!(1e300), json!("NaN")] {
            assert_eq!(integer(value.clone()), None, "{value}");
        }
        let number = |value| read(json!({ "number": value })).number;
        for value in [json!(8), json!(8.0), json!("8"), json!("8.0")] {
            assert_eq!(number(value.clone()), Some(8.0), "{value}");
        }
        assert_eq!((number(json!("inf")), number(json!("x"))), (None, None));
        let flag = |value| read(json!({ "flag": value })).flag;
        for value in [json!(true), json!("TRUE"), json!("true"), json!(1), json!("1")] {
            assert_eq!(flag(value.clone()), Some(true), "{value}");
        }
        for value in [json!(false), json!("False"), json!(0)] {
            assert_eq!(flag(value.clone()), Some(false), "{value}");
        }
        assert_eq!((flag(json!(2)), flag(json!("maybe"))), (None, None));
    }

    #[test]
    fn what_can_not_be_read_is_absent() {
        for odd in [json!(null), json!({}), json!([]), json!({ "a": [1] }), json!([{ "a": 1 }])] {
            let read = read(json!({
                "text": odd, "integer": odd, "number": odd, "flag": odd, "parts": odd["none"],
                "integers": "x", "part": [1], "open": 5, "table": 1.5,
            }));
            assert_eq!(read, Sample::default(), "{odd}");
        }
    }

    #[test]
    fn an_odd_element_costs_no_other() {
        let read = read(json!({
            "integers": [1, "2", null, {}, 3.0],
            "parts": [{ "integer": "4" }, null, "x", ["y"], { "parts": [7] }],
            "table": [["a", 1], null, [null, "b"]],
        }));
        assert_eq!(read.integers.unwrap(), [1, 2, 3]);
        let parts = read.parts.unwrap();
        assert_eq!((parts.len(), parts[0].integer), (5, Some(4)));
        assert!(parts[1..4].iter().all(|part| *part == Sample::default()));
        assert_eq!(parts[4].parts.as_ref().unwrap().len(), 1);
        assert_eq!(read.table.unwrap(), [vec!["a", "1"], vec!["b"]]);
    }

    #[test]
    fn records_that_are_no_list_are_not_taken_for_none() {
        for nothing in [json!({ "records": null }), json!({ "records": {} }), json!({})] {
            assert_eq!(read(nothing).records, None);
        }
        assert_eq!(read(json!({ "records": [{}, 5] })).records.unwrap().len(), 2);
        for odd in [json!("x"), json!(5), json!(true), json!({ "records": [] })] {
            let answer = json!({ "records": odd }).to_string();
            serde_json::from_str::<Sample>(&answer).unwrap_err();
        }
    }

    #[test]
    fn a_field_that_comes_twice_voids_nothing() {
        let twice = r#"{"integer":1,"integer":{"a":[2]},"text":"x","unknown":1,"unknown":2}"#;
        let read: Sample = serde_json::from_str(twice).unwrap();
        assert_eq!((read.integer, read.text.as_deref()), (Some(1), Some("x")));
    }

    fn any_json() -> impl Strategy<Value = serde_json::Value> {
        let leaf = prop_oneof![
            Just(json!(null)),
            any::<bool>().prop_map(|flag| json!(flag)),
            any::<i64>().prop_map(|number| json!(number)),
            any::<f64>().prop_map(|number| json!(number)),
            ".{0,6}".prop_map(|text| json!(text)),
        ];
        let names = prop::sample::select(vec![
            "text", "integer", "number", "flag", "part", "open", "integers", "parts", "table", "x",
        ]);
        leaf.prop_recursive(4, 40, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(|items| json!(items)),
                prop::collection::btree_map(names.clone(), inner, 0..6)
                    .prop_map(|fields| json!(fields)),
            ]
        })
    }

    proptest! {
        #[test]
        fn no_value_of_any_field_voids_the_answer(value in any_json()) {
            let answer: Result<Sample, _> = serde_json::from_str(&value.to_string());
            prop_assert_eq!(answer.is_ok(), value.is_object());
            // What was read is read again as it was.
            if let Ok(read) = answer {
                let again: Sample = serde_json::from_value(serde_json::to_value(&read).unwrap()).unwrap();
                prop_assert_eq!(again, read);
            }
        }
    }
}
