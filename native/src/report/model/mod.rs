//! [`Report`]: what a report says. It is written as JSON as it is, and the HTML page shows it to people.

mod calibration;
mod coherence;
mod leakage;
mod life;
mod shapes;
mod story;
mod typology;

use fraudgen_core::Spec;
use serde::Serialize;

pub use self::calibration::{Calibration, FigureResult};
pub use self::coherence::RuleResult;
pub use self::leakage::{ColumnLeakage, DetectionRule, Leakage};
pub use self::life::{LimitedResult, Lives};
pub(super) use self::shapes::AMOUNT_CLASSES;
pub use self::shapes::{Day, InstrumentShape, Month, Shapes};
pub use self::story::{Event, Story};
pub(super) use self::typology::HORIZONS_DAYS;
pub use self::typology::{KnownShare, Typology};

/// Version of the report's own format. It rises when a field changes its meaning or is removed.
pub const REPORT_VERSION: u32 = 1;

/// What a dataset is like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// Version of the report's format: [`REPORT_VERSION`].
    pub version: u32,
    /// The dataset that was read.
    pub dataset: Dataset,
    /// How much of it was read.
    #[serde(rename = "sample")]
    pub coverage: Coverage,
    /// The dataset compared with published figures.
    pub calibration: Calibration,
    /// Everyday life compared with limits.
    pub life: Lives,
    /// Whether its records agree with each other: a result for each rule.
    pub coherence: Vec<RuleResult>,
    /// What single columns, and rules on one or two columns, reveal about fraud.
    pub leakage: Leakage,
    /// The cases and payments of each typology.
    pub typologies: Vec<Typology>,
    /// The column that says when a label became known: `label_known_at` of the payments, or `reported_at`
    /// of their cases.
    pub labels_known_by: &'static str,
    /// Days after a payment that [`KnownShare::after`] is about.
    pub horizons_days: [i64; HORIZONS_DAYS.len()],
    /// Payments by month, from the first month of the period.
    pub months: Vec<Month>,
    /// How payments are spread over time and amounts.
    pub shapes: Shapes,
    /// Some fraud cases as timelines.
    pub stories: Vec<Story>,
}

/// The dataset that a report is about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dataset {
    /// Where it is.
    pub place: String,
    /// What made it: name and version.
    pub generator: String,
    /// Version of the dataset that the core makes.
    pub dataset_version: u32,
    /// The spec that it was made from.
    pub spec: Spec,
    /// Content digest of all records.
    pub digest: String,
    /// Rows of all tables.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Each table.
    pub tables: Vec<TableSize>,
}

/// The size of a table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TableSize {
    /// Its name.
    pub table: &'static str,
    /// Its rows.
    pub rows: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// Its files.
    pub files: u64,
    /// Rows that were read for the report.
    pub rows_read: u64,
}

/// How much of a dataset was read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coverage {
    /// Whether every transaction was read.
    pub is_all: bool,
    /// Transactions that were read.
    pub transactions: u64,
    /// How many of them are labelled as fraud.
    pub frauds: u64,
    /// The files of transactions that were read from, spread evenly over the dataset.
    pub files: usize,
    /// The customers of these files. Of each customer that was read, all payments were.
    pub customers: u64,
}
