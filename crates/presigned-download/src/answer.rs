//! What an answer with a file's bytes is worth: its framing, its coding, its range and its version, before
//! any of its body is read.

use std::time::SystemTime;

use http::{
    HeaderMap, HeaderName, StatusCode,
    header::{
        CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, DATE, ETAG, LAST_MODIFIED, TRANSFER_ENCODING,
    },
};
use reqwest::Response;

use crate::{
    identity::{Identity, Validators},
    request::Wanted,
};

/// The bytes of a file, from `start` on.
pub(crate) struct Answer {
    /// The file's, not the body's. `None` if it is not told before the end.
    pub(crate) length: Option<u64>,
    pub(crate) validators: Validators,
    pub(crate) start: u64,
    /// One past the last byte that belongs to the file. `None` if that is where the body ends.
    pub(crate) end: Option<u64>,
    pub(crate) body: Response,
}

impl Answer {
    /// Whether it can be of this version of the file; a length that it does not tell may be any.
    pub(crate) fn is_of(&self, known: &Identity) -> bool {
        self.length.is_none_or(|length| length == known.length)
            && self.end.is_none_or(|end| end <= known.length)
            && known.validators.agree_with(&self.validators)
    }

    /// Whether a file that nothing is known of can be begun with it: it is all of the file, or other answers
    /// can be told to be of the same version.
    pub(crate) fn can_be_begun_with(&self) -> bool {
        let is_whole = self.start == 0 && self.end == self.length;
        is_whole || (self.length.is_some() && self.validators.are_strong())
    }
}

/// How HTTP tells where a body ends, by RFC 9112, section 6.3. hyper has applied it: headers that it passed
/// over are not read again.
enum Framing {
    /// After so many bytes.
    Length(u64),
    /// By a mark of its own.
    Chunked,
    /// With the connection: one that broke looks the same.
    UntilClose,
}

/// What its headers say.
pub(crate) struct Claims {
    length: Option<u64>,
    validators: Validators,
    start: u64,
    end: Option<u64>,
}

impl Claims {
    pub(crate) fn of(self, mut body: Response) -> Answer {
        // Their values are slices of the connection's buffer: on one used before, they would hold as much
        // memory as a large read until the body ends.
        body.headers_mut().clear();
        let Self { length, validators, start, end } = self;
        Answer { length, validators, start, end, body }
    }
}

/// Reads the headers of a 200 or a 206, or says what is wrong with them. An answer without a date was given
/// `now`.
pub(crate) fn read(
    response: &Response,
    wanted: Wanted,
    now: SystemTime,
) -> Result<Claims, &'static str> {
    let headers = response.headers();
    check_content(headers)?;
    let framing = framing(response)?;
    let (start, end, length) = if response.status() == StatusCode::OK {
        match framing {
            Framing::Length(length) => (0, Some(length), Some(length)),
            // The mark of its end says that it is whole.
            Framing::Chunked => (0, None, None),
            Framing::UntilClose => return Err("does not say how long the file is"),
        }
    } else {
        let range = single(headers, &CONTENT_RANGE).and_then(content_range);
        let (first, last, length) = range.ok_or("has no readable Content-Range")?;
        if matches!(framing, Framing::Length(stated) if stated != last - first + 1) {
            return Err("has a Content-Length that is not its Content-Range's");
        }
        (first, Some(last + 1), length)
    };
    // A range may end before the one that was asked for, and is cut where it goes on behind it.
    if response.status() == StatusCode::PARTIAL_CONTENT && start != wanted.start() {
        return Err("has a Content-Range that was not asked for");
    }
    let answered = single(headers, &DATE).and_then(|date| httpdate::parse_http_date(date).ok());
    let (etag, modified) = (single(headers, &ETAG), single(headers, &LAST_MODIFIED));
    let validators = Validators::new(etag, modified, answered.unwrap_or(now));
    Ok(Claims { length, validators, start, end })
}

/// Refuses what is not the file's own bytes.
fn check_content(headers: &HeaderMap) -> Result<(), &'static str> {
    let is_kind = |kind: &str| {
        let stated = text(headers, &CONTENT_TYPE).unwrap_or_default().as_bytes();
        stated.get(..kind.len()).is_some_and(|start| start.eq_ignore_ascii_case(kind.as_bytes()))
    };
    if is_kind("text/html") {
        return Err("is an HTML page");
    }
    if is_kind("multipart/") {
        return Err("has several parts where one was asked for");
    }
    if codings(headers, &CONTENT_ENCODING).any(|coding| !coding.eq_ignore_ascii_case("identity")) {
        return Err("is compressed or otherwise encoded (Content-Encoding)");
    }
    Ok(())
}

fn framing(response: &Response) -> Result<Framing, &'static str> {
    if let Some(length) = response.content_length() {
        return Ok(Framing::Length(length));
    }
    let mut codings = codings(response.headers(), &TRANSFER_ENCODING);
    match (codings.next(), codings.next()) {
        (None, _) => Ok(Framing::UntilClose),
        (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => Ok(Framing::Chunked),
        _ => Err("is compressed or otherwise encoded (Transfer-Encoding)"),
    }
}

/// The codings that a header lists; a value that is no text is one of them.
fn codings<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter();
    let items = values.flat_map(|value| value.to_str().unwrap_or("?").split(','));
    items.map(str::trim).filter(|coding| !coding.is_empty())
}

/// A header's value, if it has one and not several.
pub(crate) fn single<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).into_iter();
    let first = values.next()?;
    values.all(|other| other == first).then(|| first.to_str().ok()).flatten()
}

pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Reads `bytes 0-9/20`, or `bytes 0-9/*` of a file with an unknown length.
fn content_range(value: &str) -> Option<(u64, u64, Option<u64>)> {
    let (unit, range) = value.split_once(' ')?;
    let (range, length) = range.split_once('/')?;
    let (first, last) = range.split_once('-')?;
    let number = |digits: &str| {
        let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u64>().ok().filter(|number| plain && *number < u64::MAX)
    };
    let length = if length == "*" { None } else { Some(number(length)?) };
    let (first, last) = (number(first)?, number(last)?);
    let fits = first <= last && length.is_none_or(|length| last < length);
    (fits && unit.eq_ignore_ascii_case("bytes")).then_some((first, last, length))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_range_is_exact_or_nothing() {
        assert_eq!(content_range("bytes 0-9/20"), Some((0, 9, Some(20))));
        assert_eq!(content_range("Bytes 0-9/*"), Some((0, 9, None)));
        for wrong in [
            "bytes */20",
            "bytes 9-0/20",
            "bytes 0-20/20",
            "0-9/20",
            "bytes 0-9",
            "bytes 0-9/",
            "bytes +0-9/20",
            "bytes 0-9/20,",
            "bytes 0-18446744073709551615/*",
            "items 0-9/20",
            "",
        ] {
            assert_eq!(content_range(wrong), None, "{wrong}");
        }
    }
}
