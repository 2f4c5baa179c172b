//! [`estimate`]: figures with intervals, from customers that are drawn again and again.

use serde::Serialize;

use super::figures::Figures;
use super::measure::{Subject, quantile};
use crate::error::Error;
use crate::parallel::{Cancelled, Context, workers};

/// How often customers are drawn.
pub const RESAMPLES: u64 = 200;

/// Of the first draw; the others follow.
const SEED: u64 = 0x5eed;

/// The shares of resamples below the ends of an interval.
const ENDS: [f64; 2] = [0.025, 0.975];

/// A figure with its interval of 95 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The figure.
    pub value: Option<f64>,
    /// Where the interval begins.
    pub low: Option<f64>,
    /// Where it ends.
    pub high: Option<f64>,
}

/// The figures of a subject, with intervals: as many customers as there are, drawn with replacement, each with all rows.
pub(super) fn estimate(
    context: &Context,
    subject: &Subject<'_>,
) -> Result<Figures<Estimate>, Error> {
    let draws: Vec<u64> = (0..RESAMPLES).collect();
    let mut resamples = Vec::<Vec<f64>>::new();
    let work = |(): &mut (), draw: &u64, reply: workers::Reply<_>| {
        let figures = subject.measure(&drawn(subject.customers(), SEED + draw));
        reply.send(Ok(values(figures)));
    };
    workers::run(
        context,
        &draws,
        || (),
        work,
        |values: Option<Vec<_>>| {
            for (index, value) in values.into_iter().flatten().enumerate() {
                if resamples.len() <= index {
                    resamples.push(Vec::new());
                }
                resamples[index].extend(value);
            }
            Ok(())
        },
    )?;
    if context.cancel.is_cancelled() {
        return Err(Cancelled.into());
    }
    let mut resamples = resamples.into_iter();
    let figures = subject.measure(&vec![1; subject.customers()]);
    Ok(figures.map(&mut |value| {
        let mut others = resamples.next().unwrap_or_default();
        others.sort_by(f64::total_cmp);
        let [low, high] = ENDS.map(|share| quantile(&others, share).filter(|_| value.is_some()));
        Estimate { value, low, high }
    }))
}

/// How often each customer is drawn.
fn drawn(customers: usize, seed: u64) -> Vec<u32> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut weights = vec![0; customers];
    for _ in 0..customers {
        weights[rng.usize(..customers)] += 1;
    }
    weights
}

/// The values of figures, in the order in which they are visited.
fn values(figures: Figures<Option<f64>>) -> Vec<Option<f64>> {
    let mut values = Vec::new();
    figures.map(&mut |value| values.push(value));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tasks::{Kind, Row, Truth};

    #[test]
    fn intervals_are_the_same_on_any_number_of_threads_and_hold_the_figure() {
        let mut rng = fastrand::Rng::with_seed(1);
        let row = |id: i64| Row {
            id,
            customer: id / 20,
            time: id,
            value: 100 + id % 7,
            group: (id % 11 == 0).then_some((id % 2) as u16),
            case: (id % 11 == 0).then_some(id / 20),
        };
        let truth = Truth {
            kind: Kind::Sequence,
            rows: (0..4_000).map(row).collect(),
            groups: vec!["PHISHING", "SIM_SWAP"],
        };
        let score = |row: &Row| rng.f64() + if row.group.is_some() { 0.5 } else { 0.0 };
        let scores: Vec<_> = truth.rows.iter().map(score).collect();
        let subject = Subject::new(&truth, &scores);
        let figures = estimate(&Context::new(1), &subject).expect("figures");
        assert_eq!(
            figures,
            estimate(&Context::new(3), &subject).expect("figures")
        );
        let Estimate { value, low, high } = figures.roc_auc;
        let (value, low, high) = (value.expect("one"), low.expect("one"), high.expect("one"));
        assert!(
            low < value && value < high && high - low < 0.1,
            "{figures:?}"
        );
    }
}
