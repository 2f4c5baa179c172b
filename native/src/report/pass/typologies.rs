//! [`describe`]: the cases and payments of each typology.

use fraudgen_core::calendar::HOUR;

use super::label_delays::LabelDelays;
use crate::report::model::Typology;
use crate::report::read::ShortText;
use crate::report::rows::{FraudCase, reais};

/// Describes a typology, given all cases and how soon its labels became known.
pub(super) fn describe(typology: ShortText, cases: &[FraudCase], delays: &LabelDelays) -> Typology {
    let cases: Vec<_> = cases
        .iter()
        .filter(|case| case.fraud_type == typology)
        .collect();
    let count = cases.len() as f64;
    let sum = |of: fn(&FraudCase) -> i64| cases.iter().map(|case| of(case)).sum::<i64>() as f64;
    let durations = cases
        .iter()
        .map(|case| (case.last - case.first) as f64 / HOUR as f64);
    let losses: Vec<f64> = cases
        .iter()
        .filter(|case| case.lost > 0)
        .map(|case| reais(case.lost))
        .collect();
    Typology {
        fraud_type: typology.as_str().into(),
        cases: cases.len() as u64,
        payments: delays.payments,
        mean_length: share(sum(|case| case.transactions.into()), count),
        median_duration_hours: median(durations.collect()),
        mean_loss: share(losses.iter().sum(), losses.len() as f64),
        recovered: share(sum(|case| case.recovered), sum(|case| case.lost)),
        reported: share(sum(|case| case.reported.is_some().into()), count),
        median_loss: median(losses),
        known: delays.shares(),
    }
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
