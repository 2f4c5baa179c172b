//! The figures that customers' payments and credits are compared with, added up for each customer.

use fraudgen_core::published::{self, MINIMUM_WAGE};

use super::figure::{Figure, Measure, ratio};
use super::statistics::{quantile, top_hundredth};
use crate::report::rows::Life;

const ASSUMED: &str = "assumption";
const WAGE: i64 = MINIMUM_WAGE as i64 * 100;
/// Customers with fewer payments may pause for the days after which one has stopped, and before which one
/// has not begun.
const REGULAR: i64 = 52;
const PAUSE_DAYS: u32 = 60;
/// Days of a month.
const MONTH: f64 = 365.0 / 12.0;

/// The views that the queries read.
pub(in crate::report) const LIFE_VIEWS: &[&str] = &[
    // What payments take from accounts, but for money moved between one's own: the account at another bank,
    // where savings are, is the one that pays own transfers.
    "CREATE VIEW spent AS \
        WITH savings AS (SELECT DISTINCT customer_id, payer_id FROM credits WHERE kind = 'OWN_TRANSFER' AND payer_kind = 'EXTERNAL') \
        SELECT t.customer_id, CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN amount ELSE 0 END AS booked, c.kind \
        FROM transactions t JOIN customers c USING (customer_id) \
        LEFT JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND a.account_id = beneficiary_id \
        LEFT JOIN savings s ON beneficiary_kind = 'EXTERNAL' AND s.customer_id = t.customer_id AND payer_id = beneficiary_id \
        WHERE a.customer_id IS DISTINCT FROM t.customer_id AND s.customer_id IS NULL",
    "CREATE VIEW incomes AS SELECT r.*, c.kind AS holder, r.kind IN ('SALARY', 'SALES', 'TRANSFER') AS is_earned \
        FROM credits r JOIN customers c USING (customer_id)",
    "CREATE VIEW closing AS \
        WITH events AS (SELECT account_id, timestamp, 1 AS place, 0 AS id, balance_after FROM transactions \
            UNION ALL SELECT account_id, timestamp, 0, credit_id, balance_after FROM credits), \
        last AS (SELECT account_id, arg_max(balance_after, (timestamp, place, id)) AS balance_after FROM events GROUP BY ALL) \
        SELECT kind, monthly_income, coalesce(balance_after, opening_balance) AS balance, opening_balance \
        FROM accounts JOIN customers USING (customer_id) LEFT JOIN last USING (account_id)",
    "CREATE VIEW invoices AS SELECT *, \
        coalesce(beneficiary_kind = 'EXTERNAL' AND beneficiary_id > 12 * (SELECT count(*) FROM customers), false) AS is_invoice \
        FROM transactions WHERE status = 'APPROVED'",
    // Bills of one payee in at least ten months, never two in a month.
    "CREATE VIEW series AS SELECT count(DISTINCT amount) AS prices FROM invoices \
        WHERE type IN ('BOLETO', 'AUTO_DEBIT') AND NOT is_invoice AND beneficiary_id IS NOT NULL \
        GROUP BY customer_id, beneficiary_kind, beneficiary_id, type \
        HAVING count(*) >= 10 AND count(*) = count(DISTINCT date_trunc('month', timestamp AT TIME ZONE 'America/Sao_Paulo'))",
    "CREATE VIEW transfers AS SELECT beneficiary_kind = 'ACCOUNT' AS arrives, type IN ('PIX', 'TED') AND beneficiary_kind != 'MERCHANT' AS is_transfer \
        FROM payments WHERE status = 'APPROVED' AND beneficiary_id IS NOT NULL",
    "CREATE VIEW edges AS SELECT t.customer_id, beneficiary_id, bool_or(NOT is_fraud) AS is_legitimate \
        FROM transactions t JOIN accounts a ON beneficiary_kind = 'ACCOUNT' AND beneficiary_id = a.account_id \
        WHERE status = 'APPROVED' AND (t.customer_id - 1) // 64 != (a.customer_id - 1) // 64 GROUP BY ALL",
    "CREATE VIEW habits AS SELECT customer_id, min(local_time)::DATE - min(min(local_time)::DATE) OVER () AS begun, \
        max(max(local_time)::DATE) OVER () - max(local_time)::DATE AS stopped FROM payments GROUP BY ALL HAVING count(*) >= 52",
    "CREATE MACRO km_between(lat, lon, to_lat, to_lon) AS 2 * 6371 * asin(sqrt(sin(radians(to_lat - lat) / 2) ** 2 \
        + cos(radians(lat)) * cos(radians(to_lat)) * sin(radians(to_lon - lon) / 2) ** 2))",
    "CREATE VIEW terminals AS SELECT km_between(latitude::DOUBLE, longitude::DOUBLE, lat, lon) AS from_home, \
        km_between(lag(lat) OVER each, lag(lon) OVER each, lat, lon) AS from_last, (us - lag(us) OVER each) / 3600e6 AS hours \
        FROM (SELECT customer_id, geolocation_lat::DOUBLE AS lat, geolocation_lon::DOUBLE AS lon, epoch_us(timestamp) AS us \
            FROM payments WHERE channel = 'POS' AND geolocation_lat IS NOT NULL) JOIN customers USING (customer_id) \
        WINDOW each AS (PARTITION BY customer_id ORDER BY us)",
];

