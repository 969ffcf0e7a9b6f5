//! Reads a file whole, and says what it is, whether it is damaged, and what is in it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use serde::Serialize;

use super::{
    contents::Contents,
    pass::{Conclusion, Pass},
    structure::Structure,
    verdict::{Expected, WRONG_SUM},
};
use huaweicloud_core::{Error, ErrorKind};
use presigned_download::{Reason, Verdict};

/// How much is read at a time.
const CHUNK: usize = 64 << 10;

/// What a file is, and what is in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Inspection {
    /// What the file is.
    pub state: State,
    /// Whether its bytes have the checksum that its server wrote at its end. Nothing where it isn't
    /// known where that would be.
    pub checksum: Option<Checksum>,
    /// Its length in bytes.
    pub length: u64,
    /// What was read of its contents.
    pub contents: Contents,
}

/// What a file is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
#[non_exhaustive]
pub enum State {
    /// An RDB, from its magic to its end.
    Rdb,
    /// An RDB that begins an AOF, and commands behind it. Of those nothing is read.
    RdbAndCommands {
        /// Where the commands begin.
        commands_at: u64,
    },
    /// Commands of an AOF. Nothing of them is read.
    Aof,
    /// An RDB with something that this reader does not know, or one with a right checksum
    /// that continues in a way that no known server writes. It was read up to there.
    PartlyKnown {
        /// Where that begins.
        at: u64,
    },
    /// An RDB that is not as a server wrote it.
    Damaged {
        /// What is wrong.
        problem: String,
        /// Where: the first byte that can't be right, or the end of the file.
        at: u64,
    },
    /// Neither an RDB nor an AOF.
    Other,
}

/// What the checksum at the end of an RDB says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Checksum {
    /// The bytes are those that it was computed from.
    Right,
    /// They are not.
    Wrong,
    /// The server wrote none: `rdbchecksum no`, or a version of the format before 5.
    Absent,
}

impl Inspection {
    /// Whether the file is surely not as it was written.
    pub fn is_damaged(&self) -> bool {
        matches!(self.state, State::Damaged { .. })
    }
}

/// Reads the file and says what is in it. It reads on a thread for blocking work, at the speed of the
/// disk; memory does not grow with the file. It judges as [`verify_folder`](crate::download::verify_folder)
/// does: a file that its name calls an RDB (`.rdb`) or an AOF (`.aof`) and that is none is damaged.
///
/// A damaged file is no error: see [`Inspection::state`].
///
/// # Errors
/// [`ErrorKind::Disk`] if it can't be opened or read.
pub async fn inspect(path: impl AsRef<Path>) -> Result<Inspection, Error> {
    let path = path.as_ref().to_path_buf();
    let read = tokio::task::spawn_blocking(move || {
        let file = open(&path).map_err(|error| failed("opening", &path, &error))?;
        read_as(BufReader::with_capacity(CHUNK, file), expected(&path))
            .map_err(|error| failed("reading", &path, &error))
    });
    match read.await {
        Ok(inspection) => inspection,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => Err(Error::new(ErrorKind::Disk, format!("reading was ended: {error}"))),
        },
    }
}

fn expected(path: &Path) -> Expected {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Expected::by_name(&name).unwrap_or(Expected::Anything)
}

/// Opening a pipe would wait for whoever writes into it.
fn open(path: &Path) -> io::Result<File> {
    match path.metadata()?.is_file() {
        true => File::open(path),
        false => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a plain file")),
    }
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::new(ErrorKind::Disk, format!("{what} {} failed", path.display()))
        .with_cause(error.to_string())
}

/// Reads bytes up to their end and says what is in them. It blocks where the source does. Nothing says what
/// they should be.
///
/// ```
/// use dcs_backup::rdb::{self, State};
///
/// let empty = b"REDIS0011\xff\x00\x00\x00\x00\x00\x00\x00\x00";
/// let inspection = rdb::read(empty.as_slice())?;
/// assert_eq!(inspection.state, State::Rdb);
/// assert_eq!(inspection.contents.keys, 0);
/// # Ok::<(), std::io::Error>(())
/// ```
///
/// # Errors
/// What the source says.
pub fn read(source: impl BufRead) -> io::Result<Inspection> {
    read_as(source, Expected::Anything)
}

fn read_as(mut source: impl BufRead, expected: Expected) -> io::Result<Inspection> {
    let mut pass = Pass::new();
    loop {
        let chunk = match source.fill_buf() {
            Ok([]) => return Ok(inspection(pass.conclude(expected))),
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        pass.feed(chunk);
        let length = chunk.len();
        source.consume(length);
    }
}

/// What the judge's verdict means to whoever looks into the file.
fn inspection(conclusion: Conclusion) -> Inspection {
    let Conclusion { verdict, structure, length, own_crc64, .. } = conclusion;
    let checksum = checksum(&verdict, &structure, own_crc64);
    let state = state(verdict, &structure, length);
    let contents = match structure {
        Structure::Ended { contents, .. }
        | Structure::Unknown { contents, .. }
        | Structure::Truncated { contents } => contents,
        Structure::NotRdb | Structure::Broken { .. } => Contents::default(),
    };
    Inspection { state, checksum, length, contents }
}

fn state(verdict: Verdict, structure: &Structure, length: u64) -> State {
    let at = match structure {
        Structure::NotRdb => 0,
        Structure::Ended { end, .. } => *end,
        Structure::Unknown { at, .. } | Structure::Broken { at, .. } => *at,
        Structure::Truncated { .. } => length,
    };
    match (verdict, structure) {
        (Verdict::Damaged(problem), _) => State::Damaged { problem: problem.to_owned(), at },
        (Verdict::LengthOnly(Reason::Aof, _), Structure::NotRdb) => State::Aof,
        (Verdict::LengthOnly(Reason::Aof, _), Structure::Ended { .. }) => {
            State::RdbAndCommands { commands_at: at }
        }
        (Verdict::LengthOnly(Reason::UnknownKind, _), _) | (_, Structure::NotRdb) => State::Other,
        (_, Structure::Ended { end, .. }) if *end == length => State::Rdb,
        _ => State::PartlyKnown { at },
    }
}

fn checksum(verdict: &Verdict, structure: &Structure, own_crc64: u64) -> Option<Checksum> {
    match (structure, verdict) {
        (Structure::Ended { trailer: None | Some(0), .. }, _)
        | (_, Verdict::LengthOnly(Reason::NoChecksum, _)) => Some(Checksum::Absent),
        (Structure::Ended { .. }, _) if own_crc64 == 0 => Some(Checksum::Right),
        (Structure::Ended { .. }, _) | (_, Verdict::Damaged(WRONG_SUM)) => Some(Checksum::Wrong),
        (_, Verdict::Verified(_) | Verdict::LengthOnly(Reason::UnknownContent, _)) => {
            (own_crc64 == 0).then_some(Checksum::Right)
        }
        _ => None,
    }
}
