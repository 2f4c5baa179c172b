//! Leakage: how well single columns, and rules on one or two columns, separate fraud from other payments.

mod auc;
mod column;
mod detection;
mod features;

use std::cmp::Reverse;

use self::column::ScannedColumn;
use self::detection::{Flagged, PRECISION, best_of_two};
use self::features::Feature;
use super::model::{DetectionRule, Leakage};
use super::read::RowGroup;
use super::rows::Label;
use crate::error::Error;
use crate::parallel::{Context, workers};

/// The AUC that no column should exceed.
const LIMIT: f64 = 0.85;
/// The number of the strongest columns that are tried in pairs.
const PAIRED: usize = 20;

/// Scans the columns of some row groups, one column at a time on each thread, which takes a number per row.
/// `labels` are those of all their rows. `done` gets the number of columns scanned, and of all.
pub(super) fn measure(
    context: &Context,
    row_groups: &[&RowGroup<'_>],
    labels: &[Label],
    typologies: Vec<String>,
    mut done: impl FnMut(usize, usize),
) -> Result<Leakage, Error> {
    let features = row_groups.first().copied().map(Feature::all);
    let features = features.unwrap_or_default();
    let mut columns: Vec<ScannedColumn> = Vec::new();
    workers::run(
        context,
        &features,
        || (),
        |(), feature, reply| {
            reply.send(ScannedColumn::scan(
                feature,
                row_groups,
                labels,
                typologies.len(),
            ));
        },
        |column| {
            columns.extend(column);
            done(columns.len(), features.len());
            Ok(())
        },
    )?;
    columns.sort_by(|one, other| {
        let by_auc = other.leakage.auc.total_cmp(&one.leakage.auc);
        by_auc.then_with(|| one.feature.name.cmp(other.feature.name))
    });
    let frauds = labels.iter().filter(|label| label.is_fraud()).count() as u64;
    let best_of_one = best_column(&columns).map(|flagged| detection_rule(&[flagged], frauds));
    let best_of_two = best_pair(context, &columns, labels)?;
    Ok(Leakage {
        rows: labels.len() as u64,
        frauds,
        limit: LIMIT,
        best_of_one,
        best_of_two: best_of_two.map(|pair| detection_rule(&pair, frauds)),
        precision: PRECISION,
        columns: columns.into_iter().map(|column| column.leakage).collect(),
        typologies,
    })
}

/// The column with the rule on it that flags most frauds; of equal ones the strongest column.
fn best_column(columns: &[ScannedColumn]) -> Option<(&ScannedColumn, Flagged)> {
    columns
        .iter()
        .filter_map(|column| Some((column, column.best?)))
        .reduce(|best, one| {
            if best.1.frauds < one.1.frauds {
                one
            } else {
                best
            }
        })
}

/// The best rule on two of the strongest columns.
fn best_pair<'a>(
    context: &Context,
    columns: &'a [ScannedColumn],
    labels: &[Label],
) -> Result<Option<[(&'a ScannedColumn, Flagged); 2]>, Error> {
    let strongest = columns.get(..PAIRED).unwrap_or(columns);
    let pairs: Vec<_> = (0..strongest.len())
        .flat_map(|one| (0..one).map(move |other| (other, one)))
        .collect();
    let frauds: Vec<bool> = labels.iter().map(|label| label.is_fraud()).collect();
    let mut best: Option<((usize, usize), [Flagged; 2])> = None;
    workers::run(
        context,
        &pairs,
        || (),
        |(), &(one, other), reply| {
            let column = |index: usize| (&strongest[index].axis, strongest[index].steps.as_slice());
            let flagged = best_of_two([column(one), column(other)], &frauds);
            reply.send(Ok(((one, other), flagged)));
        },
        |result| {
            if let Some((pair, Some(flagged))) = result {
                // The most frauds, then the strongest columns, whichever thread is first.
                let rank = |(pair, flagged): &((usize, usize), [Flagged; 2])| {
                    (Reverse(flagged[0].frauds), *pair)
                };
                let found = (pair, flagged);
                if best.as_ref().is_none_or(|best| rank(&found) < rank(best)) {
                    best = Some(found);
                }
            }
            Ok(())
        },
    )?;
    Ok(best.map(|((one, other), [first, second])| {
        [(&strongest[one], first), (&strongest[other], second)]
    }))
}

/// The rule whose conditions are comparisons of these columns, all of which flag the same rows.
fn detection_rule(conditions: &[(&ScannedColumn, Flagged)], all_frauds: u64) -> DetectionRule {
    let (frauds, others) = conditions
        .first()
        .map_or((0, 0), |(_, flagged)| (flagged.frauds, flagged.others));
    DetectionRule {
        conditions: conditions
            .iter()
            .map(|(column, flagged)| column.condition(flagged))
            .collect(),
        flagged: frauds + others,
        frauds,
        precision: frauds as f64 / (frauds + others).max(1) as f64,
        recall: frauds as f64 / all_frauds.max(1) as f64,
    }
}
