//! For any rows, independent readers of CSV and JSON read back what was written.

use fraudgen_core::schema::columns::{ColumnView, Values};
use fraudgen_core::schema::{DataType, Table};
use fraudgen_core::{Batch, Digest};
use proptest::prelude::*;
use serde_json::Value;

use super::compression::{CompressedSink, Compression};
use super::{Encoder, csv, jsonl};
use crate::arbitrary::{AnyBatch, any_batches};

/// A cell as a reader may see it.
#[derive(Debug, PartialEq)]
enum Cell {
    Null,
    Bool(bool),
    Integer(i64),
    Centavos(i64),
    Float(u32),
    Day(i64),
    Micros(i64),
    Text(String),
}

fn cell(column: ColumnView<'_>, data_type: DataType, row: usize) -> Cell {
    if column.validity.is_some_and(|valid| !valid.get(row)) {
        return Cell::Null;
    }
    match (column.values, data_type) {
        (Values::Bool(bits), _) => Cell::Bool(bits.get(row)),
        (Values::Int32(ints), DataType::Date) => Cell::Day(ints[row].into()),
        (Values::Int32(ints), _) => Cell::Integer(ints[row].into()),
        (Values::Int64(longs), DataType::Money) => Cell::Centavos(longs[row]),
        (Values::Int64(longs), DataType::Timestamp) => Cell::Micros(longs[row]),
        (Values::Int64(longs), _) => Cell::Integer(longs[row]),
        (Values::Float32(floats), _) => Cell::Float(floats[row].to_bits()),
        (Values::Codes(codes, words), _) => Cell::Text(words.get(codes[row].into()).to_owned()),
        (Values::Text(text), _) => Cell::Text(text.get(row).to_owned()),
    }
}

/// A text that is not null, parsed as its column's type.
fn parsed(text: &str, data_type: DataType) -> Option<Cell> {
    Some(match data_type {
        DataType::Bool => Cell::Bool(text.parse().ok()?),
        DataType::Int32 | DataType::Int64 => Cell::Integer(text.parse().ok()?),
        DataType::Float32 => Cell::Float(text.parse::<f32>().ok()?.to_bits()),
        DataType::Money => {
            let (reais, centavos) = text
                .split_once('.')
                .filter(|(_, centavos)| centavos.len() == 2)?;
            Cell::Centavos(format!("{reais}{centavos}").parse().ok()?)
        }
        DataType::Date => {
            let epoch = jiff::civil::date(1970, 1, 1);
            let date: jiff::civil::Date = text.parse().ok()?;
            Cell::Day((date - epoch).get_days().into())
        }
        DataType::Timestamp => Cell::Micros(text.parse::<jiff::Timestamp>().ok()?.as_microsecond()),
        DataType::Category | DataType::Text => Cell::Text(text.to_owned()),
    })
}

fn written(batches: &[AnyBatch], mut encoder: Box<dyn Encoder + '_>) {
    for batch in batches {
        encoder.write(batch).expect("written");
    }
    encoder.finish(Digest::default()).expect("finished");
}

fn cells(table: Table, batches: &[AnyBatch]) -> Vec<Vec<Cell>> {
    let columns = || table.columns().iter().enumerate();
    let row = |batch: &AnyBatch, row| {
        columns()
            .map(|(index, column)| cell(batch.column(index), column.data_type, row))
            .collect()
    };
    batches
        .iter()
        .flat_map(|batch| (0..batch.rows()).map(move |at| row(batch, at)))
        .collect()
}

fn any_compression() -> impl Strategy<Value = Compression> {
    prop::sample::select(&[Compression::None, Compression::Zstd(1)][..])
}

fn unpacked(file: Vec<u8>, compression: Compression) -> Vec<u8> {
    match compression {
        Compression::None => file,
        Compression::Zstd(_) => zstd::decode_all(&file[..]).expect("zstd"),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn csv_reads_back_as_it_was_written((table, batches) in any_batches(), compression in any_compression()) {
        let mut file = Vec::new();
        written(&batches, Box::new(csv::encoder::<csv::Csv, _>(table, CompressedSink::new(&mut file, compression)?)));
        let text = unpacked(file, compression);
        let mut reader = ::csv::Reader::from_reader(&text[..]);
        let names: Vec<_> = table.columns().iter().map(|column| column.name).collect();
        prop_assert_eq!(reader.headers()?.iter().collect::<Vec<_>>(), names);
        let mut rows = reader.records();
        for expected in cells(table, &batches) {
            let read = rows.next().expect("a row")?;
            prop_assert_eq!(read.len(), expected.len());
            for ((read, column), expected) in read.iter().zip(table.columns()).zip(expected) {
                // This reader cannot tell null from an empty text.
                match expected {
                    Cell::Null => prop_assert_eq!(read, "", "{}", column.name),
                    expected => prop_assert_eq!(parsed(read, column.data_type), Some(expected), "{}", column.name),
                }
            }
        }
        prop_assert!(rows.next().is_none());
    }

    #[test]
    fn json_lines_read_back_as_they_were_written(
        (table, batches) in any_batches(),
        compression in any_compression(),
    ) {
        let mut file = Vec::new();
        written(&batches, Box::new(jsonl::encoder(table, CompressedSink::new(&mut file, compression)?)));
        let text = String::from_utf8(unpacked(file, compression))?;
        let mut lines = text.split_terminator('\n');
        for expected in cells(table, &batches) {
            let line = lines.next().expect("a line");
            let read: std::collections::BTreeMap<String, Box<serde_json::value::RawValue>> = serde_json::from_str(line)?;
            prop_assert_eq!(read.len(), expected.len());
            for (column, expected) in table.columns().iter().zip(expected) {
                let raw = read[column.name].get();
                let text = match serde_json::from_str(raw)? {
                    Value::Null => None,
                    Value::String(text) => Some(text),
                    _ => Some(raw.to_owned()),
                };
                let read = text.map_or(Some(Cell::Null), |text| parsed(&text, column.data_type));
                prop_assert_eq!(read, Some(expected), "{}", column.name);
            }
        }
        prop_assert!(lines.next().is_none());
    }
}
