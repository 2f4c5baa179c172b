//! [`Group`]: a row group of a part, read column by column from a folder or a store.

use std::ops::Range;

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, RecordBatch};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    DataType, Date32Type, Decimal64Type, Field, Float32Type, Int32Type, Int64Type, Schema,
    TimestampMicrosecondType,
};
use bytes::buf::Reader;
use bytes::{Buf, Bytes};
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{
    ArrowReaderMetadata, ArrowReaderOptions, ParquetRecordBatchReaderBuilder,
};
use parquet::errors::ParquetError;
use parquet::file::metadata::RowGroupMetaData;
use parquet::file::reader::{ChunkReader, Length};

use super::word::Word;
use crate::dataset::manifest::PartRecord;
use crate::encode::parquet::into_io;
use crate::error::Error;
use crate::storage::Location as Place;

/// A row group of a part. A part is a run of whole units, and so is each of its row groups: what belongs
/// to a customer is in one of them.
#[derive(Debug, Clone)]
pub(super) struct Group<'a> {
    place: &'a Place,
    pub(super) part: &'a PartRecord,
    metadata: ArrowReaderMetadata,
    index: usize,
}

/// The row groups of a part.
pub(super) fn groups<'a>(place: &'a Place, part: &'a PartRecord) -> Result<Vec<Group<'a>>, Error> {
    let name = place.name_of(&part.path);
    let file = place.open(&part.path)?.ok_or_else(|| Error::Invalid {
        location: name.clone(),
        what: "part of the dataset",
        reason: "it is not there: look into it with `fraudgen verify`".into(),
    })?;
    let metadata = file
        .footer()
        .and_then(|footer| {
            let footer = std::sync::Arc::new(footer);
            let inferred = ArrowReaderMetadata::try_new(footer.clone(), ArrowReaderOptions::new())?;
            let options = ArrowReaderOptions::new().with_schema(quick_types(inferred.schema()));
            ArrowReaderMetadata::try_new(footer, options)
        })
        .map_err(|error| unreadable(&name, error))?;
    let count = metadata.metadata().num_row_groups();
    let group = |index| Group {
        place,
        part,
        metadata: metadata.clone(),
        index,
    };
    Ok((0..count).map(group).collect())
}

/// The types that are quickest to read: text as dictionaries, money in 64 bits.
fn quick_types(schema: &Schema) -> std::sync::Arc<Schema> {
    let field = |field: &std::sync::Arc<Field>| {
        let data_type = match field.data_type() {
            DataType::Utf8 | DataType::Dictionary(..) => {
                DataType::Dictionary(DataType::Int32.into(), DataType::Utf8.into())
            }
            DataType::Decimal128(digits, scale) => DataType::Decimal64(*digits, *scale),
            other => other.clone(),
        };
        field.as_ref().clone().with_data_type(data_type)
    };
    let fields: Vec<_> = schema.fields().iter().map(field).collect();
    std::sync::Arc::new(Schema::new(fields))
}

fn unreadable(name: &str, error: ParquetError) -> Error {
    match error {
        error @ ParquetError::External(_) => Error::io("read", name)(into_io(error)),
        error => Error::Invalid {
            location: name.into(),
            what: "Parquet file",
            reason: error.into(),
        },
    }
}

impl Group<'_> {
    fn row_group(&self) -> &RowGroupMetaData {
        self.metadata.metadata().row_group(self.index)
    }

    pub(super) fn rows(&self) -> usize {
        self.row_group().num_rows() as usize
    }

    /// Whether the part has a column: later versions of the dataset have some that earlier ones have not.
    pub(super) fn has(&self, name: &str) -> bool {
        self.metadata.schema().column_with_name(name).is_some()
    }

    /// Reads some columns, in one go.
    pub(super) fn read(&self, columns: &[&str]) -> Result<Columns, Error> {
        let name = self.place.name_of(&self.part.path);
        let schema = self.metadata.parquet_schema();
        let mask = ProjectionMask::columns(schema, columns.iter().copied());
        let wanted = (0..schema.num_columns()).filter(|leaf| mask.leaf_included(*leaf));
        let ranges = wanted.map(|leaf| self.row_group().column(leaf).byte_range());
        let span = ranges
            .map(|(start, length)| start..start + length)
            .reduce(|all, one| all.start.min(one.start)..all.end.max(one.end))
            .unwrap_or(0..0);
        let window = Window {
            bytes: self.place.range(&self.part.path, span.clone())?,
            span,
        };
        let batch =
            ParquetRecordBatchReaderBuilder::new_with_metadata(window, self.metadata.clone())
                .with_row_groups(vec![self.index])
                .with_projection(mask)
                .with_batch_size(self.rows().max(1))
                .build()
                .map_err(|error| unreadable(&name, error))?
                .next()
                .transpose()
                .map_err(|error| Error::Invalid {
                    location: name.clone(),
                    what: "Parquet file",
                    reason: error.into(),
                })?;
        let batch = batch.unwrap_or_else(|| RecordBatch::new_empty(self.metadata.schema().clone()));
        Ok(Columns { name, batch })
    }
}

