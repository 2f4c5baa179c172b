//! When people become customers, leave, move and pay.

use super::period::{day, each_row, id, text};
use super::{Generator, Spec, Table, spec};
use crate::calendar::Date;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::schema::Value;

use alloc::collections::BTreeMap;

/// A year of some two thousand customers, with many cases of fraud.
fn generator() -> Generator {
    let spec = Spec {
        fraud_rate: 0.05,
        customers: Some(2_048),
        ..spec(400_000)
    };
    Generator::new(&spec).expect("a valid spec")
}

#[test]
fn who_left_neither_pays_nor_is_paid_and_is_in_no_case_beyond() {
    let generator = generator();
    let (mut closed, mut holders) = (BTreeMap::new(), BTreeMap::new());
    each_row(&generator, Table::Accounts, |row| {
        let (account, customer) = (id(row, "account_id"), id(row, "customer_id"));
        if let Some(date) = day(row, "closed_on") {
            assert!(date.is_business_day() && Some(date) > day(row, "opened_on"));
            closed.insert(account, date);
            assert_eq!(*holders.entry(customer).or_insert(date), date);
        }
    });
    // Of some 2,000 customers, about 4% leave in a year.
    assert!((50..110).contains(&holders.len()), "{}", holders.len());
    let mut last = BTreeMap::new();
    each_row(&generator, Table::Transactions, |row| {
        let at = day(row, "timestamp").expect("a time");
        if let Some(&date) = closed.get(&id(row, "account_id")) {
            assert!(at <= date, "{row:?}");
            let transfer = ["PIX", "TED"].contains(&text(row, "type"));
            last.insert(id(row, "customer_id"), (at, transfer));
        }
        if row.get("beneficiary_kind") == Some(Value::Text("ACCOUNT")) {
            let paid = closed.get(&id(row, "beneficiary_id"));
            assert!(paid.is_none_or(|&date| at < date), "{row:?}");
        }
    });
    let closing = last
        .iter()
        .filter(|(customer, (at, transfer))| *transfer && holders[customer] == *at);
    // But for those whose account is blocked.
    assert!(closing.count() * 10 > holders.len() * 8);
    each_row(&generator, Table::Credits, |row| {
        if let Some(&date) = closed.get(&id(row, "account_id")) {
            assert!(day(row, "timestamp") <= Some(date), "{row:?}");
        }
    });
    each_row(&generator, Table::FraudCases, |row| {
        if let Some(&date) = holders.get(&id(row, "customer_id")) {
            assert!(day(row, "last_event_at") < Some(date), "{row:?}");
        }
    });
}

#[test]
fn some_who_leave_are_paid_elsewhere_before() {
    let generator = generator();
    let start = generator.plan().spec().start;
    let mut leavers = BTreeMap::new();
    each_row(&generator, Table::Accounts, |row| {
        let closed = day(row, "closed_on").filter(|closed| closed.0 > start.0 + 170);
        if let Some(closed) = closed {
            leavers.insert(id(row, "customer_id"), closed);
        }
    });
    // Salaries from outside in the last month, and in two months long before.
    let (mut last, mut before) = (0, 0);
    each_row(&generator, Table::Credits, |row| {
        let is_salary = text(row, "kind") == "SALARY" && text(row, "payer_kind") == "EXTERNAL";
        if let Some(closed) = leavers.get(&id(row, "customer_id")).filter(|_| is_salary) {
            match closed.0 - day(row, "timestamp").expect("a time").0 {
                0..31 => last += 1,
                100..162 => before += 1,
                _ => {}
            }
        }
    });
    assert!(last > 5 && last * 2 * 100 < before * 85, "{last}, {before}");
}

