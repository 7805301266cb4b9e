//! A connection's stream, its requests' bodies and its answers' bodies, which tell the registry
//! whose turn it is.

use super::connections::Open;
use crate::reading_turns::UntakenAnswer;
use axum::body::Body;
use bytes::Bytes;
use hyper::body::{Body as HttpBody, Frame, Incoming, SizeHint};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

pub(super) struct WatchedStream {
    stream: TcpStream,
    open: Arc<Open>,
    blocked: bool,
}

impl WatchedStream {
    pub(super) fn new(stream: TcpStream, open: Arc<Open>) -> Self {
        Self {
            stream,
            open,
            blocked: false,
        }
    }

    fn wrote(&mut self, written: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if let Poll::Ready(Ok(bytes)) = written {
            self.open.takes(bytes);
        }
        if written.is_pending() != self.blocked {
            self.blocked = written.is_pending();
            if self.blocked {
                self.open.blocked();
            } else {
                self.open.unblocked();
            }
        }
        written
    }
}

impl Drop for WatchedStream {
    fn drop(&mut self) {
        // Else the system keeps for minutes what the peer does not take.
        if self.blocked
            && let Err(error) = self.stream.set_zero_linger()
        {
            tracing::debug!(%error, "a connection lingers");
        }
    }
}

impl AsyncRead for WatchedStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.open.heard();
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for WatchedStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.wrote(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.wrote(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Of what was written to it hyper keeps nothing now.
        self.open.all_is_written();
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

pub(super) struct WatchedRequest {
    body: Incoming,
    open: Arc<Open>,
    waits: bool,
}

impl WatchedRequest {
    /// Of a request that came on a connection.
    pub(super) fn new(body: Incoming, open: Arc<Open>) -> Self {
        Self {
            body,
            open,
            waits: false,
        }
    }
}

impl HttpBody for WatchedRequest {
    type Data = Bytes;
    type Error = hyper::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let frame = Pin::new(&mut self.body).poll_frame(cx);
        match (frame.is_pending(), self.waits) {
            (true, false) => self.open.body_waits(),
            (false, true) => self.open.body_came(),
            _ => {}
        }
        self.waits = frame.is_pending();
        frame
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for WatchedRequest {
    fn drop(&mut self) {
        if self.waits {
            self.open.body_came();
        }
    }
}

/// An answer's body. The request has ended when it is dropped.
pub(super) struct WatchedAnswer {
    body: Body,
    untaken: Option<UntakenAnswer>,
    open: Arc<Open>,
}

impl WatchedAnswer {
    /// Of an answer that goes out on a connection.
    pub(super) fn new(body: Body, untaken: Option<UntakenAnswer>, open: Arc<Open>) -> Self {
        Self {
            body,
            untaken,
            open,
        }
    }
}

impl HttpBody for WatchedAnswer {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Drop for WatchedAnswer {
    fn drop(&mut self) {
        // Hyper may still have much of it to write.
        self.open.request_ends(self.untaken.take());
    }
}
