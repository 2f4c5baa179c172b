//! [`Typology`]: the cases and payments of one kind of fraud.

use fraudgen_core::calendar::HOUR;
use serde::Serialize;

use super::payments::{HORIZONS, Tally};
use super::rows::Case;
use super::stories::reais;
use super::word::Word;

/// A typology's cases and payments.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Typology {
    /// The typology.
    pub fraud_type: String,
    /// Its cases among the customers that were read.
    pub cases: u64,
    /// Its labelled payments.
    pub payments: u64,
    /// Payments of a case, on average.
    pub mean_length: Option<f64>,
    /// From a case's first payment to its last, in hours, in the middle of all cases.
    pub median_duration_hours: Option<f64>,
    /// What a case with a loss lost, in reais, on average.
    pub mean_loss: Option<f64>,
    /// The same in the middle of all cases with a loss.
    pub median_loss: Option<f64>,
    /// Share of the losses that came back.
    pub recovered: Option<f64>,
    /// Share of the cases that were reported.
    pub reported: Option<f64>,
    /// When its labels became known.
    pub known: KnownShare,
}

/// Shares of labelled payments whose labels were known.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KnownShare {
    /// So many days after the payment.
    pub after: [Option<f64>; HORIZONS.len()],
    /// At any time.
    pub ever: Option<f64>,
}

/// Each typology, in the order given.
pub(super) fn describe(typologies: &[Word], cases: &[Case], tally: &Tally) -> Vec<Typology> {
    let one = |(index, kind): (usize, &Word)| {
        let cases: Vec<_> = cases
            .iter()
            .filter(|case| case.fraud_type == *kind)
            .collect();
        let known = tally.known[index];
        let count = cases.len() as f64;
        let sum = |of: fn(&Case) -> i64| cases.iter().map(|case| of(case)).sum::<i64>() as f64;
        let durations = cases
            .iter()
            .map(|case| (case.last - case.first) as f64 / HOUR as f64);
        let losses = || {
            cases
                .iter()
                .filter(|case| case.lost > 0)
                .map(|case| reais(case.lost))
        };
        Typology {
            fraud_type: kind.as_str().into(),
            cases: cases.len() as u64,
            payments: known.of,
            mean_length: share(sum(|case| case.transactions.into()), count),
            median_duration_hours: median(durations.collect()),
            mean_loss: share(losses().sum(), losses().count() as f64),
            median_loss: median(losses().collect()),
            recovered: share(sum(|case| case.recovered), sum(|case| case.lost)),
            reported: share(sum(|case| case.reported.is_some().into()), count),
            known: KnownShare {
                after: known
                    .after
                    .map(|count| share(count as f64, known.of as f64)),
                ever: share(known.ever as f64, known.of as f64),
            },
        }
    };
    typologies.iter().enumerate().map(one).collect()
}

fn share(part: f64, whole: f64) -> Option<f64> {
    (whole > 0.0).then(|| part / whole)
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    let lower = values[(values.len() - 1) / 2];
    Some((lower + upper) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(vec![]), None);
        assert_eq!(median(vec![3.0, 1.0, 9.0]), Some(3.0));
        assert_eq!(median(vec![4.0, 1.0, 9.0, 2.0]), Some(3.0));
    }
}
