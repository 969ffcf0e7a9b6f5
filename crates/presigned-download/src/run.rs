//! One download into a folder: decides what is fetched when, and gathers what comes of it.

use std::{ops::Range, sync::Arc, time::Duration};

use tokio::task::{AbortHandle, JoinSet};

use careful_http::{Error, ErrorKind};

use crate::{
    blocking::{blocking, blocking_while_wanted, broken_off},
    events::Happening,
    file_name::FileName,
    folder::Folder,
    ids::Ids,
    inspect::Found,
    job::Job,
    ledger::Ledger,
    manifest::Entry,
    names::check_names,
    options::Options,
    phases::{Phase, Phases},
    plan,
    ranges::Ranges,
    reader::{Reader, Source, Stop},
    recheck,
    report::{FileReport, FileState, Report},
    stock::{check_slots, confirm, look, take_stock},
    target::{Pending, Target},
    task::{self, Finish, Part, PartEnd},
};

/// So often a file may change at the store before it is given up.
const MOST_RESTARTS: u32 = 3;

/// A download that has its links and its folder.
pub(crate) struct Run {
    source: Arc<Source>,
    folder: Arc<Folder>,
    ledger: Arc<Ledger>,
    options: Options,
    files: Vec<Target>,
    phases: Phases,
    tasks: JoinSet<Done>,
    /// Of files that are damaged, say: the others are fetched all the same.
    failures: Vec<Error>,
}

/// What a task has come to: for which file, and what.
struct Done {
    file: usize,
    restarts: u32,
    what: Outcome,
}

enum Outcome {
    /// What an earlier run left is open, if it is still there.
    Resumed(Result<Option<Arc<Job>>, Error>),
    /// The file's identity is known, and its first bytes wait to be read.
    Opened(Result<(Box<Reader>, Arc<Job>), Stop>),
    Fetched(PartEnd),
    Finished(Result<Finish, Error>),
}

/// Fetches the files by these names into the folder at `path`. When it has ended, nothing happens in the
/// folder any more, however it ended.
pub(crate) async fn run(
    source: Arc<Source>,
    names: Vec<FileName>,
    ids: Ids,
    path: std::path::PathBuf,
    options: Options,
) -> Result<Report, Error> {
    if names.is_empty() {
        let problem = "the service gave no link: the backup has no files";
        return Err(Error::new(ErrorKind::NotFound, problem).with_advice("choose another backup"));
    }
    check_names(names.iter())?;
    let slots = check_slots(&names, &*source.content, options.coverage)?;
    let (folder, released) = Folder::open(path, ids).await?;
    let result = run_in(Arc::clone(&folder), source, names, slots.certain, options).await;
    let warnings = blocking(move || Ok(folder.warnings())).await;
    // Nobody sends anything: it ends with the folder's last user.
    let _ = released.await;
    let warnings = warnings.unwrap_or_default().into_iter().chain(slots.doubtful);
    match result {
        Ok(report) => Ok(Report { warnings: warnings.collect(), ..report }),
        Err(error) => Err(error.with_notes(warnings.map(|warning| warning.to_string()))),
    }
}

async fn run_in(
    folder: Arc<Folder>,
    source: Arc<Source>,
    names: Vec<FileName>,
    missing_slots: Vec<String>,
    options: Options,
) -> Result<Report, Error> {
    let began = source.clock.elapsed();
    for name in &names {
        source.events.send(name, Happening::Expected);
    }
    let (manifest, mut found) = {
        let (folder, names) = (Arc::clone(&folder), names.clone());
        let content = Arc::clone(&source.content);
        blocking_while_wanted(move |unwanted| look(&folder, &names, &*content, options, unwanted))
            .await?
    };
    let options =
        Options { format: options.format.or_else(|| manifest.format(&*source.content)), ..options };
    for (name, found) in names.iter().zip(&mut found) {
        confirm(&source, &folder, name, found, options.overwrite).await?;
    }
    let found = recheck::all(&source, &folder, found, options).await?;
    let (manifest, found) = {
        let (folder, names) = (Arc::clone(&folder), names.clone());
        let missing_slots = missing_slots.clone();
        blocking(move || take_stock(&folder, manifest, &names, found, missing_slots, options))
            .await?
    };
    let ids = manifest.ids.clone();
    let mut run = Run {
        ledger: Arc::new(Ledger::new(Arc::clone(&folder), manifest, source.budget.files)),
        phases: Phases::new(names.len()),
        files: names.into_iter().map(|name| Target::new(name, &source)).collect(),
        tasks: JoinSet::new(),
        failures: Vec::new(),
        source,
        folder,
        options,
    };
    run.take_up(found);
    let result = run.work().await.and_then(|()| run.verdict());
    run.tasks.shutdown().await;
    let result = match result {
        Ok(()) => run.ledger.close().await,
        Err(error) => Err(error),
    };
    let files = run.files.iter_mut().filter_map(|file| file.report.take()).collect();
    let seconds = run.source.clock.elapsed().saturating_sub(began).as_secs_f64();
    // What was written is recorded before the caller goes on.
    blocking(move || {
        drop(run);
        Ok(())
    })
    .await?;
    result.map(|strays| Report { ids, files, missing_slots, strays, warnings: Vec::new(), seconds })
}

