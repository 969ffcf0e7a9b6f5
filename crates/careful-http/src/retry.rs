//! What is tried again, and after which wait. Pure: time and chance are arguments.

use std::time::{Duration, SystemTime};

use http::StatusCode;

/// How often and how long a failed request is tried again.
///
/// Retried are 429, 5xx, connections that failed or broke, and incomplete answers. An operation that is not
/// idempotent is retried only if it surely was not carried out (429, or no connection). A 401 or 403 is never
/// retried: after more than 5 failures in a row, the gateway locks the access key for 5 minutes.
///
/// The wait before attempt *n* is random, between zero and
/// `base_delay` · 2<sup>n-2</sup>, at most `max_delay`, and is never shorter than `Retry-After`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryPolicy {
    /// Attempts in all, the first included; 0 counts as 1. Default: 5.
    pub max_attempts: u32,
    /// The longest wait before the second attempt. Default: 0.5 s.
    pub base_delay: Duration,
    /// The longest wait before any attempt, unless `Retry-After` asks for more. Default: 20 s.
    pub max_delay: Duration,
    /// The time for one operation, all attempts and waits together. Default: 2 minutes.
    ///
    /// A client that was given no project first finds it, once: that takes up to one
    /// `attempt_timeout` for credentials and one `deadline` for IAM, before the first call's own time.
    pub deadline: Duration,
    /// The time for one attempt, from the connection to the last byte. Default: 30 s.
    pub attempt_timeout: Duration,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self {
            max_attempts: 5,
            base_delay: Duration::from_millis(500),
            max_delay: Duration::from_secs(20),
            deadline: Duration::from_secs(120),
            attempt_timeout: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// A policy that never tries again.
    pub fn never() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    /// Sets [`RetryPolicy::max_attempts`].
    #[must_use]
    pub fn with_max_attempts(self, max_attempts: u32) -> Self {
        Self { max_attempts, ..self }
    }

    /// Sets [`RetryPolicy::base_delay`].
    #[must_use]
    pub fn with_base_delay(self, base_delay: Duration) -> Self {
        Self { base_delay, ..self }
    }

    /// Sets [`RetryPolicy::max_delay`].
    #[must_use]
    pub fn with_max_delay(self, max_delay: Duration) -> Self {
        Self { max_delay, ..self }
    }

    /// Sets [`RetryPolicy::deadline`].
    #[must_use]
    pub fn with_deadline(self, deadline: Duration) -> Self {
        Self { deadline, ..self }
    }

    /// Sets [`RetryPolicy::attempt_timeout`].
    #[must_use]
    pub fn with_attempt_timeout(self, attempt_timeout: Duration) -> Self {
        Self { attempt_timeout, ..self }
    }

    /// The time that the next attempt may take. Returns `None` once the deadline has passed.
    pub fn time_for_attempt(&self, elapsed: Duration) -> Option<Duration> {
        let left = self.deadline.checked_sub(elapsed).filter(|left| !left.is_zero())?;
        Some(left.min(self.attempt_timeout))
    }

    /// The wait before the next attempt. `None` if there shall be no other attempt.
    ///
    /// `attempt` counts from 1, `elapsed` is the operation's time so far, and `jitter` chooses a
    /// duration up to the one it is given.
    pub fn wait_after(
        &self,
        outcome: Outcome,
        repeat: Idempotency,
        attempt: u32,
        elapsed: Duration,
        jitter: impl FnOnce(Duration) -> Duration,
    ) -> Result<Duration, GiveUp> {
        let retry_after = outcome.retry_after(repeat).ok_or(GiveUp::Permanent)?;
        if attempt >= self.max_attempts.max(1) {
            return Err(GiveUp::AttemptsUsed);
        }
        let doublings = 2_u32.saturating_pow(attempt.saturating_sub(1));
        let ceiling = self.base_delay.saturating_mul(doublings).min(self.max_delay);
        let wait = jitter(ceiling).min(ceiling).max(retry_after);
        match elapsed.checked_add(wait) {
            Some(end) if end < self.deadline => Ok(wait),
            _ => Err(GiveUp::DeadlineNear),
        }
    }
}

/// Why an operation is not retried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum GiveUp {
    /// Another attempt would end the same way, or could do harm.
    Permanent,
    /// [`RetryPolicy::max_attempts`] were made.
    AttemptsUsed,
    /// The wait would not leave time for another attempt before the deadline.
    DeadlineNear,
}

/// Whether sending a request twice has the same effect as sending it once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "there is no third answer")]
pub enum Idempotency {
    /// It has the same effect.
    Idempotent,
    /// It may have another effect, or nobody knows.
    NotIdempotent,
}

/// How an attempt ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "whoever makes an attempt says how it ended")]
pub enum Outcome {
    /// A whole answer came.
    Answered {
        /// Its status.
        status: StatusCode,
        /// The least wait that it asks for.
        retry_after: Option<Duration>,
    },
    /// An answer that says itself that another attempt may do better, whatever its status.
    Passing {
        /// The least wait that it asks for.
        retry_after: Option<Duration>,
    },
    /// No connection was made: nothing was sent.
    NotConnected,
    /// The request went out, at least in part, and no whole answer came back.
    Broken,
    /// The request or its answer is at fault; the same would happen again.
    Refused,
}

