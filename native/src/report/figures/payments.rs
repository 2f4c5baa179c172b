//! The figures that everyday payments are compared with.

use fraudgen_core::calendar::Date;

use super::figure::{Figure, PIX, busiest, either, mean, percentile_99, quotient, ratio, share, value_share};
use crate::report::read::ShortText;
use crate::report::rows::{Payment, is_payday};

/// A real, in centavos.
const REAL: i64 = 100;
const CREDIT: ShortText = ShortText::new("CREDIT_CARD");
const TED: ShortText = ShortText::new("TED");
const POS: ShortText = ShortText::new("POS");
const ECOMMERCE: ShortText = ShortText::new("ECOMMERCE");
const WEB: ShortText = ShortText::new("WEB_BANKING");
const CONTACTLESS: ShortText = ShortText::new("CONTACTLESS");
const MERCHANT: ShortText = ShortText::new("MERCHANT");

/// Everyday Pix payments of all, of persons and of companies, in SQL.
const ALL_PIX: &str = "type = 'PIX'";
const PERSONS_PIX: &str = "type = 'PIX' AND kind = 'PERSON'";
const COMPANIES_PIX: &str = "type = 'PIX' AND kind = 'COMPANY'";

const BCB_PIX: &str = "BCB 2020–22";
/// Billions of payments by instrument in 2024: BCB, Febraban, Abecs.
const INSTRUMENTS: [(&str, f64); 6] = [
    ("PIX", 63.8),
    ("CREDIT_CARD", 19.8),
    ("DEBIT_CARD", 16.7),
    ("PREPAID_CARD", 9.2),
    ("BOLETO", 4.2),
    ("TED", 0.82),
];
/// Mean amounts in reais, with their relative tolerance.
const MEANS: [(&str, f64, f64, &str); 5] = [
    ("CREDIT_CARD", 136.59, 0.03, "Abecs H1 2024"),
    ("DEBIT_CARD", 59.81, 0.03, "Abecs H1 2024"),
    ("PREPAID_CARD", 40.91, 0.03, "Abecs H1 2024"),
    ("BOLETO", 1_476.0, 0.1, "2024: R$6.2 tn by 4.2 bn"),
    ("TED", 50_000.0, 0.2, "BCB 2023–24: 45,625 to 52,500"),
];
/// Percentages of Pix payments by weekday.
const WEEKDAYS: [(&str, f64); 7] = [
    ("Monday", 15.4),
    ("Tuesday", 15.4),
    ("Wednesday", 15.4),
    ("Thursday", 15.4),
    ("Friday", 15.4),
    ("Saturday", 13.0),
    ("Sunday", 10.0),
];
/// Regions and their states, with their percentages of Pix payments (2022; Southeast 2024) where published,
/// and of the value of card payments (Abecs 2025: R$2.4, 0.642, 0.573, 0.351 and 0.179 trillion).
const REGIONS: [(&str, &[&str], Option<f64>, f64); 5] = [
    ("Southeast", &["ES", "MG", "RJ", "SP"], Some(42.8), 57.9),
    ("South", &["PR", "RS", "SC"], Some(12.0), 15.5),
    ("Northeast", &["AL", "BA", "CE", "MA", "PB", "PE", "PI", "RN", "SE"], Some(26.0), 13.8),
    ("Centre-West", &["DF", "GO", "MS", "MT"], None, 8.5),
    ("North", &["AC", "AM", "AP", "PA", "RO", "RR", "TO"], Some(10.0), 4.3),
];

/// The figures of everyday payments, in a period of `days` days from `start`.
pub(in crate::report) fn payments(start: Date, days: u32) -> Vec<Figure<Payment>> {
    let mut figures = instruments();
    figures.extend(pix_amounts());
    figures.extend(mean_amounts());
    figures.extend(cards());
    figures.extend(channels());
    figures.extend(times_of_day());
    figures.extend(weekdays());
    figures.extend(regions());
    figures.extend(days_of_the_month(start, days));
    figures
}

fn is_pix(row: &Payment) -> bool {
    row.instrument == PIX
}

fn is_persons_pix(row: &Payment) -> bool {
    is_pix(row) && row.is_person
}

fn is_companies_pix(row: &Payment) -> bool {
    is_pix(row) && !row.is_person
}

fn instruments() -> Vec<Figure<Payment>> {
    let listed = INSTRUMENTS.map(|(name, _)| format!("'{name}'")).join(", ");
    let billions: f64 = INSTRUMENTS.iter().map(|(_, count)| count).sum();
    let figure = |(name, count): (&str, f64)| {
        let instrument = ShortText::new(name);
        share(
            format!("{name}, of payments"),
            [&format!("type = '{name}'"), &format!("type IN ({listed})")],
            |row| INSTRUMENTS.iter().any(|(name, _)| row.instrument == ShortText::new(name)),
            move |row| row.instrument == instrument,
        ).is(100.0 * count / billions, 1.0, "BCB, Febraban, Abecs 2024")
    };
    INSTRUMENTS.map(figure).into()
}

