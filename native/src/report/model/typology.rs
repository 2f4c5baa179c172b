//! [`Typology`]: the cases and payments of one kind of fraud.

use serde::Serialize;

/// Days after a payment at which it is measured how many labels are known.
pub(in crate::report) const HORIZONS_DAYS: [i64; 4] = [1, 7, 30, 80];

/// The cases and payments of a typology.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Typology {
    /// The typology.
    pub fraud_type: String,
    /// Its cases among the customers that were read.
    pub cases: u64,
    /// Its labelled payments.
    pub payments: u64,
    /// Mean number of payments of a case.
    pub mean_length: Option<f64>,
    /// Median time from a case's first payment to its last, in hours.
    pub median_duration_hours: Option<f64>,
    /// Mean loss of the cases with a loss, in reais.
    pub mean_loss: Option<f64>,
    /// Median loss of the cases with a loss, in reais.
    pub median_loss: Option<f64>,
    /// Share of the losses that was recovered.
    pub recovered: Option<f64>,
    /// Share of the cases that were reported.
    pub reported: Option<f64>,
    /// When its labels became known.
    pub known: KnownShare,
}

/// Shares of labelled payments whose label became known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnownShare {
    /// Within each of [`Report::horizons_days`] after the payment.
    ///
    /// [`Report::horizons_days`]: super::Report::horizons_days
    pub after: [Option<f64>; HORIZONS_DAYS.len()],
    /// At any time.
    pub ever: Option<f64>,
}
