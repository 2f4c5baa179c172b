//! [`BenchReport`]: what was measured, as it is printed, plotted and written as JSON.

use fraudgen_core::{DATASET_VERSION, Digest, Spec};
use serde::Serialize;

use super::config::Bench;
use crate::error::Error;
use crate::error::chain;
use crate::parallel::Context;

/// Version of the report's format.
const REPORT_VERSION: u32 = 1;

/// What was measured.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct BenchReport {
    /// Version of the report's format.
    pub(crate) report_version: u32,
    /// What made it: name and version.
    pub(crate) generator: String,
    /// Version of the dataset that was made.
    pub(crate) dataset_version: u32,
    /// Its spec.
    pub(crate) spec: Spec,
    /// Where it went.
    #[serde(rename = "place")]
    pub(crate) location: String,
    /// The machine.
    pub(crate) machine: Machine,
    /// Threads of all processes of a design together.
    pub(crate) threads: usize,
    /// Processes of the design that has several.
    pub(crate) workers: usize,
    /// How many times each was run.
    pub(crate) repeat: usize,
    /// The designs.
    pub(crate) designs: Vec<Row>,
    /// What bounds them, each alone on one thread.
    pub(crate) limits: Vec<Row>,
}

/// A machine, as far as it matters here.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Machine {
    /// Its system.
    pub(crate) os: &'static str,
    /// Its architecture.
    pub(crate) arch: &'static str,
    /// Processors that this process may use.
    pub(crate) processors: usize,
}

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    /// It succeeded.
    Done,
    /// It failed.
    Failed,
    /// It was skipped.
    Skipped,
}

/// A design or a limit.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Row {
    /// Its name.
    pub(crate) name: &'static str,
    /// What it does.
    pub(crate) what: &'static str,
    /// How it went.
    pub(crate) status: Status,
    /// What went wrong, or why it was skipped.
    pub(crate) note: Option<String>,
    /// Content digest of the records made.
    pub(crate) digest: Option<String>,
    /// The medians of its runs.
    pub(crate) median: Option<Measure>,
    /// Its runs.
    pub(crate) runs: Vec<Measure>,
}

/// What was measured of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
#[serde(into = "Rates")]
pub(crate) struct Measure {
    /// Elapsed time.
    pub(crate) wall_seconds: f64,
    /// User and system time of all its processes.
    pub(crate) cpu_seconds: f64,
    /// Processes at a time.
    pub(crate) processes: usize,
    /// The highest peak memory of a process.
    pub(crate) peak_bytes: Option<u64>,
    /// The sum of their peak memory.
    pub(crate) peak_sum_bytes: Option<u64>,
    /// Rows of all tables.
    pub(crate) rows: u64,
    /// Bytes of output, or of input if there is no output.
    pub(crate) bytes: u64,
}

/// A measurement, with the rates that follow from it.
#[derive(Serialize)]
struct Rates {
    wall_seconds: f64,
    cpu_seconds: f64,
    cores_used: f64,
    processes: usize,
    peak_bytes: Option<u64>,
    peak_sum_bytes: Option<u64>,
    rows: u64,
    bytes: u64,
    bytes_per_second: f64,
    rows_per_second: f64,
    rows_per_cpu_second: f64,
}

impl From<Measure> for Rates {
    fn from(measure: Measure) -> Self {
        Self {
            wall_seconds: measure.wall_seconds,
            cpu_seconds: measure.cpu_seconds,
            cores_used: measure.cores_used(),
            processes: measure.processes,
            peak_bytes: measure.peak_bytes,
            peak_sum_bytes: measure.peak_sum_bytes,
            rows: measure.rows,
            bytes: measure.bytes,
            bytes_per_second: measure.bytes_per_second(),
            rows_per_second: measure.rows_per_second(),
            rows_per_cpu_second: measure.rows_per_cpu_second(),
        }
    }
}

impl Measure {
    /// Processors used, on average.
    pub(crate) fn cores_used(&self) -> f64 {
        ratio(self.cpu_seconds, self.wall_seconds)
    }

    /// Bytes per second.
    pub(crate) fn bytes_per_second(&self) -> f64 {
        ratio(self.bytes as f64, self.wall_seconds)
    }

    /// Rows per second.
    pub(crate) fn rows_per_second(&self) -> f64 {
        ratio(self.rows as f64, self.wall_seconds)
    }

    /// Rows per second of processor time.
    pub(crate) fn rows_per_cpu_second(&self) -> f64 {
        ratio(self.rows as f64, self.cpu_seconds)
    }

