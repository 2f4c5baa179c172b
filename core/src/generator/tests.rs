//! Invariants of whole datasets, whatever units they are generated in.

use super::*;
use crate::calendar::Date;
use crate::fraud::kinds::FraudType;
use crate::plan::{CARD_SLOTS, CARDS_PER_SLOT};
use crate::schema::columns::{Bits, Values};
use crate::spec::MAX_CUSTOMERS;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use alloc::vec::Vec;

mod books;
mod consequences;
mod evidence;
mod lives;
mod period;
mod places;
mod prevalence;
mod relations;
mod reports;
mod shared;
mod without_cases;

/// A dataset with much more fraud than by default, so that there is some of every kind.
fn spec(transactions: u64) -> Spec {
    Spec {
        transactions,
        fraud_rate: 0.02,
        ..Spec::default()
    }
}

fn each_unit(generator: &Generator, table: Table, mut look: impl FnMut(&dyn Batch)) {
    let mut maker = generator.maker();
    for unit in 0..generator.plan().units(table) {
        look(maker.make(table, unit));
    }
}

fn column(table: Table, name: &str) -> usize {
    table.position(name).expect("a column of the table")
}

fn integers(batch: &dyn Batch, name: &str) -> Vec<Option<i64>> {
    let view = batch.column(column(batch.table(), name));
    let valid = |row: usize| {
        view.validity
            .is_none_or(|validity: &Bits| validity.get(row))
    };
    (0..batch.rows())
        .map(|row| {
            let value = match view.values {
                Values::Int64(values) => values[row],
                Values::Int32(values) => i64::from(values[row]),
                Values::Bool(values) => i64::from(values.get(row)),
                _ => panic!("{name} is not a number"),
            };
            valid(row).then_some(value)
        })
        .collect()
}

fn all_integers(generator: &Generator, table: Table, name: &str) -> Vec<Option<i64>> {
    let mut values = Vec::new();
    each_unit(generator, table, |batch| {
        values.extend(integers(batch, name))
    });
    values
}

fn digests(spec: &Spec) -> BTreeMap<&'static str, String> {
    let generator = Generator::new(spec).expect("a valid spec");
    Table::ALL
        .into_iter()
        .map(|table| (table.name(), generator.digest(table).to_string()))
        .collect()
}

/// Changes only with [`DATASET_VERSION`] and a line in CHANGELOG.md.
#[test]
fn golden_digests() {
    let mixed = Spec {
        seed: 7,
        start: Date::from_civil(2024, 10, 15),
        days: 45,
        fraud_rate: 0.05,
        customers: Some(700),
        ..spec(30_000)
    };
    let honest = Spec {
        seed: 1,
        fraud_rate: 0.0,
        ..spec(20_000)
    };
    let found: Vec<(usize, &str, String)> = [spec(50_000), mixed, honest]
        .iter()
        .enumerate()
        .flat_map(|(index, spec)| {
            digests(spec)
                .into_iter()
                .map(move |(table, digest)| (index, table, digest))
        })
        .collect();
    let golden: Vec<(usize, &str, String)> = include_str!("golden.txt")
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            Some((
                fields.next()?.parse().ok()?,
                fields.next()?,
                fields.next()?.into(),
            ))
        })
        .collect();
    let listing: String = found
        .iter()
        .map(|(spec, table, digest)| alloc::format!("{spec} {table} {digest}\n"))
        .collect();
    assert_eq!(found, golden, "golden.txt would be:\n{listing}");
}

#[test]
fn row_counts_match_the_plan() {
    for spec in [
        spec(10),
        spec(1_237),
        Spec {
            fraud_rate: 0.2,
            customers: Some(4_097),
            ..spec(40_970)
        },
        Spec {
            fraud_rate: 0.2,
            customers: Some(65),
            ..spec(650)
        },
        spec(100_000),
        Spec {
            customers: Some(2_049),
            ..spec(60_000)
        },
    ] {
        let generator = Generator::new(&spec).expect("a valid spec");
        let counts = |table: &Table| generator.plan().counts(*table);
        for table in Table::ALL.into_iter().filter(counts) {
            let mut maker = generator.maker();
            for unit in 0..generator.plan().units(table) {
                let rows = maker.make(table, unit).rows() as u64;
                assert_eq!(
                    rows,
                    generator.plan().rows(table, unit..unit + 1),
                    "{} {unit}",
                    table.name()
                );
            }
        }
    }
}

