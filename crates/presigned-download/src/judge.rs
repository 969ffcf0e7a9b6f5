//! Judges files on the disk, with what a download saw of their bytes as they passed.

use std::{
    fs::File,
    io,
    ops::{ControlFlow, Range},
};

use crate::{
    blocking::Unwanted,
    content::{Conclusion, Content, Doubt, Facts, Part, Reason, Subject, Verdict, Whole},
    crc64::{self, Run},
    crc64_digest::Crc64,
    manifest::Entry,
    options::Verify,
    positioned::read_at,
    ranges::Ranges,
    report::FileState,
    summing::{Method, Summing},
};

/// How much is read at a time.
const READ_BACK: usize = 256 << 10;

/// What is looked at in the bytes of a part as they pass.
#[derive(Debug)]
pub(crate) enum Look {
    /// The part is the whole file.
    Whole(Box<dyn Whole>),
    Piece(Box<Piece>),
    /// Nobody asks for a check.
    Sample(Box<Sample>),
}

/// What is known of a range of a file.
#[derive(Debug)]
pub(crate) struct Piece {
    crc: Crc64,
    part: Box<dyn Part>,
    start: u64,
    length: u64,
}

/// What is known of a range that nobody asks to be checked.
#[derive(Debug)]
pub(crate) struct Sample {
    sum: Summing,
    start: u64,
    length: u64,
}

/// What a download saw of a file's bytes.
#[derive(Debug, Default)]
pub(crate) struct Received {
    runs: Vec<Run>,
    doubt: Doubt,
    whole: Option<Box<dyn Whole>>,
}

impl Look {
    /// At a part that is this range of a file of this length. Where that is not known before the end, there
    /// is no other part.
    pub(crate) fn at(
        range: &Range<u64>,
        length: Option<u64>,
        verify: Verify,
        content: &dyn Content,
    ) -> Self {
        match verify {
            Verify::Skip => Self::Sample(Box::new(Sample {
                sum: Summing::new(Method::Sample, range.start),
                start: range.start,
                length: 0,
            })),
            _ if range.start == 0 && length.is_none_or(|length| range.end == length) => {
                Self::Whole(content.whole())
            }
            _ => Self::Piece(Box::new(Piece::new(range.start, content))),
        }
    }

    /// What has passed, and its sum.
    pub(crate) fn run(&self) -> Run {
        match self {
            Self::Whole(whole) => Run { range: 0..whole.length(), crc: whole.crc64() },
            Self::Piece(piece) => piece.run(),
            Self::Sample(sample) => {
                Run { range: sample.start..sample.start + sample.length, crc: sample.sum.value() }
            }
        }
    }

    pub(crate) fn feed(&mut self, bytes: &[u8]) {
        match self {
            Self::Whole(whole) => whole.feed(bytes),
            Self::Piece(piece) => piece.feed(bytes),
            Self::Sample(sample) => {
                sample.sum.update(bytes);
                sample.length += bytes.len() as u64;
            }
        }
    }
}

impl Piece {
    fn new(start: u64, content: &dyn Content) -> Self {
        Self { crc: Crc64::new(), part: content.part(start), start, length: 0 }
    }

    /// The bytes and their sum.
    pub(crate) fn run(&self) -> Run {
        Run { range: self.start..self.start + self.length, crc: self.crc.value() }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.crc.update(bytes);
        self.part.feed(bytes);
        self.length += bytes.len() as u64;
    }
}

impl Received {
    /// Adds what was seen of a part of a file of this length, in one go from its start on.
    pub(crate) fn add(&mut self, look: Look, length: u64) {
        match look {
            Look::Whole(whole) if whole.length() == length => self.whole = Some(whole),
            // The rest is in other parts: the file is followed from the disk.
            Look::Whole(whole) => {
                self.doubt = Doubt::Some;
                self.runs.push(Run { range: 0..whole.length(), crc: whole.crc64() });
            }
            Look::Piece(piece) => self.add_piece(&piece),
            Look::Sample(_) => {}
        }
    }

