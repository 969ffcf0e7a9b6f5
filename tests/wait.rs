//! Waiting for a backup, against the sandbox.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

use std::{
    future::{Future, ready},
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use dcs_backup_sandbox::{Fault, Sandbox};

use dcs_backup::{BackupStatus, Clock, WaitEvent, Waited};

const HOUR: Duration = Duration::from_secs(3600);

/// What a wait told, a line for each event.
#[derive(Debug, Default)]
struct Told(Arc<Mutex<Vec<String>>>);

impl Told {
    fn listener(&self) -> impl FnMut(WaitEvent<'_>) + Send + 'static {
        let lines = Arc::clone(&self.0);
        move |event| {
            lines.lock().unwrap().push(match event {
                WaitEvent::Changed(backup) => {
                    let status = backup.status.as_ref().map(ToString::to_string);
                    let status = status.unwrap_or_else(|| "unknown".to_owned());
                    match &backup.raw().progress {
                        Some(percent) => format!("{status}, {percent} %"),
                        None => status,
                    }
                }
                WaitEvent::Failed(error) => error.to_string(),
                WaitEvent::NoAnswer => "no answer".to_owned(),
                other => format!("{other:?}"),
            });
        }
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }
}

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
) -> (Waited, Vec<String>, Vec<u64>) {
    let client = sandbox.client().unwrap();
    let backup_id = client.create_backup(sandbox.instance_id()).send().await.unwrap();
    let (world, id) = (Arc::clone(sandbox), backup_id.to_string());
    let waits = Arc::default();
    let clock = Script(Arc::clone(&waits), Box::new(move |n| happen(&world, &id, n)));
    let told = Told::default();
    let wait = client.backup(sandbox.instance_id(), backup_id).wait().timeout(timeout);
    let outcome = wait.clock(clock).on_event(told.listener()).send().await.unwrap();
    let waits = waits.lock().unwrap().iter().map(Duration::as_secs).collect();
    (outcome, told.lines(), waits)
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
    assert!(matches!(outcome, Waited::Succeeded(_)), "{outcome:?}");
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
    assert!(matches!(outcome, Waited::Succeeded(_)), "{outcome:?}");
    assert_eq!(told, ["waiting, 0.00 %", "backuping, 50.00 %"]);
    assert_eq!(waits, [10; 6]);
}

#[tokio::test]
async fn a_status_that_is_missing_or_unknown_does_not_end_it() {
    let odd = |sandbox: &Sandbox, id: &str, n: usize| {
        let status = [serde_json::json!({}), "merging".into()];
        if let Some(status) = status.get(n - 1) {
            sandbox.fail_next(listed(&serde_json::json!({ "backup_id": id, "status": status })));
        }
    };
    let (outcome, told, _) = waited(&sandbox().await, HOUR, odd).await;
    assert!(matches!(outcome, Waited::Succeeded(_)), "{outcome:?}");
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
    let clock = Script(Arc::default(), Box::new(|_| {}));
    let told = Told::default();
    let wait = client.backup(sandbox.instance_id(), sandbox.backup_id()).wait();
    let wait = wait.timeout(Duration::from_secs(10)).clock(clock).on_event(told.listener());
    tokio::time::pause();
    let outcome = wait.send().await;
    assert!(matches!(outcome, Ok(Waited::TimedOut(None))), "{outcome:?}");
    assert_eq!(told.lines(), ["no answer"]);
}

#[tokio::test]
async fn a_failure_ends_it() {
    let fail = |sandbox: &Sandbox, id: &str, _: usize| sandbox.fail_backup(id);
    let (outcome, told, waits) = waited(&sandbox().await, HOUR, fail).await;
    let Waited::Lost(backup) = outcome else { panic!("{outcome:?}") };
    assert_eq!(backup.failure(), Some("the service took too long"));
    assert_eq!((told.len(), waits.len()), (1, 1));
}

#[tokio::test]
async fn the_last_wait_ends_with_the_time_that_is_allowed() {
    let timeout = Duration::from_secs(4);
    let (outcome, told, waits) = waited(&sandbox().await, timeout, |_, _, _| {}).await;
    let Waited::TimedOut(Some(backup)) = outcome else { panic!("{outcome:?}") };
    assert_eq!(backup.status, Some(BackupStatus::Running));
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
    assert!(matches!(outcome, Waited::Gone), "{outcome:?}");
}

#[tokio::test]
async fn a_list_that_lacks_some_does_not_tell_that_it_is_gone() {
    let lacking = |sandbox: &Sandbox, _: &str, n: usize| {
        let list = serde_json::json!({ "total_num": 5, "backup_record_response": [] });
        if n == 1 {
            sandbox.fail_next(Fault::Respond(http::Response::new(list.to_string().into())));
        }
    };
    let (outcome, ..) = waited(&sandbox().await, HOUR, lacking).await;
    assert!(matches!(outcome, Waited::Succeeded(_)), "{outcome:?}");
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
    assert!(matches!(outcome, Waited::Succeeded(_)), "{outcome:?}");
    assert!(told[1].contains("503 Service Unavailable"), "{told:?}");
    assert_eq!((told.len(), told[2].as_str()), (3, "backuping, 50.00 %"));
}
