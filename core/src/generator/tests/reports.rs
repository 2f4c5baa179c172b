//! What banks know, and when.

use super::consequences::time;
use super::period::{each_row, id};
use super::{Generator, Spec, Table, spec};
use crate::schema::{Row, Value};

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

fn money(row: &Row<'_>, name: &str) -> i64 {
    match row.get(name) {
        Some(Value::Money(amount)) => amount,
        other => panic!("{name} is {other:?}"),
    }
}

/// A payment's customer, amount, case, when the label was known, and whether it is a look-alike.
type Labelled = (i64, i64, Option<i64>, Option<i64>, bool);

fn labelled(label_noise: f64) -> (Vec<Labelled>, BTreeMap<i64, Option<i64>>) {
    let generator = Generator::new(&Spec {
        label_noise,
        ..spec(60_000)
    })
    .expect("a valid spec");
    let (mut payments, mut reports) = (Vec::new(), BTreeMap::new());
    each_row(&generator, Table::Transactions, |row| {
        payments.push((
            id(row, "customer_id").expect("a customer"),
            money(row, "amount"),
            id(row, "fraud_case_id"),
            time(row, "label_known_at"),
            row.get("decoy_of") != Some(Value::Null),
        ));
    });
    each_row(&generator, Table::FraudCases, |row| {
        let case = id(row, "fraud_case_id").expect("a case");
        reports.insert(case, time(row, "reported_at"));
    });
    (payments, reports)
}

#[test]
fn label_noise_acts_on_whole_reports_and_changes_only_when_the_bank_knows() {
    let ((clean, reports), (noisy, same_reports)) = (labelled(0.0), labelled(0.3));
    assert_eq!(reports, same_reports);
    let mut cases: BTreeMap<i64, Vec<(i64, Option<i64>)>> = BTreeMap::new();
    let (mut look_alikes, mut others) = (Vec::new(), 0);
    for (before, after) in clean.iter().zip(&noisy) {
        assert_eq!((before.0, before.1, before.2), (after.0, after.1, after.2));
        let (customer, amount, case, known, is_look_alike) = *after;
        match (case, known) {
            (Some(case), _) => {
                assert_eq!(before.3, reports[&case]);
                cases.entry(case).or_default().push((amount, known));
            }
            (None, None) => {}
            (None, Some(known)) if is_look_alike => look_alikes.push((customer, known)),
            (None, Some(_)) => others += 1,
        }
    }
    let (mut reported, mut lost, mut in_part) = (0, 0, 0);
    for (case, payments) in &cases {
        let Some(report) = reports[case] else {
            assert!(payments.iter().all(|(_, known)| known.is_none()));
            continue;
        };
        reported += 1;
        let known = |(amount, known): &&(i64, Option<i64>)| {
            assert!(known.is_none_or(|known| known == report), "{amount}");
            known.is_some()
        };
        match payments.iter().filter(known).count() {
            0 => lost += 1,
            count if count < payments.len() => {
                in_part += 1;
                let of = |is_known| {
                    let of = payments
                        .iter()
                        .filter(move |(_, known)| known.is_some() == is_known);
                    of.map(|(amount, _)| *amount)
                };
                assert!(of(false).max() < of(true).min(), "{case}");
            }
            _ => {}
        }
    }
    let share = f64::from(lost) / f64::from(reported);
    assert!((0.2..0.4).contains(&share), "{lost} of {reported}");
    assert!(
        (reported / 40..reported / 5).contains(&in_part),
        "{in_part}"
    );
    let mistaken = look_alikes.len() + others;
    let frauds = cases.values().map(Vec::len).sum::<usize>();
    let share = mistaken as f64 / frauds as f64;
    assert!((0.15..0.45).contains(&share), "{mistaken} of {frauds}");
    assert!(others * 4 < mistaken, "{others} of {mistaken}");
    // All payments of a look-alike are reported at once.
    let reports: BTreeSet<(i64, i64)> = look_alikes.iter().copied().collect();
    assert!(
        reports.len() * 3 < look_alikes.len() * 2,
        "{}",
        reports.len()
    );
}
