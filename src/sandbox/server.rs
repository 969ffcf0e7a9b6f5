//! Sockets: accepts connections, reads requests, and sends what the two sides answer.

use std::{
    collections::VecDeque,
    convert::Infallible,
    fmt,
    pin::Pin,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    task::{Context, Poll},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, header};
use http_body_util::BodyExt;
use hyper::{
    body::{Body, Frame, Incoming, SizeHint},
    server::conn::http1,
    service::service_fn,
};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{
    Fault,
    clock::Clock,
    dcs::Service,
    gateway::{Lock, MAX_BODY},
    hex,
    store::{Contents, Store},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) struct State {
    pub(super) clock: Clock,
    pub(super) service: Service,
    pub(super) store: Store,
    pub(super) contents: Mutex<Contents>,
    pub(super) lock: Mutex<Lock>,
    pub(super) faults: Mutex<VecDeque<Fault>>,
}

/// A lock that a panic elsewhere has not taken away.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs until it is aborted, which ends the connections too.
pub(super) async fn serve(listener: TcpListener, state: Arc<State>) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(connection(stream, Arc::clone(&state)));
                }
                // Out of sockets: in a while, one may be free.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn connection(stream: TcpStream, state: Arc<State>) {
    // Without it, answers only come later.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request| answer(Arc::clone(&state), request));
    // A client that breaks off, or HTTP that is none: the connection ends, nobody is to be told.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), answer).await;
}

async fn answer(
    state: Arc<State>,
    request: Request<Incoming>,
) -> Result<Response<Payload>, Disconnect> {
    let (parts, body) = request.into_parts();
    let body = read(body).await?;
    let request = Request::from_parts(parts, body);
    let now = state.clock.now();
    let request_id = hex(32);
    if Store::owns(request.uri().path()) {
        let contents = locked(&state.contents).clone();
        let response = state.store.answer(&contents, &request, now, &request_id);
        return Ok(response.map(Payload::whole));
    }
    let fault = locked(&state.faults).pop_front();
    match fault {
        Some(Fault::CloseConnection) => return Err(Disconnect),
        Some(Fault::Respond(response)) => {
            let mut response = response.map(Payload::whole);
            response.headers_mut().remove(header::CONTENT_LENGTH);
            response.headers_mut().remove(header::TRANSFER_ENCODING);
            return Ok(response);
        }
        Some(Fault::CutBody) | None => {}
    }
    let contents = locked(&state.contents).clone();
    let mut response = state.service.answer(
        (&state.store, &contents.backup),
        &mut locked(&state.lock),
        &request,
        now,
        &request_id,
    );
    insert(response.headers_mut(), REQUEST_ID, &request_id);
    if fault.is_none() {
        return Ok(response.map(Payload::whole));
    }
    let length = response.body().len().to_string();
    insert(response.headers_mut(), header::CONTENT_LENGTH, &length);
    Ok(response.map(Payload::cut))
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(name, value);
    }
}

/// Keeps one byte more than the limit, so that too much can be told; reads on to the end, since a
/// client only then looks at the answer.
async fn read(mut body: Incoming) -> Result<Bytes, Disconnect> {
    let mut kept = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Disconnect)?;
        if let Some(data) = frame.data_ref() {
            let room = (MAX_BODY + 1).saturating_sub(kept.len());
            kept.extend_from_slice(&data[..data.len().min(room)]);
        }
    }
    Ok(kept.freeze())
}

/// Ends the connection without an answer.
#[derive(Debug)]
struct Disconnect;

impl fmt::Display for Disconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is to end")
    }
}

impl std::error::Error for Disconnect {}

/// The body of an answer, whole or cut in the middle.
enum Payload {
    Whole(Option<Bytes>),
    Cut(Option<Bytes>),
    /// What was sent must leave before the connection breaks.
    Flush,
    Break,
}

impl Payload {
    fn whole(bytes: Bytes) -> Self {
        Self::Whole(Some(bytes).filter(|bytes| !bytes.is_empty()))
    }

    fn cut(bytes: Bytes) -> Self {
        Self::Cut(Some(bytes.slice(..bytes.len() / 2)))
    }
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Disconnect;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Disconnect>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(bytes.take().map(|bytes| Ok(Frame::data(bytes)))),
            Self::Cut(bytes) => {
                let half = bytes.take().unwrap_or_default();
                *self = Self::Flush;
                Poll::Ready(Some(Ok(Frame::data(half))))
            }
            Self::Flush => {
                *self = Self::Break;
                context.waker().wake_by_ref();
                Poll::Pending
            }
            Self::Break => Poll::Ready(Some(Err(Disconnect))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => {
                SizeHint::with_exact(bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
            }
            _ => SizeHint::default(),
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(None))
    }
}
