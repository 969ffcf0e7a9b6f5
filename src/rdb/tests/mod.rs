//! The reader on files that servers wrote, on every type in its written form, and on damaged files.

mod damage;
mod parts;
mod real;
mod writer;
mod written;

use super::{scanner::Scanner, structure::Structure};

fn structure(bytes: &[u8]) -> Structure {
    let mut scanner = Scanner::new();
    scanner.feed(bytes);
    scanner.finish()
}

fn fixture(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/rdb/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// One of each server: see `tests/fixtures/rdb/rich.sh`.
const RICH: [&str; 10] = [
    "rich-redis-6.2.rdb",
    "rich-redis-7.0.rdb",
    "plain-redis-7.0.rdb",
    "lfu-redis-7.0.rdb",
    "rich-redis-8.2.rdb",
    "cluster-redis-8.2.rdb",
    "module-redis-8.2.rdb",
    "rich-valkey-8.1.rdb",
    "rich-valkey-9.1.rdb",
    "cluster-valkey-9.1.rdb",
];
