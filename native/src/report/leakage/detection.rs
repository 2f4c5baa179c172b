//! The best detection rules on one column or two: those that flag most frauds with a high precision.

use super::auc::Level;
use crate::report::read::NULL;

/// The share of the flagged rows that must be frauds.
pub(super) const PRECISION: f64 = 0.95;
/// A rule must flag this many frauds: fewer may be chance if a column has many values.
const FEWEST: u64 = 20;
/// The most steps of a column in a rule on two columns.
const STEPS: usize = 63;
/// The step of rows that no rule on two columns flags.
pub(super) const NONE: u8 = u8::MAX;

/// How a value is compared with a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    AtMost,
    Above,
}

impl Comparison {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Equal => "=",
            Self::AtMost => "<=",
            Self::Above => ">",
        }
    }
}

/// A comparison with a key, and the rows that it flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Flagged {
    pub(super) comparison: Comparison,
    pub(super) key: i64,
    pub(super) frauds: u64,
    pub(super) others: u64,
}

fn is_precise(frauds: u64, others: u64) -> bool {
    frauds >= FEWEST && frauds as f64 >= PRECISION * (frauds + others) as f64
}

/// The best rule on one column.
pub(super) fn best_of_one(levels: &[Level], is_text: bool) -> Option<Flagged> {
    let mut best: Option<Flagged> = None;
    let mut consider = |flagged: Flagged| {
        let is_better = best.is_none_or(|best| best.frauds < flagged.frauds);
        if is_precise(flagged.frauds, flagged.others) && is_better {
            best = Some(flagged);
        }
    };
    let (nulls, values) =
        levels.split_at(levels.iter().take_while(|level| level.key == NULL).count());
    let equal = |level: &Level| Flagged {
        comparison: Comparison::Equal,
        key: level.key,
        frauds: level.frauds,
        others: level.others,
    };
    nulls.iter().map(equal).for_each(&mut consider);
    if is_text {
        values.iter().map(equal).for_each(&mut consider);
        return best;
    }
    let all = values.iter().fold((0, 0), |sum, level| {
        (sum.0 + level.frauds, sum.1 + level.others)
    });
    let (mut frauds, mut others) = (0, 0);
    for level in values {
        (frauds, others) = (frauds + level.frauds, others + level.others);
        let key = level.key;
        consider(Flagged {
            comparison: Comparison::AtMost,
            key,
            frauds,
            others,
        });
        consider(Flagged {
            comparison: Comparison::Above,
            key,
            frauds: all.0 - frauds,
            others: all.1 - others,
        });
    }
    best
}

/// A column cut into few steps.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Axis {
    /// Numbers: a step up to each of these keys, and one above them.
    Numbers(Vec<i64>),
    /// Text: a step for each of these keys.
    Text(Vec<i64>),
}

impl Axis {
    /// Cuts a column at quantiles of its frauds, and at extreme quantiles of the others.
    pub(super) fn new(levels: &[Level], is_text: bool) -> Self {
        let values = || levels.iter().filter(|level| level.key != NULL);
        if is_text {
            let mut most: Vec<_> = values().filter(|level| level.frauds > 0).collect();
            most.sort_by_key(|level| (std::cmp::Reverse(level.frauds), level.key));
            return Self::Text(most.iter().take(STEPS).map(|level| level.key).collect());
        }
        const OF_FRAUDS: u64 = 24;
        const ENDS: [u64; 10] = [1, 3, 10, 30, 100, 9_900, 9_970, 9_990, 9_997, 9_999];
        let sum = |of: fn(&Level) -> u64| values().map(of).sum::<u64>();
        let (frauds, others) = (sum(|level| level.frauds), sum(|level| level.others));
        let (mut cuts, mut before) = (Vec::new(), (0, 0));
        let mut of_frauds = (0..OF_FRAUDS).peekable();
        let mut of_others = ENDS.into_iter().peekable();
        let mut last = None;
        for level in values() {
            before = (before.0 + level.frauds, before.1 + level.others);
            let is_reached = |share: &u64| before.0 > 0 && before.0 * OF_FRAUDS >= share * frauds;
            let (mut is_cut, mut is_cut_before) = (false, false);
            while of_frauds.next_if(is_reached).is_some() {
                (is_cut, is_cut_before) = (true, true);
            }
            while of_others
                .next_if(|share| before.1 * 10_000 >= share * others)
                .is_some()
            {
                is_cut = true;
            }
            // On either side of a quantile of the frauds.
            cuts.extend(last.filter(|last| is_cut_before && cuts.last() != Some(last)));
            cuts.extend(is_cut.then_some(level.key));
            last = Some(level.key);
        }
        Self::Numbers(cuts)
    }

    pub(super) fn step(&self, key: i64) -> u8 {
        match self {
            _ if key == NULL => NONE,
            Self::Numbers(cuts) => cuts.partition_point(|cut| *cut < key) as u8,
            Self::Text(keys) => keys
                .iter()
                .position(|one| *one == key)
                .map_or(NONE, |step| step as u8),
        }
    }

    /// The comparisons that a rule may make, with the steps that each flags.
    fn comparisons(&self) -> Vec<(Comparison, i64, std::ops::Range<usize>)> {
        match self {
            Self::Text(keys) => keys
                .iter()
                .enumerate()
                .map(|(step, key)| (Comparison::Equal, *key, step..step + 1))
                .collect(),
            Self::Numbers(cuts) => cuts
                .iter()
                .enumerate()
                .flat_map(|(step, cut)| {
                    [
                        (Comparison::AtMost, *cut, 0..step + 1),
                        (Comparison::Above, *cut, step + 1..cuts.len() + 1),
                    ]
                })
                .collect(),
        }
    }
}

