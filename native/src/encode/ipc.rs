//! [`write()`]: a table as an Arrow IPC stream, for engines that read records without a file in between.
//!
//! Types are those that readers of the Parquet files see: text instead of dictionaries, and decimals of 128
//! bits, since some readers support no others.

use std::io::{self, Write};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread;

use arrow::array::RecordBatch;
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, Generator};

use crate::dataset::layout::Part;
use crate::encode::arrow::{arrow_schema, column_array};
use crate::error::PartError;
use crate::parallel::Context;

/// Record batches that each thread makes ahead of the reader.
const AHEAD: usize = 1;

/// The schema of a stream of some columns of a table, by position.
pub fn stream_schema(table: Table, columns: &[usize]) -> SchemaRef {
    let schema = arrow_schema(table);
    let field = |&column: &usize| {
        let field = schema.field(column);
        Field::new(field.name(), plain(field.data_type()), field.is_nullable())
    };
    Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()))
}

/// A type that every reader supports.
fn plain(data_type: &DataType) -> DataType {
    match data_type {
        DataType::Dictionary(_, words) => DataType::clone(words),
        DataType::Decimal64(precision, scale) => DataType::Decimal128(*precision, *scale),
        other => other.clone(),
    }
}

/// Writes some columns of parts of a table, unit after unit, each a record batch, and returns the number of
/// rows. Threads take turns, so that the bytes are the same on any number of them.
///
/// # Errors
/// An error of the sink, the system gives no threads, or the context was cancelled: then the stream has no end.
pub fn write(
    context: &Context,
    generator: &Generator,
    table: Table,
    parts: &[Part],
    columns: &[usize],
    sink: impl Write,
) -> Result<u64, PartError> {
    let schema = stream_schema(table, columns);
    let mut writer = StreamWriter::try_new(sink, &schema).map_err(into_io)?;
    // The schema is sent at once, however long the records take.
    writer.flush().map_err(into_io)?;
    let units = || parts.iter().flat_map(|part| part.units.clone());
    let threads = context.threads.clamp(1, units().count().max(1));
    let mut rows = 0;
    thread::scope(|scope| {
        let lanes = (0..threads).map(|lane| {
            let (ready, lane_batches) = mpsc::sync_channel(AHEAD);
            let (schema, columns) = (&schema, &columns);
            thread::Builder::new().spawn_scoped(scope, move || {
                let mut maker = generator.maker();
                for unit in units().skip(lane).step_by(threads) {
                    let batch = pick(maker.make(table, unit), schema, columns);
                    if ready.send(batch).is_err() {
                        break;
                    }
                }
            })?;
            Ok(lane_batches)
        });
        let lanes = lanes.collect::<io::Result<Vec<_>>>()?;
        for lane in lanes.iter().cycle() {
            context.cancel.check()?;
            let Ok(batch) = lane.recv() else { break };
            let batch = batch.map_err(into_io)?;
            rows += batch.num_rows() as u64;
            writer.write(&batch).map_err(into_io)?;
        }
        Ok::<_, PartError>(())
    })?;
    writer.finish().map_err(into_io)?;
    Ok(rows)
}

/// Some columns of a unit.
fn pick(
    batch: &dyn Batch,
    schema: &SchemaRef,
    columns: &[usize],
) -> Result<RecordBatch, ArrowError> {
    let arrays = columns
        .iter()
        .zip(schema.fields())
        .map(|(&column, field)| cast(&column_array(batch, column), field.data_type()))
        .collect::<Result<_, _>>()?;
    RecordBatch::try_new(Arc::clone(schema), arrays)
}

