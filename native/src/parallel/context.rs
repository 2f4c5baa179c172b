//! [`Context`]: number of threads, progress and cancelling of some work.

use std::num::NonZeroUsize;

use super::cancel::CancelToken;
use super::progress::{Meter, NoProgress, ProgressSink};

/// Number of threads, progress and cancelling of some work.
#[derive(Debug)]
pub struct Context {
    /// Number of threads.
    pub threads: usize,
    /// Shows how far the work is.
    pub progress: Box<dyn ProgressSink>,
    /// Cancels the work. The first error of any thread cancels it too.
    pub cancel: CancelToken,
}

/// One thread per processor, no progress, and nothing that cancels.
impl Default for Context {
    fn default() -> Self {
        let threads = std::thread::available_parallelism();
        Self::new(threads.map_or(1, NonZeroUsize::get))
    }
}

impl Context {
    /// Work on this many threads, without progress, which nothing cancels.
    pub fn new(threads: usize) -> Self {
        Self {
            threads,
            progress: Box::new(NoProgress),
            cancel: CancelToken::default(),
        }
    }

    /// Starts to count work towards a total.
    pub(crate) fn meter(&self, total_rows: u64, total_parts: usize) -> Meter<'_> {
        Meter::start(&*self.progress, total_rows, total_parts)
    }
}
