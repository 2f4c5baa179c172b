//! [`ParquetEncoder`]: Parquet files, whose pages are written from the core's columns directly.
//!
//! The core already knows what general writers have to find out again for every row: the code of each
//! word, and the packed bits of booleans and nulls. So values go straight into pages here; the
//! `parquet` crate writes page headers, statistics and the footer.

mod bitpack;
mod chunk;
mod delta;
mod dictionary;
mod present;
mod schema;
mod values;

use std::io;
use std::sync::Arc;

use fraudgen_core::Batch;
use fraudgen_core::Digest;
use fraudgen_core::schema::Table;
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;

use self::chunk::{Chunk, Codec};
use super::{Encoder, Sink};
use crate::layout::Part;
use crate::run::Run;

pub use self::schema::parquet_schema;

/// Rows of a row group, as near as whole units and groups of one size come to it.
const GROUP_ROWS: u64 = 262_144;
/// What the files say they were written by.
const CREATED_BY: &str = concat!("fraudgen version ", env!("CARGO_PKG_VERSION"));

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

/// Writes a part as Parquet.
pub struct ParquetEncoder<'a> {
    file: SerializedFileWriter<&'a mut dyn Sink>,
    chunks: Vec<Chunk>,
    codec: Codec,
    group_rows: u64,
    rows: u64,
}

impl std::fmt::Debug for ParquetEncoder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ParquetEncoder")
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl<'a> ParquetEncoder<'a> {
    /// Starts the file of a part.
    ///
    /// # Errors
    /// What the sink answers.
    pub fn new(run: &Run, part: &Part, sink: &'a mut dyn Sink) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.into())
            .set_key_value_metadata(Some(metadata(run, part)?))
            .set_offset_index_disabled(true)
            .build();
        let file =
            SerializedFileWriter::new(sink, parquet_schema(part.table), Arc::new(properties))?;
        let groups = ((2 * part.rows + GROUP_ROWS) / (2 * GROUP_ROWS)).max(1);
        Ok(Self {
            chunks: chunks(part.table, &file),
            file,
            codec: Codec::new(run.compression)?,
            group_rows: part.rows.div_ceil(groups),
            rows: 0,
        })
    }

    fn flush(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for chunk in &mut self.chunks {
            let (bytes, close) = chunk.close(&mut self.codec)?;
            group.append_column(&bytes, close)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }
}

impl Encoder for ParquetEncoder<'_> {
    fn write(&mut self, batch: &dyn Batch) -> io::Result<()> {
        for (index, chunk) in self.chunks.iter_mut().enumerate() {
            chunk.write(batch.column(index), batch.rows(), &mut self.codec)?;
        }
        self.rows += batch.rows() as u64;
        if self.rows >= self.group_rows {
            self.flush().map_err(into_io)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, digest: Digest) -> io::Result<()> {
        if self.rows > 0 {
            self.flush().map_err(into_io)?;
        }
        self.file
            .append_key_value_metadata(KeyValue::new(DIGEST_KEY.into(), digest.to_string()));
        self.file.finish().map_err(into_io)?;
        Ok(())
    }
}

fn chunks(table: Table, file: &SerializedFileWriter<&mut dyn Sink>) -> Vec<Chunk> {
    let columns = table.columns().iter().enumerate();
    columns
        .map(|(index, column)| Chunk::new(column, file.schema_descr().column(index)))
        .collect()
}

fn metadata(run: &Run, part: &Part) -> io::Result<Vec<KeyValue>> {
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

/// The sink's own error where there is one: what went wrong on the disk, not in the format.
fn into_io(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(source) => match source.downcast::<io::Error>() {
            Ok(source) => *source,
            Err(source) => io::Error::other(source),
        },
        other => io::Error::other(other),
    }
}