/// A piece of a file in memory, read as the file.
struct Window {
    span: Range<u64>,
    bytes: Bytes,
}

impl Length for Window {
    fn len(&self) -> u64 {
        self.span.end
    }
}

impl ChunkReader for Window {
    type T = Reader<Bytes>;

    fn get_read(&self, start: u64) -> Result<Self::T, ParquetError> {
        self.get_bytes(start, self.span.end.saturating_sub(start) as usize)
            .map(Buf::reader)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes, ParquetError> {
        let first = start
            .checked_sub(self.span.start)
            .map(|first| first as usize);
        first
            .filter(|first| first + length <= self.bytes.len())
            .map(|first| self.bytes.slice(first..first + length))
            .ok_or_else(|| ParquetError::EOF("a page lies outside of its column".into()))
    }
}

/// Columns of a row group.
#[derive(Debug)]
pub(super) struct Columns {
    name: String,
    batch: RecordBatch,
}

impl Columns {
    pub(super) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    pub(super) fn array(&self, column: &str) -> Result<&ArrayRef, Error> {
        self.batch
            .column_by_name(column)
            .ok_or_else(|| self.invalid(column, "is missing"))
    }

    fn invalid(&self, column: &str, what: &str) -> Error {
        Error::Invalid {
            location: self.name.clone(),
            what: "part of a dataset of fraudgen's",
            reason: format!("its column {column} {what}").into(),
        }
    }

    fn primitive<T: ArrowPrimitiveType>(
        &self,
        column: &str,
    ) -> Result<Numbers<'_, T::Native>, Error> {
        let array = self.array(column)?;
        let array = array
            .as_primitive_opt::<T>()
            .ok_or_else(|| self.invalid(column, "is of another type"))?;
        Ok(Numbers {
            values: array.values(),
            nulls: array.nulls(),
        })
    }

    /// A column of 64-bit integers: ids, centavos or microseconds.
    pub(super) fn longs(&self, column: &str) -> Result<Numbers<'_, i64>, Error> {
        match self.array(column)?.data_type() {
            DataType::Decimal64(..) => self.primitive::<Decimal64Type>(column),
            DataType::Timestamp(..) => self.primitive::<TimestampMicrosecondType>(column),
            _ => self.primitive::<Int64Type>(column),
        }
    }

    /// A column of 32-bit integers: counts, or dates as days since 1970-01-01.
    pub(super) fn ints(&self, column: &str) -> Result<Numbers<'_, i32>, Error> {
        match self.array(column)?.data_type() {
            DataType::Date32 => self.primitive::<Date32Type>(column),
            _ => self.primitive::<Int32Type>(column),
        }
    }

    /// A column of truth values.
    pub(super) fn flags(&self, column: &str) -> Result<Flags<'_>, Error> {
        let array = self.array(column)?.as_boolean_opt();
        array
            .map(Flags)
            .ok_or_else(|| self.invalid(column, "is of another type"))
    }

    /// A column of words.
    pub(super) fn words(&self, column: &str) -> Result<Words<'_>, Error> {
        let (keys, values) = self.texts(column)?;
        let words = values.iter().map(|text| Word::new(text)).collect();
        Ok(Words { keys, words })
    }

    /// A column of text: codes, and what they stand for.
    pub(super) fn texts(&self, column: &str) -> Result<(Numbers<'_, i32>, Vec<&str>), Error> {
        let other_type = || self.invalid(column, "is of another type");
        let array = self
            .array(column)?
            .as_dictionary_opt::<Int32Type>()
            .ok_or_else(other_type)?;
        let texts = array
            .values()
            .as_string_opt::<i32>()
            .ok_or_else(other_type)?;
        let keys = Numbers {
            values: array.keys().values(),
            nulls: array.keys().nulls(),
        };
        Ok((keys, texts.iter().map(Option::unwrap_or_default).collect()))
    }

    /// Any column as integers that ascend as its values do, [`NULL`] where there is none; text by the codes
    /// that `code` gives.
    pub(super) fn keys(
        &self,
        column: &str,
        code: &mut dyn FnMut(&str) -> i64,
    ) -> Result<Vec<i64>, Error> {
        let array = self.array(column)?;
        Ok(match array.data_type() {
            DataType::Boolean => {
                let flags = self.flags(column)?;
                let key = |row| flags.get(row).map_or(NULL, i64::from);
                (0..self.rows()).map(key).collect()
            }
            DataType::Int32 | DataType::Date32 => self.ints(column)?.keys(i64::from),
            DataType::Float32 => self.primitive::<Float32Type>(column)?.keys(ordered),
            DataType::Dictionary(..) => {
                let (keys, texts) = self.texts(column)?;
                let codes: Vec<i64> = texts.into_iter().map(code).collect();
                keys.keys(|key| codes[key as usize])
            }
            _ => self.longs(column)?.keys(|value| value),
        })
    }
}

