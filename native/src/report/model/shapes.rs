//! [`Shapes`]: how payments are spread over time and amounts.

use serde::Serialize;

/// Upper ends of the classes of amounts, in reais: four to a decade.
pub(in crate::report) const AMOUNT_CLASSES: [f64; 24] = [
    1.0, 1.78, 3.16, 5.62, 10.0, 17.8, 31.6, 56.2, 100.0, 178.0, 316.0, 562.0, 1_000.0, 1_780.0,
    3_160.0, 5_620.0, 10_000.0, 17_800.0, 31_600.0, 56_200.0, 100_000.0, 178_000.0, 316_000.0,
    562_000.0,
];

/// Payments of a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Month {
    /// Year and month.
    pub month: String,
    /// All payments.
    pub payments: u64,
    /// Payments labelled as fraud, by typology in the order of [`Report::typologies`].
    ///
    /// [`Report::typologies`]: super::Report::typologies
    pub frauds: Vec<u64>,
}

/// How payments are spread over time and amounts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shapes {
    /// Upper ends of the classes of amounts, in reais; one more class holds everything above.
    pub amount_classes: Vec<f64>,
    /// The everyday payments of each instrument.
    pub everyday: Vec<InstrumentShape>,
    /// The payments of each instrument that are labelled as fraud.
    pub frauds: Vec<InstrumentShape>,
    /// Everyday Pix payments by day.
    pub days: Vec<Day>,
}

/// How the payments of an instrument are spread.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InstrumentShape {
    /// The instrument.
    pub instrument: String,
    /// Number of payments.
    pub payments: u64,
    /// Mean amount, in reais.
    pub mean_amount: f64,
    /// Payments by hour of day in Brasília.
    pub hours: Vec<u64>,
    /// Payments by weekday, Monday first.
    pub weekdays: Vec<u64>,
    /// Payments by class of amount.
    pub amounts: Vec<u64>,
}

/// Everyday Pix payments of a day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Day {
    /// The day, in Brasília.
    pub day: String,
    /// Number of payments.
    pub payments: u64,
    /// Whether it is the fifth business day of the month, by which salaries must be paid.
    pub is_payday: bool,
}
