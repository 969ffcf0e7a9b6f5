//! Changed files, and bytes of any kind.

use proptest::{collection::vec, prelude::*, sample::Index};

use super::{RICH, fixture, structure};

use crate::rdb::{Checksum, State, read, scanner::Scanner, structure::Structure};

/// Something that happens to files.
#[derive(Debug, Clone)]
enum Change {
    Flip(Index, u8),
    Cut(Index),
    Join,
    Remove(Index, usize),
    Repeat(Index, usize),
    Insert(Index, Vec<u8>),
    Pad(usize),
    Zero(Index, usize),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        (any::<Index>(), 1_u8..).prop_map(|(at, bits)| Change::Flip(at, bits)),
        any::<Index>().prop_map(Change::Cut),
        Just(Change::Join),
        (any::<Index>(), 1_usize..600).prop_map(|(at, count)| Change::Remove(at, count)),
        (any::<Index>(), 1_usize..600).prop_map(|(at, count)| Change::Repeat(at, count)),
        (any::<Index>(), vec(any::<u8>(), 1..9)).prop_map(|(at, new)| Change::Insert(at, new)),
        (1_usize..4096).prop_map(Change::Pad),
        (any::<Index>(), 1_usize..4096).prop_map(|(at, count)| Change::Zero(at, count)),
    ]
}

fn changed(file: &[u8], change: &Change) -> Vec<u8> {
    let mut bytes = file.to_vec();
    let place = |at: &Index| at.index(file.len());
    match change {
        Change::Flip(at, bits) => bytes[place(at)] ^= bits,
        Change::Cut(at) => bytes.truncate(place(at)),
        Change::Join => bytes.extend(file),
        Change::Remove(at, count) => {
            bytes.drain(place(at)..(place(at) + count).min(file.len()));
        }
        Change::Repeat(at, count) => {
            let part = file[place(at)..(place(at) + count).min(file.len())].to_vec();
            bytes.splice(place(at)..place(at), part);
        }
        Change::Insert(at, new) => {
            bytes.splice(place(at)..place(at), new.iter().copied());
        }
        Change::Pad(count) => bytes.resize(file.len() + count, 0),
        Change::Zero(at, count) => {
            let end = (place(at) + count).min(file.len());
            bytes[place(at)..end].fill(0);
        }
    }
    bytes
}

fn in_chunks(bytes: &[u8], sizes: &[usize]) -> Structure {
    let mut scanner = Scanner::new();
    let mut rest = bytes;
    for &size in sizes.iter().cycle() {
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        scanner.feed(chunk);
        rest = after;
        if rest.is_empty() {
            break;
        }
    }
    scanner.finish()
}

/// Some bytes that look like a file, and then anything.
fn anything() -> impl Strategy<Value = Vec<u8>> {
    let header =
        prop_oneof![Just("REDIS0011"), Just("REDIS0003"), Just("REDIS0015"), Just("VALKEY080")];
    // Bytes that mean something are more frequent.
    let byte = prop_oneof![any::<u8>(), 0_u8..34, 242_u8.., Just(0x80), Just(0x81), Just(0xc3)];
    (header, vec(byte, 0..300)).prop_map(|(header, bytes)| [header.as_bytes(), &bytes].concat())
}

proptest! {
    #[test]
    fn no_change_keeps_a_right_checksum(
        file in prop::sample::select(RICH.to_vec()),
        changes in vec(change(), 1..3),
    ) {
        let whole = fixture(file);
        let bytes = changes.iter().fold(whole.clone(), |bytes, change| match bytes.is_empty() {
            true => bytes,
            false => changed(&bytes, change),
        });
        prop_assume!(bytes != whole);
        let inspection = read(bytes.as_slice()).unwrap();
        prop_assert!(
            inspection.state != State::Rdb || inspection.checksum != Some(Checksum::Right),
            "{inspection:?}"
        );
    }

    #[test]
    fn what_is_cut_off_joined_or_added_is_found_without_a_checksum(
        file in prop::sample::select(RICH.to_vec()),
        cut in any::<Index>(),
        added in vec(any::<u8>(), 1..100),
    ) {
        let mut whole = fixture(file);
        let end = whole.len() - 8;
        whole[end..].fill(0);
        let short = &whole[..cut.index(whole.len())];
        let cut_short = matches!(structure(short), Structure::Truncated { .. } | Structure::NotRdb);
        prop_assert!(cut_short);
        for behind in [added.as_slice(), &whole, &[0; 3]] {
            let longer = [whole.as_slice(), behind].concat();
            prop_assert!(read(longer.as_slice()).unwrap().is_damaged());
        }
    }

    #[test]
    fn a_tail_of_zeros_is_found_without_a_checksum(
        file in prop::sample::select(RICH.to_vec()),
        zeros in 9_usize..6000,
    ) {
        let mut whole = fixture(file);
        let begin = whole.len().saturating_sub(zeros);
        whole[begin..].fill(0);
        let accepted = matches!(structure(&whole), Structure::Ended { .. } | Structure::Unknown { .. });
        prop_assert!(!accepted);
    }

    #[test]
    fn chunks_make_no_difference(
        file in prop::sample::select(RICH.to_vec()),
        change in prop::option::of(change()),
        sizes in vec(1_usize..200, 1..20),
    ) {
        let whole = fixture(file);
        let bytes = change.map_or(whole.clone(), |change| changed(&whole, &change));
        prop_assert_eq!(in_chunks(&bytes, &sizes), structure(&bytes));
    }

    #[test]
    fn nothing_panics_and_nothing_grows(bytes in anything(), sizes in vec(1_usize..20, 1..5)) {
        prop_assert_eq!(in_chunks(&bytes, &sizes), structure(&bytes));
        let mut scanner = Scanner::new();
        for byte in &bytes {
            scanner.feed(&[*byte]);
            prop_assert!(scanner.depth() <= 8);
        }
    }
}
