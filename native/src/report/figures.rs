//! The published figures that a dataset is held against, each with its source, its tolerance, and how it is
//! measured: here, and by a query that says the same.
//!
//! `payments`, in queries, is the view [`PAYMENTS_VIEW`]; `bank_holidays(day)` holds the days on which banks
//! are closed. Everyday figures leave labelled payments out: the rate of a training set is not the world's.

use fraudgen_core::calendar::Date;

use super::measure::{Figure, Measure, gini, mode, quantile};
use super::rows::{Account, Card, Case, Customer, Device, Payment};
use super::word::Word;

/// The view that queries read everyday payments from.
pub(super) const PAYMENTS_VIEW: &str = "CREATE VIEW payments AS \
    SELECT t.*, c.kind, c.state, t.timestamp AT TIME ZONE 'America/Sao_Paulo' AS local_time \
    FROM transactions t JOIN customers c USING (customer_id) WHERE NOT t.is_fraud";

/// A real, in centavos.
const REAL: i64 = 100;
const PIX: Word = Word::new("PIX");
const CREDIT: Word = Word::new("CREDIT_CARD");
const TED: Word = Word::new("TED");
const POS: Word = Word::new("POS");
const ECOMMERCE: Word = Word::new("ECOMMERCE");
const WEB: Word = Word::new("WEB_BANKING");
const CONTACTLESS: Word = Word::new("CONTACTLESS");
const MERCHANT: Word = Word::new("MERCHANT");
const PERSON: Word = Word::new("PERSON");

const BCB_PIX: &str = "BCB 2020–22";
/// Instruments, billions of payments in 2024: BCB, Febraban, Abecs.
const INSTRUMENTS: [(&str, f64); 6] = [
    ("PIX", 63.8),
    ("CREDIT_CARD", 19.8),
    ("DEBIT_CARD", 16.7),
    ("PREPAID_CARD", 9.2),
    ("BOLETO", 4.2),
    ("TED", 0.82),
];
/// Mean amounts in reais, with the tolerance relative to them.
const MEANS: [(&str, f64, f64, &str); 5] = [
    ("CREDIT_CARD", 136.59, 0.03, "Abecs H1 2024"),
    ("DEBIT_CARD", 59.81, 0.03, "Abecs H1 2024"),
    ("PREPAID_CARD", 40.91, 0.03, "Abecs H1 2024"),
    ("BOLETO", 1_476.0, 0.1, "2024: R$6.2 tn by 4.2 bn"),
    ("TED", 50_000.0, 0.2, "BCB 2023–24: 45,625 to 52,500"),
];
/// Days of the week, per cent of Pix payments, Monday first.
const WEEKDAYS: [(&str, f64); 7] = [
    ("Monday", 15.4),
    ("Tuesday", 15.4),
    ("Wednesday", 15.4),
    ("Thursday", 15.4),
    ("Friday", 15.4),
    ("Saturday", 13.0),
    ("Sunday", 10.0),
];
/// Regions and their states, per cent of Pix payments (2022; Southeast 2024) where published, and of what
/// cards pay (Abecs 2025: R$2.4, 0.642, 0.573, 0.351 and 0.179 trillion).
const REGIONS: [(&str, &[&str], Option<f64>, f64); 5] = [
    ("Southeast", &["ES", "MG", "RJ", "SP"], Some(42.8), 57.9),
    ("South", &["PR", "RS", "SC"], Some(12.0), 15.5),
    ("Northeast", &["AL", "BA", "CE", "MA", "PB", "PE", "PI", "RN", "SE"], Some(26.0), 13.8),
    ("Centre-West", &["DF", "GO", "MS", "MT"], None, 8.5),
    ("North", &["AC", "AM", "AP", "PA", "RO", "RR", "TO"], Some(10.0), 4.3),
];
/// States, per cent of the population: IBGE, Census 2022.
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
/// States, monthly household income per capita in reais: PNAD 2024.
const INCOMES: [(&str, f64); 6] = [
    ("SP", 2_662.0),
    ("DF", 3_444.0),
    ("MG", 2_001.0),
    ("BA", 1_366.0),
    ("MA", 1_077.0),
    ("RS", 2_608.0),
];
const INCOME_OF_BRAZIL: f64 = 2_069.0;
/// Banks by COMPE code, millions of clients: BCB, fourth quarter of 2025.
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
/// Schemes of cards, per cent of a type of card: BCB, end of 2023.
const BRANDS: [(&str, &str, f64); 4] = [
    ("MASTERCARD", "CREDIT", 61.1),
    ("VISA", "CREDIT", 32.1),
    ("ELO", "CREDIT", 4.3),
    ("MASTERCARD", "DEBIT", 39.5),
];
/// Types of Pix key, per cent of keys: DICT, end of 2024.
const KEYS: [(&str, f64); 3] = [("ALEATORIA", 48.1), ("TELEFONE", 18.4), ("CPF", 17.3)];
/// Makers, per cent of phones: survey of 2025.
const PHONES: [(&str, f64); 4] = [
    ("Samsung", 40.0),
    ("Apple", 27.0),
    ("Motorola", 16.0),
    ("Xiaomi", 14.0),
];

