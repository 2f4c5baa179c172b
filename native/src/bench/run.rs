//! Runs every design, and what bounds them.

use std::path::Path;
use std::time::Instant;

use fraudgen_core::Digest;
use serde::Deserialize;
use tempfile::TempDir;

use super::cleanup::empty;
use super::config::Bench;
use super::design::Design;
use super::limits;
use super::process::run_together;
use super::report::{BenchReport, Measure, Row, Status};
use super::steps::{Job, SPEC, Step};
use crate::error::Error;
use crate::error::chain;
use crate::parallel::CancelToken;
use crate::storage::{Folder, Location};

impl Bench {
    /// Runs everything. A failure of one design is noted in its row, and the others go on; cancelling skips
    /// what has not begun. `say` gets the name of what runs.
    ///
    /// # Errors
    /// The location is not empty, or cannot be listed.
    pub(crate) fn run(
        &self,
        say: &mut dyn FnMut(&str),
        cancel: &CancelToken,
    ) -> Result<BenchReport, Error> {
        // Anything at all: it is removed at the end.
        let location = self.root.to_string();
        match self.root.paths()? {
            None => return Err(Error::CannotList { location }),
            Some(paths) => {
                if let Some(holds) = paths.into_iter().next() {
                    return Err(Error::NotEmpty { location, holds });
                }
            }
        }
        let is_new = matches!(&self.root, Location::Folder(folder) if !folder.root().exists());
        let mut rows: Vec<_> = self
            .designs
            .iter()
            .map(|(design, _)| Row::new(design.name(), design.what(&self.root)))
            .collect();
        // Round by round, so that other work on the machine affects all of them alike.
        for round in 1..=self.repeat {
            for ((design, location), row) in self.designs.iter().zip(&mut rows) {
                if row.status == Status::Done && !cancel.is_cancelled() {
                    say(&format!("{} {round}/{}", design.name(), self.repeat));
                    self.run_design(*design, location, row, cancel);
                }
            }
        }
        compare(&mut rows);
        let mut limits = limits::rows(&self.root);
        for round in 1..=self.repeat {
            if !cancel.is_cancelled() {
                say(&format!("limits {round}/{}", self.repeat));
                limits::measure(&mut limits, self, cancel);
            }
        }
        if is_new && let Location::Folder(folder) = &self.root {
            folder.remove_empty("");
        }
        Ok(BenchReport::new(self, rows, limits))
    }

    /// Runs a design once.
    fn run_design(&self, design: Design, location: &Location, row: &mut Row, cancel: &CancelToken) {
        let scratch = match self.scratch() {
            Ok(scratch) => scratch,
            Err(error) => return row.fail(chain(&error)),
        };
        // Local files stay local where the others go to a store.
        let local = Location::Folder(Folder::new(scratch.path().join(design.name())));
        let location = match (design, location) {
            (Design::V1, Location::Store(_)) => &local,
            (_, location) => location,
        };
        let job = Job {
            bench: self,
            location,
            scratch: scratch.path(),
        };
        let steps = match job.steps(design) {
            Ok(steps) => steps,
            Err(reason) => return row.skip(reason),
        };
        let made = empty(location)
            .map_err(|error| chain(&error))
            .and_then(|()| self.run_steps(&steps, scratch.path(), cancel));
        match made {
            Ok((measure, digest)) => row.add(measure, Some(digest)),
            Err(_) if cancel.is_cancelled() => row.skip("interrupted"),
            Err(reason) => row.fail(reason),
        }
        if !self.keep || row.status != Status::Done {
            row.fail_with(empty(location));
        }
    }

    /// A folder of temporary files, with the spec in it.
    fn scratch(&self) -> Result<TempDir, Error> {
        let scratch = tempfile::Builder::new().prefix("fraudgen-bench-").tempdir();
        let scratch = scratch.map_err(Error::io(
            "create a temporary folder in",
            std::env::temp_dir(),
        ))?;
        let spec = serde_json::to_vec(&self.spec).unwrap_or_default();
        Folder::new(scratch.path()).put(SPEC, &spec)?;
        Ok(scratch)
    }

    fn run_steps(
        &self,
        steps: &[Step],
        scratch: &Path,
        cancel: &CancelToken,
    ) -> Result<(Measure, Digest), String> {
        let began = Instant::now();
        let mut measure = Measure::default();
        let mut digest = Digest::default();
        for step in steps {
            let ended = run_together(&self.program, &step.calls, scratch, cancel)?;
            measure.cpu_seconds += ended
                .iter()
                .map(|process| process.cpu.as_secs_f64())
                .sum::<f64>();
            if !step.makes {
                continue;
            }
            measure.processes = ended.len();
            measure.peak_bytes = ended.iter().map(|process| process.peak).max();
            measure.peak_sum_bytes = Some(ended.iter().map(|process| process.peak).sum());
            for process in &ended {
                let made: Made = serde_json::from_str(&process.output)
                    .map_err(|error| format!("its receipt cannot be read: {error}"))?;
                measure.rows += made.rows;
                measure.bytes += made.bytes;
                digest += made
                    .digest
                    .parse()
                    .map_err(|_| "its digest cannot be read")?;
            }
        }
        measure.wall_seconds = began.elapsed().as_secs_f64();
        Ok((measure, digest))
    }
}

/// What a process says it made.
#[derive(Deserialize)]
struct Made {
    rows: u64,
    bytes: u64,
    digest: String,
}

/// Every design must have made the same records.
fn compare(rows: &mut [Row]) {
    let Some(first) = rows.iter().find_map(|row| row.digest.clone()) else {
        return;
    };
    for row in rows {
        if let Some(digest) = row.digest.clone().filter(|digest| *digest != first) {
            row.fail(format!(
                "it made other records: their digest is {digest}, not {first}"
            ));
        }
    }
}
