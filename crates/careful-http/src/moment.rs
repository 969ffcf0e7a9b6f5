//! Times as services write them, and as they are shown. Pure.

use std::{
    cmp::Ordering,
    ops::Range,
    time::{Duration, SystemTime},
};

/// The last second that these formats can write: the end of the year 9999.
const LATEST: Duration = Duration::from_secs(253_402_300_799);

/// The nearest time that can be written: within the years 1970 to 9999.
fn writable(time: SystemTime) -> SystemTime {
    let since_epoch = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    SystemTime::UNIX_EPOCH + since_epoch.min(LATEST)
}

/// Writes `2026-07-04T11:22:33Z`.
pub fn format_rfc3339(time: SystemTime) -> String {
    humantime::format_rfc3339_seconds(writable(time)).to_string()
}

/// Writes `20260704T112233Z`, the form of `X-Sdk-Date`.
pub fn format_basic(time: SystemTime) -> String {
    let mut date = format_rfc3339(time);
    date.retain(|c| c != '-' && c != ':');
    date
}

/// Reads `20260704T112233Z` and nothing else.
pub fn parse_basic(text: &str) -> Option<SystemTime> {
    if text.len() != 16 || text.get(8..9) != Some("T") || text.get(15..) != Some("Z") {
        return None;
    }
    let part = |range: Range<usize>| text.get(range).and_then(number);
    let day = day(part(0..4)?, part(4..6)?, part(6..8)?)?;
    let time = time_of_day(part(9..11)?, part(11..13)?, part(13..15)?)?;
    at(day * DAY + time, 0)
}

/// A time as a service wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_enums, reason = "a time has a zone or it has none")]
pub enum Moment {
    /// A point in time.
    Instant(SystemTime),
    /// What a clock showed in a zone that is not told; as it would be in UTC.
    Local(SystemTime),
}

/// How far a zone's clock is ahead of UTC at most, and behind it.
const AHEAD: Duration = Duration::from_secs(14 * 3600);
const BEHIND: Duration = Duration::from_secs(12 * 3600);

impl Moment {
    /// The time itself, in UTC where no zone is told.
    pub fn nominal(self) -> SystemTime {
        match self {
            Self::Instant(time) | Self::Local(time) => time,
        }
    }

    /// Which of two is later; `None` if an unknown zone would decide. Two times of one service without
    /// a zone are taken for times of the same zone.
    pub fn order(self, other: Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Instant(one), Self::Instant(other)) | (Self::Local(one), Self::Local(other)) => {
                Some(one.cmp(&other))
            }
            (Self::Local(clock), Self::Instant(time)) => {
                if time.checked_add(AHEAD)? < clock {
                    return Some(Ordering::Greater);
                }
                (clock.checked_add(BEHIND)? < time).then_some(Ordering::Less)
            }
            (Self::Instant(_), Self::Local(_)) => other.order(self).map(Ordering::reverse),
        }
    }

    /// Reads a time in any form that is known of services:
    ///
    /// - RFC 3339 and what comes near it: `2026-11-24T10:00:00.316Z`, any offset (`+08:00`, `+0800`,
    ///   `+08`), `/` between the numbers of the date, a space for the `T`, lower case, no seconds, a
    ///   leap second, no zone;
    /// - `20261124100000`, the vendor's own form, which is UTC;
    /// - seconds or milliseconds since 1970;
    /// - `Tue, 24 Nov 2026 10:00:00 GMT`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(time) = parse_digits(text) {
            return Some(Self::Instant(time));
        }
        parse_calendar(text).or_else(|| httpdate::parse_http_date(text).ok().map(Self::Instant))
    }
}

