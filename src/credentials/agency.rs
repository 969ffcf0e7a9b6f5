//! The agency of an Elastic Cloud Server (ECS) as a provider: keeps keys, and renews them in time.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use tokio::sync::{Mutex, MutexGuard};

use super::{
    Credentials, CredentialsFuture, ProvideCredentials,
    metadata::{Address, Metadata, Temporary},
};
use crate::{
    clock::{Clock, SystemClock},
    error::Error,
    types::InvalidValue,
};

/// Keys are renewed when they are valid for less than this, as in the official SDKs.
const RENEW_BEFORE: Duration = Duration::from_secs(40 * 60);
/// The least time between two renewals while keys are still valid.
const RENEWAL_PAUSE: Duration = Duration::from_secs(60);
const STEP_TIMEOUT: Duration = Duration::from_secs(3);

/// The temporary keys of the agency that an Elastic Cloud Server (ECS) was given.
///
/// They are fetched from the metadata address of the server, `http://169.254.169.254`, past any
/// proxy, and fetched again when they are valid for less than 40 minutes. Calls at the same time
/// share one renewal; while the old keys are valid, only one call waits for it, and should it fail,
/// it is tried again a minute later.
///
/// ```
/// use dcs_backup::{Client, EcsAgency};
///
/// let client = Client::builder()
///     .region("cn-north-4")
///     .project_id("0123456789abcdef0123456789abcdef")
///     .credentials(EcsAgency::new())
///     .build()?;
/// # Ok::<_, dcs_backup::Error>(())
/// ```
#[must_use]
pub struct EcsAgency {
    metadata: Metadata,
    clock: Arc<dyn Clock>,
    held: RwLock<Option<Held>>,
    renewal: Mutex<()>,
}

#[derive(Clone)]
struct Held {
    credentials: Credentials,
    expires_at: SystemTime,
    /// On the monotonic clock: no renewal before.
    renew_after: Duration,
}

/// What can be done with the keys at hand.
enum Standing {
    Fresh(Credentials),
    /// Valid, yet to be renewed.
    Ageing(Credentials),
    /// None, or expired.
    Gone,
}

impl EcsAgency {
    /// The agency of this server.
    pub fn new() -> Self {
        Self::with_clock(Arc::new(SystemClock))
    }

    pub(crate) fn with_clock(clock: Arc<dyn Clock>) -> Self {
        let metadata = Metadata { address: Address::default(), step_timeout: STEP_TIMEOUT };
        Self { metadata, clock, held: RwLock::default(), renewal: Mutex::default() }
    }

    /// Asks a stand-in for the metadata service, for tests.
    ///
    /// # Errors
    /// A URL that is not on loopback, or more than scheme, host and port.
    pub fn metadata_address(mut self, url: impl AsRef<str>) -> Result<Self, InvalidValue> {
        self.metadata.address = Address::loopback(url.as_ref())?;
        Ok(self)
    }

    /// The time for one request to the metadata service. There are two for a set of keys, four if the
    /// service refuses its own token. Default: 3 s.
    pub fn step_timeout(mut self, timeout: Duration) -> Self {
        self.metadata.step_timeout = timeout;
        self
    }

    /// Time of one's own, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    pub(super) fn name(&self) -> String {
        format!("ECS agency at {}", self.metadata.address)
    }

    pub(super) async fn find(&self) -> Result<Credentials, String> {
        let renewing = match self.standing() {
            Standing::Fresh(credentials) => return Ok(credentials),
            Standing::Ageing(credentials) => match self.renewal.try_lock() {
                Ok(renewing) => renewing,
                Err(_) => return Ok(credentials),
            },
            Standing::Gone => self.renewal.lock().await,
        };
        self.renew(renewing).await
    }

    /// Fetches new keys, unless another call did while this one waited. A call that is dropped here
    /// leaves things as they were.
    async fn renew(&self, _renewing: MutexGuard<'_, ()>) -> Result<Credentials, String> {
        let old = match self.standing() {
            Standing::Fresh(credentials) => return Ok(credentials),
            Standing::Ageing(credentials) => Some(credentials),
            Standing::Gone => None,
        };
        match (self.fetch().await, old) {
            (Ok(credentials), _) => Ok(credentials),
            (Err(reason), Some(old)) => {
                tracing::warn!(reason, "the keys of the ECS agency could not be renewed");
                self.postpone();
                Ok(old)
            }
            (Err(reason), None) => Err(reason),
        }
    }

    async fn fetch(&self) -> Result<Credentials, String> {
        let Temporary { credentials, expires_at } = self.metadata.fetch().await?;
        if expires_at <= self.clock.now() {
            return Err("its keys have expired; check the clock".to_owned());
        }
        let renew_after = self.clock.elapsed() + RENEWAL_PAUSE;
        let held = Held { credentials: credentials.clone(), expires_at, renew_after };
        *self.held.write().unwrap_or_else(PoisonError::into_inner) = Some(held);
        Ok(credentials)
    }

    fn postpone(&self) {
        let renew_after = self.clock.elapsed() + RENEWAL_PAUSE;
        if let Some(held) = &mut *self.held.write().unwrap_or_else(PoisonError::into_inner) {
            held.renew_after = renew_after;
        }
    }

    fn standing(&self) -> Standing {
        let held = self.held.read().unwrap_or_else(PoisonError::into_inner);
        let Some(Held { credentials, expires_at, renew_after }) = held.clone() else {
            return Standing::Gone;
        };
        match expires_at.duration_since(self.clock.now()) {
            Err(_) | Ok(Duration::ZERO) => Standing::Gone,
            Ok(left) if left < RENEW_BEFORE && self.clock.elapsed() >= renew_after => {
                Standing::Ageing(credentials)
            }
            Ok(_) => Standing::Fresh(credentials),
        }
    }
}

impl Default for EcsAgency {
    fn default() -> Self {
        Self::new()
    }
}

impl ProvideCredentials for EcsAgency {
    fn provide(&self) -> CredentialsFuture<'_> {
        Box::pin(async {
            let absent = |reason| Error::no_credentials(format!("{}: {reason}", self.name()));
            self.find().await.map_err(absent)
        })
    }
}

impl fmt::Debug for EcsAgency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EcsAgency").field("metadata", &self.metadata).finish_non_exhaustive()
    }
}
