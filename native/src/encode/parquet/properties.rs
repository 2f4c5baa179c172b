//! For any columns, the `parquet` crate reads back what was written, and statistics and page index are right.

use std::sync::Arc;

use fastrand::Rng;
use fraudgen_core::schema::DataType;
use fraudgen_core::schema::columns::{ColumnView, Values as View};
use fraudgen_core::{Batch, Digest, Generator, Spec};
use parquet::data_type::Decimal;
use parquet::errors::ParquetError;
use parquet::file::metadata::ParquetMetaData;
use parquet::file::page_index::column_index::ColumnIndexMetaData;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::serialized_reader::ReadOptionsBuilder;
use parquet::file::statistics::Statistics;
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;
use proptest::prelude::*;

use super::chunk::{Chunk, PAGE_ROWS};
use super::codec::Codec;
use super::dictionary::ValueDictionary;
use super::file::ParquetEncoder;
use super::values::Values;
use crate::arbitrary::{AnyBatch, AnyColumn, any_batches};
use crate::dataset::{Run, Shard};
use crate::encode::{Compression, Encoder, Format};

/// A cell as the `parquet` crate reads it.
fn field(column: ColumnView<'_>, data_type: DataType, row: usize) -> Field {
    if column.validity.is_some_and(|valid| !valid.get(row)) {
        return Field::Null;
    }
    match (column.values, data_type) {
        (View::Bool(bits), _) => Field::Bool(bits.get(row)),
        (View::Int32(values), DataType::Date) => Field::Date(values[row]),
        (View::Int32(values), _) => Field::Int(values[row]),
        (View::Int64(values), DataType::Timestamp) => Field::TimestampMicros(values[row]),
        (View::Int64(values), DataType::Money) => {
            Field::Decimal(Decimal::from_i64(values[row], 15, 2))
        }
        (View::Int64(values), _) => Field::Long(values[row]),
        (View::Float32(values), _) => Field::Float(values[row]),
        (View::Codes(codes, words), _) => Field::Str(words.get(usize::from(codes[row])).into()),
        (View::Text(text), _) => Field::Str(text.get(row).into()),
    }
}

/// Types of columns as they are written: the type, whether few values repeat, and the column in Parquet.
const KINDS: [(DataType, bool, &str); 9] = [
    (DataType::Bool, false, "BOOLEAN c"),
    (DataType::Float32, false, "FLOAT c"),
    (DataType::Float32, true, "FLOAT c"),
    (DataType::Int32, false, "INT32 c"),
    (DataType::Int64, false, "INT64 c"),
    (DataType::Int64, true, "INT64 c"),
    (
        DataType::Timestamp,
        false,
        "INT64 c (TIMESTAMP(MICROS,true))",
    ),
    (DataType::Category, false, "BYTE_ARRAY c (UTF8)"),
    (DataType::Text, false, "BYTE_ARRAY c (UTF8)"),
];

fn values(data_type: DataType, repeats: bool) -> Values {
    match data_type {
        DataType::Bool => Values::Flags(Default::default()),
        DataType::Float32 if repeats => Values::Repeating(ValueDictionary::new(4)),
        DataType::Int32 => Values::Ints(Default::default()),
        DataType::Int64 if repeats => Values::Repeating(ValueDictionary::new(8)),
        DataType::Int64 => Values::Longs(Default::default()),
        DataType::Category => Values::Words(Default::default()),
        _ => Values::Plain(Default::default()),
    }
}

/// Rows of a group, batch by batch, around the borders of words, blocks and pages.
fn any_group() -> impl Strategy<Value = Vec<usize>> {
    let rows = prop_oneof![
        3 => 0..3_usize,
        3 => 62..67_usize,
        3 => 126..131_usize,
        3 => 0..2_000_usize,
        1 => PAGE_ROWS - 2..PAGE_ROWS + 3,
    ];
    prop::collection::vec(rows, 1..5)
}

fn any_compression() -> impl Strategy<Value = Compression> {
    prop::sample::select(&[Compression::None, Compression::Zstd(1)][..])
}

