//! [`Cell`]: one value of a row, as the page shows it.

use std::borrow::Cow;

use fraudgen_core::calendar::{DAY, Date, HOUR, MINUTE, SECOND};
use fraudgen_core::column::{ColumnView, Values};
use fraudgen_core::schema::DataType;
use serde::Serialize;

/// A value in JSON. Money is text with two decimals, times and dates are text by ISO 8601, in UTC.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Cell<'a> {
    Null,
    Bool(bool),
    Integer(i64),
    Number(f32),
    Text(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    /// The value of a column in a row; panics beyond the last one.
    pub(crate) fn new(column: ColumnView<'a>, data_type: DataType, row: usize) -> Self {
        if column.validity.is_some_and(|valid| !valid.get(row)) {
            return Self::Null;
        }
        let text = |text: String| Self::Text(text.into());
        match (column.values, data_type) {
            (Values::Bool(bits), _) => Self::Bool(bits.get(row)),
            (Values::Int32(days), DataType::Date) => text(Date(days[row]).to_string()),
            (Values::Int32(values), _) => Self::Integer(values[row].into()),
            (Values::Int64(centavos), DataType::Money) => text(money(centavos[row])),
            (Values::Int64(micros), DataType::Timestamp) => text(timestamp(micros[row])),
            (Values::Int64(values), _) => Self::Integer(values[row]),
            (Values::Float32(values), _) => Self::Number(values[row]),
            (Values::Codes(codes, words), _) => Self::Text(words.get(codes[row].into()).into()),
            (Values::Text(text), _) => Self::Text(text.get(row).into()),
        }
    }
}

fn money(centavos: i64) -> String {
    let sign = if centavos < 0 { "-" } else { "" };
    let centavos = centavos.unsigned_abs();
    format!("{sign}{}.{:02}", centavos / 100, centavos % 100)
}

fn timestamp(micros: i64) -> String {
    let date = Date(micros.div_euclid(DAY) as i32);
    let time = micros.rem_euclid(DAY);
    let (hour, minute, second) = (time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND);
    format!(
        "{date}T{hour:02}:{minute:02}:{second:02}.{:06}Z",
        time % SECOND
    )
}
