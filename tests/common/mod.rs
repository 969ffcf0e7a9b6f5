//! What the tests share: a clock that never waits, and a server that answers by a script.
#![allow(
    dead_code,
    unreachable_pub,
    clippy::unwrap_used,
    reason = "each test file uses a part of it; in a test, panicking is failing"
)]

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use dcs_backup::{Client, ClientBuilder, Clock, Credentials};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub const PROJECT: &str = "0123456789abcdef0123456789abcdef";
pub const INSTANCE: &str = "5560df16-cebf-4473-95c4-d1b573c16e79";
pub const BACKUP: &str = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";
pub const ACCESS_KEY: &str = "AKEXAMPLE0000000000X";
pub const SECRET_KEY: &str = "SKexample0000000000000000000000000000000";

/// A clock that stands still but for the waits asked of it, which it records and does not wait.
/// Its jitter is the longest that is allowed.
#[derive(Debug, Clone, Default)]
pub struct TestClock(Arc<Mutex<Vec<Duration>>>);

impl TestClock {
    pub fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        // 2026-07-04T11:22:33Z
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_783_164_153) + self.elapsed()
    }

    fn elapsed(&self) -> Duration {
        self.0.lock().unwrap().iter().sum()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self, ceiling: Duration) -> Duration {
        ceiling
    }
}

pub fn credentials() -> Credentials {
    Credentials::access_key(ACCESS_KEY, SECRET_KEY).unwrap()
}

pub fn builder(endpoint: &str, clock: &TestClock) -> ClientBuilder {
    Client::builder()
        .endpoint(endpoint)
        .project_id(PROJECT)
        .credentials(credentials())
        .clock(clock.clone())
}

/// A server that gives one answer a connection: in order, the last one repeated, or by the request.
#[derive(Debug)]
pub struct Script {
    pub endpoint: String,
    requests: Arc<Mutex<Vec<String>>>,
    server: tokio::task::JoinHandle<()>,
}

impl Script {
    /// Answers with these bytes, headers and all; the connection is closed after each.
    pub async fn serve(answers: Vec<Vec<u8>>) -> Self {
        let next = AtomicUsize::new(0);
        Self::answer(move |_| {
            let turn = next.fetch_add(1, Ordering::Relaxed).min(answers.len() - 1);
            answers[turn].clone()
        })
        .await
    }

    /// Answers each request with the bytes that are made of it.
    pub async fn answer(answer: impl Fn(&str) -> Vec<u8> + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&requests);
        let server = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let request = read_request(&mut stream).await;
                let answer = answer(&request);
                seen.lock().unwrap().push(request);
                let _ = stream.write_all(&answer).await;
                let _ = stream.shutdown().await;
            }
        });
        Self { endpoint, requests, server }
    }

    pub fn requests(&self) -> Vec<String> {
        self.requests.lock().unwrap().clone()
    }
}

impl Drop for Script {
    fn drop(&mut self) {
        self.server.abort();
    }
}

async fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).await.unwrap_or(0);
        request.extend_from_slice(&chunk[..read]);
        let text = String::from_utf8_lossy(&request);
        let whole = text.split_once("\r\n\r\n").is_some_and(|(head, body)| {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "))
                .map_or(0, |length| length.parse().unwrap());
            body.len() >= length
        });
        if whole || read == 0 {
            return text.into_owned();
        }
    }
}

/// An answer with a body of JSON.
pub fn json(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// The answer of a backup with one file.
pub const ONE_LINK: &str = r#"{"file_path":"d/","bucket_name":"b","links":[{"file_name":"20240410073529_redis.rdb","link":"https://b.example.com:443/d/20240410073529_redis.rdb?AWSAccessKeyId=STOREKEY&Expires=1783165953&Signature=LINKSIGNATURE%3D"}]}"#;