/// The figures of customers' lives by topic, in a period of `days` days.
pub(in crate::report) fn lives(days: u32) -> Vec<(&'static str, Vec<Figure<Life>>)> {
    vec![("payments", usage(days)), ("money", money()), ("graph", graph()), ("time", time(days))]
}

/// How much customers use what they have.
fn usage(days: u32) -> Vec<Figure<Life>> {
    let a_month = MONTH / f64::from(days);
    vec![
        ratio("Pix a month of a customer", "", a_month, format!("SELECT {a_month} * count(*) / (SELECT count(*) FROM customers) FROM payments WHERE type = 'PIX'"),
            |row: &Life| Some((row.pix, 1))).meets(published::PIX_A_MONTH, 5.0),
    ]
}

/// A ratio of sums over lives. In SQL: what is divided by what, and from where.
fn part(name: &str, [above, below, from]: [&str; 3], of: fn(&Life) -> Option<(i64, i64)>) -> Figure<Life> {
    ratio(name, "", 1.0, format!("SELECT {above} / {below} FROM {from}"), of)
}

fn money() -> Vec<Figure<Life>> {
    let kept = |name: &str, who: &str, of| part(name, ["sum(balance)", "sum(opening_balance)", &format!("closing WHERE kind = 'PERSON'{who}")], of);
    vec![
        part("persons' spending of what they earn", ["(SELECT sum(booked) FROM spent WHERE kind = 'PERSON')", "sum(amount)", "incomes WHERE holder = 'PERSON' AND is_earned"],
            |row| row.is_person.then_some((row.spent, row.earned))).between(0.85, 1.05, "households consume most of their income (IBGE, POF 2017-18: 92.7%)"),
        part("companies' spending of their revenue", ["(SELECT sum(booked) FROM spent WHERE kind = 'COMPANY')", "sum(amount)", "incomes WHERE holder = 'COMPANY' AND is_earned"],
            |row| (!row.is_person).then_some((row.spent, row.earned))).between(0.75, 1.05, ASSUMED),
        kept("persons' balances at the end of the period, of those at its start", "",
            |row| row.is_person.then_some((row.closing, row.opening))).between(0.9, 1.3, ASSUMED),
        kept("balances of persons with up to one minimum wage, likewise", &format!(" AND monthly_income <= {MINIMUM_WAGE}"),
            |row| (row.is_person && row.income <= WAGE).then_some((row.closing, row.opening))).between(0.8, 1.6, ASSUMED),
        kept("balances of persons with more than five, likewise", &format!(" AND monthly_income > 5 * {MINIMUM_WAGE}"),
            |row| (row.is_person && row.income > 5 * WAGE).then_some((row.closing, row.opening))).between(0.8, 1.6, ASSUMED),
        part("credit card purchases that are paid by an invoice", ["sum(amount) FILTER (is_invoice)", "sum(amount) FILTER (type = 'CREDIT_CARD')", "invoices"],
            |row| Some((row.invoices, row.on_credit))).between(0.75, 1.0, ASSUMED),
        part("monthly bills with one price, or two in the year", ["sum((prices <= 2)::INT)", "count(*)", "series"],
            |row| Some((row.fixed_series, row.series))).between(0.5, 0.9, "rents, subscriptions and instalments are fixed, metered services are not (assumption)"),
        part("payments declined for an insufficient balance", ["count(*) FILTER (refusal_reason = 'INSUFFICIENT_BALANCE')", "count(*)", "transactions"],
            |row| Some((row.without_balance, row.payments))).between(0.001, 0.03, ASSUMED),
        part("money brought in from elsewhere or borrowed, of all that comes in to persons",
            ["sum(amount) FILTER (kind IN ('OWN_TRANSFER', 'LOAN') AND payer_kind != 'ACCOUNT')", "sum(amount)", "incomes WHERE holder = 'PERSON'"],
            |row| row.is_person.then_some((row.brought_in, row.came_in))).between(0.05, 0.25, ASSUMED),
        Figure {
            measure: Measure::Distribution { of: Box::new(|row: &Life| (row.salaries > 0).then_some(row.salaries)), statistic: |counts| quantile(counts, 0.5) },
            ..part("salaries of a person who has one, in a year", ["median(salaries)", "1", "(SELECT count(*) AS salaries FROM credits WHERE kind = 'SALARY' GROUP BY customer_id)"], |_| None)
        }.between(12.0, 15.0, "twelve, and the 13th in two parts (Lei 4.090/1962, Lei 4.749/1965)"),
    ]
}

