//! What is in an RDB file, and whether it is whole, from its structure: no server is needed, no value is
//! kept, and memory does not grow with the file.

mod commands;
mod contents;
mod files;
mod inspection;
mod layout;
mod length;
mod lzf;
mod magic;
mod packed;
mod pass;
mod scanner;
mod strings;
mod structure;
mod verdict;
mod version;

pub use contents::{Contents, Database, Values};
pub use files::RedisFiles;
pub use inspection::{Checksum, Inspection, State, inspect, read};
pub use presigned_download::{Reason, Verdict};
pub use version::{Magic, Version};

#[cfg(test)]
mod tests;