/// What payments are held against, in a period of that many days from `start`.
pub(super) fn payments(start: Date, days: u32) -> Vec<Figure<Payment>> {
    let pix = |row: &Payment| row.instrument == PIX;
    let person_pix = |row: &Payment| row.instrument == PIX && row.is_person;
    let company_pix = |row: &Payment| row.instrument == PIX && !row.is_person;
    let by_device = |row: &Payment| row.has_device;
    let people_pix = "type = 'PIX' AND kind = 'PERSON'";
    let companies_pix = "type = 'PIX' AND kind = 'COMPANY'";
    let all_pix = "type = 'PIX'";
    let listed = || INSTRUMENTS.map(|(name, _)| format!("'{name}'")).join(", ");
    let billions: f64 = INSTRUMENTS.iter().map(|(_, count)| count).sum();

    let mut figures = Vec::new();
    for (name, count) in INSTRUMENTS {
        let word = Word::new(name);
        let is_listed = |row: &Payment| INSTRUMENTS.iter().any(|(name, _)| row.instrument == Word::new(name));
        figures.push(share(
            format!("{name}, of payments"),
            [&format!("type = '{name}'"), &format!("type IN ({})", listed())],
            is_listed,
            move |row| row.instrument == word,
        ).is(100.0 * count / billions, 1.0, "BCB, Febraban, Abecs 2024"));
    }
    figures.extend([
        share("Pix of persons below R$100", ["amount < 100", people_pix], person_pix, |row| row.amount < 100 * REAL).is(68.2, 1.5, "fit to BCB 2020–22"),
        share("Pix of persons below R$200", ["amount < 200", people_pix], person_pix, |row| row.amount < 200 * REAL).is(93.1, 1.0, BCB_PIX),
        high("Pix of persons, 99th percentile", people_pix, person_pix).near(3_700.0, 0.15, "BCB Sep 2025"),
        mean("Pix of persons, mean", people_pix, person_pix).near(257.0, 0.1, "BCB Dec 2022"),
        share("Pix of companies from R$2,000", ["amount >= 2000", companies_pix], company_pix, |row| row.amount >= 2_000 * REAL).is(18.6, 3.0, BCB_PIX),
        high("Pix of companies, 99th percentile", companies_pix, company_pix).near(15_000.0, 0.2, "BCB Sep 2025"),
        mean("Pix of companies, mean", companies_pix, company_pix).near(1_531.0, 0.15, "derived from two quantiles"),
        share("Pix below R$100", ["amount < 100", all_pix], pix, |row| row.amount < 100 * REAL).is(61.0, 2.0, BCB_PIX),
        mean("Pix, mean", all_pix, pix).near(416.0, 0.1, "BCB 2024: 410 to 421"),
        share("Pix of companies, of Pix", ["kind = 'COMPANY'", all_pix], pix, |row| !row.is_person).is(12.5, 1.5, "BCB H1 2025"),
        share("Pix person to person, of Pix", ["kind = 'PERSON' AND beneficiary_kind != 'MERCHANT'", all_pix], pix, |row| row.is_person && row.beneficiary != Some(MERCHANT)).is(45.0, 2.0, "BCB H1 2025"),
        share("Pix in round reais (heaping)", ["amount % 1 = 0", people_pix], person_pix, |row| row.amount % REAL == 0).is(40.0, 20.0, "assumption"),
    ]);
    for (name, reais, tolerance, source) in MEANS {
        let word = Word::new(name);
        figures.push(
            mean(format!("{name}, mean"), &format!("type = '{name}'"), move |row| row.instrument == word)
                .near(reais, tolerance, source),
        );
    }
    figures.extend([
        share("contactless, of card payments in person", ["card_entry = 'CONTACTLESS'", "channel = 'POS'"], |row| row.channel == POS, |row| row.entry == Some(CONTACTLESS)).is(72.8, 1.5, "Abecs Q3 2025"),
        value_share("online, of card value", ["channel = 'ECOMMERCE'", "card_id IS NOT NULL"], |row| row.has_card, |row| row.channel == ECOMMERCE).is(22.6, 4.0, "Abecs 2024: R$946 bn"),
        value_share("instalments, of credit value", ["installments > 1", "type = 'CREDIT_CARD'"], |row| row.instrument == CREDIT, |row| row.installments > 1).is(42.3, 4.0, "Abecs 2024"),
        share("up to six times, of instalments", ["installments <= 6", "installments > 1"], |row| row.installments > 1, |row| row.installments <= 6).is(65.3, 3.0, "Abecs 2024"),
        share("by app, of persons' payments by app or web", ["channel != 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'PERSON'"], move |row| by_device(row) && row.is_person, |row| row.channel != WEB).is(92.0, 3.0, "Febraban 2024"),
        share("by web, of companies' payments by app or web", ["channel = 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'COMPANY'"], move |row| by_device(row) && !row.is_person, |row| row.channel == WEB).is(79.0, 5.0, "Febraban 2024"),
        share("after 17 h, of Pix on weekdays", ["hour(local_time) >= 17", "type = 'PIX' AND isodow(local_time) < 6"], |row| row.instrument == PIX && row.weekday < 6, |row| row.hour >= 17).is(38.0, 1.5, "Nubank 2021"),
        ratio("last minute of the day, of the mean minute", "×", 1_440.0, "SELECT 1440 * avg((hour(local_time) = 23 AND minute(local_time) = 59)::INT) FROM payments WHERE type = 'PIX'".into(), move |row| pix(row).then(|| (i64::from((row.hour, row.minute) == (23, 59)), 1))).is(0.26, 0.1, "BCB: 8,000 against 30,000"),
        busiest("busiest hour of Pix before 15 h", "hour(local_time) < 15", |row| row.hour < 15).is(12.0, 0.0, "press"),
        busiest("busiest hour of Pix from 15 h", "hour(local_time) >= 15", |row| row.hour >= 15).is(18.0, 1.0, "press"),
        share("Monday to Friday, of Pix", ["isodow(local_time) < 6", all_pix], pix, |row| row.weekday < 6).is(77.0, 2.0, BCB_PIX),
    ]);
    for (number, (name, percent)) in (1..).zip(WEEKDAYS) {
        let is_day = format!("isodow(local_time) = {number}");
        figures.push(share(format!("{name}, of Pix"), [&is_day, all_pix], pix, move |row| row.weekday == number).near(percent, 0.1, BCB_PIX));
    }
    for (region, states, of_pix, of_cards) in REGIONS {
        let listed = states.iter().map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ");
        let is_in = format!("state IN ({listed})");
        let words: Vec<_> = states.iter().map(|state| Word::new(state)).collect();
        let here = words.clone();
        figures.extend(of_pix.map(|percent| share(format!("{region}, of Pix"), [&is_in, all_pix], pix, move |row| here.contains(&row.state)).is(percent, 2.0, "BCB 2022–24")));
        figures.push(value_share(format!("{region}, of card value"), [&is_in, "card_id IS NOT NULL"], |row| row.has_card, move |row| words.contains(&row.state)).is(of_cards, 3.0, "Abecs 2025"));
    }
    let paydays = paydays(start, days);
    let share_of_days = f64::from(days) / f64::from(paydays.max(1));
    figures.extend([
        ratio("fifth business day, of the mean day of Pix", "×", share_of_days, "\
            WITH days AS (SELECT local_time::DATE AS day, count(*) AS payments FROM payments WHERE type = 'PIX' GROUP BY ALL), \
            ranked AS (SELECT day, row_number() OVER (PARTITION BY year(day), month(day) ORDER BY day) AS nth FROM days \
            WHERE isodow(day) < 6 AND day NOT IN (FROM bank_holidays)) \
            SELECT avg(payments) FILTER (nth = 5) / (SELECT avg(payments) FROM days) FROM days LEFT JOIN ranked USING (day)".into(),
            move |row| pix(row).then(|| (i64::from(row.is_payday), 1))).is(1.45, 0.1, "BCB 2023–25: 1.4 to 1.5"),
        quotient("weekend, mean Pix of a weekday's", "SELECT avg(amount) FILTER (isodow(local_time) > 5) / avg(amount) FILTER (isodow(local_time) < 6) FROM payments WHERE type = 'PIX'".into(),
            move |row| pix(row).then(|| either(row.weekday > 5, row.amount))).is(0.35, 0.1, "BCB 2021"),
        ratio("TED on Monday and Tuesday, of other days' mean", "×", 1.5, "SELECT 1.5 * avg((isodow(local_time) <= 2)::INT) / avg((isodow(local_time) > 2)::INT) FROM payments WHERE type = 'TED'".into(),
            |row: &Payment| (row.instrument == TED).then(|| (i64::from(row.weekday <= 2), i64::from(row.weekday > 2)))).is(1.15, 0.12, "Nubank: highest"),
    ]);
    figures
}

