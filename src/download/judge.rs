//! Judges files on the disk, with what a download saw of their bytes as they passed.

use std::{
    fs::File,
    io,
    ops::{ControlFlow, Range},
};

use crate::rdb::{Magics, Pass};

use super::{
    Verify,
    blocking::Unwanted,
    crc64::{self, Crc64, Run},
    manifest::Entry,
    positioned::read_at,
    ranges::Ranges,
    report::{FileState, Reason},
    summing::{Method, Summing},
    verdict::{Expected, Facts, Further, HEADER, TAIL, Verdict, proven},
};

/// How much is read at a time.
const READ_BACK: usize = 256 << 10;

/// What is looked at in the bytes of a part as they pass.
#[derive(Debug)]
pub(super) enum Look {
    /// The part is the whole file.
    Whole(Box<Pass>),
    Piece(Box<Piece>),
    /// Nobody asks for a check.
    Sample(Box<Sample>),
}

/// What is known of a range of a file.
#[derive(Debug)]
pub(super) struct Piece {
    crc: Crc64,
    magics: Magics,
    further: Further,
    start: u64,
    length: u64,
}

/// What is known of a range that nobody asks to be checked.
#[derive(Debug)]
pub(super) struct Sample {
    sum: Summing,
    start: u64,
    length: u64,
}

/// What a download saw of a file's bytes.
#[derive(Debug, Default)]
pub(super) struct Received {
    runs: Vec<Run>,
    further: Further,
    whole: Option<Box<Pass>>,
}

impl Look {
    /// At a part that is this range of a file of this length. Where that is not known before the end, there
    /// is no other part.
    pub(super) fn at(range: &Range<u64>, length: Option<u64>, verify: Verify) -> Self {
        match verify {
            Verify::Skip => Self::Sample(Box::new(Sample {
                sum: Summing::new(Method::Sample, range.start),
                start: range.start,
                length: 0,
            })),
            _ if range.start == 0 && length.is_none_or(|length| range.end == length) => {
                Self::Whole(Box::new(Pass::new()))
            }
            _ => Self::Piece(Box::new(Piece::new(range.start))),
        }
    }

    /// What has passed, and its sum.
    pub(super) fn run(&self) -> Run {
        match self {
            Self::Whole(pass) => Run { range: 0..pass.length(), crc: pass.crc64() },
            Self::Piece(piece) => piece.run(),
            Self::Sample(sample) => {
                Run { range: sample.start..sample.start + sample.length, crc: sample.sum.value() }
            }
        }
    }

    pub(super) fn feed(&mut self, bytes: &[u8]) {
        match self {
            Self::Whole(pass) => pass.feed(bytes),
            Self::Piece(piece) => piece.feed(bytes),
            Self::Sample(sample) => {
                sample.sum.update(bytes);
                sample.length += bytes.len() as u64;
            }
        }
    }
}

impl Piece {
    fn new(start: u64) -> Self {
        Self { crc: Crc64::new(), magics: Magics::new(), further: Further::None, start, length: 0 }
    }

    /// The bytes and their sum.
    pub(super) fn run(&self) -> Run {
        Run { range: self.start..self.start + self.length, crc: self.crc.value() }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        let found = self.magics.feed(bytes);
        let end = |found: usize| self.start + self.length + found as u64;
        if found.iter().any(|magic| end(magic.end) != HEADER as u64) {
            self.further = Further::Possible;
        }
        self.length += bytes.len() as u64;
    }
}

impl Received {
    /// Adds what was seen of a part of a file of this length, in one go from its start on.
    pub(super) fn add(&mut self, look: Look, length: u64) {
        match look {
            Look::Whole(pass) if pass.length() == length => self.whole = Some(pass),
            // The rest is in other parts: the file is followed from the disk.
            Look::Whole(pass) => {
                self.further = Further::Possible;
                self.runs.push(Run { range: 0..pass.length(), crc: pass.crc64() });
            }
            Look::Piece(piece) => self.add_piece(&piece),
            Look::Sample(_) => {}
        }
    }

    /// Adds what was seen of a range.
    pub(super) fn add_piece(&mut self, piece: &Piece) {
        if piece.length == 0 {
            return;
        }
        if piece.further == Further::Possible {
            self.further = Further::Possible;
        }
        self.runs.push(piece.run());
    }

