//! The body of an answer: a list of steps, which hyper takes one frame at a time.

use std::{
    collections::VecDeque,
    fmt,
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    task::{Context, Poll, ready},
};

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};

use crate::{connection::Flushes, content::Content, stall::Stalls};

/// What a body does next.
pub(crate) enum Step {
    Send(Content),
    /// Nothing more comes until the sandbox is told to go on.
    Stall(Arc<Stalls>),
    /// The connection ends, when what was sent has left.
    Break(Flushes),
}

/// A body by its steps.
pub(crate) struct Payload {
    steps: VecDeque<Step>,
    frame: Option<Pin<Box<NextFrame>>>,
    length: Length,
    sent: Arc<AtomicU64>,
}

/// How hyper is told where the body ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Length {
    /// By the `Content-Length` that hyper sets.
    Sent,
    /// By the header that is set already; chunked if there is none.
    Withheld,
}

type NextFrame = dyn Future<Output = (VecDeque<Step>, Option<Result<Bytes, Disconnect>>)> + Send;

/// Ends the connection.
#[derive(Debug)]
pub(crate) struct Disconnect;

impl Payload {
    pub(crate) fn new(steps: impl IntoIterator<Item = Step>, length: Length) -> Self {
        Self {
            steps: steps.into_iter().filter(|step| !is_empty(step)).collect(),
            frame: None,
            length,
            sent: Arc::default(),
        }
    }

    pub(crate) fn whole(content: impl Into<Content>) -> Self {
        Self::new([Step::Send(content.into())], Length::Sent)
    }

    /// Adds to this counter what is sent.
    pub(crate) fn counted(mut self, sent: Arc<AtomicU64>) -> Self {
        self.sent = sent;
        self
    }
}

fn is_empty(step: &Step) -> bool {
    matches!(step, Step::Send(content) if content.length() == 0)
}

async fn next_frame(
    mut steps: VecDeque<Step>,
) -> (VecDeque<Step>, Option<Result<Bytes, Disconnect>>) {
    while let Some(mut step) = steps.pop_front() {
        match &mut step {
            Step::Stall(stalls) => stalls.stall().await,
            Step::Break(flushes) => {
                flushes.next().await;
                return (steps, Some(Err(Disconnect)));
            }
            Step::Send(content) => {
                // A file that can't be read has been announced already: all that is left is to break off.
                let piece = content.next().await.map_err(|_| Disconnect);
                if !is_empty(&step) {
                    steps.push_front(step);
                }
                return (steps, Some(piece));
            }
        }
    }
    (steps, None)
}

impl Body for Payload {
    type Data = Bytes;
    type Error = Disconnect;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Disconnect>>> {
        let this = &mut *self;
        let frame =
            this.frame.get_or_insert_with(|| Box::pin(next_frame(std::mem::take(&mut this.steps))));
        let (steps, piece) = ready!(frame.as_mut().poll(context));
        this.steps = steps;
        this.frame = None;
        if let Some(Ok(bytes)) = &piece {
            this.sent.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        }
        Poll::Ready(piece.map(|piece| piece.map(Frame::data)))
    }

    fn size_hint(&self) -> SizeHint {
        match self.length {
            Length::Withheld => SizeHint::default(),
            Length::Sent => SizeHint::with_exact(self.steps.iter().map(length_of).sum()),
        }
    }

    fn is_end_stream(&self) -> bool {
        self.length == Length::Sent && self.frame.is_none() && self.steps.is_empty()
    }
}

fn length_of(step: &Step) -> u64 {
    match step {
        Step::Send(content) => content.length(),
        Step::Stall(_) | Step::Break(_) => 0,
    }
}

impl fmt::Display for Disconnect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is to end")
    }
}

impl std::error::Error for Disconnect {}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Request, Response};
    use hyper::{body::Incoming, server::conn::http1, service::service_fn};
    use hyper_util::rt::TokioIo;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;
    use crate::connection::Connection;

    /// A pipe that holds 16 bytes: hyper must hold back the rest.
    #[tokio::test]
    async fn all_that_was_sent_leaves_before_a_break() {
        let (mut client, server) = tokio::io::duplex(16);
        let connection = Connection::new(server);
        let flushes = connection.flushes();
        let answer = service_fn(move |_: Request<Incoming>| {
            let piece = || Step::Send(Bytes::from(vec![b'x'; 1000]).into());
            let steps = [piece(), piece(), Step::Break(flushes.clone())];
            let payload = Payload::new(steps, Length::Withheld);
            async { Ok::<_, Disconnect>(Response::new(payload)) }
        });
        let serving = http1::Builder::new().serve_connection(TokioIo::new(connection), answer);
        let asking = async {
            client.write_all(b"GET / HTTP/1.0\r\n\r\n").await.unwrap();
            let mut received = String::new();
            client.read_to_string(&mut received).await.unwrap();
            received
        };
        let (served, received) = tokio::join!(serving, asking);
        assert!(served.is_err());
        assert_eq!(received.matches('x').count(), 2000);
    }
}
