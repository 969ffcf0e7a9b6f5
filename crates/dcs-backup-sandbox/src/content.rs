//! What bodies are made of: bytes in memory, parts of files on the disk, zeros.

use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    sync::Arc,
};

use bytes::Bytes;

/// The most that is held of a file or of zeros for one answer.
const PIECE: u64 = 128 << 10;

/// A run of bytes that is not in memory unless it came from there.
#[derive(Clone)]
pub(crate) enum Content {
    Bytes(Bytes),
    /// The file is opened for this answer, so that its position is nobody else's.
    File {
        file: Arc<File>,
        first: u64,
        length: u64,
    },
    Zeros(u64),
}

impl Content {
    pub(crate) fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { length, .. } | Self::Zeros(length) => *length,
        }
    }

    /// Splits it; what is beyond the end is empty.
    pub(crate) fn split_at(self, at: u64) -> (Self, Self) {
        let at = at.min(self.length());
        match self {
            Self::Bytes(mut bytes) => {
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "it is at most the length, which came from a usize"
                )]
                let rest = bytes.split_off(at as usize);
                (Self::Bytes(bytes), Self::Bytes(rest))
            }
            Self::File { file, first, length } => {
                let part = |first, length| Self::File { file: Arc::clone(&file), first, length };
                (part(first, at), part(first + at, length - at))
            }
            Self::Zeros(length) => (Self::Zeros(at), Self::Zeros(length - at)),
        }
    }

    /// `length` bytes from `first` on.
    pub(crate) fn part(self, first: u64, length: u64) -> Self {
        self.split_at(first).1.split_at(length).0
    }

    /// Takes the next piece off the front; empty at the end.
    ///
    /// # Errors
    /// What the system says, and `UnexpectedEof` of a file that has become shorter.
    pub(crate) async fn next(&mut self) -> io::Result<Bytes> {
        let whole = std::mem::replace(self, Self::Zeros(0));
        if let Self::Bytes(bytes) = whole {
            return Ok(bytes);
        }
        let (piece, rest) = whole.split_at(PIECE);
        *self = rest;
        match piece {
            Self::Bytes(bytes) => Ok(bytes),
            Self::Zeros(length) => Ok(zeros(length).into()),
            Self::File { file, first, length } => {
                let reading = tokio::task::spawn_blocking(move || read(&file, first, length));
                reading.await.map_err(io::Error::other)?
            }
        }
    }
}

impl From<Bytes> for Content {
    fn from(bytes: Bytes) -> Self {
        Self::Bytes(bytes)
    }
}

fn read(mut file: &File, first: u64, length: u64) -> io::Result<Bytes> {
    let mut piece = zeros(length);
    file.seek(SeekFrom::Start(first))?;
    file.read_exact(&mut piece)?;
    Ok(piece.into())
}

fn zeros(length: u64) -> Vec<u8> {
    vec![0; length.min(PIECE) as usize]
}