/// The best rule on two columns: its comparisons, with the frauds and others that the rule flags.
pub(super) fn best_of_two(
    [one, other]: [(&Axis, &[u8]); 2],
    is_fraud: &[bool],
) -> Option<[Flagged; 2]> {
    const WIDTH: usize = STEPS + 1;
    let mut grid = vec![[0_u32; 2]; WIDTH * WIDTH];
    for ((a, b), is_fraud) in one.1.iter().zip(other.1).zip(is_fraud) {
        if *a != NONE && *b != NONE {
            grid[usize::from(*a) * WIDTH + usize::from(*b)][usize::from(*is_fraud)] += 1;
        }
    }
    // Sums over all lower steps of both columns, from which the sum of any rectangle takes four look-ups.
    let mut below = vec![[0_i64; 2]; (WIDTH + 1) * (WIDTH + 1)];
    let at = |a: usize, b: usize| a * (WIDTH + 1) + b;
    for a in 0..WIDTH {
        for b in 0..WIDTH {
            for kind in 0..2 {
                below[at(a + 1, b + 1)][kind] = i64::from(grid[a * WIDTH + b][kind])
                    + below[at(a, b + 1)][kind]
                    + below[at(a + 1, b)][kind]
                    - below[at(a, b)][kind];
            }
        }
    }
    let seconds = other.0.comparisons();
    let mut best: Option<[Flagged; 2]> = None;
    for (comparison, key, rows) in one.0.comparisons() {
        for (second, second_key, columns) in &seconds {
            let count = |kind: usize| {
                (below[at(rows.end, columns.end)][kind]
                    - below[at(rows.start, columns.end)][kind]
                    - below[at(rows.end, columns.start)][kind]
                    + below[at(rows.start, columns.start)][kind]) as u64
            };
            let (others, frauds) = (count(0), count(1));
            if is_precise(frauds, others) && best.is_none_or(|best| best[0].frauds < frauds) {
                let flagged = |comparison, key| Flagged {
                    comparison,
                    key,
                    frauds,
                    others,
                };
                best = Some([flagged(comparison, key), flagged(*second, *second_key)]);
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(key: i64, frauds: u64, others: u64) -> Level {
        Level {
            key,
            frauds,
            others,
        }
    }

    #[test]
    fn the_best_threshold_keeps_the_precision() {
        // Above 5: 39 of 41 are frauds, 0.951; above 4: 59 of 64, too few.
        let levels = [
            level(4, 0, 900),
            level(5, 20, 3),
            level(6, 19, 1),
            level(7, 20, 1),
        ];
        let best = best_of_one(&levels, false).expect("a rule");
        assert_eq!(
            best,
            Flagged {
                comparison: Comparison::Above,
                key: 5,
                frauds: 39,
                others: 2
            }
        );
        let down: Vec<_> = levels
            .iter()
            .rev()
            .map(|l| level(-l.key, l.frauds, l.others))
            .collect();
        let best = best_of_one(&down, false).expect("a rule");
        assert_eq!(
            best,
            Flagged {
                comparison: Comparison::AtMost,
                key: -6,
                frauds: 39,
                others: 2
            }
        );
        assert_eq!(best_of_one(&[level(1, 1, 1), level(2, 1, 1)], false), None);
    }

    #[test]
    fn null_and_text_are_flagged_by_equality() {
        let levels = [
            level(NULL, 20, 0),
            level(1, 30, 1),
            level(2, 5, 100),
            level(3, 19, 0),
        ];
        let best = best_of_one(&levels, true).expect("a rule");
        assert_eq!(
            (best.comparison, best.key, best.frauds),
            (Comparison::Equal, 1, 30)
        );
        assert_eq!(best_of_one(&levels[3..], true), None, "too few to tell");
        let best = best_of_one(&levels[..1], false).expect("a rule");
        assert_eq!((best.comparison, best.key), (Comparison::Equal, NULL));
    }

    #[test]
    fn two_columns_find_what_neither_does() {
        // Frauds are where both are high; each column alone is even.
        let rows: Vec<(i64, i64, bool)> = (0..400)
            .map(|row| (row % 20, row / 20, row % 20 > 9 && row / 20 > 9))
            .collect();
        let axis = |key: fn(&(i64, i64, bool)) -> i64| {
            let keys: Vec<i64> = rows.iter().map(key).collect();
            let levels = crate::report::leakage::auc::levels(&keys, |row| rows[row].2);
            assert_eq!(best_of_one(&levels, false), None);
            let axis = Axis::new(&levels, false);
            let steps: Vec<u8> = keys.iter().map(|key| axis.step(*key)).collect();
            (axis, steps)
        };
        let (one, two) = (axis(|row| row.0), axis(|row| row.1));
        let is_fraud: Vec<bool> = rows.iter().map(|row| row.2).collect();
        let [first, second] =
            best_of_two([(&one.0, &one.1), (&two.0, &two.1)], &is_fraud).expect("a rule");
        assert_eq!((first.comparison, first.key), (Comparison::Above, 9));
        assert_eq!((second.comparison, second.key), (Comparison::Above, 9));
        assert_eq!((first.frauds, first.others), (100, 0));
    }

    #[test]
    fn null_is_in_no_step() {
        let axis = Axis::new(&[level(NULL, 5, 5), level(3, 5, 5)], false);
        assert_eq!((axis.step(NULL), axis.step(3)), (NONE, 0));
    }
}
