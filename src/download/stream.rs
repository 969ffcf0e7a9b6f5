//! The bytes of one file in order, for whoever pipes them elsewhere.

use std::sync::Arc;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;

use crate::{
    error::{Error, ErrorKind},
    file_name::FileName,
};

use super::{
    Verify,
    crc64::Crc64,
    inspect::damaged,
    rdb::{self, Evidence, Verdict},
    reader::{Reader, Source, Stop},
    report::FileState,
    task::require,
};

/// How much is asked for at a time: between two requests, a link can be renewed before it expires.
const PART: u64 = 32 << 20;

/// What is between two chunks.
struct Piping {
    reader: Reader,
    name: FileName,
    verify: Verify,
    seen: Seen,
}

/// What the verdict needs of the bytes that have passed.
struct Seen {
    head: Vec<u8>,
    trailer: [u8; rdb::TRAILER],
    length: u64,
    crc: Crc64,
}

pub(super) fn stream(
    source: Result<Arc<Source>, Error>,
    name: FileName,
    verify: Verify,
) -> impl Stream<Item = Result<Bytes, Error>> + Send + 'static {
    let start = source.map(|source| Piping {
        reader: Reader::first(source, name.clone(), PART),
        name,
        verify,
        seen: Seen::new(),
    });
    stream::unfold(Some(start), |state| async {
        match state? {
            Err(error) => Some((Err(error), None)),
            Ok(mut piping) => match piping.next().await {
                Ok(Some(chunk)) => Some((Ok(chunk), Some(Ok(piping)))),
                Ok(None) => None,
                Err(error) => Some((Err(error), None)),
            },
        }
    })
}

impl Piping {
    async fn next(&mut self) -> Result<Option<Bytes>, Error> {
        loop {
            let next = match self.reader.next().await {
                Ok(next) => next,
                // Nothing was handed out yet.
                Err(Stop::Anew { trouble, .. }) if self.seen.length == 0 => {
                    self.reader.begin_anew(PART, trouble);
                    continue;
                }
                Err(Stop::Failed(error) | Stop::Anew { error, .. }) => return Err(error),
                // Only one connection is open: it never yields.
                Err(Stop::Changed | Stop::Yield | Stop::Unranged) => {
                    let problem = format!("file {} changed at the store half-way", self.name);
                    return Err(Error::new(ErrorKind::Integrity, problem)
                        .with_advice("begin anew: what was read is of the former file"));
                }
            };
            if let Some(chunk) = next {
                self.seen.add(&chunk, self.verify);
                return Ok(Some(chunk));
            }
            let length = match self.reader.identity().await {
                Ok(Some(identity)) => identity.length,
                Ok(None) | Err(_) => self.seen.length,
            };
            if self.seen.length >= length {
                return self.judge().map(|()| None);
            }
            let end = self.seen.length + PART;
            self.reader.extend(end.min(length));
        }
    }

    fn judge(&self) -> Result<(), Error> {
        if self.verify == Verify::Skip {
            return Ok(());
        }
        let evidence = Evidence {
            head: &self.seen.head,
            trailer: self.seen.trailer,
            length: self.seen.length,
            crc64: self.seen.crc.value(),
        };
        match rdb::judge(&evidence) {
            Verdict::Verified(_) => Ok(()),
            Verdict::LengthOnly(_) => require(FileState::LengthOnly, &self.name, self.verify),
            Verdict::Damaged(why) => {
                Err(damaged(&self.name, why).with_advice("don't use what was read of it"))
            }
        }
    }
}

impl Seen {
    fn new() -> Self {
        Self { head: Vec::new(), trailer: [0; rdb::TRAILER], length: 0, crc: Crc64::new() }
    }

    fn add(&mut self, chunk: &[u8], verify: Verify) {
        self.length += chunk.len() as u64;
        if verify == Verify::Skip {
            return;
        }
        self.crc.update(chunk);
        let wanted = (rdb::HEAD - self.head.len()).min(chunk.len());
        self.head.extend_from_slice(&chunk[..wanted]);
        let fresh = chunk.len().min(rdb::TRAILER);
        self.trailer.rotate_left(fresh);
        self.trailer[rdb::TRAILER - fresh..].copy_from_slice(&chunk[chunk.len() - fresh..]);
    }
}