/// What is said of a file that this run did not read.
fn unread(entry: &Entry) -> FileState {
    match entry.state {
        FileState::Unchecked => FileState::Unchecked,
        _ => FileState::Recorded,
    }
}

fn tell_reason(source: &Source, entry: &Entry) {
    if let Some(reason) = entry.reason {
        source.events.send(&entry.name, Happening::Unproven { reason });
    }
}

impl Run {
    /// What is wrong with single files, in one error.
    fn verdict(&mut self) -> Result<(), Error> {
        if self.failures.len() < 2 {
            return self.failures.pop().map_or(Ok(()), Err);
        }
        let problems: Vec<_> = self.failures.iter().map(Error::problem).collect();
        let problem =
            format!("{} files failed verification: {}", problems.len(), problems.join(", "));
        let advice = self.failures.first().and_then(Error::advice).unwrap_or_default().to_owned();
        let error = Error::new(ErrorKind::Integrity, problem).with_advice(advice);
        Err(match self.failures.iter().find_map(Error::hint) {
            Some(hint) => error.with_hint(hint),
            None => error,
        })
    }

    /// Begins with what is there already.
    fn take_up(&mut self, found: Vec<Found>) {
        for (file, found) in found.into_iter().enumerate() {
            match found {
                Found::Checked(entry) => self.present(file, &entry, entry.state),
                Found::Present(entry) => self.present(file, &entry, unread(&entry)),
                Found::Part(leftover) => self.files[file].leftover = Some(leftover),
                Found::Damaged { seen, leftover, .. } => {
                    self.files[file].leftover = leftover;
                    self.files[file].damaged = Some(seen);
                }
                Found::Doubtful(_) | Found::Unlisted { .. } => {}
                Found::Resized(_) | Found::Nothing => {}
            }
        }
    }

    /// Takes a file for done. The entry has what was found when it was read, `state` what that is worth
    /// now.
    fn present(&mut self, file: usize, entry: &Entry, state: FileState) {
        self.phases.set(file, Phase::Done);
        let target = &mut self.files[file];
        if let Err(error) = task::require(entry.state, &entry.name, self.options.verify) {
            self.failures.push(error);
            return;
        }
        let size = entry.size;
        tell_reason(&self.source, entry);
        self.source.events.send(&target.name, Happening::Present { state, size });
        target.report = Some(FileReport { state, ..entry.report(Duration::ZERO, size) });
    }

    /// Until every file is there, or none can come any more.
    async fn work(&mut self) -> Result<(), Error> {
        loop {
            self.start_what_is_free();
            let Some(done) = self.tasks.join_next().await else {
                return Ok(());
            };
            match done {
                Ok(done) => self.settle(done)?,
                // A part of a file that is begun anew.
                Err(error) if error.is_cancelled() => self.source.throttle.give_back(),
                Err(error) => return Err(broken_off(&error)),
            }
        }
    }

    fn start_what_is_free(&mut self) {
        let nothing_left = |file: &usize| {
            let target = &self.files[*file];
            target.pending.is_empty() && target.active == 0
        };
        let fetched: Vec<usize> = self.phases.fetching().filter(nothing_left).collect();
        fetched.into_iter().for_each(|file| self.finish(file));
        while self.source.throttle.take() {
            if !self.start_next() {
                self.source.throttle.give_back();
                return;
            }
        }
    }

    /// A file that nothing is known of comes first, if one more may be open; else a part of the file
    /// with the fewest connections.
    fn start_next(&mut self) -> bool {
        let may_begin = self.phases.begun() < self.source.budget.files;
        if let Some(file) = self.phases.next_waiting().filter(|_| may_begin) {
            self.open(file);
            return true;
        }
        let fewest = self
            .phases
            .fetching()
            .filter(|file| {
                let target = &self.files[*file];
                !target.pending.is_empty() && target.active < target.most
            })
            .min_by_key(|file| self.files[*file].active);
        let Some(file) = fewest else { return false };
        if self.files[file].most == 1 {
            self.fetch_rest(file);
            return true;
        }
        match self.files[file].pending.pop_front() {
            Some(Pending::Part(part)) => self.fetch(file, part),
            Some(Pending::Range(range)) => self.fetch_range(file, &range),
            None => return false,
        }
        true
    }

