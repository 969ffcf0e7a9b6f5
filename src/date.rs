//! Dates as they go over the wire and are shown. Pure.

use std::time::{Duration, SystemTime};

/// The last second that these formats can write: the end of the year 9999.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

/// The nearest time that can be written: within the years 1970 to 9999.
fn writable(time: SystemTime) -> SystemTime {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + since_epoch.min(LATEST)
}

/// Writes `2026-07-04T11:22:33Z`.
pub(crate) fn format_rfc3339(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(writable(time)).to_string()
}

/// Writes `20260704T112233Z`, the form of `X-Sdk-Date`.
pub(crate) fn format_basic(time: SystemTime) -> String {
    let mut date = format_rfc3339(time);
    date.retain(|c| c != '-' && c != ':');
    date
}

/// Reads `20260704T112233Z` and nothing else.
pub(crate) fn parse_basic(text: &str) -> Option<SystemTime> {
    let digits = |range: std::ops::Range<usize>| {
        text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    if text.len() != 16 || text.get(8..9) != Some("T") || text.get(15..) != Some("Z") {
        return None;
    }
    let (year, month, day) = (digits(0..4)?, digits(4..6)?, digits(6..8)?);
    let (hour, minute, second) = (digits(9..11)?, digits(11..13)?, digits(13..15)?);
    humantime::parse_rfc3339(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}Z")).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn any_clock_can_be_written() {
        let far = Duration::from_secs(1 << 40);
        assert_eq!(format_basic(SystemTime::UNIX_EPOCH - far), "19700101T000000Z");
        assert_eq!(format_basic(SystemTime::UNIX_EPOCH + far), "99991231T235959Z");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(seconds in 0..=LATEST.as_secs()) {
            let time = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            prop_assert_eq!(parse_basic(&format_basic(time)), Some(time));
        }

        #[test]
        fn any_text_is_read_or_refused(text in ".*", digits in "[0-9TZ+ü]{14,17}") {
            parse_basic(&text);
            parse_basic(&digits);
        }
    }
}
