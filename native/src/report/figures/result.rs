//! [`results`] and [`limited`]: figures as the report shows them.

use super::figure::{Expected, Figure};
use super::meter::{Estimate, Meter};
use crate::report::model::{FigureResult, LimitedResult};

/// The published figures of a topic, with what was measured.
pub(in crate::report) fn results<R>(
    topic: &'static str,
    figures: &[Figure<R>],
    meter: &Meter,
) -> Vec<FigureResult> {
    let result = |(figure, measured): (&Figure<R>, Option<Estimate>)| {
        let Expected::Published { value, tolerance } = figure.expected else {
            return None;
        };
        Some(FigureResult {
            topic,
            name: figure.name.clone(),
            unit: figure.unit,
            published: value,
            tolerance,
            measured: measured.map(|measured| measured.value),
            margin: measured.map(|measured| measured.margin),
            is_met: is_met(figure, measured),
            source: figure.source,
            sql: figure.sql.clone(),
        })
    };
    let estimates = meter.estimates(figures);
    figures.iter().zip(estimates).filter_map(result).collect()
}

/// The figures of a topic that have limits, with what was measured.
pub(in crate::report) fn limited<R>(
    topic: &'static str,
    figures: &[Figure<R>],
    meter: &Meter,
) -> Vec<LimitedResult> {
    let result = |(figure, measured): (&Figure<R>, Option<Estimate>)| {
        let Expected::Limits { low, high } = figure.expected else {
            return None;
        };
        Some(LimitedResult {
            topic,
            name: figure.name.clone(),
            unit: figure.unit,
            low,
            high,
            measured: measured.map(|measured| measured.value),
            margin: measured.map(|measured| measured.margin),
            is_met: is_met(figure, measured),
            source: figure.source,
            sql: figure.sql.clone(),
        })
    };
    let estimates = meter.estimates(figures);
    figures.iter().zip(estimates).filter_map(result).collect()
}

/// Whether a measured value is as expected, within its margin.
fn is_met<R>(figure: &Figure<R>, measured: Option<Estimate>) -> Option<bool> {
    measured.map(|measured| figure.expected.excess(measured.value) <= measured.margin)
}
