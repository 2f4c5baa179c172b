//! [`Figure`]: a quantity of the data and what was published of it, and [`Meter`]: the quantity, measured.

use std::collections::HashMap;

/// How many groups the customers are dealt into, to tell how far chance moves a figure.
const GROUPS: usize = 32;
/// Standard errors of an interval that holds the truth nineteen times in twenty.
const TWO_SIDED_95: f64 = 1.96;

/// A quantity of the data, and what was published.
pub(super) struct Figure<R> {
    pub(super) name: String,
    pub(super) unit: &'static str,
    pub(super) published: f64,
    /// How far from it is near enough, in the same unit.
    pub(super) tolerance: f64,
    pub(super) source: &'static str,
    /// The same measured by a query, over the tables and the view that the report tells of.
    pub(super) sql: String,
    pub(super) measure: Measure<R>,
}

impl<R> std::fmt::Debug for Figure<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Figure")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

/// Two sums that a row adds to: above and below the line of a fraction.
type Fraction = (i64, i64);
/// Values in ascending order, and how often each is there.
type Counts = Vec<(i64, u64)>;
/// What a row adds; nothing where it is not among those that count.
type Of<R, T> = Box<dyn Fn(&R) -> Option<T> + Send + Sync>;

/// How a figure is measured, over rows.
pub(super) enum Measure<R> {
    /// `factor` × the sum of one thing ÷ the sum of another: shares and means.
    Ratio { factor: f64, of: Of<R, Fraction> },
    /// One fraction ÷ another.
    Quotient(Of<R, [Fraction; 2]>),
    /// A statistic of all values.
    Distribution {
        of: Of<R, i64>,
        statistic: fn(&[(i64, u64)]) -> Option<f64>,
    },
}

/// What rows add up to, by group of customers.
#[derive(Debug, Clone)]
enum Sums {
    Fractions(Box<[[Fraction; 2]; GROUPS]>),
    Counts(Vec<HashMap<i64, u32>>),
}

/// Figures, being measured.
#[derive(Debug, Clone)]
pub(super) struct Meter(Vec<Sums>);

/// A figure's value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Measured {
    pub(super) value: f64,
    /// How far chance may have moved it, nineteen times in twenty.
    pub(super) margin: f64,
}

impl Meter {
    pub(super) fn new<R>(figures: &[Figure<R>]) -> Self {
        let sums = |figure: &Figure<R>| match figure.measure {
            Measure::Ratio { .. } | Measure::Quotient(_) => {
                Sums::Fractions(Box::new([[(0, 0); 2]; GROUPS]))
            }
            Measure::Distribution { .. } => Sums::Counts(vec![HashMap::new(); GROUPS]),
        };
        Self(figures.iter().map(sums).collect())
    }

