//! Waits until a backup is done, by asking for its record again and again.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use huaweicloud_core::{Clock, Error, ErrorKind};

use crate::{
    backup::{Backup, BackupStatus},
    download::BackupSource,
};

/// The pause between two questions, the same as in the vendor's Terraform provider. Also how much longer than allowed
/// the last question may take.
const EVERY: Duration = Duration::from_secs(10);
/// The time that is allowed, unless the caller says otherwise.
const TIMEOUT: Duration = Duration::from_secs(3600);

/// Waits for a backup, made by [`BackupHandle::wait`](crate::BackupHandle::wait).
#[must_use = "nothing is asked before `send`"]
pub struct WaitRequest {
    source: BackupSource,
    timeout: Duration,
    clock: Arc<dyn Clock>,
    tell: Box<dyn FnMut(WaitEvent<'_>) + Send>,
}

/// What happens while a wait goes on.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitEvent<'a> {
    /// The status or the progress of the backup changed, or was seen for the first time.
    Changed(&'a Backup),
    /// A question failed, and is asked again.
    Failed(&'a Error),
    /// A question was given up: no answer came in time.
    NoAnswer,
}

/// How a wait ended.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "a wait ends in one of these ways")]
pub enum Waited {
    /// It is done and has files.
    Succeeded(Backup),
    /// It will not succeed any more.
    Lost(Backup),
    /// It was listed, and no longer is.
    Gone,
    /// The time is up, with the latest record, if any. The service continues with the backup.
    TimedOut(Option<Backup>),
}

impl fmt::Debug for WaitRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("WaitRequest").field("timeout", &self.timeout).finish_non_exhaustive()
    }
}

impl WaitRequest {
    pub(crate) fn new(source: BackupSource) -> Self {
        let clock = source.client.clock();
        Self { source, timeout: TIMEOUT, clock, tell: Box::new(|_| {}) }
    }

    /// How long to wait at most. Default: one hour.
    pub fn timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Calls this with each change, and with each failure on the way.
    pub fn on_event(self, tell: impl FnMut(WaitEvent<'_>) + Send + 'static) -> Self {
        Self { tell: Box::new(tell), ..self }
    }

    /// A clock of your own, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    /// Asks every 10 s until the backup is done or lost, or the time is up.
    ///
    /// # Errors
    /// [`ErrorKind::InvalidInput`](crate::ErrorKind::InvalidInput) before anything is sent if an id was refused;
    /// otherwise an error that would not pass. After a transient error, the question is asked again.
    pub async fn send(self) -> Result<Waited, Error> {
        let Self { source, timeout, clock, mut tell } = self;
        let begun = clock.elapsed();
        let left = || timeout.saturating_sub(clock.elapsed().saturating_sub(begun));
        let mut latest: Option<Backup> = None;
        let mut told = None;
        loop {
            let answer = tokio::time::timeout(left().max(EVERY), listed(&source)).await;
            let Ok(answer) = answer else {
                tell(WaitEvent::NoAnswer);
                return Ok(Waited::TimedOut(latest));
            };
            match answer {
                Ok(Listing::Listed(backup)) => match &backup.status {
                    Some(BackupStatus::Succeeded) => return Ok(Waited::Succeeded(*backup)),
                    Some(status) if status.is_lost() => return Ok(Waited::Lost(*backup)),
                    // Without a status, or with one that is not known, it may still succeed.
                    _ => latest = Some(*backup),
                },
                Ok(Listing::Absent) if latest.is_some() => return Ok(Waited::Gone),
                Ok(Listing::Absent) => {}
                Ok(Listing::Incomplete(error)) => tell(WaitEvent::Failed(&error)),
                Err(error) if error.is_transient() => tell(WaitEvent::Failed(&error)),
                Err(error) => return Err(error),
            }
            let standing = latest.as_ref().map(standing);
            if let Some(latest) = latest.as_ref().filter(|_| standing != told) {
                tell(WaitEvent::Changed(latest));
            }
            told = standing;
            let left = left();
            if left.is_zero() {
                return Ok(Waited::TimedOut(latest));
            }
            clock.sleep(left.min(EVERY)).await;
        }
    }
}

/// What the list says of the backup.
enum Listing {
    Listed(Box<Backup>),
    Absent,
    /// It may be among those that the service counts and does not list.
    Incomplete(Error),
}

async fn listed(source: &BackupSource) -> Result<Listing, Error> {
    let (instance_id, backup_id) = (source.instance_id.clone()?, source.backup_id.clone()?);
    let mut records = source.client.backup_records(instance_id).stream();
    let mut listed = 0;
    while let Some(record) = records.next().await {
        let record = record?;
        if record.backup_id.as_deref() == Some(backup_id.as_str()) {
            return Ok(Listing::Listed(Box::new(Backup::try_from(record)?)));
        }
        listed += 1;
    }
    match records.total() {
        Some(counted) if counted > listed => {
            let problem = format!("the service counts {counted} backups and lists {listed}");
            Ok(Listing::Incomplete(Error::new(ErrorKind::InvalidResponse, problem)))
        }
        _ => Ok(Listing::Absent),
    }
}

impl IntoFuture for WaitRequest {
    type Output = Result<Waited, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.send())
    }
}

/// What counts as a change.
fn standing(backup: &Backup) -> (Option<BackupStatus>, Option<String>) {
    (backup.status.clone(), backup.raw().progress.clone())
}
