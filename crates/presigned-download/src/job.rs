//! One file on its way to the disk: its `.part`, what is in it, and what of that is recorded.

use std::{
    fs::File,
    io,
    ops::Range,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use tokio::sync::Notify;

use careful_http::{Error, ErrorKind, Hint};

use crate::file_name::FileName;

use crate::{
    blocking::Unwanted,
    content::{Content, Facts, Verdict},
    crc64::Run,
    dir::{Access, Dir, Seen},
    disk_error::{Facility, offered},
    folder::{ALONE, Folder},
    identity::Identity,
    judge::{Judge, Look, Received},
    leftover::{Leftover, can_be_written, prove},
    names::Names,
    options::{Overwrite, Verify},
    positioned::{read_at, write_at},
    ranges::Ranges,
    room::{Claim, reserve},
    state::{Recorded, State},
    summing::Method,
    sums::{Sums, disjoint},
};

/// After so many new bytes of a file, they are synced and recorded.
const RECORD_AFTER: u64 = 8 << 20;
/// So many bytes of a file may be lost to a crash; beyond, writing waits for the disk.
const MOST_UNRECORDED: u64 = 16 << 20;

/// A file that is being written. When the last handle goes, finished or not, what was written is
/// recorded.
#[derive(Debug)]
pub(crate) struct Job {
    names: Names,
    file: File,
    claim: Claim,
    /// Not set as long as nobody knows where the file ends.
    identity: OnceLock<Identity>,
    /// How many bytes earlier runs wrote, as far as is known.
    resumed: AtomicU64,
    tally: Mutex<Tally>,
    received: Mutex<Received>,
    /// Held while the state file is written.
    recording: Mutex<()>,
    /// Recording has ended: there is room again below [`MOST_UNRECORDED`].
    recorded: Notify,
    /// The state file shall no longer be written: the file is done, gone, or its disk failed.
    closed: AtomicBool,
    /// Locked as long as anybody writes.
    folder: Arc<Folder>,
}

#[derive(Debug, Default)]
struct Tally {
    written: Ranges,
    /// What earlier runs recorded and nobody has proven yet.
    recorded: Vec<Recorded>,
    /// The same, and found right.
    proven: Vec<Recorded>,
    sums: Sums,
    /// Bytes that are written, or about to be, and not recorded.
    unrecorded: u64,
    /// Those that are about to be.
    in_flight: u64,
    recording: Recording,
    failure: Option<Error>,
}

#[derive(Debug, Default, PartialEq, Eq)]
enum Recording {
    #[default]
    Idle,
    Busy,
}

/// How a write came out.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Written {
    Yes,
    /// The file was given up meanwhile: it changed at the store.
    Abandoned,
}

/// What to do about bytes that are to be written.
enum Admission {
    Write,
    Wait,
}

impl Job {
    /// Begins a file anew. Without an identity, its end is not known yet.
    pub(crate) fn create(
        folder: Arc<Folder>,
        name: &FileName,
        identity: Option<Identity>,
        method: Method,
    ) -> Result<Arc<Self>, Error> {
        // What has the file's names may be another download's by now.
        folder.ensure_ours()?;
        let (names, dir) = (Names::of(name), folder.dir());
        dir.remove(&names.state).map_err(|error| dir.failed("removing", &names.state, &error))?;
        let file = dir
            .create_file(&names.part)
            .map_err(|error| dir.failed("creating", &names.part, &error))?;
        let length = identity.as_ref().map_or(0, |identity| identity.length);
        let claim = reserve(&folder, &file, &names.part, length).inspect_err(|_| {
            // What the system reserved before it ran out is of no use.
            let _ = dir.remove(&names.part);
        })?;
        let tally = Tally { sums: Sums::new(method), ..Tally::default() };
        Ok(Self::new(folder, names, file, claim, identity, tally))
    }

