//! [`Calibration`]: the dataset compared with published figures.

use serde::Serialize;

/// The dataset compared with published figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// SQL of the view `payments` that the figures' queries read. They also read the table
    /// `bank_holidays(day)`: the days on which banks are closed.
    pub view: &'static str,
    /// The figures.
    pub figures: Vec<FigureResult>,
}

/// A published figure, and the same figure of the dataset.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FigureResult {
    /// The table or kind of payment that it is about.
    pub topic: &'static str,
    /// Its name, which no other figure has.
    pub name: String,
    /// Its unit: `%`, `R$`, `×`, `h`, or none.
    pub unit: &'static str,
    /// The published value.
    pub published: f64,
    /// How far the measured value may lie from the published one, in the same unit.
    pub tolerance: f64,
    /// The measured value; none if no row counts.
    pub measured: Option<f64>,
    /// Half the width of the measured value's 95 % confidence interval: with few customers it is wide.
    pub margin: Option<f64>,
    /// Whether the measured value lies within tolerance and margin of the published one.
    pub is_met: Option<bool>,
    /// Who published it, and for which period.
    pub source: &'static str,
    /// A query that measures it over the dataset's tables.
    pub sql: String,
}
