//! [`RULES`]: the rules that all records keep, each with its id, a sentence, and a query for the ids of the
//! records that break it.

use fraudgen_core::calendar::Date;
use fraudgen_core::plan::{CELL_CUSTOMERS, DISTRICT_CELLS};

use crate::report::rows::district_of;

/// What the rules refer to besides the rows that are read.
#[derive(Debug, Clone)]
pub(in crate::report) struct Reference {
    /// The first day of the period, and the day after the last.
    pub(in crate::report) period: (Date, Date),
    /// The numbers of customers, accounts and merchants, whose ids run from 1.
    pub(in crate::report) customers: i64,
    pub(in crate::report) accounts: i64,
    pub(in crate::report) merchants: i64,
}

/// A rule that all records keep.
#[derive(Debug)]
pub(super) struct RuleText {
    /// Stays the same from version to version.
    pub(super) id: &'static str,
    pub(super) text: &'static str,
    sql: &'static str,
}

impl RuleText {
    /// A query for the ids of the records that break the rule.
    pub(super) fn sql(&self, reference: &Reference) -> String {
        let (first, end) = reference.period;
        let last_district = district_of(reference.customers, reference.customers);
        self.sql
            .replace("$first_day", &format!("DATE '{first}'"))
            .replace("$last_day", &format!("DATE '{}'", Date(end.0 - 1)))
            .replace(
                "$district_customers",
                &(CELL_CUSTOMERS * DISTRICT_CELLS).to_string(),
            )
            .replace("$last_district", &last_district.to_string())
    }
}

/// Declares the rules. Each sentence says all that is checked, and the query checks the same.
macro_rules! rules {
    ($($rule:ident $id:literal $text:literal $sql:literal)*) => {
        /// A rule, by its position in [`RULES`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(super) enum Rule { $($rule),* }

        pub(super) const RULES: &[RuleText] = &[$(RuleText { id: $id, text: $text, sql: $sql }),*];
    };
}

