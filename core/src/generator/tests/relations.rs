//! Payments between customers of different cells, as both sides tell them.

use super::period::{each_row, id, text};
use super::{Generator, Spec, Table, spec};
use crate::calendar::DAY;
use crate::plan::{CELL_CUSTOMERS, DISTRICT_CUSTOMERS};
use crate::schema::Value;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;

/// Three districts, with fraud.
fn generator() -> Generator {
    let spec = Spec {
        fraud_rate: 0.05,
        customers: Some(3 * DISTRICT_CUSTOMERS + 100),
        ..spec(400_000)
    };
    Generator::new(&spec).expect("a valid spec")
}

/// The holder of every account.
fn holders(generator: &Generator) -> BTreeMap<i64, i64> {
    let mut holders = BTreeMap::new();
    each_row(generator, Table::Accounts, |row| {
        let pair = (id(row, "account_id"), id(row, "customer_id"));
        if let (Some(account), Some(customer)) = pair {
            holders.insert(account, customer);
        }
    });
    holders
}

#[test]
fn what_reaches_an_account_of_the_dataset_is_a_credit_of_that_account() {
    let generator = generator();
    let mut sent = BTreeMap::new();
    each_row(&generator, Table::Transactions, |row| {
        let to_account = row.get("beneficiary_kind") == Some(Value::Text("ACCOUNT"));
        if to_account && text(row, "status") == "APPROVED" {
            let (payer, payee) = (id(row, "account_id"), id(row, "beneficiary_id"));
            let (amount, time) = (row.get("amount"), row.get("timestamp"));
            sent.insert(
                id(row, "transaction_id"),
                (payer, payee, amount.map(owned), time.map(owned)),
            );
        }
    });
    let count = sent.len();
    each_row(&generator, Table::Credits, |row| {
        if row.get("payer_kind") == Some(Value::Text("ACCOUNT")) {
            let payment = sent
                .remove(&id(row, "transaction_id"))
                .expect("its payment, once");
            let (amount, time) = (
                row.get("amount").map(owned),
                row.get("timestamp").map(owned),
            );
            assert_eq!(payment.0, id(row, "payer_id"), "{row:?}");
            assert_eq!(
                (payment.1, payment.2),
                (id(row, "account_id"), amount),
                "{row:?}"
            );
            assert!(payment.3 <= time, "{row:?}");
        }
    });
    assert_eq!(sent.len(), 0, "{sent:?}");
    assert!(count > 60_000, "{count}");
}

/// A number or time of a row.
fn owned(value: Value<'_>) -> i64 {
    match value {
        Value::Money(value) | Value::Timestamp(value) => value,
        other => panic!("{other:?}"),
    }
}

#[test]
fn payments_reach_beyond_cells_and_districts_and_friends_pay_each_other() {
    let generator = generator();
    let holders = holders(&generator);
    let (mut edges, mut payments, mut transfers) = (BTreeSet::new(), 0, 0);
    each_row(&generator, Table::Transactions, |row| {
        let kind = row.get("beneficiary_kind");
        if !["PIX", "TED"].contains(&text(row, "type")) || id(row, "fraud_case_id").is_some() {
            return;
        }
        transfers += i32::from(kind != Some(Value::Text("MERCHANT")));
        if kind == Some(Value::Text("ACCOUNT")) {
            let payee = id(row, "beneficiary_id").expect("a payee");
            let (from, to) = (id(row, "customer_id").expect("a payer"), holders[&payee]);
            edges.insert((from - 1, to - 1));
            payments += 1;
        }
    });
    let share = f64::from(payments) / f64::from(transfers);
    assert!((0.5..0.85).contains(&share), "{share}");
    edges.retain(|(from, to)| from != to);
    let beyond = |size: u64| {
        let other = |(from, to): &&(i64, i64)| *from as u64 / size != *to as u64 / size;
        edges.iter().filter(other).count() as f64 / edges.len() as f64
    };
    assert!(beyond(CELL_CUSTOMERS) > 0.6, "{}", beyond(CELL_CUSTOMERS));
    assert!(
        beyond(DISTRICT_CUSTOMERS) > 0.03,
        "{}",
        beyond(DISTRICT_CUSTOMERS)
    );
    let mutual = edges
        .iter()
        .filter(|(from, to)| edges.contains(&(*to, *from)));
    let mutual = mutual.count() as f64 / edges.len() as f64;
    assert!((0.2..0.7).contains(&mutual), "{mutual}");
}

#[test]
fn companies_pay_salaries_of_persons() {
    let generator = generator();
    let mut kinds = BTreeMap::new();
    let mut salaries = [0, 0];
    let holders = holders(&generator);
    each_row(&generator, Table::Customers, |row| {
        let is_person = text(row, "kind") == "PERSON";
        kinds.insert(id(row, "customer_id"), is_person);
    });
    each_row(&generator, Table::Credits, |row| {
        if text(row, "kind") == "SALARY" {
            assert!(kinds[&id(row, "customer_id")], "{row:?}");
            let by_account = row.get("payer_kind") == Some(Value::Text("ACCOUNT"));
            salaries[usize::from(by_account)] += 1;
            if by_account {
                let payer = holders.get(&id(row, "payer_id").expect("a payer"));
                assert!(!kinds[&payer.copied()], "{row:?}");
            }
        }
    });
    assert!(salaries[1] > 5, "{salaries:?}");
}

#[test]
fn without_inside_nothing_is_planned() {
    let spec = Spec {
        inside: 0.0,
        fraud_rate: 0.0,
        ..spec(50_000)
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let mut cells = BTreeSet::new();
    let holders = holders(&generator);
    each_row(&generator, Table::Transactions, |row| {
        if row.get("beneficiary_kind") == Some(Value::Text("ACCOUNT")) {
            let payee = holders[&id(row, "beneficiary_id").expect("a payee")];
            let cell = |customer: i64| (customer - 1) / CELL_CUSTOMERS as i64;
            cells.insert(cell(payee) - cell(id(row, "customer_id").expect("a payer")));
        }
    });
    assert_eq!(cells, BTreeSet::from([0]));
}

#[test]
fn look_alikes_of_mules_pass_on_what_several_customers_of_other_cells_paid() {
    let generator = generator();
    let holders = holders(&generator);
    let cell = |customer: i64| (customer - 1) as u64 / CELL_CUSTOMERS;
    let mut received: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    each_row(&generator, Table::Credits, |row| {
        let ends = (id(row, "payer_id"), id(row, "account_id"));
        if let (Some(Value::Text("ACCOUNT")), (Some(payer), Some(payee))) =
            (row.get("payer_kind"), ends)
        {
            let time = row.get("timestamp").map(owned).expect("a time");
            let (payer, payee) = (holders[&payer], holders[&payee]);
            if cell(payer) != cell(payee) {
                received.entry(payee).or_default().push((time, payer));
            }
        }
    });
    let (mut passed_on, mut gathered) = (0, 0);
    each_row(&generator, Table::Transactions, |row| {
        if row.get("decoy_of") == Some(Value::Text("CONTA_LARANJA")) {
            let customer = id(row, "customer_id").expect("a payer");
            let time = row.get("timestamp").map(owned).expect("a time");
            let before = received.get(&customer).into_iter().flatten();
            let payers: BTreeSet<i64> = before
                .filter(|(at, _)| (time - DAY..time).contains(at))
                .map(|(_, payer)| *payer)
                .collect();
            passed_on += 1;
            gathered += i32::from(payers.len() > 1);
        }
    });
    assert!(passed_on > 500, "{passed_on}");
    assert!(gathered * 5 > passed_on * 2, "{gathered} of {passed_on}");
}
