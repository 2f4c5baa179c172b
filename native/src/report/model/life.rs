//! [`Lives`]: whether everyday life has the money, the graph and the habits that it should have.

use serde::Serialize;

/// Figures of everyday life.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lives {
    /// SQL of the views that the figures' queries read, beside the tables and the view `payments`.
    pub views: &'static [&'static str],
    /// The figures.
    pub figures: Vec<LimitedResult>,
}

/// A figure with limits on both sides, and what was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LimitedResult {
    /// What it is about: `money`, `graph` or `time`.
    pub topic: &'static str,
    /// Its name, which no other figure has.
    pub name: String,
    /// Its unit: `%`, `×` or none.
    pub unit: &'static str,
    /// The lowest value that it should have.
    pub low: f64,
    /// The highest value that it should have.
    pub high: f64,
    /// The measured value; none if no customer counts.
    pub measured: Option<f64>,
    /// Half the width of the measured value's 95 % confidence interval: with few customers it is wide.
    pub margin: Option<f64>,
    /// Whether the measured value lies within the limits and its margin.
    pub is_met: Option<bool>,
    /// Where the limits come from: who published them, or that they are an assumption.
    pub source: &'static str,
    /// A query that measures it over the dataset's tables.
    pub sql: String,
}
