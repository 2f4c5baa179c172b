//! [`HistoryFeatures`] and [`Posted`]: what is found out about an order before its row is written.

use crate::bank::history::Recent;
use crate::schema::categories::{RefusalReason, Status};

/// What the customer's earlier rows say about an order.
#[derive(Debug)]
pub(super) struct HistoryFeatures {
    /// The time of the previous transaction.
    pub(super) last: Option<i64>,
    pub(super) recent: Recent,
    /// The time of the first transaction to the beneficiary.
    pub(super) first_paid: Option<i64>,
    pub(super) new_beneficiary: bool,
    pub(super) new_device: bool,
    pub(super) device_days: Option<i32>,
    pub(super) distance_km: Option<f32>,
}

/// The bank's handling of an order.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) transaction_id: i64,
    pub(super) session_id: Option<i64>,
    /// What could be spent before, in centavos.
    pub(super) available: i64,
    pub(super) fraud_score: i32,
    pub(super) status: Status,
    pub(super) refusal_reason: Option<RefusalReason>,
}
