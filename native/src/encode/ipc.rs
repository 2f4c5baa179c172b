//! [`write()`]: a table as an Arrow IPC stream, for engines that read records without a file in between.

use std::io::{self, Write};

use arrow::array::RecordBatchReader;
use arrow::error::ArrowError;
use arrow::ipc::writer::StreamWriter;

use super::batches::Batches;
use crate::error::PartError;
use crate::parallel::Cancelled;

/// Writes record batches, and returns the number of rows.
///
/// # Errors
/// An error of the sink, or the batches were cancelled: then the stream has no end.
pub fn write(batches: Batches, sink: impl Write) -> Result<u64, PartError> {
    let mut writer = StreamWriter::try_new(sink, &batches.schema()).map_err(into_io)?;
    // The schema is sent at once, however long the records take.
    writer.flush().map_err(into_io)?;
    let mut rows = 0;
    for batch in batches {
        let batch = batch.map_err(|error| match error {
            ArrowError::ExternalError(error) if error.is::<Cancelled>() => Cancelled.into(),
            error => PartError::from(into_io(error)),
        })?;
        rows += batch.num_rows() as u64;
        writer.write(&batch).map_err(into_io)?;
    }
    writer.finish().map_err(into_io)?;
    Ok(rows)
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
    use std::sync::Arc;

    use arrow::ipc::reader::StreamReader;
    use fraudgen_core::schema::Table;
    use fraudgen_core::{Generator, Spec};

    use super::*;
    use crate::dataset::layout::{Layout, Shard};
    use crate::encode::batches::{Money, batch_schema};
    use crate::encode::{Compression, Format};
    use crate::parallel::Context;

    fn batches(context: &Context, table: Table, columns: &[usize]) -> Batches {
        let spec = Spec {
            transactions: 30_000,
            ..Spec::default()
        };
        let generator = Arc::new(Generator::new(&spec).expect("a valid spec"));
        let suffix = Format::Parquet.suffix(Compression::None);
        let layout = Layout::new(generator.plan(), 4_000, suffix);
        let parts: Vec<_> = layout.shard_parts(table, Shard::WHOLE).collect();
        Batches::new(context, &generator, table, &parts, columns, Money::Decimal)
    }

    #[test]
    fn the_stream_has_the_rows_and_its_bytes_are_the_same_on_any_number_of_threads() {
        let stream = |threads| {
            let mut bytes = Vec::new();
            let batches = batches(&Context::new(threads), Table::Transactions, &[0, 5, 9]);
            assert_eq!(write(batches, &mut bytes).expect("written"), 30_000);
            bytes
        };
        let one = stream(1);
        let reader = StreamReader::try_new(&one[..], None).expect("a stream");
        let schema = batch_schema(Table::Transactions, &[0, 5, 9], Money::Decimal);
        assert_eq!(reader.schema(), schema);
        let rows: usize = reader.map(|batch| batch.expect("a batch").num_rows()).sum();
        assert_eq!(rows, 30_000);
        for threads in [2, 3, 7] {
            assert!(one == stream(threads));
        }
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
        for writes in [0, 9] {
            let batches = batches(&Context::new(3), Table::Transactions, &[0]);
            let written = write(batches, Gone(writes));
            let Err(PartError::Sink(error)) = written else {
                panic!("{written:?} after {writes} writes");
            };
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
        }
    }

    #[test]
    fn a_cancelled_stream_has_no_end() {
        let context = Context::new(2);
        let batches = batches(&context, Table::Transactions, &[0]);
        context.cancel.cancel();
        let mut bytes = Vec::new();
        let written = write(batches, &mut bytes);
        assert!(matches!(written, Err(PartError::Cancelled(_))));
        let mut reader = StreamReader::try_new(&bytes[..], None).expect("a schema");
        assert!(reader.next().is_none_or(|batch| batch.is_err()));
    }
}
