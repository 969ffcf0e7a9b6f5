//! Hash slots of a Redis Cluster: what the names of a backup's files say of them. Pure.

use std::fmt;

use serde::{Deserialize, Serialize};

use careful_http::Moment;
use huaweicloud_core::InvalidValue;
use presigned_download::FileName;

/// The ports that a program without special rights may use.
const PORTS: std::ops::RangeInclusive<u32> = 1024..=65535;

/// A range of hash slots of a Redis Cluster, both ends included, within 0..=16383.
///
/// As text it is `0-5460`, or `5461` for a single slot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct SlotRange {
    first: u16,
    last: u16,
}

impl SlotRange {
    /// How many hash slots a cluster has.
    pub const SLOTS: u16 = 16384;

    /// A range of these slots. Returns `None` if they are out of order or out of bounds.
    fn new(first: u16, last: u16) -> Option<Self> {
        (first <= last && last < Self::SLOTS).then_some(Self { first, last })
    }

    fn read(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-').unwrap_or((text, text));
        Self::new(read_slot(first)?, read_slot(last)?)
    }

    /// The first slot.
    pub const fn first(self) -> u16 {
        self.first
    }

    /// The last slot, which belongs to the range.
    pub const fn last(self) -> u16 {
        self.last
    }
}

fn read_slot(digits: &str) -> Option<u16> {
    // A date may look like a range; a slot has no zero before it.
    let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    if !plain || (digits.len() > 1 && digits.starts_with('0')) {
        return None;
    }
    digits.parse().ok().filter(|slot| *slot < SlotRange::SLOTS)
}

impl std::str::FromStr for SlotRange {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let problem = "a range of slots is like 0-5460 or 5461, up to 16383";
        Self::read(text).ok_or_else(|| InvalidValue::new("slots", problem))
    }
}

impl TryFrom<String> for SlotRange {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<SlotRange> for String {
    fn from(range: SlotRange) -> Self {
        range.to_string()
    }
}

impl fmt::Display for SlotRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.first == self.last {
            true => self.first.fmt(f),
            false => write!(f, "{}-{}", self.first, self.last),
        }
    }
}

/// The hash slots of one shard: a range, or several of them.
///
/// As text it is `0-5460`, or `0-100,5461` for several; so it is serialized.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(with = "String"))]
pub struct Slots(Vec<SlotRange>);

impl Slots {
    /// The ranges, at least one, in the order of the name; they may overlap.
    pub fn ranges(&self) -> &[SlotRange] {
        &self.0
    }
}

impl std::str::FromStr for Slots {
    type Err = InvalidValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split([',', '_']).map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl TryFrom<String> for Slots {
    type Error = InvalidValue;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Slots> for String {
    fn from(slots: Slots) -> Self {
        slots.to_string()
    }
}

impl fmt::Display for Slots {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&joined(&self.0, ","))
    }
}

/// The slots of a cluster's shard, as the name of its file says: the part `10923-16383` of
/// `redis_<ip>_<port>_10923-16383_<yyyyMMddHHmmss>.rdb`. It may also be a single slot, or a list with `,` or `_`.
/// Returns `None` for a name of another form: a port or a date may look like a slot.
///
/// ```
/// let name = "redis_192.168.0.89_6379_10923-16383_20240410073529.rdb".parse()?;
/// assert_eq!(dcs_backup::slots_of(&name).unwrap().to_string(), "10923-16383");
/// # Ok::<(), dcs_backup::types::InvalidValue>(())
/// ```
pub fn slots_of(name: &FileName) -> Option<Slots> {
    of_shard(name.as_str())
}

/// Reads `redis_<ip>_<port>_<slots>_<yyyyMMddHHmmss>.rdb`, where the slots are ranges or single ones,
/// with `,` or `_` between them. Returns `None` for any other name: a port or a date may look like a slot.
fn of_shard(name: &str) -> Option<Slots> {
    let (stem, kind) = name.rsplit_once('.')?;
    if !["rdb", "aof"].iter().any(|known| known.eq_ignore_ascii_case(kind)) {
        return None;
    }
    let (address, rest) = stem.strip_prefix("redis_")?.split_once('_')?;
    let (port, rest) = rest.split_once('_')?;
    let (slots, time) = rest.rsplit_once('_')?;
    let is_port = port.parse().is_ok_and(|port| PORTS.contains(&port));
    let is_time = time.len() == 14 && Moment::parse(time).is_some();
    (is_address(address) && is_port && is_time).then(|| slots.parse().ok()).flatten()
}

/// Whether this may be an address or the name of a host, and not a part of one.
fn is_address(text: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".:-[]%".contains(&byte);
    text.bytes().all(allowed) && text.bytes().any(|byte| !byte.is_ascii_digit())
}

