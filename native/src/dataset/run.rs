//! [`Run`]: what a run makes and how it is laid out. Two equal runs make the same files.

use fraudgen_core::schema::Table;
use fraudgen_core::{Plan, Spec};
use serde::{Deserialize, Serialize};

use crate::dataset::layout::{Layout, Part, Shard};
use crate::encode::{Compression, Format};
use crate::error::Error;

/// The most files that a run may have. Its manifest, one object, has about 500 bytes for each, and `finish`
/// and `verify`, which hold it in memory, take about 4,000.
pub const MOST_FILES: u64 = 1_000_000;

/// What a run makes and how it is laid out.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Version of the dataset that the core makes.
    pub dataset_version: u32,
    /// The spec, with every default written out.
    pub spec: Spec,
    /// Format of the files.
    pub format: Format,
    /// Their compression.
    pub compression: Compression,
    /// Target rows per file.
    pub rows_per_file: u64,
    /// The tables, in the schema's order.
    #[serde(with = "table_names")]
    pub tables: Vec<Table>,
    /// Which of the parts it makes.
    pub shard: Shard,
}

impl Run {
    /// The layout of a plan of this run's spec.
    pub fn layout<'a>(&self, plan: &'a Plan) -> Layout<'a> {
        Layout::new(
            plan,
            self.rows_per_file,
            self.format.suffix(self.compression),
        )
    }

    /// How many files all shards of the run make together.
    pub fn files(&self, plan: &Plan) -> u64 {
        let layout = self.layout(plan);
        self.tables.iter().map(|&table| layout.parts(table)).sum()
    }

    /// Whether the run has no more files than one manifest can list.
    ///
    /// # Errors
    /// It has more.
    pub fn check(&self, plan: &Plan) -> Result<(), Error> {
        let files = self.files(plan);
        if files <= MOST_FILES {
            return Ok(());
        }
        let rows: u64 = self
            .tables
            .iter()
            .map(|&table| plan.table_rows(table))
            .sum();
        // Each table may have one file more than its rows ask for.
        let fewest = rows.div_ceil(MOST_FILES - Table::ALL.len() as u64);
        Err(Error::TooManyFiles {
            files,
            most: MOST_FILES,
            rows_per_file: fewest,
        })
    }

    /// How many parts the run makes.
    pub fn part_count(&self, plan: &Plan) -> u64 {
        let (layout, shard) = (self.layout(plan), self.shard);
        let of_shard = |parts: u64| parts.saturating_sub(shard.index).div_ceil(shard.count);
        self.tables
            .iter()
            .map(|&table| of_shard(layout.parts(table)))
            .sum()
    }

    /// The parts that the run makes, transactions and credits first: they are most of the work, and small
    /// parts at the end keep all threads busy.
    pub fn parts(&self, plan: &Plan) -> Vec<Part> {
        let layout = self.layout(plan);
        let mut tables = self.tables.clone();
        let is_small = |table| !matches!(table, Table::Transactions | Table::Credits);
        tables.sort_by_key(|&table| (is_small(table), table));
        tables
            .into_iter()
            .flat_map(|table| layout.shard_parts(table, self.shard))
            .collect()
    }

    /// What says which run a location is for: the same for all shards.
    pub fn marker(&self) -> Vec<u8> {
        let whole = Self {
            shard: Shard::WHOLE,
            ..self.clone()
        };
        serde_json::to_vec(&whole).unwrap_or_default()
    }

    /// The first property in which another run differs: its name, and both values.
    pub fn difference(&self, other: &Run) -> Option<(&'static str, String, String)> {
        let tables = |run: &Run| {
            run.tables
                .iter()
                .map(|table| table.name())
                .collect::<Vec<_>>()
                .join(",")
        };
        let spec = |run: &Run| serde_json::to_string(&run.spec).unwrap_or_default();
        [
            (
                "dataset version",
                self.dataset_version.to_string(),
                other.dataset_version.to_string(),
            ),
            (
                "format",
                self.format.name().into(),
                other.format.name().into(),
            ),
            (
                "compression",
                self.compression.to_string(),
                other.compression.to_string(),
            ),
            (
                "rows per file",
                self.rows_per_file.to_string(),
                other.rows_per_file.to_string(),
            ),
            ("list of tables", tables(self), tables(other)),
            ("shard", self.shard.to_string(), other.shard.to_string()),
            ("spec", spec(self), spec(other)),
        ]
        .into_iter()
        .find(|(_, ours, theirs)| ours != theirs)
    }
}

/// Tables as their names.
pub(crate) mod table_names {
    use super::{Deserialize, Table};
    use serde::{Deserializer, Serializer, de};

    pub(crate) fn serialize<S: Serializer>(
        tables: &[Table],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(tables.iter().map(|table| table.name()))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<Table>, D::Error> {
        let names = Vec::<String>::deserialize(deserializer)?;
        names
            .iter()
            .map(|name| table(name).map_err(de::Error::custom))
            .collect()
    }

    /// The table with a name; the error lists all names.
    pub(crate) fn table(name: &str) -> Result<Table, String> {
        Table::from_name(name).ok_or_else(|| {
            let names: Vec<_> = Table::ALL.iter().map(|table| table.name()).collect();
            format!(
                "`{name}` is not a table: the tables are {}",
                names.join(", ")
            )
        })
    }
}
