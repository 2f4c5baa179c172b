//! What fraud uses, everyday life uses too, and more often: devices and addresses, however they are counted.

use super::{Batch, Generator, Table, Values, column, each_unit, integers, spec};
use crate::plan::CELL_CUSTOMERS;
use crate::schema::Value;
use crate::schema::columns::Bits;

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

/// A payment.
struct Payment {
    fraud: bool,
    customer: i64,
    time: i64,
    by_web: bool,
    device: Option<i64>,
    /// The age of the device in days, and whether it is new to the customer.
    age: i64,
    is_new: bool,
    address: Option<String>,
}

/// The words of a column.
fn words(batch: &dyn Batch, name: &str) -> Vec<Option<String>> {
    let view = batch.column(column(batch.table(), name));
    let Values::Codes(codes, dictionary) = view.values else {
        panic!("{name} is not a category");
    };
    let is_valid = |row: usize| view.validity.is_none_or(|valid: &Bits| valid.get(row));
    (0..batch.rows())
        .map(|row| is_valid(row).then(|| dictionary.get(usize::from(codes[row])).into()))
        .collect()
}

/// The payments of two districts with much fraud.
fn payments(generator: &Generator) -> Vec<Payment> {
    let mut payments = Vec::new();
    each_unit(generator, Table::Transactions, |batch| {
        let of = |name| integers(batch, name);
        let (frauds, customers, times) = (of("is_fraud"), of("customer_id"), of("timestamp"));
        let (devices, ages, new) = (of("device_id"), of("device_age_days"), of("new_device"));
        let (channels, addresses) = (words(batch, "channel"), words(batch, "ip_address"));
        for (row, address) in addresses.into_iter().enumerate() {
            payments.push(Payment {
                fraud: frauds[row] == Some(1),
                customer: customers[row].unwrap_or_default() - 1,
                time: times[row].unwrap_or_default(),
                by_web: channels[row].as_deref() == Some("WEB_BANKING"),
                device: devices[row],
                age: ages[row].unwrap_or(i64::MAX),
                is_new: new[row] == Some(1),
                address,
            });
        }
    });
    payments
}

/// The share of fraud among the payments that a rule finds, in per cent, of which there must be enough.
fn precision(payments: &[Payment], least: usize, mut rule: impl FnMut(&Payment) -> bool) -> usize {
    let found: Vec<&Payment> = payments.iter().filter(|payment| rule(payment)).collect();
    let frauds = found.iter().filter(|payment| payment.fraud).count();
    assert!(found.len() >= least, "{} payments", found.len());
    frauds * 100 / found.len().max(1)
}

fn block(customer: i64) -> i64 {
    customer / CELL_CUSTOMERS as i64
}

#[test]
fn devices_of_every_age_and_use_are_mostly_not_those_of_fraudsters() {
    let generator = Generator::new(&spec(1_500_000)).expect("a valid spec");
    let payments = payments(&generator);
    let mut owners = BTreeMap::new();
    each_unit(&generator, Table::Devices, |batch| {
        let ids = integers(batch, "device_id").into_iter().flatten();
        owners.extend(ids.zip(integers(batch, "customer_id").into_iter().flatten()));
    });
    // By device: how often it is used, from when to when.
    let mut uses: BTreeMap<i64, (usize, i64, i64)> = BTreeMap::new();
    let mut users: BTreeMap<i64, BTreeSet<i64>> = BTreeMap::new();
    for payment in &payments {
        let Some(device) = payment.device else {
            continue;
        };
        let (count, _, last) = uses.entry(device).or_insert((0, payment.time, 0));
        (*count, *last) = (*count + 1, payment.time);
        users.entry(device).or_default().insert(payment.customer);
    }
    let day = |payment: &Payment| payment.age < 1;
    let of_other = |payment: &Payment| {
        let owner = payment.device.map(|device| owners[&device] - 1);
        owner.filter(|&owner| owner != payment.customer)
    };
    let used = |payment: &Payment| uses.get(&payment.device.unwrap_or_default());
    let found = [
        ("first day", precision(&payments, 8_000, day), 15),
        (
            "first day, web",
            precision(&payments, 2_000, |p| day(p) && p.by_web),
            20,
        ),
        (
            "new, first day",
            precision(&payments, 2_000, |p| day(p) && p.is_new),
            15,
        ),
        (
            "new, later",
            precision(&payments, 2_000, |p| (1..60).contains(&p.age) && p.is_new),
            25,
        ),
        (
            "few uses within a day",
            precision(&payments, 3_000, |p| {
                used(p).is_some_and(|&(count, first, last)| {
                    (2..9).contains(&count) && last - first < 36 * crate::calendar::HOUR
                })
            }),
            38,
        ),
        (
            "another's, of another block",
            precision(&payments, 3_000, |p| {
                of_other(p).is_some_and(|owner| block(owner) != block(p.customer))
            }),
            25,
        ),
        (
            "another's, new",
            precision(&payments, 1_000, |p| p.is_new && of_other(p).is_some()),
            35,
        ),
    ];
    for (rule, found, most) in found {
        assert!(found <= most, "{rule}: {found} % fraud");
    }
    for count in 1..9 {
        let share = precision(&payments, 0, |p| {
            p.device.is_some_and(|device| users[&device].len() == count)
        });
        assert!(share <= 30, "{count} users: {share} % fraud");
    }
    // Neither the ids of fraudsters' devices nor those of customers' own tell whose they are.
    let (mut far, mut fraudsters) = (0, 0);
    let own: BTreeMap<i64, i64> = owners
        .iter()
        .map(|(&device, &owner)| (device, owner))
        .collect();
    let fraudulent: BTreeSet<i64> = payments
        .iter()
        .filter(|payment| payment.fraud && payment.is_new)
        .filter_map(|payment| payment.device)
        .collect();
    for (device, owner) in own {
        let expected = owner * generator.plan().table_rows(Table::Devices) as i64
            / generator.plan().customers() as i64;
        if (device - expected).abs() > 400 {
            far += 1;
            fraudsters += i32::from(fraudulent.contains(&device));
        }
    }
    assert!(far > 1_000 && fraudsters * 4 < far, "{fraudsters} of {far}");
}