/// What may be ranges of slots in a name of another form.
fn perhaps(name: &str) -> impl Iterator<Item = SlotRange> {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.split(['_', ',']).filter(|part| part.contains('-')).filter_map(SlotRange::read)
}

/// Whether the files of a backup hold all hash slots of a cluster, as their names say.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SlotCoverage {
    /// No slot is missing as far as the names tell. Most backups are of no cluster, and their names
    /// tell nothing.
    Whole,
    /// No file holds these slots: every name has the form that the service gives to shards.
    Missing(Vec<SlotRange>),
    /// No name has these slots, but not every name has that form: they may be missing.
    Doubtful(Vec<SlotRange>),
    /// No slot is missing, and several files hold these: shards of different times may be mixed.
    Repeated(Vec<SlotRange>),
}

impl SlotCoverage {
    /// What the names of all files of a backup say.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a FileName>) -> Self {
        let mut held = Vec::new();
        let mut all_are_shards = true;
        for name in names {
            match of_shard(name.as_str()) {
                Some(Slots(ranges)) => held.extend(ranges),
                None => {
                    all_are_shards = false;
                    held.extend(perhaps(name.as_str()));
                }
            }
        }
        // A number alone may count something else.
        let has_range = held.iter().any(|range| range.first < range.last);
        let repeated = if all_are_shards { repeated(held.clone()) } else { Vec::new() };
        let missing = missing(held);
        match () {
            () if missing.is_empty() && !repeated.is_empty() => Self::Repeated(repeated),
            () if missing.is_empty() => Self::Whole,
            () if all_are_shards && has_range => Self::Missing(missing),
            () => Self::Doubtful(missing),
        }
    }
}

/// The slots that are in no range, in order; none if there is no range at all.
fn missing(mut held: Vec<SlotRange>) -> Vec<SlotRange> {
    if held.is_empty() {
        return held;
    }
    held.sort_unstable();
    let mut missing = Vec::new();
    let mut next = 0;
    for range in held {
        missing.extend(gap(next, range.first));
        next = next.max(range.last + 1);
    }
    missing.extend(gap(next, SlotRange::SLOTS));
    missing
}

/// The slots that are in several ranges, in order.
fn repeated(mut held: Vec<SlotRange>) -> Vec<SlotRange> {
    held.sort_unstable();
    let mut repeated: Vec<SlotRange> = Vec::new();
    let mut next = 0;
    for range in held {
        let seen = repeated.last().map_or(0, |last| last.last + 1);
        let (first, end) = (range.first.max(seen), next.min(range.last + 1));
        if first < end {
            repeated.extend(SlotRange::new(first, end - 1));
        }
        next = next.max(range.last + 1);
    }
    repeated
}

/// The slots from `first` up to, and without, `end`.
fn gap(first: u16, end: u16) -> Option<SlotRange> {
    SlotRange::new(first, end.checked_sub(1)?)
}

