//! [`Snapshot`]: entities as the bank knew them at the cut.

use arrow::array::{ArrayRef, BooleanArray};
use arrow::compute::{filter, nullif};
use arrow::error::ArrowError;
use fraudgen_core::Batch;
use fraudgen_core::calendar::Date;
use fraudgen_core::schema::columns::Values;
use fraudgen_core::schema::{DataType, Table};

use super::columns::named;
use crate::encode::arrow::column_array;

/// Which column of a table says when a row came to be, and which columns say what became of it later, each with the
/// column that says when.
fn times(table: Table) -> (&'static str, &'static [(&'static str, &'static str)]) {
    match table {
        Table::Customers => (
            "customer_since",
            &[
                ("moved_on", "moved_on"),
                ("previous_municipality_code", "moved_on"),
            ],
        ),
        Table::Accounts => (
            "opened_on",
            &[("closed_on", "closed_on"), ("blocked_at", "blocked_at")],
        ),
        Table::Cards => ("issued_on", &[("blocked_at", "blocked_at")]),
        Table::Devices => ("first_seen", &[("registered_at", "registered_at")]),
        _ => ("opened_on", &[("closed_on", "closed_on")]),
    }
}

/// A unit of entities at a time.
#[derive(Debug)]
pub(super) struct Snapshot {
    cut: i64,
    /// Which rows there are by then.
    rows: BooleanArray,
    later: &'static [(&'static str, &'static str)],
}

impl Snapshot {
    /// A unit at a time in microseconds UTC that is the start of a day.
    pub(super) fn new(batch: &dyn Batch, cut: i64) -> Self {
        let (began, later) = times(batch.table());
        let is_later = is_later(batch, began, cut);
        Self {
            cut,
            rows: BooleanArray::new(!is_later.values(), None),
            later,
        }
    }

    /// A column of the rows that there are; what came later is null.
    pub(super) fn column(&self, batch: &dyn Batch, index: usize) -> Result<ArrayRef, ArrowError> {
        let mut array = column_array(batch, index);
        if let Some(time) = self.time_of(batch.table(), index) {
            array = nullif(&array, &is_later(batch, time, self.cut))?;
        }
        filter(&array, &self.rows)
    }

    /// The column that says since when another's value is so; a value that came later is not shown.
    pub(super) fn time_of(&self, table: Table, index: usize) -> Option<&'static str> {
        let name = table.columns()[index].name;
        let mut later = self.later.iter();
        later
            .find(|(column, _)| *column == name)
            .map(|(_, time)| *time)
    }
}

/// Which values of a column of dates or times are at the cut or later.
fn is_later(batch: &dyn Batch, name: &str, cut: i64) -> BooleanArray {
    let day = Date::of(cut).0;
    let index = named(batch.table(), &[name])[0];
    let is_date = batch.table().columns()[index].data_type == DataType::Date;
    match batch.column(index).values {
        Values::Int32(days) if is_date => days.iter().map(|&at| Some(at >= day)).collect(),
        Values::Int64(times) => times.iter().map(|&at| Some(at >= cut)).collect(),
        _ => panic!("no times"),
    }
}

#[cfg(test)]
mod tests {
    use arrow::array::Array;
    use fraudgen_core::{Generator, Spec};

    use super::*;
    use crate::tasks::{Kind, Splits};

    #[test]
    fn what_comes_later_is_not_in_it() {
        let spec = Spec {
            transactions: 200_000,
            fraud_rate: 0.05,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let cut = Splits::new(Kind::Sequence, &spec).cut();
        let mut maker = generator.maker();
        for table in [
            Table::Customers,
            Table::Accounts,
            Table::Cards,
            Table::Devices,
            Table::Merchants,
        ] {
            let batch = maker.make(table, 0);
            let snapshot = Snapshot::new(batch, cut);
            assert!(snapshot.rows.false_count() > 0, "{}", table.name());
            for (index, column) in table.columns().iter().enumerate() {
                let array = snapshot.column(batch, index).expect("an array");
                assert_eq!(array.len(), snapshot.rows.true_count());
                if times(table).1.iter().any(|(name, _)| *name == column.name) {
                    let whole = column_array(batch, index);
                    let (before, after) = (
                        whole.len() - whole.null_count(),
                        array.len() - array.null_count(),
                    );
                    assert!(
                        0 < after && after < before,
                        "{} {before} {after}",
                        column.name
                    );
                }
            }
        }
    }
}
