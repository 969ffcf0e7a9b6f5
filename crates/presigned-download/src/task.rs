//! The work on one file that runs beside that on others: open, fetch a part, finish.

use std::{
    ops::Range,
    sync::Arc,
    time::{Duration, SystemTime},
};

use careful_http::{Error, ErrorKind, Hint};

use crate::file_name::FileName;

use crate::{
    blocking::{Unwanted, blocking, blocking_while_wanted},
    content::{Content, Subject, Verdict},
    dir::{Access, Seen},
    events::Happening,
    folder::Folder,
    inspect,
    job::{Job, Written},
    judge::{Judge, Look},
    ledger::Ledger,
    leftover::Leftover,
    manifest::Entry,
    options::{Options, Verify},
    positioned::read_at,
    reader::{Reader, Source, Stop},
    report::FileState,
    summing::Method,
    verdict::Finding,
};

/// After so many bytes of a part, progress is told,
const TELL_AFTER: u64 = 1 << 20;
/// or after this time, if there is any.
const TELL_EVERY: Duration = Duration::from_millis(250);

/// A range that is to be read and written.
pub(crate) struct Part {
    reader: Reader,
    look: Look,
}

impl Part {
    /// Puts down what was received, and tells what is left to read.
    pub(crate) fn give_up(self, job: &Job) -> Range<u64> {
        let left = self.reader.range();
        job.received(self.look);
        left
    }

    pub(crate) fn new(
        reader: Reader,
        job: &Job,
        verify: Verify,
        content: &dyn Content,
    ) -> Box<Self> {
        Box::new(Self { look: job.look(&reader.range(), verify, content), reader })
    }
}

/// How work on a part ended.
pub(crate) enum PartEnd {
    Complete,
    /// The store is asked too much at a time: go on later.
    Yielded(Box<Part>),
    /// The store sends whole files only: one connection is to read all that is missing.
    Unranged(Box<Part>),
    Stopped(Stop),
}

/// Learns what the file is, and makes room for it.
pub(crate) async fn open(
    mut reader: Reader,
    folder: Arc<Folder>,
    name: FileName,
    former: Option<Arc<Job>>,
    verify: Verify,
) -> Result<(Box<Reader>, Arc<Job>), Stop> {
    if let Some(former) = former {
        blocking(move || {
            former.close();
            Ok(())
        })
        .await?;
    }
    let identity = reader.identity().await?;
    let job = blocking(move || Job::create(folder, &name, identity, Method::of(verify))).await?;
    Ok((Box::new(reader), job))
}

/// Takes up what an earlier run left of a file.
pub(crate) async fn resume(
    folder: Arc<Folder>,
    name: FileName,
    leftover: Leftover,
    verify: Verify,
) -> Result<Option<Arc<Job>>, Error> {
    blocking(move || Job::resume(folder, &name, leftover, Method::of(verify))).await
}

/// Reads a part and writes it in its place.
pub(crate) async fn fetch(
    mut part: Box<Part>,
    job: Arc<Job>,
    source: Arc<Source>,
    name: FileName,
) -> PartEnd {
    let (mut untold, mut told) = (0, source.clock.elapsed());
    loop {
        match part.reader.next().await {
            Ok(Some(chunk)) => {
                part.look.feed(&chunk);
                match job.write(part.look.run(), &chunk).await {
                    Ok(Written::Yes) => {}
                    // The file is begun anew already: nobody waits for this part.
                    Ok(Written::Abandoned) => return PartEnd::Complete,
                    Err(error) => return PartEnd::Stopped(error.into()),
                }
                untold += chunk.len() as u64;
                let now = source.clock.elapsed();
                if untold >= TELL_AFTER || now.saturating_sub(told) >= TELL_EVERY {
                    (untold, told) = (0, now);
                    let bytes = job.written();
                    source.events.send(&name, Happening::Progress { bytes });
                }
            }
            Ok(None) => {
                match part.reader.identity().await {
                    Ok(Some(identity)) => job.turned_out(identity),
                    Ok(None) => {}
                    Err(stop) => return PartEnd::Stopped(stop),
                }
                job.received(part.look);
                let bytes = job.written();
                source.events.send(&name, Happening::Progress { bytes });
                return PartEnd::Complete;
            }
            Err(Stop::Yield) => return PartEnd::Yielded(part),
            Err(Stop::Unranged) => return PartEnd::Unranged(part),
            Err(stop) => return PartEnd::Stopped(stop),
        }
    }
}