    /// Judges the whole file. Reads what this run did not receive itself; and all of it in order where
    /// the parts leave a doubt.
    pub(super) fn judge(
        mut self,
        file: &File,
        length: u64,
        expected: Expected,
        unwanted: &Unwanted,
    ) -> io::Result<Verdict> {
        if let Some(pass) = self.whole.take().filter(|pass| pass.length() == length) {
            return Ok(pass.finish(expected));
        }
        let known: Ranges = self.runs.iter().map(|run| run.range.clone()).collect();
        for range in known.missing(length).iter() {
            self.add_piece(&read_back(file, range, unwanted)?);
        }
        let further = match self.further {
            Further::None => at_borders(file, &self.runs, length, unwanted)?,
            Further::Possible => Further::Possible,
        };
        let proof = match crc64::combine(self.runs, length) {
            Some(crc64) => {
                facts(file, length, |facts| proven(expected, &Facts { crc64, ..facts }, further))?
            }
            None => None,
        };
        match proof {
            Some(verdict) => Ok(verdict),
            None => judge_file(file, length, expected, |_| unwanted.check()),
        }
    }
}

/// Looks at a range of a file on the disk.
pub(super) fn read_back(file: &File, range: Range<u64>, unwanted: &Unwanted) -> io::Result<Piece> {
    let mut piece = Piece::new(range.start);
    read(file, range, |bytes| {
        piece.feed(bytes);
        unwanted.check()
    })?;
    Ok(piece)
}

/// The sum of a sample of a range of a file on the disk.
pub(super) fn sample_back(file: &File, range: Range<u64>, unwanted: &Unwanted) -> io::Result<u64> {
    let mut sum = Summing::new(Method::Sample, range.start);
    read(file, range, |bytes| {
        sum.update(bytes);
        unwanted.check()
    })?;
    Ok(sum.value())
}

/// Whether a magic stands across a border of two runs.
fn at_borders(file: &File, runs: &[Run], length: u64, unwanted: &Unwanted) -> io::Result<Further> {
    let around = HEADER as u64 - 1;
    for start in runs.iter().map(|run| run.range.start).filter(|start| *start > 0) {
        let border = start.saturating_sub(around)..length.min(start + around);
        let piece = read_back(file, border, unwanted)?;
        if piece.further == Further::Possible {
            return Ok(Further::Possible);
        }
    }
    Ok(Further::None)
}