fn pix_amounts() -> Vec<Figure<Payment>> {
    vec![
        share("Pix of persons below R$100", ["amount < 100", PERSONS_PIX], is_persons_pix, |row| row.amount < 100 * REAL).is(68.2, 1.5, "fit to BCB 2020–22"),
        share("Pix of persons below R$200", ["amount < 200", PERSONS_PIX], is_persons_pix, |row| row.amount < 200 * REAL).is(93.1, 1.0, BCB_PIX),
        percentile_99("Pix of persons, 99th percentile", PERSONS_PIX, is_persons_pix).near(3_700.0, 0.15, "BCB Sep 2025"),
        mean("Pix of persons, mean", PERSONS_PIX, is_persons_pix).near(257.0, 0.1, "BCB Dec 2022"),
        share("Pix of companies from R$2,000", ["amount >= 2000", COMPANIES_PIX], is_companies_pix, |row| row.amount >= 2_000 * REAL).is(18.6, 3.0, BCB_PIX),
        percentile_99("Pix of companies, 99th percentile", COMPANIES_PIX, is_companies_pix).near(15_000.0, 0.2, "BCB Sep 2025"),
        mean("Pix of companies, mean", COMPANIES_PIX, is_companies_pix).near(1_531.0, 0.15, "derived from two quantiles"),
        share("Pix below R$100", ["amount < 100", ALL_PIX], is_pix, |row| row.amount < 100 * REAL).is(61.0, 2.0, BCB_PIX),
        mean("Pix, mean", ALL_PIX, is_pix).near(416.0, 0.1, "BCB 2024: 410 to 421"),
        share("Pix of companies, of Pix", ["kind = 'COMPANY'", ALL_PIX], is_pix, |row| !row.is_person).is(12.5, 1.5, "BCB H1 2025"),
        share("Pix person to person, of Pix", ["kind = 'PERSON' AND beneficiary_kind != 'MERCHANT'", ALL_PIX], is_pix, |row| row.is_person && row.beneficiary_kind != Some(MERCHANT)).is(45.0, 2.0, "BCB H1 2025"),
        share("Pix in round reais (heaping)", ["amount % 1 = 0", PERSONS_PIX], is_persons_pix, |row| row.amount % REAL == 0).is(40.0, 20.0, "assumption"),
    ]
}

fn mean_amounts() -> Vec<Figure<Payment>> {
    let figure = |(name, reais, tolerance, source): (&str, f64, f64, &'static str)| {
        let instrument = ShortText::new(name);
        mean(format!("{name}, mean"), &format!("type = '{name}'"), move |row| row.instrument == instrument)
            .near(reais, tolerance, source)
    };
    MEANS.map(figure).into()
}

fn cards() -> Vec<Figure<Payment>> {
    vec![
        share("contactless, of card payments in person", ["card_entry = 'CONTACTLESS'", "channel = 'POS'"], |row| row.channel == POS, |row| row.card_entry == Some(CONTACTLESS)).is(72.8, 1.5, "Abecs Q3 2025"),
        value_share("online, of card value", ["channel = 'ECOMMERCE'", "card_id IS NOT NULL"], |row| row.has_card, |row| row.channel == ECOMMERCE).is(22.6, 4.0, "Abecs 2024: R$946 bn"),
        value_share("instalments, of credit value", ["installments > 1", "type = 'CREDIT_CARD'"], |row| row.instrument == CREDIT, |row| row.installments > 1).is(42.3, 4.0, "Abecs 2024"),
        share("up to six times, of instalments", ["installments <= 6", "installments > 1"], |row| row.installments > 1, |row| row.installments <= 6).is(65.3, 3.0, "Abecs 2024"),
    ]
}

fn channels() -> Vec<Figure<Payment>> {
    vec![
        share("by app, of persons' payments by app or web", ["channel != 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'PERSON'"], |row| row.has_device && row.is_person, |row| row.channel != WEB).is(92.0, 3.0, "Febraban 2024"),
        share("by web, of companies' payments by app or web", ["channel = 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'COMPANY'"], |row| row.has_device && !row.is_person, |row| row.channel == WEB).is(79.0, 5.0, "Febraban 2024"),
    ]
}