#[test]
fn addresses_of_every_degree_of_sharing_are_mostly_not_those_of_fraudsters() {
    let generator = Generator::new(&spec(1_500_000)).expect("a valid spec");
    let mut payments = payments(&generator);
    payments.retain(|payment| payment.address.is_some());
    let towns: Vec<i64> = {
        let mut towns = Vec::new();
        each_unit(&generator, Table::Customers, |batch| {
            let of = integers(batch, "municipality_code");
            towns.extend(of.into_iter().flatten());
        });
        towns
    };
    let mut users: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for payment in &payments {
        let address = payment.address.as_deref().unwrap_or_default();
        users.entry(address).or_default().insert(payment.customer);
    }
    let of = |payment: &Payment| &users[payment.address.as_deref().unwrap_or_default()];
    let town = |customer: i64| towns[customer as usize];
    // By the number of customers, and of their municipalities.
    let mut by_count: BTreeMap<(usize, bool), [usize; 2]> = BTreeMap::new();
    let mut shared: BTreeMap<usize, [usize; 2]> = BTreeMap::new();
    for payment in &payments {
        let users = of(payment);
        let alone = users
            .iter()
            .filter(|&&user| town(user) == town(payment.customer))
            .count()
            == 1;
        let key = (users.len(), alone);
        by_count.entry(key).or_default()[usize::from(payment.fraud)] += 1;
        shared.entry(users.len()).or_default()[usize::from(payment.fraud)] += 1;
    }
    for (key, [others, frauds]) in by_count.into_iter().filter(|(_, rows)| rows[1] > 60) {
        assert!(
            frauds * 2 < others,
            "{key:?}: {frauds} frauds, {others} others"
        );
    }
    for (count, [others, frauds]) in shared.into_iter().filter(|(_, rows)| rows[1] > 60) {
        assert!(
            frauds * 7 < others,
            "{count}: {frauds} frauds, {others} others"
        );
    }
    let few_neighbours = |least: usize| {
        precision(&payments, 1_000, |payment| {
            let users = of(payment);
            let near = users
                .iter()
                .filter(|&&user| block(user) == block(payment.customer));
            users.len() >= least && near.count() == 1
        })
    };
    for least in [2, 5, 15, 40] {
        let share = few_neighbours(least);
        assert!(share <= 12, "{least} or more customers: {share} % fraud");
    }
    // All degrees occur.
    let degrees: BTreeSet<usize> = payments.iter().map(|payment| of(payment).len()).collect();
    assert!(
        (1..40).all(|degree| degrees.contains(&degree)),
        "{degrees:?}"
    );
}

#[test]
fn purchases_online_come_from_where_the_customer_is_whatever_the_amount() {
    let generator = Generator::new(&spec(300_000)).expect("a valid spec");
    // Addresses that only one customer uses, among those of look-alikes by whether the amount is divisible by 3.
    let mut users: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    let mut purchases: Vec<(bool, String)> = Vec::new();
    each_unit(&generator, Table::Transactions, |batch| {
        for row in batch.iter() {
            let (Some(Value::Text(address)), Some(Value::Integer(customer))) =
                (row.get("ip_address"), row.get("customer_id"))
            else {
                continue;
            };
            users.entry(address.into()).or_default().insert(customer);
            let is_decoy = matches!(row.get("decoy_of"), Some(Value::Text(_)));
            if let (true, Some(Value::Text("ECOMMERCE")), Some(Value::Money(amount))) =
                (is_decoy, row.get("channel"), row.get("amount"))
            {
                purchases.push((amount % 3 == 0, address.into()));
            }
        }
    });
    let mut shares = [[0; 2]; 2];
    for (divisible, address) in &purchases {
        shares[usize::from(*divisible)][usize::from(users[address].len() <= 3)] += 1;
    }
    let [others, divisible] = shares.map(|[many, few]| 100 * few / (many + few).max(1));
    assert!(
        purchases.len() > 2_000 && i32::abs(others - divisible) < 8,
        "{shares:?}"
    );
}
