//! The agency of an Elastic Cloud Server (ECS) as a provider: keeps keys, and renews them in time.

use std::{
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, SystemTime},
};

use crate::credentials::{
    keys::Credentials,
    metadata::{Address, Metadata, Temporary},
    provider::{CredentialsFuture, ProvideCredentials},
};
use careful_http::{Clock, Error, InvalidValue, SystemClock};

use crate::attempts::Attempts;

/// Keys are renewed when they are valid for less than this, as in the official SDKs.
const RENEW_BEFORE: Duration = Duration::from_secs(40 * 60);
/// The least time between two renewals while keys are still valid.
const RENEWAL_PAUSE: Duration = Duration::from_secs(60);
/// The longest that a call with valid keys is held up by a renewal. It must end before the
/// call's own time ends, and a provider does not know that time.
const EARLY_RENEWAL: Duration = Duration::from_secs(1);
const STEP_TIMEOUT: Duration = Duration::from_secs(3);

/// The temporary keys of the agency of an Elastic Cloud Server (ECS).
///
/// They come from the metadata address of the server, `http://169.254.169.254`, without a proxy. They are renewed
/// when they are valid for less than 40 minutes. Concurrent calls share one renewal and, if it fails, its failure.
/// While the old keys are valid, only one call renews, for at most one second. If that fails or is dropped, the old
/// keys are used, and the next attempt comes a minute later.
///
/// ```
/// use huaweicloud_core::{CredentialsChain, EcsAgency, ProvideCredentials};
///
/// fn provider(on_a_server: bool) -> Box<dyn ProvideCredentials> {
///     match on_a_server {
///         true => Box::new(EcsAgency::new()),
///         false => Box::new(CredentialsChain::new()),
///     }
/// }
/// # let _ = provider(true);
/// ```
#[must_use]
pub struct EcsAgency {
    metadata: Metadata,
    clock: Arc<dyn Clock>,
    held: RwLock<Option<Held>>,
    renewals: Attempts<String>,
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
        Self { metadata, clock, held: RwLock::default(), renewals: Attempts::default() }
    }

    /// Asks a stand-in for the metadata service, for tests.
    ///
    /// # Errors
    /// The URL is not on loopback, or has more than scheme, host and port.
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

    /// Your own time, for tests.
    pub fn clock(self, clock: impl Clock) -> Self {
        Self { clock: Arc::new(clock), ..self }
    }

    pub(super) fn name(&self) -> String {
        format!("ECS agency at {}", self.metadata.address)
    }

    pub(super) async fn find(&self) -> Result<Credentials, String> {
        match self.standing() {
            Standing::Fresh(credentials) => Ok(credentials),
            Standing::Ageing(credentials) => Ok(self.renew_early(credentials).await),
            Standing::Gone => self.renewals.share(self.renew()).await,
        }
    }

    /// Fetches new keys, unless another call did while this one waited.
    async fn renew(&self) -> Result<Credentials, String> {
        match self.standing() {
            Standing::Fresh(credentials) | Standing::Ageing(credentials) => Ok(credentials),
            Standing::Gone => self.fetch().await,
        }
    }

    /// New keys, or the old ones where these can't be had in time or another call sees to it.
    async fn renew_early(&self, old: Credentials) -> Credentials {
        if !self.postpone() {
            return old;
        }
        let fetched = tokio::time::timeout(EARLY_RENEWAL, self.fetch()).await;
        fetched.unwrap_or_else(|_| Err("no keys within a second".to_owned())).unwrap_or_else(
            |reason| {
                tracing::warn!(reason, "the keys of the ECS agency could not be renewed");
                old
            },
        )
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

    /// Puts the next early renewal off before this one begins, so that one that is dropped does not
    /// hold up the next call too. Tells whether this call is to renew; of several, one is.
    fn postpone(&self) -> bool {
        let now = self.clock.elapsed();
        match &mut *self.held.write().unwrap_or_else(PoisonError::into_inner) {
            Some(held) if now >= held.renew_after => {
                held.renew_after = now + RENEWAL_PAUSE;
                true
            }
            _ => false,
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
