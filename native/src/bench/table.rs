//! [`TextTable`]: the rows of a report as text, the same on a terminal and on a page.

use super::report::{BenchReport, Row, Status};
use crate::units::{bytes_text, count_text};

const MEASURES: [&str; 9] = [
    "what",
    "wall s",
    "CPU s",
    "cores",
    "peak memory",
    "MB/s",
    "rows/s",
    "rows/CPU-s",
    "errors",
];

/// Rows of a report as text.
#[derive(Debug, Clone)]
pub(crate) struct TextTable {
    /// What the table shows.
    pub(crate) title: &'static str,
    /// The columns' names, and the rows' cells.
    pub(crate) lines: Vec<Vec<String>>,
    /// Why cells are empty.
    pub(crate) notes: Vec<String>,
}

/// A missing value.
const NONE: &str = "–";

impl BenchReport {
    /// The designs, and the limits.
    pub(crate) fn tables(&self) -> [TextTable; 2] {
        [
            table("Designs", "design", &self.designs),
            table("Limits: work alone, on one thread", "limit", &self.limits),
        ]
    }
}

fn table(title: &'static str, first: &str, rows: &[Row]) -> TextTable {
    let head = [first].into_iter().chain(MEASURES).map(String::from);
    TextTable {
        title,
        lines: std::iter::once(head.collect())
            .chain(rows.iter().map(cells))
            .collect(),
        notes: rows.iter().filter_map(note).collect(),
    }
}

fn cells(row: &Row) -> Vec<String> {
    let mut cells = vec![row.name.to_owned(), row.what.to_owned()];
    match &row.median {
        Some(median) => cells.extend([
            format!("{:.2}", median.wall_seconds),
            format!("{:.2}", median.cpu_seconds),
            format!("{:.2}", median.cores_used()),
            match (median.peak_sum_bytes, median.peak_bytes) {
                (Some(sum), Some(most)) if median.processes > 1 => {
                    format!("{} (one: {})", bytes_text(sum), bytes_text(most))
                }
                (_, Some(most)) => bytes_text(most),
                (_, None) => NONE.into(),
            },
            match median.bytes {
                0 => NONE.into(),
                _ => format!("{:.1}", median.bytes_per_second() / 1e6),
            },
            count_text(median.rows_per_second() as u64),
            count_text(median.rows_per_cpu_second() as u64),
        ]),
        None => cells.extend(std::iter::repeat_n(NONE.to_owned(), MEASURES.len() - 2)),
    }
    cells.push(u8::from(row.is_failed()).to_string());
    cells
}

fn note(row: &Row) -> Option<String> {
    let status = match row.status {
        Status::Failed => "failed",
        Status::Done | Status::Skipped => "left out",
    };
    let reason = row.note.as_ref()?;
    Some(format!("{} {status}: {reason}", row.name))
}