/// The sink's own error, if it is the cause.
fn into_io(error: ArrowError) -> io::Error {
    match error {
        ArrowError::IoError(_, source) => source,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use arrow::ipc::reader::StreamReader;
    use fraudgen_core::Spec;

    use super::*;
    use crate::dataset::layout::{Layout, Shard};
    use crate::encode::{Compression, Format};

    fn generator() -> Generator {
        Generator::new(&Spec {
            transactions: 30_000,
            ..Spec::default()
        })
        .expect("a valid spec")
    }

    fn stream(table: Table, columns: &[usize], shard: Shard, threads: usize) -> Vec<u8> {
        let generator = generator();
        let suffix = Format::Parquet.suffix(Compression::None);
        let layout = Layout::new(generator.plan(), 4_000, suffix);
        let parts: Vec<_> = layout.shard_parts(table, shard).collect();
        let mut bytes = Vec::new();
        let context = Context::new(threads);
        let written = write(&context, &generator, table, &parts, columns, &mut bytes);
        let planned = parts.iter().map(|part| part.rows).sum::<u64>();
        // Some tables are counted once they are made.
        let written = written.expect("written");
        assert!(written == planned || !table.is_counted());
        assert_eq!(rows(&bytes) as u64, written);
        bytes
    }

    fn rows(bytes: &[u8]) -> usize {
        let reader = StreamReader::try_new(bytes, None).expect("a stream");
        reader.map(|batch| batch.expect("a batch").num_rows()).sum()
    }

    #[test]
    fn the_bytes_are_the_same_on_any_number_of_threads() {
        let one = stream(Table::Transactions, &[0, 5, 9], Shard::WHOLE, 1);
        assert_eq!(rows(&one), 30_000);
        for threads in [2, 3, 7] {
            assert!(one == stream(Table::Transactions, &[0, 5, 9], Shard::WHOLE, threads));
        }
    }

    #[test]
    fn every_table_is_read_back_without_dictionaries() {
        for table in Table::ALL {
            let columns: Vec<_> = (0..table.columns().len()).collect();
            let bytes = stream(table, &columns, Shard::WHOLE, 2);
            let reader = StreamReader::try_new(&bytes[..], None).expect("a stream");
            assert_eq!(reader.schema(), stream_schema(table, &columns));
            assert!(reader.schema().fields().iter().all(|field| !matches!(
                field.data_type(),
                DataType::Dictionary(..) | DataType::Decimal64(..)
            )));
            let planned = generator().plan().table_rows(table);
            assert!(rows(&bytes) as u64 == planned || !table.is_counted());
        }
    }

    #[test]
    fn a_shard_without_parts_is_an_empty_stream() {
        let last = Shard {
            index: 99,
            count: 100,
        };
        assert_eq!(rows(&stream(Table::Merchants, &[0], last, 2)), 0);
    }

    #[test]
    fn a_closed_pipe_ends_the_stream() {
        struct Gone(usize);
        impl Write for Gone {
            fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
                self.0 = self.0.checked_sub(1).ok_or(io::ErrorKind::BrokenPipe)?;
                Ok(bytes.len())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let generator = generator();
        let suffix = Format::Parquet.suffix(Compression::None);
        let layout = Layout::new(generator.plan(), 4_000, suffix);
        let table = Table::Transactions;
        let parts: Vec<_> = layout.shard_parts(table, Shard::WHOLE).collect();
        for writes in [0, 9] {
            let sink = Gone(writes);
            let context = Context::new(3);
            let written = write(&context, &generator, table, &parts, &[0], sink);
            let Err(PartError::Sink(error)) = written else {
                panic!("{written:?} after {writes} writes");
            };
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    }

    #[test]
    fn a_cancelled_stream_has_no_end() {
        let generator = generator();
        let suffix = Format::Parquet.suffix(Compression::None);
        let layout = Layout::new(generator.plan(), 4_000, suffix);
        let table = Table::Transactions;
        let parts: Vec<_> = layout.shard_parts(table, Shard::WHOLE).collect();
        let context = Context::new(2);
        context.cancel.cancel();
        let mut bytes = Vec::new();
        let written = write(&context, &generator, table, &parts, &[0], &mut bytes);
        assert!(matches!(written, Err(PartError::Cancelled(_))));
        assert!(bytes.len() < stream(table, &[0], Shard::WHOLE, 2).len());
    }
}