/// How a file that is all there came out.
pub(crate) enum Finish {
    /// It is whole, and has its name.
    Whole(Box<Entry>),
    /// What an earlier run left is not as it was recorded: some of it is missing again.
    Missing,
    /// The same, and nothing tells which bytes are right.
    Anew,
}

/// Judges a file that is all there, and gives it its name; a damaged one is removed. `damaged` is what an
/// earlier run left under that name: it stays until now.
pub(crate) async fn finish(
    job: Arc<Job>,
    ledger: Arc<Ledger>,
    name: FileName,
    options: Options,
    started_at: SystemTime,
    damaged: Option<Seen>,
    source: Arc<Source>,
) -> Result<Finish, Error> {
    let size = job.length();
    let options = knowing_format(&job, &name, options, &source).await?;
    let judged = {
        let (job, name, content) = (Arc::clone(&job), name.clone(), Arc::clone(&source.content));
        blocking_while_wanted(move |unwanted| {
            let subject = Subject::new(&name, options.format);
            let who = Judge { content: &*content, subject };
            let judged = judge(&job, who, options.verify, unwanted)?;
            if matches!(judged, Judged::Sound(..)) {
                job.sync()?;
                job.make_way(options.overwrite, damaged)?;
            }
            Ok(judged)
        })
        .await?
    };
    let finding = match judged {
        Judged::Sound(finding) => finding,
        Judged::Missing => return Ok(Finish::Missing),
        Judged::Anew => return Ok(Finish::Anew),
    };
    let now = source.clock.now();
    let slots = source.content.slots(&name);
    let entry = Entry::new(name, size, slots, finding, started_at, now);
    // Before it has its name: a file that is there without an entry might be anybody's.
    ledger.enter(entry.clone()).await?;
    blocking(move || job.rename()).await?;
    Ok(Finish::Whole(Box::new(entry)))
}

/// Where neither the file's name nor an option says what it is, nor its beginning, the backup's record does.
async fn knowing_format(
    job: &Arc<Job>,
    name: &FileName,
    options: Options,
    source: &Source,
) -> Result<Options, Error> {
    if options.verify == Verify::Skip {
        return Ok(options);
    }
    let job = Arc::clone(job);
    let head = blocking(move || job.head()).await?;
    if !source.content.needs_format(Subject::new(name, options.format), &head) {
        return Ok(options);
    }
    Ok(Options { format: source.links.format().await, ..options })
}

enum Judged {
    Sound(Finding),
    Missing,
    Anew,
}

fn judge(
    job: &Job,
    judge: Judge<'_>,
    verify: Verify,
    unwanted: &Unwanted,
) -> Result<Judged, Error> {
    let name = judge.subject.name;
    let unproven = job.prove(judge.content, unwanted)?;
    if !job.missing().is_empty() {
        return Ok(lacking(job));
    }
    if verify == Verify::Skip && unproven.is_empty() {
        return Ok(Judged::Sound(Finding::UNCHECKED));
    }
    let verdict = job.judge(judge, unwanted)?;
    let finding = match verdict {
        Verdict::LengthOnly(..) if !unproven.is_empty() => {
            job.give_up(&unproven);
            return Ok(lacking(job));
        }
        // It may be the earlier run's fault, and that of its disk: once, all of it is fetched again.
        Verdict::Damaged(_) if job.resumed() > 0 => return Ok(Judged::Anew),
        verdict => verdict.finding(),
    };
    let finding = match finding {
        Ok(finding) => finding,
        Err(why) => {
            job.discard()?;
            return Err(inspect::damaged(name, why)
                .with_advice("it was removed; run the download again to fetch it anew"));
        }
    };
    require(finding.state, name, verify)?;
    match verify {
        Verify::Skip => Ok(Judged::Sound(Finding::UNCHECKED)),
        _ => Ok(Judged::Sound(finding)),
    }
}