fn graph() -> Vec<Figure<Life>> {
    vec![
        part("payments that reach an account of the dataset", ["count(*) FILTER (arrives)", "count(*)", "transfers"],
            |row| Some((row.to_accounts, row.paid))).between(0.2, 0.6, ASSUMED),
        part("transfers between accounts that do", ["count(*) FILTER (arrives AND is_transfer)", "count(*) FILTER (is_transfer)", "transfers"],
            |row| Some((row.transfers_to_accounts, row.transfers))).between(0.4, 0.95, ASSUMED),
        Figure {
            measure: Measure::Distribution { of: Box::new(|row: &Life| Some(row.received)), statistic: top_hundredth },
            ..part("transfers to the hundredth of customers who receive the most", ["sum(received) FILTER (place * 100 <= (SELECT count(*) FROM customers))", "sum(received)",
                "(SELECT count(*) AS received, row_number() OVER (ORDER BY count(*) DESC) AS place \
                FROM credits WHERE payer_kind = 'ACCOUNT' AND kind = 'TRANSFER' GROUP BY customer_id)"], |_| None)
        }.between(0.05, 0.5, "in payment graphs in-degrees have heavy tails (assumption)"),
        part("legitimate edges, of those between groups of 64 customers", ["count(*) FILTER (is_legitimate)", "count(*)", "edges"],
            |row| Some((row.legitimate_far_payees, row.far_payees))).between(0.95, 1.0, ASSUMED),
    ]
}

fn time(days: u32) -> Vec<Figure<Life>> {
    let of_period = f64::from(days) / 365.0;
    let regular = |row: &Life| row.everyday >= REGULAR;
    let [begun, stopped] = ["begun", "stopped"].map(|what| format!("count(*) FILTER ({what} > {PAUSE_DAYS})"));
    vec![
        ratio("customers who begin after two months, a year", "", 1.0 / of_period, format!("SELECT {begun} / count(*) / {of_period} FROM habits"),
            move |row| regular(row).then(|| (i64::from(row.first_day > PAUSE_DAYS as i32), 1))).between(0.01, 0.12, ASSUMED),
        ratio("customers who stop before the last two months, a year", "", 1.0 / of_period, format!("SELECT {stopped} / count(*) / {of_period} FROM habits"),
            move |row| regular(row).then(|| (i64::from(row.last_day < days as i32 - 1 - PAUSE_DAYS as i32), 1))).between(0.01, 0.1, ASSUMED),
        part("purchases in person over 100 km from home", ["count(*) FILTER (from_home > 100)", "count(*)", "terminals"],
            |row| Some((row.far_from_home, row.at_terminals))).between(0.002, 0.04, "assumption: travel"),
        part("purchases in person that would need over 900 km/h", ["count(*) FILTER (from_last > 1 AND from_last > 900 * hours)", "count(hours)", "terminals"],
            |row| Some((row.too_fast, row.next_at_terminals))).between(0.0, 0.0, "no one travels faster"),
    ]
}