    fn share(&self) -> usize {
        plan::share(self.source.budget.connections, self.phases.unfinished())
    }

    fn open(&mut self, file: usize) {
        let end = plan::first_request(self.share());
        self.phases.set(file, Phase::Opening);
        let target = &mut self.files[file];
        target.started = self.source.clock.elapsed();
        target.started_at = self.source.clock.now();
        if let Some(leftover) = target.leftover.take() {
            let resuming = task::resume(
                Arc::clone(&self.folder),
                target.name.clone(),
                leftover,
                self.options.verify,
            );
            self.spawn(file, async { Outcome::Resumed(resuming.await) });
            return;
        }
        let former = target.job.take();
        let trouble = std::mem::take(&mut target.trouble);
        let reader =
            Reader::first(Arc::clone(&self.source), target.name.clone(), end).after(trouble);
        let (folder, name) = (Arc::clone(&self.folder), target.name.clone());
        let opening = task::open(reader, folder, name, former, self.options.verify);
        self.spawn(file, async { Outcome::Opened(opening.await) });
    }

    fn fetch_range(&mut self, file: usize, range: &Range<u64>) {
        let target = &self.files[file];
        let Some(job) = &target.job else {
            return;
        };
        let Some(identity) = job.identity().cloned() else {
            return;
        };
        let (source, name) = (Arc::clone(&self.source), target.name.clone());
        let reader = Reader::new(source, name, identity, range);
        let part = Part::new(reader, job, self.options.verify, &*self.source.content);
        self.fetch(file, part);
    }

    /// Reads all that waits over one connection: what lies in between, too.
    fn fetch_rest(&mut self, file: usize) {
        let target = &mut self.files[file];
        let Some(job) = target.job.clone() else {
            return;
        };
        let left: Ranges = target
            .pending
            .drain(..)
            .map(|pending| match pending {
                Pending::Range(range) => range,
                Pending::Part(part) => part.give_up(&job),
            })
            .collect();
        let Some(identity) = job.identity().cloned() else {
            return;
        };
        let (source, name) = (Arc::clone(&self.source), target.name.clone());
        let reader = Reader::new(source, name, identity, &left.span()).alone();
        self.fetch(file, Part::new(reader, &job, self.options.verify, &*self.source.content));
    }

    fn fetch(&mut self, file: usize, part: Box<Part>) {
        let target = &mut self.files[file];
        let Some(job) = target.job.clone() else {
            return;
        };
        target.active += 1;
        let fetching = task::fetch(part, job, Arc::clone(&self.source), target.name.clone());
        let part = self.spawn(file, async { Outcome::Fetched(fetching.await) });
        let parts = &mut self.files[file].parts;
        parts.retain(|part| !part.is_finished());
        parts.push(part);
    }

    fn finish(&mut self, file: usize) {
        let target = &mut self.files[file];
        let Some(job) = target.job.clone() else {
            return;
        };
        self.phases.set(file, Phase::Finishing);
        let finishing = task::finish(
            job,
            Arc::clone(&self.ledger),
            target.name.clone(),
            self.options,
            target.started_at,
            target.damaged,
            Arc::clone(&self.source),
        );
        self.spawn(file, async { Outcome::Finished(finishing.await) });
    }

    fn spawn(
        &mut self,
        file: usize,
        work: impl Future<Output = Outcome> + Send + 'static,
    ) -> AbortHandle {
        let restarts = self.files[file].restarts;
        self.tasks.spawn(async move { Done { file, restarts, what: work.await } })
    }

