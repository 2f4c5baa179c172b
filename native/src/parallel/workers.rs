//! [`run`]: a list of tasks on several threads, the results on this one.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

use super::context::Context;
use crate::error::Error;

/// Bounds of the number of threads.
pub const THREADS: std::ops::RangeInclusive<usize> = 1..=1024;

/// How often `collect` is called while results are awaited.
const TICK: Duration = Duration::from_millis(100);

/// Takes the results of one task, now or later, on this thread or another.
#[derive(Debug)]
pub(crate) struct Reply<R>(mpsc::Sender<Result<R, Error>>);

// Not derived: the result need not be `Clone`.
impl<R> Clone for Reply<R> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<R> Reply<R> {
    /// Hands the result over. Once the run has ended it is dropped.
    pub(crate) fn send(self, result: Result<R, Error>) {
        let _ = self.0.send(result);
    }

    /// Hands over several results, or the error instead of all.
    pub(crate) fn send_all(self, results: Result<Vec<R>, Error>) {
        match results {
            Ok(results) => results
                .into_iter()
                .for_each(|result| self.clone().send(Ok(result))),
            Err(error) => self.send(Err(error)),
        }
    }
}

/// Works through tasks in order on a pool of threads, each taking the next one when it is free.
///
/// `scratch` makes what each thread keeps for itself. `work` replies to each task, and may do so after it
/// has returned: the run is over when every reply is in. `collect` is called on this thread with every
/// result, and with none ten times a second. The first error cancels the context. Once it is cancelled, no
/// task is begun, and `work` should end those that were: it should check now and then.
///
/// # Errors
/// The first of `work` or `collect`, or the system gives no threads. A run that is cancelled from outside
/// ends without an error.
pub(crate) fn run<'t, T: Sync, R: Send, S>(
    context: &Context,
    tasks: &'t [T],
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &'t T, Reply<R>) + Sync,
    mut collect: impl FnMut(Option<R>) -> Result<(), Error>,
) -> Result<(), Error> {
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(context.threads.min(tasks.len()).max(1))
        .build()?;
    let (next, cancel) = (AtomicUsize::new(0), &context.cancel);
    let (results, inbox) = mpsc::channel();
    pool.in_place_scope(|scope| {
        scope.spawn_broadcast({
            let (next, scratch, work) = (&next, &scratch, &work);
            move |_, _| {
                let mut scratch = scratch();
                while !cancel.is_cancelled() {
                    let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) else {
                        break;
                    };
                    work(&mut scratch, task, Reply(results.clone()));
                }
            }
        });
        let mut outcome = Ok(());
        loop {
            let collected = match inbox.recv_timeout(TICK) {
                Ok(result) => result.and_then(|result| collect(Some(result))),
                Err(RecvTimeoutError::Timeout) => collect(None),
                // Every thread has ended and every reply is in.
                Err(RecvTimeoutError::Disconnected) => break outcome,
            };
            if collected.is_err() && outcome.is_ok() {
                cancel.cancel();
                outcome = collected;
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_task_is_done_once() {
        for threads in [1, 3, 8] {
            let tasks: Vec<u64> = (0..100).collect();
            let mut done = Vec::new();
            let work = |(): &mut (), &task: &u64, reply: Reply<u64>| reply.send(Ok(task));
            let collect = |result| {
                done.extend(result);
                Ok(())
            };
            run(&Context::new(threads), &tasks, || (), work, collect).expect("nothing fails");
            done.sort_unstable();
            assert_eq!(done, tasks);
        }
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let tasks: Vec<u64> = (0..1_000_000).collect();
        let begun = AtomicUsize::new(0);
        let work = |(): &mut (), &task: &u64, reply: Reply<usize>| {
            reply.send(match task {
                10 => Err(Error::Cancelled),
                _ => Ok(begun.fetch_add(1, Ordering::Relaxed)),
            });
        };
        let result = run(&Context::new(2), &tasks, || (), work, |_| Ok(()));
        assert!(matches!(result, Err(Error::Cancelled)));
        assert!(begun.into_inner() < tasks.len());
    }

    #[test]
    fn a_cancelled_run_begins_nothing() {
        let work = |(): &mut (), _: &i32, _: Reply<()>| panic!("begun");
        let context = Context::new(2);
        context.cancel.cancel();
        let result = run(&context, &[1, 2, 3], || (), work, |_| Ok(()));
        assert!(result.is_ok());
    }

    #[test]
    fn a_reply_may_come_late() {
        let work = |(): &mut (), &task: &u64, reply: Reply<u64>| {
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(20));
                reply.send(Ok(task));
            });
        };
        let mut sum = 0;
        let collect = |result: Option<u64>| {
            sum += result.unwrap_or_default();
            Ok(())
        };
        run(&Context::new(2), &[1, 2, 3], || (), work, collect).expect("nothing fails");
        assert_eq!(sum, 6);
    }
}
