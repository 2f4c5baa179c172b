//! [`Ahead`]: items that threads of their own make ahead of a reader, who gets them in order.

use std::io;
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::Duration;

use super::cancel::{CancelToken, Cancelled};

/// Items that each thread makes ahead of the reader.
const AHEAD: usize = 1;

/// How often a reader that waits looks whether it was cancelled.
const TICK: Duration = Duration::from_millis(50);

/// Items in order, the same on any number of threads, which take turns and make one item each ahead of the reader. They
/// end when it is dropped.
#[derive(Debug)]
pub(crate) struct Ahead<T> {
    lanes: Vec<Receiver<T>>,
    next: usize,
    cancel: CancelToken,
}

impl<T: Send + 'static> Ahead<T> {
    /// Starts threads, as many as there are items at most. Each calls `make` once, with the numbers of its items and with what takes
    /// them, which says whether anybody reads on.
    ///
    /// # Errors
    /// The system gives no threads.
    pub(crate) fn start(
        threads: usize,
        cancel: CancelToken,
        count: usize,
        make: impl Fn(&mut dyn Iterator<Item = usize>, &dyn Fn(T) -> bool) + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let threads = threads.clamp(1, count.max(1));
        let make = Arc::new(make);
        let lane = |first: usize| {
            let (ready, items) = mpsc::sync_channel(AHEAD);
            let make = Arc::clone(&make);
            thread::Builder::new().spawn(move || {
                let mut numbers = (first..count).step_by(threads);
                make(&mut numbers, &|item| ready.send(item).is_ok());
            })?;
            Ok(items)
        };
        Ok(Self {
            lanes: (0..threads).map(lane).collect::<io::Result<_>>()?,
            next: 0,
            cancel,
        })
    }

    /// Waits for the next item; none after the last.
    ///
    /// # Errors
    /// The context was cancelled.
    pub(crate) fn next(&mut self) -> Result<Option<T>, Cancelled> {
        loop {
            self.cancel.check()?;
            match self.lanes[self.next].recv_timeout(TICK) {
                Ok(item) => {
                    self.next = (self.next + 1) % self.lanes.len();
                    return Ok(Some(item));
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(None),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ahead(threads: usize, cancel: &CancelToken, count: usize) -> Ahead<usize> {
        Ahead::start(threads, cancel.clone(), count, |numbers, take| {
            for number in numbers {
                if !take(number * number) {
                    break;
                }
            }
        })
        .expect("threads")
    }

    #[test]
    fn items_come_in_order_on_any_number_of_threads() {
        for (threads, count) in [(1, 5), (3, 7), (8, 3), (2, 0)] {
            let mut ahead = ahead(threads, &CancelToken::default(), count);
            for number in 0..count {
                assert_eq!(ahead.next(), Ok(Some(number * number)));
            }
            assert_eq!(ahead.next(), Ok(None));
        }
    }

    #[test]
    fn once_cancelled_there_are_no_more() {
        let cancel = CancelToken::default();
        let mut ahead = ahead(2, &cancel, 9);
        assert_eq!(ahead.next(), Ok(Some(0)));
        cancel.cancel();
        assert_eq!(ahead.next(), Err(Cancelled));
    }
}
