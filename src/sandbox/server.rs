//! Sockets: accepts connections, reads requests, and sends what the two sides answer.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response};
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use super::{
    LinkLifetime,
    api::{Service, World},
    backup::Backup,
    clock::Clock,
    connection::Connection,
    fault::{self, Fault, StoreFaults, Wire},
    gateway::{Lock, MAX_BODY},
    hex,
    payload::{Disconnect, Payload},
    records::Records,
    served::{Served, ServedRequest},
    stall::Stalls,
    store::{Contents, Store},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(super) struct State {
    /// The first backup's.
    pub(super) backup_id: String,
    pub(super) clock: Clock,
    pub(super) service: Service,
    pub(super) store: Store,
    pub(super) contents: Mutex<Contents>,
    pub(super) records: Mutex<Records>,
    pub(super) link_lifetime: Mutex<LinkLifetime>,
    pub(super) lock: Mutex<Lock>,
    pub(super) faults: Mutex<VecDeque<Fault>>,
    pub(super) store_faults: Mutex<StoreFaults>,
    pub(super) stalls: Arc<Stalls>,
    pub(super) served: Served,
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
    let connection = Connection::new(stream);
    let flushes = connection.flushes();
    let answer = service_fn(move |request| {
        let wire = Wire { flushes: flushes.clone(), stalls: Arc::clone(&state.stalls) };
        answer(Arc::clone(&state), request, wire)
    });
    // A client that breaks off, or HTTP that is none: the connection ends, nobody is to be told.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(connection), answer).await;
}

async fn answer(
    state: Arc<State>,
    request: Request<Incoming>,
    wire: Wire,
) -> Result<Response<Payload>, Disconnect> {
    let (parts, body) = request.into_parts();
    let request = Request::from_parts(parts, read(body).await?);
    let file_name = state.store.file(request.uri().path()).map(|(_, name)| name);
    let mut served = ServedRequest::new(&request, file_name);
    let answered = if Store::owns(&served.path) {
        state.answer_of_store(request, wire, served.file_name.as_deref())
    } else {
        state.answer_of_api(&request, wire)
    };
    served.status = answered.as_ref().ok().map(Response::status);
    let sent = state.served.record(served);
    answered.map(|response| response.map(|payload| payload.counted(sent)))
}

impl State {
    fn answer_of_store(
        &self,
        request: Request<Bytes>,
        wire: Wire,
        file_name: Option<&str>,
    ) -> Result<Response<Payload>, Disconnect> {
        let fault = locked(&self.store_faults).take(file_name);
        let mut contents = locked(&self.contents).clone();
        let file = self.store.file(request.uri().path());
        if file.is_some_and(|(backup_id, _)| !locked(&self.records).has_files(&backup_id)) {
            contents.backup = Backup::none();
        }
        let serve = |request: &Request<Bytes>| {
            let now = self.clock.now();
            self.store.answer(&contents, request, now, &hex(32))
        };
        match fault {
            Some(fault) => fault.answer(request, wire, serve),
            None => Ok(serve(&request).map(Payload::whole)),
        }
    }

    fn answer_of_api(
        &self,
        request: &Request<Bytes>,
        wire: Wire,
    ) -> Result<Response<Payload>, Disconnect> {
        let fault = locked(&self.faults).pop_front();
        match fault {
            Some(Fault::CloseConnection) => return Err(Disconnect),
            Some(Fault::Respond(response)) => return Ok(fault::respond(response)),
            Some(Fault::CutBody) | None => {}
        }
        let contents = locked(&self.contents).clone();
        let (request_id, now) = (hex(32), self.clock.now());
        let mut records = locked(&self.records);
        records.settle(now);
        let world = World {
            store: &self.store,
            contents: &contents,
            records: &mut records,
            link_lifetime: *locked(&self.link_lifetime),
            now,
        };
        let mut response =
            self.service.answer(world, &mut locked(&self.lock), request, &request_id);
        insert(response.headers_mut(), REQUEST_ID, &request_id);
        if fault.is_none() {
            return Ok(response.map(Payload::whole));
        }
        let (mut head, body) = response.into_parts();
        let (length, half) = (body.len() as u64, body.slice(..body.len() / 2));
        let body = fault::cut(&mut head.headers, length, half.into(), wire.flushes);
        Ok(Response::from_parts(head, body))
    }
}

/// Sets a header; a text that no header can carry is left out.
pub(super) fn insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
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
