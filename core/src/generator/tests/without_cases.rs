//! Datasets without some of their fraud cases.

use super::{Generator, Spec, Table, digests, each_unit, spec};
use crate::calendar::MINUTE;
use crate::schema::{Row, Value};

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// Of so many cases, one is left out.
const CASES_APART: usize = 9;

/// A payment or a credit.
struct Movement {
    time: i64,
    customer: i64,
    /// Whose account is paid.
    payee: Option<i64>,
    case: Option<i64>,
    /// All columns.
    row: String,
}

/// Everything that moves, by time, table and id.
type Movements = BTreeMap<(i64, &'static str, i64), Movement>;

/// A column that holds a whole number, if it is not null.
fn integer(row: &Row<'_>, name: &str) -> Option<i64> {
    match row.get(name)? {
        Value::Integer(value) | Value::Timestamp(value) => Some(value),
        _ => None,
    }
}

fn whole(row: &Row<'_>) -> String {
    let texts: Vec<String> = row.values().map(|(_, value)| value.to_string()).collect();
    texts.join("|")
}

fn movements(generator: &Generator) -> Movements {
    let mut holders = BTreeMap::new();
    each_unit(generator, Table::Accounts, |batch| {
        holders.extend(batch.iter().map(|row| {
            let of = |name| integer(&row, name);
            (of("account_id"), of("customer_id"))
        }));
    });
    let mut movements = Movements::new();
    for table in [Table::Transactions, Table::Credits] {
        let id = table.columns()[0].name;
        each_unit(generator, table, |batch| {
            for row in batch.iter() {
                let of = |name| integer(&row, name);
                let is_account = row.get("beneficiary_kind") == Some(Value::Text("ACCOUNT"));
                let movement = Movement {
                    time: of("timestamp").expect("a time"),
                    customer: of("customer_id").expect("a customer"),
                    payee: is_account.then(|| holders[&of("beneficiary_id")]).flatten(),
                    case: of("fraud_case_id"),
                    row: whole(&row),
                };
                let key = (movement.time, table.name(), of(id).expect("an id"));
                assert!(movements.insert(key, movement).is_none());
            }
        });
    }
    movements
}

/// From when on a case can be felt by whom: those whom it concerns, those who pay them, and those whom any of these pay.
fn reached(case: i64, with: &Movements, without: &Movements) -> BTreeMap<i64, i64> {
    let of_case = || with.values().filter(|movement| movement.case == Some(case));
    let first = of_case().map(|movement| movement.time).min();
    // A top-up for its first payment may come in before.
    let first = first.expect("a case has movements") - 4 * MINUTE;
    let concerned: BTreeSet<i64> = of_case()
        .flat_map(|movement| [Some(movement.customer), movement.payee])
        .flatten()
        .collect();
    let mut reached: BTreeMap<i64, i64> = concerned.iter().map(|&one| (one, first)).collect();
    let mut both: Vec<&Movement> = with.values().chain(without.values()).collect();
    both.sort_by_key(|movement| movement.time);
    for movement in both.into_iter().filter(|movement| movement.time >= first) {
        let Some(payee) = movement.payee else {
            continue;
        };
        if concerned.contains(&payee) {
            reached.entry(movement.customer).or_insert(movement.time);
        }
        if reached.contains_key(&movement.customer) {
            reached.entry(payee).or_insert(movement.time);
        }
    }
    reached
}

#[test]
fn without_a_case_all_is_the_same_but_what_it_reaches() {
    let spec = Spec {
        customers: Some(320),
        ..spec(40_000)
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let with = movements(&generator);
    let cases = generator.plan().table_rows(Table::FraudCases);
    assert!(cases > 20 * CASES_APART as u64);
    let mut changed = 0;
    for case in (1..=cases).step_by(CASES_APART) {
        let spec = Spec {
            without_cases: BTreeSet::from([case]),
            ..spec.clone()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let without = movements(&generator);
        let reached = reached(case as i64, &with, &without);
        let is_reached = |movement: &Movement| {
            let from = reached.get(&movement.customer);
            from.is_some_and(|&from| from <= movement.time)
        };
        for (key, movement) in &with {
            let twin = without.get(key);
            if twin.is_some_and(|twin| twin.row == movement.row) {
                continue;
            }
            changed += 1;
            assert!(is_reached(movement), "{case}: {}", movement.row);
        }
        for (key, movement) in &without {
            assert!(
                with.contains_key(key) || is_reached(movement),
                "{case}: {}",
                movement.row
            );
            assert_ne!(movement.case, Some(case as i64));
        }
    }
    assert!(changed > 1_000, "{changed}");
}

/// When each account is blocked, if it is.
fn blocks(generator: &Generator) -> BTreeMap<i64, Option<i64>> {
    let mut blocks = BTreeMap::new();
    each_unit(generator, Table::Accounts, |batch| {
        let ids = batch.iter().filter_map(|row| integer(&row, "account_id"));
        blocks.extend(ids.zip(batch.iter().map(|row| integer(&row, "blocked_at"))));
    });
    blocks
}

#[test]
fn without_cases_no_account_is_blocked_earlier() {
    let spec = spec(100_000);
    let generator = Generator::new(&spec).expect("a valid spec");
    let (with, cases) = (
        blocks(&generator),
        generator.plan().table_rows(Table::FraudCases),
    );
    let mut moved = 0;
    for rest in 0..4 {
        let without = Spec {
            without_cases: (1..=cases).filter(|case| case % 4 == rest).collect(),
            ..spec.clone()
        };
        for (account, blocked) in blocks(&Generator::new(&without).expect("a valid spec")) {
            if let Some(blocked) = blocked {
                let planned = with[&account].expect("blocked with the cases too");
                assert!(blocked >= planned, "{account}");
                moved += usize::from(blocked > planned);
            }
        }
    }
    assert!(moved > 0);
}

#[test]
fn no_table_mentions_a_case_that_is_left_out() {
    let all = spec(20_000);
    let generator = Generator::new(&all).expect("a valid spec");
    let cases = generator.plan().table_rows(Table::FraudCases);
    let none = Spec {
        without_cases: (1..=cases).collect(),
        ..all.clone()
    };
    let without = Generator::new(&none).expect("a valid spec");
    let mut cases = 0;
    each_unit(&without, Table::FraudCases, |batch| cases += batch.rows());
    assert_eq!(cases, 0);
    for table in [Table::Transactions, Table::Credits] {
        each_unit(&without, table, |batch| {
            assert!(
                batch
                    .iter()
                    .all(|row| row.get("fraud_case_id") == Some(Value::Null))
            );
        });
    }
    // What belongs to no customer is the same, and the order of units does not matter.
    let (with, without) = (digests(&all), digests(&none));
    for (table, is_same) in [("customers", true), ("merchants", true), ("devices", false)] {
        assert_eq!(with[table] == without[table], is_same, "{table}");
    }
}

#[test]
fn a_case_that_the_dataset_does_not_have_is_refused() {
    let cases = Generator::new(&spec(20_000)).expect("a valid spec");
    let cases = cases.plan().table_rows(Table::FraudCases);
    for (id, fraud_rate) in [(0, 0.02), (cases + 1, 0.02), (1, 0.0)] {
        let spec = Spec {
            without_cases: BTreeSet::from([id]),
            fraud_rate,
            ..spec(20_000)
        };
        let error = Generator::new(&spec).expect_err("no such case");
        assert_eq!(
            (error.field, error.value),
            ("without_cases", id.to_string())
        );
    }
}
