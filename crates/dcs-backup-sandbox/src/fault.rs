//! What goes wrong on command, and what that makes of an answer.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::Duration,
};

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Request, Response, StatusCode, header};

use crate::{
    connection::Flushes,
    content::Content,
    payload::{Disconnect, Length, Payload, Step},
    stall::Stalls,
};

/// What goes wrong with the next request to the API, other than by the client's fault.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Fault {
    /// This is sent instead of an answer, as it is: no request id is added. `Content-Length` and
    /// `Transfer-Encoding` are set for the body that is given; a status of 1xx ends the connection.
    Respond(Response<Bytes>),
    /// The answer ends in the middle of its body, by the end of the connection.
    CutBody,
    /// The connection ends when the request was read, without an answer.
    CloseConnection,
}

/// What goes wrong with a request to the store, other than by the client's fault.
///
/// All but the first two change an answer that has content, with status 200 or 206; a request that
/// gets another answer gets that one, and uses the fault up. Numbers of bytes are of the body that is
/// sent, which begins where the range does.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum StoreFault {
    /// This is sent instead of an answer, whatever the link, as it is; see [`Fault::Respond`].
    /// [`busy`](Self::busy), [`redirect`](Self::redirect) and [`html`](Self::html) make the common
    /// ones.
    Respond(Response<Bytes>),
    /// The connection ends when the request was read, without an answer.
    CloseConnection,
    /// The body ends after so many bytes, which are all sent, by the end of the connection. A
    /// body that is not longer comes whole.
    CutBody {
        /// In bytes.
        after: u64,
    },
    /// The body stops after so many bytes, until [`Sandbox::release_stalled`] is called or the client
    /// ends the connection. A body that is not longer comes whole.
    ///
    /// [`Sandbox::release_stalled`]: crate::Sandbox::release_stalled
    StallBody {
        /// In bytes.
        after: u64,
    },
    /// `Range` is not looked at: the whole file comes, with 200.
    IgnoreRange,
    /// The answer's `Content-Range` is this one. The body is the one asked for.
    ContentRange(HeaderValue),
    /// The answer's `ETag` is this one. `If-Match` is judged by the true one, so that a changed file
    /// looks as it does at a store that ignores `If-Match`; at one that honours it, it looks as after
    /// [`Sandbox::set_backup`].
    ///
    /// [`Sandbox::set_backup`]: crate::Sandbox::set_backup
    ETag(HeaderValue),
    /// The answer's `Content-Length` is this one. Of a longer body the rest is not sent; after a
    /// shorter one the connection ends.
    ContentLength(u64),
    /// The body is followed by so many zero bytes, which `Content-Length` counts.
    PadBody(u64),
    /// There is no `Content-Length`: the body comes whole, with `Transfer-Encoding: chunked`.
    Chunked,
}

/// What a faulty answer needs of the connection it goes through.
pub(crate) struct Wire {
    pub(crate) flushes: Flushes,
    pub(crate) stalls: Arc<Stalls>,
}

/// Faults of the store that have not happened yet.
#[derive(Default)]
pub(crate) struct StoreFaults {
    pub(crate) next: VecDeque<StoreFault>,
    pub(crate) files: HashMap<String, VecDeque<StoreFault>>,
}

impl StoreFaults {
    /// The fault of a request: those of its file go first.
    pub(crate) fn take(&mut self, file_name: Option<&str>) -> Option<StoreFault> {
        file_name
            .and_then(|name| self.files.get_mut(name)?.pop_front())
            .or_else(|| self.next.pop_front())
    }
}

impl StoreFault {
    /// The store has too much to do: this status, `429` or `503` for instance, its XML, and
    /// `Retry-After` in whole seconds.
    pub fn busy(status: StatusCode, retry_after: Duration) -> Self {
        let mut response = Response::new(Bytes::from_static(
            b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
              <Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>",
        ));
        *response.status_mut() = status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, XML);
        headers.insert(header::RETRY_AFTER, retry_after.as_secs().into());
        Self::Respond(response)
    }

    /// `307 Temporary Redirect` to this URL.
    pub fn redirect(location: HeaderValue) -> Self {
        let mut response = Response::new(Bytes::new());
        *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        response.headers_mut().insert(header::LOCATION, location);
        Self::Respond(response)
    }

    /// A page of HTML with this status, as a proxy sends it.
    pub fn html(status: StatusCode) -> Self {
        let page =
            format!("<html><head><title>{status}</title></head><body>{status}</body></html>");
        let mut response = Response::new(Bytes::from(page));
        *response.status_mut() = status;
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        Self::Respond(response)
    }

    /// Answers a request; `serve` gives the right answer.
    pub(crate) fn answer(
        self,
        mut request: Request<Bytes>,
        wire: Wire,
        serve: impl FnOnce(&Request<Bytes>) -> Response<Content>,
    ) -> Result<Response<Payload>, Disconnect> {
        match self {
            Self::Respond(response) => return Ok(respond(response)),
            Self::CloseConnection => return Err(Disconnect),
            Self::IgnoreRange => {
                request.headers_mut().remove(header::RANGE);
            }
            _ => {}
        }
        let response = serve(&request);
        if ![StatusCode::OK, StatusCode::PARTIAL_CONTENT].contains(&response.status()) {
            return Ok(response.map(Payload::whole));
        }
        let (mut head, content) = response.into_parts();
        let body = self.spoil(&mut head.headers, content, wire);
        Ok(Response::from_parts(head, body))
    }

    fn spoil(self, headers: &mut HeaderMap, content: Content, wire: Wire) -> Payload {
        let length = content.length();
        match self {
            Self::CutBody { after } => cut(headers, length, content.part(0, after), wire.flushes),
            Self::StallBody { after } => {
                let (before, rest) = content.split_at(after);
                let stall = Step::Stall(wire.stalls);
                Payload::new([Step::Send(before), stall, Step::Send(rest)], Length::Sent)
            }
            Self::ContentLength(claimed) => {
                cut(headers, claimed, content.part(0, claimed), wire.flushes)
            }
            Self::PadBody(more) => {
                Payload::new([Step::Send(content), Step::Send(Content::Zeros(more))], Length::Sent)
            }
            Self::Chunked => Payload::new([Step::Send(content)], Length::Withheld),
            Self::ContentRange(value) => {
                headers.insert(header::CONTENT_RANGE, value);
                Payload::whole(content)
            }
            Self::ETag(value) => {
                headers.insert(header::ETAG, value);
                Payload::whole(content)
            }
            Self::Respond(_) | Self::CloseConnection | Self::IgnoreRange => Payload::whole(content),
        }
    }
}

const XML: HeaderValue = HeaderValue::from_static("application/xml");

/// A response that a test made up.
pub(crate) fn respond(response: Response<Bytes>) -> Response<Payload> {
    let mut response = response.map(Payload::whole);
    for name in [header::CONTENT_LENGTH, header::TRANSFER_ENCODING] {
        response.headers_mut().remove(name);
    }
    response
}

/// A body that ends with the connection, before `length` bytes were sent.
pub(crate) fn cut(
    headers: &mut HeaderMap,
    length: u64,
    content: Content,
    flushes: Flushes,
) -> Payload {
    headers.insert(header::CONTENT_LENGTH, length.into());
    Payload::new([Step::Send(content), Step::Break(flushes)], Length::Withheld)
}
