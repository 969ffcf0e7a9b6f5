//! A store that misbehaves as a test asks, behind a DCS that gives links to it.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use dcs_backup::{Clock, Downloader, Error, download::Report};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

pub(crate) use crate::content::{MIB, aof, crc64, ended, rdb, rdb_with};

use crate::common::{BACKUP, INSTANCE, TestClock, builder};

/// Stands in every link, and must stand nowhere else.
pub(crate) const SIGNATURE: &str = "LINKSIGNATURE";

/// What a request asked for.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) file: String,
    /// How many requests for this file came before.
    pub(crate) turn: usize,
    pub(crate) range: Option<(u64, Option<u64>)>,
    /// Which answer of DCS its link is from, from 0.
    pub(crate) generation: usize,
    pub(crate) head: String,
}

/// What the store does with a request.
pub(crate) enum Act {
    Serve,
    /// Serves, and ends the connection after so many bytes of the body.
    Cut(u64),
    /// Serves, and falls silent after so many bytes of the body.
    Stall(u64),
    /// Answers with the whole file and 200.
    IgnoreRange,
    /// Serves with this in place of `Content-Range`'s value.
    ContentRange(&'static str),
    /// Serves with this in place of a header's name and value; the empty value leaves it out.
    Header(&'static str, &'static str),
    /// Serves in chunks, and goes on with so many bytes that belong to nothing.
    Chunked(u64),
    /// Answers with these bytes.
    Raw(Vec<u8>),
    /// Answers with this head, then with one of these bytes per second of the clock.
    Trickle(String, Vec<u8>),
}

type Behaviour = Box<dyn FnMut(&Asked) -> Act + Send>;

struct State {
    endpoint: String,
    files: Mutex<BTreeMap<String, (Bytes, String)>>,
    names: Mutex<Vec<String>>,
    behaviour: Mutex<Behaviour>,
    asked: Mutex<Vec<Asked>>,
    generation: AtomicUsize,
    lifetime: Mutex<Duration>,
    /// The name of the links' parameter for their expiry.
    expires: Mutex<&'static str>,
    /// After so many answers, DCS refuses to give links.
    link_answers: AtomicUsize,
    sent: AtomicU64,
    clock: TestClock,
}

pub(crate) struct Store {
    state: Arc<State>,
    server: tokio::task::JoinHandle<()>,
}

impl Drop for Store {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Store {
    pub(crate) async fn start<B: Into<Bytes>>(
        files: impl IntoIterator<Item = (&'static str, B)>,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let files: Vec<(String, Bytes)> =
            files.into_iter().map(|(name, bytes)| (name.to_owned(), bytes.into())).collect();
        let state = Arc::new(State {
            endpoint,
            names: Mutex::new(files.iter().map(|(name, _)| name.clone()).collect()),
            files: Mutex::new(
                files
                    .into_iter()
                    .map(|(name, bytes)| (name, (bytes, "\"first-1\"".to_owned())))
                    .collect(),
            ),
            behaviour: Mutex::new(Box::new(|_| Act::Serve)),
            asked: Mutex::default(),
            generation: AtomicUsize::new(0),
            lifetime: Mutex::new(Duration::from_secs(1800)),
            expires: Mutex::new("Expires"),
            link_answers: AtomicUsize::new(usize::MAX),
            sent: AtomicU64::new(0),
            clock: TestClock::default(),
        });
        let serving = Arc::clone(&state);
        let server = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                connections.spawn(serve(stream, Arc::clone(&serving)));
                while connections.try_join_next().is_some() {}
            }
        });
        Self { state, server }
    }

    pub(crate) fn behave(&self, behaviour: impl FnMut(&Asked) -> Act + Send + 'static) {
        *self.state.behaviour.lock().unwrap() = Box::new(behaviour);
    }

    pub(crate) fn replace(&self, name: &str, bytes: impl Into<Bytes>, etag: &str) {
        let file = (bytes.into(), etag.to_owned());
        self.state.files.lock().unwrap().insert(name.to_owned(), file);
    }

    /// From now on, the backup has these of the files.
    pub(crate) fn names(&self, names: impl IntoIterator<Item = &'static str>) {
        *self.state.names.lock().unwrap() = names.into_iter().map(ToOwned::to_owned).collect();
    }

    /// From now on, a link lives so long.
    pub(crate) fn links_live(&self, lifetime: Duration) {
        *self.state.lifetime.lock().unwrap() = lifetime;
    }

    /// From now on, nothing in a link that a client knows of shows its expiry.
    pub(crate) fn links_hide_their_expiry(&self) {
        *self.state.expires.lock().unwrap() = "Unknown-Expires";
    }

    /// From now on, DCS gives links so often, and then refuses.
    pub(crate) fn links_end_after(&self, answers: usize) {
        let given = self.links_asked();
        self.state.link_answers.store(given + answers, Ordering::Relaxed);
    }