/// Reads `20261124100000`, or the seconds or milliseconds since 1970. These have 10 and 13 digits since
/// 2001; what has another number of digits is of a form that is not known, `202611241000` for instance.
fn parse_digits(text: &str) -> Option<SystemTime> {
    let (digits, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let number = number(digits)?;
    let nanos = nanos_of(fraction)?;
    let since_epoch = match (digits.len(), nanos) {
        (10, _) => Duration::new(number, nanos),
        (13, 0) => Duration::from_millis(number),
        (14, 0) => {
            let part = |range: Range<usize>| digits.get(range).and_then(self::number);
            let day = day(part(0..4)?, part(4..6)?, part(6..8)?)?;
            let time = time_of_day(part(8..10)?, part(10..12)?, part(12..14)?)?;
            return at(day * DAY + time, 0);
        }
        _ => return None,
    };
    SystemTime::UNIX_EPOCH.checked_add(since_epoch)
}

/// Reads `2026-11-24T10:00:00.316+08:00` and its relatives.
fn parse_calendar(text: &str) -> Option<Moment> {
    let (date, rest) = (text.get(..10)?, text.get(10..)?);
    let divider = date.get(4..5).filter(|divider| ["-", "/"].contains(divider))?;
    if date.get(7..8) != Some(divider) {
        return None;
    }
    let day = day(number(date.get(..4)?)?, number(date.get(5..7)?)?, number(date.get(8..)?)?)?;
    let rest = rest.strip_prefix(['T', 't', ' ', '_'])?.trim_start();
    let (hour, minute) = (number(rest.get(..2)?)?, number(rest.get(3..5)?)?);
    let mut rest = rest.get(5..).filter(|_| rest.get(2..3) == Some(":"))?;
    let (mut second, mut nanos) = (0, 0);
    if let Some(after) = rest.strip_prefix(':') {
        second = number(after.get(..2)?)?;
        rest = after.get(2..)?;
        if let Some(after) = rest.strip_prefix(['.', ',']) {
            let end = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
            nanos = nanos_of(after.get(..end)?)?;
            rest = after.get(end..)?;
        }
    }
    let clock = day * DAY + time_of_day(hour, minute, second)?;
    match rest.trim_start() {
        "" => at(clock, nanos).map(Moment::Local),
        zone => at(clock - offset(zone)?, nanos).map(Moment::Instant),
    }
}

/// How many seconds a zone is ahead of UTC.
fn offset(zone: &str) -> Option<i64> {
    if ["z", "utc", "gmt"].iter().any(|utc| utc.eq_ignore_ascii_case(zone)) {
        return Some(0);
    }
    let (sign, digits) = match zone.strip_prefix('+') {
        Some(digits) => (1, digits),
        None => (-1, zone.strip_prefix('-')?),
    };
    let (hours, minutes) = match digits.len() {
        2 => (digits, "00"),
        4 => digits.split_at_checked(2)?,
        5 => digits.split_once(':').filter(|(hours, _)| hours.len() == 2)?,
        _ => return None,
    };
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    let seconds = i64::try_from(hours * 3600 + minutes * 60).ok()?;
    (hours < 24 && minutes < 60).then_some(sign * seconds)
}

const DAY: i64 = 86_400;

fn number(digits: &str) -> Option<u64> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

/// The digits after the point; what is finer than a nanosecond is cut off.
fn nanos_of(digits: &str) -> Option<u32> {
    let plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    let nine = format!("{digits:0<9}");
    nine.get(..9).filter(|_| plain)?.parse().ok()
}

/// How many days lie between 1970 and a day of the Gregorian calendar.
fn day(year: u64, month: u64, day: u64) -> Option<i64> {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => return None,
    };
    if day == 0 || day > days || year > 9999 {
        return None;
    }
    // The year is counted from March, so that the leap day is its last.
    let (year, month) =
        if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let leap_days = year / 4 - year / 100 + year / 400;
    let days = year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1;
    const FROM_MARCH_OF_YEAR_0: i64 = 719_468;
    Some(i64::try_from(days).ok()? - FROM_MARCH_OF_YEAR_0)
}

/// A leap second is the first one after it.
fn time_of_day(hour: u64, minute: u64, second: u64) -> Option<i64> {
    let seconds = hour * 3600 + minute * 60 + second;
    (hour < 24 && minute < 60 && second <= 60).then(|| i64::try_from(seconds).ok()).flatten()
}

