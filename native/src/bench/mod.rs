//! [`Bench`]: the same dataset made by several designs, each by processes of its own that are measured from
//! outside, beside the limits of the machine in the same run.

mod design;
mod html;
mod limits;
mod process;
mod report;
mod table;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use fraudgen_core::{Digest, Spec};
use serde::Deserialize;
use tempfile::TempDir;

pub use self::design::Design;
use self::design::Job;
pub use self::html::page;
use self::process::run_together;
pub use self::report::{Machine, Measure, Report, Row, Status};
pub use self::table::Table;
use crate::error::Error;
use crate::generate::destination::clear;
use crate::storage::Folder;
use crate::storage::location::Place;

/// What is compared, and where.
#[derive(Debug)]
pub struct Bench {
    /// The `fraudgen` command, which the processes run.
    pub program: PathBuf,
    /// The dataset that every design makes.
    pub spec: Spec,
    /// Where it goes; empty before, and again afterwards.
    pub root: Place,
    /// The designs, each with a place of its own below the root.
    pub designs: Vec<(Design, Place)>,
    /// The place of what measures the store.
    pub limits: Place,
    /// Flags that say how the store is reached; none is secret.
    pub store_flags: Vec<String>,
    /// Flags that say how long the store is waited for.
    pub patience_flags: Vec<String>,
    /// Threads of all processes of a design together.
    pub threads: usize,
    /// Processes of the design that has several.
    pub workers: usize,
    /// How often each is run; medians are told.
    pub repeat: usize,
    /// Whether what was made last stays.
    pub keep: bool,
}

impl Bench {
    /// Runs everything. What goes wrong with one design is told in its row, and the others go on; a stop
    /// leaves out what has not begun. `say` is told what runs.
    ///
    /// # Errors
    /// The place is taken, or does not tell whether it is.
    pub fn run(&self, say: &mut dyn FnMut(&str), stop: &AtomicBool) -> Result<Report, Error> {
        if self.root.is_taken()? {
            return Err(Error::NotEmpty {
                place: self.root.to_string(),
            });
        }
        if self.root.paths()?.is_none() {
            return Err(Error::CannotList {
                place: self.root.to_string(),
            });
        }
        let is_new = matches!(&self.root, Place::Folder(folder) if !folder.root().exists());
        let mut rows: Vec<_> = self
            .designs
            .iter()
            .map(|(design, _)| Row::new(design.name(), design.what(&self.root)))
            .collect();
        // Round by round, so that what else the machine does meanwhile falls on all alike.
        for round in 1..=self.repeat {
            for ((design, place), row) in self.designs.iter().zip(&mut rows) {
                if row.status == Status::Done && !stop.load(Ordering::Relaxed) {
                    say(&format!("{} {round}/{}", design.name(), self.repeat));
                    self.run_design(*design, place, row, stop);
                }
            }
        }
        compare(&mut rows);
        let mut limits = limits::rows(&self.root);
        for round in 1..=self.repeat {
            if !stop.load(Ordering::Relaxed) {
                say(&format!("limits {round}/{}", self.repeat));
                limits::measure(&mut limits, self, stop);
            }
        }
        if is_new && let Place::Folder(folder) = &self.root {
            folder.remove_empty("");
        }
        Ok(Report::new(self, rows, limits))
    }

    /// Runs a design once.
    fn run_design(&self, design: Design, place: &Place, row: &mut Row, stop: &AtomicBool) {
        let scratch = match self.scratch() {
            Ok(scratch) => scratch,
            Err(error) => return row.fail(error.to_string()),
        };
        // Local files stay local where the others go to a store.
        let local = Place::Folder(Folder::new(scratch.path().join(design.name())));
        let place = match (design, place) {
            (Design::V1, Place::Store(_)) => &local,
            (_, place) => place,
        };
        let job = Job {
            bench: self,
            place,
            scratch: scratch.path(),
        };
        let steps = match design.steps(&job) {
            Ok(steps) => steps,
            Err(reason) => return row.skip(reason),
        };
        let made = empty(place)
            .map_err(|error| error.to_string())
            .and_then(|()| self.run_steps(&steps, scratch.path(), stop));
        match made {
            Ok((measure, digest)) => row.add(measure, Some(digest)),
            Err(_) if stop.load(Ordering::Relaxed) => row.skip("interrupted"),
            Err(reason) => row.fail(reason),
        }
        if !self.keep || row.status != Status::Done {
            row.fail_with(empty(place));
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
        Folder::new(scratch.path()).put(design::SPEC, &spec)?;
        Ok(scratch)
    }

    fn run_steps(
        &self,
        steps: &[design::Step],
        scratch: &Path,
        stop: &AtomicBool,
    ) -> Result<(Measure, Digest), String> {
        let began = Instant::now();
        let mut measure = Measure::default();
        let mut digest = Digest::default();
        for step in steps {
            let ended = run_together(&self.program, &step.calls, scratch, stop)?;
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
                    .map_err(|error| format!("its receipt is not to be read: {error}"))?;
                measure.rows += made.rows;
                measure.bytes += made.bytes;
                digest += made
                    .digest
                    .parse()
                    .map_err(|_| "its digest is not to be read")?;
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

/// Removes what a design made. A folder below the root is its own altogether.
fn empty(place: &Place) -> Result<(), Error> {
    match place {
        Place::Folder(folder) => match std::fs::remove_dir_all(folder.root()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(Error::io("remove", folder.root())(error))
            }
            _ => Ok(()),
        },
        place => clear(place),
    }
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