fn facts<T>(file: &File, length: u64, of: impl FnOnce(Facts<'_>) -> T) -> io::Result<T> {
    let mut head = [0; HEADER];
    let in_head = usize::try_from(length).map_or(HEADER, |length| length.min(HEADER));
    read_at(file, &mut head[..in_head], 0)?;
    let mut tail = [0; TAIL];
    let in_tail = in_head.min(TAIL);
    read_at(file, &mut tail[TAIL - in_tail..], length - in_tail as u64)?;
    Ok(of(Facts { head: &head[..in_head], tail, length, crc64: 0 }))
}

/// Judges a file by its bytes, which are read in order. `watch` is told how many were read, and may
/// break it off.
pub(super) fn judge_file(
    file: &File,
    length: u64,
    expected: Expected,
    watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Verdict> {
    Ok(passed(file, length, watch)?.finish(expected))
}

/// Judges a file that an earlier run has finished. What that run verified by its ends and its sum is the
/// same for as long as those are: no structure makes it a file that has to be fetched again.
pub(super) fn judge_again(
    file: &File,
    length: u64,
    expected: Expected,
    entry: &Entry,
    watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Verdict> {
    let conclusion = passed(file, length, watch)?.conclude(expected);
    let was_verified = entry.state == FileState::Verified && entry.size == length;
    match (conclusion.verdict, conclusion.trailer) {
        (Verdict::Damaged(_), Some(sum)) if was_verified && entry.crc64 == Some(sum) => {
            Ok(Verdict::LengthOnly(Reason::UnknownContent, sum))
        }
        (verdict, _) => Ok(verdict),
    }
}

fn passed(
    file: &File,
    length: u64,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Pass> {
    let mut pass = Pass::new();
    read(file, 0..length, |bytes| {
        pass.feed(bytes);
        watch(pass.length())
    })?;
    Ok(pass)
}

fn read(
    file: &File,
    range: Range<u64>,
    mut each: impl FnMut(&[u8]) -> ControlFlow<()>,
) -> io::Result<()> {
    let mut buffer = vec![0; READ_BACK];
    let mut at = range.start;
    while at < range.end {
        let length = (range.end - at).min(READ_BACK as u64);
        let length = usize::try_from(length).unwrap_or(READ_BACK);
        read_at(file, &mut buffer[..length], at)?;
        if each(&buffer[..length]).is_break() {
            return Err(io::Error::other("broken off"));
        }
        at += length as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use proptest::prelude::*;

    use super::*;
    use crate::file_name::FileName;
    use crate::rdb::pass_tests::{WRITTEN, harm};

    /// As a download that receives the file in these parts, all but the `missing`th.
    fn judged(bytes: &[u8], cuts: &[usize], missing: usize, expected: Expected) -> Verdict {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(bytes).unwrap();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
        cuts.extend([0, bytes.len()]);
        cuts.sort_unstable();
        let length = bytes.len() as u64;
        let mut received = Received::default();
        for (n, cut) in cuts.windows(2).enumerate().filter(|(n, _)| *n != missing) {
            let range = cut[0] as u64..cut[1] as u64;
            let mut look = Look::at(&range, Some(length), Verify::WherePossible);
            bytes[cut[0]..cut[1]].chunks(n + 3).for_each(|chunk| look.feed(chunk));
            received.add(look, length);
        }
        received.judge(&file, length, expected, &Unwanted::default()).unwrap()
    }

    /// Reading all of it takes hours.
    #[test]
    fn what_nobody_waits_for_is_not_read_to_its_end() {
        const LENGTH: u64 = 8 << 40;
        let file = tempfile::tempfile().unwrap();
        file.set_len(LENGTH).unwrap();
        let unwanted = Unwanted::default();
        unwanted.set();
        assert!(read_back(&file, 0..LENGTH, &unwanted).is_err());
        assert!(sample_back(&file, 0..LENGTH, &unwanted).is_err());
        let received = Received::default();
        assert!(received.judge(&file, LENGTH, Expected::Rdb, &unwanted).is_err());
    }

    #[test]
    fn what_parts_have_verified_is_not_damaged_as_long_as_its_bytes_are_the_same() {
        let joined = [WRITTEN[4], WRITTEN[0]].concat();
        let length = joined.len() as u64;
        let judged = |bytes: &[u8], recorded: u64| {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            let finding = Verdict::Verified(recorded).finding().unwrap();
            let now = std::time::SystemTime::now();
            let name = FileName::try_from("a.rdb".to_owned()).unwrap();
            let entry = Entry::new(name, length, finding, now, now);
            let on = |_| ControlFlow::Continue(());
            judge_again(&file, length, Expected::Rdb, &entry, on).unwrap()
        };
        let sum = u64::from_le_bytes(*joined.last_chunk().unwrap());
        let same = Verdict::LengthOnly(Reason::UnknownContent, sum);
        assert_eq!(judged(&joined, sum), same);
        assert!(matches!(judged(&joined, sum + 1), Verdict::Damaged(_)));
        let mut flipped = joined.clone();
        flipped[60] ^= 1;
        assert!(matches!(judged(&flipped, sum), Verdict::Damaged(_)));
    }

    proptest! {
        #[test]
        fn in_parts_too_no_harm_is_called_verified(
            file in 0..WRITTEN.len(),
            harm in harm(),
            cuts in proptest::collection::vec(any::<usize>(), 0..6),
            missing in 0_usize..8,
        ) {
            let intact = judged(WRITTEN[file], &cuts, missing, Expected::Rdb);
            prop_assert!(matches!(intact, Verdict::Verified(_)), "{:?}", intact);
            let bytes = harm.done_to(WRITTEN[file]);
            prop_assume!(!WRITTEN.contains(&bytes.as_slice()));
            for expected in [Expected::Rdb, Expected::Anything] {
                let verdict = judged(&bytes, &cuts, missing, expected);
                prop_assert!(!matches!(verdict, Verdict::Verified(_)), "{:?}", verdict);
            }
        }
    }
}