/// What persons are held against.
pub(super) fn customers() -> Vec<Figure<Customer>> {
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
        let state = Word::new(uf);
        let sql = format!("SELECT avg(monthly_income) FILTER (state = '{uf}') / avg(monthly_income) {persons}");
        figures.push(quotient(format!("income in {uf}, of the mean"), sql, move |row: &Customer| {
            person(row).then(|| [if row.state == state { (row.income, 1) } else { (0, 0) }, (row.income, 1)])
        }).near(per_capita / INCOME_OF_BRAZIL, 0.08, "PNAD 2024"));
    }
    for (uf, percent) in STATES {
        let state = Word::new(uf);
        figures.push(share_of(format!("{uf}, of persons"), [&format!("state = '{uf}'"), persons], person, move |row| row.state == state).is(percent, 0.3, "IBGE 2022"));
    }
    figures
}

/// What accounts are held against.
pub(super) fn accounts() -> Vec<Figure<Account>> {
    let mut figures = vec![
        ratio("accounts a customer", "", 1.0, "SELECT (SELECT count(*) FROM accounts) / (SELECT count(*) FROM customers)".into(),
            |row: &Account| Some((1, i64::from(row.is_primary)))).is(2.4, 0.5, "assumption: 2 to 5 banks an adult"),
    ];
    for (name, percent) in KEYS {
        let word = Some(Word::new(name));
        figures.push(share_of(format!("{name}, of Pix keys"), [&format!("pix_key_type = '{name}'"), "FROM accounts WHERE pix_key_type IS NOT NULL"],
            |row: &Account| row.key.is_some(), move |row| row.key == word).is(percent, 1.0, "DICT 2024"));
    }
    let clients: f64 = BANKS.iter().map(|(_, clients)| clients).sum();
    let listed = BANKS.map(|(code, _)| format!("'{code}'")).join(", ");
    for (code, millions) in BANKS {
        let word = Word::new(code);
        figures.push(share_of(format!("bank {code}, of the ten largest"), [&format!("bank_code = '{code}'"), &format!("FROM accounts WHERE bank_code IN ({listed})")],
            |row: &Account| BANKS.iter().any(|(code, _)| row.bank == Word::new(code)), move |row| row.bank == word).is(100.0 * millions / clients, 0.5, "BCB Q4 2025"));
    }
    figures
}