fn times_of_day() -> Vec<Figure<Payment>> {
    vec![
        share("after 17 h, of Pix on weekdays", ["hour(local_time) >= 17", "type = 'PIX' AND isodow(local_time) < 6"], |row| is_pix(row) && row.local.weekday < 6, |row| row.local.hour >= 17).is(38.0, 1.5, "Nubank 2021"),
        ratio("last minute of the day, of the mean minute", "×", 1_440.0, "SELECT 1440 * avg((hour(local_time) = 23 AND minute(local_time) = 59)::INT) FROM payments WHERE type = 'PIX'".into(),
            |row| is_pix(row).then(|| (i64::from((row.local.hour, row.local.minute) == (23, 59)), 1))).is(0.26, 0.1, "BCB: 8,000 against 30,000"),
        busiest("busiest hour of Pix before 15 h", "hour(local_time) < 15", |row| row.local.hour < 15).is(12.0, 0.0, "press"),
        busiest("busiest hour of Pix from 15 h", "hour(local_time) >= 15", |row| row.local.hour >= 15).is(18.0, 1.0, "press"),
    ]
}

fn weekdays() -> Vec<Figure<Payment>> {
    let mut figures = vec![
        share("Monday to Friday, of Pix", ["isodow(local_time) < 6", ALL_PIX], is_pix, |row| row.local.weekday < 6).is(77.0, 2.0, BCB_PIX),
    ];
    for (number, (name, percent)) in (1..).zip(WEEKDAYS) {
        let is_day = format!("isodow(local_time) = {number}");
        figures.push(share(format!("{name}, of Pix"), [&is_day, ALL_PIX], is_pix, move |row| row.local.weekday == number).near(percent, 0.1, BCB_PIX));
    }
    figures
}

fn regions() -> Vec<Figure<Payment>> {
    let mut figures = Vec::new();
    for (region, states, of_pix, of_cards) in REGIONS {
        let listed = states.iter().map(|state| format!("'{state}'")).collect::<Vec<_>>().join(", ");
        let is_in = format!("state IN ({listed})");
        let states: Vec<_> = states.iter().map(|state| ShortText::new(state)).collect();
        let here = states.clone();
        figures.extend(of_pix.map(|percent| share(format!("{region}, of Pix"), [&is_in, ALL_PIX], is_pix, move |row| here.contains(&row.state)).is(percent, 2.0, "BCB 2022–24")));
        figures.push(value_share(format!("{region}, of card value"), [&is_in, "card_id IS NOT NULL"], |row| row.has_card, move |row| states.contains(&row.state)).is(of_cards, 3.0, "Abecs 2025"));
    }
    figures
}

fn days_of_the_month(start: Date, days: u32) -> Vec<Figure<Payment>> {
    let share_of_days = f64::from(days) / f64::from(paydays(start, days).max(1));
    vec![
        ratio("fifth business day, of the mean day of Pix", "×", share_of_days, "\
            WITH days AS (SELECT local_time::DATE AS day, count(*) AS payments FROM payments WHERE type = 'PIX' GROUP BY ALL), \
            ranked AS (SELECT day, row_number() OVER (PARTITION BY year(day), month(day) ORDER BY day) AS nth FROM days \
            WHERE isodow(day) < 6 AND day NOT IN (FROM bank_holidays)) \
            SELECT avg(payments) FILTER (nth = 5) / (SELECT avg(payments) FROM days) FROM days LEFT JOIN ranked USING (day)".into(),
            |row| is_pix(row).then(|| (i64::from(row.is_payday), 1))).is(1.45, 0.1, "BCB 2023–25: 1.4 to 1.5"),
        quotient("weekend, mean Pix of a weekday's", "SELECT avg(amount) FILTER (isodow(local_time) > 5) / avg(amount) FILTER (isodow(local_time) < 6) FROM payments WHERE type = 'PIX'".into(),
            |row| is_pix(row).then(|| either(row.local.weekday > 5, row.amount))).is(0.35, 0.1, "BCB 2021"),
        ratio("TED on Monday and Tuesday, of other days' mean", "×", 1.5, "SELECT 1.5 * avg((isodow(local_time) <= 2)::INT) / avg((isodow(local_time) > 2)::INT) FROM payments WHERE type = 'TED'".into(),
            |row: &Payment| (row.instrument == TED).then(|| (i64::from(row.local.weekday <= 2), i64::from(row.local.weekday > 2)))).is(1.15, 0.12, "Nubank: highest"),
    ]
}

/// The number of fifth business days in a period.
fn paydays(start: Date, days: u32) -> u32 {
    (0..days as i32)
        .filter(|day| is_payday(Date(start.0 + day)))
        .count() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_twelve_paydays() {
        assert_eq!(paydays(Date::from_civil(2025, 1, 1), 365), 12);
    }
}
