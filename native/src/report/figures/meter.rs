//! [`Meter`]: measures figures over rows, each with its margin of error.

use std::collections::HashMap;

use super::figure::{Figure, Fraction, Measure};

/// How many groups the customers are divided into for the jackknife.
const GROUPS: usize = 32;
/// Standard errors in half of a 95 % confidence interval.
const TWO_SIDED_95: f64 = 1.96;

/// What the rows of a figure add up to, by group of customers.
#[derive(Debug, Clone)]
enum Sums {
    Fractions(Box<[[Fraction; 2]; GROUPS]>),
    Counts(Vec<HashMap<i64, u32>>),
}

/// Values in ascending order, with their counts.
type Counts = Vec<(i64, u64)>;

/// Measures figures over rows.
#[derive(Debug, Clone)]
pub(in crate::report) struct Meter(Vec<Sums>);

/// A measured value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::report) struct Estimate {
    pub(in crate::report) value: f64,
    /// Half the width of its 95 % confidence interval.
    pub(in crate::report) margin: f64,
}

impl Meter {
    pub(in crate::report) fn new<R>(figures: &[Figure<R>]) -> Self {
        let sums = |figure: &Figure<R>| match figure.measure {
            Measure::Ratio { .. } | Measure::Quotient(_) => {
                Sums::Fractions(Box::new([[(0, 0); 2]; GROUPS]))
            }
            Measure::Distribution { .. } => Sums::Counts(vec![HashMap::new(); GROUPS]),
        };
        Self(figures.iter().map(sums).collect())
    }

    /// Adds a row of a customer.
    pub(in crate::report) fn add<R>(&mut self, figures: &[Figure<R>], customer: i64, row: &R) {
        let group = group_of(customer);
        for (sums, figure) in self.0.iter_mut().zip(figures) {
            match (sums, &figure.measure) {
                (Sums::Fractions(sums), Measure::Ratio { of, .. }) => {
                    if let Some(fraction) = of(row) {
                        add(&mut sums[group][0], fraction);
                    }
                }
                (Sums::Fractions(sums), Measure::Quotient(of)) => {
                    if let Some([one, other]) = of(row) {
                        add(&mut sums[group][0], one);
                        add(&mut sums[group][1], other);
                    }
                }
                (Sums::Counts(counts), Measure::Distribution { of, .. }) => {
                    if let Some(value) = of(row) {
                        *counts[group].entry(value).or_default() += 1;
                    }
                }
                _ => unreachable!("a meter is made for its figures"),
            }
        }
    }

    /// Adds the sums of another meter of the same figures.
    pub(in crate::report) fn merge(&mut self, other: Meter) {
        for (ours, theirs) in self.0.iter_mut().zip(other.0) {
            match (ours, theirs) {
                (Sums::Fractions(ours), Sums::Fractions(theirs)) => {
                    for (ours, theirs) in ours.iter_mut().zip(*theirs) {
                        add(&mut ours[0], theirs[0]);
                        add(&mut ours[1], theirs[1]);
                    }
                }
                (Sums::Counts(ours), Sums::Counts(theirs)) => {
                    for (ours, theirs) in ours.iter_mut().zip(theirs) {
                        for (value, count) in theirs {
                            *ours.entry(value).or_default() += count;
                        }
                    }
                }
                _ => unreachable!("meters of the same figures are alike"),
            }
        }
    }

    /// The values of the figures; none if no row counts.
    pub(in crate::report) fn estimates<R>(&self, figures: &[Figure<R>]) -> Vec<Option<Estimate>> {
        let value = |(sums, figure): (&Sums, &Figure<R>)| match (sums, &figure.measure) {
            (Sums::Fractions(sums), Measure::Ratio { factor, .. }) => {
                jackknife(|without| Some(factor * quotient(sum_of(&sums[..], without)[0])?))
            }
            (Sums::Fractions(sums), Measure::Quotient(_)) => jackknife(|without| {
                let [one, other] = sum_of(&sums[..], without);
                Some(quotient(one)? / quotient(other)?)
            }),
            (Sums::Counts(groups), Measure::Distribution { statistic, .. }) => {
                let all = counts_of(groups);
                jackknife(|without| match without {
                    None => statistic(&all),
                    Some(group) => statistic(&subtract(&all, &groups[group])),
                })
            }
            _ => unreachable!("a meter is made for its figures"),
        };
        self.0.iter().zip(figures).map(value).collect()
    }
}