#[test]
fn units_do_not_depend_on_the_order_of_generation() {
    let generator = Generator::new(&spec(200_000)).expect("a valid spec");
    let digest = |maker: &mut Maker<'_>, table, unit| Digest::of(maker.make(table, unit), unit);
    let (mut forward, mut alone) = (generator.maker(), generator.maker());
    let cells = generator.plan().cells();
    let ascending: Vec<Digest> = (0..cells)
        .map(|cell| digest(&mut forward, Table::Transactions, cell))
        .collect();
    digest(&mut alone, Table::FraudCases, 0);
    for cell in (0..cells).rev() {
        assert_eq!(
            digest(&mut alone, Table::Transactions, cell),
            ascending[cell as usize]
        );
    }
}

#[test]
fn a_cell_of_a_huge_dataset_is_generated_directly() {
    let huge = Spec {
        transactions: 256 * MAX_CUSTOMERS,
        customers: Some(MAX_CUSTOMERS),
        ..Spec::default()
    };
    let generator = Generator::new(&huge).expect("a valid spec");
    let mut maker = generator.maker();
    let batch = maker.make(Table::Transactions, 3_000_000);
    assert_eq!(batch.rows(), 16_384);
    let ids = integers(batch, "transaction_id");
    let ids: BTreeSet<i64> = ids.into_iter().flatten().collect();
    let first = 49_152_000_001;
    assert!(ids.into_iter().eq(first..first + 16_384));
}

#[test]
fn ids_are_unique_and_foreign_keys_resolve() {
    let generator = Generator::new(&spec(150_000)).expect("a valid spec");
    let ids = |table, name| -> BTreeSet<i64> {
        let values: Vec<i64> = all_integers(&generator, table, name)
            .into_iter()
            .flatten()
            .collect();
        let unique: BTreeSet<i64> = values.iter().copied().collect();
        assert_eq!(unique.len(), values.len(), "{name}");
        unique
    };
    let known = [
        ("customer_id", ids(Table::Customers, "customer_id")),
        ("account_id", ids(Table::Accounts, "account_id")),
        ("card_id", ids(Table::Cards, "card_id")),
        ("device_id", ids(Table::Devices, "device_id")),
        ("merchant_id", ids(Table::Merchants, "merchant_id")),
        ("fraud_case_id", ids(Table::FraudCases, "fraud_case_id")),
    ];
    ids(Table::Transactions, "transaction_id");
    for (name, known) in &known {
        for table in Table::ALL
            .into_iter()
            .filter(|table| table.columns().iter().any(|c| c.name == *name))
        {
            let used = all_integers(&generator, table, name);
            assert!(
                used.into_iter().flatten().all(|id| known.contains(&id)),
                "{}.{name}",
                table.name()
            );
        }
    }
}

#[test]
fn nothing_happens_outside_the_period_or_before_accounts_and_devices() {
    let spec = Spec {
        days: 40,
        fraud_rate: 0.1,
        ..spec(80_000)
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let map = |table, id, value| -> BTreeMap<i64, i64> {
        let ids = all_integers(&generator, table, id).into_iter().flatten();
        ids.zip(all_integers(&generator, table, value).into_iter().flatten())
            .collect()
    };
    let opened = map(Table::Accounts, "account_id", "opened_on");
    let seen = map(Table::Devices, "device_id", "first_seen");
    let period = spec.start.midnight()..Date(spec.start.0 + 40).midnight();
    each_unit(&generator, Table::Transactions, |batch| {
        let times: Vec<i64> = integers(batch, "timestamp").into_iter().flatten().collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]));
        for ((time, account), device) in times
            .iter()
            .zip(integers(batch, "account_id"))
            .zip(integers(batch, "device_id"))
        {
            assert!(period.contains(time));
            assert!(Date(opened[&account.expect("an account")] as i32).midnight() <= *time);
            assert!(device.is_none_or(|device| seen[&device] <= *time));
        }
    });
}

