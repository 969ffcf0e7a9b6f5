//! Reads a range of one file to its end: repeats what fails, goes on at the byte reached, renews
//! links.

use std::{
    ops::Range,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use bytes::Bytes;
use http::StatusCode;
use reqwest::Response;

use careful_http::{Clock, Error, ErrorKind, RetryPolicy};
use careful_http::{Idempotency, Outcome};

use crate::file_name::FileName;

use crate::{
    answer::Answer,
    content::Content,
    current_links::{Current, CurrentLinks, expired},
    events::{Happening, Sender},
    identity::{Identity, Validators},
    link_clients::LinkClients,
    open_files::Budget,
    pace::{Pace, Rate},
    plan,
    refusal::Refusal,
    request::{self, Ask, Condition, Wanted},
    throttle::Throttle,
};

/// So many links in a row may be refused as expired without a byte in between.
const RENEWALS: u32 = 3;
/// An answer that ends before the range that was asked for has to bring so many bytes,
const LEAST_ANSWER: u64 = 1 << 10;
/// or be followed by one that does: so many in a row may not.
const SHORT_ANSWERS: u32 = 32;
/// A GET, which the store carries out as often as it is asked to.
const GET: Idempotency = Idempotency::Idempotent;

const BEGUN_ANEW: &str = "run the download again; the store sends neither a strong ETag nor a \
    Last-Modified of more than a minute ago, so what breaks off is fetched from the beginning";
const NEW_LINK_REFUSED: &str = "a new link was refused too; check that the backup still exists, and \
    give the request id to the vendor's support";
const NEW_LINK_LEADS_NOWHERE: &str = "a new link leads to nothing either: the backup is gone, deleted \
    or past its retention; choose another one";

/// What all readers of a download share.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) content: Arc<dyn Content>,
    pub(crate) clients: LinkClients,
    pub(crate) links: CurrentLinks,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) retry: RetryPolicy,
    pub(crate) budget: Budget,
    pub(crate) throttle: Throttle,
    pub(crate) events: Sender,
    /// In bytes per second.
    pub(crate) least_rate: u64,
    /// The bytes that all readers received.
    pub(crate) received: AtomicU64,
}

/// Why a reader gives no more bytes.
#[derive(Debug)]
pub(crate) enum Stop {
    /// The file is another one now.
    Changed,
    /// The store is asked too much at a time; this reader goes on later.
    Yield,
    /// The store sends the whole file when a range is asked for.
    Unranged,
    /// The answer broke off, and what is left of it can't be recognised in another one.
    Anew {
        trouble: Trouble,
        error: Error,
    },
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A range of a file that is being received. No `Debug`, here and below: an answer's prints the link.
pub(crate) struct Reader {
    source: Arc<Source>,
    file: FileName,
    identity: Option<Identity>,
    at: u64,
    end: u64,
    open: Option<Open>,
    trouble: Trouble,
    company: Company,
    condition: Condition,
    pace: Pace,
    /// Since when the next bytes are waited for.
    waiting_since: Duration,
    /// So many times in a row, data came too slowly.
    slow: u32,
    /// So many answers in a row brought next to nothing.
    short: u32,
}

/// Who else reads the same file.
enum Company {
    /// Other readers may: whole files are not for each of them.
    Others,
    Nobody,
}

struct Open {
    body: Response,
    asked_at: Duration,
    start: u64,
    /// Where in the file its next byte belongs.
    at: u64,
    /// Where its last byte belongs, and one more.
    end: u64,
}

/// What went wrong since the last byte.
#[derive(Debug, Default)]
pub(crate) struct Trouble {
    attempts: u32,
    renewals: u32,
    /// New links that were asked for because one was not accepted though it had not expired.
    second_links: u32,
    /// When the first of the attempts failed.
    since: Option<Duration>,
    /// What all readers had received then.
    received: u64,
}

impl Reader {
    /// A reader of a known file's range.
    pub(crate) fn new(
        source: Arc<Source>,
        file: FileName,
        identity: Identity,
        range: &Range<u64>,
    ) -> Self {
        let first = Self::first(source, file, range.end);
        Self { identity: Some(identity), at: range.start, company: Company::Others, ..first }
    }

    /// Reads whole files too, if the store sends nothing else.
    pub(crate) fn alone(self) -> Self {
        Self { company: Company::Nobody, ..self }
    }

    /// A reader of a file that nothing is known of: it reads up to `end`, or further if the store sends the
    /// whole file, or has to.
    pub(crate) fn first(source: Arc<Source>, file: FileName, end: u64) -> Self {
        Self {
            source,
            file,
            identity: None,
            at: 0,
            end,
            open: None,
            trouble: Trouble::default(),
            company: Company::Nobody,
            condition: Condition::Stated,
            pace: Pace::default(),
            waiting_since: Duration::ZERO,
            slow: 0,
            short: 0,
        }
    }

