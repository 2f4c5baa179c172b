//! [`Manifest`]: what a run made, and how to check that it is all there.

use std::collections::HashSet;

use fraudgen_core::schema::Table;
use fraudgen_core::{Digest, Spec};
use serde::{Deserialize, Serialize};

use crate::dataset::layout::{Part, Shard, is_part_path};
use crate::dataset::run::{Run, table_names};
use crate::encode::{Compression, Format};
use crate::error::Error;
use crate::storage::{Checksums, hexadecimal};

/// Version of the manifest's format.
pub const MANIFEST_VERSION: u32 = 1;
/// Rows or bytes that no dataset has: more than a thousand times what Brazil's people can make.
const MOST: u64 = 1 << 53;
/// Units that no table has.
const MOST_UNITS: u64 = 1 << 40;
/// Name of the empty file that says a dataset is complete.
pub const SUCCESS: &str = "_SUCCESS";

/// What a run made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the manifest's format.
    pub manifest_version: u32,
    /// What wrote it: name and version.
    pub generator: String,
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
    /// Which of the parts the run made.
    pub shard: Shard,
    /// Rows of all tables.
    pub rows: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Content digest of all records: shards' digests add up.
    #[serde(with = "digest_text")]
    pub digest: Digest,
    /// The tables, in the schema's order.
    pub tables: Vec<TableRecord>,
    /// The files, table by table.
    pub parts: Vec<PartRecord>,
}

/// One table of a manifest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TableRecord {
    /// The table.
    #[serde(with = "table_name")]
    pub table: Table,
    /// Its rows.
    pub rows: u64,
    /// Bytes of its files.
    pub bytes: u64,
    /// Content digest of its records.
    #[serde(with = "digest_text")]
    pub digest: Digest,
}

/// One file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartRecord {
    /// Path below the destination.
    pub path: String,
    /// The table.
    #[serde(with = "table_name")]
    pub table: Table,
    /// Number within the table's parts, from 0.
    pub part: u64,
    /// First unit, and the unit after the last.
    pub units: [u64; 2],
    /// Its rows.
    pub rows: u64,
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// MD5 of its bytes, in hexadecimal, which stores return as the ETag; of files in stores only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub md5: Option<String>,
    /// Content digest of its records.
    #[serde(with = "digest_text")]
    pub digest: Digest,
    /// First and last time, of transactions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_range: Option<TimeRange>,
}

/// A span of time, both ends included, in ISO 8601.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRange {
    /// The earliest time.
    pub first: String,
    /// The latest time.
    pub last: String,
}

/// What the records of a part are, whatever its format.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// How many there are.
    pub rows: u64,
    /// Their content digest.
    pub digest: Digest,
    /// First and last time, of transactions.
    pub time_range: Option<TimeRange>,
}

impl Manifest {
    /// What this fraudgen writes as the generator.
    pub(crate) const GENERATOR: &str = concat!("fraudgen ", env!("CARGO_PKG_VERSION"));

    /// The manifest of a run's files.
    pub fn new(run: &Run, mut parts: Vec<PartRecord>) -> Self {
        parts.sort_by_key(|part| (part.table, part.part));
        let tables: Vec<_> = run
            .tables
            .iter()
            .map(|&table| TableRecord::new(table, &parts))
            .collect();
        Self {
            manifest_version: MANIFEST_VERSION,
            generator: Self::GENERATOR.into(),
            dataset_version: run.dataset_version,
            spec: run.spec.clone(),
            format: run.format,
            compression: run.compression,
            rows_per_file: run.rows_per_file,
            shard: run.shard,
            rows: tables.iter().map(|table| table.rows).sum(),
            bytes: tables.iter().map(|table| table.bytes).sum(),
            digest: tables.iter().map(|table| table.digest).sum(),
            tables,
            parts,
        }
    }

    /// The run that made it.
    pub fn run(&self) -> Run {
        Run {
            dataset_version: self.dataset_version,
            spec: self.spec.clone(),
            format: self.format,
            compression: self.compression,
            rows_per_file: self.rows_per_file,
            tables: self.tables.iter().map(|table| table.table).collect(),
            shard: self.shard,
        }
    }

    /// The file name of a shard's manifest.
    pub fn file_name(shard: Shard) -> String {
        if shard.is_whole() {
            "_manifest.json".into()
        } else {
            format!("_manifest-{}-of-{}.json", shard.index, shard.count)
        }
    }

    /// Reads the receipts in a file: the manifest of a shard, or lines that `generate --json` printed,
    /// each with such a manifest in it; `name` is the file's, for messages.
    ///
    /// # Errors
    /// Something in it is not the receipt of a shard.
    pub fn parse_receipts(json: &[u8], name: &str) -> Result<Vec<Self>, Error> {
        let invalid = |reason: InvalidManifest| Error::Invalid {
            location: name.into(),
            what: "receipt",
            reason: reason.into(),
        };
        let values = serde_json::Deserializer::from_slice(json).into_iter::<serde_json::Value>();
        let receipts: Vec<_> = values
            .map(|value| {
                let value = value.map_err(|error| invalid(error.into()))?;
                let printed =
                    value.get("digest").is_some() && value.get("manifest_version").is_none();
                let manifest = match value.get("manifest").filter(|manifest| !manifest.is_null()) {
                    Some(manifest) => manifest.to_string(),
                    None if printed => {
                        return Err(invalid(InvalidManifest::WholeRun));
                    }
                    None => value.to_string(),
                };
                Self::parse(manifest.as_bytes(), name)
            })
            .collect::<Result<_, _>>()?;
        if receipts.is_empty() {
            return Err(invalid(InvalidManifest::Empty));
        }
        Ok(receipts)
    }

