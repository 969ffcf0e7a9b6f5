//! The format as a table: what stands behind each opcode and each value type. Pure.
//!
//! Numbers and layouts are facts from these sources:
//! - `rdb.h` and `rdb.c` of Redis 2.6 to 8.2, of Valkey 7.2 to 9.1, and `rdb.h` of Valkey's main branch
//!   (version 81);
//! - for Redis 8.4 to 8.10 (`STREAM_LISTPACKS_4` and `_5`, `ARRAY`, `HASH_TMPL_*`, `KEY_META`,
//!   `HASH_TEMPLATE`): `array.h`, `stream.h` and `keymeta.c` of Redis, the changelog of `redis/librdb`, and
//!   Redis's own tests of damaged templates.

use super::{
    contents::ValueType,
    packed::Packed,
    version::{Magic, Version},
};

/// One thing that stands in the file. The reader takes them one after the other.
#[derive(Debug)]
pub(super) enum Step {
    /// A string in any encoding.
    Text,
    /// A string of 16 bytes: the id of a stream's first entry.
    StreamId,
    /// A string that is a whole packed value.
    Packed(Packed),
    /// A number in the encoding of lengths.
    Number,
    /// So many bytes that say nothing of what follows.
    Fixed(u8),
    /// A number: how often the next [`Step::Times`] is.
    Count,
    /// These steps, as often as the last count says.
    Times(&'static [Step]),
    /// 0, or 1 and these steps.
    Optional(&'static [Step]),
    /// A score as text behind its length in one byte; 253 to 255 stand alone.
    Score,
    /// 1 and a string, or 2 and a listpack: a node of a list.
    ListNode,
    /// The kind of an element in an array, and the element.
    ArrayElement,
    /// What a module wrote, each part behind its kind, up to the end mark.
    ModuleFields,
    /// The kind that stands before the moment of a module's field.
    ModuleMoment,
    /// The id of a template that is defined here.
    TemplateId,
    /// How many fields that template has; the count for [`Step::Times`].
    TemplateFields,
    /// The id of a template that was defined before; its fields are the count.
    TemplateOf,
    /// The name of an auxiliary field.
    AuxName,
    /// Its value.
    AuxValue,
    /// The number of the database that the next keys are in.
    Database,
    /// The checksum behind the end.
    Trailer,
}

use Step::{
    ArrayElement, AuxName, AuxValue, Count, Database, Fixed, ListNode, ModuleFields, ModuleMoment,
    Number, Optional, Score, StreamId, TemplateFields, TemplateId, TemplateOf, Text, Times,
    Trailer,
};

/// What a byte in the place of an opcode begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Record {
    /// A key and its value.
    Value(ValueType),
    /// Something that belongs to the next key.
    Attribute(Attribute),
    /// An auxiliary field: it may stand anywhere.
    Aux,
    /// A library of functions.
    Function,
    /// Something that stands between keys.
    Other,
    /// The end.
    End,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Attribute {
    Expiry,
    Other,
}

pub(super) type Steps = &'static [Step];

/// A string, for the steps that find out what follows.
pub(super) const TEXT: Steps = &[Text];
pub(super) const LISTPACK: Steps = &[Step::Packed(Packed::Listpack)];
const KEY_AND_LISTPACK: Steps = &[Text, Step::Packed(Packed::Listpack)];
pub(super) const NUMBER: Steps = &[Number];
pub(super) const FOUR_BYTES: Steps = &[Fixed(4)];
pub(super) const EIGHT_BYTES: Steps = &[Fixed(8)];

/// What the byte means, and what follows it.
pub(super) fn record(byte: u8, version: Version) -> Option<(Record, Steps)> {
    match value(byte, version) {
        Some((kind, steps)) => Some((Record::Value(kind), steps)),
        None => opcode(byte, version),
    }
}

fn opcode(byte: u8, version: Version) -> Option<(Record, Steps)> {
    Some(match (byte, version.magic) {
        (255, _) if version.has_trailer() => (Record::End, &[Trailer]),
        (255, _) => (Record::End, &[]),
        (254, _) => (Record::Other, &[Database]),
        // EXPIRETIME, in seconds; EXPIRETIME_MS.
        (253, _) => (Record::Attribute(Attribute::Expiry), FOUR_BYTES),
        (252, _) => (Record::Attribute(Attribute::Expiry), EIGHT_BYTES),
        // RESIZEDB.
        (251, _) => (Record::Other, &[Number, Number]),
        (250, _) => (Record::Aux, &[AuxName, AuxValue]),
        // FREQ and IDLE.
        (249, _) => (Record::Attribute(Attribute::Other), &[Fixed(1)]),
        (248, _) => (Record::Attribute(Attribute::Other), NUMBER),
        // MODULE_AUX.
        (247, _) => (Record::Other, &[Number, ModuleMoment, Number, ModuleFields]),
        // FUNCTION_PRE_GA (7.0 rc1 and rc2: name, engine, description, code) and FUNCTION2.
        (246, _) => (Record::Function, &[Text, Text, Optional(TEXT), Text]),
        (245, _) => (Record::Function, TEXT),
        // SLOT_INFO: slot, keys, expiring keys.
        (244, _) => (Record::Other, &[Number, Number, Number]),
        // SLOT_IMPORT of Valkey 9: name of the job, ranges of slots.
        (243, Magic::Valkey) => (Record::Other, &[Text, Count, Times(&[Number, Number])]),
        // KEY_META of Redis 8.6: for each class its name and version, and what its module wrote.
        (243, Magic::Redis) => {
            (Record::Attribute(Attribute::Other), &[Count, Times(&[Fixed(4), ModuleFields])])
        }
        // HASH_TEMPLATE of Redis 8.10.
        (242, Magic::Redis) => (Record::Other, &[TemplateId, TemplateFields, Times(TEXT)]),
        // 242 is UPDATE in version 81 of Valkey: a command in the replication's own protocol.
        _ => return None,
    })
}

/// Each begins with the key.
fn value(byte: u8, version: Version) -> Option<(ValueType, Steps)> {
    use ValueType::{Array, Hash, List, Module, Set, SortedSet, Stream, String};
    Some(match (byte, version.magic) {
        (0, _) => (String, &[Text, Text]),
        (1, _) => (List, &[Text, Count, Times(TEXT)]),
        (2, _) => (Set, &[Text, Count, Times(TEXT)]),
        (3, _) => (SortedSet, &[Text, Count, Times(&[Text, Score])]),
        (4, _) => (Hash, &[Text, Count, Times(&[Text, Text])]),
        // ZSET_2: the score is a binary double.
        (5, _) => (SortedSet, &[Text, Count, Times(&[Text, Fixed(8)])]),
        // 6, MODULE_PRE_GA of 4.0's release candidates, has no framing.
        (7, _) => (Module, &[Text, Number, ModuleFields]),
        (9, _) => (Hash, &[Text, Step::Packed(Packed::Zipmap)]),
        (10, _) => (List, &[Text, Step::Packed(Packed::Ziplist)]),
        (11, _) => (Set, &[Text, Step::Packed(Packed::Intset)]),
        (12, _) => (SortedSet, &[Text, Step::Packed(Packed::Ziplist)]),
        (13, _) => (Hash, &[Text, Step::Packed(Packed::Ziplist)]),
        // QUICKLIST of Redis 3.2.
        (14, _) => (List, &[Text, Count, Times(&[Step::Packed(Packed::Ziplist)])]),
        (15, _) => (Stream, STREAM_1),
        (16, _) => (Hash, KEY_AND_LISTPACK),
        (17, _) => (SortedSet, KEY_AND_LISTPACK),
        // QUICKLIST_2 of Redis 7.0.
        (18, _) => (List, &[Text, Count, Times(&[ListNode])]),
        (19, _) => (Stream, STREAM_2),
        (20, _) => (Set, KEY_AND_LISTPACK),
        (21, _) => (Stream, STREAM_3),
        // HASH_2 of Valkey 9: each field has its expiry, or -1.
        (22, Magic::Valkey) => (Hash, &[Text, Count, Times(&[Text, Text, Fixed(8)])]),
        // Hashes with expiring fields of Redis 7.4; 22 and 23 are those of its release candidates,
        // without the earliest expiry in front.
        (22, Magic::Redis) => (Hash, &[Text, Count, Times(&[Number, Text, Text])]),
        (23, Magic::Redis) => (Hash, KEY_AND_LISTPACK),
        (24, Magic::Redis) => (Hash, &[Text, Fixed(8), Count, Times(&[Number, Text, Text])]),
        (25, Magic::Redis) => (Hash, &[Text, Fixed(8), Step::Packed(Packed::Listpack)]),
        // Redis 8.6 and 8.8.
        (26, Magic::Redis) => (Stream, STREAM_4),
        (27, Magic::Redis) => (Stream, STREAM_5),
        (28, Magic::Redis) => {
            (Array, &[Text, Count, Optional(NUMBER), Times(&[Number, ArrayElement])])
        }
        // Hashes of Redis 8.10 with their field names in a template. 29 and 31, which carry the names,
        // are for DUMP and in no file.
        (30, Magic::Redis) => (Hash, KEY_AND_LISTPACK),
        (32, Magic::Redis) => (Hash, &[Text, TemplateOf, Times(TEXT)]),
        _ => return None,
    })
}

/// The entries of a stream, in listpacks by the id of their first entry.
const ENTRIES: Steps = &[StreamId, Step::Packed(Packed::Listpack)];
/// What is pending in a group: id, time of delivery, deliveries.
const PENDING: Steps = &[Fixed(16), Fixed(8), Number];
/// What is pending for one of its consumers, by id.
const OWNED: Steps = &[Fixed(16)];
/// A consumer: name, when it was seen, what it owns. Since version 3 also when it was active.
const CONSUMER_1: Steps = &[Text, Fixed(8), Count, Times(OWNED)];
const CONSUMER_3: Steps = &[Text, Fixed(8), Fixed(8), Count, Times(OWNED)];
/// A group: name, last id in two numbers, since version 2 the entries read; pending entries; consumers;
/// since version 5 the pending entries that nobody owns.
const GROUP_1: Steps = &[Text, Number, Number, Count, Times(PENDING), Count, Times(CONSUMER_1)];
const GROUP_2: Steps =
    &[Text, Number, Number, Number, Count, Times(PENDING), Count, Times(CONSUMER_1)];
const GROUP_3: Steps =
    &[Text, Number, Number, Number, Count, Times(PENDING), Count, Times(CONSUMER_3)];
const GROUP_5: Steps = &[
    Text,
    Number,
    Number,
    Number,
    Count,
    Times(PENDING),
    Count,
    Times(CONSUMER_3),
    Count,
    Times(OWNED),
];
/// A producer that sends again: name, and for each of its marks the id of the entry.
const PRODUCER: Steps = &[Text, Count, Times(&[Text, Number, Number])];

/// The key; entries, length and last id; groups.
const STREAM_1: Steps =
    &[Text, Count, Times(ENTRIES), Number, Number, Number, Count, Times(GROUP_1)];
/// Besides, the first id, the greatest deleted id, and the number of all entries ever added.
const STREAM_2: Steps = &[
    Text,
    Count,
    Times(ENTRIES),
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Count,
    Times(GROUP_2),
];
const STREAM_3: Steps = &[
    Text,
    Count,
    Times(ENTRIES),
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Count,
    Times(GROUP_3),
];
/// Besides, at the end: how long and how many marks are kept, the producers, marks added and repeated.
const STREAM_4: Steps = &[
    Text,
    Count,
    Times(ENTRIES),
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Count,
    Times(GROUP_3),
    Number,
    Number,
    Count,
    Times(PRODUCER),
    Number,
    Number,
];
const STREAM_5: Steps = &[
    Text,
    Count,
    Times(ENTRIES),
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Number,
    Count,
    Times(GROUP_5),
    Number,
    Number,
    Count,
    Times(PRODUCER),
    Number,
    Number,
];