    /// Begins with the trouble that an earlier reader of the file had.
    pub(crate) fn after(self, trouble: Trouble) -> Self {
        Self { trouble, ..self }
    }

    /// Forgets the file, and reads it from its beginning.
    pub(crate) fn begin_anew(&mut self, end: u64, trouble: Trouble) {
        let first = Self::first(Arc::clone(&self.source), self.file.clone(), end);
        *self = first.after(trouble);
    }

    /// Goes on further, once the end was reached.
    pub(crate) fn extend(&mut self, end: u64) {
        self.end = self.end.max(end);
    }

    /// What is left to read.
    pub(crate) fn range(&self) -> Range<u64> {
        self.at..self.end
    }

    /// What the file is; asks for it if that is not known yet. `None` if it is not known before the last
    /// byte has come: the answer does not say how long it is.
    pub(crate) async fn identity(&mut self) -> Result<Option<Identity>, Stop> {
        if self.identity.is_none() && self.open.is_none() {
            self.connect().await?;
        }
        Ok(self.identity.clone())
    }

    /// The next bytes of the range; nothing at its end. An error has lost no byte.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, Stop> {
        self.waiting_since = self.source.clock.elapsed();
        loop {
            if self.identity.is_some() && self.at >= self.end {
                self.drain().await;
                return Ok(None);
            }
            let Some(open) = &mut self.open else {
                self.connect().await?;
                continue;
            };
            if open.at >= open.end {
                // A shorter range than was asked for.
                let brought = open.end - open.start;
                self.drain().await;
                self.bear_short(brought)?;
                continue;
            }
            let asked_at = open.asked_at;
            let refusal = match open.body.chunk().await {
                Ok(Some(chunk)) if self.comes_too_slowly(chunk.len()) => {
                    self.give_up_slow(asked_at).await?;
                    continue;
                }
                Ok(Some(chunk)) => match self.keep(chunk) {
                    Some(chunk) => return Ok(Some(chunk)),
                    None => continue,
                },
                Ok(None) if self.identity.is_none() => {
                    self.open = None;
                    self.end = self.at;
                    let validators = Validators::default();
                    self.identity = Some(Identity { length: self.at, validators });
                    continue;
                }
                Ok(None) => {
                    let problem = format!("file {}: the answer ended too early", self.file);
                    Refusal::Transient(Outcome::Broken, Error::new(ErrorKind::Network, problem))
                }
                Err(error) => request::broken(&self.file, error),
            };
            match refusal {
                Refusal::Transient(outcome, error) => self.go_on_after(outcome, error).await?,
                Refusal::Fatal(error) => return Err(error.into()),
                _ => self.open = None,
            }
        }
    }

    /// Cuts off what was not asked for: a whole file's bytes before the range, and what is behind; and what
    /// is behind the range that the answer itself has stated.
    fn keep(&mut self, mut chunk: Bytes) -> Option<Bytes> {
        let open = self.open.as_mut()?;
        if let Ok(stated) = usize::try_from(open.end - open.at) {
            chunk.truncate(stated);
        }
        let before = (self.at - open.at).min(chunk.len() as u64);
        open.at += chunk.len() as u64;
        // Both are at most the chunk's length.
        let _ = chunk.split_to(usize::try_from(before).ok()?);
        if let Ok(left) = usize::try_from(self.end - self.at) {
            chunk.truncate(left);
        }
        if chunk.is_empty() {
            return None;
        }
        self.at += chunk.len() as u64;
        let attempts = if self.comes_in_one_answer() { self.trouble.attempts } else { 0 };
        self.trouble = Trouble { attempts, ..Trouble::default() };
        let length = chunk.len() as u64;
        self.source.received.fetch_add(length, Ordering::Relaxed);
        Some(chunk)
    }

    /// A store that gives a byte for each request would be asked for ever.
    fn bear_short(&mut self, brought: u64) -> Result<(), Error> {
        self.short = if brought < LEAST_ANSWER { self.short + 1 } else { 0 };
        if self.short < SHORT_ANSWERS {
            return Ok(());
        }
        let problem = format!(
            "file {}: the store sends less than {LEAST_ANSWER} bytes in answer to each request for more",
            self.file
        );
        Err(Error::new(ErrorKind::InvalidResponse, problem)
            .with_advice("check that no proxy or cache answers in the store's place"))
    }

    /// Whether nothing would show that a second answer is of the same version of the file.
    fn comes_in_one_answer(&self) -> bool {
        match &self.identity {
            Some(identity) => !identity.validators.are_strong(),
            None => self.open.is_some(),
        }
    }

