//! [`Pace`]: how fast bytes are sent, by all requests together.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

/// The most bytes that are sent at once.
const PIECE: usize = 16 * 1024;

/// How fast bytes are sent.
#[derive(Debug)]
pub(super) struct Pace {
    bytes_per_second: u64,
    /// When the next bytes may be sent.
    next: Mutex<Instant>,
}

impl Pace {
    pub(super) fn new(bytes_per_second: u64) -> Self {
        Self {
            bytes_per_second: bytes_per_second.max(1),
            next: Mutex::new(Instant::now()),
        }
    }

    /// How long some bytes take if so many requests share the pace.
    pub(super) fn time_for(&self, bytes: u64, requests: u64) -> Duration {
        Duration::from_secs(bytes.saturating_mul(requests) / self.bytes_per_second)
    }

    /// When some more bytes have been sent.
    fn after(&self, bytes: usize) -> Instant {
        let takes = Duration::from_secs_f64(bytes as f64 / self.bytes_per_second as f64);
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        *next = (*next).max(Instant::now()) + takes;
        *next
    }
}

/// A body that is read at a pace.
pub(super) struct Paced<R> {
    inner: R,
    pace: Arc<Pace>,
    wait: Pin<Box<Sleep>>,
}

impl<R> Paced<R> {
    pub(super) fn new(inner: R, pace: Arc<Pace>) -> Self {
        Self {
            inner,
            pace,
            wait: Box::pin(sleep_until(Instant::now())),
        }
    }
}

impl<R: AsyncRead + Unpin> AsyncRead for Paced<R> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        out: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        ready!(self.wait.as_mut().poll(context));
        let room = out.remaining().min(PIECE);
        let mut piece = ReadBuf::new(out.initialize_unfilled_to(room));
        ready!(Pin::new(&mut self.inner).poll_read(context, &mut piece))?;
        let read = piece.filled().len();
        out.advance(read);
        let until = self.pace.after(read);
        self.wait.as_mut().reset(until);
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncReadExt;

    use super::*;

    #[test]
    fn bodies_share_a_pace() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .expect("a runtime");
        let began = Instant::now();
        runtime.block_on(async {
            let pace = Arc::new(Pace::new(500_000));
            let body = vec![7; 100_000];
            let read = async || {
                let mut out = Vec::new();
                let mut paced = Paced::new(&body[..], Arc::clone(&pace));
                paced.read_to_end(&mut out).await.expect("memory");
                assert_eq!(out, body);
            };
            tokio::join!(read(), read());
        });
        let seconds = began.elapsed().as_secs_f64();
        assert!((0.3..1.5).contains(&seconds), "{seconds} s for 0.4");
    }
}
