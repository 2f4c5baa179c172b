//! [`run`]: a list of tasks on several threads, the results on this one.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Bounds of the number of threads.
pub const THREADS: std::ops::RangeInclusive<usize> = 1..=1024;

/// How often the calling thread is heard from while results are awaited.
const TICK: Duration = Duration::from_millis(100);

/// Works tasks off in their order, each thread taking the next one when it is free.
///
/// `scratch` makes what each thread keeps for itself. `collect` is called on this thread with every
/// result, and with none ten times a second. The first error, or `stop`, ends the run; what is in hand
/// then is up to `work`, which should look at `stop` now and then.
pub(crate) fn run<T: Sync, R: Send, E: Send, S>(
    tasks: &[T],
    threads: usize,
    stop: &AtomicBool,
    scratch: impl Fn() -> S + Sync,
    work: impl Fn(&mut S, &T) -> Result<R, E> + Sync,
    mut collect: impl FnMut(Option<R>) -> Result<(), E>,
) -> Result<(), E> {
    let next = AtomicUsize::new(0);
    let (results, inbox) = mpsc::channel();
    thread::scope(|scope| {
        for _ in 0..threads.min(tasks.len()) {
            let results = results.clone();
            scope.spawn(|| {
                let results = results;
                let mut scratch = scratch();
                while !stop.load(Ordering::Relaxed) {
                    let Some(task) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) else {
                        break;
                    };
                    if results.send(work(&mut scratch, task)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        let mut outcome = Ok(());
        loop {
            let collected = match inbox.recv_timeout(TICK) {
                Ok(result) => result.and_then(|result| collect(Some(result))),
                Err(RecvTimeoutError::Timeout) => collect(None),
                Err(RecvTimeoutError::Disconnected) => break outcome,
            };
            if collected.is_err() && outcome.is_ok() {
                stop.store(true, Ordering::Relaxed);
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
            let stop = AtomicBool::new(false);
            let result: Result<(), ()> = run(
                &tasks,
                threads,
                &stop,
                || (),
                |(), &task| Ok(task),
                |result| {
                    done.extend(result);
                    Ok(())
                },
            );
            done.sort_unstable();
            assert_eq!((result, done), (Ok(()), tasks));
        }
    }

    #[test]
    fn the_first_error_ends_the_run() {
        let tasks: Vec<u64> = (0..1_000_000).collect();
        let stop = AtomicBool::new(false);
        let work = |(): &mut (), &task: &u64| if task == 10 { Err("ten") } else { Ok(()) };
        let result = run(&tasks, 2, &stop, || (), work, |_| Ok(()));
        assert_eq!(result, Err("ten"));
        assert!(stop.load(Ordering::Relaxed));
    }

    #[test]
    fn a_stopped_run_begins_nothing() {
        let stop = AtomicBool::new(true);
        let mut count = 0;
        let result: Result<(), ()> = run(
            &[1, 2, 3],
            2,
            &stop,
            || (),
            |(), _| Ok(()),
            |result| {
                count += usize::from(result.is_some());
                Ok(())
            },
        );
        assert_eq!((result, count), (Ok(()), 0));
    }
}