#[test]
fn the_share_of_fraud_matches_the_rate() {
    for rate in [0.001, 0.02, 0.15] {
        let spec = Spec {
            fraud_rate: rate,
            ..spec(600_000)
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let labels = all_integers(&generator, Table::Transactions, "is_fraud");
        let fraud = labels.iter().flatten().sum::<i64>() as f64;
        let target = 600_000.0 * rate;
        assert!(
            (fraud - target).abs() <= (0.01 * target).max(25.0),
            "{rate}: {fraud}"
        );
    }
    let honest = Generator::new(&Spec {
        fraud_rate: 0.0,
        ..spec(50_000)
    })
    .expect("a valid spec");
    assert!(
        all_integers(&honest, Table::Transactions, "is_fraud")
            .iter()
            .all(|label| *label == Some(0))
    );
    assert_eq!(honest.plan().table_rows(Table::FraudCases), 0);
}

#[test]
fn only_typologies_in_the_mix_occur() {
    for kind in FraudType::ALL.iter().copied() {
        let spec = Spec {
            fraud_mix: [(kind, 1)].into(),
            ..spec(50_000)
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let mut cases = 0;
        each_unit(&generator, Table::FraudCases, |batch| {
            let Values::Codes(codes, dictionary) =
                batch.column(column(Table::FraudCases, "fraud_type")).values
            else {
                panic!("fraud_type is a category")
            };
            assert!(
                codes
                    .iter()
                    .all(|&code| dictionary.get(usize::from(code)) == kind.name())
            );
            cases += codes.len();
        });
        assert!(cases > 50, "{kind}: {cases}");
    }
}

#[test]
fn balances_stay_above_the_overdraft() {
    let generator = Generator::new(&spec(150_000)).expect("a valid spec");
    let accounts = all_integers(&generator, Table::Accounts, "account_id")
        .into_iter()
        .flatten();
    let limits: BTreeMap<i64, i64> = accounts
        .zip(
            all_integers(&generator, Table::Accounts, "overdraft_limit")
                .into_iter()
                .flatten(),
        )
        .collect();
    each_unit(&generator, Table::Transactions, |batch| {
        for (account, balance) in integers(batch, "account_id")
            .into_iter()
            .zip(integers(batch, "balance_after"))
        {
            assert!(balance >= Some(-limits[&account.expect("an account")]));
        }
    });
}

#[test]
fn documents_are_unique() {
    let generator = Generator::new(&spec(300_000)).expect("a valid spec");
    let mut documents = BTreeSet::new();
    each_unit(&generator, Table::Customers, |batch| {
        let Values::Text(text) = batch.column(column(Table::Customers, "document")).values else {
            panic!("document is text")
        };
        assert!((0..text.len()).all(|row| documents.insert(String::from(text.get(row)))));
    });
}

/// Cases are planned separately from the cells that play them: crowded and short periods are where the two
/// could diverge.
#[test]
fn fraud_cases_match_their_transactions() {
    for (days, fraud_rate) in [(1, 0.2), (4, 0.2), (60, 0.1)] {
        let spec = Spec {
            days,
            fraud_rate,
            customers: Some(3_000),
            ..spec(30_000)
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        // Rows, first and last time, total amount and approved amount.
        let mut found: BTreeMap<i64, [i64; 5]> = BTreeMap::new();
        each_unit(&generator, Table::Transactions, |batch| {
            let (times, amounts) = (integers(batch, "timestamp"), integers(batch, "amount"));
            let Values::Codes(codes, dictionary) =
                batch.column(column(Table::Transactions, "status")).values
            else {
                panic!("status is a category")
            };
            for (row, case) in integers(batch, "fraud_case_id").into_iter().enumerate() {
                let (Some(case), Some(time), Some(amount)) = (case, times[row], amounts[row])
                else {
                    continue;
                };
                let approved = dictionary.get(usize::from(codes[row])) == "APPROVED";
                let facts = found.entry(case).or_insert([0, time, time, 0, 0]);
                facts[0] += 1;
                facts[1] = facts[1].min(time);
                facts[2] = facts[2].max(time);
                facts[3] += amount;
                facts[4] += if approved { amount } else { 0 };
            }
        });
        let of = |name| all_integers(&generator, Table::FraudCases, name);
        let facts = [
            "transactions",
            "first_event_at",
            "last_event_at",
            "amount_attempted",
            "amount_lost",
        ]
        .map(of);
        for (index, case) in of("fraud_case_id").into_iter().flatten().enumerate() {
            let expected = [0, 1, 2, 3, 4].map(|fact| facts[fact][index].expect("a fact"));
            assert_eq!(
                found.remove(&case),
                Some(expected),
                "{days} days, case {case}"
            );
        }
        assert!(found.is_empty());
    }
}

#[test]
fn monthly_card_spending_stays_within_the_limit() {
    let spec = Spec {
        fraud_rate: 0.2,
        days: 100,
        ..spec(150_000)
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    // By slot: cards that replace each other share a limit. Debit and prepaid cards have none.
    let slot = |card: i64| (card - 1) / CARDS_PER_SLOT as i64;
    let cards = all_integers(&generator, Table::Cards, "card_id").into_iter();
    let limits = all_integers(&generator, Table::Cards, "credit_limit");
    let limits: BTreeMap<i64, Option<i64>> = cards.flatten().map(slot).zip(limits).collect();
    let mut spent: BTreeMap<(i64, i64), i64> = BTreeMap::new();
    each_unit(&generator, Table::Transactions, |batch| {
        let (times, amounts) = (integers(batch, "timestamp"), integers(batch, "amount"));
        let Values::Codes(codes, dictionary) =
            batch.column(column(Table::Transactions, "status")).values
        else {
            panic!("status is a category")
        };
        for (row, card) in integers(batch, "card_id").into_iter().enumerate() {
            if let (Some(card), Some(time), Some(amount)) = (card, times[row], amounts[row])
                && dictionary.get(usize::from(codes[row])) == "APPROVED"
            {
                *spent
                    .entry((slot(card), crate::bank::limits::month_of(time)))
                    .or_default() += amount;
            }
        }
    });
    for ((card, month), spent) in spent {
        assert!(
            limits[&card].is_none_or(|limit| spent <= limit),
            "{card} in {month}"
        );
    }
}

#[test]
fn the_unit_of_an_id_holds_its_row() {
    let spec = Spec {
        customers: Some(5_000),
        ..spec(200_000)
    };
    let generator = Generator::new(&spec).expect("a valid spec");
    let plan = generator.plan();
    let mut maker = generator.maker();
    for table in Table::ALL {
        let id = table.columns()[0].name;
        let mut last = 0;
        for unit in 0..plan.units(table) {
            for id in integers(maker.make(table, unit), id).into_iter().flatten() {
                last = last.max(id as u64);
                assert_eq!(plan.unit_of(table, id as u64), Some(unit));
            }
        }
        assert_eq!(plan.unit_of(table, 0), None);
        let after = match table {
            Table::Credits => Plan::first_credit(plan.cells()) as u64,
            Table::Cards => CARD_SLOTS.before(plan.customers()) * CARDS_PER_SLOT + 1,
            _ => last + 1,
        };
        assert_eq!(plan.unit_of(table, after), None);
    }
}

#[test]
fn the_plan_knows_about_how_many_credits_there_are() {
    for (transactions, customers) in [(100_000, 100), (100_000, 300), (100_000, 2_000)] {
        let spec = Spec {
            customers: Some(customers),
            ..spec(transactions)
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let planned = generator.plan().table_rows(Table::Credits) as f64;
        let made = all_integers(&generator, Table::Credits, "credit_id").len() as f64;
        assert!(
            (0.8..1.25).contains(&(made / planned)),
            "{customers}: {made} of {planned}"
        );
    }
}
