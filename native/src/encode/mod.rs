//! [`Encoder`]: records into the bytes of one file, in one of three formats.

pub mod arrow;
mod compression;
mod csv;
pub mod ipc;
mod jsonl;
pub mod parquet;
mod text;

use std::io::{self, Write};

use fraudgen_core::Batch;
use fraudgen_core::Digest;
use serde::{Deserialize, Serialize};

pub use self::compression::{Compression, InvalidCompression};
pub use self::text::plain_text;
pub(crate) use self::text::time_text;
use crate::dataset::layout::Part;
use crate::dataset::run::Run;

/// A file format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// Apache Parquet.
    Parquet,
    /// One JSON object a line.
    Jsonl,
    /// Comma-separated values with a header line (RFC 4180).
    Csv,
}

impl Format {
    /// Every format.
    pub const ALL: [Format; 3] = [Format::Parquet, Format::Jsonl, Format::Csv];

    /// The format's name.
    pub const fn name(self) -> &'static str {
        match self {
            Format::Parquet => "parquet",
            Format::Jsonl => "jsonl",
            Format::Csv => "csv",
        }
    }

    /// How its files are compressed unless told otherwise.
    pub const fn default_compression(self) -> Compression {
        match self {
            Format::Parquet => Compression::Zstd(1),
            Format::Jsonl | Format::Csv => Compression::None,
        }
    }

    /// How its file names end.
    pub const fn suffix(self, compression: Compression) -> Suffix {
        Suffix(match (self, compression) {
            (Format::Parquet, _) => ".parquet",
            (Format::Jsonl, Compression::None) => ".jsonl",
            (Format::Jsonl, Compression::Zstd(_)) => ".jsonl.zst",
            (Format::Csv, Compression::None) => ".csv",
            (Format::Csv, Compression::Zstd(_)) => ".csv.zst",
        })
    }
}

/// How the names of a format's files end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suffix(&'static str);

impl std::fmt::Display for Suffix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// Writes the records of one part, unit after unit. The same records give the same bytes.
pub trait Encoder {
    /// Writes one unit.
    ///
    /// # Errors
    /// What the sink answers.
    fn write(&mut self, batch: &dyn Batch) -> io::Result<()>;

    /// Ends the file. `digest` is that of all records written.
    ///
    /// # Errors
    /// What the sink answers.
    fn finish(self: Box<Self>, digest: Digest) -> io::Result<()>;
}

/// Something to write a part to.
pub trait Sink: Write + Send {}

impl<W: Write + Send> Sink for W {}

/// The encoder of a part of a run.
///
/// # Errors
/// What the sink answers to the file's first bytes.
pub fn encoder<'a>(
    run: &Run,
    part: &Part,
    sink: &'a mut dyn Sink,
) -> io::Result<Box<dyn Encoder + 'a>> {
    Ok(match run.format {
        Format::Parquet => Box::new(parquet::ParquetEncoder::new(run, part, sink)?),
        Format::Jsonl => Box::new(jsonl::encoder(
            part.table,
            compression::Stream::new(sink, run.compression)?,
        )),
        Format::Csv => Box::new(csv::encoder(
            part.table,
            compression::Stream::new(sink, run.compression)?,
        )),
    })
}
