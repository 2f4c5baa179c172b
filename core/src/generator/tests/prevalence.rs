//! How frequent fraud is by default, and whom it concerns.

use super::{Generator, Spec, Table, each_unit};
use crate::published::{
    CARD_FRAUD, CARD_FRAUD_IN_PERSON, CASES_PER_MARKED_KEY, PIX_FRAUD, Published,
    VICTIMS_BY_CLAIMS, VICTIMS_BY_SURVEY,
};
use crate::schema::{Row, Value};

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;

fn text<'a>(row: &Row<'a>, name: &str) -> &'a str {
    match row.get(name) {
        Some(Value::Text(text)) => text,
        other => panic!("{name} is {other:?}"),
    }
}

fn id(row: &Row<'_>, name: &str) -> i64 {
    match row.get(name) {
        Some(Value::Integer(id)) => id,
        other => panic!("{name} is {other:?}"),
    }
}

fn by_default() -> Generator {
    Generator::new(&Spec {
        transactions: 2_000_000,
        ..Spec::default()
    })
    .expect("a valid spec")
}

#[test]
fn by_default_fraud_is_a_few_times_as_frequent_as_published() {
    // Payments, and those that are fraud of which somebody is the victim.
    let (mut cards, mut in_person, mut pix) = ([0; 2], [0; 2], [0; 2]);
    each_unit(&by_default(), Table::Transactions, |batch| {
        for row in batch.iter() {
            let is_fraud = match row.get("fraud_type") {
                Some(Value::Text(kind)) => !["CONTA_LARANJA", "LAVAGEM_DINHEIRO"].contains(&kind),
                _ => false,
            };
            let count = |of: &mut [u64; 2]| {
                of[0] += 1;
                of[1] += u64::from(is_fraud);
            };
            match text(&row, "type") {
                "PIX" => count(&mut pix),
                kind if kind.ends_with("_CARD") => {
                    count(&mut cards);
                    if text(&row, "channel") == "POS" {
                        count(&mut in_person);
                    }
                }
                _ => {}
            }
        }
    });
    let multiple = |[rows, fraud]: [u64; 2], published: Published| {
        1e5 * fraud as f64 / rows as f64 / published.value
    };
    let cards = multiple(cards, CARD_FRAUD);
    let in_person = multiple(in_person, CARD_FRAUD_IN_PERSON);
    let pix = multiple(pix, PIX_FRAUD);
    assert!((2.2..3.2).contains(&cards), "{cards}");
    assert!((3.0..5.0).contains(&in_person), "{in_person}");
    assert!((5.0..7.0).contains(&pix), "{pix}");
}

#[test]
fn by_default_few_customers_are_victims_and_fewer_help_with_fraud() {
    let generator = by_default();
    let mut roles: BTreeMap<String, Vec<i64>> = BTreeMap::new();
    let mut collected: BTreeMap<(String, i64), u32> = BTreeMap::new();
    each_unit(&generator, Table::FraudCases, |batch| {
        for row in batch.iter() {
            let role = text(&row, "customer_role");
            let of_role = roles.entry(role.into()).or_default();
            of_role.push(id(&row, "customer_id"));
            let kind = text(&row, "beneficiary_kind");
            if role == "VICTIM" && kind != "MERCHANT" {
                let account = (kind.into(), id(&row, "beneficiary_id"));
                *collected.entry(account).or_default() += 1;
            }
        }
    });
    let distinct = |role: &str| roles[role].iter().collect::<BTreeSet<_>>().len() as f64;
    let share = |role| 100.0 * distinct(role) / generator.plan().customers() as f64;
    let victims = share("VICTIM");
    let published = VICTIMS_BY_CLAIMS.value..VICTIMS_BY_SURVEY.value;
    assert!(published.contains(&victims), "{victims}");
    // Keys of mules that were marked in 2024 were 0.2 % of the users of Pix, and fraud is some four times as
    // frequent here.
    assert!((0.4..1.0).contains(&share("MULE")), "{}", share("MULE"));
    assert!(share("LAUNDERER") < 0.5, "{}", share("LAUNDERER"));
    let again = 1.0 - distinct("VICTIM") / roles["VICTIM"].len() as f64;
    assert!((0.11..0.19).contains(&again), "{again}");
    let cases = collected.values().sum::<u32>() as f64 / collected.len() as f64;
    let away = (cases - CASES_PER_MARKED_KEY.value).abs();
    assert!(away < 1.2, "{cases}");
}
