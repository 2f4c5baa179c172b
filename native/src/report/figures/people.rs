//! The figures that customers, accounts, cards and devices are compared with.

use fraudgen_core::published::{self, CARD_SCHEMES, INCOME_PER_CAPITA, PHONES, PIX_KEYS};

use super::figure::{Figure, Measure, quotient, ratio, share_of};
use super::statistics::gini;
use crate::report::read::ShortText;
use crate::report::rows::{Account, Card, Customer, Device};

const PERSON: ShortText = ShortText::new("PERSON");
/// The states with the most residents.
const LARGEST_STATES: [&str; 10] = ["SP", "MG", "RJ", "BA", "PR", "RS", "PE", "CE", "PA", "SC"];
/// States whose income is compared, among them the largest, the richest and the poorest.
const INCOME_STATES: [&str; 6] = ["SP", "DF", "MG", "BA", "MA", "RS"];

/// The figures of persons.
pub(in crate::report) fn customers() -> Vec<Figure<Customer>> {
    let persons = "FROM customers WHERE kind = 'PERSON'";
    let person = |row: &Customer| row.kind == PERSON;
    let mut figures = vec![
        ratio("income, mean", "R$", 0.01, format!("SELECT avg(monthly_income) {persons}"), move |row: &Customer| person(row).then_some((row.income, 1))).nearly_meets(published::INCOME_MEAN, 0.03),
        Figure {
            measure: Measure::Distribution { of: Box::new(move |row: &Customer| person(row).then_some(row.income)), statistic: gini },
            ..ratio("income, Gini", "", 1.0, format!("SELECT 2 * sum(rank * income) / (count(*) * sum(income)) - (count(*) + 1) / count(*) \
                FROM (SELECT monthly_income::DOUBLE AS income, row_number() OVER (ORDER BY monthly_income) AS rank {persons})"), |_| None)
        }.meets(published::INCOME_GINI, 0.015),
    ];
    for published::State { code, income_per_capita, .. } in INCOME_STATES.into_iter().filter_map(state) {
        let state = ShortText::new(code);
        let sql = format!("SELECT avg(monthly_income) FILTER (state = '{code}') / avg(monthly_income) {persons}");
        figures.push(quotient(format!("income in {code}, of the mean"), sql, move |row: &Customer| {
            person(row).then(|| [if row.state == state { (row.income, 1) } else { (0, 0) }, (row.income, 1)])
        }).near(f64::from(income_per_capita) / INCOME_PER_CAPITA.value, 0.08, INCOME_PER_CAPITA.source));
    }
    let residents: f64 = published::states().map(|state| f64::from(state.residents)).sum();
    for published::State { code, residents: here, .. } in LARGEST_STATES.into_iter().filter_map(state) {
        let state = ShortText::new(code);
        figures.push(share_of(format!("{code}, of persons"), [&format!("state = '{code}'"), persons], person, move |row| row.state == state)
            .is(100.0 * f64::from(here) / residents, 0.3, "IBGE 2022"));
    }
    figures
}

/// A state by its code.
fn state(code: &str) -> Option<published::State> {
    published::states().find(|state| state.code == code)
}

/// The figures of accounts.
pub(in crate::report) fn accounts() -> Vec<Figure<Account>> {
    let mut figures = vec![
        ratio("accounts a customer", "", 1.0, "SELECT (SELECT count(*) FROM accounts) / (SELECT count(*) FROM customers)".into(),
            |row: &Account| Some((1, i64::from(row.is_primary)))).is(2.4, 0.5, "assumption: 2 to 5 banks an adult"),
    ];
    for (name, percent) in PIX_KEYS {
        let key = Some(ShortText::new(name));
        figures.push(share_of(format!("{name}, of Pix keys"), [&format!("pix_key_type = '{name}'"), "FROM accounts WHERE pix_key_type IS NOT NULL"],
            |row: &Account| row.key.is_some(), move |row| row.key == key).is(percent, 1.0, "DICT 2024"));
    }
    let banks: Vec<(&str, f64)> = published::largest_banks().collect();
    let clients: f64 = banks.iter().map(|(_, clients)| clients).sum();
    let listed = banks.iter().map(|(code, _)| format!("'{code}'")).collect::<Vec<_>>().join(", ");
    let codes: Vec<ShortText> = banks.iter().map(|(code, _)| ShortText::new(code)).collect();
    for (code, millions) in banks {
        let (bank, codes) = (ShortText::new(code), codes.clone());
        figures.push(share_of(format!("bank {code}, of the ten largest"), [&format!("bank_code = '{code}'"), &format!("FROM accounts WHERE bank_code IN ({listed})")],
            move |row: &Account| codes.contains(&row.bank), move |row| row.bank == bank).is(100.0 * millions / clients, 0.5, "BCB Q4 2025"));
    }
    figures
}

/// The figures of cards.
pub(in crate::report) fn cards() -> Vec<Figure<Card>> {
    let figure = |(brand, kind, percent): (&str, &str, f64)| {
        let (scheme, card_type) = (ShortText::new(brand), ShortText::new(kind));
        share_of(format!("{brand}, of {} cards", kind.to_lowercase()), [&format!("card_brand = '{brand}'"), &format!("FROM cards WHERE card_type = '{kind}'")],
            move |row: &Card| row.kind == card_type, move |row| row.brand == scheme).is(percent, 0.5, "BCB 2023")
    };
    CARD_SCHEMES.map(figure).into()
}

/// The figures of devices.
pub(in crate::report) fn devices() -> Vec<Figure<Device>> {
    let figure = |(maker, percent): (&str, f64)| {
        let manufacturer = ShortText::new(maker);
        share_of(format!("{maker}, of phones"), [&format!("manufacturer = '{maker}'"), "FROM devices WHERE starts_with(device_type, 'SMARTPHONE')"],
            Device::is_phone, move |row| row.maker == manufacturer).is(percent, 1.0, "survey 2025")
    };
    PHONES.map(figure).into()
}
