//! Waits until a backup is done, by asking for its record again and again.

use std::time::Duration;

use dcs_backup::{
    Client, Clock, Error,
    raw::types::BackupRecordResponse,
    types::{BackupId, InstanceId},
};

use crate::record;

/// How long it is quiet between two questions; the vendor's Terraform provider asks as often.
const EVERY: Duration = Duration::from_secs(10);

/// The backup that is waited for.
pub(crate) struct Awaited<'a> {
    pub(crate) client: &'a Client,
    pub(crate) instance_id: &'a InstanceId,
    pub(crate) backup_id: &'a BackupId,
}

/// How a wait ended.
#[derive(Debug)]
pub(crate) enum Outcome {
    Succeeded(BackupRecordResponse),
    /// It will not succeed any more.
    Failed(BackupRecordResponse),
    /// It was listed, and is not any more.
    Gone,
    /// The time is up; the latest that was heard of it.
    TimedOut(Option<BackupRecordResponse>),
}

impl Awaited<'_> {
    /// Asks until the backup has ended or the time is up; `tell` gets a line for each change.
    ///
    /// # Errors
    /// One that the next question would meet too. After one that is transient, it is asked again.
    pub(crate) async fn until_done(
        &self,
        timeout: Duration,
        clock: &impl Clock,
        mut tell: impl FnMut(&str),
    ) -> Result<Outcome, Error> {
        let begun = clock.elapsed();
        let mut latest: Option<BackupRecordResponse> = None;
        let mut told = None;
        loop {
            match self.record().await {
                Ok(Some(record)) if record::is_pending(&record) => latest = Some(record),
                Ok(Some(record)) if record.status.as_deref() == Some("succeed") => {
                    return Ok(Outcome::Succeeded(record));
                }
                Ok(Some(record)) => return Ok(Outcome::Failed(record)),
                Ok(None) if latest.is_some() => return Ok(Outcome::Gone),
                Ok(None) => {}
                Err(error) if error.is_transient() => tell(&format!("{error}; asking again")),
                Err(error) => return Err(error),
            }
            let standing = latest.as_ref().map(record::standing);
            if standing != told {
                tell(standing.as_deref().unwrap_or_default());
                told = standing;
            }
            let left = timeout.saturating_sub(clock.elapsed().saturating_sub(begun));
            if left.is_zero() {
                return Ok(Outcome::TimedOut(latest));
            }
            clock.sleep(left.min(EVERY)).await;
        }
    }

    async fn record(&self) -> Result<Option<BackupRecordResponse>, Error> {
        let mut records = self.client.backup_records(self.instance_id).stream();
        while let Some(record) = records.next().await {
            let record = record?;
            if record.backup_id.as_deref() == Some(self.backup_id.as_str()) {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }
}
