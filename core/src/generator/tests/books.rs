//! The books of accounts: what moves on them, and when.

use super::{Generator, Spec, Table, all_integers, each_unit, integers, spec};
use crate::calendar::{MINUTE, SECOND};
use crate::schema::columns::Values;

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// What moves on each account, and the balance after it, in order: at one time, credits come before a payment.
fn movements(generator: &Generator) -> BTreeMap<(i64, i64, i64), (i64, i64)> {
    let mut movements = BTreeMap::new();
    for table in [Table::Credits, Table::Transactions] {
        each_unit(generator, table, |batch| {
            let column = |name| {
                integers(batch, name)
                    .into_iter()
                    .map(Option::unwrap_or_default)
            };
            let status = match table {
                Table::Credits => None,
                _ => Some(batch.column(super::column(table, "status")).values),
            };
            let instrument = match table {
                Table::Credits => None,
                _ => Some(batch.column(super::column(table, "type")).values),
            };
            let is = |values: &Option<Values<'_>>, row: usize, wanted: &str| match values {
                Some(Values::Codes(codes, dictionary)) => {
                    dictionary.get(usize::from(codes[row])) == wanted
                }
                _ => false,
            };
            let orders: Vec<i64> = column(table.columns()[0].name).collect();
            let rows = column("account_id")
                .zip(column("timestamp"))
                .zip(column("amount"))
                .zip(column("balance_after"));
            for (row, (((account, time), amount), balance)) in rows.enumerate() {
                let moved = match table {
                    Table::Credits => amount,
                    _ if !is(&status, row, "APPROVED") || is(&instrument, row, "CREDIT_CARD") => 0,
                    _ => -amount,
                };
                let order = match table {
                    Table::Credits => orders[row],
                    _ => i64::MAX,
                };
                let known = movements.insert((account, time, order), (moved, balance));
                assert_eq!(known, None, "{account} at {time}");
            }
        });
    }
    movements
}

fn generator() -> Generator {
    let spec = Spec {
        fraud_rate: 0.1,
        ..spec(120_000)
    };
    Generator::new(&spec).expect("a valid spec")
}

#[test]
fn the_books_of_every_account_are_whole() {
    let generator = generator();
    let ids = all_integers(&generator, Table::Accounts, "account_id").into_iter();
    let opening = all_integers(&generator, Table::Accounts, "opening_balance");
    let mut balances: BTreeMap<i64, i64> =
        ids.flatten().zip(opening.into_iter().flatten()).collect();
    for ((account, time, _), (moved, after)) in movements(&generator) {
        let balance = balances.get_mut(&account).expect("an account");
        *balance += moved;
        assert_eq!(*balance, after, "{account} at {time}");
    }
}

#[test]
fn nobody_is_credited_in_the_very_microsecond_of_a_payment() {
    let (mut last, mut payments, mut waits) = (None, 0, Vec::new());
    for ((account, time, order), _) in movements(&generator()) {
        if order == i64::MAX {
            payments += 1;
            let wait = last.map(|(of, at)| (of, time - at));
            waits.extend(wait.filter(|&(of, _)| of == account).map(|(_, wait)| wait));
        }
        last = (order != i64::MAX).then_some((account, time));
    }
    let within = |longest| waits.iter().filter(|&&wait| wait < longest).count();
    assert!(within(1) * 5_000 < payments, "{}", within(1));
    assert!(within(SECOND) * 500 < payments, "{}", within(SECOND));
    assert!(
        within(5 * MINUTE) * 100 > payments,
        "{}",
        within(5 * MINUTE)
    );
}
