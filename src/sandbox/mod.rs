//! A strict stand-in for Huawei Cloud DCS and its object store, on loopback.
//!
//! It runs in the process, on the current tokio runtime, and needs no account: its keys are made up
//! at each start. It is as picky as the real services, so that what works here fails there for
//! better reasons only.
//!
//! **The API**: every operation of `spec/*.yaml`, IAM's on the same address. There is one instance,
//! which has one backup. A new one waits, is being made and is done: each list shows how far it
//! is and lets it go on by one stage, and so do 10 seconds of the sandbox's time. Deleting a backup
//! takes its files along. Requests carry an SDK-HMAC-SHA256 signature, which is verified over the bytes received and within
//! 15 minutes, or the [token](Sandbox::token) as `X-Auth-Token`. More than five failed signatures
//! in a row lock the access key for five minutes. Refusals have the statuses, codes and texts
//! of the gateway (`APIGW.…`) and of the service (`DCS.…`). Where the vendor documents none,
//! the choice is: an unknown backup is `400 DCS.4031`, the code that the vendor's Terraform provider
//! takes for it elsewhere; a body that is not declared `application/json` is `400 DCS.4005`;
//! a missing `expiration` is `400 DCS.4062`, any other but an integer in 300..=86400
//! `400 DCS.4063`, and so is a `limit`, an `offset` or a time of a list that is out of its range;
//! links to a backup that failed are `400 DCS.4087`, and to one that is still being made, its
//! deletion, and a new backup meanwhile `400 DCS.4096`. All files of a backup are listed, even above 64.
//!
//! **The store**: the links work for GET, until they expire, as often as they are used. The query
//! is verified over the request received: HEAD, a changed URL, a re-encoded path, a `Content-Type` header
//! and another `x-obs-*` header are `403`. `Range`, `If-Match`, `If-None-Match` and the two dates are
//! honoured; `If-Range` is not, and a `Range` that is malformed, names several ranges, or ends where
//! it starts or before (`bytes=0-0` too, as the store's manual has it) gives the whole file with 200.
//!
//! **Files** are given in memory ([`Backup::new`]) or stay in a folder ([`Backup::from_folder`]), of
//! any size. **Faults on command**: [`Sandbox::fail_next`] for the API, [`Sandbox::fail_store_next`] and
//! [`Sandbox::fail_file`] for the store ([`StoreFault`]); links that expire sooner by
//! [`LinkLifetime`]. [`Sandbox::requests`] tells what was asked for, and how much was sent.
//!
//! ```
//! # tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(async {
//! use dcs_backup::sandbox::{Backup, Sandbox};
//!
//! let sandbox = Sandbox::builder()
//!     .backup(Backup::new([("a.rdb", &b"REDIS0011"[..])]))
//!     .start()
//!     .await?;
//! assert!(sandbox.endpoint().starts_with("http://127.0.0.1:"));
//! sandbox.shutdown().await;
//! # Ok::<(), std::io::Error>(())
//! # })?;
//! # Ok::<(), std::io::Error>(())
//! ```

mod api;
mod backup;
mod clock;
mod connection;
mod content;
mod dcs;
mod fault;
mod gateway;
mod iam;
mod link;
mod payload;
mod records;
mod served;
mod server;
mod stall;
mod store;

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    io,
    net::{Ipv4Addr, SocketAddr},
    ops::RangeBounds,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use tokio::{net::TcpListener, task::JoinHandle};

use crate::{Client, Credentials, Error, SystemClock};
use clock::{Clock, since_epoch};
use records::Records;
use server::{State, locked};

pub use backup::Backup;
pub use fault::{Fault, StoreFault};
pub use served::ServedRequest;

/// A running sandbox. Dropping it stops the server and ends its connections.
///
/// `Debug` shows no key and no token.
pub struct Sandbox {
    state: Arc<State>,
    server: JoinHandle<Infallible>,
}

/// How a sandbox is to be started; made by [`Sandbox::builder`].
pub struct SandboxBuilder {
    listen: SocketAddr,
    clock: clock::Source,
    backup: Backup,
    keys: Keys,
    link_lifetime: LinkLifetime,
    first: First,
}

enum First {
    Present,
    Missing,
}

enum Keys {
    Permanent,
    Temporary,
}

/// How long the links work that the sandbox gives out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum LinkLifetime {
    /// As long as the request asks for: 300 to 86,400 seconds.
    #[default]
    AsAsked,
    /// This long whatever the request asks for, in whole seconds; with zero they have expired when they
    /// are given out.
    Fixed(Duration),
}

impl Sandbox {
    /// Starts a sandbox with [`Backup::three_shards`] on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// As [`SandboxBuilder::start`].
    pub async fn start() -> io::Result<Self> {
        Self::builder().start().await
    }

    /// For a sandbox that is not the default one.
    pub fn builder() -> SandboxBuilder {
        SandboxBuilder {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            clock: Arc::new(SystemTime::now),
            backup: Backup::three_shards(),
            keys: Keys::Permanent,
            link_lifetime: LinkLifetime::AsAsked,
            first: First::Present,
        }
    }