/// The number of nulls, and the minimum and maximum of the other integers.
fn bounds(fields: &[Field]) -> (u64, Option<i64>, Option<i64>) {
    let longs = || {
        fields.iter().filter_map(|field| match field {
            Field::Int(int) => Some(i64::from(*int)),
            Field::Long(long) | Field::TimestampMicros(long) => Some(*long),
            _ => None,
        })
    };
    let nulls = fields.iter().filter(|field| **field == Field::Null).count();
    (nulls as u64, longs().min(), longs().max())
}

fn words(fields: &[Field]) -> impl Iterator<Item = &[u8]> {
    fields.iter().filter_map(|field| match field {
        Field::Str(text) => Some(text.as_bytes()),
        _ => None,
    })
}

/// Fields are the same if their bits are: NaN is NaN, and 0 is not -0.
fn assert_same(read: &[Field], written: &[Field]) {
    let key = |field: &Field| match field {
        Field::Float(float) => Field::UInt(float.to_bits()),
        field => field.clone(),
    };
    assert_eq!(read.len(), written.len());
    for (row, (read, written)) in read.iter().zip(written).enumerate() {
        assert_eq!(key(read), key(written), "row {row}");
    }
}

/// The fields of each page of a row group.
type Pages = Vec<Vec<Field>>;

/// A column of a type, and the file that its chunks are written to.
#[derive(Debug, Clone, Copy)]
struct Kind {
    data_type: DataType,
    repeats: bool,
    parquet_type: &'static str,
    nullable: bool,
}

impl Kind {
    fn is_bounded(self) -> bool {
        matches!(
            self.data_type,
            DataType::Int32 | DataType::Int64 | DataType::Timestamp
        ) && !self.repeats
    }

    /// A file of groups of batches with these numbers of rows, and the fields of each page of each group.
    fn write(
        self,
        groups: Vec<Vec<usize>>,
        compression: Compression,
        random: &mut Rng,
    ) -> Result<(Vec<u8>, Vec<Pages>), ParquetError> {
        let repetition = if self.nullable {
            "optional"
        } else {
            "required"
        };
        let schema = parse_message_type(&format!(
            "message m {{ {repetition} {}; }}",
            self.parquet_type
        ))?;
        let mut file = Vec::new();
        let mut writer =
            SerializedFileWriter::new(&mut file, Arc::new(schema), Default::default())?;
        let descriptor = writer.schema_descr().column(0);
        let mut chunk = Chunk::new(
            descriptor,
            values(self.data_type, self.repeats),
            self.is_bounded(),
        );
        let mut codec = Codec::new(compression)?;
        let mut written = Vec::new();
        for sizes in groups {
            let mut pages: Vec<Vec<_>> = Vec::new();
            for rows in sizes {
                let column = AnyColumn::new(self.data_type, self.nullable, rows, random);
                let fields = (0..rows).map(|row| field(column.view(), self.data_type, row));
                match pages.last_mut() {
                    Some(page) if page.len() < PAGE_ROWS => page.extend(fields),
                    _ => pages.push(fields.collect()),
                }
                chunk.write(column.view(), rows, &mut codec)?;
            }
            pages.retain(|page| !page.is_empty());
            let (bytes, close) = chunk.close(&mut codec)?;
            let mut group = writer.next_row_group()?;
            group.append_column(&bytes, close)?;
            group.close()?;
            written.push(pages);
        }
        writer.close()?;
        Ok((file, written))
    }

    fn check_statistics(self, statistics: &Statistics, fields: &[Field]) {
        let (nulls, min, max) = bounds(fields);
        assert_eq!(statistics.null_count_opt(), Some(nulls));
        match statistics {
            Statistics::Int32(found) if self.is_bounded() => {
                let long = |bound: Option<&i32>| bound.copied().map(i64::from);
                assert_eq!((long(found.min_opt()), long(found.max_opt())), (min, max));
            }
            Statistics::Int64(found) if self.is_bounded() => {
                assert_eq!(
                    (found.min_opt(), found.max_opt()),
                    (min.as_ref(), max.as_ref())
                );
            }
            Statistics::ByteArray(found) if self.data_type == DataType::Category => {
                let expected = (words(fields).min(), words(fields).max());
                assert_eq!((found.min_bytes_opt(), found.max_bytes_opt()), expected);
            }
            other => assert_eq!((other.min_bytes_opt(), other.max_bytes_opt()), (None, None)),
        }
    }

