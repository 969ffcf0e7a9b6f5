//! How a sandbox is set up and started.

use std::{
    fmt, io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::SystemTime,
};

use tokio::net::TcpListener;

use crate::{
    backup::Backup,
    call::Service,
    chance::{access_key, hex, secret, uuid},
    clock::{self, Clock, whole_seconds},
    gateway::Account,
    link,
    link_lifetime::LinkLifetime,
    records::Records,
    sandbox::Sandbox,
    served::Served,
    server::{self, State},
    stall::Stalls,
    store::{Contents, Store},
};

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
            store: Store {
                keys: link::Keys { access_key: access_key(), secret_key: secret(40) },
                bucket: format!("bucket{}", hex(32)),
            },
            service: Service {
                account: Account {
                    access_key: access_key(),
                    secret_key: secret(40),
                    security_token: match self.keys {
                        Keys::Permanent => None,
                        Keys::Temporary => Some(secret(400)),
                    },
                    token: secret(1024),
                },
                project_id: hex(32),
                instance_id: uuid(),
                started: modified,
                endpoint,
            },
            contents: Mutex::new(Contents { backup: self.backup, modified }),
            clock,
            lock: Mutex::default(),
            faults: Mutex::default(),
            store_faults: Mutex::default(),
            stalls: Arc::new(Stalls::new()),
            served: Served::default(),
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
