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

use crate::{
    clock::Clock,
    error::{Error, ErrorKind},
    file_name::FileName,
    operation::Operation,
    retry::{Outcome, RetryPolicy},
};

use super::{
    events::{Happening, Sender},
    link_source::{Current, LinkSource, expired},
    open_files::Budget,
    plan,
    request::{self, Answer, Refusal, Wanted},
    state::Identity,
    throttle::Throttle,
};

/// So many links in a row may be refused as expired without a byte in between.
const RENEWALS: u32 = 3;
/// A GET, which the store carries out as often as it is asked to.
const GET: Operation = Operation { idempotent: true, ..Operation::UNKNOWN };

/// What all readers of a download share.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) http: reqwest::Client,
    pub(super) links: LinkSource,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) retry: RetryPolicy,
    pub(super) budget: Budget,
    pub(super) throttle: Throttle,
    pub(super) events: Sender,
    /// The bytes that all readers received.
    pub(super) received: AtomicU64,
}

/// Why a reader gives no more bytes.
#[derive(Debug)]
pub(super) enum Stop {
    /// The file is another one now.
    Changed,
    /// The store is asked too much at a time; this reader goes on later.
    Yield,
    /// The store sends the whole file when a range is asked for.
    Unranged,
    Failed(Error),
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// A range of a file that is being received. No `Debug`, here and below: an answer's prints the link.
pub(super) struct Reader {
    source: Arc<Source>,
    file: FileName,
    identity: Option<Identity>,
    at: u64,
    end: u64,
    open: Option<Open>,
    trouble: Trouble,
    company: Company,
}

/// Who else reads the same file.
enum Company {
    /// Other readers may: whole files are not for each of them.
    Others,
    Nobody,
}

struct Open {
    body: Response,
    /// Where in the file its next byte belongs.
    at: u64,
    /// Where its last byte belongs, and one more.
    end: u64,
}

/// What went wrong since the last byte.
#[derive(Debug, Default)]
struct Trouble {
    attempts: u32,
    renewals: u32,
    /// When the first of the attempts failed.
    since: Option<Duration>,
    /// What all readers had received then.
    received: u64,
}

impl Reader {
    /// A reader of a known file's range.
    pub(super) fn new(
        source: Arc<Source>,
        file: FileName,
        identity: Identity,
        range: &Range<u64>,
    ) -> Self {
        Self {
            source,
            file,
            identity: Some(identity),
            at: range.start,
            end: range.end,
            open: None,
            trouble: Trouble::default(),
            company: Company::Others,
        }
    }

    /// Reads whole files too, if the store sends nothing else.
    pub(super) fn alone(self) -> Self {
        Self { company: Company::Nobody, ..self }
    }

    /// A reader of a file of which nothing is known: it reads up to `end`, or further if the store
    /// sends the whole file.
    pub(super) fn first(source: Arc<Source>, file: FileName, end: u64) -> Self {
        Self {
            source,
            file,
            identity: None,
            at: 0,
            end,
            open: None,
            trouble: Trouble::default(),
            company: Company::Nobody,
        }
    }

    /// Goes on further, once the end was reached.
    pub(super) fn extend(&mut self, end: u64) {
        self.end = self.end.max(end);
    }

    /// What is left to read.
    pub(super) fn range(&self) -> Range<u64> {
        self.at..self.end
    }

    /// What the file is; asks for it if that is not known yet.
    pub(super) async fn identity(&mut self) -> Result<Identity, Stop> {
        loop {
            if let Some(identity) = &self.identity {
                return Ok(identity.clone());
            }
            self.connect().await?;
        }
    }

    /// The next bytes of the range; nothing at its end.
    pub(super) async fn next(&mut self) -> Result<Option<Bytes>, Stop> {
        loop {
            if self.identity.is_some() && self.at >= self.end {
                self.drain().await;
                return Ok(None);
            }
            let Some(open) = &mut self.open else {
                self.connect().await?;
                continue;
            };
            let refusal = match open.body.chunk().await {
                Ok(Some(chunk)) => match self.keep(chunk) {
                    Some(chunk) => return Ok(Some(chunk)),
                    None => continue,
                },
                Ok(None) => {
                    let problem = format!("file {}: the answer ended too early", self.file);
                    Refusal::Transient(Outcome::Broken, Error::new(ErrorKind::Network, problem))
                }
                Err(error) => request::broken(&self.file, error),
            };
            self.open = None;
            if let Refusal::Transient(outcome, error) = refusal {
                self.wait(outcome, error, self.source.clock.elapsed()).await?;
            }
        }
    }

    /// Cuts off what was not asked for: a whole file's bytes before the range, and what is behind.
    fn keep(&mut self, mut chunk: Bytes) -> Option<Bytes> {
        let open = self.open.as_mut()?;
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
        self.trouble = Trouble::default();
        let length = chunk.len() as u64;
        self.source.received.fetch_add(length, Ordering::Relaxed);
        Some(chunk)
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
            let answer = request::get(
                &self.source.http,
                &self.file,
                &link,
                wanted,
                self.identity.as_ref(),
                &*self.source.clock,
            );
            match answer.await {
                Ok(answer) => return self.opened(answer),
                Err(Refusal::Fatal(error)) => return Err(error.into()),
                Err(Refusal::Changed) => return Err(Stop::Changed),
                // An empty file has no range at all.
                Err(Refusal::OutOfRange(_))
                    if self.identity.is_none() && wanted != Wanted::Whole =>
                {
                    wanted = Wanted::Whole;
                }
                Err(Refusal::OutOfRange(_)) if self.identity.is_some() => {
                    return Err(Stop::Changed);
                }
                Err(Refusal::OutOfRange(error)) => return Err(error.into()),
                Err(Refusal::Expired(error)) => self.renew(&link, error).await?,
                Err(Refusal::Transient(outcome, error)) => {
                    self.wait(outcome, error, asked_at).await?;
                }
            }
        }
    }

    fn opened(&mut self, answer: Answer) -> Result<(), Stop> {
        let Answer { identity, start, end, body } = answer;
        if self.identity.is_none() {
            // The end was a guess; a whole answer is read to its end.
            self.end = end.min(identity.length);
            self.identity = Some(identity);
        }
        if start < self.at && matches!(self.company, Company::Others) {
            return Err(Stop::Unranged);
        }
        self.open = Some(Open { body, at: start, end });
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
            &GET,
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
        if throttled && self.source.throttle.is_exceeded() {
            // Nobody knows how long it stays in the queue.
            self.trouble.attempts = 0;
            self.trouble.since = None;
            return Err(Stop::Yield);
        }
        Ok(())
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
