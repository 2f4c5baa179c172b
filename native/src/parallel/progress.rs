//! [`Progress`]: how far a run is, and [`ProgressSink`], which shows it.

use std::sync::Arc;

/// How far a run is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Rows that are done.
    pub rows: u64,
    /// Rows that there are to do.
    pub total_rows: u64,
    /// Parts that are done.
    pub parts: usize,
    /// Parts that there are to do.
    pub total_parts: usize,
    /// Bytes of the parts that are done.
    pub bytes: u64,
}

/// The stage of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// It begins.
    Start,
    /// It is at work.
    Work,
    /// It ends, whether everything is done or not.
    End,
}

/// Shows how far a run is: called at its start, at least ten times a second, and at its end.
pub trait ProgressSink: std::fmt::Debug + Send + Sync {
    /// Takes the state of a run.
    fn report(&self, stage: Stage, progress: &Progress);
}

impl<S: ProgressSink + ?Sized> ProgressSink for Arc<S> {
    fn report(&self, stage: Stage, progress: &Progress) {
        (**self).report(stage, progress);
    }
}

/// Ignores all progress.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoProgress;

impl ProgressSink for NoProgress {
    fn report(&self, _: Stage, _: &Progress) {}
}

/// Counts what is done and passes it on.
pub(crate) struct Meter<'a> {
    sink: &'a dyn ProgressSink,
    progress: Progress,
}

impl<'a> Meter<'a> {
    /// Starts to count towards a total.
    pub(crate) fn start(sink: &'a dyn ProgressSink, total_rows: u64, total_parts: usize) -> Self {
        let progress = Progress {
            total_rows,
            total_parts,
            ..Progress::default()
        };
        sink.report(Stage::Start, &progress);
        Self { sink, progress }
    }

    /// Sets how many rows are done, and adds the bytes of a part that was finished.
    pub(crate) fn update(&mut self, rows: u64, part_bytes: Option<u64>) {
        self.progress.rows = rows;
        if let Some(bytes) = part_bytes {
            self.progress.bytes += bytes;
            self.progress.parts += 1;
        }
        self.sink.report(Stage::Work, &self.progress);
    }

    /// Ends, whether everything is done or not.
    pub(crate) fn end(self) {
        self.sink.report(Stage::End, &self.progress);
    }
}
