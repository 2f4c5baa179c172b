//! Published figures: what was published, with its source and tolerance, and how the dataset's figure is
//! measured: by a closure over rows, and by a query that says the same.
//!
//! `payments`, in queries, is the view [`PAYMENTS_VIEW`]; `bank_holidays(day)` holds the days on which banks
//! are closed. Everyday figures leave out payments that are labelled as fraud, because the fraud rate of a
//! training set is not the world's.

mod figure;
mod meter;
mod result;
mod statistics;

// Tables: one figure per line.
#[rustfmt::skip]
mod fraud;
#[rustfmt::skip]
mod payments;
#[rustfmt::skip]
mod people;

pub(super) use self::figure::Figure;
pub(super) use self::fraud::{cases, fraud_payments};
pub(super) use self::meter::Meter;
pub(super) use self::payments::payments;
pub(super) use self::people::{accounts, cards, customers, devices};
pub(super) use self::result::results;

/// The view that queries read everyday payments from.
pub(super) const PAYMENTS_VIEW: &str = "CREATE VIEW payments AS \
    SELECT t.*, c.kind, c.state, t.timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time \
    FROM transactions t JOIN customers c USING (customer_id) WHERE NOT t.is_fraud";

#[cfg(test)]
mod tests {
    use fraudgen_core::calendar::Date;

    use super::*;

    #[test]
    fn every_figure_is_published_named_and_told_in_sql() {
        fn check<R>(figures: Vec<Figure<R>>, names: &mut Vec<String>) {
            for figure in figures {
                let name = figure.name;
                assert!(
                    figure.published.is_finite() && figure.tolerance >= 0.0,
                    "{name}"
                );
                assert!(
                    !figure.source.is_empty() && figure.sql.contains("FROM"),
                    "{name}"
                );
                assert!(!names.contains(&name), "{name} is there twice");
                names.push(name);
            }
        }
        let mut names = Vec::new();
        check(payments(Date::from_civil(2025, 1, 1), 365), &mut names);
        check(customers(), &mut names);
        check(accounts(), &mut names);
        check(cards(), &mut names);
        check(devices(), &mut names);
        check(cases(), &mut names);
        check(fraud_payments(), &mut names);
    }
}
