//! What a backup is: named files, in memory.

use std::{fmt, sync::Arc};

use bytes::Bytes;
use sha1::{Digest, Sha1};

/// The files of one backup. Cheap to clone: the bytes are shared.
///
/// `Debug` shows names and sizes.
#[derive(Clone)]
pub struct Backup {
    files: Arc<[File]>,
}

pub(super) struct File {
    pub(super) name: String,
    pub(super) bytes: Bytes,
    /// Quoted. Not the MD5 of the content: real stores don't promise that either.
    pub(super) etag: String,
}

impl Backup {
    /// A backup of these files, names and contents, which are listed in this order.
    ///
    /// Any name is taken, hostile ones too: `../x`, a NUL, the empty name. Of files with the same
    /// name, all are listed and the first is served.
    pub fn new(files: impl IntoIterator<Item = (impl Into<String>, impl Into<Bytes>)>) -> Self {
        let files =
            files.into_iter().map(|(name, bytes)| File::new(name.into(), bytes.into())).collect();
        Self { files }
    }

    /// A backup of a Redis Cluster of three shards: RDB files that redis-server 7.0 wrote, of some
    /// 3 KB each, with strings, hashes, lists, sets, sorted sets, streams and HyperLogLogs.
    pub fn three_shards() -> Self {
        const FILES: [(&str, &[u8]); 3] = [
            (
                "redis_192.168.0.87_6379_0-5460_20240410073529.rdb",
                include_bytes!("shards/shard-0.rdb"),
            ),
            (
                "redis_192.168.0.88_6379_5461-10922_20240410073529.rdb",
                include_bytes!("shards/shard-1.rdb"),
            ),
            (
                "redis_192.168.0.89_6379_10923-16383_20240410073529.rdb",
                include_bytes!("shards/shard-2.rdb"),
            ),
        ];
        Self::new(FILES)
    }

    /// Names and contents, in the order of the links.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        self.files.iter().map(|file| (file.name.as_str(), &file.bytes))
    }

    pub(super) fn file(&self, name: &str) -> Option<&File> {
        self.files.iter().find(|file| file.name == name)
    }
}

impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.files().map(|(name, bytes)| (name, bytes.len()))).finish()
    }
}

impl File {
    fn new(name: String, bytes: Bytes) -> Self {
        let digest = Sha1::digest(&bytes);
        let hex: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
        Self { name, bytes, etag: format!("\"{hex}-1\"") }
    }
}
