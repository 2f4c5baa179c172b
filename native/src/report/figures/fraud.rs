//! The figures that fraud cases and their payments are compared with.

use fraudgen_core::published;

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
    const DAYS_45: i64 = 45 * fraudgen_core::calendar::DAY;
    let scams = "fraud_type IN ('FALSA_CENTRAL', 'CONTA_TOMADA')";
    let scam = |row: &FraudCase| row.fraud_type == CALL || row.fraud_type == TAKEOVER;
    vec![
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
    ]
}

/// The figures of payments that are labelled as fraud.
pub(in crate::report) fn fraud_payments() -> Vec<Figure<Payment>> {
    const ONLINE: Option<ShortText> = Some(ShortText::new("CARTAO_NAO_PRESENTE"));
    vec![
        ratio("card not present, mean of approved", "R$", 0.01, "SELECT avg(amount) FROM transactions WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND status = 'APPROVED'".into(),
            |row: &Payment| (row.fraud_type == ONLINE && row.is_approved).then_some((row.amount, 1))).nearly_meets(published::CARD_NOT_PRESENT_MEAN, 0.1),
    ]
}
