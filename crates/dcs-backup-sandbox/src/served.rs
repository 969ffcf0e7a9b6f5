//! What was asked for and what was sent, for tests to look at.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicU64, Ordering},
};

use http::{Method, Request, StatusCode, header};

use crate::locked::locked;

/// A request that the sandbox received, and what became of it. It holds no query, so no signature.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ServedRequest {
    /// The method.
    pub method: Method,
    /// The path, as it was sent.
    pub path: String,
    /// The file's name, if the path is of the store's folder. The store need not have such a file.
    pub file_name: Option<String>,
    /// `Range`, as it was sent.
    pub range: Option<String>,
    /// The status of the answer. `None` if the connection ended without an answer.
    pub status: Option<StatusCode>,
    /// The bytes of the body that were given to the connection until now. A client that breaks off has
    /// received less: the system's buffers hold some megabytes.
    pub bytes_sent: u64,
}

impl ServedRequest {
    pub(crate) fn new<B>(request: &Request<B>, file_name: Option<String>) -> Self {
        let range = request.headers().get(header::RANGE);
        Self {
            method: request.method().clone(),
            path: request.uri().path().to_owned(),
            file_name,
            range: range.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()),
            status: None,
            bytes_sent: 0,
        }
    }
}

/// All requests since the start, in the order of their answers.
#[derive(Default)]
pub(crate) struct Served(Mutex<Vec<(ServedRequest, Arc<AtomicU64>)>>);

impl Served {
    /// Gives the counter of the bytes sent.
    pub(crate) fn record(&self, request: ServedRequest) -> Arc<AtomicU64> {
        let sent = Arc::<AtomicU64>::default();
        locked(&self.0).push((request, Arc::clone(&sent)));
        sent
    }

    pub(crate) fn requests(&self) -> Vec<ServedRequest> {
        locked(&self.0)
            .iter()
            .map(|(request, sent)| ServedRequest {
                bytes_sent: sent.load(Ordering::Relaxed),
                ..request.clone()
            })
            .collect()
    }
}
