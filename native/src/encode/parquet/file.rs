//! [`ParquetEncoder`]: a part as row groups of column chunks.

use std::io;
use std::sync::Arc;

use fraudgen_core::schema::{Column, DataType};
use fraudgen_core::{Batch, Digest};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::Chunk;
use super::codec::Codec;
use super::dictionary::ValueDictionary;
use super::error::into_io;
use super::schema::{DIGEST_KEY, metadata, parquet_schema};
use super::values::Values;
use crate::dataset::layout::Part;
use crate::dataset::run::Run;
use crate::encode::encoder::{Encoder, Sink};

/// Target rows of a row group; groups are whole units and of about one size.
pub(super) const GROUP_ROWS: u64 = 262_144;
/// The footer's `created_by`.
const CREATED_BY: &str = concat!("fraudgen version ", env!("CARGO_PKG_VERSION"));
/// Writes a part as Parquet.
pub struct ParquetEncoder<'a> {
    file: SerializedFileWriter<&'a mut dyn Sink>,
    /// The columns of the current row group.
    chunks: Vec<Chunk>,
    codec: Codec,
    pub(super) group_rows: u64,
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
    /// An error of the sink.
    pub fn new(run: &Run, part: &Part, sink: &'a mut dyn Sink) -> io::Result<Self> {
        let properties = WriterProperties::builder()
            .set_created_by(CREATED_BY.into())
            .set_key_value_metadata(Some(metadata(run, part)?))
            .build();
        let schema = parquet_schema(part.table);
        let root = schema.root_schema_ptr();
        let columns = part.table.columns().iter().zip(schema.columns());
        Ok(Self {
            file: SerializedFileWriter::new(sink, root, Arc::new(properties))?,
            chunks: columns
                .map(|(column, descriptor)| chunk(column, descriptor.clone()))
                .collect(),
            codec: Codec::new(run.compression)?,
            group_rows: group_rows(part.rows),
            rows: 0,
        })
    }

    fn write_batch(&mut self, batch: &dyn Batch) -> Result<(), ParquetError> {
        for (index, chunk) in self.chunks.iter_mut().enumerate() {
            chunk.write(batch.column(index), batch.rows(), &mut self.codec)?;
        }
        self.rows += batch.rows() as u64;
        if self.rows >= self.group_rows {
            self.end_group()?;
        }
        Ok(())
    }

    fn end_group(&mut self) -> Result<(), ParquetError> {
        let mut group = self.file.next_row_group()?;
        for chunk in &mut self.chunks {
            let (bytes, close) = chunk.close(&mut self.codec)?;
            group.append_column(&bytes, close)?;
        }
        group.close()?;
        self.rows = 0;
        Ok(())
    }

    fn end_file(&mut self, digest: Digest) -> Result<(), ParquetError> {
        if self.rows > 0 {
            self.end_group()?;
        }
        let digest = KeyValue::new(DIGEST_KEY.into(), digest.to_string());
        self.file.append_key_value_metadata(digest);
        self.file.finish()?;
        Ok(())
    }
}

impl Encoder for ParquetEncoder<'_> {
    fn write(&mut self, batch: &dyn Batch) -> io::Result<()> {
        self.write_batch(batch).map_err(into_io)
    }

    fn finish(mut self: Box<Self>, digest: Digest) -> io::Result<()> {
        self.end_file(digest).map_err(into_io)
    }
}

/// Rows after which a row group of a part ends, so that all are of about one size.
fn group_rows(part_rows: u64) -> u64 {
    let groups = ((2 * part_rows + GROUP_ROWS) / (2 * GROUP_ROWS)).max(1);
    // A group without rows is one that old readers refuse.
    part_rows.div_ceil(groups).max(1)
}

