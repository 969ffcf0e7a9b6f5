//! What an earlier run left of a file: found at the beginning, and proven by its bytes before it counts.

use std::{fs::File, io, ops::Range};

use careful_http::Error;

use crate::{
    blocking::Unwanted,
    content::Content,
    dir::Seen,
    folder::Folder,
    identity::Identity,
    ids::Relation,
    judge::{Piece, read_back, sample_back},
    names::Names,
    ranges::Ranges,
    state::{Recorded, State},
    summing::Method,
};

/// An unfinished file that can be gone on with. It is not open yet.
#[derive(Debug)]
pub(crate) struct Leftover {
    pub(crate) identity: Identity,
    pub(crate) recorded: Vec<Recorded>,
    /// The bytes that need not be asked for if the records are right.
    pub(crate) written: Ranges,
}

impl Leftover {
    /// What there is of a file with this state. `None` if there is nothing to continue.
    pub(crate) fn find(
        folder: &Folder,
        names: &Names,
        state: State,
    ) -> Result<Option<Self>, Error> {
        let (State { ids, identity, recorded }, dir) = (state, folder.dir());
        let part = dir.look(&names.part);
        let part = part.map_err(|error| dir.failed("looking at", &names.part, &error))?;
        let Some(part) = part else {
            return Ok(None);
        };
        // It is shorter where the file system sets no length before the bytes come.
        let is_sealed = |recorded: &Recorded| recorded.sum.is_some();
        let may_be_shorter = !recorded.is_empty() && recorded.iter().all(is_sealed);
        let fits =
            part.length == identity.length || (part.length < identity.length && may_be_shorter);
        if !can_be_written(&part) || !fits {
            return Ok(None);
        }
        let mut written: Ranges = recorded.iter().map(|recorded| recorded.range.clone()).collect();
        if folder.ids().relation(&ids) != Relation::Same {
            // So at least one request shows by its validators whether it is the same file.
            written = written.below(identity.length.saturating_sub(1));
        }
        // Without a strong validator nobody can tell whether the rest is of the same file.
        let is_whole = written.missing(identity.length).is_empty();
        let can_go_on = is_whole || identity.validators.are_strong();
        Ok(can_go_on.then_some(Self { identity, recorded, written }))
    }
}

/// A file with a second name is somebody's copy too, which must not change.
pub(crate) fn can_be_written(part: &Seen) -> bool {
    part.is_file() && part.links == 1
}

/// What the bytes on the disk say of the records.
#[derive(Debug, Default)]
pub(crate) struct Proof {
    /// As recorded.
    pub(crate) right: Vec<Recorded>,
    /// Recorded without a sum that is good enough.
    pub(crate) unproven: Vec<Range<u64>>,
    /// What was read of both, where all bytes were looked at.
    pub(crate) seen: Vec<Piece>,
    /// Not as recorded.
    pub(crate) wrong: Vec<Range<u64>>,
}

/// Compares what is on the disk with what was recorded of it. A sample is good enough where one is asked for.
pub(crate) fn prove(
    file: &File,
    recorded: &[Recorded],
    wanted: Method,
    content: &dyn Content,
    unwanted: &Unwanted,
) -> io::Result<Proof> {
    let mut proof = Proof::default();
    for recorded in recorded {
        let range = recorded.range.clone();
        let expected = recorded.sum.filter(|(method, _)| [Method::All, wanted].contains(method));
        let method = expected.map_or(Method::All, |(method, _)| method);
        let read = match method {
            Method::All => read_back(file, range.clone(), content, unwanted)
                .map(|piece| (piece.run().crc, Some(piece))),
            Method::Sample => sample_back(file, range.clone(), unwanted).map(|crc| (crc, None)),
        };
        let (crc, piece) = match read {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                proof.wrong.push(range);
                continue;
            }
            Err(error) => return Err(error),
        };
        match expected {
            None => proof.unproven.push(range),
            Some((_, expected)) if expected == crc => proof.right.push(recorded.clone()),
            Some(_) => {
                proof.wrong.push(range);
                continue;
            }
        }
        proof.seen.extend(piece);
    }
    Ok(proof)
}