impl Outcome {
    /// The least wait before another attempt. `None` if another attempt is pointless.
    fn retry_after(self, repeat: Idempotency) -> Option<Duration> {
        match self {
            Self::NotConnected => Some(Duration::ZERO),
            Self::Passing { retry_after } if repeat == Idempotency::Idempotent => {
                Some(retry_after.unwrap_or_default())
            }
            Self::Broken if repeat == Idempotency::Idempotent => Some(Duration::ZERO),
            Self::Answered { status, retry_after }
                if status == StatusCode::TOO_MANY_REQUESTS
                    || (status.is_server_error() && repeat == Idempotency::Idempotent) =>
            {
                Some(retry_after.unwrap_or_default())
            }
            _ => None,
        }
    }
}

/// Reads `Retry-After`: seconds, or a date. A date in the past means now.
pub fn parse_retry_after(value: &str, now: SystemTime) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse::<u64>() {
        return Some(Duration::from_secs(seconds));
    }
    let date = httpdate::parse_http_date(value).ok()?;
    Some(date.duration_since(now).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::time::UNIX_EPOCH;

    use super::*;

    const IDEMPOTENT: Idempotency = Idempotency::Idempotent;
    const NOT_IDEMPOTENT: Idempotency = Idempotency::NotIdempotent;

    fn answered(status: u16) -> Outcome {
        Outcome::Answered { status: StatusCode::from_u16(status).unwrap(), retry_after: None }
    }

    fn longest_wait(outcome: Outcome, repeat: Idempotency, attempt: u32) -> Option<Duration> {
        let policy = RetryPolicy::default().with_max_attempts(20);
        policy.wait_after(outcome, repeat, attempt, Duration::ZERO, |ceiling| ceiling).ok()
    }

    #[test]
    fn what_is_tried_again_depends_on_the_outcome_and_the_operation() {
        let table = [
            (answered(200), false, false),
            (answered(400), false, false),
            (answered(401), false, false),
            (answered(403), false, false),
            (answered(404), false, false),
            (answered(429), true, true),
            (answered(500), true, false),
            (answered(502), true, false),
            (answered(503), true, false),
            (answered(504), true, false),
            (Outcome::NotConnected, true, true),
            (Outcome::Broken, true, false),
            (Outcome::Refused, false, false),
        ];
        for (outcome, idempotent, otherwise) in table {
            assert_eq!(longest_wait(outcome, IDEMPOTENT, 1).is_some(), idempotent, "{outcome:?}");
            let other = longest_wait(outcome, NOT_IDEMPOTENT, 1).is_some();
            assert_eq!(other, otherwise, "{outcome:?} of an operation that is not idempotent");
        }
    }

    #[test]
    fn waits_double_up_to_the_longest() {
        let waits: Vec<_> = (1..9)
            .map(|attempt| longest_wait(answered(503), IDEMPOTENT, attempt).unwrap().as_millis())
            .collect();
        assert_eq!(waits, [500, 1000, 2000, 4000, 8000, 16000, 20000, 20000]);
    }

    #[test]
    fn jitter_can_shorten_a_wait_but_not_below_retry_after() {
        let policy = RetryPolicy::default();
        let wait = |retry_after: Option<u64>| {
            let outcome = Outcome::Answered {
                status: StatusCode::SERVICE_UNAVAILABLE,
                retry_after: retry_after.map(Duration::from_secs),
            };
            policy.wait_after(outcome, IDEMPOTENT, 1, Duration::ZERO, |_| Duration::ZERO)
        };
        assert_eq!(wait(None), Ok(Duration::ZERO));
        assert_eq!(wait(Some(7)), Ok(Duration::from_secs(7)));
    }

    #[test]
    fn no_wait_goes_past_the_deadline_or_the_last_attempt() {
        let policy = RetryPolicy::default();
        let wait = |attempt, elapsed| {
            let elapsed = Duration::from_secs(elapsed);
            policy.wait_after(answered(503), IDEMPOTENT, attempt, elapsed, |ceiling| ceiling)
        };
        assert_eq!(wait(4, 100), Ok(Duration::from_secs(4)));
        assert_eq!(wait(4, 116), Err(GiveUp::DeadlineNear));
        assert_eq!(wait(5, 0), Err(GiveUp::AttemptsUsed));
        assert_eq!(wait(u32::MAX, 0), Err(GiveUp::AttemptsUsed));
        assert_eq!(policy.time_for_attempt(Duration::ZERO), Some(Duration::from_secs(30)));
        assert_eq!(
            policy.time_for_attempt(Duration::from_secs(100)),
            Some(Duration::from_secs(20))
        );
        assert_eq!(policy.time_for_attempt(Duration::from_secs(120)), None);
    }

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let now = UNIX_EPOCH + Duration::from_secs(784_111_777);
        let table = [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:47 GMT", Some(10)),
            ("Sun, 06 Nov 1994 08:49:27 GMT", Some(0)),
            ("-1", None),
            ("soon", None),
            ("", None),
        ];
        for (value, seconds) in table {
            assert_eq!(parse_retry_after(value, now), seconds.map(Duration::from_secs), "{value}");
        }
    }
}