    /// Adds what was seen of a range.
    pub(crate) fn add_piece(&mut self, piece: &Piece) {
        if piece.length == 0 {
            return;
        }
        if piece.part.doubt() == Doubt::Some {
            self.doubt = Doubt::Some;
        }
        self.runs.push(piece.run());
    }

    /// Judges the whole file. Reads what this run did not receive itself; and all of it in order where
    /// the parts leave a doubt.
    pub(crate) fn judge(
        mut self,
        file: &File,
        length: u64,
        judge: Judge<'_>,
        unwanted: &Unwanted,
    ) -> io::Result<Verdict> {
        let Judge { content, subject } = judge;
        if let Some(whole) = self.whole.take().filter(|whole| whole.length() == length) {
            return Ok(whole.finish(subject).verdict);
        }
        let known: Ranges = self.runs.iter().map(|run| run.range.clone()).collect();
        for range in known.missing(length).iter() {
            self.add_piece(&read_back(file, range, content, unwanted)?);
        }
        let doubt = match self.doubt {
            Doubt::None => at_borders(file, &self.runs, length, content, unwanted)?,
            Doubt::Some => Doubt::Some,
        };
        let proof = match crc64::combine(self.runs, length) {
            Some(crc64) => {
                with_facts(file, length, crc64, |facts| content.judge(subject, &facts, doubt))?
            }
            None => None,
        };
        match proof {
            Some(verdict) => Ok(verdict),
            None => judge_file(file, length, judge, |_| unwanted.check()),
        }
    }
}

/// Who judges which file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Judge<'a> {
    pub(crate) content: &'a dyn Content,
    pub(crate) subject: Subject<'a>,
}

/// Looks at a range of a file on the disk.
pub(crate) fn read_back(
    file: &File,
    range: Range<u64>,
    content: &dyn Content,
    unwanted: &Unwanted,
) -> io::Result<Piece> {
    let mut piece = Piece::new(range.start, content);
    read(file, range, |bytes| {
        piece.feed(bytes);
        unwanted.check()
    })?;
    Ok(piece)
}

/// The sum of a sample of a range of a file on the disk.
pub(crate) fn sample_back(file: &File, range: Range<u64>, unwanted: &Unwanted) -> io::Result<u64> {
    let mut sum = Summing::new(Method::Sample, range.start);
    read(file, range, |bytes| {
        sum.update(bytes);
        unwanted.check()
    })?;
    Ok(sum.value())
}

/// Whether what stands across a border of two runs leaves a doubt.
fn at_borders(
    file: &File,
    runs: &[Run],
    length: u64,
    content: &dyn Content,
    unwanted: &Unwanted,
) -> io::Result<Doubt> {
    let around = content.border();
    for start in runs.iter().map(|run| run.range.start).filter(|start| *start > 0) {
        let border = start.saturating_sub(around)..length.min(start + around);
        let piece = read_back(file, border, content, unwanted)?;
        if piece.part.doubt() == Doubt::Some {
            return Ok(Doubt::Some);
        }
    }
    Ok(Doubt::None)
}