/// The group of a customer; neighbours are in different ones.
fn group_of(customer: i64) -> usize {
    ((customer as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) as usize % GROUPS
}

fn add(sum: &mut Fraction, other: Fraction) {
    sum.0 += other.0;
    sum.1 += other.1;
}

fn quotient((above, below): Fraction) -> Option<f64> {
    (below != 0).then(|| above as f64 / below as f64)
}

fn sum_of(groups: &[[Fraction; 2]], without: Option<usize>) -> [Fraction; 2] {
    let mut sum = [(0, 0); 2];
    for (index, group) in groups.iter().enumerate() {
        if without != Some(index) {
            add(&mut sum[0], group[0]);
            add(&mut sum[1], group[1]);
        }
    }
    sum
}

fn counts_of(groups: &[HashMap<i64, u32>]) -> Counts {
    let mut all: HashMap<i64, u64> = HashMap::new();
    for (value, count) in groups.iter().flatten() {
        *all.entry(*value).or_default() += u64::from(*count);
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable();
    all
}

/// The counts without those of one group.
fn subtract(all: &[(i64, u64)], group: &HashMap<i64, u32>) -> Counts {
    let mut rest = all.to_vec();
    for (value, count) in group {
        if let Ok(at) = rest.binary_search_by_key(value, |(value, _)| *value) {
            rest[at].1 -= u64::from(*count);
        }
    }
    rest.retain(|(_, count)| *count > 0);
    rest
}

/// A statistic of all groups, with the margin of the delete-one-group jackknife. It holds for shares, means
/// and quantiles, although the payments of a customer are correlated.
fn jackknife(statistic: impl Fn(Option<usize>) -> Option<f64>) -> Option<Estimate> {
    let value = statistic(None)?;
    let values: Vec<f64> = (0..GROUPS)
        .filter_map(|group| statistic(Some(group)))
        .collect();
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values
        .iter()
        .map(|value| (value - mean) * (value - mean))
        .sum();
    Some(Estimate {
        value,
        margin: TWO_SIDED_95 * ((count - 1.0) / count * squares).sqrt(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::figure::Expected;
    use super::*;

    fn figure(measure: Measure<i64>) -> [Figure<i64>; 1] {
        [Figure {
            name: String::new(),
            unit: "",
            expected: Expected::Limits {
                low: 0.0,
                high: 0.0,
            },
            source: "",
            sql: String::new(),
            measure,
        }]
    }

    fn measured(figures: &[Figure<i64>], rows: &[(i64, i64)]) -> Option<Estimate> {
        // In two meters, as threads do.
        let mut meters = [Meter::new(figures), Meter::new(figures)];
        for (index, (customer, row)) in rows.iter().enumerate() {
            meters[index % 2].add(figures, *customer, row);
        }
        let [mut all, other] = meters;
        all.merge(other);
        all.estimates(figures)[0]
    }

    #[test]
    fn a_ratio_is_one_sum_over_another() {
        let share = figure(Measure::Ratio {
            factor: 100.0,
            of: Box::new(|row| (*row > 0).then_some((i64::from(*row > 2), 1))),
        });
        let rows = [(1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 0)];
        assert_eq!(measured(&share, &rows).expect("rows").value, 60.0);
        assert_eq!(measured(&share, &[(1, 0)]), None);
    }

    #[test]
    fn a_quotient_compares_two_means() {
        let quotient = figure(Measure::Quotient(Box::new(|row| {
            Some(if *row < 10 {
                [(*row, 1), (0, 0)]
            } else {
                [(0, 0), (*row, 1)]
            })
        })));
        let rows = [(1, 2), (2, 4), (3, 10), (4, 20)];
        assert_eq!(measured(&quotient, &rows).expect("rows").value, 0.2);
    }

    #[test]
    fn the_margin_is_that_of_independent_customers() {
        let mean = figure(Measure::Ratio {
            factor: 1.0,
            of: Box::new(|row| Some((*row, 1))),
        });
        // A fair coin: the standard error of a share is √(p(1−p)/n).
        let mut coin = fastrand::Rng::with_seed(1);
        let rows: Vec<_> = (0..40_000)
            .map(|customer| (customer, coin.i64(0..2)))
            .collect();
        let found = measured(&mean, &rows).expect("rows");
        let expected = TWO_SIDED_95 * (0.25 / rows.len() as f64).sqrt();
        assert!((found.value - 0.5).abs() < 2.0 * expected);
        assert!(
            (0.5..2.0).contains(&(found.margin / expected)),
            "{found:?} {expected}"
        );
        // Rows of the same customer that are alike add nothing.
        let coins: Vec<_> = (0..400).map(|_| coin.i64(0..2)).collect();
        let rows: Vec<_> = (0..40_000)
            .map(|row| (row / 100, coins[row as usize / 100]))
            .collect();
        let clustered = measured(&mean, &rows).expect("rows");
        assert!(
            clustered.margin > 5.0 * found.margin,
            "{clustered:?} {found:?}"
        );
    }
}
