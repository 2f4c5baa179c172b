//! [`Columns`]: some columns of a row group, as typed values.

use arrow::array::{Array, ArrayRef, ArrowPrimitiveType, AsArray, BooleanArray, RecordBatch};
use arrow::buffer::NullBuffer;
use arrow::datatypes::{
    DataType, Date32Type, Decimal64Type, Float32Type, Int32Type, Int64Type,
    TimestampMicrosecondType,
};

use super::keys::{NULL, key_of};
use super::short_text::ShortText;
use crate::error::Error;

/// Columns of a row group.
#[derive(Debug)]
pub(in crate::report) struct Columns {
    name: String,
    batch: RecordBatch,
}

impl Columns {
    /// The columns of a row group of the file `name`.
    pub(super) fn new(name: String, batch: RecordBatch) -> Self {
        Self { name, batch }
    }

    pub(in crate::report) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    fn array(&self, column: &str) -> Result<&ArrayRef, Error> {
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
    pub(in crate::report) fn longs(&self, column: &str) -> Result<Numbers<'_, i64>, Error> {
        match self.array(column)?.data_type() {
            DataType::Decimal64(..) => self.primitive::<Decimal64Type>(column),
            DataType::Timestamp(..) => self.primitive::<TimestampMicrosecondType>(column),
            _ => self.primitive::<Int64Type>(column),
        }
    }

    /// A column of 32-bit integers: counts, or dates as days since 1970-01-01.
    pub(in crate::report) fn ints(&self, column: &str) -> Result<Numbers<'_, i32>, Error> {
        match self.array(column)?.data_type() {
            DataType::Date32 => self.primitive::<Date32Type>(column),
            _ => self.primitive::<Int32Type>(column),
        }
    }

    /// A column of floats.
    pub(in crate::report) fn floats(&self, column: &str) -> Result<Numbers<'_, f32>, Error> {
        self.primitive::<Float32Type>(column)
    }

    /// A column of booleans.
    pub(in crate::report) fn flags(&self, column: &str) -> Result<Flags<'_>, Error> {
        let array = self.array(column)?.as_boolean_opt();
        array
            .map(Flags)
            .ok_or_else(|| self.invalid(column, "is of another type"))
    }

    /// A column of short texts.
    pub(in crate::report) fn short_texts(&self, column: &str) -> Result<ShortTexts<'_>, Error> {
        let (codes, texts) = self.texts(column)?;
        let texts = texts.into_iter().map(ShortText::new).collect();
        Ok(ShortTexts { codes, texts })
    }

    /// A column of text: the code of each row, and the texts by their codes.
    fn texts(&self, column: &str) -> Result<(Numbers<'_, i32>, Vec<&str>), Error> {
        let other_type = || self.invalid(column, "is of another type");
        let array = self
            .array(column)?
            .as_dictionary_opt::<Int32Type>()
            .ok_or_else(other_type)?;
        let texts = array
            .values()
            .as_string_opt::<i32>()
            .ok_or_else(other_type)?;
        let codes = Numbers {
            values: array.keys().values(),
            nulls: array.keys().nulls(),
        };
        Ok((codes, texts.iter().map(Option::unwrap_or_default).collect()))
    }

    /// Any column as keys: integers in the order of its values, [`NULL`] for null; for text, the codes that
    /// `code` gives.
    pub(in crate::report) fn keys(
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
            DataType::Float32 => self.floats(column)?.keys(key_of),
            DataType::Dictionary(..) => {
                let (rows, texts) = self.texts(column)?;
                let codes: Vec<i64> = texts.into_iter().map(code).collect();
                rows.keys(|row| codes[row as usize])
            }
            _ => self.longs(column)?.keys(|value| value),
        })
    }
}

/// Numbers, some of which may be null.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Numbers<'a, T> {
    values: &'a [T],
    nulls: Option<&'a NullBuffer>,
}

impl<T: Copy> Numbers<'_, T> {
    pub(in crate::report) fn get(&self, row: usize) -> Option<T> {
        let is_null = self.nulls.is_some_and(|nulls| nulls.is_null(row));
        (!is_null).then(|| self.values[row])
    }

    /// The value of a column that is never null.
    pub(in crate::report) fn at(&self, row: usize) -> T {
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

/// Booleans, some of which may be null.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Flags<'a>(&'a BooleanArray);

impl Flags<'_> {
    pub(in crate::report) fn get(&self, row: usize) -> Option<bool> {
        (!self.0.is_null(row)).then(|| self.0.value(row))
    }

    pub(in crate::report) fn at(&self, row: usize) -> bool {
        self.0.value(row)
    }
}

/// Short texts, some of which may be null.
#[derive(Debug)]
pub(in crate::report) struct ShortTexts<'a> {
    codes: Numbers<'a, i32>,
    texts: Vec<ShortText>,
}

impl ShortTexts<'_> {
    pub(in crate::report) fn get(&self, row: usize) -> Option<ShortText> {
        self.codes.get(row).map(|code| self.texts[code as usize])
    }

    /// The text of a column that is never null.
    pub(in crate::report) fn at(&self, row: usize) -> ShortText {
        self.texts[self.codes.at(row) as usize]
    }
}