    /// How often DCS was asked for links.
    pub(crate) fn links_asked(&self) -> usize {
        self.state.generation.load(Ordering::Relaxed)
    }

    /// All requests to the store so far.
    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.state.asked.lock().unwrap().clone()
    }

    /// How many bytes of files it has sent.
    pub(crate) fn sent(&self) -> u64 {
        self.state.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn forget(&self) {
        self.state.asked.lock().unwrap().clear();
        self.state.sent.store(0, Ordering::Relaxed);
    }

    pub(crate) fn clock(&self) -> TestClock {
        self.state.clock.clone()
    }

    /// The waits that were asked of the clock, in order.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.state.clock.waits()
    }

    pub(crate) fn endpoint(&self) -> &str {
        &self.state.endpoint
    }

    pub(crate) fn client(&self) -> dcs_backup::Client {
        builder(&self.state.endpoint, &self.state.clock).build().unwrap()
    }

    pub(crate) fn downloader(&self) -> Downloader {
        self.client().backup(INSTANCE, BACKUP).download()
    }

    pub(crate) async fn links(&self) -> dcs_backup::BackupLinks {
        self.client().backup(INSTANCE, BACKUP).links().send().await.unwrap()
    }

    pub(crate) async fn download(&self, folder: &Path) -> Result<Report, Error> {
        self.downloader().into_folder(folder).await
    }
}

impl State {
    fn links(&self) -> String {
        let generation = self.generation.fetch_add(1, Ordering::Relaxed);
        let expires = self.clock.now() + *self.lifetime.lock().unwrap();
        let expires = expires.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let parameter = *self.expires.lock().unwrap();
        let links: Vec<_> = self
            .names
            .lock()
            .unwrap()
            .iter()
            .map(|name| {
                let link = format!(
                    "{}/{generation}/{name}?AWSAccessKeyId=K&{parameter}={expires}&Signature={SIGNATURE}",
                    self.endpoint
                );
                serde_json::json!({"file_name": name, "link": link})
            })
            .collect();
        serde_json::json!({"links": links}).to_string()
    }

    fn has_expired(&self, head: &str) -> bool {
        let expires = head.split_once("Expires=").unwrap().1;
        let seconds = expires.split('&').next().unwrap().parse().unwrap();
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds) <= self.clock.now()
    }

    fn note(&self, head: String) -> Asked {
        let path = head.split(' ').nth(1).unwrap();
        let mut segments = path.split('?').next().unwrap().split('/').skip(1);
        let generation = segments.next().unwrap().parse().unwrap();
        let file = segments.next().unwrap().to_owned();
        let range = head.lines().find_map(|line| line.strip_prefix("range: bytes=")).map(|range| {
            let (first, last) = range.split_once('-').unwrap();
            (first.parse().unwrap(), last.parse().ok())
        });
        let mut asked = self.asked.lock().unwrap();
        let turn = asked.iter().filter(|before| before.file == file).count();
        let new = Asked { file, turn, range, generation, head };
        asked.push(new.clone());
        new
    }
}

