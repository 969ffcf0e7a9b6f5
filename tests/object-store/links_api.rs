//! A DCS in miniature in front of the real store: `ListBackupFileLinks`, with links of its own signing.
//! It takes any credentials; the crate's sandbox is the strict one.

use std::{
    convert::Infallible,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use dcs_backup::{Client, Credentials};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::json;
use tokio::{net::TcpListener, task::JoinHandle};

use crate::store::{Store, later};

pub(crate) const INSTANCE: &str = "5560df16-cebf-4473-95c4-d1b573c16e79";
pub(crate) const BACKUP: &str = "4631832a-14c6-45b0-a0b3-3abd8f591ad1";
const PROJECT: &str = "0123456789abcdef0123456789abcdef";

/// Dropping it ends it.
#[derive(Debug)]
pub(crate) struct LinksApi {
    endpoint: String,
    calls: Arc<Mutex<usize>>,
    server: JoinHandle<()>,
}

/// What becomes of the links of an answer.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Life {
    Expired,
    /// Between one and two: links count whole seconds.
    TwoSeconds,
    HalfAnHour,
    /// They say that they work for long, and were not signed so.
    Tampered,
}

impl LinksApi {
    /// Lists these files of the store. The links of the first answer live as long as the first of
    /// `lives` says, and so on; the last one is for all that follow.
    pub(crate) async fn start(store: &Store, files: &[&str], lives: &[Life]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let calls = Arc::new(Mutex::new(0));
        let backup = Arc::new(Backup {
            store: store.clone(),
            files: files.iter().map(ToString::to_string).collect(),
            lives: lives.to_vec(),
            calls: Arc::clone(&calls),
        });
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let backup = Arc::clone(&backup);
                let answer = service_fn(move |request| {
                    let answer = backup.answer(&request);
                    async { Ok::<_, Infallible>(answer) }
                });
                tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
            }
        });
        Self { endpoint, calls, server }
    }

    /// A client of this API.
    pub(crate) fn client(&self) -> Client {
        Client::builder()
            .endpoint(&self.endpoint)
            .project_id(PROJECT)
            .credentials(Credentials::access_key("AKEXAMPLE", "SKEXAMPLE").unwrap())
            .build()
            .unwrap()
    }

    /// How often links were asked for.
    pub(crate) fn calls(&self) -> usize {
        *self.calls.lock().unwrap()
    }
}

impl Drop for LinksApi {
    fn drop(&mut self) {
        self.server.abort();
    }
}

struct Backup {
    store: Store,
    files: Vec<String>,
    lives: Vec<Life>,
    calls: Arc<Mutex<usize>>,
}

impl Backup {
    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let path = format!("/v2/{PROJECT}/instances/{INSTANCE}/backups/{BACKUP}/links");
        if (request.method(), request.uri().path()) != (&Method::POST, path.as_str()) {
            let mut response = Response::new(Full::default());
            *response.status_mut() = StatusCode::NOT_FOUND;
            return response;
        }
        let life = self.life();
        let links: Vec<_> = self
            .files
            .iter()
            .map(|name| json!({ "file_name": name, "link": self.link(name, life) }))
            .collect();
        let (bucket, folder) = self.store.place();
        let body = json!({
            "file_path": folder,
            "bucket_name": bucket,
            "links": links,
        });
        Response::builder()
            .header("content-type", "application/json")
            .body(body.to_string().into())
            .unwrap()
    }

    fn life(&self) -> Life {
        let mut calls = self.calls.lock().unwrap();
        let life = self.lives[(*calls).min(self.lives.len() - 1)];
        *calls += 1;
        life
    }

    fn link(&self, name: &str, life: Life) -> String {
        let now = SystemTime::now();
        match life {
            Life::Expired => self.store.link(name, now - Duration::from_secs(60)),
            Life::TwoSeconds => self.store.link(name, now + Duration::from_secs(2)),
            Life::HalfAnHour => self.store.link(name, later()),
            Life::Tampered => self.store.link(name, later()).replace("Expires=", "Expires=1"),
        }
    }
}
