//! The figures that everyday payments are compared with.

use fraudgen_core::calendar::Date;
use fraudgen_core::published::{self, CARD_VALUE, MINIMUM_WAGE, PAYMENTS, PAYMENTS_VALUE, Published};

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
const WITHDRAWAL: ShortText = ShortText::new("WITHDRAWAL");
const BETTING: ShortText = ShortText::new("Gambling/Games");
const WAGE: i64 = MINIMUM_WAGE as i64 * REAL;
const DECEMBER: u32 = 12;

/// Everyday Pix payments of all, of persons and of companies, in SQL.
const ALL_PIX: &str = "type = 'PIX'";
const PERSONS_PIX: &str = "type = 'PIX' AND kind = 'PERSON'";
const COMPANIES_PIX: &str = "type = 'PIX' AND kind = 'COMPANY'";

const BCB_PIX: &str = "BCB 2020–22";
/// Mean amounts by instrument, with their relative tolerance.
const MEANS: [(&str, Published, f64); 5] = [
    ("CREDIT_CARD", published::CREDIT_CARD_MEAN, 0.03),
    ("DEBIT_CARD", published::DEBIT_CARD_MEAN, 0.03),
    ("PREPAID_CARD", published::PREPAID_CARD_MEAN, 0.03),
    ("BOLETO", published::BOLETO_MEAN, 0.1),
    ("TED", published::TED_MEAN, 0.2),
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
/// Regions and their states, with their percentages of Pix payments (2022; Southeast 2024) where published.
const REGIONS: [(&str, &[&str], Option<f64>); 5] = [
    ("Southeast", &["ES", "MG", "RJ", "SP"], Some(42.8)),
    ("South", &["PR", "RS", "SC"], Some(12.0)),
    ("Northeast", &["AL", "BA", "CE", "MA", "PB", "PE", "PI", "RN", "SE"], Some(26.0)),
    ("Centre-West", &["DF", "GO", "MS", "MT"], None),
    ("North", &["AC", "AM", "AP", "PA", "RO", "RR", "TO"], Some(10.0)),
];

/// The figures of everyday payments, in a period of `days` days from `start`.
pub(in crate::report) fn payments(start: Date, days: u32) -> Vec<Figure<Payment>> {
    let mut figures = instruments();
    figures.extend(values());
    figures.extend(pix_amounts());
    figures.extend(mean_amounts());
    figures.extend(invoices());
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
    let listed = PAYMENTS.map(|(name, _)| format!("'{name}'")).join(", ");
    let billions: f64 = PAYMENTS.iter().map(|(_, count)| count).sum();
    let figure = |(name, count): (&str, f64)| {
        let instrument = ShortText::new(name);
        share(
            format!("{name}, of payments"),
            [&format!("type = '{name}'"), &format!("type IN ({listed})")],
            |row| PAYMENTS.iter().any(|(name, _)| row.instrument == ShortText::new(name)),
            move |row| row.instrument == instrument,
        ).is(100.0 * count / billions, 1.0, "BCB, Febraban, Abecs 2024")
    };
    PAYMENTS.map(figure).into()
}

fn values() -> Vec<Figure<Payment>> {
    let listed = PAYMENTS_VALUE.map(|(name, _)| format!("'{name}'")).join(", ");
    let trillions: f64 = PAYMENTS_VALUE.iter().map(|(_, value)| value).sum();
    let figure = |(name, value): (&str, f64)| {
        let instrument = ShortText::new(name);
        value_share(
            format!("{name}, of value"),
            [&format!("type = '{name}'"), &format!("type IN ({listed})")],
            |row| PAYMENTS_VALUE.iter().any(|(name, _)| row.instrument == ShortText::new(name)),
            move |row| row.instrument == instrument,
        ).near(100.0 * value / trillions, 0.15, "BCB, Febraban, Abecs 2024")
    };
    PAYMENTS_VALUE.map(figure).into()
}

fn pix_amounts() -> Vec<Figure<Payment>> {
    vec![
        share("Pix of persons below R$100", ["amount < 100", PERSONS_PIX], is_persons_pix, |row| row.amount < 100 * REAL).meets(published::PERSONS_PIX_BELOW_100, 1.5),
        share("Pix of persons below R$200", ["amount < 200", PERSONS_PIX], is_persons_pix, |row| row.amount < 200 * REAL).meets(published::PERSONS_PIX_BELOW_200, 1.0),
        percentile_99("Pix of persons, 99th percentile", PERSONS_PIX, is_persons_pix).nearly_meets(published::PERSONS_PIX_P99, 0.15),
        mean("Pix of persons, mean", PERSONS_PIX, is_persons_pix).nearly_meets(published::PERSONS_PIX_MEAN, 0.1),
        share("Pix of companies from R$2,000", ["amount >= 2000", COMPANIES_PIX], is_companies_pix, |row| row.amount >= 2_000 * REAL).meets(published::COMPANIES_PIX_FROM_2000, 3.0),
        percentile_99("Pix of companies, 99th percentile", COMPANIES_PIX, is_companies_pix).nearly_meets(published::COMPANIES_PIX_P99, 0.2),
        mean("Pix of companies, mean", COMPANIES_PIX, is_companies_pix).near(1_531.0, 0.15, "derived from two quantiles"),
        share("Pix below R$100", ["amount < 100", ALL_PIX], is_pix, |row| row.amount < 100 * REAL).is(61.0, 2.0, BCB_PIX),
        mean("Pix, mean", ALL_PIX, is_pix).near(416.0, 0.1, "BCB 2024: 410 to 421"),
        share("Pix of companies, of Pix", ["kind = 'COMPANY'", ALL_PIX], is_pix, |row| !row.is_person).meets(published::COMPANIES_PIX, 1.5),
        share("Pix person to person, of Pix", ["kind = 'PERSON' AND beneficiary_kind != 'MERCHANT'", ALL_PIX], is_pix, |row| row.is_person && row.beneficiary_kind != Some(MERCHANT)).meets(published::PERSON_TO_PERSON_PIX, 2.0),
        share("Pix person to business, of Pix", ["kind = 'PERSON' AND beneficiary_kind = 'MERCHANT'", ALL_PIX], is_pix, |row| row.is_person && row.beneficiary_kind == Some(MERCHANT)).meets(published::PERSON_TO_BUSINESS_PIX, 2.0),
        value_share("betting, of Pix value", ["merchant_category = 'Gambling/Games'", ALL_PIX], is_pix, |row| row.merchant_category == Some(BETTING)).meets(published::BETTING_PIX, 0.2),
        ratio("withdrawals, of the number of Pix", "%", 100.0, "SELECT 100 * count(*) FILTER (type = 'WITHDRAWAL') / count(*) FILTER (type = 'PIX') FROM payments".into(),
            |row: &Payment| Some((i64::from(row.instrument == WITHDRAWAL), i64::from(is_pix(row))))).nearly_meets(published::WITHDRAWALS, 0.2),
        share("Pix in round reais (heaping)", ["amount % 1 = 0", PERSONS_PIX], is_persons_pix, |row| row.amount % REAL == 0).is(40.0, 20.0, "assumption"),
    ]
}

fn mean_amounts() -> Vec<Figure<Payment>> {
    let figure = |(name, published, tolerance): (&str, Published, f64)| {
        let instrument = ShortText::new(name);
        mean(format!("{name}, mean"), &format!("type = '{name}'"), move |row| row.instrument == instrument)
            .nearly_meets(published, tolerance)
    };
    MEANS.map(figure).into()
}

fn invoices() -> Vec<Figure<Payment>> {
    let invoice = |name: &str, who: &str, of: fn(&Payment) -> bool| {
        let among = format!("kind = 'PERSON'{who} AND status = 'APPROVED' AND beneficiary_kind = 'EXTERNAL' AND beneficiary_id > 12 * (SELECT count(*) FROM customers)");
        mean(name, &among, move |row| row.is_person && row.is_invoice && of(row))
    };
    vec![
        invoice("credit card invoice, mean", "", |_| true).nearly_meets(published::INVOICE_MEAN, 0.15),
        invoice("credit card invoice of persons with up to one minimum wage", &format!(" AND monthly_income <= {MINIMUM_WAGE}"), |row| row.income <= WAGE).nearly_meets(published::INVOICE_MEAN_TO_ONE_WAGE, 0.15),
        invoice("credit card invoice of persons with more than ten", &format!(" AND monthly_income > 10 * {MINIMUM_WAGE}"), |row| row.income > 10 * WAGE).nearly_meets(published::INVOICE_MEAN_FROM_TEN_WAGES, 0.25),
    ]
}

fn cards() -> Vec<Figure<Payment>> {
    vec![
        share("contactless, of card payments in person", ["card_entry = 'CONTACTLESS'", "channel = 'POS'"], |row| row.channel == POS, |row| row.card_entry == Some(CONTACTLESS)).meets(published::CONTACTLESS, 1.5),
        value_share("online, of card value", ["channel = 'ECOMMERCE'", "card_id IS NOT NULL"], |row| row.has_card, |row| row.channel == ECOMMERCE).is(22.6, 4.0, "Abecs 2024: R$946 bn"),
        value_share("instalments, of credit value", ["installments > 1", "type = 'CREDIT_CARD'"], |row| row.instrument == CREDIT, |row| row.installments > 1).meets(published::INSTALMENT_VALUE, 4.0),
        share("up to six times, of instalments", ["installments <= 6", "installments > 1"], |row| row.installments > 1, |row| row.installments <= 6).meets(published::UP_TO_SIX_INSTALMENTS, 3.0),
    ]
}

fn channels() -> Vec<Figure<Payment>> {
    vec![
        share("by app, of persons' payments by app or web", ["channel != 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'PERSON'"], |row| row.has_device && row.is_person, |row| row.channel != WEB).meets(published::PERSONS_BY_APP, 3.0),
        share("by web, of companies' payments by app or web", ["channel = 'WEB_BANKING'", "device_id IS NOT NULL AND kind = 'COMPANY'"], |row| row.has_device && !row.is_person, |row| row.channel == WEB).meets(published::COMPANIES_BY_WEB, 5.0),
    ]
}

fn times_of_day() -> Vec<Figure<Payment>> {
    vec![
        share("after 17 h, of Pix on weekdays", ["hour(local_time) >= 17", "type = 'PIX' AND isodow(local_time) < 6"], |row| is_pix(row) && row.local.weekday < 6, |row| row.local.hour >= 17).meets(published::EVENING_PIX, 1.5),
        ratio("last minute of the day, of the mean minute", "×", 1_440.0, "SELECT 1440 * avg((hour(local_time) = 23 AND minute(local_time) = 59)::INT) FROM payments WHERE type = 'PIX'".into(),
            |row| is_pix(row).then(|| (i64::from((row.local.hour, row.local.minute) == (23, 59)), 1))).meets(published::LAST_MINUTE_PIX, 0.1),
        busiest("busiest hour of Pix before 15 h", "hour(local_time) < 15", |row| row.local.hour < 15).is(12.0, 0.0, "press"),
        busiest("busiest hour of Pix from 15 h", "hour(local_time) >= 15", |row| row.local.hour >= 15).is(18.0, 1.0, "press"),
    ]
}

fn weekdays() -> Vec<Figure<Payment>> {
    let mut figures = vec![
        share("Monday to Friday, of Pix", ["isodow(local_time) < 6", ALL_PIX], is_pix, |row| row.local.weekday < 6).meets(published::WEEKDAY_PIX, 2.0),
    ];
    for (number, (name, percent)) in (1..).zip(WEEKDAYS) {
        let is_day = format!("isodow(local_time) = {number}");
        figures.push(share(format!("{name}, of Pix"), [&is_day, ALL_PIX], is_pix, move |row| row.local.weekday == number).near(percent, 0.1, BCB_PIX));
    }
    figures
}

fn regions() -> Vec<Figure<Payment>> {
    let mut figures = Vec::new();
    for ((region, states, of_pix), (named, of_cards)) in REGIONS.into_iter().zip(CARD_VALUE) {
        debug_assert_eq!(region, named);
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
    let ranked = "\
        WITH days AS (SELECT local_time::DATE AS day, count(*) AS payments, sum(amount) AS value FROM payments WHERE type = 'PIX' GROUP BY ALL), \
        ranked AS (SELECT day, row_number() OVER (PARTITION BY year(day), month(day) ORDER BY day) AS nth FROM days \
        WHERE isodow(day) < 6 AND day NOT IN (FROM bank_holidays))";
    let in_december = (0..days as i32).filter(|day| Date(start.0 + day).civil().1 == DECEMBER).count();
    let share_of_december = f64::from(days) / in_december.max(1) as f64;
    let share_of_days = f64::from(days) / f64::from(paydays(start, days).max(1));
    vec![
        ratio("fifth business day, of the mean day of Pix", "×", share_of_days, format!("{ranked} SELECT avg(payments) FILTER (nth = 5) / (SELECT avg(payments) FROM days) FROM days LEFT JOIN ranked USING (day)"),
            |row| is_pix(row).then(|| (i64::from(row.is_payday), 1))).meets(published::PAYDAY_PIX, 0.1),
        quotient("fifth business day, mean Pix of all days'", format!("{ranked} SELECT sum(value) FILTER (nth = 5) / sum(payments) FILTER (nth = 5) / (sum(value) / sum(payments)) FROM days LEFT JOIN ranked USING (day)"),
            |row| is_pix(row).then_some([if row.is_payday { (row.amount, 1) } else { (0, 0) }, (row.amount, 1)])).meets(published::PAYDAY_PIX_MEAN, 0.15),
        ratio("Black Friday, of December's fifth business day of Pix", "×", 1.0, format!("{ranked} SELECT sum(payments) FILTER (month(day) = 11 AND isodow(day) = 5 AND day(day) BETWEEN 23 AND 29) \
            / sum(payments) FILTER (month(day) = 12 AND nth = 5) FROM days LEFT JOIN ranked USING (day)"),
            |row| is_pix(row).then(|| (i64::from(is_black_friday(row.local.day)), i64::from(row.is_payday && row.local.day.civil().1 == DECEMBER)))).meets(published::BLACK_FRIDAY_PIX, 0.15),
        ratio("December, persons' purchases of the mean day's", "×", share_of_december, format!("SELECT {share_of_december} * avg((month(local_time) = 12)::INT) FROM payments WHERE kind = 'PERSON' AND beneficiary_kind = 'MERCHANT'"),
            |row: &Payment| (row.is_person && row.beneficiary_kind == Some(MERCHANT)).then(|| (i64::from(row.local.day.civil().1 == DECEMBER), 1))).meets(published::DECEMBER_PURCHASES, 0.1),
        quotient("weekend, mean Pix of a weekday's", "SELECT avg(amount) FILTER (isodow(local_time) > 5) / avg(amount) FILTER (isodow(local_time) < 6) FROM payments WHERE type = 'PIX'".into(),
            |row| is_pix(row).then(|| either(row.local.weekday > 5, row.amount))).meets(published::WEEKEND_PIX_MEAN, 0.1),
        ratio("TED on Monday and Tuesday, of other days' mean", "×", 1.5, "SELECT 1.5 * avg((isodow(local_time) <= 2)::INT) / avg((isodow(local_time) > 2)::INT) FROM payments WHERE type = 'TED'".into(),
            |row: &Payment| (row.instrument == TED).then(|| (i64::from(row.local.weekday <= 2), i64::from(row.local.weekday > 2)))).meets(published::MONDAY_TED, 0.12),
    ]
}

/// Whether a day is the Friday after the fourth Thursday of November.
fn is_black_friday(day: Date) -> bool {
    let (_, month, number) = day.civil();
    // 1970-01-02 was a Friday.
    month == 11 && (23..=29).contains(&number) && (day.0 - 1).rem_euclid(7) == 0
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
    fn black_friday_of_some_years() {
        for (year, day) in [(2024, 29), (2025, 28), (2029, 23)] {
            let found = (1..31).filter(|day| is_black_friday(Date::from_civil(year, 11, *day)));
            assert_eq!(found.collect::<Vec<_>>(), [day], "{year}");
        }
    }

    #[test]
    fn a_year_has_twelve_paydays() {
        assert_eq!(paydays(Date::from_civil(2025, 1, 1), 365), 12);
    }
}