fn with_facts<T>(
    file: &File,
    length: u64,
    crc64: u64,
    of: impl FnOnce(Facts<'_>) -> T,
) -> io::Result<T> {
    let mut ends = [[0; Facts::HEAD]; 2];
    let known = usize::try_from(length).map_or(Facts::HEAD, |length| length.min(Facts::HEAD));
    let [head, tail] = &mut ends;
    read_at(file, &mut head[..known], 0)?;
    read_at(file, &mut tail[..known], length - known as u64)?;
    Ok(of(Facts::new(&head[..known], &tail[..known], length, crc64)))
}

/// Judges a file by its bytes, which are read in order. `watch` is told how many were read, and may
/// break it off.
pub(crate) fn judge_file(
    file: &File,
    length: u64,
    judge: Judge<'_>,
    watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Verdict> {
    Ok(passed(file, length, judge.content, watch)?.finish(judge.subject).verdict)
}

/// Judges a file that an earlier run has finished. What that run verified by its ends and its sum is the
/// same for as long as those are: no structure makes it a file that has to be fetched again.
pub(crate) fn judge_again(
    file: &File,
    length: u64,
    judge: Judge<'_>,
    entry: &Entry,
    watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Verdict> {
    let Conclusion { verdict, own_checksum } =
        passed(file, length, judge.content, watch)?.finish(judge.subject);
    let was_verified = entry.state == FileState::Verified && entry.size == length;
    match (verdict, own_checksum) {
        (Verdict::Damaged(_), Some(sum)) if was_verified && entry.crc64 == Some(sum) => {
            Ok(Verdict::LengthOnly(Reason::UnknownContent, sum))
        }
        (verdict, _) => Ok(verdict),
    }
}

fn passed(
    file: &File,
    length: u64,
    content: &dyn Content,
    mut watch: impl FnMut(u64) -> ControlFlow<()>,
) -> io::Result<Box<dyn Whole>> {
    let mut pass = content.whole();
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

/// Judges a file as a download does that received these ranges of it apart, each in order, and nothing of the
/// others. For tests of a [`Content`].
///
/// # Errors
/// What the file says.
pub fn judge_in_parts(
    file: &File,
    ranges: &[Range<u64>],
    content: &dyn Content,
    subject: Subject<'_>,
) -> io::Result<Verdict> {
    let length = file.metadata()?.len();
    let mut received = Received::default();
    for range in ranges {
        let mut look = Look::at(range, Some(length), Verify::WherePossible, content);
        read(file, range.clone(), |bytes| {
            bytes.chunks(7).for_each(|chunk| look.feed(chunk));
            ControlFlow::Continue(())
        })?;
        received.add(look, length);
    }
    received.judge(file, length, Judge { content, subject }, &Unwanted::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{content::AnyContent, file_name::FileName};

    /// Reading all of it takes hours.
    #[test]
    fn what_nobody_waits_for_is_not_read_to_its_end() {
        const LENGTH: u64 = 8 << 40;
        let file = tempfile::tempfile().unwrap();
        file.set_len(LENGTH).unwrap();
        let unwanted = Unwanted::default();
        unwanted.set();
        assert!(read_back(&file, 0..LENGTH, &AnyContent, &unwanted).is_err());
        assert!(sample_back(&file, 0..LENGTH, &unwanted).is_err());
        let received = Received::default();
        let name = "a".parse().unwrap();
        let judge = Judge { content: &AnyContent, subject: Subject::new(&name, None) };
        assert!(received.judge(&file, LENGTH, judge, &unwanted).is_err());
    }

    /// Files that are damaged, though the checksum in them is right.
    #[derive(Debug, Clone, Copy)]
    struct Broken(u64);

    impl Content for Broken {
        fn whole(&self) -> Box<dyn Whole> {
            Box::new(*self)
        }

        fn part(&self, start: u64) -> Box<dyn Part> {
            AnyContent.part(start)
        }

        fn judge(&self, _: Subject<'_>, _: &Facts<'_>, _: Doubt) -> Option<Verdict> {
            None
        }
    }

    impl Whole for Broken {
        fn feed(&mut self, _: &[u8]) {}

        fn length(&self) -> u64 {
            0
        }

        fn crc64(&self) -> u64 {
            0
        }

        fn head(&self) -> &[u8] {
            &[]
        }

        fn finish(self: Box<Self>, _: Subject<'_>) -> Conclusion {
            Conclusion { verdict: Verdict::Damaged("broken"), own_checksum: Some(self.0) }
        }
    }

    #[test]
    fn what_parts_have_verified_is_not_damaged_as_long_as_its_checksum_is_the_same() {
        let judged = |recorded: u64| {
            let file = tempfile::tempfile().unwrap();
            let finding = Verdict::Verified(recorded).finding().unwrap();
            let (name, now): (FileName, _) = ("a".parse().unwrap(), std::time::SystemTime::now());
            let entry = Entry::new(name.clone(), 0, None, finding, now, now);
            let judge = Judge { content: &Broken(7), subject: Subject::new(&name, None) };
            judge_again(&file, 0, judge, &entry, |_| ControlFlow::Continue(())).unwrap()
        };
        assert_eq!(judged(7), Verdict::LengthOnly(Reason::UnknownContent, 7));
        assert_eq!(judged(8), Verdict::Damaged("broken"));
    }
}