    fn check_pages(self, metadata: &ParquetMetaData, group: usize, pages: &[Vec<Field>]) {
        let index = metadata.page_index_for_row_group(group);
        let mut first = 0;
        let places = index.offset_index(0).expect("an index").page_locations();
        assert_eq!(places.len(), pages.len());
        for (number, (place, page)) in places.iter().zip(pages).enumerate() {
            assert_eq!(place.first_row_index, first);
            first += page.len() as i64;
            let (nulls, min, max) = bounds(page);
            let found = match index.column_index(0) {
                Some(ColumnIndexMetaData::INT32(found)) => (
                    found.null_count(number),
                    found.min_value(number).copied().map(i64::from),
                    found.max_value(number).copied().map(i64::from),
                ),
                Some(ColumnIndexMetaData::INT64(found)) => {
                    let bounds = (
                        found.min_value(number).copied(),
                        found.max_value(number).copied(),
                    );
                    (found.null_count(number), bounds.0, bounds.1)
                }
                found => {
                    assert!(found.is_none() && !self.is_bounded());
                    continue;
                }
            };
            assert_eq!(found, (Some(nulls as i64), min, max));
        }
    }
}

fn any_kind() -> impl Strategy<Value = Kind> {
    (prop::sample::select(&KINDS[..]), any::<bool>()).prop_map(
        |((data_type, repeats, parquet_type), nullable)| Kind {
            data_type,
            repeats,
            parquet_type,
            nullable,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(128) })]

    #[test]
    fn chunks_read_back_as_they_were_written(
        kind in any_kind(),
        compression in any_compression(),
        groups in prop::collection::vec(any_group(), 1..3),
        seed: u64,
    ) {
        let (file, groups) = kind.write(groups, compression, &mut Rng::with_seed(seed))?;
        let options = ReadOptionsBuilder::new().with_page_index().build();
        let reader = SerializedFileReader::new_with_options(bytes::Bytes::from(file), options)?;
        for (index, pages) in groups.iter().enumerate() {
            let group = reader.get_row_group(index)?;
            let read = group.get_row_iter(None)?.map(|row| Ok(row?.into_columns().remove(0).1));
            let read = read.collect::<Result<Vec<_>, ParquetError>>()?;
            assert_same(&read, &pages.concat());
            let statistics = group.metadata().column(0).statistics().expect("statistics");
            kind.check_statistics(statistics, &pages.concat());
            kind.check_pages(reader.metadata(), index, pages);
        }
    }

    #[test]
    fn files_read_back_as_they_were_written(
        (table, batches) in any_batches(),
        compression in any_compression(),
        group_rows in 1..700_u64,
    ) {
        let generator = Generator::new(&Spec { transactions: 1_000, ..Spec::default() }).expect("valid");
        let run = Run {
            dataset_version: fraudgen_core::DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Parquet,
            compression,
            rows_per_file: 60_000,
            tables: vec![table],
            shard: Shard::WHOLE,
        };
        let part = run.layout(generator.plan()).part(table, 0);
        let mut file = Vec::new();
        let mut encoder = ParquetEncoder::new(&run, &part, &mut file)?;
        encoder.group_rows = group_rows;
        for batch in &batches {
            encoder.write(batch)?;
        }
        Box::new(encoder).finish(Digest::default())?;

        // A group ends with the batch that fills it.
        let mut groups = Vec::new();
        let mut rows = 0;
        for batch in &batches {
            rows += batch.rows() as u64;
            if rows >= group_rows {
                groups.push(std::mem::take(&mut rows));
            }
        }
        groups.extend((rows > 0).then_some(rows));
        let reader = SerializedFileReader::new(bytes::Bytes::from(file))?;
        let found = reader.metadata().row_groups().iter().map(|group| group.num_rows() as u64);
        prop_assert!(found.eq(groups));
        let mut read = reader.get_row_iter(None)?;
        for batch in &batches {
            for row in 0..batch.rows() {
                let read = read.next().expect("a row")?;
                let read: Vec<_> = read.into_columns().into_iter().map(|(_, field)| field).collect();
                assert_same(&read, &fields(batch, row));
            }
        }
        prop_assert!(read.next().is_none());
    }
}

fn fields(batch: &AnyBatch, row: usize) -> Vec<Field> {
    let columns = batch.table().columns().iter().enumerate();
    columns
        .map(|(index, column)| field(batch.column(index), column.data_type, row))
        .collect()
}
