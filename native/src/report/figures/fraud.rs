//! The figures that fraud cases and their payments are compared with.

use fraudgen_core::calendar::DAY;
use fraudgen_core::published::{self, MED_CLAIM_DAYS, MED_DECISION_DAYS, MED_REFUND_DAYS};

use super::figure::{Figure, ratio, share_of};
use crate::report::read::ShortText;
use crate::report::rows::{FraudCase, Payment};

/// The figures of fraud cases.
pub(in crate::report) fn cases() -> Vec<Figure<FraudCase>> {
    const ONLINE: ShortText = ShortText::new("CARTAO_NAO_PRESENTE");
    const CALL: ShortText = ShortText::new("FALSA_CENTRAL");
    const TAKEOVER: ShortText = ShortText::new("CONTA_TOMADA");
    const ACCEPTED: ShortText = ShortText::new("ACCEPTED");
    const MULE: ShortText = ShortText::new("MULE");
    const SCAMMER: ShortText = ShortText::new("SCAMMER");
    const SHELL: ShortText = ShortText::new("SHELL_COMPANY");
    const DAYS_45: i64 = 45 * DAY;
    let scams = "fraud_type IN ('FALSA_CENTRAL', 'CONTA_TOMADA')";
    let scam = |row: &FraudCase| row.fraud_type == CALL || row.fraud_type == TAKEOVER;
    let mut figures = med_terms();
    figures.extend([
        ratio("fake call centre, lost per victim", "R$", 0.01, "SELECT avg(amount_lost) FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL' AND amount_lost > 0".into(),
            |row: &FraudCase| (row.fraud_type == CALL && row.lost > 0).then_some((row.lost, 1))).nearly_meets(published::FAKE_CALL_CENTRE_LOSS, 0.15),
        ratio("recovered, of Pix scams' value", "%", 100.0, format!("SELECT 100 * sum(amount_recovered) / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &FraudCase| scam(row).then_some((row.recovered, row.lost))).meets(published::MED_RECOVERED, 2.0),
        share_of("accepted, of Pix claims", ["decision = 'ACCEPTED'", &format!("FROM fraud_cases WHERE {scams} AND reported_at IS NOT NULL")],
            move |row: &FraudCase| scam(row) && row.reported.is_some(), |row| row.decision == ACCEPTED).meets(published::MED_ACCEPTED, 4.0),
        share_of("card claims within 45 days", ["reported_at <= last_event_at + INTERVAL 45 DAY", "FROM fraud_cases WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND reported_at IS NOT NULL"],
            |row: &FraudCase| row.fraud_type == ONLINE && row.reported.is_some(), |row| row.reported.is_some_and(|time| time <= row.last + DAYS_45)).meets(published::CARD_CLAIMS_IN_45_DAYS, 4.0),
        share_of("mules', of collecting accounts' cases", ["beneficiary_role = 'MULE'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &FraudCase| row.fraud_type == CALL, |row| row.beneficiary_role == MULE).meets(published::KEYS_OF_MULES, 10.0),
        share_of("scammers' own, of collecting accounts' cases", ["beneficiary_role = 'SCAMMER'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &FraudCase| row.fraud_type == CALL, |row| row.beneficiary_role == SCAMMER).meets(published::KEYS_OF_SCAMMERS, 10.0),
        ratio("companies', of scam money", "%", 100.0, format!("SELECT 100 * sum(amount_lost) FILTER (beneficiary_role = 'SHELL_COMPANY') / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &FraudCase| scam(row).then(|| (if row.beneficiary_role == SHELL { row.lost } else { 0 }, row.lost))).meets(published::MONEY_TO_COMPANIES, 11.5),
    ]);
    figures
}

/// The terms of claims through MED.
fn med_terms() -> Vec<Figure<FraudCase>> {
    const MED: ShortText = ShortText::new("MED");
    type Term = fn(&FraudCase) -> (i64, Option<i64>);
    let term = |name: &str, days: u32, [from, to]: [&str; 2], term: Term| {
        let (sql, among) = (format!("{to} <= {from} + INTERVAL {days} DAY"), format!("FROM fraud_cases WHERE remedy = 'MED' AND reported_at IS NOT NULL AND {to} IS NOT NULL"));
        share_of(format!("{name} within {days} days, of MED claims"), [&sql, &among],
            move |row: &FraudCase| row.remedy == MED && row.reported.is_some() && term(row).1.is_some(),
            move |row| { let (from, to) = term(row); to.is_some_and(|to| to <= from + i64::from(days) * DAY) }).meets(published::MED_IN_TIME, 1.0)
    };
    vec![
        term("made", MED_CLAIM_DAYS, ["last_event_at", "reported_at"], |row| (row.last, row.reported)),
        term("decided", MED_DECISION_DAYS, ["reported_at", "decided_at"], |row| (row.reported.unwrap_or_default(), row.decided)),
        term("refunded", MED_REFUND_DAYS, ["reported_at", "refunded_at"], |row| (row.reported.unwrap_or_default(), row.refunded)),
    ]
}

/// The figures of payments that are labelled as fraud.
pub(in crate::report) fn fraud_payments() -> Vec<Figure<Payment>> {
    const ECOMMERCE: ShortText = ShortText::new("ECOMMERCE");
    let with_card = |instrument: &str, name: &str| {
        let card = ShortText::new(instrument);
        let sql = format!("SELECT avg(amount) FROM transactions WHERE is_fraud AND type = '{instrument}' AND status = 'APPROVED'");
        ratio(name, "R$", 0.01, sql, move |row: &Payment| (row.instrument == card && row.is_approved).then_some((row.amount, 1)))
    };
    const ONLINE: Option<ShortText> = Some(ShortText::new("CARTAO_NAO_PRESENTE"));
    vec![
        ratio("card not present, mean of approved", "R$", 0.01, "SELECT avg(amount) FROM transactions WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND status = 'APPROVED'".into(),
            |row: &Payment| (row.fraud_type == ONLINE && row.is_approved).then_some((row.amount, 1))).nearly_meets(published::CARD_NOT_PRESENT_MEAN, 0.1),
        with_card("CREDIT_CARD", "credit card, mean of approved fraud").nearly_meets(published::CREDIT_FRAUD_MEAN, 0.1),
        with_card("DEBIT_CARD", "debit card, mean of approved fraud").nearly_meets(published::DEBIT_FRAUD_MEAN, 0.15),
        ratio("online, of card fraud's value", "%", 100.0, "SELECT 100 * sum(amount) FILTER (channel = 'ECOMMERCE') / sum(amount) FROM transactions WHERE is_fraud AND card_id IS NOT NULL AND status = 'APPROVED'".into(),
            |row: &Payment| (row.has_card && row.is_approved).then(|| (if row.channel == ECOMMERCE { row.amount } else { 0 }, row.amount))).meets(published::ONLINE_CARD_FRAUD, 5.0),
    ]
}
