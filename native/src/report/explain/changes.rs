//! [`changes`]: how a unit of a table differs from the same one without a case.

use std::collections::BTreeMap;

use fraudgen_core::Batch;
use fraudgen_core::schema::Row;
use serde::Serialize;
use serde_json::Value;

use super::value::{integer, json};

/// A row that is there, or as it is, because of a case.
#[derive(Debug, Serialize)]
pub struct Change {
    /// The table.
    pub table: &'static str,
    /// The row's id.
    pub id: i64,
    /// The customer, if the row is of one.
    pub customer_id: Option<i64>,
    /// When it happened, for payments and credits.
    pub timestamp: Option<String>,
    /// How it differs.
    pub kind: Kind,
    /// Its columns that differ; none of a row that is on one side only.
    pub differences: Vec<Difference>,
}

/// How a row differs from the dataset without the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is not there without the case.
    OnlyWith,
    /// It is only there without the case.
    OnlyWithout,
    /// It has other values.
    Differs,
}

/// A value that is another one without the case.
#[derive(Debug, Serialize)]
pub struct Difference {
    /// The column.
    pub column: &'static str,
    /// The value without the case.
    pub without: Value,
    /// The value with it.
    pub with: Value,
}

impl Change {
    /// What changes are sorted by: rows without a time come first.
    pub(super) fn order(&self) -> (Option<&str>, &'static str, i64) {
        (self.timestamp.as_deref(), self.table, self.id)
    }

    fn new(row: &Row<'_>, kind: Kind, differences: Vec<Difference>) -> Self {
        let time = row.get("timestamp").map(|time| time.to_string());
        Self {
            table: row.table().name(),
            id: id(row),
            customer_id: integer(row, "customer_id"),
            timestamp: time,
            kind,
            differences,
        }
    }
}

/// The rows of a unit with a case that differ from those without it, and those that are on one side only.
pub(super) fn changes(with: &dyn Batch, without: &dyn Batch) -> Vec<Change> {
    let mut others: BTreeMap<i64, Row<'_>> = without.iter().map(|row| (id(&row), row)).collect();
    let mut changes = Vec::new();
    for row in with.iter() {
        match others.remove(&id(&row)) {
            None => changes.push(Change::new(&row, Kind::OnlyWith, Vec::new())),
            Some(other) => {
                let differences = differences(&row, &other);
                if !differences.is_empty() {
                    changes.push(Change::new(&row, Kind::Differs, differences));
                }
            }
        }
    }
    let others = others.values();
    changes.extend(others.map(|row| Change::new(row, Kind::OnlyWithout, Vec::new())));
    changes
}

fn differences(with: &Row<'_>, without: &Row<'_>) -> Vec<Difference> {
    let pairs = with.values().zip(without.values());
    let differ = pairs.filter(|((_, with), (_, without))| with != without);
    differ
        .map(|((column, with), (_, without))| Difference {
            column: column.name,
            without: json(without),
            with: json(with),
        })
        .collect()
}

/// The id of a row: its first column.
fn id(row: &Row<'_>) -> i64 {
    integer(row, row.table().columns()[0].name).unwrap_or_default()
}