    fn settle(&mut self, done: Done) -> Result<(), Error> {
        let Done { file, restarts, what } = done;
        let current = restarts == self.files[file].restarts;
        match what {
            Outcome::Resumed(result) => {
                self.source.throttle.give_back();
                match result? {
                    Some(job) => {
                        let missing = job.missing();
                        self.opened(file, job, &missing);
                    }
                    None => self.phases.set(file, Phase::Waiting),
                }
                Ok(())
            }
            Outcome::Opened(Ok((reader, job))) => {
                let missing = job.missing().from(reader.range().end);
                let part = Part::new(*reader, &job, self.options.verify, &*self.source.content);
                self.opened(file, job, &missing);
                self.fetch(file, part);
                Ok(())
            }
            Outcome::Opened(Err(stop)) => {
                self.source.throttle.give_back();
                self.stopped(file, stop)
            }
            Outcome::Fetched(end) => {
                self.source.throttle.give_back();
                if !current {
                    return match end {
                        PartEnd::Stopped(Stop::Failed(error))
                            if error.kind() == ErrorKind::Disk =>
                        {
                            Err(error)
                        }
                        _ => Ok(()),
                    };
                }
                self.files[file].active -= 1;
                match end {
                    PartEnd::Complete => self.source.throttle.raise(),
                    PartEnd::Yielded(part) => {
                        self.files[file].pending.push_front(Pending::Part(part));
                    }
                    PartEnd::Unranged(part) => {
                        self.files[file].most = 1;
                        self.files[file].pending.push_front(Pending::Part(part));
                    }
                    PartEnd::Stopped(stop) => return self.stopped(file, stop),
                }
                Ok(())
            }
            Outcome::Finished(result) => self.finished(file, result),
        }
    }

    /// Cuts what is missing, beyond what the first request brings, into parts.
    fn opened(&mut self, file: usize, job: Arc<Job>, missing: &Ranges) {
        let share = self.share();
        let target = &mut self.files[file];
        let size = job.identity().map(|identity| identity.length);
        let resumed = job.resumed();
        target.pending = plan::cut(missing, share).into_iter().map(Pending::Range).collect();
        target.job = Some(job);
        self.phases.set(file, Phase::Fetching);
        if let Some(size) = size {
            self.source.events.send(&target.name, Happening::Started { size, resumed });
        }
    }

    fn stopped(&mut self, file: usize, stop: Stop) -> Result<(), Error> {
        match stop {
            Stop::Failed(error) => Err(error),
            Stop::Yield | Stop::Unranged => {
                self.phases.set(file, Phase::Waiting);
                Ok(())
            }
            Stop::Changed => self.changed(file),
            Stop::Anew { trouble, .. } => {
                self.files[file].trouble = trouble;
                self.begin_anew(file);
                Ok(())
            }
        }
    }

    fn changed(&mut self, file: usize) -> Result<(), Error> {
        let target = &mut self.files[file];
        target.changes += 1;
        if target.changes > MOST_RESTARTS {
            let problem = format!("file {} keeps changing at the store", target.name);
            return Err(Error::new(ErrorKind::InvalidResponse, problem)
                .with_advice("wait until the backup is complete, and run the download again"));
        }
        self.begin_anew(file);
        Ok(())
    }

    fn begin_anew(&mut self, file: usize) {
        let target = &mut self.files[file];
        target.restarts += 1;
        target.pending.clear();
        target.parts.drain(..).for_each(|part| part.abort());
        target.active = 0;
        self.phases.set(file, Phase::Waiting);
        if let Some(job) = &target.job {
            job.abandon();
        }
        self.source.events.send(&target.name, Happening::Restarted);
    }

    /// What an earlier run left of the file turned out wrong.
    fn lacking(&mut self, file: usize) {
        let share = self.share();
        let target = &mut self.files[file];
        let Some(job) = &target.job else {
            return;
        };
        target.pending = plan::cut(&job.missing(), share).into_iter().map(Pending::Range).collect();
        self.phases.set(file, Phase::Fetching);
        let bytes = job.written();
        self.source.events.send(&target.name, Happening::Progress { bytes });
    }

    fn finished(&mut self, file: usize, result: Result<Finish, Error>) -> Result<(), Error> {
        let result = match result {
            Ok(Finish::Whole(entry)) => Ok(entry),
            Ok(Finish::Missing) => {
                self.lacking(file);
                return Ok(());
            }
            Ok(Finish::Anew) => return self.changed(file),
            Err(error) => Err(error),
        };
        let target = &mut self.files[file];
        self.phases.set(file, Phase::Done);
        let job = target.job.take();
        match result {
            Ok(entry) => {
                let (state, size) = (entry.state, entry.size);
                tell_reason(&self.source, &entry);
                self.source.events.send(&target.name, Happening::Finished { state, size });
                let took = self.source.clock.elapsed().saturating_sub(target.started);
                let resumed = job.map_or(0, |job| job.resumed());
                target.report = Some(entry.report(took, resumed));
                Ok(())
            }
            Err(error) => {
                let_go(job);
                if error.kind() != ErrorKind::Integrity {
                    return Err(error);
                }
                self.failures.push(error);
                Ok(())
            }
        }
    }
}

/// Gives a file's last handle up. What is not recorded by then is synced, which may take long, so that is done
/// where nobody waits for it. The folder stays locked until it is done.
fn let_go(job: Option<Arc<Job>>) {
    tokio::task::spawn_blocking(move || drop(job));
}
