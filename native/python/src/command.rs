//! The command, in a process of Python.

use std::ffi::OsString;
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use fraudgen::cli::{self, Outcome};
use fraudgen::{CancelToken, Progress, ProgressSink, Stage};
use pyo3::types::PyAnyMethods;
use pyo3::{Bound, PyAny, PyErr, PyResult, Python, pyfunction};

use crate::failure::exception;

/// How often signals are looked at, and progress is shown.
const TICK: Duration = Duration::from_millis(50);

/// Runs the command as this process; returns its exit code. The program with the first arguments is what starts
/// the command again.
#[pyfunction]
pub(crate) fn main(
    py: Python<'_>,
    args: Vec<OsString>,
    program: OsString,
    first: Vec<OsString>,
) -> u8 {
    py.detach(|| cli::main_of(args, program, first))
}

/// Runs a command line, without the command's name, and returns what it printed. A failure is an exception, unless
/// something was printed and `findings` says that this is what was asked for. `progress` is called with rows that are
/// done, rows in all, and bytes, and with none of them at the end.
#[pyfunction]
#[pyo3(signature = (args, progress=None, findings=false))]
pub(crate) fn command(
    py: Python<'_>,
    args: Vec<OsString>,
    progress: Option<Bound<'_, PyAny>>,
    findings: bool,
) -> PyResult<String> {
    let cancel = CancelToken::default();
    let latest = Arc::new(Latest::default());
    let Outcome { printed, failure } = thread::scope(|scope| {
        let caller = thread::current();
        let (sink, token) = (Arc::clone(&latest), cancel.clone());
        let work = scope.spawn(move || {
            let outcome = cli::call(args, sink, token);
            caller.unpark();
            outcome
        });
        let mut interrupted = None;
        while !work.is_finished() {
            py.detach(|| thread::park_timeout(TICK));
            if interrupted.is_none() {
                let shown = py
                    .check_signals()
                    .and_then(|()| latest.show(progress.as_ref()));
                interrupted = shown
                    .inspect_err(|_| {
                        cancel.cancel();
                    })
                    .err();
            }
        }
        match (interrupted, work.join()) {
            (Some(error), _) => Err(error),
            (None, Ok(outcome)) => Ok(outcome),
            (None, Err(panic)) => resume_unwind(panic),
        }
    })?;
    if let Some(progress) = progress {
        progress.call1((py.None(), py.None(), py.None()))?;
    }
    match failure {
        Some(failure) if !findings || printed.is_empty() => Err(exception(failure)),
        _ => Ok(printed),
    }
}

/// How far the work is, for the thread that may call Python.
#[derive(Debug, Default)]
struct Latest(Mutex<Option<Progress>>);

impl Latest {
    fn show(&self, progress: Option<&Bound<'_, PyAny>>) -> Result<(), PyErr> {
        let latest = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let (Some(progress), Some(latest)) = (progress, latest) {
            progress.call1((latest.rows, latest.total_rows, latest.bytes))?;
        }
        Ok(())
    }
}

impl ProgressSink for Latest {
    fn report(&self, _: Stage, progress: &Progress) {
        let mut latest = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = Some(*progress);
    }
}