fn at(seconds: i64, nanos: u32) -> Option<SystemTime> {
    let whole = Duration::from_secs(seconds.unsigned_abs());
    let time = match seconds < 0 {
        true => SystemTime::UNIX_EPOCH.checked_sub(whole)?,
        false => SystemTime::UNIX_EPOCH.checked_add(whole)?,
    };
    time.checked_add(Duration::from_nanos(nanos.into()))
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

    fn instant(text: &str) -> String {
        match Moment::parse(text) {
            Some(Moment::Instant(time)) => humantime::format_rfc3339(time).to_string(),
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_known_form_is_read() {
        for text in [
            "2026-11-24T10:00:00Z",
            "2026-11-24T10:00:00.000Z",
            "2026-11-24t10:00:00z",
            "2026-11-24 10:00:00Z",
            "2026-11-24T10:00Z",
            "2026-11-24T09:59:60Z",
            "2026-11-24T10:00:00-00:00",
            "2026-11-24T18:00:00+08:00",
            "2026-11-24T18:00:00+0800",
            "2026-11-24T18:00:00+08",
            "2026-11-24T18:00+08:00",
            "2026-11-24 18:00:00.000000000000 +0800",
            "2026-11-23T22:00:00,0-12:00",
            "2026/11/24 10:00:00 UTC",
            "2026/11/24 18:00:00+08:00",
            "20261124100000",
            "1795514400",
            "1795514400.0",
            "1795514400000",
            " 2026-11-24T10:00:00Z\n",
            "Tue, 24 Nov 2026 10:00:00 GMT",
        ] {
            assert_eq!(instant(text), "2026-11-24T10:00:00Z", "{text}");
        }
        assert_eq!(instant("2016-12-31T23:59:60.5Z"), "2017-01-01T00:00:00.500000000Z");
        assert_eq!(instant("2024-02-29T00:00:00.316Z"), "2024-02-29T00:00:00.316000000Z");
        assert_eq!(instant("1712734529.316"), "2024-04-10T07:35:29.316000000Z");
        for text in ["2026-11-24T10:00:00", "2026-11-24 10:00:00", "2026/11/24 10:00"] {
            assert!(matches!(Moment::parse(text), Some(Moment::Local(_))), "{text}");
        }
        let before_1970 = Moment::parse("1969-12-31T23:59:59Z");
        let second = SystemTime::UNIX_EPOCH - Duration::from_secs(1);
        assert_eq!(before_1970, Some(Moment::Instant(second)));
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "",
            "?",
            "2026",
            "20261124",
            "202611241000",
            "12345678901",
            "2026-11-24",
            "2026-11-24T",
            "2026-11-24T10",
            "2026-11/24T10:00:00Z",
            "2026-13-24T10:00:00Z",
            "2026-11-31T10:00:00Z",
            "2023-02-29T10:00:00Z",
            "2026-11-24T24:00:00Z",
            "2026-11-24T10:60:00Z",
            "2026-11-24T10:00:61Z",
            "2026-11-24T10:00:00.Z",
            "2026-11-24T10:00:00+24:00",
            "2026-11-24T10:00:00+8",
            "2026-11-24T10:00:00+08:00:00",
            "2026-11-24T10:00:00 CST",
            "2026-11-24T10.00.00Z",
            "20261324100000",
            "12345678",
            "123456789012345",
            "-1795514400",
            "+1795514400",
            "10:00:00",
            "2026-11-24Tü0:00:00Z",
            "0000-01-01T00:00:00Z",
        ] {
            assert_eq!(Moment::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_time_without_a_zone_is_ordered_where_no_zone_could_change_it() {
        let order = |one, other| Moment::parse(one).unwrap().order(Moment::parse(other).unwrap());
        let zoned = "2026-11-24T10:00:00Z";
        assert_eq!(order("2026-11-24 10:00:00", "2026/11/24 09:00:00"), Some(Ordering::Greater));
        assert_eq!(order("2026-11-25 00:00:01", zoned), Some(Ordering::Greater));
        assert_eq!(order("2026-11-25 00:00:00", zoned), None);
        assert_eq!(order("2026-11-23 22:00:00", zoned), None);
        assert_eq!(order(zoned, "2026-11-23 21:59:59"), Some(Ordering::Greater));
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

        #[test]
        fn a_time_is_read_whatever_its_zone_and_form(
            seconds in 0..=LATEST.as_secs() - 86_400,
            nanos in 0_u32..1_000_000_000,
            minutes in -1439_i64..1440,
            divider in prop::sample::select(vec!["-", "/"]),
            between in prop::sample::select(vec!["T", "t", " "]),
            colon in prop::sample::select(vec!["", ":"]),
            space in prop::sample::select(vec!["", " "]),
        ) {
            let time = SystemTime::UNIX_EPOCH + Duration::new(seconds, nanos);
            let away = Duration::from_secs(minutes.unsigned_abs() * 60);
            let clock = if minutes < 0 { time - away } else { time + away };
            prop_assume!(clock >= SystemTime::UNIX_EPOCH);
            let written = humantime::format_rfc3339_nanos(clock).to_string();
            let (date, clock) = written.trim_end_matches('Z').split_once('T').unwrap();
            let date = date.replace('-', divider);
            let sign = if minutes < 0 { "-" } else { "+" };
            let (hours, rest) = (minutes.abs() / 60, minutes.abs() % 60);
            let text = format!("{date}{between}{clock}{space}{sign}{hours:02}{colon}{rest:02}");
            prop_assert_eq!(Moment::parse(&text), Some(Moment::Instant(time)), "{}", text);
            let zulu = humantime::format_rfc3339_nanos(time).to_string();
            prop_assert_eq!(Moment::parse(&zulu), Some(Moment::Instant(time)));
            prop_assert_eq!(Moment::parse(&zulu.to_lowercase()), Some(Moment::Instant(time)));
            let local = zulu.trim_end_matches('Z');
            prop_assert_eq!(Moment::parse(local), Some(Moment::Local(time)));
        }

        #[test]
        fn any_text_is_a_moment_or_none(
            text in ".*",
            near in "[0-9]{4}[-/ü][0-9]{2}[-/][0-9]{2}[Tt _ü][0-9:.,]{0,14}[Zz+ü:0-9-]{0,7}",
            digits in "[0-9]{0,22}[.]?[0-9]{0,3}",
        ) {
            for text in [text, near, digits] {
                Moment::parse(&text);
            }
        }

        #[test]
        fn a_clock_of_any_zone_is_never_put_on_the_wrong_side(
            time in 200_000_u64..1 << 31,
            other in 200_000_u64..1 << 31,
            minutes in -720_i64..=840,
        ) {
            let at = |seconds| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            let shown = at(time.checked_add_signed(minutes * 60).unwrap());
            let order = Moment::Local(shown).order(Moment::Instant(at(other)));
            prop_assert!(order.is_none_or(|order| order == time.cmp(&other)));
        }
    }
}
