//! Dates as the service, its gateway and its callers write them.

use std::time::{Duration, SystemTime};

use crate::clock::since_epoch;

/// Writes `2026-07-04T11:22:33.000Z`.
pub(crate) fn format_rfc3339(time: SystemTime) -> String {
    let millis = Duration::from_millis(u64::try_from(since_epoch(time).as_millis()).unwrap_or(0));
    humantime::format_rfc3339_millis(SystemTime::UNIX_EPOCH + millis).to_string()
}

/// Writes `20260704T112233Z`, the form of `X-Sdk-Date`.
pub(crate) fn format_basic(time: SystemTime) -> String {
    let mut date = humantime::format_rfc3339_seconds(time).to_string();
    date.retain(|c| c != '-' && c != ':');
    date
}

/// Reads `20260704T112233Z` and nothing else.
pub(crate) fn parse_basic(text: &str) -> Option<SystemTime> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 8 || time.len() != 6 || !digits(day) || !digits(time) {
        return None;
    }
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &day[..4],
        &day[4..6],
        &day[6..],
        &time[..2],
        &time[2..4],
        &time[4..]
    );
    humantime::parse_rfc3339(&text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again_and_nothing_else_is() {
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_783_164_153);
        assert_eq!(format_basic(time), "20260704T112233Z");
        assert_eq!(parse_basic("20260704T112233Z"), Some(time));
        assert_eq!(format_rfc3339(time), "2026-07-04T11:22:33.000Z");
        let wrong = [
            "",
            "20260704T112233",
            "20260704112233Z",
            "2026-07-04T11:22:33Z",
            "20260230T112233Z",
            "20260704T242233Z",
            "+0260704T112233Z",
            "2026070üT11223Z",
            "20260704T112233ZZ",
        ];
        assert!(wrong.into_iter().all(|text| parse_basic(text).is_none()));
    }
}