rules! {
    IdsUnique "ids-unique"
        "No two customers, accounts, cards, devices or fraud cases have the same id"
        "SELECT customer_id AS id FROM customers QUALIFY row_number() OVER (PARTITION BY customer_id) > 1
        UNION ALL SELECT account_id FROM accounts QUALIFY row_number() OVER (PARTITION BY account_id) > 1
        UNION ALL SELECT card_id FROM cards QUALIFY row_number() OVER (PARTITION BY card_id) > 1
        UNION ALL SELECT device_id FROM devices QUALIFY row_number() OVER (PARTITION BY device_id) > 1
        UNION ALL SELECT fraud_case_id FROM fraud_cases QUALIFY row_number() OVER (PARTITION BY fraud_case_id) > 1"
    PaymentCustomer "payment-customer"
        "A payment's customer is in customers"
        "SELECT transaction_id AS id FROM transactions ANTI JOIN customers USING (customer_id)"
    PaymentAccount "payment-account"
        "A payment's account is in accounts, and the customer's"
        "SELECT transaction_id AS id FROM transactions ANTI JOIN accounts USING (account_id, customer_id)"
    PaymentCard "payment-card"
        "A payment's card is in cards, and of the payment's account and customer"
        "SELECT transaction_id AS id FROM transactions ANTI JOIN cards USING (card_id, account_id, customer_id)
        WHERE card_id IS NOT NULL"
    PaymentDevice "payment-device"
        "A payment's device is in devices, and one of these: the fraudster's in the payment's case; or another of the customer, or of a customer of the same district, who lends it or is in the same ring"
        "SELECT transaction_id AS id FROM transactions t LEFT JOIN devices d USING (device_id)
            LEFT JOIN fraud_cases c ON c.fraud_case_id = t.fraud_case_id
        WHERE t.device_id IS NOT NULL AND NOT coalesce(d.customer_id IS NOT NULL AND CASE
            WHEN t.device_id IN (SELECT device_id FROM fraud_cases WHERE device_id IS NOT NULL) THEN c.device_id = t.device_id
            ELSE least((d.customer_id - 1) // $district_customers, $last_district)
                = least((t.customer_id - 1) // $district_customers, $last_district) END, false)"
    PaymentBeneficiary "payment-beneficiary"
        "A beneficiary has an id and a kind, and only withdrawals have no beneficiary; the id of an account or merchant is one from 1 to the number of rows of its table, and not the payer's account"
        "SELECT transaction_id AS id FROM transactions
        WHERE (beneficiary_id IS NULL) != (type = 'WITHDRAWAL') OR (beneficiary_kind IS NULL) != (type = 'WITHDRAWAL')
            OR (beneficiary_id IS NOT NULL AND NOT coalesce(CASE beneficiary_kind
                WHEN 'ACCOUNT' THEN beneficiary_id BETWEEN 1 AND (SELECT count(*) FROM accounts) AND beneficiary_id != account_id
                WHEN 'MERCHANT' THEN beneficiary_id BETWEEN 1 AND (SELECT count(*) FROM merchants)
                WHEN 'EXTERNAL' THEN beneficiary_id >= 1 END, false))"
    PaymentMerchant "payment-merchant"
        "merchant_id and merchant_category are set where the beneficiary is a merchant, and only there; merchant_id is the beneficiary"
        "WITH paid AS (SELECT *, CASE WHEN beneficiary_kind = 'MERCHANT' THEN beneficiary_id END AS paid_id FROM transactions)
        SELECT transaction_id AS id FROM paid
        WHERE merchant_id IS DISTINCT FROM paid_id OR (merchant_category IS NULL) != (paid_id IS NULL)"
    TimeInPeriod "time-in-period"
        "A payment's day in Brasília is within the period"
        "SELECT transaction_id AS id FROM transactions
        WHERE (timestamp AT TIME ZONE 'America/Sao_Paulo')::DATE NOT BETWEEN $first_day AND $last_day"
    TimeDistinct "time-distinct"
        "No two payments of a customer are at the same time"
        "SELECT transaction_id AS id FROM transactions
        QUALIFY row_number() OVER (PARTITION BY customer_id, timestamp ORDER BY transaction_id) > 1"
    AccountOpen "account-open"
        "A payment is made on the day its account was opened, or later"
        "SELECT transaction_id AS id FROM transactions JOIN accounts USING (account_id)
        WHERE (timestamp AT TIME ZONE 'America/Sao_Paulo')::DATE < opened_on"
    AccountBlocked "account-blocked"
        "No payment from an account is approved once it is blocked"
        "SELECT transaction_id AS id FROM transactions JOIN accounts USING (account_id)
        WHERE status = 'APPROVED' AND timestamp >= blocked_at"
    CardValid "card-valid"
        "No payment by a card is approved before the day it is issued, after the day it expires or once it is blocked"
        "SELECT transaction_id AS id FROM transactions JOIN cards USING (card_id)
        WHERE status = 'APPROVED' AND ((timestamp AT TIME ZONE 'America/Sao_Paulo')::DATE NOT BETWEEN issued_on AND expires_on
            OR coalesce(timestamp >= blocked_at, false))"
    DeviceSeen "device-seen"
        "A payment is made when its device was first seen, or later"
        "SELECT transaction_id AS id FROM transactions JOIN devices USING (device_id) WHERE timestamp < first_seen"
    UnusualTime "unusual-time"
        "unusual_time is true from 0 to 6 h in Brasília, and only then"
        "SELECT transaction_id AS id FROM transactions
        WHERE unusual_time != (hour(timestamp AT TIME ZONE 'America/Sao_Paulo') < 6)"
    TimeSinceLast "time-since-last"
        "time_since_last_txn_min is the time since the customer's last payment in whole minutes, null for the first"
        "SELECT transaction_id AS id FROM transactions
        QUALIFY time_since_last_txn_min IS DISTINCT FROM
            (epoch_us(timestamp) - lag(epoch_us(timestamp)) OVER (PARTITION BY customer_id ORDER BY timestamp)) // 60000000"
    WindowCounts "window-counts"
        "transactions_last_1h, _24h and _7d are the numbers of the customer's earlier payments within these times"
        "SELECT transaction_id AS id FROM (SELECT *, epoch_us(timestamp) AS us FROM transactions)
        WINDOW hour AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 3600000000 PRECEDING AND CURRENT ROW),
            day AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 86400000000 PRECEDING AND CURRENT ROW),
            week AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 604800000000 PRECEDING AND CURRENT ROW)
        QUALIFY (transactions_last_1h, transactions_last_24h, transactions_last_7d)
            IS DISTINCT FROM (count(*) OVER hour - 1, count(*) OVER day - 1, count(*) OVER week - 1)"
    WindowSums "window-sums"
        "accumulated_amount_1h, _24h and _7d are the sums of the customer's earlier payments within these times"
        "SELECT transaction_id AS id FROM (SELECT *, epoch_us(timestamp) AS us FROM transactions)
        WINDOW hour AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 3600000000 PRECEDING AND CURRENT ROW),
            day AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 86400000000 PRECEDING AND CURRENT ROW),
            week AS (PARTITION BY customer_id ORDER BY us RANGE BETWEEN 604800000000 PRECEDING AND CURRENT ROW)
        QUALIFY (accumulated_amount_1h, accumulated_amount_24h, accumulated_amount_7d)
            IS DISTINCT FROM (sum(amount) OVER hour - amount, sum(amount) OVER day - amount, sum(amount) OVER week - amount)"
    NewBeneficiary "new-beneficiary"
        "new_beneficiary is true for the customer's first payment to the beneficiary, and only then; beneficiary_age_days are the whole days since that one, null for it"
        "WITH paid AS (
            SELECT *, epoch_us(timestamp) AS us, CASE WHEN beneficiary_id IS NOT NULL THEN first_value(epoch_us(timestamp))
                OVER (PARTITION BY customer_id, beneficiary_kind, beneficiary_id ORDER BY timestamp) END AS first_us
            FROM transactions)
        SELECT transaction_id AS id FROM paid
        WHERE new_beneficiary != coalesce(us = first_us, false)
            OR beneficiary_age_days IS DISTINCT FROM CASE WHEN us > first_us THEN (us - first_us) // 86400000000 END"
    NewDevice "new-device"
        "new_device is true for the customer's first payment from the device, and only then; device_age_days are the whole days since the device was first seen, null without a device"
        "WITH used AS (
            SELECT t.*, epoch_us(timestamp) AS us, first_seen, CASE WHEN device_id IS NOT NULL THEN first_value(epoch_us(timestamp))
                OVER (PARTITION BY t.customer_id, device_id ORDER BY timestamp) END AS first_us
            FROM transactions t LEFT JOIN devices USING (device_id))
        SELECT transaction_id AS id FROM used
        WHERE new_device != coalesce(us = first_us, false)
            OR device_age_days IS DISTINCT FROM CASE WHEN device_id IS NOT NULL THEN (us - epoch_us(first_seen)) // 86400000000 END"
    BalanceAfter "balance-after"
        "balance_after is the balance before (at first, the account's opening_balance) plus credits_since_last, minus the amount if it was approved and not on credit"
        "SELECT transaction_id AS id FROM transactions JOIN accounts USING (account_id)
        QUALIFY balance_after != credits_since_last - CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN amount ELSE 0 END
            + coalesce(lag(balance_after) OVER (PARTITION BY account_id ORDER BY timestamp), opening_balance)"
    OverdraftLimit "overdraft-limit"
        "No balance_after is below zero by more than the account's overdraft_limit"
        "SELECT transaction_id AS id FROM transactions JOIN accounts USING (account_id) WHERE balance_after < -overdraft_limit"
    CreditsSinceLast "credits-since-last"
        "credits_since_last is the sum of the credits of the payment's account since its last payment"
        "WITH events AS (
            SELECT account_id, timestamp, 1 AS place, transaction_id AS record, 0 AS received, credits_since_last FROM transactions
            UNION ALL SELECT account_id, timestamp, 0, credit_id, amount, NULL FROM credits),
        running AS (
            SELECT *, sum(received) OVER (PARTITION BY account_id ORDER BY timestamp, place, record) AS total
            FROM events SEMI JOIN accounts USING (account_id))
        SELECT record AS id FROM running WHERE place = 1
        QUALIFY credits_since_last != total - coalesce(lag(total) OVER (PARTITION BY account_id ORDER BY timestamp), 0)"
    PaymentBooks "payment-books"
        "A payment's balance_after is its account's opening_balance plus all credits so far, also at the same time, minus all payments so far that were approved and not on credit"
        "WITH events AS (
            SELECT account_id, timestamp, 1 AS place, transaction_id AS record, balance_after,
                CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN -amount ELSE 0 END AS moved FROM transactions
            UNION ALL SELECT account_id, timestamp, 0, credit_id, balance_after, amount FROM credits),
        books AS (
            SELECT *, opening_balance + sum(moved) OVER (PARTITION BY account_id ORDER BY timestamp, place, record) AS expected
            FROM events JOIN accounts USING (account_id))
        SELECT record AS id FROM books WHERE place = 1 AND balance_after != expected"
    CreditBooks "credit-books"
        "A credit's balance_after is its account's opening_balance plus all credits so far, minus all earlier payments that were approved and not on credit"
        "WITH events AS (
            SELECT account_id, timestamp, 1 AS place, transaction_id AS record, balance_after,
                CASE WHEN status = 'APPROVED' AND type != 'CREDIT_CARD' THEN -amount ELSE 0 END AS moved FROM transactions
            UNION ALL SELECT account_id, timestamp, 0, credit_id, balance_after, amount FROM credits),
        books AS (
            SELECT *, opening_balance + sum(moved) OVER (PARTITION BY account_id ORDER BY timestamp, place, record) AS expected
            FROM events JOIN accounts USING (account_id))
        SELECT record AS id FROM books WHERE place = 0 AND balance_after != expected"
    CreditAccount "credit-account"
        "A credit's account is in accounts, and the customer's"
        "SELECT credit_id AS id FROM credits ANTI JOIN accounts USING (account_id, customer_id)"
    CreditOpen "credit-open"
        "A credit comes in on the day its account was opened, or later"
        "SELECT credit_id AS id FROM credits JOIN accounts USING (account_id)
        WHERE (timestamp AT TIME ZONE 'America/Sao_Paulo')::DATE < opened_on"
    CreditPayer "credit-payer"
        "A credit is above zero and has a payer who fits its kind: an account, or one outside the population, for a person's salary and for transfers; none for a company's sales; the bank for loans and MED returns; a merchant for chargebacks. payer_id is set but for the bank and none"
        "SELECT credit_id AS id FROM credits
        WHERE NOT coalesce(amount > 0 AND (payer_id IS NULL) = (payer_kind IS NULL OR payer_kind = 'BANK') AND CASE kind
            WHEN 'SALARY' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT')
                AND customer_id IN (SELECT customer_id FROM customers WHERE kind = 'PERSON')
            WHEN 'SALES' THEN payer_kind IS NULL AND customer_id IN (SELECT customer_id FROM customers WHERE kind != 'PERSON')
            WHEN 'TRANSFER' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT')
            WHEN 'OWN_TRANSFER' THEN payer_kind IN ('EXTERNAL', 'ACCOUNT')
            WHEN 'LOAN' THEN payer_kind = 'BANK'
            WHEN 'MED_RETURN' THEN payer_kind = 'BANK'
            WHEN 'CHARGEBACK' THEN payer_kind = 'MERCHANT' END, false)"
    CreditReturn "credit-return"
        "A MED return or chargeback belongs to an earlier approved payment of the same customer and fraud case, brings what the case recovered, and comes at most a second after its refunded_at"
        "SELECT credit_id AS id FROM credits c LEFT JOIN transactions t USING (transaction_id)
            LEFT JOIN fraud_cases f ON f.fraud_case_id = c.fraud_case_id
        WHERE c.kind IN ('MED_RETURN', 'CHARGEBACK')
            AND NOT coalesce(t.customer_id = c.customer_id AND t.timestamp < c.timestamp AND status = 'APPROVED'
                AND t.fraud_case_id = c.fraud_case_id AND c.amount = amount_recovered
                AND epoch_us(c.timestamp) - epoch_us(refunded_at) BETWEEN 0 AND 1000000, false)"
    PaymentReceived "payment-received"
        "An approved payment to an account of the dataset is a credit there, of the same payer, transaction and amount, at most a second later"
        "SELECT transaction_id AS id FROM transactions t
        WHERE beneficiary_kind = 'ACCOUNT' AND status = 'APPROVED' AND NOT EXISTS (
            FROM credits c WHERE c.transaction_id = t.transaction_id AND payer_kind = 'ACCOUNT' AND payer_id = t.account_id
                AND c.account_id = t.beneficiary_id AND c.amount = t.amount
                AND epoch_us(c.timestamp) - epoch_us(t.timestamp) BETWEEN 0 AND 1000000)"
    CreditPaid "credit-paid"
        "A credit that an account of the dataset pays is the only one of an approved payment from there to its account, of the same transaction and amount, at most a second earlier"
        "SELECT credit_id AS id FROM (
            SELECT *, row_number() OVER (PARTITION BY transaction_id, payer_id, account_id, amount ORDER BY credit_id) AS nth
            FROM credits WHERE payer_kind = 'ACCOUNT') c
        WHERE nth > 1 OR NOT EXISTS (
            FROM transactions t WHERE c.transaction_id = t.transaction_id AND beneficiary_kind = 'ACCOUNT' AND status = 'APPROVED'
                AND payer_id = t.account_id AND c.account_id = t.beneficiary_id AND c.amount = t.amount
                AND epoch_us(c.timestamp) - epoch_us(t.timestamp) BETWEEN 0 AND 1000000)"
    LabelsTogether "labels-together"
        "fraud_type and fraud_case_id are set where is_fraud is true, and only there"
        "SELECT transaction_id AS id FROM transactions
        WHERE is_fraud != (fraud_type IS NOT NULL) OR is_fraud != (fraud_case_id IS NOT NULL)"
    LabelCase "label-case"
        "A payment's case is in fraud_cases, with the same customer, account and typology"
        "SELECT transaction_id AS id FROM transactions ANTI JOIN fraud_cases USING (fraud_case_id, customer_id, account_id, fraud_type)
        WHERE fraud_case_id IS NOT NULL"
    CaseTotals "case-totals"
        "A case's transactions, first_event_at, last_event_at, amount_attempted and amount_lost are those of its payments, where its customer has any payments"
        "WITH totals AS (
            SELECT fraud_case_id, count(*) AS transactions, min(timestamp) AS first_event_at, max(timestamp) AS last_event_at,
                sum(amount) AS amount_attempted, coalesce(sum(amount) FILTER (status = 'APPROVED'), 0) AS amount_lost
            FROM transactions WHERE fraud_case_id IS NOT NULL GROUP BY fraud_case_id)
        SELECT fraud_case_id AS id FROM fraud_cases SEMI JOIN transactions USING (customer_id)
        ANTI JOIN totals USING (fraud_case_id, transactions, first_event_at, last_event_at, amount_attempted, amount_lost)"
    CaseReport "case-report"
        "A case is reported after its last payment, decided after its report and refunded after its decision, all of them only where it was reported or refunded; no more is recovered than was lost, and only by an accepted claim, not by an investigation"
        "SELECT fraud_case_id AS id FROM fraud_cases
        WHERE (reported_at IS NULL) != (decision = 'NEVER_REPORTED') OR (decided_at IS NULL) != (decision = 'NEVER_REPORTED')
            OR (refunded_at IS NULL) != (amount_recovered = 0)
            OR coalesce(reported_at <= last_event_at OR decided_at <= reported_at OR refunded_at <= decided_at, false)
            OR amount_recovered NOT BETWEEN 0 AND amount_lost
            OR (amount_recovered > 0 AND (decision != 'ACCEPTED' OR remedy = 'INVESTIGATION'))"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_an_id_a_sentence_and_a_query() {
        for (index, rule) in RULES.iter().enumerate() {
            let id = rule.id;
            assert!(
                !id.is_empty() && id.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'-')),
                "{id}"
            );
            assert!(
                RULES[..index].iter().all(|other| other.id != id),
                "{id} is there twice"
            );
            assert!(
                !rule.text.is_empty() && rule.sql.contains(" AS id FROM "),
                "{id}"
            );
        }
    }

    #[test]
    fn a_query_names_the_period() {
        let reference = Reference {
            period: (Date::from_civil(2025, 1, 1), Date::from_civil(2026, 1, 1)),
            customers: 0,
            accounts: 0,
            merchants: 0,
        };
        let sql = RULES[Rule::TimeInPeriod as usize].sql(&reference);
        assert!(
            sql.ends_with("BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"),
            "{sql}"
        );
        for rule in RULES {
            assert!(!rule.sql(&reference).contains('$'), "{}", rule.id);
        }
    }
}