    /// Takes note of the time that bytes took to come.
    fn comes_too_slowly(&mut self, bytes: usize) -> bool {
        let now = self.source.clock.elapsed();
        let waited = now.saturating_sub(self.waiting_since);
        self.waiting_since = now;
        match self.pace.note(waited, bytes as u64, self.source.least_rate) {
            Rate::NotKnownYet => false,
            Rate::Enough => {
                self.slow = 0;
                false
            }
            Rate::TooLow => true,
        }
    }

    /// Gives up an answer that comes too slowly. Fewer connections may each be faster.
    async fn give_up_slow(&mut self, asked_at: Duration) -> Result<(), Stop> {
        self.source.throttle.lower(asked_at, self.source.clock.elapsed());
        self.trouble.attempts = self.trouble.attempts.max(self.slow);
        self.slow += 1;
        let (file, least) = (&self.file, self.source.least_rate);
        let problem = format!("file {file}: the store sends less than {least} bytes per second");
        let error = Error::new(ErrorKind::Timeout, problem).with_advice(
            "run the download again later, or with fewer connections; it continues where it stopped",
        );
        self.go_on_after(Outcome::Broken, error).await?;
        self.give_way()
    }

    /// Waits after an answer that broke off. What nothing can be put behind is begun anew.
    async fn go_on_after(&mut self, outcome: Outcome, error: Error) -> Result<(), Stop> {
        let in_one_answer = self.comes_in_one_answer();
        self.open = None;
        let error = if in_one_answer { error.with_advice(BEGUN_ANEW) } else { error };
        self.wait(outcome, error.clone(), self.source.clock.elapsed()).await?;
        if in_one_answer {
            return Err(Stop::Anew { trouble: std::mem::take(&mut self.trouble), error });
        }
        Ok(())
    }

    /// Reads the little that comes after the range, so that the connection can be used again.
    /// Where an answer doesn't say how long it is, it might never end.
    async fn drain(&mut self) {
        const LITTLE: u64 = 1;
        if let Some(mut open) = self.open.take()
            && open.end <= self.end + LITTLE
            && open.body.content_length().is_some()
        {
            while let Ok(Some(_)) = open.body.chunk().await {}
        }
    }

    /// Opens a body at the byte reached.
    async fn connect(&mut self) -> Result<(), Stop> {
        let (first, last) = plan::request(&self.range(), self.length());
        let mut wanted = Wanted::Part(first, last);
        loop {
            let link = self.link().await?;
            let asked_at = self.source.clock.elapsed();
            let known = self.identity.as_ref();
            let ask = Ask { wanted, known, condition: self.condition };
            let way = self.source.clients.way_to(&self.file, &link.url)?;
            let clock = &*self.source.clock;
            match request::get(&way, &self.file, &link, ask, clock).await {
                Ok(answer) if known.is_some() || answer.can_be_begun_with() => {
                    return self.opened(answer, asked_at);
                }
                // What this answer lacks, other answers would have to agree in: only the whole file in one
                // answer will do.
                Ok(_) | Err(Refusal::OutOfRange(_)) if self.may_ask_for_all(wanted) => {
                    wanted = Wanted::Whole;
                }
                Ok(_) => return Err(in_pieces(&self.file).into()),
                Err(Refusal::OutOfRange(_) | Refusal::Changed) if known.is_some() => {
                    return Err(Stop::Changed);
                }
                Err(Refusal::Changed) => return Err(Stop::Changed),
                Err(Refusal::Unmatched(_)) if known.is_some() => self.ask_without_condition()?,
                Err(
                    Refusal::Fatal(error) | Refusal::OutOfRange(error) | Refusal::Unmatched(error),
                ) => return Err(error.into()),
                Err(Refusal::Expired(error)) => self.renew(&link, error).await?,
                Err(Refusal::NotAccepted(error)) => self.try_second_link(&link, error).await?,
                Err(Refusal::Transient(outcome, error)) => {
                    self.wait(outcome, error, asked_at).await?;
                }
            }
        }
    }

    /// An empty file has no range at all, and some stores know none.
    fn may_ask_for_all(&self, asked: Wanted) -> bool {
        asked != Wanted::Whole && matches!(self.company, Company::Nobody)
    }

    fn ask_without_condition(&mut self) -> Result<(), Stop> {
        match self.condition {
            Condition::Stated => {
                self.condition = Condition::LeftOut;
                Ok(())
            }
            Condition::LeftOut => Err(Stop::Changed),
        }
    }

    fn opened(&mut self, answer: Answer, asked_at: Duration) -> Result<(), Stop> {
        let Answer { length, validators, start, end, body } = answer;
        let end = end.or(self.length()).unwrap_or(u64::MAX);
        if self.identity.is_none() {
            // The end was a guess; a whole answer is read to its end.
            self.end = end;
            self.identity = length.map(|length| Identity { length, validators });
        }
        if start < self.at && matches!(self.company, Company::Others) {
            return Err(Stop::Unranged);
        }
        self.open = Some(Open { body, asked_at, start, at: start, end });
        Ok(())
    }

