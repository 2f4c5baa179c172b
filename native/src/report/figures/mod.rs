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
mod credits;
#[rustfmt::skip]
mod fraud;
#[rustfmt::skip]
mod lives;
#[rustfmt::skip]
mod payments;
#[rustfmt::skip]
mod people;

pub(super) use self::credits::credits;
pub(super) use self::figure::Figure;
pub(super) use self::fraud::{cases, fraud_payments};
pub(super) use self::lives::{LIFE_VIEWS, lives};
pub(super) use self::meter::Meter;
pub(super) use self::payments::payments;
pub(super) use self::people::{accounts, cards, customers, devices, holders, merchants};
pub(super) use self::result::{limited, results};

/// The view that queries read everyday payments from.
pub(super) const PAYMENTS_VIEW: &str = "CREATE VIEW payments AS \
    SELECT t.*, c.kind, c.state, c.monthly_income, t.timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time \
    FROM transactions t JOIN customers c USING (customer_id) WHERE NOT t.is_fraud";

#[cfg(test)]
mod tests {
    use fraudgen_core::calendar::Date;

    use super::figure::Expected;
    use super::*;

    #[test]
    fn every_figure_is_published_named_and_told_in_sql() {
        fn check<R>(figures: Vec<Figure<R>>, names: &mut Vec<String>) {
            for figure in figures {
                let name = figure.name;
                let is_possible = match figure.expected {
                    Expected::Published { value, tolerance } => {
                        value.is_finite() && tolerance >= 0.0
                    }
                    Expected::Limits { low, high } => low <= high,
                };
                assert!(is_possible, "{name}");
                assert!(
                    !figure.source.is_empty() && figure.sql.contains("FROM"),
                    "{name}"
                );
                assert!(!names.contains(&name), "{name} is there twice");
                names.push(name);
            }
        }
        let mut names = Vec::new();
        let start = Date::from_civil(2025, 1, 1);
        check(payments(start, 365), &mut names);
        check(credits(start, 365), &mut names);
        check(customers(start), &mut names);
        check(accounts(), &mut names);
        check(cards(), &mut names);
        check(devices(), &mut names);
        check(holders(), &mut names);
        check(merchants(start, 365), &mut names);
        for (_, figures) in lives(365) {
            check(figures, &mut names);
        }
        check(cases(), &mut names);
        check(fraud_payments(), &mut names);
    }
}
