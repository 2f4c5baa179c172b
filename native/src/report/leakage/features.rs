//! [`Feature`]: a column by which fraud may be detected, or a feature derived from one.

use std::collections::HashMap;

use fraudgen_core::calendar::{MINUTE, SECOND};
use fraudgen_core::schema::{Column, DataType, Role, Table};

use crate::encode::time_text;
use crate::error::Error;
use crate::report::read::{NULL, RowGroup, number_of};
use crate::report::rows::{LocalTime, reais};

/// A feature derived from a column: its name, the column, how its key follows from the column's, and the same
/// in SQL.
struct Derived(
    &'static str,
    &'static str,
    fn(Option<i64>) -> Option<i64>,
    &'static str,
);

#[rustfmt::skip] // A table.
const DERIVED: [Derived; 10] = [
    Derived("hour of timestamp", "timestamp", |time| Some(LocalTime::of(time?).hour.into()), "hour(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("weekday of timestamp", "timestamp", |time| Some(LocalTime::of(time?).weekday.into()), "isodow(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("day of timestamp", "timestamp", |time| Some(LocalTime::of(time?).day.civil().2.into()), "day(timestamp AT TIME ZONE 'America/Sao_Paulo')"),
    Derived("second of timestamp", "timestamp", |time| Some(time?.rem_euclid(MINUTE) / SECOND), "second(timestamp)"),
    Derived("microsecond of timestamp", "timestamp", |time| Some(time?.rem_euclid(SECOND)), "epoch_us(timestamp) % 1000000"),
    Derived("centavos of amount", "amount", |amount| Some(amount? % 100), "(amount % 1) * 100"),
    Derived("roundness of amount", "amount", roundness, "(amount % 1 = 0)::INT + (amount % 10 = 0)::INT + (amount % 100 = 0)::INT"),
    Derived("presence of session_id", "session_id", |id| Some(id.is_none().into()), "(session_id IS NULL)::INT"),
    Derived("presence of device_id", "device_id", |id| Some(id.is_none().into()), "(device_id IS NULL)::INT"),
    Derived("presence of merchant_id", "merchant_id", |id| Some(id.is_none().into()), "(merchant_id IS NULL)::INT"),
];

/// How many of R$1, R$10 and R$100 divide an amount.
fn roundness(centavos: Option<i64>) -> Option<i64> {
    let centavos = centavos?;
    let units = [100, 1_000, 10_000].into_iter();
    Some(units.filter(|unit| centavos % unit == 0).count() as i64)
}

/// A column, or a feature derived from one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feature {
    pub(super) name: &'static str,
    pub(super) column: &'static str,
    data_type: DataType,
    derived: Option<fn(Option<i64>) -> Option<i64>>,
    pub(super) sql: &'static str,
}

impl Feature {
    /// Every feature of the transactions in a row group's file.
    pub(super) fn all(row_group: &RowGroup<'_>) -> Vec<Self> {
        let columns = Table::Transactions.columns();
        let is_feature =
            |column: &&Column| column.role == Role::Feature && row_group.has(column.name);
        let plain = columns.iter().filter(is_feature).map(|column| Self {
            name: column.name,
            column: column.name,
            data_type: column.data_type,
            derived: None,
            sql: column.name,
        });
        let derived = DERIVED.iter().map(|Derived(name, column, of, sql)| Self {
            name,
            column,
            data_type: DataType::Int64,
            derived: Some(*of),
            sql,
        });
        plain.chain(derived).collect()
    }

    /// The keys of the feature in some row groups, and the texts by their codes, if it is text.
    pub(super) fn keys(
        &self,
        row_groups: &[&RowGroup<'_>],
    ) -> Result<(Vec<i64>, Vec<String>), Error> {
        let mut codes: HashMap<String, i64> = HashMap::new();
        let mut keys = Vec::new();
        for row_group in row_groups {
            let mut code = |text: &str| match codes.get(text) {
                Some(code) => *code,
                None => {
                    let next = codes.len() as i64;
                    codes.insert(text.to_owned(), next);
                    next
                }
            };
            let columns = row_group.read(&[self.column])?;
            keys.extend(columns.keys(self.column, &mut code)?);
        }
        if let Some(of) = self.derived {
            for key in &mut keys {
                *key = of(Some(*key).filter(|key| *key != NULL)).unwrap_or(NULL);
            }
        }
        let mut texts = vec![String::new(); codes.len()];
        for (text, code) in codes {
            texts[code as usize] = text;
        }
        Ok((keys, texts))
    }

    pub(super) fn is_text(&self) -> bool {
        matches!(self.data_type, DataType::Category | DataType::Text)
    }

    /// A key as a literal of SQL, given the texts by their codes.
    pub(super) fn literal(&self, key: i64, texts: &[String]) -> String {
        match self.data_type {
            DataType::Bool => (key != 0).to_string(),
            DataType::Float32 => number_of(key).to_string(),
            DataType::Money => format!("{:.2}", reais(key)),
            DataType::Timestamp => format!("'{}'", time_text(key)),
            DataType::Category | DataType::Text => {
                let text = texts.get(key as usize).map_or("", String::as_str);
                format!("'{}'", text.replace('\'', "''"))
            }
            DataType::Int32 | DataType::Int64 | DataType::Date => key.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn features_are_derived_from_columns() {
        let of = |name: &str, key| {
            let derived = DERIVED
                .iter()
                .find(|derived| derived.0 == name)
                .expect("it is there");
            (derived.2)(key)
        };
        assert_eq!(of("roundness of amount", Some(30_000)), Some(3));
        assert_eq!(of("roundness of amount", Some(3_000)), Some(2));
        assert_eq!(of("roundness of amount", Some(350)), Some(0));
        assert_eq!(of("presence of device_id", None), Some(1));
        assert_eq!(of("hour of timestamp", Some(3 * 3_600 * SECOND)), Some(0));
        assert_eq!(of("hour of timestamp", None), None);
    }
}