    fn length(&self) -> Option<u64> {
        self.identity.as_ref().map(|identity| identity.length)
    }

    async fn link(&mut self) -> Result<Current, Error> {
        let link = self.source.links.link(&self.file).await?;
        self.noticed(&link);
        Ok(link)
    }

    async fn renew(&mut self, link: &Current, refused: Error) -> Result<(), Error> {
        if !self.source.links.can_renew() {
            return Err(refused);
        }
        if self.trouble.renewals >= RENEWALS {
            return Err(expired(&self.file)
                .with_advice("three new links in a row were refused as expired; check the clock")
                .with_cause(refused.to_string()));
        }
        self.trouble.renewals += 1;
        self.source.links.renew(&self.file, link.generation).await?;
        Ok(())
    }

    /// A new link may cure what looks like another trouble, once.
    async fn try_second_link(&mut self, link: &Current, refused: Error) -> Result<(), Error> {
        if !self.source.links.can_renew() {
            return Err(refused);
        }
        if self.trouble.second_links > 0 {
            let advice = match refused.kind() {
                ErrorKind::NotFound => NEW_LINK_LEADS_NOWHERE,
                _ => NEW_LINK_REFUSED,
            };
            return Err(refused.with_advice(advice));
        }
        self.trouble.second_links += 1;
        tracing::info!(file = %self.file, problem = refused.problem(), "asking for a new link");
        match self.source.links.renew(&self.file, link.generation).await {
            Ok(_) => Ok(()),
            Err(error) => Err(refused
                .with_advice("a new link was asked for, and none could be had; see its cause")
                .with_cause(error.to_string())),
        }
    }

    fn noticed(&self, link: &Current) {
        if self.source.links.is_news(&self.file, link.generation) {
            tracing::info!(file = %self.file, "the link is a new one");
            self.source.events.send(&self.file, Happening::LinkRenewed);
        }
    }

    /// Waits before the next attempt, or gives up.
    async fn wait(
        &mut self,
        outcome: Outcome,
        error: Error,
        asked_at: Duration,
    ) -> Result<(), Stop> {
        let clock = Arc::clone(&self.source.clock);
        let now = clock.elapsed();
        let throttled = is_throttled(outcome);
        let received = self.source.received.load(Ordering::Relaxed);
        if throttled {
            self.source.throttle.lower(asked_at, now);
        }
        // A store that serves the other readers is busy, not gone.
        if throttled && self.trouble.received != received {
            let tries = self.source.retry.max_attempts.saturating_sub(2);
            self.trouble.attempts = self.trouble.attempts.min(tries);
            self.trouble.since = None;
        }
        self.trouble.received = received;
        self.trouble.attempts += 1;
        let since = *self.trouble.since.get_or_insert(asked_at);
        let wait = self.source.retry.wait_after(
            outcome,
            GET,
            self.trouble.attempts,
            now.saturating_sub(since),
            |ceiling| clock.jitter(ceiling),
        );
        let Ok(wait) = wait else {
            return Err(error.with_attempts(self.trouble.attempts).into());
        };
        let (file, wait_ms, problem) = (&self.file, wait.as_millis(), error.problem().to_owned());
        tracing::info!(%file, attempt = self.trouble.attempts, wait_ms, problem, "trying again");
        let retrying = Happening::Retrying { problem, wait };
        self.source.events.send(&self.file, retrying);
        clock.sleep(wait).await;
        if throttled {
            // The store has asked for this wait.
            self.pace = Pace::default();
            self.waiting_since = clock.elapsed();
            return self.give_way();
        }
        Ok(())
    }

    /// Ends for now if more connections are open than the store bears.
    fn give_way(&mut self) -> Result<(), Stop> {
        if !self.source.throttle.is_exceeded() {
            return Ok(());
        }
        // Nobody knows how long it stays in the queue.
        self.trouble.attempts = 0;
        self.trouble.since = None;
        Err(Stop::Yield)
    }
}

fn is_throttled(outcome: Outcome) -> bool {
    matches!(
        outcome,
        Outcome::Answered {
            status: StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE,
            ..
        }
    )
}

/// The store can't be had to send the file as one, and nothing shows which pieces are of one version.
fn in_pieces(file: &FileName) -> Error {
    let problem = format!(
        "file {file}: the store sends it in pieces only, without a strong ETag, a Last-Modified of more \
         than a minute ago, or its length to recognise them by"
    );
    Error::new(ErrorKind::InvalidResponse, problem)
        .with_advice("check that no proxy or cache answers in the store's place")
}
