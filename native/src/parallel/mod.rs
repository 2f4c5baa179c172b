//! Work on several threads, which reports its progress and can be cancelled.

pub(crate) mod ahead;
mod cancel;
mod context;
mod memory;
mod progress;
pub(crate) mod workers;

pub use self::cancel::{CancelToken, Cancelled};
pub use self::context::Context;
pub use self::memory::{Needs, memory_limit};
pub(crate) use self::progress::Meter;
pub use self::progress::{NoProgress, Progress, ProgressSink, Stage};
pub use self::workers::THREADS;