    /// The medians of runs; none without runs.
    fn median(runs: &[Self]) -> Option<Self> {
        let first = *runs.first()?;
        let peak = |of: fn(&Self) -> Option<u64>| {
            of(&first).map(|_| median(runs, |run| of(run).unwrap_or_default() as f64) as u64)
        };
        Some(Self {
            wall_seconds: median(runs, |run| run.wall_seconds),
            cpu_seconds: median(runs, |run| run.cpu_seconds),
            peak_bytes: peak(|run| run.peak_bytes),
            peak_sum_bytes: peak(|run| run.peak_sum_bytes),
            ..first
        })
    }
}

/// A ratio; 0 where it is undefined.
fn ratio(a: f64, b: f64) -> f64 {
    if b > 0.0 { a / b } else { 0.0 }
}

fn median(runs: &[Measure], of: impl Fn(&Measure) -> f64) -> f64 {
    let mut values: Vec<f64> = runs.iter().map(of).collect();
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len().is_multiple_of(2) {
        f64::midpoint(values[middle - 1], values[middle])
    } else {
        values[middle]
    }
}

impl Row {
    pub(super) fn new(name: &'static str, what: &'static str) -> Self {
        Self {
            name,
            what,
            status: Status::Done,
            note: None,
            digest: None,
            median: None,
            runs: Vec::new(),
        }
    }

    /// Adds a run.
    pub(super) fn add(&mut self, measure: Measure, digest: Option<Digest>) {
        self.runs.push(measure);
        self.median = Measure::median(&self.runs);
        self.digest = digest.map(|digest| digest.to_string());
    }

    /// Notes a failure, if it is the first one.
    pub(super) fn fail(&mut self, reason: impl Into<String>) {
        if self.status != Status::Failed {
            (self.status, self.note) = (Status::Failed, Some(reason.into()));
        }
    }

    /// Notes an error, if there is one.
    pub(super) fn fail_with(&mut self, result: Result<(), Error>) {
        if let Err(error) = result {
            self.fail(chain(&error));
        }
    }

    /// Notes that it was skipped.
    pub(super) fn skip(&mut self, reason: &str) {
        (self.status, self.note) = (Status::Skipped, Some(reason.into()));
    }

    /// Whether it failed.
    pub(crate) fn is_failed(&self) -> bool {
        self.status == Status::Failed
    }
}

impl BenchReport {
    pub(super) fn new(bench: &Bench, mut designs: Vec<Row>, mut limits: Vec<Row>) -> Self {
        for row in designs.iter_mut().chain(&mut limits) {
            if row.status == Status::Done && row.runs.is_empty() {
                row.skip("interrupted");
            }
        }
        Self {
            report_version: REPORT_VERSION,
            generator: concat!("fraudgen ", env!("CARGO_PKG_VERSION")).into(),
            dataset_version: DATASET_VERSION,
            spec: bench.spec.clone(),
            location: bench.root.to_string(),
            machine: Machine {
                os: std::env::consts::OS,
                arch: std::env::consts::ARCH,
                processors: Context::default().threads,
            },
            threads: bench.threads,
            workers: bench.workers,
            repeat: bench.repeat,
            designs,
            limits,
        }
    }

    /// Designs and limits that failed.
    pub(crate) fn failed(&self) -> impl Iterator<Item = &Row> {
        self.designs
            .iter()
            .chain(&self.limits)
            .filter(|row| row.is_failed())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(wall_seconds: f64, cpu_seconds: f64, peak: u64) -> Measure {
        Measure {
            wall_seconds,
            cpu_seconds,
            processes: 1,
            peak_bytes: Some(peak),
            peak_sum_bytes: None,
            rows: 600,
            bytes: 1_200,
        }
    }

    #[test]
    fn a_row_has_the_medians() {
        let mut row = Row::new("v3", "");
        assert_eq!(row.median, None);
        for measure in [run(3.0, 9.0, 10), run(1.0, 4.0, 30), run(2.0, 5.0, 20)] {
            row.add(measure, None);
        }
        assert_eq!(row.median, Some(run(2.0, 5.0, 20)));
        row.add(run(4.0, 7.0, 40), None);
        assert_eq!(row.median, Some(run(2.5, 6.0, 25)));
    }

    #[test]
    fn rates_follow_from_what_was_measured() {
        let rates = serde_json::to_value(run(2.0, 3.0, 10)).expect("JSON");
        for (name, value) in [
            ("cores_used", 1.5),
            ("bytes_per_second", 600.0),
            ("rows_per_second", 300.0),
            ("rows_per_cpu_second", 200.0),
        ] {
            assert_eq!(rates[name], value, "{name}");
        }
        let nothing = serde_json::to_value(Measure::default()).expect("JSON");
        assert_eq!(nothing["rows_per_second"], 0.0);
    }

    #[test]
    fn the_first_failure_is_kept() {
        let mut row = Row::new("v1", "");
        row.fail("no room");
        row.fail("no folder");
        assert_eq!(row.note.as_deref(), Some("no room"));
        assert!(row.is_failed());
    }
}
