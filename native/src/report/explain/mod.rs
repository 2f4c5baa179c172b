//! [`explain`]: what a fraud case changed, and in which columns its payments show.

mod changes;
mod habits;
mod value;

use fraudgen_core::schema::{Row, Table};
use fraudgen_core::{Digest, Generator, Plan, Spec};
use serde::Serialize;
use serde_json::{Map, Value};

pub use changes::{Change, Difference, Kind};
pub use habits::{Sign, Usual};

use crate::error::Error;
use habits::Habits;
use value::{integer, text, values};

/// A fraud case, beside the same dataset without it.
#[derive(Debug, Serialize)]
pub struct Explanation {
    /// Its row in `fraud_cases`.
    pub case: Map<String, Value>,
    /// Its payments, in order of time.
    pub payments: Vec<Payment>,
    /// The rows that are there, or as they are, because of it; by time.
    pub changes: Vec<Change>,
}

/// A payment of the case.
#[derive(Debug, Serialize)]
pub struct Payment {
    /// Its row in `transactions`.
    pub row: Map<String, Value>,
    /// The columns in which it shows.
    pub signs: Vec<Sign>,
}

/// Explains a case of the dataset with this spec, by its `fraud_case_id`.
///
/// # Errors
/// The dataset does not have the case, or its spec is out of bounds.
pub fn explain(spec: &Spec, case: u64) -> Result<Explanation, Error> {
    let with = Generator::new(spec)?;
    let district = with.plan().unit_of(Table::FraudCases, case);
    let district = district.filter(|_| !spec.without_cases.contains(&case));
    let district = district.ok_or_else(|| Error::NoCase {
        case,
        cases: with.plan().table_rows(Table::FraudCases),
    })?;
    let without = Generator::new(&Spec {
        without_cases: spec.without_cases.iter().copied().chain([case]).collect(),
        ..spec.clone()
    })?;
    let mut explanation = Explanation {
        case: Map::new(),
        payments: Vec::new(),
        changes: Vec::new(),
    };
    let (mut maker, mut other) = (with.maker(), without.maker());
    for row in maker.make(Table::FraudCases, district).iter() {
        if integer(&row, "fraud_case_id") == Some(case as i64) {
            explanation.case = values(&row);
        }
    }
    let mut habits = Habits::of(&explanation.case);
    for (table, unit) in reach(with.plan(), district) {
        let (made, twin) = (maker.make(table, unit), other.make(table, unit));
        if table == Table::Transactions {
            made.iter().for_each(|row| habits.add(&row));
            let of_case = |row: &Row<'_>| integer(row, "fraud_case_id") == Some(case as i64);
            for row in made.iter().filter(of_case) {
                explanation.payments.push(Payment {
                    row: values(&row),
                    signs: Vec::new(),
                });
            }
        }
        if Digest::of(made, unit) != Digest::of(twin, unit) {
            explanation.changes.extend(changes::changes(made, twin));
        }
    }
    let time = |row: &Map<String, Value>| text(row, "timestamp");
    explanation
        .payments
        .sort_by_key(|payment| time(&payment.row));
    for payment in &mut explanation.payments {
        payment.signs = habits.signs(&payment.row);
    }
    explanation
        .changes
        .sort_by(|a, b| a.order().cmp(&b.order()));
    Ok(explanation)
}

/// The units of the tables in which a case of a district can be felt.
fn reach(plan: &Plan, district: u64) -> impl Iterator<Item = (Table, u64)> {
    let tables = [
        Table::Accounts,
        Table::Cards,
        Table::Devices,
        Table::FraudCases,
    ];
    let of_cell = |cell| [(Table::Transactions, cell), (Table::Credits, cell)];
    let of_district = tables.map(|table| (table, district));
    let cells = plan.district_cells(district);
    of_district.into_iter().chain(cells.flat_map(of_cell))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spec() -> Spec {
        Spec {
            transactions: 60_000,
            fraud_rate: 0.02,
            ..Spec::default()
        }
    }

    #[test]
    fn a_case_is_explained_by_its_payments_and_by_all_that_it_changed() {
        for case in [1, 60, 150] {
            let found = explain(&spec(), case).expect("a case");
            assert_eq!(found.case["fraud_case_id"], case);
            let payments = found.payments.len();
            assert_eq!(found.case["transactions"], payments);
            let gone = |table: Table| {
                let of_table = found
                    .changes
                    .iter()
                    .filter(|change| change.table == table.name());
                of_table
                    .filter(|change| change.kind == Kind::OnlyWith)
                    .count()
            };
            assert_eq!(
                (gone(Table::Transactions), gone(Table::FraudCases)),
                (payments, 1)
            );
            assert!(found.changes.is_sorted_by_key(Change::order));
            let differ = found
                .changes
                .iter()
                .filter(|change| change.kind == Kind::Differs);
            assert!(differ.clone().all(|change| !change.differences.is_empty()));
            assert!(differ.count() > 0);
        }
    }

    #[test]
    fn signs_stand_beside_what_is_usual() {
        let found = explain(&spec(), 100).expect("a case");
        let signs: Vec<&Sign> = found
            .payments
            .iter()
            .flat_map(|payment| &payment.signs)
            .collect();
        assert!(!signs.is_empty());
        for sign in signs {
            match &sign.customer {
                Some(Usual::Between { low, middle, high }) => {
                    assert!(low <= middle && middle <= high)
                }
                Some(Usual::Seen { times, of }) => assert!(times <= of),
                None => {}
            }
        }
    }

    #[test]
    fn a_case_that_there_is_not_is_refused() {
        let left_out = Spec {
            without_cases: [5].into(),
            ..spec()
        };
        for (spec, case) in [(spec(), 0), (spec(), 1 << 40), (left_out, 5)] {
            let error = explain(&spec, case).expect_err("no case").to_string();
            assert!(error.contains(&case.to_string()), "{error}");
        }
    }
}
