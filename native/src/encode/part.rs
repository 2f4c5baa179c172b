//! [`encoder`]: the encoder of a part, in the format of its run.

use std::io;

use super::compression::CompressedSink;
use super::csv::{Csv, CsvPtBr};
use super::encoder::{Encoder, Sink};
use super::format::Format;
use super::parquet::ParquetEncoder;
use super::{csv, jsonl};
use crate::dataset::layout::Part;
use crate::dataset::run::Run;

/// The encoder of a part of a run.
///
/// # Errors
/// An error of the sink at the file's first bytes.
pub fn encoder<'a>(
    run: &Run,
    part: &Part,
    sink: &'a mut dyn Sink,
) -> io::Result<Box<dyn Encoder + 'a>> {
    Ok(match run.format {
        Format::Parquet => Box::new(ParquetEncoder::new(run, part, sink)?),
        Format::Jsonl => Box::new(jsonl::encoder(
            part.table,
            CompressedSink::new(sink, run.compression)?,
        )),
        Format::Csv => Box::new(csv::encoder::<Csv, _>(
            part.table,
            CompressedSink::new(sink, run.compression)?,
        )),
        Format::CsvPtBr => Box::new(csv::encoder::<CsvPtBr, _>(
            part.table,
            CompressedSink::new(sink, run.compression)?,
        )),
    })
}
