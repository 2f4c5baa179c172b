//! [`Story`]: a fraud case as a timeline.

use serde::Serialize;

/// A fraud case as a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Story {
    /// The case: fraud_cases.fraud_case_id.
    pub fraud_case_id: i64,
    /// Its typology.
    pub fraud_type: String,
    /// The customer whose account it is on.
    pub customer_id: i64,
    /// That customer's role in the case.
    pub customer_role: String,
    /// The main beneficiary's role in the case.
    pub beneficiary_role: String,
    /// What was lost, in reais.
    pub amount_lost: f64,
    /// What was recovered, in reais.
    pub amount_recovered: f64,
    /// What the bank decided on the report.
    pub decision: String,
    /// The events, in chronological order.
    pub events: Vec<Event>,
}

/// An event of a story.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "event")]
pub enum Event {
    /// The customer's account made a payment.
    Payment {
        /// When, UTC.
        at: String,
        /// transactions.transaction_id
        transaction_id: i64,
        /// The instrument.
        instrument: String,
        /// The channel.
        channel: String,
        /// The amount in reais.
        amount: f64,
        /// What became of it.
        status: String,
        /// What the beneficiary is: account, merchant, or account outside the population.
        beneficiary_kind: Option<String>,
        /// The beneficiary's id.
        beneficiary_id: Option<i64>,
        /// Whether it was the customer's first payment to the beneficiary.
        new_beneficiary: bool,
        /// Whether it was the customer's first payment from the device.
        new_device: bool,
        /// The account's balance after it, in reais.
        balance_after: f64,
        /// The score of the bank's rule engine.
        fraud_score: i32,
        /// Whether it is part of the fraud; otherwise it is an everyday payment before it.
        is_fraud: bool,
    },
    /// The fraud was reported to the bank.
    Reported {
        /// When, UTC.
        at: String,
    },
    /// The bank decided on the report.
    Decided {
        /// When, UTC.
        at: String,
    },
}
