//! A socket that tells when all that was written to it has left.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    sync::watch,
};

/// A connection; hyper flushes it whenever it holds back nothing more.
pub(crate) struct Connection<S> {
    stream: S,
    flushes: watch::Sender<()>,
}

/// The flushes of one connection.
#[derive(Clone)]
pub(crate) struct Flushes(watch::Receiver<()>);

impl<S> Connection<S> {
    pub(crate) fn new(stream: S) -> Self {
        let flushes = watch::Sender::new(());
        Self { stream, flushes }
    }

    pub(crate) fn flushes(&self) -> Flushes {
        Flushes(self.flushes.subscribe())
    }
}

impl Flushes {
    /// Waits for the next flush, or for the end of the connection.
    pub(crate) async fn next(&mut self) {
        self.0.mark_unchanged();
        let _ = self.0.changed().await;
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Connection<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Connection<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(context))?;
        self.flushes.send_replace(());
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