    /// Adds a row of a customer.
    pub(super) fn add<R>(&mut self, figures: &[Figure<R>], customer: i64, row: &R) {
        let group = group_of(customer);
        for (sums, figure) in self.0.iter_mut().zip(figures) {
            match (sums, &figure.measure) {
                (Sums::Fractions(sums), Measure::Ratio { of, .. }) => {
                    if let Some(fraction) = of(row) {
                        plus(&mut sums[group][0], fraction);
                    }
                }
                (Sums::Fractions(sums), Measure::Quotient(of)) => {
                    if let Some([one, other]) = of(row) {
                        plus(&mut sums[group][0], one);
                        plus(&mut sums[group][1], other);
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

    /// Adds what another meter of the same figures measured.
    pub(super) fn merge(&mut self, other: Meter) {
        for (ours, theirs) in self.0.iter_mut().zip(other.0) {
            match (ours, theirs) {
                (Sums::Fractions(ours), Sums::Fractions(theirs)) => {
                    for (ours, theirs) in ours.iter_mut().zip(*theirs) {
                        plus(&mut ours[0], theirs[0]);
                        plus(&mut ours[1], theirs[1]);
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

    /// The figures' values, each none where no row counts.
    pub(super) fn measured<R>(&self, figures: &[Figure<R>]) -> Vec<Option<Measured>> {
        let value = |(sums, figure): (&Sums, &Figure<R>)| match (sums, &figure.measure) {
            (Sums::Fractions(sums), Measure::Ratio { factor, .. }) => {
                jackknife(|without| Some(factor * quotient(added(&sums[..], without)[0])?))
            }
            (Sums::Fractions(sums), Measure::Quotient(_)) => jackknife(|without| {
                let [one, other] = added(&sums[..], without);
                Some(quotient(one)? / quotient(other)?)
            }),
            (Sums::Counts(groups), Measure::Distribution { statistic, .. }) => {
                let all = counted(groups);
                jackknife(|without| match without {
                    None => statistic(&all),
                    Some(group) => statistic(&less(&all, &groups[group])),
                })
            }
            _ => unreachable!("a meter is made for its figures"),
        };
        self.0.iter().zip(figures).map(value).collect()
    }
}

/// Which group a customer belongs to: neighbours to others.
fn group_of(customer: i64) -> usize {
    ((customer as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 59) as usize % GROUPS
}

fn plus(sum: &mut Fraction, other: Fraction) {
    sum.0 += other.0;
    sum.1 += other.1;
}

fn quotient((above, below): Fraction) -> Option<f64> {
    (below != 0).then(|| above as f64 / below as f64)
}

fn added(groups: &[[Fraction; 2]], without: Option<usize>) -> [Fraction; 2] {
    let mut sum = [(0, 0); 2];
    for (index, group) in groups.iter().enumerate() {
        if without != Some(index) {
            plus(&mut sum[0], group[0]);
            plus(&mut sum[1], group[1]);
        }
    }
    sum
}

fn counted(groups: &[HashMap<i64, u32>]) -> Counts {
    let mut all: HashMap<i64, u64> = HashMap::new();
    for (value, count) in groups.iter().flatten() {
        *all.entry(*value).or_default() += u64::from(*count);
    }
    let mut all: Vec<_> = all.into_iter().collect();
    all.sort_unstable();
    all
}

/// The counts without those of one group.
fn less(all: &[(i64, u64)], group: &HashMap<i64, u32>) -> Counts {
    let mut rest = all.to_vec();
    for (value, count) in group {
        if let Ok(place) = rest.binary_search_by_key(value, |(value, _)| *value) {
            rest[place].1 -= u64::from(*count);
        }
    }
    rest.retain(|(_, count)| *count > 0);
    rest
}

/// A statistic of all groups, and by how much it changes as each of them is left out: the jackknife, which
/// holds for shares, means and quantiles alike although the payments of a customer resemble each other.
fn jackknife(statistic: impl Fn(Option<usize>) -> Option<f64>) -> Option<Measured> {
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
    Some(Measured {
        value,
        margin: TWO_SIDED_95 * ((count - 1.0) / count * squares).sqrt(),
    })
}

/// The quantile of values with their counts, between two values where it falls between them.
pub(super) fn quantile(counts: &[(i64, u64)], share: f64) -> Option<f64> {
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    let place = share * total.checked_sub(1)? as f64;
    let nth = |place: u64| {
        let mut before = 0;
        let value = counts.iter().find(|(_, count)| {
            before += count;
            before > place
        });
        value.map(|(value, _)| *value as f64)
    };
    let (low, high) = (nth(place.floor() as u64)?, nth(place.ceil() as u64)?);
    Some(low + (high - low) * place.fract())
}

/// The value that is there most often, the least of several.
pub(super) fn mode(counts: &[(i64, u64)]) -> Option<f64> {
    let most = counts.iter().map(|(_, count)| count).max()?;
    let first = counts.iter().find(|(_, count)| count == most);
    first.map(|(value, _)| *value as f64)
}

/// The Gini coefficient of values: 0 where all have the same, 1 where one has all.
pub(super) fn gini(counts: &[(i64, u64)]) -> Option<f64> {
    let (mut before, mut weighted, mut sum) = (0.0, 0.0, 0.0);
    for (value, count) in counts {
        let (value, count) = (*value as f64, *count as f64);
        // The ranks of equal values, on average.
        weighted += value * count * (before + (count + 1.0) / 2.0);
        sum += value * count;
        before += count;
    }
    (sum > 0.0).then(|| 2.0 * weighted / (before * sum) - (before + 1.0) / before)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figure(measure: Measure<i64>) -> [Figure<i64>; 1] {
        [Figure {
            name: String::new(),
            unit: "",
            published: 0.0,
            tolerance: 0.0,
            source: "",
            sql: String::new(),
            measure,
        }]
    }

    fn measured(figures: &[Figure<i64>], rows: &[(i64, i64)]) -> Option<Measured> {
        // In two meters, as threads do.
        let mut meters = [Meter::new(figures), Meter::new(figures)];
        for (index, (customer, row)) in rows.iter().enumerate() {
            meters[index % 2].add(figures, *customer, row);
        }
        let [mut all, other] = meters;
        all.merge(other);
        all.measured(figures)[0]
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

    #[test]
    fn statistics_of_a_distribution() {
        let counts = vec![(1, 2), (2, 1), (4, 1)];
        assert_eq!(quantile(&counts, 0.0), Some(1.0));
        assert_eq!(quantile(&counts, 0.5), Some(1.5));
        assert_eq!(quantile(&counts, 1.0), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(mode(&counts), Some(1.0));
        // One of four has all: (n−1)/n.
        assert_eq!(gini(&[(0, 3), (8, 1)]), Some(0.75));
        assert_eq!(gini(&[(5, 7)]), Some(0.0));
    }
}
