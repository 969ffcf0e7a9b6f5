//! Which hash slots of a Redis Cluster the files of a backup leave out. Pure.

use crate::file_name::SlotRange;

/// The slots that no file holds, in order; none if no file is a cluster's shard.
pub(super) fn missing_slots(shards: impl IntoIterator<Item = SlotRange>) -> Vec<SlotRange> {
    let mut held: Vec<SlotRange> = shards.into_iter().collect();
    if held.is_empty() {
        return held;
    }
    held.sort_unstable();
    let mut missing = Vec::new();
    let mut next = 0;
    for range in held {
        missing.extend(gap(next, range.first()));
        next = next.max(range.last() + 1);
    }
    missing.extend(gap(next, SlotRange::SLOTS));
    missing
}

/// The slots from `first` up to, and without, `end`.
fn gap(first: u16, end: u16) -> Option<SlotRange> {
    SlotRange::new(first, end.checked_sub(1)?)
}

/// As `0-5460, 10923-16383`.
pub(super) fn list(slots: &[SlotRange]) -> String {
    let texts: Vec<String> = slots.iter().map(ToString::to_string).collect();
    texts.join(", ")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn missing(names: &[&str]) -> String {
        let shards = names.iter().filter_map(|text| text.parse().ok());
        list(&missing_slots(shards))
    }

    #[test]
    fn gaps_are_named() {
        assert_eq!(missing(&[]), "");
        assert_eq!(missing(&["not a shard"]), "");
        assert_eq!(missing(&["0-16383"]), "");
        assert_eq!(missing(&["10923-16383", "0-5460", "5461-10922"]), "");
        assert_eq!(missing(&["0-5460", "10923-16383"]), "5461-10922");
        assert_eq!(missing(&["1-16382"]), "0-0, 16383-16383");
        assert_eq!(missing(&["0-9000", "100-200", "8000-16383"]), "");
    }

    proptest! {
        #[test]
        fn what_is_held_and_what_is_missing_make_up_all_slots(
            ranges in proptest::collection::vec((0_u16..16384, 0_u16..16384), 1..20)
        ) {
            let shards: Vec<SlotRange> = ranges
                .into_iter()
                .filter_map(|(a, b)| SlotRange::new(a.min(b), a.max(b)))
                .collect();
            let missing = missing_slots(shards.iter().copied());
            for slot in 0..SlotRange::SLOTS {
                let within = |range: &SlotRange| (range.first()..=range.last()).contains(&slot);
                prop_assert_ne!(shards.iter().any(within), missing.iter().any(within));
            }
        }
    }
}
