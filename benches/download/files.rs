//! What is downloaded: RDB files of long strings without meaning, or sparse files, where only the
//! beginning is ever fetched; and the links to them.

use std::{
    fs::{self, File},
    io::{BufWriter, Write},
    path::Path,
};

use crc_fast::{CrcAlgorithm, Digest};

use crate::{
    Result,
    nginx::{Nginx, Speed},
};

pub(crate) const MIB: u64 = 1 << 20;
pub(crate) const GIB: u64 = 1 << 30;

/// Magic and version, and the choice of database 0.
const HEADER: &[u8] = b"REDIS0011\xfe\x00";
const END: u8 = 0xff;
const TRAILER: u64 = 8;
const SLOTS: u32 = 16384;

/// Files of one size.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Set {
    pub(crate) files: u32,
    pub(crate) size: u64,
}

impl Set {
    /// The folder's name, and the backup's id.
    pub(crate) fn name(self) -> String {
        format!("{}x{}", self.files, self.size)
    }

    pub(crate) fn total(self) -> u64 {
        u64::from(self.files) * self.size
    }

    /// In words.
    pub(crate) fn title(self) -> String {
        let size = match self.size {
            size if size < GIB => format!("{} MiB", size / MIB),
            size => format!("{} GiB", size / GIB),
        };
        let files = if self.files == 1 { "file" } else { "files" };
        format!("{} {files} of {size}", self.files)
    }

    /// The files' names: all slots are there, each once.
    pub(crate) fn names(self) -> impl Iterator<Item = String> {
        let each = SLOTS / self.files;
        (0..self.files).map(move |n| {
            let (first, last) = (n * each, (n + 1) * each - 1);
            format!("redis_10.0.0.{n}_6379_{first}-{last}_20240410073529.rdb")
        })
    }

    /// Makes the files and the answers of DCS that have links to them.
    pub(crate) fn serve(self, nginx: &Nginx, content: Content) -> Result<()> {
        let folder = nginx.files().join(self.name());
        fs::create_dir(&folder)?;
        for name in self.names() {
            content.write(&folder.join(name), self.size)?;
        }
        for speed in [Speed::Free, Speed::Held25, Speed::Held100, Speed::Counted] {
            let answer = nginx.folder().join(format!("links{}", self.links_path(speed)));
            fs::create_dir_all(answer.parent().ok_or("a path without a folder")?)?;
            fs::write(answer, self.answer(nginx.origin(), speed))?;
        }
        Ok(())
    }

    /// The path of the call that gives the links.
    fn links_path(self, speed: Speed) -> String {
        format!("/v2/bench/instances/{}/backups/{}/links", speed.path(), self.name())
    }

    /// Where a file is, less its name.
    pub(crate) fn address(self, origin: &str, speed: Speed) -> String {
        format!("{origin}/{}/{}", speed.path(), self.name())
    }

    fn answer(self, origin: &str, speed: Speed) -> String {
        let base = self.address(origin, speed);
        let query = "AWSAccessKeyId=EXAMPLE&Expires=4102444800&Signature=EXAMPLE";
        let links: Vec<String> = self
            .names()
            .map(|name| format!(r#"{{"file_name":"{name}","link":"{base}/{name}?{query}"}}"#))
            .collect();
        format!(r#"{{"links":[{}]}}"#, links.join(","))
    }
}

/// What is in a file.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Content {
    Rdb,
    /// Nothing but its size.
    Sparse,
}

impl Content {
    fn write(self, path: &Path, size: u64) -> Result<()> {
        match self {
            Self::Sparse => Ok(File::create(path)?.set_len(size)?),
            Self::Rdb => write_rdb(path, size),
        }
    }
}

/// One string of 1 MiB after the other.
fn write_rdb(path: &Path, size: u64) -> Result<()> {
    let mut value = vec![0; 1 << 20];
    fastrand::fill(&mut value);
    let mut file = BufWriter::new(File::create(path)?);
    let mut crc = Digest::new(CrcAlgorithm::Crc64Redis);
    let mut write = |bytes: &[u8]| {
        crc.update(bytes);
        file.write_all(bytes)
    };
    write(HEADER)?;
    let mut left = size - HEADER.len() as u64 - 1 - TRAILER;
    for number in 0.. {
        if left == 0 {
            break;
        }
        let mut length = left.min(value.len() as u64 + KEY) - KEY;
        // What is left after it has room for another key, or for nothing.
        if (1..KEY).contains(&(left - KEY - length)) {
            length -= KEY;
        }
        write(&key(number, u32::try_from(length)?))?;
        write(&value[..usize::try_from(length)?])?;
        left -= KEY + length;
    }
    write(&[END])?;
    file.write_all(&crc.finalize().to_le_bytes())?;
    Ok(file.flush()?)
}

/// What [`key`] gives, in bytes.
const KEY: u64 = 15;

/// All of a string but its bytes: the type, the key of eight digits, and the length.
fn key(number: u32, length: u32) -> Vec<u8> {
    let mut bytes = b"\x00\x08".to_vec();
    bytes.extend(format!("{number:08}").bytes());
    bytes.push(0x80);
    bytes.extend(length.to_be_bytes());
    bytes
}