/// What cards are held against.
pub(super) fn cards() -> Vec<Figure<Card>> {
    let figure = |(brand, kind, percent): (&str, &str, f64)| {
        let (brand_word, kind_word) = (Word::new(brand), Word::new(kind));
        share_of(format!("{brand}, of {} cards", kind.to_lowercase()), [&format!("card_brand = '{brand}'"), &format!("FROM cards WHERE card_type = '{kind}'")],
            move |row: &Card| row.kind == kind_word, move |row| row.brand == brand_word).is(percent, 0.5, "BCB 2023")
    };
    BRANDS.map(figure).into()
}

/// What devices are held against.
pub(super) fn devices() -> Vec<Figure<Device>> {
    let figure = |(maker, percent): (&str, f64)| {
        let word = Word::new(maker);
        share_of(format!("{maker}, of phones"), [&format!("manufacturer = '{maker}'"), "FROM devices WHERE starts_with(device_type, 'SMARTPHONE')"],
            |row: &Device| row.kind.as_str().starts_with("SMARTPHONE"), move |row| row.maker == word).is(percent, 1.0, "survey 2025")
    };
    PHONES.map(figure).into()
}

/// What fraud cases are held against.
pub(super) fn cases() -> Vec<Figure<Case>> {
    const ONLINE: Word = Word::new("CARTAO_NAO_PRESENTE");
    const CALL: Word = Word::new("FALSA_CENTRAL");
    const TAKEOVER: Word = Word::new("CONTA_TOMADA");
    const ACCEPTED: Word = Word::new("ACCEPTED");
    const MULE: Word = Word::new("MULE");
    const SCAMMER: Word = Word::new("SCAMMER");
    const SHELL: Word = Word::new("SHELL_COMPANY");
    const DAYS_45: i64 = 45 * fraudgen_core::calendar::DAY;
    let scams = "fraud_type IN ('FALSA_CENTRAL', 'CONTA_TOMADA')";
    let scam = |row: &Case| row.fraud_type == CALL || row.fraud_type == TAKEOVER;
    vec![
        ratio("fake call centre, lost per victim", "R$", 0.01, "SELECT avg(amount_lost) FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL' AND amount_lost > 0".into(),
            |row: &Case| (row.fraud_type == CALL && row.lost > 0).then_some((row.lost, 1))).near(2_540.0, 0.15, "Silverguard 2025"),
        ratio("recovered, of Pix scams' value", "%", 100.0, format!("SELECT 100 * sum(amount_recovered) / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &Case| scam(row).then_some((row.recovered, row.lost))).is(8.0, 2.0, "BCB 2024–25: 7 to 9"),
        share_of("accepted, of Pix claims", ["decision = 'ACCEPTED'", &format!("FROM fraud_cases WHERE {scams} AND reported_at IS NOT NULL")],
            move |row: &Case| scam(row) && row.reported.is_some(), |row| row.decision == ACCEPTED).is(38.0, 4.0, "BCB H1 2025"),
        share_of("card claims within 45 days", ["reported_at <= last_event_at + INTERVAL 45 DAY", "FROM fraud_cases WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND reported_at IS NOT NULL"],
            |row: &Case| row.fraud_type == ONLINE && row.reported.is_some(), |row| row.reported.is_some_and(|time| time <= row.last + DAYS_45)).is(90.0, 4.0, "Koin, Visa"),
        share_of("mules', of collecting accounts' cases", ["beneficiary_role = 'MULE'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &Case| row.fraud_type == CALL, |row| row.beneficiary_role == MULE).is(27.0, 10.0, "DICT 2024"),
        share_of("scammers' own, of collecting accounts' cases", ["beneficiary_role = 'SCAMMER'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &Case| row.fraud_type == CALL, |row| row.beneficiary_role == SCAMMER).is(38.0, 10.0, "DICT 2024"),
        ratio("companies', of scam money", "%", 100.0, format!("SELECT 100 * sum(amount_lost) FILTER (beneficiary_role = 'SHELL_COMPANY') / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &Case| scam(row).then(|| (if row.beneficiary_role == SHELL { row.lost } else { 0 }, row.lost))).is(53.5, 11.5, "Silverguard: 42 (2024) to 65 (2025)"),
    ]
}

/// What labelled payments are held against.
pub(super) fn frauds() -> Vec<Figure<Payment>> {
    const ONLINE: Option<Word> = Some(Word::new("CARTAO_NAO_PRESENTE"));
    vec![
        ratio("card not present, mean of approved", "R$", 0.01, "SELECT avg(amount) FROM transactions WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND status = 'APPROVED'".into(),
            |row: &Payment| (row.fraud_type == ONLINE && row.is_approved).then_some((row.amount, 1))).near(263.5, 0.1, "Abecs Q3 2025"),
    ]
}

impl<R> Figure<R> {
    /// What was published, and how far from it is near enough.
    fn is(self, published: f64, tolerance: f64, source: &'static str) -> Self {
        Self { published, tolerance, source, ..self }
    }

    /// The same, with a tolerance that is a share of what was published.
    fn near(self, published: f64, tolerance: f64, source: &'static str) -> Self {
        self.is(published, tolerance * published, source)
    }
}

fn ratio<R>(
    name: impl Into<String>,
    unit: &'static str,
    factor: f64,
    sql: String,
    of: impl Fn(&R) -> Option<(i64, i64)> + Send + Sync + 'static,
) -> Figure<R> {
    Figure {
        name: name.into(),
        unit,
        published: f64::NAN,
        tolerance: 0.0,
        source: "",
        sql,
        measure: Measure::Ratio { factor, of: Box::new(of) },
    }
}

fn quotient<R>(
    name: impl Into<String>,
    sql: String,
    of: impl Fn(&R) -> Option<[(i64, i64); 2]> + Send + Sync + 'static,
) -> Figure<R> {
    Figure {
        measure: Measure::Quotient(Box::new(of)),
        ..ratio(name, "×", 1.0, sql, |_| None)
    }
}

/// A value for the mean above the line of a quotient, or for that below.
fn either(above: bool, value: i64) -> [(i64, i64); 2] {
    if above { [(value, 1), (0, 0)] } else { [(0, 0), (value, 1)] }
}

/// A share in per cent; `sql` is what counts, and the rest of the query from FROM on.
fn share_of<R>(
    name: impl Into<String>,
    [what, from]: [&str; 2],
    of: impl Fn(&R) -> bool + Send + Sync + 'static,
    counts: impl Fn(&R) -> bool + Send + Sync + 'static,
) -> Figure<R> {
    let sql = format!("SELECT 100 * avg(({what})::INT) {from}");
    ratio(name, "%", 100.0, sql, move |row| of(row).then(|| (i64::from(counts(row)), 1)))
}

/// A share of payments; `sql` is what counts, and among which.
fn share(
    name: impl Into<String>,
    [what, among]: [&str; 2],
    of: impl Fn(&Payment) -> bool + Send + Sync + 'static,
    counts: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    share_of(name, [what, &format!("FROM payments WHERE {among}")], of, counts)
}

/// A share of what payments come to.
fn value_share(
    name: impl Into<String>,
    [what, among]: [&str; 2],
    of: fn(&Payment) -> bool,
    counts: impl Fn(&Payment) -> bool + Send + Sync + 'static,
) -> Figure<Payment> {
    let sql = format!("SELECT 100 * sum(amount) FILTER ({what}) / sum(amount) FROM payments WHERE {among}");
    ratio(name, "%", 100.0, sql, move |row| {
        of(row).then(|| (if counts(row) { row.amount } else { 0 }, row.amount))
    })
}

/// The mean amount of payments, in reais.
fn mean(name: impl Into<String>, among: &str, of: impl Fn(&Payment) -> bool + Send + Sync + 'static) -> Figure<Payment> {
    let sql = format!("SELECT avg(amount) FROM payments WHERE {among}");
    ratio(name, "R$", 0.01, sql, move |row| of(row).then_some((row.amount, 1)))
}

/// The 99th percentile of payments, in reais.
fn high(name: &str, among: &str, of: impl Fn(&Payment) -> bool + Send + Sync + 'static) -> Figure<Payment> {
    Figure {
        measure: Measure::Distribution {
            of: Box::new(move |row| of(row).then_some(row.amount)),
            statistic: |counts| Some(quantile(counts, 0.99)? / 100.0),
        },
        ..ratio(name, "R$", 1.0, format!("SELECT quantile_cont(amount::DOUBLE, 0.99) FROM payments WHERE {among}"), |_| None)
    }
}

/// The hour with the most Pix payments.
fn busiest(name: &str, among: &str, of: fn(&Payment) -> bool) -> Figure<Payment> {
    Figure {
        measure: Measure::Distribution {
            of: Box::new(move |row| (row.instrument == PIX && of(row)).then_some(row.hour.into())),
            statistic: mode,
        },
        ..ratio(name, "h", 1.0, format!("SELECT mode(hour(local_time)) FROM payments WHERE type = 'PIX' AND {among}"), |_| None)
    }
}

/// How many fifth business days a period has.
fn paydays(start: Date, days: u32) -> u32 {
    (0..days as i32)
        .filter(|day| is_payday(Date(start.0 + day)))
        .count() as u32
}

/// Whether a day is the fifth business day of its month, when salaries are paid at the latest.
pub(super) fn is_payday(day: Date) -> bool {
    let (year, month, number) = day.civil();
    // Never earlier, nor later with any holidays: most days need no calendar.
    (5..=12).contains(&number) && day == Date::nth_business_day(year, month, 5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_twelve_paydays() {
        assert_eq!(paydays(Date::from_civil(2025, 1, 1), 365), 12);
        assert!(is_payday(Date::from_civil(2025, 12, 5)));
        for month in 0..12 * 80 {
            let (year, month) = (2015 + month / 12, month as u32 % 12 + 1);
            assert!(is_payday(Date::nth_business_day(year, month, 5)), "{year}-{month}");
        }
    }

    #[test]
    fn every_figure_is_published_named_and_told_in_sql() {
        fn check<R>(figures: Vec<Figure<R>>, names: &mut Vec<String>) {
            for figure in figures {
                assert!(figure.published.is_finite() && figure.tolerance >= 0.0, "{}", figure.name);
                assert!(!figure.source.is_empty() && figure.sql.contains("FROM"), "{}", figure.name);
                assert!(!names.contains(&figure.name), "{} is there twice", figure.name);
                names.push(figure.name);
            }
        }
        let mut names = Vec::new();
        check(payments(Date::from_civil(2025, 1, 1), 365), &mut names);
        check(customers(), &mut names);
        check(accounts(), &mut names);
        check(cards(), &mut names);
        check(devices(), &mut names);
        check(cases(), &mut names);
        check(frauds(), &mut names);
    }
}
