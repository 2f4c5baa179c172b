//! Where customers pay: near home but on trips, never farther than they can have gone, and devices a little off.

use super::period::{day, each_row};
use super::{Generator, Spec, Table, spec};
use crate::calendar::HOUR;
use crate::population::coordinates::Coordinates;
use crate::schema::{Row, Value};

use alloc::collections::BTreeMap;

/// A point and the cosine of its latitude.
type Place = (Coordinates, f64);

fn integer(row: &Row<'_>, name: &str) -> i64 {
    match row.get(name) {
        Some(Value::Integer(value) | Value::Timestamp(value)) => value,
        other => panic!("{name} is {other:?}"),
    }
}

fn is_in_person(row: &Row<'_>) -> bool {
    let channels = ["POS", "ATM", "BRANCH"].map(|name| Some(Value::Text(name)));
    channels.contains(&row.get("channel"))
}

/// The point in two columns, if there is one.
fn place(row: &Row<'_>, names: [&str; 2]) -> Option<Place> {
    match names.map(|name| row.get(name)) {
        [Some(Value::Float(latitude)), Some(Value::Float(longitude))] => {
            let point = Coordinates {
                latitude,
                longitude,
            };
            Some((point, point.cosine()))
        }
        _ => None,
    }
}

fn location(row: &Row<'_>) -> Option<Place> {
    place(row, ["geolocation_lat", "geolocation_lon"])
}

/// Datasets of a year, of a month with Carnival and of the least customers.
fn datasets() -> impl Iterator<Item = Generator> {
    let year = spec(300_000);
    let month = Spec {
        seed: 7,
        start: crate::calendar::Date::from_civil(2025, 2, 15),
        days: 30,
        ..spec(100_000)
    };
    let busy = Spec {
        seed: 8,
        customers: Some(200),
        ..spec(200_000)
    };
    let datasets = [year, month, busy].into_iter();
    datasets.map(|spec| Generator::new(&spec).expect("a valid spec"))
}

#[test]
fn purchases_in_person_are_made_near_home() {
    for generator in datasets() {
        let mut homes = BTreeMap::new();
        each_row(&generator, Table::Customers, |row| {
            let home = place(row, ["latitude", "longitude"]).expect("a home");
            homes.insert(integer(row, "customer_id"), (home, day(row, "moved_on")));
        });
        let (mut purchases, mut far) = (0.0, 0.0);
        each_row(&generator, Table::Transactions, |row| {
            let (home, moved) = homes[&integer(row, "customer_id")];
            // Of where people lived before they moved only the municipality is told.
            let lives_there = moved.is_none_or(|moved| day(row, "timestamp") >= Some(moved));
            if lives_there && row.get("channel") == Some(Value::Text("POS")) {
                let km = Coordinates::distance_km(home, location(row).expect("a terminal"));
                purchases += 1.0;
                far += f64::from(u8::from(km > 100.0));
            }
        });
        let share = far / purchases;
        assert!((0.01..0.04).contains(&share), "{share} of {purchases}");
    }
}

#[test]
fn nobody_but_a_fraudster_pays_in_person_where_no_plane_gets_in_time() {
    for generator in datasets() {
        let (mut visits, mut pairs): (BTreeMap<i64, (i64, Place)>, usize) = Default::default();
        each_row(&generator, Table::Transactions, |row| {
            if !is_in_person(row) || row.get("is_fraud") == Some(Value::Bool(true)) {
                return;
            }
            let (time, here) = (integer(row, "timestamp"), location(row).expect("a place"));
            let last = visits.insert(integer(row, "customer_id"), (time, here));
            if let Some((before, there)) = last {
                let km = f64::from(Coordinates::distance_km(there, here));
                let speed = km * HOUR as f64 / (time - before) as f64;
                assert!(km <= 1.0 || speed <= 900.0, "{km} km: {row:?}");
                pairs += 1;
            }
        });
        assert!(pairs > 20_000, "{pairs}");
    }
}

#[test]
fn devices_are_a_little_off_and_move_every_few_hours() {
    let generator = Generator::new(&spec(100_000)).expect("a valid spec");
    let mut last: BTreeMap<i64, (i64, Place)> = BTreeMap::new();
    // Pairs of payments within an hour: all, at the very same point, within 250 m.
    let mut pairs = [0.0; 3];
    each_row(&generator, Table::Transactions, |row| {
        let by_device = row.get("device_id") != Some(Value::Null);
        let Some(here) = location(row).filter(|_| by_device) else {
            return;
        };
        let time = integer(row, "timestamp");
        let before = last.insert(integer(row, "customer_id"), (time, here));
        let Some((_, there)) = before.filter(|(before, _)| time - before < HOUR) else {
            return;
        };
        let near = Coordinates::distance_km(there, here) <= 0.2;
        for (count, counts) in pairs.iter_mut().zip([true, there.0 == here.0, near]) {
            *count += f64::from(u8::from(counts));
        }
    });
    let [all, same, near] = pairs;
    assert!(
        all > 5_000.0 && same < 0.04 * all && near > 0.85 * all,
        "{pairs:?}"
    );
}

#[test]
fn distances_are_those_of_the_locations_in_the_rows() {
    let generator = Generator::new(&spec(100_000)).expect("a valid spec");
    let mut last: BTreeMap<i64, Place> = BTreeMap::new();
    each_row(&generator, Table::Transactions, |row| {
        let Some(here) = location(row) else {
            return;
        };
        let there = last.insert(integer(row, "customer_id"), here);
        let km = there.map(|there| Coordinates::distance_km(there, here));
        let found = row.get("distance_from_last_txn_km");
        assert_eq!(found, Some(km.map_or(Value::Null, Value::Float)));
    });
}
