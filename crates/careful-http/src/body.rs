//! Reads bodies within a bound.

use std::fmt;

use bytes::{Bytes, BytesMut};
use http::header::CONTENT_LENGTH;
use reqwest::Response;

/// A body that is read up to a largest size.
pub struct Body {
    response: Response,
    largest: usize,
    length: Option<usize>,
}

/// Why a body was not read to its end.
#[derive(Debug)]
#[expect(clippy::exhaustive_enums, reason = "there is no third way")]
pub enum BodyError {
    /// It is larger than this many bytes.
    TooLarge {
        /// The largest size that was allowed.
        limit: usize,
    },
    /// The connection failed.
    Failed(reqwest::Error),
}

/// Shows neither URL nor headers.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body").field("largest", &self.largest).finish_non_exhaustive()
    }
}

impl Body {
    /// The body of this answer, of at most `largest` bytes.
    pub fn new(response: Response, largest: usize) -> Self {
        let length = response.headers().get(CONTENT_LENGTH);
        let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
        Self { response, largest, length }
    }

    /// The same, where the headers were taken out of the answer before: `length` is what they say.
    pub fn with_length(self, length: Option<usize>) -> Self {
        Self { length, ..self }
    }

    /// Reads the whole body. A body that comes in one piece is not copied.
    ///
    /// # Errors
    /// It is larger than allowed, or the connection failed before its end.
    pub async fn whole(mut self) -> Result<Bytes, BodyError> {
        let limit = self.largest;
        if self.length.is_some_and(|length| length > limit) {
            return Err(BodyError::TooLarge { limit });
        }
        let Some(first) = self.chunk().await? else {
            return Ok(Bytes::new());
        };
        let Some(mut next) = self.chunk().await? else {
            return if first.len() > limit {
                Err(BodyError::TooLarge { limit })
            } else {
                Ok(first)
            };
        };
        let mut whole = BytesMut::with_capacity(self.length.unwrap_or_default());
        whole.extend_from_slice(&first);
        loop {
            if whole.len() + next.len() > limit {
                return Err(BodyError::TooLarge { limit });
            }
            whole.extend_from_slice(&next);
            next = match self.chunk().await? {
                Some(chunk) => chunk,
                None => return Ok(whole.freeze()),
            };
        }
    }

    /// Reads until the limit, or until `go_on` returns false. A failure ends the reading too: of an error message, a
    /// part is better than nothing.
    pub async fn beginning(mut self, mut go_on: impl FnMut() -> bool + Send) -> Vec<u8> {
        let mut body = Vec::new();
        while body.len() < self.largest
            && go_on()
            && let Ok(Some(chunk)) = self.chunk().await
        {
            body.extend_from_slice(&chunk[..chunk.len().min(self.largest - body.len())]);
        }
        body
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, BodyError> {
        let chunk = self.response.chunk().await;
        // The URL may be a secret.
        chunk.map_err(|error| BodyError::Failed(error.without_url()))
    }
}
