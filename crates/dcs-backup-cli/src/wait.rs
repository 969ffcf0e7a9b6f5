//! Waits until a backup is done, by asking for its record again and again.

use std::time::Duration;

use dcs_backup::{
    Client, Clock, Error,
    raw::types::BackupRecordResponse,
    types::{BackupId, InstanceId},
};

use crate::record;

/// How long it is quiet between two questions; the vendor's Terraform provider asks as often. Also what
/// the last question may take beyond the time that is allowed.
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
        let left = || timeout.saturating_sub(clock.elapsed().saturating_sub(begun));
        loop {
            let question = tokio::time::timeout(left().max(EVERY), self.record());
            let Ok(answer) = question.await else {
                tell("the service does not answer");
                return Ok(Outcome::TimedOut(latest));
            };
            match answer {
                Ok(Some(record)) => match record.status.as_deref() {
                    Some("succeed") => return Ok(Outcome::Succeeded(record)),
                    Some("failed" | "expired" | "deleted") => return Ok(Outcome::Failed(record)),
                    // Without a status, or with one that is not known, it may still succeed.
                    _ => latest = Some(record),
                },
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
            let left = left();
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "these are tests")]

    use std::{
        future::{Future, ready},
        pin::Pin,
        sync::{Arc, Mutex},
        time::SystemTime,
    };

    use dcs_backup_sandbox::{Fault, Sandbox};

    use super::*;

    const HOUR: Duration = Duration::from_secs(3600);

    /// Waits by letting something happen instead.
    struct Script(Arc<Mutex<Vec<Duration>>>, Box<dyn Fn(usize) + Send + Sync>);

    impl std::fmt::Debug for Script {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("Script")
        }
    }

    impl Clock for Script {
        fn now(&self) -> SystemTime {
            SystemTime::now()
        }

        fn elapsed(&self) -> Duration {
            self.0.lock().unwrap().iter().sum()
        }

        fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
            let mut waits = self.0.lock().unwrap();
            waits.push(duration);
            (self.1)(waits.len());
            Box::pin(ready(()))
        }
    }

    /// Starts a backup and waits for it; gives how that ended, what was told, and the waits in seconds.
    async fn waited(
        sandbox: &Arc<Sandbox>,
        timeout: Duration,
        happen: impl Fn(&Sandbox, &str, usize) + Send + Sync + 'static,
    ) -> (Outcome, Vec<String>, Vec<u64>) {
        let client = sandbox.client().unwrap();
        let instance_id = InstanceId::try_from(sandbox.instance_id()).unwrap();
        let backup_id = client.create_backup(&instance_id).send().await.unwrap();
        let (world, id) = (Arc::clone(sandbox), backup_id.to_string());
        let waits = Arc::default();
        let clock = Script(Arc::clone(&waits), Box::new(move |n| happen(&world, &id, n)));
        let backup = Awaited { client: &client, instance_id: &instance_id, backup_id: &backup_id };
        let mut told = Vec::new();
        let outcome = backup.until_done(timeout, &clock, |line| told.push(line.to_owned())).await;
        let waits = waits.lock().unwrap().iter().map(Duration::as_secs).collect();
        (outcome.unwrap(), told, waits)
    }

    /// An answer that lists this record alone.
    fn listed(record: &serde_json::Value) -> Fault {
        let list = serde_json::json!({ "total_num": 1, "backup_record_response": [record] });
        Fault::Respond(http::Response::new(list.to_string().into()))
    }

    async fn sandbox() -> Arc<Sandbox> {
        Arc::new(Sandbox::start().await.unwrap())
    }

    #[tokio::test]
    async fn it_asks_every_ten_seconds_and_tells_each_change() {
        let (outcome, told, waits) = waited(&sandbox().await, HOUR, |_, _, _| {}).await;
        assert!(matches!(outcome, Outcome::Succeeded(_)), "{outcome:?}");
        assert_eq!(told, ["waiting, 0.00 %", "backuping, 50.00 %"]);
        assert_eq!(waits, [10, 10]);
    }

    #[tokio::test]
    async fn what_stays_as_it_was_is_told_once() {
        let waiting = |sandbox: &Sandbox, id: &str, n: usize| {
            let record =
                serde_json::json!({ "backup_id": id, "status": "waiting", "progress": "0.00" });
            if n < 5 {
                sandbox.fail_next(listed(&record));
            }
        };
        let (outcome, told, waits) = waited(&sandbox().await, HOUR, waiting).await;
        assert!(matches!(outcome, Outcome::Succeeded(_)), "{outcome:?}");
        assert_eq!(told, ["waiting, 0.00 %", "backuping, 50.00 %"]);
        assert_eq!(waits, [10; 6]);
    }

    #[tokio::test]
    async fn a_status_that_is_missing_or_unknown_does_not_end_it() {
        let odd = |sandbox: &Sandbox, id: &str, n: usize| {
            let status = [serde_json::json!({}), "merging".into()];
            if let Some(status) = status.get(n - 1) {
                sandbox
                    .fail_next(listed(&serde_json::json!({ "backup_id": id, "status": status })));
            }
        };
        let (outcome, told, _) = waited(&sandbox().await, HOUR, odd).await;
        assert!(matches!(outcome, Outcome::Succeeded(_)), "{outcome:?}");
        assert_eq!(told, ["waiting, 0.00 %", "unknown", "merging", "backuping, 50.00 %"]);
    }

    #[tokio::test]
    async fn a_question_without_an_answer_ends_with_the_time_that_is_allowed() {
        let sandbox = sandbox().await;
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let client = dcs_backup::Client::builder()
            .endpoint(format!("http://{}", silent.local_addr().unwrap()))
            .project_id(sandbox.project_id())
            .credentials(dcs_backup::Credentials::token("token").unwrap())
            .build()
            .unwrap();
        let instance_id = InstanceId::try_from(sandbox.instance_id()).unwrap();
        let backup_id = BackupId::try_from(sandbox.backup_id()).unwrap();
        let backup = Awaited { client: &client, instance_id: &instance_id, backup_id: &backup_id };
        let clock = Script(Arc::default(), Box::new(|_| {}));
        let mut told = Vec::new();
        tokio::time::pause();
        let outcome = backup.until_done(EVERY, &clock, |line| told.push(line.to_owned())).await;
        assert!(matches!(outcome, Ok(Outcome::TimedOut(None))), "{outcome:?}");
        assert_eq!(told, ["the service does not answer"]);
    }

    #[tokio::test]
    async fn a_failure_ends_it() {
        let fail = |sandbox: &Sandbox, id: &str, _: usize| sandbox.fail_backup(id);
        let (outcome, told, waits) = waited(&sandbox().await, HOUR, fail).await;
        let Outcome::Failed(record) = outcome else { panic!("{outcome:?}") };
        assert_eq!(record.error_code.as_deref(), Some("dcs.08.0002"));
        assert_eq!((told.len(), waits.len()), (1, 1));
    }

    #[tokio::test]
    async fn the_last_wait_ends_with_the_time_that_is_allowed() {
        let timeout = Duration::from_secs(4);
        let (outcome, told, waits) = waited(&sandbox().await, timeout, |_, _, _| {}).await;
        let Outcome::TimedOut(Some(record)) = outcome else { panic!("{outcome:?}") };
        assert_eq!(record.status.as_deref(), Some("backuping"));
        assert_eq!((told.len(), waits), (2, vec![4]));
    }

    #[tokio::test]
    async fn a_backup_that_vanishes_is_gone() {
        let vanish = |sandbox: &Sandbox, _: &str, _: usize| {
            let mut response = http::Response::new(Default::default());
            *response.status_mut() = http::StatusCode::NO_CONTENT;
            sandbox.fail_next(Fault::Respond(response));
        };
        let (outcome, ..) = waited(&sandbox().await, HOUR, vanish).await;
        assert!(matches!(outcome, Outcome::Gone), "{outcome:?}");
    }

    #[tokio::test]
    async fn trouble_on_the_way_is_told_and_it_goes_on() {
        let trouble = |sandbox: &Sandbox, _: &str, n: usize| {
            if n == 1 {
                let late = http::Response::builder().status(503).header("retry-after", "100000");
                sandbox.fail_next(Fault::Respond(late.body(Default::default()).unwrap()));
            }
        };
        let (outcome, told, _) = waited(&sandbox().await, HOUR, trouble).await;
        assert!(matches!(outcome, Outcome::Succeeded(_)), "{outcome:?}");
        assert!(told[1].contains("503 Service Unavailable"), "{told:?}");
        assert!(told[1].ends_with("; asking again"), "{told:?}");
        assert_eq!((told.len(), told[2].as_str()), (3, "backuping, 50.00 %"));
    }
}
