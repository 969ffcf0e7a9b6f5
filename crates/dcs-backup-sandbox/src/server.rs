//! Sockets: accepts connections, reads requests, and sends what the two sides answer.

use std::{
    collections::VecDeque,
    convert::Infallible,
    sync::{Arc, Mutex},
    time::Duration,
};

use bytes::{Bytes, BytesMut};
use http::{HeaderName, Request, Response};
use http_body_util::BodyExt;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

use crate::{
    backup::Backup,
    call::{Service, World},
    chance::hex,
    clock::Clock,
    connection::Connection,
    fault::{self, Fault, StoreFaults, Wire},
    gateway::{Lock, MAX_BODY},
    link_lifetime::LinkLifetime,
    locked::locked,
    payload::{Disconnect, Payload},
    records::Records,
    response::insert,
    served::{Served, ServedRequest},
    stall::Stalls,
    store::{Contents, Store},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

pub(crate) struct State {
    /// The first backup's.
    pub(crate) backup_id: String,
    pub(crate) clock: Clock,
    pub(crate) service: Service,
    pub(crate) store: Store,
    pub(crate) contents: Mutex<Contents>,
    pub(crate) records: Mutex<Records>,
    pub(crate) link_lifetime: Mutex<LinkLifetime>,
    pub(crate) lock: Mutex<Lock>,
    pub(crate) faults: Mutex<VecDeque<Fault>>,
    pub(crate) store_faults: Mutex<StoreFaults>,
    pub(crate) stalls: Arc<Stalls>,
    pub(crate) served: Served,
}

/// Runs until it is aborted, which ends the connections too.
pub(crate) async fn serve(listener: TcpListener, state: Arc<State>) -> Infallible {
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