    /// Takes up what an earlier run left. `None` if it is not there any more.
    pub(crate) fn resume(
        folder: Arc<Folder>,
        name: &FileName,
        leftover: Leftover,
        method: Method,
    ) -> Result<Option<Arc<Self>>, Error> {
        let (names, dir) = (Names::of(name), folder.dir());
        let file = match dir.open_plain(&names.part, Access::ReadWrite) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(dir.failed("opening", &names.part, &error)),
        };
        let seen = file.metadata().map(|metadata| Seen::from(&metadata));
        let seen = seen.map_err(|error| dir.failed("looking at", &names.part, &error))?;
        if !can_be_written(&seen) {
            return Ok(None);
        }
        let Leftover { identity, recorded, written } = leftover;
        let claim = reserve(&folder, &file, &names.part, identity.length)?;
        let sums = Sums::new(method);
        let tally = Tally { written, recorded, sums, ..Tally::default() };
        Ok(Some(Self::new(folder, names, file, claim, Some(identity), tally)))
    }

    fn new(
        folder: Arc<Folder>,
        names: Names,
        file: File,
        claim: Claim,
        identity: Option<Identity>,
        tally: Tally,
    ) -> Arc<Self> {
        Arc::new(Self {
            names,
            file,
            claim,
            identity: identity.map(OnceLock::from).unwrap_or_default(),
            resumed: AtomicU64::new(tally.written.total()),
            tally: Mutex::new(tally),
            received: Mutex::default(),
            recording: Mutex::default(),
            recorded: Notify::new(),
            closed: AtomicBool::new(false),
            folder,
        })
    }

    /// What the file is; `None` as long as its end is not known.
    pub(crate) fn identity(&self) -> Option<&Identity> {
        self.identity.get()
    }

    /// The file has ended, and so turned out to be this one.
    pub(crate) fn turned_out(&self, identity: Identity) {
        // What is known from the beginning stays.
        let _ = self.identity.set(identity);
    }

    /// The file's length, or as much as is there of a file with an unknown end.
    pub(crate) fn length(&self) -> u64 {
        self.identity().map_or_else(|| self.written(), |identity| identity.length)
    }

    pub(crate) fn missing(&self) -> Ranges {
        let length = self.length();
        self.tally().written.missing(length)
    }

    /// How many bytes are there.
    pub(crate) fn written(&self) -> u64 {
        self.tally().written.total()
    }

    /// How many of them earlier runs wrote.
    pub(crate) fn resumed(&self) -> u64 {
        self.resumed.load(Ordering::Relaxed)
    }

    /// Writes the last bytes of what was received in one go until now. It does so on this thread, since the
    /// page cache takes them at once. It waits only if the disk is more than [`MOST_UNRECORDED`] behind.
    pub(crate) async fn write(
        self: &Arc<Self>,
        received: Run,
        bytes: &[u8],
    ) -> Result<Written, Error> {
        let length = bytes.len() as u64;
        let at = received.range.end - length;
        loop {
            if self.closed.load(Ordering::Relaxed) {
                return match self.tally().failure.take() {
                    Some(error) => Err(error),
                    None => Ok(Written::Abandoned),
                };
            }
            let recorded = self.recorded.notified();
            match self.admit(length) {
                Admission::Write => break,
                Admission::Wait => recorded.await,
            }
        }
        self.claim.use_up(length);
        if let Err(error) = write_at(&self.file, bytes, at) {
            return Err(self.failed("writing", &error));
        }
        let mut tally = self.tally();
        tally.in_flight -= length;
        tally.written.insert(at..received.range.end);
        tally.sums.grow(received);
        if tally.unrecorded >= RECORD_AFTER && tally.recording == Recording::Idle {
            tally.recording = Recording::Busy;
            let job = Arc::clone(self);
            tokio::task::spawn_blocking(move || job.record_now());
        }
        Ok(Written::Yes)
    }

    fn admit(&self, length: u64) -> Admission {
        let mut tally = self.tally();
        let full = tally.unrecorded + length > MOST_UNRECORDED;
        if full && tally.recording == Recording::Busy {
            return Admission::Wait;
        }
        tally.unrecorded += length;
        tally.in_flight += length;
        Admission::Write
    }

    /// What is to be looked at in the bytes of a part as they pass.
    pub(crate) fn look(&self, range: &Range<u64>, verify: Verify, content: &dyn Content) -> Look {
        let length = self.identity().map(|identity| identity.length);
        Look::at(range, length, verify, content)
    }

    /// No more bytes come of what was received in one go.
    pub(crate) fn received(&self, look: Look) {
        self.tally().sums.end(look.run().range.start);
        let length = self.length();
        self.seen().add(look, length);
    }

    fn record_now(&self) {
        self.record();
        self.tally().recording = Recording::Idle;
        self.recorded.notify_waiters();
    }

    /// Syncs what was written until now, then records it. A failure is kept before anybody else may
    /// sync: a second sync would not say what the first one lost.
    fn record(&self) {
        let _recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        if self.closed.load(Ordering::Relaxed) {
            return;
        }
        if let Err(error) = self.sync_and_save() {
            self.tally().failure = Some(error);
            self.closed.store(true, Ordering::Relaxed);
        }
    }

    fn sync_and_save(&self) -> Result<(), Error> {
        self.ensure_ours_alone()?;
        let (recorded, newly) = {
            let tally = self.tally();
            (tally.records(), tally.unrecorded - tally.in_flight)
        };
        offered(Facility::SyncFile, self.file.sync_data())
            .map_err(|error| self.failed("syncing", &error))?;
        let ids = self.folder.ids().clone();
        // Without a known end, nothing could be gone on with.
        if let Some(identity) = self.identity().cloned() {
            State { ids, identity, recorded }.save(self.folder.dir(), &self.names)?;
        }
        let mut tally = self.tally();
        tally.unrecorded = tally.unrecorded.saturating_sub(newly);
        Ok(())
    }

    /// Gives the file up: it is fetched anew by another job. Whoever writes it is told.
    pub(crate) fn abandon(&self) {
        self.closed.store(true, Ordering::Relaxed);
        self.recorded.notify_waiters();
    }

    /// Closes the state file, once it is written if it is being written.
    pub(crate) fn close(&self) {
        let _recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        self.abandon();
    }

    /// The file's first bytes.
    pub(crate) fn head(&self) -> Result<Vec<u8>, Error> {
        let known = usize::try_from(self.length()).map_or(Facts::HEAD, |l| l.min(Facts::HEAD));
        let mut head = vec![0; known];
        read_at(&self.file, &mut head, 0).map_err(|error| self.failed("reading", &error))?;
        Ok(head)
    }

    /// Reads back what earlier runs wrote: what is not as it was recorded is missing again. Gives what
    /// nothing proves but the file as a whole.
    pub(crate) fn prove(
        &self,
        content: &dyn Content,
        unwanted: &Unwanted,
    ) -> Result<Vec<Range<u64>>, Error> {
        let (recorded, method) = {
            let tally = self.tally();
            (tally.recorded.clone(), tally.sums.method())
        };
        let proof = prove(&self.file, &recorded, method, content, unwanted)
            .map_err(|error| self.failed("reading", &error))?;
        self.give_up(&proof.wrong);
        let mut tally = self.tally();
        let mut seen = self.seen();
        tally.recorded.retain(|recorded| !proof.right.contains(recorded));
        tally.proven.extend(proof.right);
        proof.seen.iter().for_each(|piece| seen.add_piece(piece));
        Ok(proof.unproven)
    }

    /// These bytes are missing again, though an earlier run recorded them.
    pub(crate) fn give_up(&self, ranges: &[Range<u64>]) {
        let mut tally = self.tally();
        for range in ranges {
            tracing::warn!(file = %self.names.file, ?range, "not as it was recorded; it is fetched again");
            tally.written.remove(range);
            tally.sums.remove(range);
            tally.recorded.retain(|recorded| recorded.range != *range);
            let length = range.end - range.start;
            let less = |resumed: u64| Some(resumed.saturating_sub(length));
            let _ = self.resumed.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        }
    }

    /// Judges the whole file by its bytes; reads back what this run did not receive itself.
    pub(crate) fn judge(&self, judge: Judge<'_>, unwanted: &Unwanted) -> Result<Verdict, Error> {
        let received = std::mem::take(&mut *self.seen());
        received
            .judge(&self.file, self.length(), judge, unwanted)
            .map_err(|error| self.failed("reading", &error))
    }

    /// Makes the bytes last; once what is being recorded is.
    pub(crate) fn sync(&self) -> Result<(), Error> {
        let _recording = self.recording.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(error) = self.tally().failure.take() {
            return Err(error);
        }
        offered(Facility::SyncFile, self.file.sync_all())
            .map_err(|error| self.failed("syncing", &error))
    }

    /// Fails if the names in the folder lead to files that are not this download's.
    fn ensure_ours(&self) -> Result<(), Error> {
        self.folder.ensure_ours()?;
        let (part, dir) = (&self.names.part, self.folder.dir());
        if dir.leads_to(part, &self.file).map_err(|error| self.failed("looking at", &error))? {
            return Ok(());
        }
        let part = dir.path_of(part);
        let problem = format!("{} was removed or replaced during the download", part.display());
        Err(Error::new(ErrorKind::Disk, problem).with_advice(ALONE))
    }

    /// The same, and fails if the file has a second name: whoever made it has a copy that must not change.
    fn ensure_ours_alone(&self) -> Result<(), Error> {
        self.ensure_ours()?;
        let (part, dir) = (&self.names.part, self.folder.dir());
        let seen = dir.look(part).map_err(|error| self.failed("looking at", &error))?;
        if seen.is_none_or(|seen| can_be_written(&seen)) {
            return Ok(());
        }
        let part = dir.path_of(part);
        let problem =
            format!("somebody made a hard link of {} during the download", part.display());
        Err(Error::new(ErrorKind::Disk, problem)
            .with_advice("run the download again: it begins this file anew, apart from the link"))
    }

    /// Nothing may have the file's name, unless it may be overwritten, or is the damaged file that this
    /// one replaces: then it has to go first, or the manifest would list the old file as the new one.
    pub(crate) fn make_way(
        &self,
        overwrite: Overwrite,
        damaged: Option<Seen>,
    ) -> Result<(), Error> {
        self.ensure_ours_alone()?;
        let (name, dir) = (&self.names.file, self.folder.dir());
        let seen = dir.look(name).map_err(|error| dir.failed("looking at", name, &error))?;
        let Some(seen) = seen else {
            return Ok(());
        };
        let is_the_damaged_one = damaged.is_some_and(|damaged| damaged.is_same(&seen));
        if overwrite == Overwrite::Refuse && !is_the_damaged_one {
            return Err(in_the_way(dir, name));
        }
        dir.remove(name).map_err(|error| dir.failed("removing", name, &error))
    }

    /// Gives the file its name.
    pub(crate) fn rename(&self) -> Result<(), Error> {
        let (name, state, dir) = (&self.names.file, &self.names.state, self.folder.dir());
        self.close();
        self.ensure_ours_alone()?;
        dir.rename_to_new(&self.names.part, name).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => in_the_way(dir, name),
            _ => dir.failed("renaming", name, &error),
        })?;
        dir.sync()?;
        dir.remove(state).map_err(|error| dir.failed("removing", state, &error))
    }

    /// Removes all there is of it.
    pub(crate) fn discard(&self) -> Result<(), Error> {
        self.close();
        self.ensure_ours()?;
        let dir = self.folder.dir();
        for name in [&self.names.state, &self.names.part] {
            dir.remove(name).map_err(|error| dir.failed("removing", name, &error))?;
        }
        Ok(())
    }

    /// What to tell the user of a system call that failed on the unfinished file.
    fn failed(&self, doing: &str, error: &io::Error) -> Error {
        self.folder.dir().failed(doing, &self.names.part, error)
    }

    fn seen(&self) -> MutexGuard<'_, Received> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tally {
    /// All that can be said of what is on the disk.
    fn records(&self) -> Vec<Recorded> {
        let method = self.sums.method();
        let received =
            self.sums.all().map(|run| Recorded { range: run.range, sum: Some((method, run.crc)) });
        let earlier = self.recorded.iter().chain(&self.proven).cloned();
        let records = received.chain(earlier).collect();
        disjoint(records, |recorded| recorded.range.clone())
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        if self.tally().unrecorded > 0 {
            // Nobody is left to be told; the next run fetches what is not recorded.
            self.record();
        }
    }
}

