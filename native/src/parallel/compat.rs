//! The same with a flag and a number of threads in place of a context.

use std::sync::atomic::{AtomicBool, Ordering};

use super::context::Context;
use super::progress::Meter;
use super::workers::{self, Reply};
use crate::error::Error;

pub(crate) fn run<'t, T: Sync, R: Send, S>(
    tasks: &'t [T],
    threads: usize,
    stop: &AtomicBool,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &'t T, Reply<R>) + Sync,
    collect: impl FnMut(Option<R>) -> Result<(), Error>,
) -> Result<(), Error> {
    workers::run_on(threads, stop, tasks, scratch, work, collect)
}

/// An error where a run was asked to stop.
pub(crate) fn check(stop: &AtomicBool) -> Result<(), Error> {
    match stop.load(Ordering::Relaxed) {
        true => Err(Error::Cancelled),
        false => Ok(()),
    }
}

/// How far a run is.
pub struct Progress<'a>(&'a Context, Option<Meter<'a>>);

impl std::fmt::Debug for Progress<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Progress").finish_non_exhaustive()
    }
}

impl<'a> Progress<'a> {
    /// That of a context.
    pub fn new(context: &'a Context) -> Self {
        Self(context, None)
    }

    pub(crate) fn start(&mut self, rows: u64, parts: usize) {
        self.1 = Some(self.0.meter(rows, parts));
    }

    pub(crate) fn update(&mut self, rows: u64, bytes: Option<u64>) {
        if let Some(meter) = &mut self.1 {
            meter.update(rows, bytes);
        }
    }

    pub(crate) fn finish(&mut self) {
        if let Some(meter) = self.1.take() {
            meter.end();
        }
    }
}
