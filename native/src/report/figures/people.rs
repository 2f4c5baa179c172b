//! The figures that customers, accounts, cards and devices are compared with.

use super::figure::{Figure, Measure, quotient, ratio, share_of};
use super::statistics::gini;
use crate::report::read::ShortText;
use crate::report::rows::{Account, Card, Customer, Device};

const PERSON: ShortText = ShortText::new("PERSON");
/// Percentages of the population by state: IBGE, Census 2022.
const STATES: [(&str, f64); 10] = [
    ("SP", 21.88),
    ("MG", 10.11),
    ("RJ", 7.91),
    ("BA", 6.96),
    ("PR", 5.64),
    ("RS", 5.36),
    ("PE", 4.46),
    ("CE", 4.33),
    ("PA", 4.0),
    ("SC", 3.75),
];
/// Monthly household income per capita by state, in reais: PNAD 2024.
const INCOMES: [(&str, f64); 6] = [
    ("SP", 2_662.0),
    ("DF", 3_444.0),
    ("MG", 2_001.0),
    ("BA", 1_366.0),
    ("MA", 1_077.0),
    ("RS", 2_608.0),
];
/// The same of Brazil.
const INCOME_OF_BRAZIL: f64 = 2_069.0;
/// Millions of clients by the COMPE code of their bank: BCB, fourth quarter of 2025.
const BANKS: [(&str, f64); 10] = [
    ("104", 158.1),
    ("260", 112.0),
    ("237", 110.5),
    ("341", 100.3),
    ("001", 82.0),
    ("033", 70.6),
    ("323", 68.8),
    ("380", 66.9),
    ("077", 41.9),
    ("290", 33.9),
];
/// Schemes, with their percentages of the cards of a type: BCB, end of 2023.
const BRANDS: [(&str, &str, f64); 4] = [
    ("MASTERCARD", "CREDIT", 61.1),
    ("VISA", "CREDIT", 32.1),
    ("ELO", "CREDIT", 4.3),
    ("MASTERCARD", "DEBIT", 39.5),
];
/// Percentages of Pix keys by type: DICT, end of 2024.
const KEYS: [(&str, f64); 3] = [("ALEATORIA", 48.1), ("TELEFONE", 18.4), ("CPF", 17.3)];
/// Percentages of phones by manufacturer: survey of 2025.
const PHONES: [(&str, f64); 4] = [
    ("Samsung", 40.0),
    ("Apple", 27.0),
    ("Motorola", 16.0),
    ("Xiaomi", 14.0),
];

/// The figures of persons.
pub(in crate::report) fn customers() -> Vec<Figure<Customer>> {
    let persons = "FROM customers WHERE kind = 'PERSON'";
    let person = |row: &Customer| row.kind == PERSON;
    let mut figures = vec![
        ratio("income, mean", "R$", 0.01, format!("SELECT avg(monthly_income) {persons}"), move |row: &Customer| person(row).then_some((row.income, 1))).near(3_225.0, 0.03, "PNAD 2024"),
        Figure {
            measure: Measure::Distribution { of: Box::new(move |row: &Customer| person(row).then_some(row.income)), statistic: gini },
            ..ratio("income, Gini", "", 1.0, format!("SELECT 2 * sum(rank * income) / (count(*) * sum(income)) - (count(*) + 1) / count(*) \
                FROM (SELECT monthly_income::DOUBLE AS income, row_number() OVER (ORDER BY monthly_income) AS rank {persons})"), |_| None)
        }.is(0.506, 0.015, "PNAD 2024"),
    ];
    for (uf, per_capita) in INCOMES {
        let state = ShortText::new(uf);
        let sql = format!("SELECT avg(monthly_income) FILTER (state = '{uf}') / avg(monthly_income) {persons}");
        figures.push(quotient(format!("income in {uf}, of the mean"), sql, move |row: &Customer| {
            person(row).then(|| [if row.state == state { (row.income, 1) } else { (0, 0) }, (row.income, 1)])
        }).near(per_capita / INCOME_OF_BRAZIL, 0.08, "PNAD 2024"));
    }
    for (uf, percent) in STATES {
        let state = ShortText::new(uf);
        figures.push(share_of(format!("{uf}, of persons"), [&format!("state = '{uf}'"), persons], person, move |row| row.state == state).is(percent, 0.3, "IBGE 2022"));
    }
    figures
}

/// The figures of accounts.
pub(in crate::report) fn accounts() -> Vec<Figure<Account>> {
    let mut figures = vec![
        ratio("accounts a customer", "", 1.0, "SELECT (SELECT count(*) FROM accounts) / (SELECT count(*) FROM customers)".into(),
            |row: &Account| Some((1, i64::from(row.is_primary)))).is(2.4, 0.5, "assumption: 2 to 5 banks an adult"),
    ];
    for (name, percent) in KEYS {
        let word = Some(ShortText::new(name));
        figures.push(share_of(format!("{name}, of Pix keys"), [&format!("pix_key_type = '{name}'"), "FROM accounts WHERE pix_key_type IS NOT NULL"],
            |row: &Account| row.key.is_some(), move |row| row.key == word).is(percent, 1.0, "DICT 2024"));
    }
    let clients: f64 = BANKS.iter().map(|(_, clients)| clients).sum();
    let listed = BANKS.map(|(code, _)| format!("'{code}'")).join(", ");
    for (code, millions) in BANKS {
        let word = ShortText::new(code);
        figures.push(share_of(format!("bank {code}, of the ten largest"), [&format!("bank_code = '{code}'"), &format!("FROM accounts WHERE bank_code IN ({listed})")],
            |row: &Account| BANKS.iter().any(|(code, _)| row.bank == ShortText::new(code)), move |row| row.bank == word).is(100.0 * millions / clients, 0.5, "BCB Q4 2025"));
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
    BRANDS.map(figure).into()
}

/// The figures of devices.
pub(in crate::report) fn devices() -> Vec<Figure<Device>> {
    let figure = |(maker, percent): (&str, f64)| {
        let word = ShortText::new(maker);
        share_of(format!("{maker}, of phones"), [&format!("manufacturer = '{maker}'"), "FROM devices WHERE starts_with(device_type, 'SMARTPHONE')"],
            Device::is_phone, move |row| row.maker == word).is(percent, 1.0, "survey 2025")
    };
    PHONES.map(figure).into()
}