/// An empty chunk of a column, in encodings that readers since parquet-mr 1.10 know. Values that repeat and
/// words have dictionaries. Ids, counts and dates are written as differences where these are small; money and
/// times are plain, as text is: compressed, they take no more bytes than as differences, which are too wide for
/// some readers. Bounds are kept of ids, times and money, whose ranges readers search; counts, coordinates, flags
/// and hashes have all their values in every row group. Words have the bounds of their dictionary.
fn chunk(column: &Column, descriptor: ColumnDescPtr) -> Chunk {
    let values = match column.data_type {
        DataType::Bool => Values::Flags(Default::default()),
        DataType::Float32 if column.repeats => Values::Repeating(ValueDictionary::new(4)),
        DataType::Int64 if column.repeats => Values::Repeating(ValueDictionary::new(8)),
        DataType::Int32 | DataType::Date => Values::Ints(Default::default()),
        DataType::Int64 => Values::Longs(Default::default()),
        DataType::Float32 | DataType::Money | DataType::Timestamp | DataType::Text => {
            Values::Plain(Default::default())
        }
        DataType::Category => Values::Words(Default::default()),
    };
    let is_bounded = match column.data_type {
        DataType::Int64 => !column.repeats,
        DataType::Money | DataType::Timestamp | DataType::Date => true,
        _ => false,
    };
    Chunk::new(descriptor, values, is_bounded)
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::Table;
    use fraudgen_core::schema::columns::Values;
    use fraudgen_core::{DATASET_VERSION, Generator, Maker, Spec};
    use parquet::basic::Encoding;
    use parquet::file::page_index::column_index::ColumnIndexMetaData;
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::file::serialized_reader::ReadOptionsBuilder;
    use parquet::file::statistics::Statistics;
    use parquet::record::Field;

    use super::super::schema::TABLE_KEY;
    use super::*;
    use crate::dataset::layout::Shard;
    use crate::encode::{Compression, Format};

    fn run(generator: &Generator, compression: Compression) -> Run {
        Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Parquet,
            compression,
            rows_per_file: 60_000,
            tables: Table::ALL.to_vec(),
            shard: Shard::WHOLE,
        }
    }

    fn encode(maker: &mut Maker<'_>, run: &Run, part: &Part, file: &mut Vec<u8>) {
        let mut encoder = ParquetEncoder::new(run, part, file).expect("an encoder");
        for unit in part.units.clone() {
            encoder
                .write(maker.make(part.table, unit))
                .expect("written");
        }
        let encoder = Box::new(encoder);
        encoder.finish(Digest::default()).expect("finished");
    }

    /// A cell as the `parquet` crate reads it.
    fn field(batch: &dyn Batch, index: usize, row: usize) -> Field {
        let column = batch.column(index);
        if column.validity.is_some_and(|valid| !valid.get(row)) {
            return Field::Null;
        }
        match (column.values, batch.table().columns()[index].data_type) {
            (Values::Bool(bits), _) => Field::Bool(bits.get(row)),
            (Values::Int32(values), DataType::Date) => Field::Date(values[row]),
            (Values::Int32(values), _) => Field::Int(values[row]),
            (Values::Int64(values), DataType::Timestamp) => Field::TimestampMicros(values[row]),
            (Values::Int64(values), DataType::Money) => {
                Field::Decimal(parquet::data_type::Decimal::from_i64(values[row], 15, 2))
            }
            (Values::Int64(values), _) => Field::Long(values[row]),
            (Values::Float32(values), _) => Field::Float(values[row]),
            (Values::Codes(codes, words), _) => {
                Field::Str(words.get(usize::from(codes[row])).into())
            }
            (Values::Text(text), _) => Field::Str(text.get(row).into()),
        }
    }

    #[test]
    fn another_reader_reads_the_records_that_were_written() {
        // Without fraud, there are columns of nothing but nulls.
        for (compression, fraud_rate) in [
            (Compression::None, 0.02),
            (Compression::Zstd(1), 0.02),
            (Compression::Zstd(1), 0.0),
        ] {
            let spec = Spec {
                transactions: 60_000,
                customers: Some(6_000),
                fraud_rate,
                ..Spec::default()
            };
            let generator = Generator::new(&spec).expect("a valid spec");
            let run = run(&generator, compression);
            for table in Table::ALL {
                let layout = run.layout(generator.plan());
                let part = layout.part(table, layout.parts(table) - 1);
                let mut file = Vec::new();
                let mut maker = generator.maker();
                let (mut digest, mut written) = (Digest::default(), 0);
                let mut encoder = ParquetEncoder::new(&run, &part, &mut file).expect("an encoder");
                // Pages of several batches, and several groups of several pages.
                encoder.group_rows = 25_000;
                for unit in part.units.clone() {
                    let batch = maker.make(table, unit);
                    digest += Digest::of(batch, unit);
                    written += batch.rows() as u64;
                    encoder.write(batch).expect("written");
                }
                Box::new(encoder).finish(digest).expect("finished");

                let reader =
                    SerializedFileReader::new(bytes::Bytes::from(file)).expect("a Parquet file");
                let metadata = reader.metadata().file_metadata();
                assert_eq!(metadata.num_rows() as u64, written);
                assert!(written == part.rows || !generator.plan().counts(table));
                if table == Table::Transactions {
                    assert_eq!(reader.num_row_groups(), 3);
                }
                for group in reader.metadata().row_groups() {
                    for column in group.columns() {
                        let nulls = column.statistics().and_then(|found| found.null_count_opt());
                        let is_empty = nulls == Some(group.num_rows() as u64);
                        let encodings: Vec<_> = column.encodings().collect();
                        assert!(
                            !is_empty
                                || encodings == [Encoding::RLE, Encoding::PLAIN]
                                || encodings == [Encoding::PLAIN, Encoding::RLE],
                            "{encodings:?}"
                        );
                    }
                }
                let entries = metadata.key_value_metadata().expect("metadata");
                let entry = |key: &str| {
                    entries
                        .iter()
                        .find(|entry| entry.key == key)
                        .and_then(|e| e.value.clone())
                };
                assert_eq!(entry(DIGEST_KEY), Some(digest.to_string()));
                assert_eq!(entry(TABLE_KEY).as_deref(), Some(table.name()));

                let mut rows = reader.get_row_iter(None).expect("rows");
                for unit in part.units.clone() {
                    let batch = maker.make(table, unit);
                    for row in 0..batch.rows() {
                        let read = rows.next().expect("a row").expect("a row");
                        for (index, (name, value)) in read.get_column_iter().enumerate() {
                            assert_eq!(*value, field(batch, index, row), "{name} of row {row}");
                        }
                    }
                }
                assert!(rows.next().is_none());
            }
        }
    }

    #[test]
    fn statistics_are_those_of_the_records() {
        let spec = Spec {
            transactions: 60_000,
            customers: Some(6_000),
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = run(&generator, Compression::Zstd(1));
        let part = run.layout(generator.plan()).part(Table::Transactions, 0);
        let (mut maker, mut file) = (generator.maker(), Vec::new());
        encode(&mut maker, &run, &part, &mut file);
        let options = ReadOptionsBuilder::new().with_page_index().build();
        let reader = SerializedFileReader::new_with_options(bytes::Bytes::from(file), options)
            .expect("a Parquet file");

        let columns = Table::Transactions.columns();
        // By column and row; in columns that do not have 64 bits, 0 for any value.
        let mut values: Vec<Vec<Option<i64>>> = vec![Vec::new(); columns.len()];
        for unit in part.units.clone() {
            let batch = maker.make(Table::Transactions, unit);
            for (index, values) in values.iter_mut().enumerate() {
                for row in 0..batch.rows() {
                    values.push(
                        match (field(batch, index, row), batch.column(index).values) {
                            (Field::Null, _) => None,
                            (_, Values::Int64(longs)) => Some(longs[row]),
                            _ => Some(0),
                        },
                    );
                }
            }
        }
        let group = reader.metadata().row_group(0);
        let page_index = reader.metadata().page_index_for_row_group(0);
        let bounds = |values: &[Option<i64>]| {
            let present = || values.iter().flatten().copied();
            let nulls = values.len() - present().count();
            (nulls as u64, present().min(), present().max())
        };
        for (index, column) in columns.iter().enumerate() {
            let (name, values) = (column.name, &values[index]);
            let (nulls, min, max) = bounds(values);
            let statistics = group.column(index).statistics().expect("statistics");
            assert_eq!(statistics.null_count_opt(), Some(nulls), "{name}");
            let Statistics::Int64(statistics) = statistics else {
                continue;
            };
            if column.repeats {
                continue;
            }
            let found = (statistics.min_opt().copied(), statistics.max_opt().copied());
            assert_eq!(found, (min, max), "{name}");
            let Some(ColumnIndexMetaData::INT64(pages)) = page_index.column_index(index) else {
                panic!("{name} has no index of pages");
            };
            let offsets = page_index.offset_index(index).expect("an index");
            let firsts = offsets.page_locations();
            assert_eq!(firsts.len(), 4, "{name}");
            for (page, first) in firsts.iter().enumerate() {
                let end = firsts
                    .get(page + 1)
                    .map(|next| next.first_row_index as usize);
                let rows = first.first_row_index as usize..end.unwrap_or(values.len());
                let (min, max) = (pages.min_value(page), pages.max_value(page));
                let nulls = pages.null_count(page).unwrap_or_default() as u64;
                let found = (nulls, min.copied(), max.copied());
                assert_eq!(found, bounds(&values[rows]), "{name}, page {page}");
            }
        }
    }

    #[test]
    fn row_groups_are_of_one_size() {
        for (rows, expected) in [
            (0, 1),
            (1_000, 1_000),
            (268_000, 268_000),
            (700_000, 233_334),
        ] {
            assert_eq!(group_rows(rows), expected);
        }
    }

    #[test]
    fn a_table_may_be_empty() {
        let spec = Spec {
            transactions: 1_000,
            fraud_rate: 0.0,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = run(&generator, Compression::Zstd(1));
        let part = run.layout(generator.plan()).part(Table::FraudCases, 0);
        let mut file = Vec::new();
        encode(&mut generator.maker(), &run, &part, &mut file);
        let reader = SerializedFileReader::new(bytes::Bytes::from(file)).expect("a Parquet file");
        assert_eq!(reader.metadata().file_metadata().num_rows(), 0);
        assert_eq!(reader.num_row_groups(), 0);
    }
}
