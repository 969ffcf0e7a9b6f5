//! What it costs to read an RDB's structure: its CRC-64 alone, and CRC-64 and structure together, per
//! byte of files in memory.
//!
//!     cargo bench --bench rdb
//!
//! The bytes come in chunks of 64 KiB, as `inspect` reads them. The rounds alternate between the two; the
//! fastest of each counts, in processor time where the system tells it, so that what else runs on the
//! machine counts less. On strings of 1 KiB and more, both together are to cost
//! at most 1.5 times the CRC alone.
#![expect(clippy::print_stdout, reason = "the figures are what this program is for")]

use std::{
    error::Error,
    hint::black_box,
    io::{self, BufRead, Read},
    time::Duration,
};

use crc_fast::{CrcAlgorithm, Digest};
use dcs_backup::rdb::{State, read};

const ROUNDS: usize = 15;
const SIZE: usize = 256 << 20;
const CHUNK: usize = 64 << 10;
const TARGET: f64 = 1.5;

fn main() -> Result<(), Box<dyn Error>> {
    println!("{:<34} {:>10} {:>17} {:>7}", "values", "CRC alone", "CRC and structure", "ratio");
    for (name, length) in
        [("1 MiB", 1 << 20), ("64 KiB", 64 << 10), ("4 KiB", 4 << 10), ("1 KiB", 1 << 10)]
    {
        let ratio = row(&format!("strings of {name}"), &rdb(&text(length)))?;
        let verdict = if ratio <= TARGET { "held" } else { "MISSED" };
        println!("{:>34} target {TARGET}: {verdict}", "");
    }
    row("strings of 100 B", &rdb(&text(100)))?;
    row("strings of 10 B", &rdb(&text(10)))?;
    row("compressed strings, 4 KiB", &rdb(&compressed(4 << 10)))?;
    row(
        "hashes of 20 fields of 10 B",
        &rdb_of(4, &[&[20], text(10).repeat(40).as_slice()].concat()),
    )?;
    Ok(())
}

/// Measures a file, prints a row, and gives the ratio.
fn row(name: &str, file: &[u8]) -> Result<f64, Box<dyn Error>> {
    let mut alone = Duration::MAX;
    let mut both = Duration::MAX;
    for _ in 0..ROUNDS {
        let begin = now();
        let mut crc = Digest::new(CrcAlgorithm::Crc64Redis);
        black_box(file).chunks(CHUNK).for_each(|chunk| crc.update(chunk));
        black_box(crc.finalize());
        alone = alone.min(now() - begin);
        let begin = now();
        let inspection = black_box(read(Chunks(black_box(file)))?);
        both = both.min(now() - begin);
        if inspection.state != State::Rdb {
            return Err(format!("{name}: {inspection:?}").into());
        }
    }
    let ratio = both.as_secs_f64() / alone.as_secs_f64();
    let speed = |time: Duration| file.len() as f64 / 1e9 / time.as_secs_f64();
    println!("{name:<34} {:>5.1} GB/s {:>12.2} GB/s {ratio:>7.2}", speed(alone), speed(both));
    Ok(ratio)
}

/// The time that this thread has worked.
#[cfg(unix)]
fn now() -> Duration {
    use rustix::time::{ClockId, clock_gettime};
    clock_gettime(ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

#[cfg(not(unix))]
fn now() -> Duration {
    static BEGIN: std::sync::LazyLock<std::time::Instant> =
        std::sync::LazyLock::new(std::time::Instant::now);
    BEGIN.elapsed()
}

/// A file of strings of that form.
fn rdb(value: &[u8]) -> Vec<u8> {
    rdb_of(0, value)
}

fn rdb_of(kind: u8, value: &[u8]) -> Vec<u8> {
    let mut file = b"REDIS0011\xfe\x00".to_vec();
    let mut number = 0_u32;
    while file.len() < SIZE {
        file.push(kind);
        file.extend(string(format!("key:{number:010}").as_bytes()));
        file.extend(value);
        number += 1;
    }
    file.push(0xff);
    let mut crc = Digest::new(CrcAlgorithm::Crc64Redis);
    crc.update(&file);
    file.extend(crc.finalize().to_le_bytes());
    file
}

fn string(bytes: &[u8]) -> Vec<u8> {
    [&length(bytes.len()), bytes].concat()
}

/// A string of that many bytes.
fn text(size: usize) -> Vec<u8> {
    string(&(0..size).map(|place| (place * 131 % 251) as u8).collect::<Vec<u8>>())
}

/// A compressed string of that many bytes: four literals, five bytes from before, and so on.
fn compressed(size: usize) -> Vec<u8> {
    let pieces = size / 7;
    let bytes = [3, b'a', b'b', b'c', b'd', 0x60, 3].repeat(pieces);
    [&[0xc3], length(bytes.len()).as_slice(), &length(pieces * 9), &bytes].concat()
}

fn length(size: usize) -> Vec<u8> {
    match u32::try_from(size) {
        Ok(short @ 0..64) => vec![short as u8],
        Ok(long) => [&[0x80], long.to_be_bytes().as_slice()].concat(),
        Err(_) => [&[0x81], (size as u64).to_be_bytes().as_slice()].concat(),
    }
}

/// A file that comes in chunks.
struct Chunks<'a>(&'a [u8]);

impl BufRead for Chunks<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        Ok(self.0.get(..CHUNK).unwrap_or(self.0))
    }

    fn consume(&mut self, count: usize) {
        self.0 = self.0.get(count..).unwrap_or_default();
    }
}

impl Read for Chunks<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}
