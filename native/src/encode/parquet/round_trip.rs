//! Every encoding of numbers, as the `parquet` crate reads it back.

use std::sync::Arc;

use bytes::Bytes;
use fraudgen_core::schema::columns::{ColumnView, Values as View};
use parquet::file::properties::WriterProperties;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::writer::SerializedFileWriter;
use parquet::record::Field;
use parquet::schema::parser::parse_message_type;

use super::chunk::Chunk;
use super::codec::Codec;
use super::dictionary::ValueDictionary;
use super::values::Values;
use crate::encode::Compression;

/// A column of a Parquet type as the `parquet` crate reads it.
fn read_back(parquet_type: &str, values: Values, view: View<'_>) -> Vec<Field> {
    let schema = parse_message_type(&format!("message m {{ required {parquet_type} c; }}"))
        .expect("a schema");
    let mut file = Vec::new();
    let properties = Arc::new(WriterProperties::default());
    let mut writer =
        SerializedFileWriter::new(&mut file, Arc::new(schema), properties).expect("a file");
    let rows = match view {
        View::Int32(values) => values.len(),
        View::Int64(values) => values.len(),
        _ => unreachable!("no other type is asked for"),
    };
    let mut chunk = Chunk::new(writer.schema_descr().column(0), values, false);
    let mut codec = Codec::new(Compression::Zstd(1)).expect("a codec");
    let column = ColumnView {
        values: view,
        validity: None,
    };
    chunk.write(column, rows, &mut codec).expect("written");
    let (bytes, close) = chunk.close(&mut codec).expect("closed");
    let mut group = writer.next_row_group().expect("a row group");
    group.append_column(&bytes, close).expect("appended");
    group.close().expect("closed");
    writer.close().expect("closed");
    let reader = SerializedFileReader::new(Bytes::from(file)).expect("a Parquet file");
    let rows = reader.get_row_iter(None).expect("rows");
    rows.map(|row| {
        row.expect("a row")
            .get_column_iter()
            .next()
            .expect("a column")
            .1
            .clone()
    })
    .collect()
}

fn assert_longs(values: &[i64]) {
    let read = read_back("INT64", Values::Longs(Vec::new()), View::Int64(values));
    let expected: Vec<_> = values.iter().map(|value| Field::Long(*value)).collect();
    assert_eq!(read, expected);
}

fn assert_ints(values: &[i32]) {
    let read = read_back("INT32", Values::Ints(Vec::new()), View::Int32(values));
    let expected: Vec<_> = values.iter().map(|value| Field::Int(*value)).collect();
    assert_eq!(read, expected);
}

#[test]
fn another_reader_reads_as_many_as_were_written() {
    for len in [0, 1, 2, 31, 32, 33, 128, 129, 130, 160, 161, 257, 1_000] {
        assert_longs(&(0..len).map(|i| i * i % 97 - 40).collect::<Vec<_>>());
        assert_ints(&vec![7; len as usize]);
    }
}

#[test]
fn another_reader_reads_extremes() {
    assert_longs(&[
        i64::MIN,
        i64::MAX,
        0,
        i64::MAX,
        i64::MIN,
        -1,
        1,
        i64::MIN,
        i64::MIN,
    ]);
    assert_ints(&[
        i32::MAX,
        i32::MIN,
        0,
        i32::MIN,
        i32::MAX,
        1,
        -1,
        i32::MAX,
        i32::MAX,
    ]);
}

#[test]
fn another_reader_reads_differences_of_every_width() {
    for bits in 0..64 {
        let random = |i: i64| i.wrapping_mul(0x1E37_79B9_7F4A_7C15) >> (63 - bits);
        assert_longs(&(0..300).map(random).collect::<Vec<_>>());
        assert_ints(&(0..300).map(|i| random(i) as i32).collect::<Vec<_>>());
    }
}

#[test]
fn another_reader_reads_numbers_of_dictionaries() {
    for different in [1, 2, 3, 500, 5_000] {
        let longs: Vec<i64> = (0..9_001)
            .map(|i| i % different * 0x0123_4567_89AB)
            .collect();
        let dictionary = Values::Repeating(ValueDictionary::new(8));
        let read = read_back("INT64", dictionary, View::Int64(&longs));
        assert_eq!(read, longs.into_iter().map(Field::Long).collect::<Vec<_>>());
    }
}
