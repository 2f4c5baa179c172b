//! The figures that customers, accounts, cards, devices and merchants are compared with.

use fraudgen_core::calendar::Date;
use fraudgen_core::published::{self, CARD_SCHEMES, CARDS, INCOME_PER_CAPITA, MINIMUM_WAGE, MUNICIPALITIES, PHONES, PIX_KEYS};

use super::figure::{Figure, Measure, quotient, ratio, share_of};
use super::statistics::gini;
use crate::report::read::ShortText;
use crate::report::rows::{Account, Card, Customer, Device, Holder, Merchant};

const PERSON: ShortText = ShortText::new("PERSON");
/// The states with the most residents.
const LARGEST_STATES: [&str; 10] = ["SP", "MG", "RJ", "BA", "PR", "RS", "PE", "CE", "PA", "SC"];
/// States whose income is compared, among them the largest, the richest and the poorest.
const INCOME_STATES: [&str; 6] = ["SP", "DF", "MG", "BA", "MA", "RS"];

/// The figures of persons and companies, at the start of a period.
pub(in crate::report) fn customers(start: Date) -> Vec<Figure<Customer>> {
    const WAGE: i64 = MINIMUM_WAGE as i64 * 100;
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
    let (year, month, day) = start.civil();
    // Those who were born on a later 29 February are as old on the day before.
    let born_by = Date::from_civil(year - 65, month, if month == 2 { day.min(28) } else { day });
    figures.extend([
        share_of("persons with up to one minimum wage", [&format!("monthly_income <= {MINIMUM_WAGE}"), persons], person, |row| row.income <= WAGE).meets(published::TO_ONE_WAGE, 3.0),
        share_of("persons with more than five", [&format!("monthly_income > 5 * {MINIMUM_WAGE}"), persons], person, |row| row.income > 5 * WAGE).meets(published::FROM_FIVE_WAGES, 2.0),
        share_of("persons of 65 years or more", [&format!("birth_date <= DATE '{born_by}'"), persons], person, move |row| row.born_on <= born_by.0).meets(published::FROM_65_YEARS, 2.0),
        share_of("companies, of customers", ["kind = 'COMPANY'", "FROM customers"], |_| true, move |row| !person(row)).meets(published::COMPANIES, 1.5),
    ]);
    for (name, percent) in MUNICIPALITIES {
        let municipality = ShortText::new(name);
        figures.push(share_of(format!("municipality of {name}, of persons"), [&format!("municipality = '{name}'"), persons], person, move |row| row.municipality == municipality)
            .near(percent, 0.2, "IBGE, Census 2022"));
    }
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
        ratio("Pix keys a customer", "", 1.0, "SELECT (SELECT count(pix_key_type) FROM accounts) / (SELECT count(*) FROM customers)".into(),
            |row: &Account| Some((i64::from(row.key.is_some()), i64::from(row.is_primary)))).meets(published::KEYS_A_USER, 0.5),
        share_of("EMAIL or CNPJ, of Pix keys", ["pix_key_type IN ('EMAIL', 'CNPJ')", "FROM accounts WHERE pix_key_type IS NOT NULL"],
            |row: &Account| row.key.is_some(), |row| row.key.is_some_and(|key| matches!(key.as_str(), "EMAIL" | "CNPJ"))).meets(published::OTHER_KEYS, 1.0),
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
    let millions: f64 = CARDS.iter().map(|(_, millions)| millions).sum();
    let of_kind = |(kind, count): (&str, f64)| {
        let card_type = ShortText::new(kind);
        share_of(format!("{kind}, of cards"), [&format!("card_type = '{kind}'"), "FROM cards"], |_| true, move |row: &Card| row.kind == card_type)
            .is(100.0 * count / millions, 5.0, "Abecs, BCB 2024")
    };
    CARD_SCHEMES.map(figure).into_iter().chain(CARDS.map(of_kind)).collect()
}

/// The figures of devices.
pub(in crate::report) fn devices() -> Vec<Figure<Device>> {
    let figure = |(maker, percent): (&str, f64)| {
        let manufacturer = ShortText::new(maker);
        share_of(format!("{maker}, of phones"), [&format!("manufacturer = '{maker}'"), "FROM devices WHERE starts_with(device_type, 'SMARTPHONE')"],
            Device::is_phone, move |row| row.maker == manufacturer).is(percent, 1.0, "survey 2025")
    };
    let android = share_of("Android, of phones", ["device_type = 'SMARTPHONE_ANDROID'", "FROM devices WHERE starts_with(device_type, 'SMARTPHONE')"],
        Device::is_phone, |row| row.kind.as_str() == "SMARTPHONE_ANDROID").meets(published::ANDROID, 2.0);
    PHONES.map(figure).into_iter().chain([android]).collect()
}

/// The figures of what customers own.
pub(in crate::report) fn holders() -> Vec<Figure<Holder>> {
    let persons = "FROM customers WHERE kind = 'PERSON'";
    let credit = "SELECT customer_id FROM cards WHERE card_type = 'CREDIT' AND replaces_card_id IS NULL";
    vec![
        ratio("credit cards a person", "", 1.0, format!("SELECT (SELECT count(*) FROM ({credit}) SEMI JOIN (SELECT customer_id {persons}) USING (customer_id)) / count(*) {persons}"),
            |row: &Holder| row.is_person.then_some((row.credit_cards, 1))).meets(published::CREDIT_CARDS, 0.2),
        share_of("persons with a credit card", [&format!("customer_id IN ({credit})"), persons], |row: &Holder| row.is_person, |row| row.credit_cards > 0).meets(published::CREDIT_CARD_USERS, 5.0),
        share_of("persons with a phone only", ["customer_id NOT IN (SELECT customer_id FROM devices WHERE NOT starts_with(device_type, 'SMARTPHONE'))", persons],
            |row: &Holder| row.is_person, |row| row.computers == 0).meets(published::PHONE_ONLY, 5.0),
    ]
}

/// The figures of merchants, in a period of `days` days from `start`.
pub(in crate::report) fn merchants(start: Date, days: u32) -> Vec<Figure<Merchant>> {
    let a_year = 36_500.0 / f64::from(days);
    vec![
        share_of("micro and small, of merchants", ["size IN ('MICRO', 'SMALL')", "FROM merchants"], |_| true, |row: &Merchant| matches!(row.size.as_str(), "MICRO" | "SMALL")).meets(published::SMALL_BUSINESSES, 5.0),
        ratio("merchants that open in a year", "%", a_year, format!("SELECT {a_year} * avg((opened_on >= DATE '{start}')::INT) FROM merchants"),
            move |row: &Merchant| Some((i64::from(row.opened_on >= start.0), 1))).meets(published::BUSINESSES_OPENED, 3.0),
        ratio("merchants that close in a year", "%", a_year, format!("SELECT {a_year} * avg((closed_on IS NOT NULL)::INT) FROM merchants"),
            |row: &Merchant| Some((i64::from(row.closed_on.is_some()), 1))).meets(published::BUSINESSES_CLOSED, 3.0),
    ]
}
