//! What an RDB holds, counted. Pure.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime},
};

use serde::{Serialize, Serializer};

use super::version::Version;

/// What is in an RDB, as far as it was read. Only whole keys are counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Contents {
    /// The version of the format.
    pub version: Option<Version>,
    /// The server and its version, such as `redis 7.2.4` or `valkey 9.0.0`. Redis writes it since 3.2.
    /// What is no visible ASCII in the file is a `?` here.
    pub writer: Option<String>,
    /// When the server began to write it.
    #[serde(serialize_with = "rfc3339")]
    pub created_at: Option<SystemTime>,
    /// The memory that the server used then, in bytes.
    pub used_memory: Option<u64>,
    /// Whether it begins an AOF, as a file of its own or before commands.
    pub begins_aof: bool,
    /// All keys.
    pub keys: u64,
    /// Those that expire; some may have by now.
    pub expiring: u64,
    /// The databases that hold keys, by their number. Only the first 65,536 of them are listed.
    pub databases: BTreeMap<u32, Database>,
    /// The keys by the kinds of their values.
    pub values: Values,
    /// Libraries of functions.
    pub functions: u64,
}

/// How many keys a database holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Database {
    /// All of its keys.
    pub keys: u64,
    /// Those that expire.
    pub expiring: u64,
}

/// How many keys hold a value of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Values {
    /// Strings, counters, bitmaps and HyperLogLogs.
    pub strings: u64,
    /// Lists.
    pub lists: u64,
    /// Sets.
    pub sets: u64,
    /// Sorted sets and geospatial indexes.
    pub sorted_sets: u64,
    /// Hashes.
    pub hashes: u64,
    /// Streams.
    pub streams: u64,
    /// Arrays of Redis 8.8.
    pub arrays: u64,
    /// Values of modules.
    pub modules: u64,
}

impl Values {
    /// Each kind with its number of keys.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, u64)> + use<> {
        [
            ("strings", self.strings),
            ("lists", self.lists),
            ("sets", self.sets),
            ("sorted sets", self.sorted_sets),
            ("hashes", self.hashes),
            ("streams", self.streams),
            ("arrays", self.arrays),
            ("modules", self.modules),
        ]
        .into_iter()
    }

    fn of(&mut self, kind: ValueType) -> &mut u64 {
        match kind {
            ValueType::String => &mut self.strings,
            ValueType::List => &mut self.lists,
            ValueType::Set => &mut self.sets,
            ValueType::SortedSet => &mut self.sorted_sets,
            ValueType::Hash => &mut self.hashes,
            ValueType::Stream => &mut self.streams,
            ValueType::Array => &mut self.arrays,
            ValueType::Module => &mut self.modules,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueType {
    String,
    List,
    Set,
    SortedSet,
    Hash,
    Stream,
    Array,
    Module,
}

/// How many databases are listed: no input makes the list longer.
const DATABASES: usize = 65_536;
/// The last second of the year 9999, after which a time can't be written.
const LAST_SECOND: u64 = 253_402_300_799;

/// Counts while an RDB is read.
#[derive(Debug, Default)]
pub(super) struct Count {
    contents: Contents,
    number: u32,
    database: Database,
}

impl Count {
    pub(super) fn version(&mut self, version: Version) {
        self.contents.version = Some(version);
    }

    pub(super) fn select(&mut self, number: u32) {
        self.keep_database();
        self.number = number;
    }

    pub(super) fn key(&mut self, kind: ValueType, expires: bool) {
        *self.contents.values.of(kind) += 1;
        self.database.keys += 1;
        self.database.expiring += u64::from(expires);
    }

    pub(super) fn function(&mut self) {
        self.contents.functions += 1;
    }

    /// Takes an auxiliary field: see `rdbSaveInfoAuxFields` in `rdb.c`.
    pub(super) fn aux(&mut self, name: &[u8], value: &[u8]) {
        let contents = &mut self.contents;
        let number = || std::str::from_utf8(value).ok()?.parse::<u64>().ok();
        match name {
            b"redis-ver" => contents.writer = Some(writer("redis", value)),
            b"valkey-ver" => contents.writer = Some(writer("valkey", value)),
            b"ctime" => contents.created_at = number().and_then(time),
            b"used-mem" => contents.used_memory = number(),
            b"aof-preamble" | b"aof-base" => contents.begins_aof |= value == b"1",
            _ => {}
        }
    }

    pub(super) fn finish(mut self) -> Contents {
        self.keep_database();
        self.contents
    }

    fn keep_database(&mut self) {
        let Database { keys, expiring } = std::mem::take(&mut self.database);
        let contents = &mut self.contents;
        contents.keys += keys;
        contents.expiring += expiring;
        let listed =
            contents.databases.len() < DATABASES || contents.databases.contains_key(&self.number);
        if keys > 0 && listed {
            let database = contents.databases.entry(self.number).or_default();
            database.keys += keys;
            database.expiring += expiring;
        }
    }
}

fn writer(server: &str, version: &[u8]) -> String {
    let visible = |&byte: &u8| match byte.is_ascii_graphic() {
        true => char::from(byte),
        false => '?',
    };
    format!("{server} {}", version.iter().map(visible).collect::<String>())
}

fn time(seconds: u64) -> Option<SystemTime> {
    let seconds = Some(seconds).filter(|&seconds| seconds <= LAST_SECOND)?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

fn rfc3339<S: Serializer>(time: &Option<SystemTime>, serializer: S) -> Result<S::Ok, S::Error> {
    match time {
        Some(time) => serializer.collect_str(&careful_http::format_rfc3339(*time)),
        None => serializer.serialize_none(),
    }
}