fn joined(slots: &[SlotRange], between: &str) -> String {
    let texts: Vec<String> = slots.iter().map(ToString::to_string).collect();
    texts.join(between)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shard(name: &str) -> Option<String> {
        of_shard(name).map(|slots| slots.to_string())
    }

    fn coverage(names: &[&str]) -> SlotCoverage {
        let names: Vec<FileName> = names.iter().map(|name| name.parse().unwrap()).collect();
        SlotCoverage::of(&names)
    }

    fn ranges(text: &str) -> Vec<SlotRange> {
        text.split(", ").map(|range| range.parse().unwrap()).collect()
    }

    #[test]
    fn slots_are_read_from_the_name_of_a_shard() {
        for (name, slots) in [
            ("redis_192.168.0.89_6379_10923-16383_20240410073529.rdb", "10923-16383"),
            ("redis_fe80--1_6379_0-0_20240410073529.rdb", "0"),
            ("redis_redis-a-1.example_6379_0-5460_20240410073529.RDB", "0-5460"),
            ("redis_10.0.0.1_6379_5461_20240410073529.rdb", "5461"),
            ("redis_10.0.0.1_6379_0-100,200-300_20240410073529.rdb", "0-100,200-300"),
            ("redis_10.0.0.1_6379_0-100_200-300_20240410073529.rdb", "0-100,200-300"),
            ("redis_10.0.0.1_6379_0,7-9_11,13-15_20240410073529.aof", "0,7-9,11,13-15"),
        ] {
            assert_eq!(shard(name).as_deref(), Some(slots), "{name}");
        }
        for name in [
            "20190924204307_redis.rdb",
            "redis_10.0.0.1_6379_20240410073529.rdb",
            "redis_10.0.0.1_6379_5-4_20240410073529.rdb",
            "redis_10.0.0.1_6379_0-16384_20240410073529.rdb",
            "redis_10.0.0.1_6379_+1-2_20240410073529.rdb",
            "redis_10.0.0.1_6379_0-5460_20241310073529.rdb",
            "redis_10.0.0.1_6379_0-5460_20240410073529_1.rdb",
            "redis_10.0.0.1_6379_0-5460,_20240410073529.rdb",
            "redis_10.0.0.1_6379_0-5460_20240410073529.zip",
            "redis_10_0_0_1_6379_0-5460_20240410073529.rdb",
            "redis_10_1024_0_1_6379_0-5460_20240410073529.rdb",
            "dump_0-5460.rdb",
            "dump_04-10_redis.rdb",
        ] {
            assert_eq!(shard(name), None, "{name}");
        }
    }

    #[test]
    fn what_is_missing_is_certain_only_where_every_name_has_the_form() {
        let low = "redis_10.0.0.1_6379_0-5460_20240410073529.rdb";
        let one = "redis_10.0.0.2_6379_5461_20240410073529.rdb";
        let high = "redis_10.0.0.3_6379_5462-16383_20240410073529.rdb";
        assert_eq!(coverage(&[low, one, high]), SlotCoverage::Whole);
        assert_eq!(coverage(&[low, high]), SlotCoverage::Missing(ranges("5461")));
        assert_eq!(coverage(&[high]), SlotCoverage::Missing(ranges("0-5461")));
        for other in ["readme.txt", "redis_10.0.0.1_6379_20240410073529.rdb"] {
            let doubtful = SlotCoverage::Doubtful(ranges("5461"));
            assert_eq!(coverage(&[low, other, high]), doubtful, "{other}");
        }
        assert_eq!(coverage(&["a_0-5460.rdb"]), SlotCoverage::Doubtful(ranges("5461-16383")));
        assert_eq!(coverage(&[one]), SlotCoverage::Doubtful(ranges("0-5460, 5462-16383")));
        let list = "redis_10.0.0.1_6379_0-5460,5461_5462-16383_20240410073529.rdb";
        assert_eq!(coverage(&[list]), SlotCoverage::Whole);
        let wide = "redis_10.0.0.4_6379_0-10000_20250410073529.rdb";
        assert_eq!(coverage(&[wide, high]), SlotCoverage::Repeated(ranges("5462-10000")));
        assert_eq!(coverage(&[low, low, one, high]), SlotCoverage::Repeated(ranges("0-5460")));
        assert_eq!(coverage(&[low, low, high]), SlotCoverage::Missing(ranges("5461")));
        for nothing in [&[][..], &["20240410073529_redis.rdb"], &["appendonly.aof", "a.rdb"]] {
            assert_eq!(coverage(nothing), SlotCoverage::Whole);
        }
    }

    proptest! {
        #[test]
        fn what_is_held_and_what_is_missing_make_up_all_slots(
            held in proptest::collection::vec((0_u16..16384, 0_u16..16384), 1..20)
        ) {
            let held = held.into_iter().filter_map(|(a, b)| SlotRange::new(a.min(b), a.max(b)));
            let held: Vec<SlotRange> = held.collect();
            let missing = missing(held.clone());
            let repeated = repeated(held.clone());
            for slot in 0..SlotRange::SLOTS {
                let within = |range: &SlotRange| (range.first..=range.last).contains(&slot);
                prop_assert_ne!(held.iter().any(within), missing.iter().any(within));
                let times = held.iter().filter(|range| within(range)).count();
                prop_assert_eq!(times > 1, repeated.iter().any(within));
            }
        }

        #[test]
        fn any_slots_are_read_from_a_name(
            held in proptest::collection::vec((0_u16..16384, 0_u16..16384), 1..9),
            dividers in proptest::collection::vec(prop::sample::select(vec![",", "_"]), 9),
        ) {
            let held = held.into_iter().filter_map(|(a, b)| SlotRange::new(a.min(b), a.max(b)));
            let held: Vec<SlotRange> = held.collect();
            let mut text = String::new();
            for (range, divider) in held.iter().zip(dividers) {
                let divider = if text.is_empty() { "" } else { divider };
                text += &format!("{divider}{range}");
            }
            let name = format!("redis_10.0.0.1_6379_{text}_20240410073529.rdb");
            let read = of_shard(&name).unwrap();
            prop_assert_eq!(read.ranges(), held);
            prop_assert_eq!(read.to_string().parse::<Slots>().unwrap(), read);
        }

        #[test]
        fn any_name_is_read_or_not(name in "(redis_)?[0-9a-f.:-]{0,9}_[0-9]{0,6}_[0-9_,-]{0,20}_[0-9]{13,15}.rdb") {
            let _ = of_shard(&name);
            perhaps(&name).count();
        }
    }
}
