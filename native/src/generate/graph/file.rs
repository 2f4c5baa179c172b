//! [`GraphFile`]: the file of one kind of nodes or edges.

use std::io;

use arrow::array::RecordBatch;
use arrow::datatypes::{DataType, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::csv::CsvFile;
use super::kind::Kind;
use super::property::schema;
use crate::encode::parquet::into_io;
use crate::error::Error;
use crate::storage::{Folder, PartFile};

/// Rows of a row group: they wait in memory, encoded.
const GROUP_ROWS: usize = 1 << 17;

/// What the files of a graph are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "cli", derive(clap::ValueEnum))]
pub enum GraphFormat {
    /// Parquet, for PyTorch Geometric, DGL, NetworkX and any other reader of tables
    Parquet,
    /// CSV with the headers that `neo4j-admin database import` reads
    Neo4j,
}

impl GraphFormat {
    /// Every format.
    pub const ALL: [Self; 2] = [Self::Parquet, Self::Neo4j];

    /// How its file names end.
    pub const fn suffix(self) -> &'static str {
        match self {
            Self::Parquet => "parquet",
            Self::Neo4j => "csv",
        }
    }

    /// The path of a kind's file below the folder.
    pub fn path(self, kind: Kind) -> String {
        format!("{}/{}.{}", kind.folder(), kind.name(), self.suffix())
    }
}

/// What a file of a graph holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Written {
    /// The kind of its nodes or edges.
    pub kind: Kind,
    /// Its path below the folder.
    pub path: String,
    /// Number of nodes or edges.
    pub rows: u64,
    /// Its size.
    pub bytes: u64,
}

/// A file being written.
#[derive(Debug)]
pub(super) struct GraphFile {
    kind: Kind,
    path: String,
    rows: u64,
    writer: Writer,
}

/// Ids and times are differences: dictionaries of them would be large, in the file and in memory.
fn properties(schema: &Schema) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        .set_max_row_group_row_count(Some(GROUP_ROWS));
    for field in schema.fields() {
        if let DataType::Int64 | DataType::Timestamp(..) = field.data_type() {
            let path = ColumnPath::from(field.name().as_str());
            properties = properties
                .set_column_dictionary_enabled(path.clone(), false)
                .set_column_encoding(path, Encoding::DELTA_BINARY_PACKED);
        }
    }
    properties.build()
}

#[derive(Debug)]
enum Writer {
    Parquet(Box<ArrowWriter<PartFile>>),
    Csv(Box<CsvFile<PartFile>>),
}

impl GraphFile {
    pub(super) fn new(folder: &Folder, kind: Kind, format: GraphFormat) -> Result<Self, Error> {
        let path = format.path(kind);
        let file = folder.part(&path)?;
        let writer = match format {
            GraphFormat::Neo4j => Writer::Csv(CsvFile::new(kind, file).into()),
            GraphFormat::Parquet => {
                let schema = schema(kind);
                let properties = properties(&schema);
                let writer = ArrowWriter::try_new(file, schema, Some(properties));
                let writer = writer.map_err(into_io).map_err(Error::io("write", &path))?;
                Writer::Parquet(Box::new(writer))
            }
        };
        Ok(Self {
            kind,
            path,
            rows: 0,
            writer,
        })
    }

    pub(super) fn write(&mut self, rows: &RecordBatch) -> Result<(), Error> {
        self.rows += rows.num_rows() as u64;
        match &mut self.writer {
            Writer::Parquet(writer) => writer.write(rows).map_err(into_io),
            Writer::Csv(writer) => writer.write(rows),
        }
        .map_err(Error::io("write", &self.path))
    }

    pub(super) fn finish(self) -> Result<Written, Error> {
        let file: io::Result<PartFile> = match self.writer {
            Writer::Parquet(writer) => writer.into_inner().map_err(into_io),
            Writer::Csv(writer) => writer.finish(),
        };
        let file = file.map_err(Error::io("write", &self.path))?;
        Ok(Written {
            kind: self.kind,
            path: self.path,
            rows: self.rows,
            bytes: file.commit()?.bytes,
        })
    }
}
