//! Values of rows as JSON.

use fraudgen_core::schema::{Row, Value as CoreValue};
use serde_json::{Map, Value};

/// A value as JSON: money in reais, times and dates as text.
pub(super) fn json(value: CoreValue<'_>) -> Value {
    match value {
        CoreValue::Null => Value::Null,
        CoreValue::Bool(value) => value.into(),
        CoreValue::Integer(value) => value.into(),
        CoreValue::Float(value) => f64::from(value).into(),
        CoreValue::Money(centavos) => (centavos as f64 / 100.0).into(),
        value => value.to_string().into(),
    }
}

/// All values of a row, by column.
pub(super) fn values(row: &Row<'_>) -> Map<String, Value> {
    row.values()
        .map(|(column, value)| (column.name.to_owned(), json(value)))
        .collect()
}

/// The whole number in a column, if it is one.
pub(super) fn integer(row: &Row<'_>, column: &str) -> Option<i64> {
    match row.get(column)? {
        CoreValue::Integer(value) => Some(value),
        _ => None,
    }
}

/// The text in a column; empty if there is none.
pub(super) fn text(values: &Map<String, Value>, column: &str) -> String {
    let text = values.get(column).and_then(Value::as_str);
    text.unwrap_or_default().to_owned()
}