async fn serve(mut stream: TcpStream, state: Arc<State>) {
    let head = read_head(&mut stream).await;
    if head.starts_with("POST ") {
        let refused =
            state.generation.load(Ordering::Relaxed) >= state.link_answers.load(Ordering::Relaxed);
        let answer = if refused {
            crate::common::json("403 Forbidden", "", r#"{"error_code":"DCS.1","error_msg":"no"}"#)
        } else {
            crate::common::json("200 OK", "", &state.links())
        };
        let _ = stream.write_all(&answer).await;
        return;
    }
    // The lists of DCS are not for these credentials.
    if head.starts_with("GET /v2/") {
        let refusal = r#"{"error_code":"DCS.1","error_msg":"no"}"#;
        let _ = stream.write_all(&crate::common::json("403 Forbidden", "", refusal)).await;
        return;
    }
    if !head.starts_with("GET ") {
        return;
    }
    let asked = state.note(head);
    let act = (state.behaviour.lock().unwrap())(&asked);
    if let Act::Raw(bytes) = act {
        let _ = stream.write_all(&bytes).await;
        let _ = stream.shutdown().await;
        return;
    }
    if let Act::Trickle(head, bytes) = act {
        return trickle(&mut stream, &state, head.as_bytes(), &bytes).await;
    }
    if state.has_expired(&asked.head) {
        let _ = stream.write_all(&xml("403 Forbidden", "AccessDenied", "")).await;
        return;
    }
    let file = state.files.lock().unwrap().get(&asked.file).cloned();
    let Some((bytes, etag)) = file else {
        let _ = stream.write_all(&xml("404 Not Found", "NoSuchKey", "")).await;
        return;
    };
    let if_match = asked.head.lines().find_map(|line| line.strip_prefix("if-match: "));
    if if_match.is_some_and(|wanted| wanted != etag) {
        let _ = stream.write_all(&xml("412 Precondition Failed", "PreconditionFailed", "")).await;
        return;
    }
    let length = bytes.len() as u64;
    let range = asked.range.filter(|_| !matches!(act, Act::IgnoreRange));
    // As the store's manual has it: an end that is not greater than the start is no range.
    let range = range.filter(|(first, last)| last.is_none_or(|last| last > *first));
    let (status, mut headers, body) = match range {
        None => ("200 OK", Vec::new(), bytes),
        Some((first, _)) if first >= length => {
            let _ = stream.write_all(&xml("416 Range Not Satisfiable", "InvalidRange", "")).await;
            return;
        }
        Some((first, last)) => {
            let last = last.unwrap_or(u64::MAX).min(length - 1);
            let range = format!("bytes {first}-{last}/{length}");
            let slice = usize::try_from(first).unwrap()..=usize::try_from(last).unwrap();
            ("206 Partial Content", vec![("content-range", range)], bytes.slice(slice))
        }
    };
    headers.push(("content-length", body.len().to_string()));
    headers.push(("etag", etag));
    match &act {
        Act::Chunked(_) => {
            set(&mut headers, "content-length", "");
            set(&mut headers, "transfer-encoding", "chunked");
        }
        Act::ContentRange(value) => set(&mut headers, "content-range", value),
        Act::Header(name, value) => set(&mut headers, name, value),
        _ => {}
    }
    let mut answer = format!("HTTP/1.1 {status}\r\nconnection: close\r\n");
    for (name, value) in headers {
        answer.push_str(&format!("{name}: {value}\r\n"));
    }
    answer.push_str("\r\n");
    if let Act::Chunked(more) = act {
        let _ = stream.write_all(answer.as_bytes()).await;
        return send_chunks(&mut stream, &state, &body, more).await;
    }
    let until = match act {
        Act::Cut(bytes) | Act::Stall(bytes) => bytes.min(body.len() as u64),
        _ => body.len() as u64,
    };
    let body = body.slice(..usize::try_from(until).unwrap());
    state.sent.fetch_add(until, Ordering::Relaxed);
    if stream.write_all(answer.as_bytes()).await.is_err() || stream.write_all(&body).await.is_err()
    {
        return;
    }
    if matches!(act, Act::Stall(_)) {
        // Until the client gives up.
        let _ = stream.read(&mut [0; 64]).await;
    }
    let _ = stream.shutdown().await;
}

async fn send_chunks(stream: &mut TcpStream, state: &State, body: &[u8], more: u64) {
    static PIECE: [u8; 1 << 16] = [b'x'; 1 << 16];
    let pieces = usize::try_from(more).unwrap() / PIECE.len();
    for chunk in std::iter::once(body).chain(std::iter::repeat_n(&PIECE[..], pieces)) {
        let chunk = [format!("{:x}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat();
        if stream.write_all(&chunk).await.is_err() {
            return;
        }
        state.sent.fetch_add(chunk.len() as u64, Ordering::Relaxed);
    }
    let _ = stream.write_all(b"0\r\n\r\n").await;
}

/// Ends when the client leaves.
async fn trickle(stream: &mut TcpStream, state: &State, head: &[u8], bytes: &[u8]) {
    if stream.write_all(head).await.is_err() {
        return;
    }
    for byte in bytes {
        drop(state.clock.sleep(Duration::from_secs(1)));
        if stream.write_all(&[*byte]).await.is_err() {
            return;
        }
        state.sent.fetch_add(1, Ordering::Relaxed);
        tokio::task::yield_now().await;
    }
}

fn set(headers: &mut Vec<(&'static str, String)>, name: &'static str, value: &str) {
    headers.retain(|(known, _)| *known != name);
    if !value.is_empty() {
        headers.push((name, value.to_owned()));
    }
}

async fn read_head(stream: &mut TcpStream) -> String {
    let mut head = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let read = stream.read(&mut chunk).await.unwrap_or(0);
        head.extend_from_slice(&chunk[..read]);
        if read == 0 || head.windows(4).any(|window| window == b"\r\n\r\n") {
            return String::from_utf8_lossy(&head).into_owned();
        }
    }
}

/// An error in the store's words.
pub(crate) fn xml(status: &str, code: &str, headers: &str) -> Vec<u8> {
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message></Message>\
         <RequestId>0000018F</RequestId></Error>"
    );
    answer(status, &format!("content-type: application/xml\r\n{headers}"), &body)
}

pub(crate) fn answer(status: &str, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// The names of all that is in a folder but the lock.
pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != ".download.lock")
        .collect();
    names.sort();
    names
}