    /// Reads a manifest's JSON; `name` is its file's, for messages.
    ///
    /// # Errors
    /// It is not a manifest.
    pub fn parse(json: &[u8], name: &str) -> Result<Self, Error> {
        let invalid = |reason: InvalidManifest| Error::Invalid {
            location: name.into(),
            what: "manifest",
            reason: reason.into(),
        };
        let manifest: Self = serde_json::from_slice(json).map_err(|error| invalid(error.into()))?;
        if manifest.manifest_version != MANIFEST_VERSION {
            let version = manifest.manifest_version;
            return Err(invalid(InvalidManifest::Version(version)));
        }
        if !manifest.is_of_possible_size() {
            return Err(invalid(InvalidManifest::Size));
        }
        manifest.check_paths().map_err(invalid)?;
        Ok(manifest)
    }

    /// Whether every part has a path of its own, which is that of a part: whoever reads a manifest opens
    /// what it names.
    fn check_paths(&self) -> Result<(), InvalidManifest> {
        let suffix = self.format.suffix(self.compression);
        let mut paths = HashSet::with_capacity(self.parts.len());
        for part in &self.parts {
            if !is_part_path(&part.path, part.table, part.part, suffix) {
                return Err(InvalidManifest::Path(part.path.clone()));
            }
            if !paths.insert(&part.path) {
                return Err(InvalidManifest::Twice(part.path.clone()));
            }
        }
        Ok(())
    }

    /// Whether all numbers are small enough to calculate with.
    fn is_of_possible_size(&self) -> bool {
        let add_up = |sizes: &mut dyn Iterator<Item = u64>| {
            sizes.map(u128::from).sum::<u128>() <= MOST.into()
        };
        let tables = || self.tables.iter();
        let parts = || self.parts.iter();
        add_up(&mut parts().map(|part| part.rows))
            && add_up(&mut parts().map(|part| part.bytes))
            && add_up(&mut tables().map(|table| table.rows))
            && add_up(&mut tables().map(|table| table.bytes))
            && self.rows.max(self.bytes) <= MOST
            && parts()
                .all(|part| part.units.is_sorted() && part.units[1].max(part.part) <= MOST_UNITS)
    }

    /// The manifest as JSON text.
    pub fn to_json(&self) -> String {
        // Its maps have text keys and its numbers are finite, so that this cannot fail.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }
}

/// Why a text is not a manifest or a receipt.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum InvalidManifest {
    /// It is not the JSON of a manifest.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It has another version.
    #[error(
        "it has manifest_version {0}, and this fraudgen reads {MANIFEST_VERSION}: use the version that wrote it"
    )]
    Version(u32),
    /// Some of its numbers are impossible.
    #[error("it has more rows, bytes or units than a dataset can have")]
    Size,
    /// A file that it lists is none that fraudgen makes.
    #[error("it lists {0:?}, which is no path of a part")]
    Path(String),
    /// It lists a file twice.
    #[error("it lists {0} twice")]
    Twice(String),
    /// It is the receipt of a whole run, which is closed already.
    #[error("it is of a whole run, which needs no finish")]
    WholeRun,
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
}

impl PartRecord {
    /// Whether it is the record of a part.
    pub(crate) fn is_of(&self, part: &Part) -> bool {
        (self.table, self.part, self.units)
            == (part.table, part.number, [part.units.start, part.units.end])
    }

    /// What is recorded of a part that was made.
    pub(crate) fn new(part: &Part, contents: Contents, checksums: Checksums) -> Self {
        Self {
            path: part.path.clone(),
            table: part.table,
            part: part.number,
            units: [part.units.start, part.units.end],
            rows: contents.rows,
            bytes: checksums.bytes,
            sha256: checksums.sha256,
            md5: checksums.md5.map(|md5| hexadecimal(&md5)),
            digest: contents.digest,
            time_range: contents.time_range,
        }
    }
}

impl TableRecord {
    fn new(table: Table, parts: &[PartRecord]) -> Self {
        let parts = || parts.iter().filter(|part| part.table == table);
        Self {
            table,
            rows: parts().map(|part| part.rows).sum(),
            bytes: parts().map(|part| part.bytes).sum(),
            digest: parts().map(|part| part.digest).sum(),
        }
    }
}

/// A digest as hexadecimal text.
mod digest_text {
    use super::Digest;
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        digest: &Digest,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(digest)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Digest, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(de::Error::custom)
    }
}

/// A table as its name.
mod table_name {
    use super::{Table, table_names};
    use serde::{Deserialize, Deserializer, Serializer, de};

    pub(super) fn serialize<S: Serializer>(
        table: &Table,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(table.name())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Table, D::Error> {
        table_names::table(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}
