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
    /// A backup of these files, names and contents, which are listed in this order.
    ///
    /// Any name is taken, hostile ones too: `../x`, a NUL, the empty name. Of files with the same
    /// name, all are listed and the first is served.
    pub fn new(files: impl IntoIterator<Item = (impl Into<String>, impl Into<Bytes>)>) -> Self {
        let mut memory = Memory::default();
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            let file = MemoryFile::new(name.into(), bytes.into());
            memory.places.entry(file.name.clone()).or_insert(at);
            memory.files.push(file);
        }
        Self(Files::Memory(Arc::new(memory)))
    }

    /// A backup of the files in a folder, in the order of their names. They stay on the disk, and
    /// 128 KiB of one are read at a time, so that they may be of any size.
    ///
    /// What is no regular file is left out: subfolders, symbolic links, pipes. The names are
    /// those of now; what is in the files is read at each request. The ETag is made of a file's
    /// length, time of modification and, on Unix, device and inode: it changes when the file is written
    /// to or replaced, and is the same for each sandbox that serves the file.
    ///
    /// # Errors
    /// What the system says if the folder can't be read, and
    /// [`InvalidData`](io::ErrorKind::InvalidData) if it holds a file with a name that
    /// [`FileName`] refuses.
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

    /// Names and contents of the files in memory, in the order of the links; nothing of a backup
    /// [from a folder](Self::from_folder).
    pub fn files(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        let files: &[MemoryFile] = match &self.0 {
            Files::Memory(memory) => &memory.files,
            Files::Folder { .. } => &[],
        };
        files.iter().map(|file| (file.name.as_str(), &file.bytes))
    }

    /// The names of all files, in the order of the links.
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

    /// `None` if there is no such file, or no longer.
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