#[test]
fn people_join_over_the_whole_period_and_pay_then() {
    let generator = generator();
    let start = generator.plan().spec().start;
    let mut months = [0; 12];
    let mut joined = BTreeMap::new();
    each_row(&generator, Table::Customers, |row| {
        let since = day(row, "customer_since").expect("a date");
        if since >= start {
            months[since.civil().1 as usize - 1] += 1;
            joined.insert(id(row, "customer_id"), (since, 0));
        }
    });
    assert!((90..160).contains(&joined.len()), "{}", joined.len());
    assert!(months.iter().all(|&count| count > 0), "{months:?}");
    each_row(&generator, Table::Transactions, |row| {
        if let Some((since, payments)) = joined.get_mut(&id(row, "customer_id")) {
            assert!(day(row, "timestamp") >= Some(*since));
            *payments += 1;
        }
    });
    let paying = joined.values().filter(|(_, payments)| *payments > 0);
    assert!(paying.count() * 10 > joined.len() * 9);
}

#[test]
fn the_dormant_make_no_payments_of_their_own_for_a_while() {
    let generator = generator();
    let customers = generator.world.customers(0..2_048);
    let dormant = customers
        .iter()
        .filter(|customer| !customer.dormant.is_empty());
    let count = dormant.count();
    assert!((60..130).contains(&count), "{count}");
    let mut charged = 0;
    each_row(&generator, Table::Transactions, |row| {
        let Some(Value::Timestamp(time)) = row.get("timestamp") else {
            panic!("a time")
        };
        let number = id(row, "customer_id").expect("a customer") as usize - 1;
        if customers[number].dormant.contains(&time) && id(row, "fraud_case_id").is_none() {
            assert!(
                ["AUTO_DEBIT", "CREDIT_CARD"].contains(&text(row, "type")),
                "{row:?}"
            );
            charged += 1;
        }
    });
    assert!(charged > 20, "{charged}");
}

#[test]
fn who_moves_lives_and_buys_in_the_new_municipality_from_then_on() {
    let generator = generator();
    let customers = generator.world.customers(0..2_048);
    let moved: BTreeMap<i64, (Date, [u16; 2])> = customers
        .iter()
        .filter_map(|customer| {
            let moved = customer.moved?;
            let towns = [moved.from.municipality, customer.municipality];
            Some((customer.id(), (moved.on, towns)))
        })
        .collect();
    // Of some 1,900 persons, about 3% move in a year.
    assert!((30..90).contains(&moved.len()), "{}", moved.len());
    let state = |town: u16| MUNICIPALITIES[usize::from(town)].state;
    let within = moved
        .values()
        .filter(|(_, [from, to])| state(*from) == state(*to));
    assert!(within.count() * 10 > moved.len() * 6);
    each_row(&generator, Table::Customers, |row| {
        let customer = id(row, "customer_id").expect("a customer");
        let ibge = |town: u16| Some(i64::from(MUNICIPALITIES[usize::from(town)].ibge));
        let (on, previous) = (day(row, "moved_on"), id(row, "previous_municipality_code"));
        match moved.get(&customer) {
            Some(&(date, [from, to])) => {
                assert_eq!((on, previous), (Some(date), ibge(from)));
                assert!(from != to && id(row, "municipality_code") == ibge(to));
            }
            None => assert_eq!((on, previous), (None, None)),
        }
    });
    // Purchases by terminal in the old and in the new town, before and after the move: there are trips, too, and
    // trades that a town lacks.
    let mut bought = [[0; 2]; 2];
    each_row(&generator, Table::Transactions, |row| {
        let customer = id(row, "customer_id").expect("a customer");
        let merchant = id(row, "merchant_id").filter(|_| text(row, "channel") == "POS");
        if let (Some(&(date, towns)), Some(merchant)) = (moved.get(&customer), merchant) {
            let town = generator
                .world
                .merchants
                .merchant(merchant as u64 - 1)
                .municipality;
            let after = usize::from(day(row, "timestamp") >= Some(date));
            for (index, known) in towns.into_iter().enumerate() {
                bought[after][index] += i32::from(town == known);
            }
        }
    });
    let [[at_home, ahead], [back, at_new_home]] = bought;
    assert!(at_home > 5 * ahead && at_new_home > 5 * back, "{bought:?}");
}
