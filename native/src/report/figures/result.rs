//! [`results`]: figures as the report shows them.

use super::figure::Figure;
use super::meter::{Estimate, Meter};
use crate::report::model::FigureResult;

/// The published figures of a topic, with what was measured.
pub(in crate::report) fn results<R>(
    topic: &'static str,
    figures: &[Figure<R>],
    meter: &Meter,
) -> Vec<FigureResult> {
    let result = |(figure, measured): (&Figure<R>, Option<Estimate>)| FigureResult {
        topic,
        name: figure.name.clone(),
        unit: figure.unit,
        published: figure.published,
        tolerance: figure.tolerance,
        measured: measured.map(|measured| measured.value),
        margin: measured.map(|measured| measured.margin),
        is_met: measured.map(|measured| {
            (measured.value - figure.published).abs() <= figure.tolerance + measured.margin
        }),
        source: figure.source,
        sql: figure.sql.clone(),
    };
    let estimates = meter.estimates(figures);
    figures.iter().zip(estimates).map(result).collect()
}