/// A file is there that must not be overwritten.
pub(crate) fn in_the_way(dir: &Dir, name: &str) -> Error {
    let folder = dir.path().display();
    let problem = format!(
        "file {name} is in {folder} already, and not from this backup as far as can be told"
    );
    Error::new(ErrorKind::Disk, problem)
        .with_advice("move it away, choose another folder, or ask for files to be overwritten")
        .with_hint(Hint::AllowOverwrite)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{identity::Validators, ids::Ids};

    #[tokio::test]
    async fn a_record_that_failed_is_told_to_who_finishes_the_file() {
        let path = tempfile::tempdir().unwrap();
        let (folder, _) = Folder::open(path.path().to_owned(), Ids::default()).await.unwrap();
        let name = "a.rdb".parse().unwrap();
        let identity = Some(Identity { length: 9, validators: Validators::default() });
        let job = Job::create(Arc::clone(&folder), &name, identity, Method::All).unwrap();
        job.write(Run { range: 0..9, crc: 0 }, b"123456789").await.unwrap();
        // The state can't be written.
        std::fs::create_dir(path.path().join(Names::of(&name).new_state)).unwrap();
        job.record();
        let error = job.sync().unwrap_err();
        assert!(error.to_string().starts_with("writing "), "{error}");
    }
}