/// Without a strong validator, nobody can tell whether what is missing is of the same file.
fn lacking(job: &Job) -> Judged {
    let can_be_joined = job.identity().is_some_and(|identity| identity.validators.are_strong());
    if can_be_joined { Judged::Missing } else { Judged::Anew }
}

/// Refuses what has no checksum, if one is required.
pub(crate) fn require(state: FileState, name: &FileName, verify: Verify) -> Result<(), Error> {
    if verify != Verify::Required || state == FileState::Verified {
        return Ok(());
    }
    let problem = format!("file {name} has no checksum that proves its bytes");
    Err(Error::new(ErrorKind::Integrity, problem)
        .with_advice("run the download again without requiring checksums to keep it")
        .with_hint(Hint::WaiveChecksum))
}

/// What the store says of a file on the disk.
pub(crate) enum Confirmed {
    Same,
    Other,
}

/// Whether a whole file on the disk is the store's: of the same size, and with the same end. A checksum
/// at the end is proof enough; where there is none, more is compared.
pub(crate) async fn confirm(
    source: &Arc<Source>,
    folder: &Arc<Folder>,
    entry: &Entry,
) -> Result<Confirmed, Error> {
    let tail = match entry.state {
        FileState::Verified => 16,
        _ => 64 << 10,
    };
    let range = entry.size.saturating_sub(tail)..entry.size;
    let theirs = match end_of(source, entry, range.clone()).await {
        Ok(Some(theirs)) => theirs,
        Ok(None) | Err(Stop::Changed | Stop::Yield | Stop::Unranged) => {
            return Ok(Confirmed::Other);
        }
        Err(Stop::Failed(error) | Stop::Anew { error, .. }) => return Err(error),
    };
    let (folder, name) = (Arc::clone(folder), entry.name.clone());
    blocking(move || {
        let (name, dir) = (name.as_str(), folder.dir());
        let mut ours = vec![0; theirs.len()];
        dir.open_plain(name, Access::Read)
            .and_then(|file| read_at(&file, &mut ours, range.start))
            .map_err(|error| dir.failed("reading", name, &error))?;
        Ok(if ours == theirs { Confirmed::Same } else { Confirmed::Other })
    })
    .await
}

/// The file's last bytes at the store. `None` if it has another size there.
async fn end_of(
    source: &Arc<Source>,
    entry: &Entry,
    range: Range<u64>,
) -> Result<Option<Vec<u8>>, Stop> {
    let name = &entry.name;
    let mut first = Reader::first(Arc::clone(source), name.clone(), range.end - range.start + 1);
    let Some(identity) = first.identity().await? else {
        return end_of_all(first, entry, range).await;
    };
    if identity.length != entry.size {
        return Ok(None);
    }
    drop(first);
    let mut reader = Reader::new(Arc::clone(source), name.clone(), identity, &range).alone();
    let mut end = Vec::new();
    while let Some(chunk) = reader.next().await? {
        end.extend_from_slice(&chunk);
    }
    Ok(Some(end))
}

/// The same where the store tells no length: it sends the whole file.
async fn end_of_all(
    mut reader: Reader,
    entry: &Entry,
    range: Range<u64>,
) -> Result<Option<Vec<u8>>, Stop> {
    let (mut at, mut end) = (0, Vec::new());
    while let Some(chunk) = reader.next().await? {
        let before = usize::try_from(range.start.saturating_sub(at)).unwrap_or(usize::MAX);
        end.extend_from_slice(chunk.get(before..).unwrap_or_default());
        at += chunk.len() as u64;
        if at > entry.size {
            return Ok(None);
        }
    }
    Ok((at == entry.size).then_some(end))
}
