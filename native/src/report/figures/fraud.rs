//! The figures that fraud cases and their payments are compared with.

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
            |row: &FraudCase| (row.fraud_type == CALL && row.lost > 0).then_some((row.lost, 1))).near(2_540.0, 0.15, "Silverguard 2025"),
        ratio("recovered, of Pix scams' value", "%", 100.0, format!("SELECT 100 * sum(amount_recovered) / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &FraudCase| scam(row).then_some((row.recovered, row.lost))).is(8.0, 2.0, "BCB 2024–25: 7 to 9"),
        share_of("accepted, of Pix claims", ["decision = 'ACCEPTED'", &format!("FROM fraud_cases WHERE {scams} AND reported_at IS NOT NULL")],
            move |row: &FraudCase| scam(row) && row.reported.is_some(), |row| row.decision == ACCEPTED).is(38.0, 4.0, "BCB H1 2025"),
        share_of("card claims within 45 days", ["reported_at <= last_event_at + INTERVAL 45 DAY", "FROM fraud_cases WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND reported_at IS NOT NULL"],
            |row: &FraudCase| row.fraud_type == ONLINE && row.reported.is_some(), |row| row.reported.is_some_and(|time| time <= row.last + DAYS_45)).is(90.0, 4.0, "Koin, Visa"),
        share_of("mules', of collecting accounts' cases", ["beneficiary_role = 'MULE'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &FraudCase| row.fraud_type == CALL, |row| row.beneficiary_role == MULE).is(27.0, 10.0, "DICT 2024"),
        share_of("scammers' own, of collecting accounts' cases", ["beneficiary_role = 'SCAMMER'", "FROM fraud_cases WHERE fraud_type = 'FALSA_CENTRAL'"],
            |row: &FraudCase| row.fraud_type == CALL, |row| row.beneficiary_role == SCAMMER).is(38.0, 10.0, "DICT 2024"),
        ratio("companies', of scam money", "%", 100.0, format!("SELECT 100 * sum(amount_lost) FILTER (beneficiary_role = 'SHELL_COMPANY') / sum(amount_lost) FROM fraud_cases WHERE {scams}"),
            move |row: &FraudCase| scam(row).then(|| (if row.beneficiary_role == SHELL { row.lost } else { 0 }, row.lost))).is(53.5, 11.5, "Silverguard: 42 (2024) to 65 (2025)"),
    ]
}

/// The figures of payments that are labelled as fraud.
pub(in crate::report) fn fraud_payments() -> Vec<Figure<Payment>> {
    const ONLINE: Option<ShortText> = Some(ShortText::new("CARTAO_NAO_PRESENTE"));
    vec![
        ratio("card not present, mean of approved", "R$", 0.01, "SELECT avg(amount) FROM transactions WHERE fraud_type = 'CARTAO_NAO_PRESENTE' AND status = 'APPROVED'".into(),
            |row: &Payment| (row.fraud_type == ONLINE && row.is_approved).then_some((row.amount, 1))).near(263.5, 0.1, "Abecs Q3 2025"),
    ]
}
