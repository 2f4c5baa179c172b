//! [`Row`]: one row of a batch, value by value.

use core::fmt;

use alloc::format;
use alloc::string::ToString;

use super::columns::{DataType, Values};
use super::record::Batch;
use super::table::{Column, Table};
use crate::calendar::{DAY, Date, MINUTE, SECOND};

/// One value of a row. Displayed as in CSV: money with two decimals, times in UTC, nothing for null.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// An id or a count.
    Integer(i64),
    /// A single-precision floating-point number.
    Float(f32),
    /// Money in centavos.
    Money(i64),
    /// Microseconds since 1970-01-01T00:00 UTC.
    Timestamp(i64),
    /// A civil date.
    Date(Date),
    /// Text.
    Text(&'a str),
}

impl fmt::Display for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Value::Null => Ok(()),
            Value::Bool(value) => value.fmt(f),
            Value::Integer(value) => value.fmt(f),
            Value::Float(value) => value.fmt(f),
            Value::Money(centavos) => {
                let sign = if centavos < 0 { "-" } else { "" };
                let centavos = centavos.unsigned_abs();
                f.pad(&format!("{sign}{}.{:02}", centavos / 100, centavos % 100))
            }
            Value::Timestamp(time) => {
                let (date, time) = (Date(time.div_euclid(DAY) as i32), time.rem_euclid(DAY));
                let (minutes, micros) = (time / MINUTE, time % MINUTE);
                let (seconds, micros) = (micros / SECOND, micros % SECOND);
                let (hours, minutes) = (minutes / 60, minutes % 60);
                f.pad(&format!(
                    "{date}T{hours:02}:{minutes:02}:{seconds:02}.{micros:06}Z"
                ))
            }
            Value::Date(date) => f.pad(&date.to_string()),
            Value::Text(text) => text.fmt(f),
        }
    }
}

/// One row of a batch.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    batch: &'a dyn Batch,
    index: usize,
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let values = self.values().map(|(column, value)| (column.name, value));
        f.debug_map().entries(values).finish()
    }
}

impl<'a> Row<'a> {
    /// The table that the row belongs to.
    pub fn table(&self) -> Table {
        self.batch.table()
    }

    /// The value of a column by name; `None` if the table has no such column.
    pub fn get(&self, name: &str) -> Option<Value<'a>> {
        self.table().position(name).map(|index| self.value(index))
    }

    /// Every column with its value, in the table's order.
    pub fn values(&self) -> impl Iterator<Item = (&'static Column, Value<'a>)> {
        let row = *self;
        (self.table().columns().iter().enumerate())
            .map(move |(index, column)| (column, row.value(index)))
    }

    fn value(&self, index: usize) -> Value<'a> {
        let view = self.batch.column(index);
        if view.validity.is_some_and(|valid| !valid.get(self.index)) {
            return Value::Null;
        }
        let data_type = self.table().columns()[index].data_type;
        match view.values {
            Values::Bool(bits) => Value::Bool(bits.get(self.index)),
            Values::Int32(values) if data_type == DataType::Date => {
                Value::Date(Date(values[self.index]))
            }
            Values::Int32(values) => Value::Integer(i64::from(values[self.index])),
            Values::Int64(values) => match data_type {
                DataType::Money => Value::Money(values[self.index]),
                DataType::Timestamp => Value::Timestamp(values[self.index]),
                _ => Value::Integer(values[self.index]),
            },
            Values::Float32(values) => Value::Float(values[self.index]),
            Values::Codes(codes, dictionary) => {
                Value::Text(dictionary.get(usize::from(codes[self.index])))
            }
            Values::Text(text) => Value::Text(text.get(self.index)),
        }
    }
}

impl dyn Batch + '_ {
    /// One row; reading its values panics if `index` is not below [`Batch::rows`].
    pub fn row(&self, index: usize) -> Row<'_> {
        Row { batch: self, index }
    }

    /// All rows.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        (0..self.rows()).map(|index| self.row(index))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_displayed_as_in_csv() {
        let shown = [
            (Value::Null, ""),
            (Value::Bool(true), "true"),
            (Value::Integer(-3), "-3"),
            (Value::Money(-5), "-0.05"),
            (Value::Money(123_456), "1234.56"),
            (Value::Timestamp(-1), "1969-12-31T23:59:59.999999Z"),
            (
                Value::Timestamp(3_723 * SECOND + 4),
                "1970-01-01T01:02:03.000004Z",
            ),
            (Value::Date(Date::from_civil(2025, 2, 28)), "2025-02-28"),
            (Value::Text("São Paulo"), "São Paulo"),
        ];
        for (value, text) in shown {
            assert_eq!(value.to_string(), text);
        }
    }
}
