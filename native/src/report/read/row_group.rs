//! [`RowGroup`]: a row group of a part, read column by column from a folder or a store.

use std::ops::Range;
use std::sync::Arc;

use arrow::array::{Array, RecordBatch};
use arrow::datatypes::{DataType, Field, Schema};
use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use fraudgen_core::schema::{Column, Table};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};
use parquet::file::statistics::Statistics;

use super::columns::Columns;
use crate::dataset::manifest::PartRecord;
use crate::encode::arrow::arrow_schema;
use crate::encode::parquet::into_io;
use crate::error::Error;
use crate::storage::Location;

/// A row group of a part.
#[derive(Debug, Clone)]
pub(in crate::report) struct RowGroup<'a> {
    place: &'a Location,
    part: &'a PartRecord,
    metadata: ArrowReaderMetadata,
    index: usize,
}

/// The row groups of a part.
pub(super) fn row_groups<'a>(
    place: &'a Location,
    part: &'a PartRecord,
) -> Result<Vec<RowGroup<'a>>, Error> {
    let name = place.name_of(&part.path);
    let file = place.open(&part.path)?.ok_or_else(|| Error::NoPart {
        location: name.clone(),
    })?;
    let metadata = file
        .footer()
        .and_then(|footer| {
            let footer = Arc::new(footer);
            let options = || ArrowReaderOptions::new().with_skip_arrow_metadata(true);
            let inferred = ArrowReaderMetadata::try_new(footer.clone(), options())?;
            let schema = fast_types(inferred.schema());
            check_types(&schema, part.table)?;
            ArrowReaderMetadata::try_new(footer, options().with_schema(schema))
        })
        .map_err(|error| unreadable(&name, error))?;
    let count = metadata.metadata().num_row_groups();
    let row_group = |index| RowGroup {
        place,
        part,
        metadata: metadata.clone(),
        index,
    };
    Ok((0..count).map(row_group).collect())
}

/// Whether the columns that the table has too are of its types, whether or not they may be null.
fn check_types(found: &Schema, table: Table) -> Result<(), ParquetError> {
    let expected = fast_types(&arrow_schema(table));
    let is_other = |field: &&Arc<Field>| {
        let own = expected.column_with_name(field.name());
        own.is_some_and(|(_, own)| !is_same(own.data_type(), field.data_type()))
    };
    match found.fields().iter().find(is_other) {
        None => Ok(()),
        Some(field) => {
            let reason = format!("its column {} is of another type", field.name());
            Err(ParquetError::General(reason))
        }
    }
}

/// Whether values of two types mean the same; money may have more digits.
fn is_same(own: &DataType, found: &DataType) -> bool {
    match (own, found) {
        (DataType::Decimal64(_, own), DataType::Decimal64(_, found)) => own == found,
        _ => own == found,
    }
}

/// Whether the columns that are never null in the table are never null here.
fn check_nulls(batch: &RecordBatch, table: Table) -> Result<(), String> {
    let has_nulls = |column: &&Column| {
        let values = batch.column_by_name(column.name);
        !column.nullable && values.is_some_and(|values| values.null_count() > 0)
    };
    match table.columns().iter().find(has_nulls) {
        None => Ok(()),
        Some(column) => Err(format!("its column {} has nulls", column.name)),
    }
}

/// The types that are fastest to read: text as dictionaries, money in 64 bits.
fn fast_types(schema: &Schema) -> Arc<Schema> {
    let field = |field: &Arc<Field>| {
        let data_type = match field.data_type() {
            DataType::Utf8 | DataType::Dictionary(..) => {
                DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into())
            }
            DataType::Decimal128(digits, scale) => DataType::Decimal64(*digits, *scale),
            other => other.clone(),
        };
        field.as_ref().clone().with_data_type(data_type)
    };
    let fields: Vec<_> = schema.fields().iter().map(field).collect();
    Arc::new(Schema::new(fields))
}

fn unreadable(name: &str, error: ParquetError) -> Error {
    match error {
        error @ ParquetError::External(_) => Error::io("read", name)(into_io(error)),
        error => invalid(name, error),
    }
}

fn invalid(name: &str, error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Error {
    Error::Invalid {
        location: name.into(),
        what: "Parquet file",
        reason: error.into(),
    }
}

impl RowGroup<'_> {
    fn metadata(&self) -> &RowGroupMetaData {
        self.metadata.metadata().row_group(self.index)
    }

    pub(in crate::report) fn rows(&self) -> usize {
        self.metadata().num_rows() as usize
    }

    /// The lowest id of a customer in it, as its statistics say.
    pub(super) fn first_customer(&self) -> Option<i64> {
        let mut columns = self.metadata().columns().iter();
        let column = columns.find(|column| column.column_path().string() == "customer_id")?;
        match column.statistics()? {
            Statistics::Int64(statistics) => statistics.min_opt().copied(),
            _ => None,
        }
    }

    /// Whether the part has a column: datasets of earlier versions lack some.
    pub(in crate::report) fn has(&self, column: &str) -> bool {
        self.metadata.schema().column_with_name(column).is_some()
    }

    /// Reads some columns with one request.
    pub(in crate::report) fn read(&self, columns: &[&str]) -> Result<Columns, Error> {
        let name = self.place.name_of(&self.part.path);
        let schema = self.metadata.parquet_schema();
        let mask = ProjectionMask::columns(schema, columns.iter().copied());
        let wanted = (0..schema.num_columns()).filter(|leaf| mask.leaf_included(*leaf));
        let ranges = wanted.map(|leaf| self.metadata().column(leaf).byte_range());
        let span = ranges
            .map(|(start, length)| start..start + length)
            .reduce(|all, one| all.start.min(one.start)..all.end.max(one.end))
            .unwrap_or(0..0);
        let window = Window {
            bytes: self.place.range(&self.part.path, span.clone())?,
            span,
        };
        let batch =
            ParquetRecordBatchReaderBuilder::new_with_metadata(window, self.metadata.clone())
                .with_row_groups(vec![self.index])
                .with_projection(mask)
                .with_batch_size(self.rows().max(1))
                .build()
                .map_err(|error| unreadable(&name, error))?
                .next()
                .transpose()
                .map_err(|error| invalid(&name, error))?;
        let batch = batch.unwrap_or_else(|| RecordBatch::new_empty(self.metadata.schema().clone()));
        check_nulls(&batch, self.part.table).map_err(|reason| invalid(&name, reason))?;
        match batch.num_rows() {
            rows if rows == self.rows() => Ok(Columns::new(name, batch)),
            rows => Err(invalid(
                &name,
                format!("a row group has {rows} rows, not {}", self.rows()),
            )),
        }
    }
}

/// A range of a file in memory, read as if it were the file.
struct Window {
    span: Range<u64>,
    bytes: Bytes,
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.span.end
    }
}

impl ChunkReader for Window {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        self.get_bytes(start, self.span.end.saturating_sub(start) as usize)
            .map(Buf::reader)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let first = start
            .checked_sub(self.span.start)
            .map(|first| first as usize);
        let end = first.and_then(|first| first.checked_add(length));
        first
            .zip(end.filter(|end| *end <= self.bytes.len()))
            .map(|(first, end)| self.bytes.slice(first..end))
            .ok_or_else(|| ParquetError::EOF("a page lies outside of its column".into()))
    }
}