/// The key of a value that is not there.
pub(super) const NULL: i64 = i64::MIN;

/// An integer that ascends as the number does.
fn ordered(number: f32) -> i64 {
    let bits = i64::from(number.to_bits() as i32);
    // Negative zero is zero.
    if bits < 0 {
        i64::from(i32::MIN) - bits
    } else {
        bits
    }
}

/// The number that has a key.
pub(super) fn number_of(key: i64) -> f32 {
    let bits = key as i32;
    f32::from_bits(if bits < 0 {
        (i64::from(i32::MIN) - key) as i32
    } else {
        bits
    } as u32)
}

/// Numbers, some of which may be null.
#[derive(Debug, Clone, Copy)]
pub(super) struct Numbers<'a, T> {
    values: &'a [T],
    nulls: Option<&'a NullBuffer>,
}

impl<T: Copy> Numbers<'_, T> {
    pub(super) fn get(&self, row: usize) -> Option<T> {
        let is_null = self.nulls.is_some_and(|nulls| nulls.is_null(row));
        (!is_null).then(|| self.values[row])
    }

    /// The value of a column that is never null.
    pub(super) fn at(&self, row: usize) -> T {
        self.values[row]
    }

    fn keys(&self, key: impl Fn(T) -> i64) -> Vec<i64> {
        match self.nulls {
            None => self.values.iter().map(|value| key(*value)).collect(),
            Some(_) => (0..self.values.len())
                .map(|row| self.get(row).map_or(NULL, &key))
                .collect(),
        }
    }
}

/// Truth values, some of which may be null.
#[derive(Debug, Clone, Copy)]
pub(super) struct Flags<'a>(&'a arrow::array::BooleanArray);

impl Flags<'_> {
    pub(super) fn get(&self, row: usize) -> Option<bool> {
        (!self.0.is_null(row)).then(|| self.0.value(row))
    }

    pub(super) fn at(&self, row: usize) -> bool {
        self.0.value(row)
    }
}

/// Words, some of which may be null.
#[derive(Debug)]
pub(super) struct Words<'a> {
    keys: Numbers<'a, i32>,
    words: Vec<Word>,
}

impl Words<'_> {
    pub(super) fn get(&self, row: usize) -> Option<Word> {
        self.keys.get(row).map(|key| self.words[key as usize])
    }

    /// The word of a column that is never null.
    pub(super) fn at(&self, row: usize) -> Word {
        self.words[self.keys.at(row) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_of_numbers_ascend_as_they_do() {
        let numbers = [f32::MIN, -2.5, -1e-30, -0.0, 1e-30, 0.1, 2.5, f32::MAX];
        let keys = numbers.map(ordered);
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
        assert_eq!(ordered(0.0), ordered(-0.0));
        assert_eq!(keys.map(number_of), numbers);
    }
}
