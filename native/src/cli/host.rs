//! [`Host`]: who runs a command, reads what it prints, watches its progress and cancels it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use super::args::ProgressStyle;
use super::signal::cancel_on_signal;
use crate::bench::Program;
use crate::parallel::{CancelToken, Context, ProgressSink};

/// Who runs a command.
#[derive(Debug)]
pub(super) enum Host {
    /// A process of its own, which a program starts.
    Process { program: Program },
    /// A program that called it, and shows and cancels it in its own way.
    Caller {
        printed: Mutex<Vec<u8>>,
        progress: Arc<dyn ProgressSink>,
        cancel: CancelToken,
    },
}

impl Host {
    /// Where the command prints what it was asked for.
    pub(super) fn stdout(&self) -> Box<dyn Write + Send + '_> {
        match self {
            Self::Process { .. } => Box::new(io::stdout()),
            Self::Caller { printed, .. } => Box::new(Printed(printed)),
        }
    }

    /// What was printed for a caller.
    pub(super) fn printed(self) -> String {
        match self {
            Self::Process { .. } => String::new(),
            Self::Caller { printed, .. } => {
                let bytes = printed.into_inner().unwrap_or_else(PoisonError::into_inner);
                String::from_utf8_lossy(&bytes).into_owned()
            }
        }
    }

    /// What starts the command in another process, if it may.
    pub(super) fn program(&self) -> Option<&Program> {
        match self {
            Self::Process { program } => Some(program),
            Self::Caller { .. } => None,
        }
    }

    /// Work on this many threads, its progress shown in this style by a process.
    pub(super) fn context(&self, threads: usize, style: ProgressStyle) -> anyhow::Result<Context> {
        Ok(match self {
            Self::Process { .. } => Context {
                threads,
                progress: style.sink(),
                cancel: cancel_on_signal()?,
            },
            Self::Caller {
                progress, cancel, ..
            } => Context {
                threads,
                progress: Box::new(Arc::clone(progress)),
                cancel: cancel.clone(),
            },
        })
    }
}

struct Printed<'a>(&'a Mutex<Vec<u8>>);

impl Write for Printed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut printed = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        printed.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
