//! [`Files`]: tables of a task as Parquet files.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, PrimitiveArray, RecordBatch};
use arrow::datatypes::{DataType, Decimal64Type, Field, Schema};
use arrow::error::ArrowError;
use fraudgen_core::Batch;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_writer::ArrowWriterOptions;
use parquet::basic::{Compression, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use serde::Serialize;

use crate::encode::arrow::{arrow_schema, column_array};
use crate::encode::parquet::into_io;
use crate::error::Error;
use crate::storage::{Folder, PartFile};

/// A file of a table.
#[derive(Debug, Clone, Serialize)]
pub struct File {
    /// Its path below the folder.
    pub path: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many bytes.
    pub bytes: u64,
    /// Their SHA-256, in hexadecimal.
    pub sha256: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ColumnType {
    /// Its name.
    pub name: String,
    /// Its type, as the data dictionary has it.
    #[serde(rename = "type")]
    pub data_type: String,
}

/// A table that was written: a folder of files.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Table {
    /// How many rows it has.
    pub rows: u64,
    /// Its columns, in order.
    pub columns: Vec<ColumnType>,
    /// Its files, by path.
    pub files: Vec<File>,
}

/// Tables by the names of their folders.
pub type Tables = BTreeMap<String, Table>;

/// Rows that become a file in each of several folders, all with the same number. They wait in memory, some hundred
/// bytes each, so that only one file is open at a time: each open one takes a buffer for every column.
pub(super) struct Files<'a> {
    folder: &'a Folder,
    number: u64,
    rows: BTreeMap<String, Vec<RecordBatch>>,
}

impl<'a> Files<'a> {
    /// Files of a number below a folder.
    pub(super) fn new(folder: &'a Folder, number: u64) -> Self {
        Self {
            folder,
            number,
            rows: BTreeMap::new(),
        }
    }

    /// Appends rows, or none, to the file in a folder below.
    pub(super) fn add(&mut self, below: &str, batch: RecordBatch) {
        self.rows.entry(below.into()).or_default().push(batch);
    }

    /// Writes the files, and adds them to the tables: a table is the first folder of a path.
    pub(super) fn write(self, tables: &mut Tables) -> Result<(), Error> {
        for (below, batches) in self.rows {
            self.folder.create(&below)?;
            let path = format!("{below}/part-{:05}.parquet", self.number);
            let file = write(self.folder.part(&path)?, &batches)
                .map_err(|error| Error::io("write", self.folder.path(&path))(into_io(error)))?;
            let checksums = file.commit()?;
            let name = below.split('/').next().unwrap_or_default();
            let table = tables.entry(name.into()).or_default();
            let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
            table.rows += rows;
            if let Some(batch) = batches.first() {
                let schema = batch.schema();
                let columns = schema.fields().iter().map(|field| column_type(field));
                table.columns = columns.collect();
            }
            table.files.push(File {
                path,
                rows,
                bytes: checksums.bytes,
                sha256: checksums.sha256,
            });
        }
        Ok(())
    }
}

/// Writes batches of the same columns.
fn write(file: PartFile, batches: &[RecordBatch]) -> Result<PartFile, ParquetError> {
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_created_by(concat!("fraudgen ", env!("CARGO_PKG_VERSION")).into());
    // Readers see plain text instead of dictionaries.
    let options = ArrowWriterOptions::new()
        .with_properties(properties.build())
        .with_skip_arrow_metadata(true);
    let schema = batches
        .first()
        .map_or_else(|| Schema::empty().into(), RecordBatch::schema);
    let mut writer = ArrowWriter::try_new_with_options(file, schema, options)?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.into_inner()
}

/// Adds what was written elsewhere.
pub(super) fn merge(tables: &mut Tables, others: Tables) {
    for (name, other) in others {
        let table = tables.entry(name).or_default();
        table.rows += other.rows;
        table.columns = other.columns;
        table.files.extend(other.files);
        table.files.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

fn column_type(field: &Field) -> ColumnType {
    let data_type = match field.data_type() {
        DataType::Boolean => "boolean".into(),
        DataType::Int32 => "int32".into(),
        DataType::Int64 => "int64".into(),
        DataType::Float32 => "float32".into(),
        DataType::Date32 => "date".into(),
        DataType::Utf8 | DataType::Dictionary(..) => "string".into(),
        DataType::Timestamp(..) => "timestamp(us, UTC)".into(),
        DataType::Decimal64(digits, scale) => format!("decimal({digits},{scale})"),
        other => other.to_string(),
    };
    ColumnType {
        name: field.name().clone(),
        data_type,
    }
}

/// A batch of named columns.
pub(super) fn batch(columns: Vec<(Field, ArrayRef)>) -> Result<RecordBatch, Error> {
    let (fields, arrays): (Vec<_>, Vec<_>) = columns.into_iter().unzip();
    let schema = Arc::new(Schema::new(fields));
    RecordBatch::try_new(schema, arrays).map_err(arrow_error)
}

/// Some columns of a unit by position; numbers of some are replaced by others, in centavos.
pub(super) fn selected(
    batch: &dyn Batch,
    columns: &[usize],
    replaced: &[(&str, Vec<i64>)],
) -> Result<Vec<(Field, ArrayRef)>, Error> {
    let schema = arrow_schema(batch.table());
    let column = |&index: &usize| {
        let field = schema.field(index);
        let replaced = replaced.iter().find(|(name, _)| name == field.name());
        let array = match replaced {
            Some((_, values)) => {
                let values =
                    PrimitiveArray::<Decimal64Type>::from_iter_values(values.iter().copied());
                Arc::new(values.with_data_type(field.data_type().clone()))
            }
            None => column_array(batch, index),
        };
        Ok((field.clone(), array))
    };
    columns.iter().map(column).collect()
}

/// An error of Arrow's, none of which follows from what is given.
pub(in crate::tasks) fn arrow_error(error: ArrowError) -> Error {
    Error::io("make", "record batches")(std::io::Error::other(error))
}
