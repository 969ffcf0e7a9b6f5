//! A running sandbox: where it is, what it knows, and what goes wrong in it next.

use std::{
    convert::Infallible,
    fmt,
    future::Future,
    ops::RangeBounds,
    pin::Pin,
    sync::Arc,
    time::{Duration, SystemTime},
};

use dcs_backup::{Client, Clock, Credentials, Error, SystemClock};
use tokio::task::JoinHandle;

use crate::{
    backup::Backup,
    call::REGION,
    clock::whole_seconds,
    fault::{Fault, StoreFault},
    link_lifetime::LinkLifetime,
    locked::locked,
    served::ServedRequest,
    server::State,
    store::Contents,
};

/// A running sandbox. Dropping it stops the server and ends its connections.
///
/// `Debug` shows no key and no token.
pub struct Sandbox {
    pub(crate) state: Arc<State>,
    pub(crate) server: JoinHandle<Infallible>,
}

impl Sandbox {
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

    /// The token that [temporary keys](crate::SandboxBuilder::temporary_keys) need: `X-Security-Token`.
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

    /// The region. The project has its name.
    pub fn region(&self) -> &str {
        REGION
    }

    /// The one instance of the project.
    pub fn instance_id(&self) -> &str {
        &self.state.service.instance_id
    }

    /// The backup that the instance has from the start, or would have
    /// [without `without_backups`](crate::SandboxBuilder::without_backups).
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
        *locked(&self.state.contents) = Contents { backup, modified };
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
    /// including those with a body that is still being sent.
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

impl Clock for SandboxClock {
    fn now(&self) -> SystemTime {
        self.0.clock.now()
    }

    fn elapsed(&self) -> Duration {
        Clock::elapsed(&SystemClock)
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Clock::sleep(&SystemClock, duration)
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
