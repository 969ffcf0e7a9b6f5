//! The RDB reader on bytes of any kind.
//!
//!     mkdir -p fuzz/corpus/rdb
//!     for file in tests/fixtures/rdb/*.rdb; do (printf 3; cat "$file") >"fuzz/corpus/rdb/${file##*/}"; done
//!     cargo +nightly fuzz run rdb -- -max_total_time=300 -max_len=8192
//!
//! The first byte chooses what is put before the others: a header, so that nobody has to guess one, or
//! nothing. Held are: no panic; the same answer for any chunks; no whole RDB without its last byte.
#![no_main]

use std::io::{self, BufRead, Read};

use dcs_backup::rdb::{State, read};
use libfuzzer_sys::fuzz_target;

const HEADERS: [&[u8]; 4] = [b"REDIS0015", b"VALKEY080", b"REDIS0003", b""];

fuzz_target!(|data: &[u8]| {
    let Some((&choice, rest)) = data.split_first() else { return };
    let bytes = [HEADERS[usize::from(choice) % HEADERS.len()], rest].concat();
    let whole = read(bytes.as_slice()).unwrap();
    let size = 1 + usize::from(choice) / HEADERS.len() % 13;
    assert_eq!(read(Chunks { bytes: &bytes, size }).unwrap(), whole);
    if whole.state == State::Rdb {
        let short = read(&bytes[..bytes.len() - 1]).unwrap();
        assert!(short.is_damaged() || short.state == State::Other, "{short:?}");
    }
});

/// Bytes that come a few at a time.
struct Chunks<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl BufRead for Chunks<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(&self.bytes[..self.size.min(self.bytes.len())])
    }

    fn consume(&mut self, count: usize) {
        self.bytes = &self.bytes[count..];
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}
