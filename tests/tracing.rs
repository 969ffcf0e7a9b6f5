//! Tracing events tell each attempt, and no secret.
//!
//! Alone in its process: whether an event is wanted is found out once for all threads, so that a test beside
//! this one could switch it off.
#![allow(clippy::unwrap_used, reason = "in a test, panicking is failing")]

mod common;

use std::{
    io,
    sync::{Arc, Mutex},
};

use common::{BACKUP, INSTANCE, Script, TestClock, builder, json};
use dcs_backup::{Client, Credentials};

const ACCESS: &str = "MARKERACCESSKEY0001";
const SECRET: &str = "MARKER-secret-key-0002";
const TOKEN: &str = "MARKER-security-token-0003";
const SIGNATURE: &str = "MARKERsignature%2B0004%3D";

fn client(endpoint: &str) -> Client {
    let credentials = Credentials::temporary(ACCESS, SECRET, TOKEN).unwrap();
    builder(endpoint, &TestClock::default()).credentials(credentials).build().unwrap()
}

/// A place for log lines.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn tracing_events_tell_each_attempt_and_no_secret() {
    let link = format!("https://b.example.com/f.rdb?Expires=1&Signature={SIGNATURE}");
    let answer =
        serde_json::json!({ "links": [{ "file_name": "f.rdb", "link": link }] }).to_string();
    let answers = vec![
        json("503 Service Unavailable", "x-request-id: req-1\r\n", "{}"),
        Vec::new(),
        json("200 OK", &format!("x-request-id: {TOKEN}\r\n"), &answer),
    ];
    let script = Script::serve(answers).await;
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    client(&script.endpoint).backup(INSTANCE, BACKUP).links().send().await.unwrap();

    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    let ours: Vec<_> = log.lines().filter(|line| line.contains("huaweicloud_core::")).collect();
    assert_eq!(ours.len(), 5, "three attempts and two waits:\n{log}");
    for part in [
        r#"operation="ListBackupFileLinks" attempt=1 status=503 request_id="req-1" duration_ms="#,
        "attempt=1 wait_ms=500",
        "attempt=2 failure=",
        "attempt=3 status=200",
    ] {
        assert!(log.contains(part), "{part} is not in:\n{log}");
    }
    for marker in [ACCESS, SECRET, TOKEN, SIGNATURE] {
        assert!(!log.contains(marker), "{marker} in:\n{log}");
    }
    assert!(script.requests()[0].contains(TOKEN));
}
