//! Values checked once, at the border: identifiers, lifetimes and secret text.

use std::time::Duration;

pub use huaweicloud_core::{
    InvalidValue, ProjectId, SecretText,
    iam::newtypes::*,
    paging::{Limit, Offset},
};

pub use crate::generated::newtypes::{
    BackupId, Expiration, InstanceAddress, InstanceId, InstanceName, InstanceStatus, InstanceTags,
    RecordTime, Remark,
};

impl Expiration {
    /// The lifetime used where none is asked for: 30 minutes.
    pub const DEFAULT: Self = Self::literal(1800);

    /// A lifetime of this many seconds.
    ///
    /// # Errors
    /// Below [`Expiration::MIN`] or above [`Expiration::MAX`].
    pub fn from_secs(seconds: u64) -> Result<Self, InvalidValue> {
        Self::try_from(seconds)
    }
}

impl Default for Expiration {
    fn default() -> Self {
        Self::DEFAULT
    }
}

/// Whole seconds only: the service knows nothing finer, and a silent cut would hide a mistake.
impl TryFrom<Duration> for Expiration {
    type Error = InvalidValue;

    fn try_from(duration: Duration) -> Result<Self, Self::Error> {
        if duration.subsec_nanos() != 0 {
            let seconds = duration.as_secs_f64();
            let problem = format!("{seconds} s is not a whole number of seconds");
            return Err(InvalidValue::new(Self::LIMITS.field, problem));
        }
        Self::try_from(duration.as_secs())
    }
}

impl From<Expiration> for Duration {
    fn from(expiration: Expiration) -> Self {
        Self::from_secs(expiration.get().unsigned_abs())
    }
}
