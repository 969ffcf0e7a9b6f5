//! What a backup is: named files, in memory or in a folder.

use std::{
    collections::HashMap,
    ffi::OsString,
    fmt,
    fs::{self, Metadata},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use dcs_backup::FileName;
use sha1::{Digest, Sha1};

use crate::content::Content;

/// The files of one backup, all in memory or all in one folder. Cheap to clone: the bytes are shared.
///
/// `Debug` shows names, and the sizes of what is in memory.
#[derive(Clone)]
pub struct Backup(Files);

#[derive(Clone)]
enum Files {
    Memory(Arc<Memory>),
    /// The names are sorted.
    Folder {
        folder: Arc<Path>,
        names: Arc<[FileName]>,
    },
}

#[derive(Default)]
struct Memory {
    files: Vec<MemoryFile>,
    /// The place of the first file of each name.
    places: HashMap<String, usize>,
}

struct MemoryFile {
    name: String,
    bytes: Bytes,
    etag: String,
}

/// A file, ready to be sent.
pub(crate) struct Object {
    pub(crate) content: Content,
    /// Quoted. Not the MD5 of the content: real stores don't promise that either.
    pub(crate) etag: String,
}

impl Backup {
    /// Makes a backup of these files (names and contents). They are listed in this order.
    ///
    /// Any name is accepted, even a hostile one: `../x`, a NUL, the empty name. If several files have the
    /// same name, all are listed and the first is served.
    pub fn new(files: impl IntoIterator<Item = (impl Into<String>, impl Into<Bytes>)>) -> Self {
        let mut memory = Memory::default();
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            let file = MemoryFile::new(name.into(), bytes.into());
            memory.places.entry(file.name.clone()).or_insert(at);
            memory.files.push(file);
        }
        Self(Files::Memory(Arc::new(memory)))
    }

    /// Makes a backup of the files in a folder, in the order of their names. The files stay on the disk and
    /// are read in pieces of 128 KiB, so they may be of any size.
    ///
    /// Only regular files count: subfolders, symbolic links and pipes are left out. The names are read now,
    /// the contents at each request. The ETag is made of the file's length, its modification time and, on
    /// Unix, its device and inode. It changes when the file is written to or replaced, and every sandbox
    /// that serves the file gives the same one.
    ///
    /// # Errors
    /// The system's error if the folder can't be read, and [`InvalidData`](io::ErrorKind::InvalidData) if
    /// [`FileName`] refuses the name of a file in it.
    pub fn from_folder(path: impl AsRef<Path>) -> io::Result<Self> {
        let folder = path.as_ref();
        let mut names = Vec::new();
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.push(name_of(entry.file_name())?);
            }
        }
        names.sort_unstable();
        Ok(Self(Files::Folder { folder: folder.into(), names: names.into() }))
    }

    /// The backup of a Redis Cluster of three shards: RDB files that redis-server 7.0 wrote, about 3 KB each,
    /// with strings, hashes, lists, sets, sorted sets, streams and HyperLogLogs.
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

    /// Returns names and contents of the files in memory, in the order of the links. A backup
    /// [from a folder](Self::from_folder) has none.
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        let files: &[MemoryFile] = match &self.0 {
            Files::Memory(memory) => &memory.files,
            Files::Folder { .. } => &[],
        };
        files.iter().map(|file| (file.name.as_str(), &file.bytes))
    }

    /// Returns the names of all files, in the order of the links.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        let in_folder: &[FileName] = match &self.0 {
            Files::Memory(_) => &[],
            Files::Folder { names, .. } => names,
        };
        self.files().map(|(name, _)| name).chain(in_folder.iter().map(FileName::as_str))
    }

    pub(crate) fn none() -> Self {
        Self(Files::Memory(Arc::default()))
    }

    /// The size of all files that can be read, in bytes.
    pub(crate) fn size(&self) -> u64 {
        let objects = self.names().filter_map(|name| self.open(name).ok()?);
        objects.map(|object| object.content.length()).sum()
    }

    /// Nothing if there is no such file, or no longer.
    pub(crate) fn open(&self, name: &str) -> io::Result<Option<Object>> {
        match &self.0 {
            Files::Memory(memory) => {
                let file = memory.places.get(name).and_then(|at| memory.files.get(*at));
                Ok(file.map(MemoryFile::object))
            }
            Files::Folder { folder, names } => names
                .binary_search_by(|known| known.as_str().cmp(name))
                .ok()
                .and_then(|at| names.get(at))
                .map_or(Ok(None), |known| open(folder.join(known))),
        }
    }
}

impl fmt::Debug for Backup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Files::Memory(_) => f
                .debug_map()
                .entries(self.files().map(|(name, bytes)| (name, bytes.len())))
                .finish(),
            Files::Folder { names, .. } => f.debug_set().entries(names.iter()).finish(),
        }
    }
}

impl MemoryFile {
    fn new(name: String, bytes: Bytes) -> Self {
        let etag = etag_of(&bytes);
        Self { name, bytes, etag }
    }

    fn object(&self) -> Object {
        Object { content: self.bytes.clone().into(), etag: self.etag.clone() }
    }
}

fn open(path: PathBuf) -> io::Result<Option<Object>> {
    let file = match fs::File::open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let metadata = file.metadata()?;
    Ok(Some(Object {
        etag: etag_of(identity(&metadata).as_bytes()),
        content: Content::File { file: Arc::new(file), first: 0, length: metadata.len() },
    }))
}

/// What tells a file from one with another content, without reading it.
fn identity(metadata: &Metadata) -> String {
    #[cfg(unix)]
    let place = {
        use std::os::unix::fs::MetadataExt;
        (metadata.dev(), metadata.ino())
    };
    #[cfg(not(unix))]
    let place = ();
    format!("{} {:?} {place:?}", metadata.len(), metadata.modified())
}

fn etag_of(bytes: &[u8]) -> String {
    let digest = Sha1::digest(bytes);
    let hex: String = digest[..16].iter().map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}-1\"")
}

fn name_of(name: OsString) -> io::Result<FileName> {
    let problem = match name.into_string() {
        Ok(name) => match FileName::try_from(name) {
            Ok(name) => return Ok(name),
            Err(problem) => problem.to_string(),
        },
        Err(name) => format!("{name:?} is no Unicode"),
    };
    Err(io::Error::new(
        io::ErrorKind::InvalidData,
        format!("{problem}; rename the file, or take it out of the folder"),
    ))
}