    /// Where it listens, `http://127.0.0.1:40123` for instance, without a slash at the end.
    pub fn endpoint(&self) -> &str {
        &self.state.service.endpoint
    }

    /// The access key that the API knows.
    pub fn access_key(&self) -> &str {
        &self.state.service.account.access_key
    }

    /// The secret key of [`access_key`](Self::access_key). Works here only.
    pub fn secret_key(&self) -> &str {
        &self.state.service.account.secret_key
    }

    /// The token that [temporary keys](SandboxBuilder::temporary_keys) need: `X-Security-Token`.
    pub fn security_token(&self) -> Option<&str> {
        self.state.service.account.security_token.as_deref()
    }

    /// An IAM token that the API takes instead of a signature: `X-Auth-Token`.
    pub fn token(&self) -> &str {
        &self.state.service.account.token
    }

    /// The one project.
    pub fn project_id(&self) -> &str {
        &self.state.service.project_id
    }

    /// The region, whose name the project bears.
    pub fn region(&self) -> &str {
        REGION
    }

    /// The one instance of the project.
    pub fn instance_id(&self) -> &str {
        &self.state.service.instance_id
    }

    /// The backup that the instance has from the start, or would have
    /// [without `without_backups`](SandboxBuilder::without_backups).
    pub fn backup_id(&self) -> &str {
        &self.state.backup_id
    }

    /// A client with the keys of this sandbox, and its time.
    ///
    /// # Errors
    /// If no HTTP client can be set up on this system.
    pub fn client(&self) -> Result<Client, Error> {
        let (access_key, secret_key) = (self.access_key(), self.secret_key());
        let credentials = match self.security_token() {
            Some(token) => Credentials::temporary(access_key, secret_key, token)?,
            None => Credentials::access_key(access_key, secret_key)?,
        };
        Client::builder()
            .endpoint(self.endpoint())
            .project_id(self.project_id())
            .credentials(credentials)
            .clock(SandboxClock(Arc::clone(&self.state)))
            .build()
    }

    /// The sandbox's time: that of its clock, and what it was advanced by.
    pub fn now(&self) -> SystemTime {
        self.state.clock.now()
    }

    /// Moves the sandbox's time ahead, beyond the expiry of a link for instance.
    pub fn advance(&self, by: Duration) {
        self.state.clock.advance(by);
    }

    /// Replaces the files. Links that were given out serve the new file of the same name, and
    /// `404 NoSuchKey` if there is none.
    pub fn set_backup(&self, backup: Backup) {
        let modified = whole_seconds(self.now());
        *locked(&self.state.contents) = store::Contents { backup, modified };
    }

    /// Adds a backup that is done, made now by the instance's policy; gives its id. Its files are those of
    /// each backup. Of more than 24 the oldest goes.
    pub fn add_backup(&self) -> String {
        locked(&self.state.records).add(whole_seconds(self.now()))
    }

    /// Lets a backup fail, whether it is done or not: it has no files then.
    pub fn fail_backup(&self, backup_id: &str) {
        locked(&self.state.records).fail(backup_id, whole_seconds(self.now()));
    }

    /// Lets the next request to the API fail, whoever sends it; called again, the one after it.
    /// The store's requests don't count.
    pub fn fail_next(&self, fault: Fault) {
        locked(&self.state.faults).push_back(fault);
    }

    /// Lets the next request to the store fail, whichever file it is for; called again, the one
    /// after it. A fault of [its file](Self::fail_file) goes first, and leaves this one for later.
    pub fn fail_store_next(&self, fault: StoreFault) {
        locked(&self.state.store_faults).next.push_back(fault);
    }

    /// Lets the next request for this file fail; called again, the one after it.
    pub fn fail_file(&self, name: impl Into<String>, fault: StoreFault) {
        locked(&self.state.store_faults).files.entry(name.into()).or_default().push_back(fault);
    }

    /// Waits until the number of bodies that [stall](StoreFault::StallBody) at the same time is in
    /// this range: `2..` for two or more, `..1` for none. What comes before a stall is on its way
    /// then.
    pub async fn until_stalled(&self, bodies: impl RangeBounds<usize> + Send + Sync) {
        self.state.stalls.reach(bodies).await;
    }

    /// Lets the bodies go on that [stall](StoreFault::StallBody) now.
    pub fn release_stalled(&self) {
        self.state.stalls.release();
    }

    /// How long the links work that are given out from now on; those that were given out stay as
    /// they are.
    pub fn set_link_lifetime(&self, lifetime: LinkLifetime) {
        *locked(&self.state.link_lifetime) = lifetime;
    }

    /// All requests since the start, to the API and to the store, in the order of their answers;
    /// those whose body is still being sent among them.
    pub fn requests(&self) -> Vec<ServedRequest> {
        self.state.served.requests()
    }

    /// Stops the server, ends its connections, and waits until the port is free.
    pub async fn shutdown(mut self) {
        self.server.abort();
        // Always the abort: the server itself never ends.
        let _ = (&mut self.server).await;
    }
}

