//! The Parquet schema of a table, and the metadata in the footers of files.

use std::io;

use fraudgen_core::schema::Table;
use parquet::arrow::ArrowSchemaConverter;
use parquet::file::metadata::KeyValue;
use parquet::schema::types::SchemaDescriptor;

use crate::dataset::layout::Part;
use crate::dataset::run::Run;
use crate::encode::arrow::arrow_schema;

/// Key of the spec, as JSON, in a file's metadata.
pub const SPEC_KEY: &str = "fraudgen.spec";
/// Key of the dataset version in a file's metadata.
pub const VERSION_KEY: &str = "fraudgen.dataset_version";
/// Key of the table's name in a file's metadata.
pub const TABLE_KEY: &str = "fraudgen.table";
/// Key of the units, `first..end`, in a file's metadata.
pub const UNITS_KEY: &str = "fraudgen.units";
/// Key of the content digest in a file's metadata.
pub const DIGEST_KEY: &str = "fraudgen.digest";

/// The Parquet schema of a table.
///
/// # Panics
/// Never: every type of the core has a Parquet type, which is tested.
pub fn parquet_schema(table: Table) -> SchemaDescriptor {
    ArrowSchemaConverter::new()
        .schema_root(table.name())
        .convert(&arrow_schema(table))
        .expect("every type has a Parquet type")
}

/// The metadata of a part, except the digest, which is known at its end.
pub(super) fn metadata(run: &Run, part: &Part) -> io::Result<Vec<KeyValue>> {
    let entry = |key: &str, value: String| KeyValue::new(key.into(), value);
    Ok(vec![
        entry(SPEC_KEY, serde_json::to_string(&run.spec)?),
        entry(VERSION_KEY, fraudgen_core::DATASET_VERSION.to_string()),
        entry(TABLE_KEY, part.table.name().into()),
        entry(
            UNITS_KEY,
            format!("{}..{}", part.units.start, part.units.end),
        ),
    ])
}
