//! What the files of a table are, whatever describes them.

use fraudgen_core::calendar::Date;
use fraudgen_core::schema::Table;

use super::names::MARK;
use crate::dataset::manifest::{Manifest, PartRecord};
use crate::encode::{Compression, Format};

/// What every dataset is.
pub(super) const SUMMARY: &str = include_str!("texts/summary.txt").trim_ascii();

/// The licences of a dataset, of which a user chooses: SPDX identifiers.
pub(super) const LICENCES: [&str; 2] = ["MIT", "Apache-2.0"];

/// The subjects of a dataset.
pub(super) const KEYWORDS: [&str; 8] = [
    "synthetic",
    "fraud-detection",
    "banking",
    "payments",
    "pix",
    "brazil",
    "tabular",
    "late-labels",
];

impl Manifest {
    /// A pattern for the paths of a table's files.
    pub(super) fn glob(&self, table: Table) -> String {
        let suffix = self.format.suffix(self.compression);
        format!("{}/part-*{suffix}", table.name())
    }

    /// Whether its files are text that is compressed as a whole, as Parquet never is.
    pub(super) fn is_compressed_text(&self) -> bool {
        self.format != Format::Parquet && self.compression != Compression::None
    }

    /// A name for the dataset, the same wherever and however it is made.
    pub(super) fn name(&self) -> String {
        format!("fraudgen-{}", &self.digest.to_string()[..8])
    }

    /// A sentence or two about what it is and who made it.
    pub(super) fn description(&self) -> String {
        format!(
            "{SUMMARY} Dataset version {}, seed {}, {} rows, content digest {}. {MARK}.",
            self.dataset_version, self.spec.seed, self.rows, self.digest
        )
    }

    /// The first and the last day of its period.
    pub(super) fn period(&self) -> [Date; 2] {
        let start = self.spec.start;
        [start, Date(start.0 + self.spec.days as i32 - 1)]
    }

    /// Its version as releases are numbered: one that rises says that records changed.
    pub(super) fn version(&self) -> String {
        format!("{}.0.0", self.dataset_version)
    }

    /// How many rows a table has.
    pub(super) fn rows_of(&self, table: Table) -> u64 {
        let record = self.tables.iter().find(|record| record.table == table);
        record.map_or(0, |record| record.rows)
    }

    /// The files of a table.
    pub(super) fn files(&self, table: Table) -> impl Iterator<Item = &PartRecord> {
        self.parts.iter().filter(move |part| part.table == table)
    }

    /// Its tables.
    pub(super) fn table_list(&self) -> Vec<Table> {
        self.tables.iter().map(|record| record.table).collect()
    }

    /// The command that makes the same files again, beside them.
    pub(super) fn command(&self) -> String {
        let tables: Vec<_> = self.table_list().into_iter().map(Table::name).collect();
        format!(
            "fraudgen generate --spec _manifest.json --out again --format {} --compression '{}' --rows-per-file {} --tables {}",
            self.format.name(),
            self.compression,
            self.rows_per_file,
            tables.join(",")
        )
    }
}