/// The sandbox's time for its own clients, so that their signatures stay valid when it is advanced.
struct SandboxClock(Arc<State>);

impl fmt::Debug for SandboxClock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SandboxClock")
    }
}

impl crate::Clock for SandboxClock {
    fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    fn elapsed(&self) -> Duration {
        crate::Clock::elapsed(&SystemClock)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        crate::Clock::sleep(&SystemClock, duration)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox")
            .field("endpoint", &self.endpoint())
            .field("project_id", &self.project_id())
            .field("instance_id", &self.instance_id())
            .field("backup_id", &self.backup_id())
            .finish_non_exhaustive()
    }
}

impl SandboxBuilder {
    /// The address to listen on; 127.0.0.1 and a free port unless set. Loopback only.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Where the time comes from: the system unless set. A clock that stands still makes
    /// borders testable. Held within the years 1970 to 9999.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// The files of the backup; [`Backup::three_shards`] unless set.
    #[must_use]
    pub fn backup(mut self, backup: Backup) -> Self {
        self.backup = backup;
        self
    }

    /// The keys are temporary ones: each request must carry the
    /// [security token](Sandbox::security_token), and sign it.
    #[must_use]
    pub fn temporary_keys(mut self) -> Self {
        self.keys = Keys::Temporary;
        self
    }

    /// How long links work; [`LinkLifetime::AsAsked`] unless set.
    #[must_use]
    pub fn link_lifetime(mut self, lifetime: LinkLifetime) -> Self {
        self.link_lifetime = lifetime;
        self
    }

    /// The instance has no backup yet.
    #[must_use]
    pub fn without_backups(mut self) -> Self {
        self.first = First::Missing;
        self
    }

    /// Starts the server on the current tokio runtime, which must have its I/O driver enabled.
    ///
    /// # Errors
    /// [`InvalidInput`](io::ErrorKind::InvalidInput) if the address is not on loopback, what the
    /// system says if it can't be listened on, and [`Other`](io::ErrorKind::Other) outside of a
    /// tokio runtime.
    pub async fn start(self) -> io::Result<Sandbox> {
        if !self.listen.ip().is_loopback() {
            return Err(io::Error::new(
                io::ErrorKind::InvalidInput,
                format!(
                    "the sandbox listens on loopback only, not on {}; use 127.0.0.1",
                    self.listen.ip()
                ),
            ));
        }
        let runtime = tokio::runtime::Handle::try_current().map_err(io::Error::other)?;
        let listener = TcpListener::bind(self.listen).await?;
        let endpoint = format!("http://{}", listener.local_addr()?);
        let state = Arc::new(self.into_state(endpoint));
        let server = runtime.spawn(server::serve(listener, Arc::clone(&state)));
        Ok(Sandbox { state, server })
    }

    fn into_state(self, endpoint: String) -> State {
        let clock = Clock::new(self.clock);
        let modified = whole_seconds(clock.now());
        let mut records = Records::default();
        let backup_id = records.add(modified);
        if let First::Missing = self.first {
            records.remove(&backup_id);
        }
        State {
            backup_id,
            records: Mutex::new(records),
            store: store::Store {
                keys: link::Keys {
                    access_key: text(20, ACCESS_KEY),
                    secret_key: text(40, ALPHANUMERIC),
                },
                bucket: format!("bucket{}", hex(32)),
            },
            service: api::Service {
                account: gateway::Account {
                    access_key: text(20, ACCESS_KEY),
                    secret_key: text(40, ALPHANUMERIC),
                    security_token: match self.keys {
                        Keys::Permanent => None,
                        Keys::Temporary => Some(text(400, ALPHANUMERIC)),
                    },
                    token: text(1024, ALPHANUMERIC),
                },
                project_id: hex(32),
                instance_id: uuid(),
                started: modified,
                endpoint,
            },
            contents: Mutex::new(store::Contents { backup: self.backup, modified }),
            clock,
            lock: Mutex::default(),
            faults: Mutex::default(),
            store_faults: Mutex::default(),
            stalls: Arc::new(stall::Stalls::new()),
            served: served::Served::default(),
            link_lifetime: Mutex::new(self.link_lifetime),
        }
    }
}

impl fmt::Debug for SandboxBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SandboxBuilder")
            .field("listen", &self.listen)
            .field("backup", &self.backup)
            .finish_non_exhaustive()
    }
}

const REGION: &str = "cn-north-4";
const ACCESS_KEY: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// Throw-away text: good enough for what lives as long as a test and opens nothing.
fn text(length: usize, alphabet: &[u8]) -> String {
    (0..length).filter_map(|_| fastrand::choice(alphabet).copied()).map(char::from).collect()
}

fn hex(length: usize) -> String {
    text(length, b"0123456789abcdef")
}

fn uuid() -> String {
    format!("{}-{}-4{}-a{}-{}", hex(8), hex(4), hex(3), hex(3), hex(12))
}

fn whole_seconds(time: SystemTime) -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_epoch(time).as_secs())
}

fn json_response(status: StatusCode, body: &serde_json::Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.to_string()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json;charset=UTF-8"));
    response
}
