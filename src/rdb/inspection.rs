//! Reads a file whole, and says what it is, whether it is damaged, and what is in it.

use std::{
    fs::File,
    io::{self, BufRead, BufReader},
    path::Path,
};

use crc_fast::{CrcAlgorithm, Digest};
use serde::Serialize;

use super::{Contents, Scanner, Structure};
use crate::error::{Error, ErrorKind};

/// How much is read at a time.
const CHUNK: usize = 1 << 20;
/// The opcode of the end, and the checksum behind it.
const TAIL: usize = 9;
const END: u8 = 0xff;
const WRONG_SUM: &str = "its bytes don't have the CRC-64 that stands at its end";
/// With what commands begin: one, or the time of those that follow.
const COMMANDS: [u8; 2] = [b'*', b'#'];

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
    /// An RDB with something that this reader does not know: it was read up to there.
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
/// disk; memory does not grow with the file.
///
/// A damaged file is no error: see [`Inspection::state`].
///
/// # Errors
/// [`ErrorKind::Disk`] if it can't be opened or read.
pub async fn inspect(path: impl AsRef<Path>) -> Result<Inspection, Error> {
    let path = path.as_ref().to_path_buf();
    let read = tokio::task::spawn_blocking(move || {
        let file = open(&path).map_err(|error| failed("opening", &path, &error))?;
        read(BufReader::with_capacity(CHUNK, file))
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

/// Reads bytes up to their end and says what is in them. It blocks where the source does.
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
pub fn read(mut source: impl BufRead) -> io::Result<Inspection> {
    let mut reading = Reading::new();
    loop {
        let chunk = match source.fill_buf() {
            Ok([]) => return Ok(reading.finish()),
            Ok(chunk) => chunk,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        reading.take(chunk);
        let length = chunk.len();
        source.consume(length);
    }
}

/// What is known of the bytes read so far.
struct Reading {
    scanner: Scanner,
    crc: Digest,
    length: u64,
    first: Option<u8>,
    /// The first byte behind the RDB's end.
    behind: Option<u8>,
    tail: [u8; TAIL],
}

impl Reading {
    fn new() -> Self {
        Self {
            scanner: Scanner::new(),
            crc: Digest::new(CrcAlgorithm::Crc64Redis),
            length: 0,
            first: None,
            behind: None,
            tail: [0; TAIL],
        }
    }

    fn take(&mut self, chunk: &[u8]) {
        let begun = self.length;
        self.length += chunk.len() as u64;
        self.first = self.first.or(chunk.first().copied());
        self.keep_tail(chunk);
        if self.scanner.end().is_none() {
            self.scanner.feed(chunk);
        }
        let end = self.scanner.end().unwrap_or(self.length).saturating_sub(begun);
        let ours = usize::try_from(end).unwrap_or(usize::MAX).min(chunk.len());
        let (ours, behind) = chunk.split_at(ours);
        self.crc.update(ours);
        self.behind = self.behind.or(behind.first().copied());
    }

    fn keep_tail(&mut self, chunk: &[u8]) {
        let new = chunk.split_at(chunk.len().saturating_sub(TAIL)).1;
        self.tail.rotate_left(new.len());
        if let Some(place) = self.tail.get_mut(TAIL - new.len()..) {
            place.copy_from_slice(new);
        }
    }

    fn finish(self) -> Inspection {
        let Self { scanner, crc, length, first, behind, tail } = self;
        let intact = crc.finalize() == 0;
        let mut contents = Contents::default();
        let (state, checksum) = match scanner.finish() {
            Structure::NotRdb if first.is_some_and(|first| COMMANDS.contains(&first)) => {
                (State::Aof, None)
            }
            Structure::NotRdb => (State::Other, None),
            Structure::Ended { end, trailer, contents: read, .. } => {
                contents = read;
                let checksum = checksum(trailer, intact);
                (ended(end, checksum, behind, contents.begins_aof), Some(checksum))
            }
            Structure::Unknown { at, contents: read } => {
                contents = read;
                partly_known(at, tail, intact, &contents)
            }
            Structure::Broken { at, problem } => (damaged(problem, at), None),
            Structure::Truncated { contents: read } => {
                contents = read;
                (damaged("the file ends inside the RDB", length), None)
            }
        };
        Inspection { state, checksum, length, contents }
    }
}

/// Redis's CRC-64 over an intact RDB, trailer and all, is zero.
fn checksum(trailer: Option<u64>, intact: bool) -> Checksum {
    match trailer {
        None | Some(0) => Checksum::Absent,
        Some(_) if intact => Checksum::Right,
        Some(_) => Checksum::Wrong,
    }
}

fn ended(end: u64, checksum: Checksum, behind: Option<u8>, begins_aof: bool) -> State {
    match (checksum, behind) {
        (Checksum::Wrong, _) => damaged(WRONG_SUM, end),
        (_, None) => State::Rdb,
        (_, Some(first)) if begins_aof && COMMANDS.contains(&first) => {
            State::RdbAndCommands { commands_at: end }
        }
        (_, Some(_)) => damaged("something follows the end of the RDB", end),
    }
}

/// What is unknown may be of a newer server, or damage: the file's end tells, unless commands of an AOF
/// or an envelope may hide it.
fn partly_known(
    at: u64,
    tail: [u8; TAIL],
    intact: bool,
    contents: &Contents,
) -> (State, Option<Checksum>) {
    let [end, trailer @ ..] = tail;
    if contents.version.is_none_or(|version| !version.has_trailer()) || contents.begins_aof {
        return (State::PartlyKnown { at }, None);
    }
    let checksum = checksum(Some(u64::from_le_bytes(trailer)), intact);
    let state = match checksum {
        Checksum::Wrong => damaged(WRONG_SUM, at),
        _ if end != END => damaged("it does not end as an RDB does", at),
        _ => State::PartlyKnown { at },
    };
    (state, Some(checksum))
}

fn damaged(problem: &str, at: u64) -> State {
    State::Damaged { problem: problem.to_owned(), at }
}
