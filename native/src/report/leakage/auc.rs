//! The area under the ROC curve of a column: how often a fraud has a higher value than another payment.

use std::collections::HashMap;

use crate::report::read::NULL;

/// Numbers with more distinct values are binned before rates are learnt from them.
const FEW: usize = 300;
/// The number of bins.
const BINS: u64 = 100;
/// The fraud rate assumed for a value, with the weight of one row.
const PRIOR: f64 = 0.02;

/// The numbers of frauds and other rows with a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Level {
    pub(super) key: i64,
    pub(super) frauds: u64,
    pub(super) others: u64,
}

/// The values of a column in ascending order, null first, given the keys of its rows.
pub(super) fn levels(keys: &[i64], is_fraud: impl Fn(usize) -> bool) -> Vec<Level> {
    let values = || keys.iter().copied().filter(|key| *key != NULL);
    let (Some(least), Some(most)) = (values().min(), values().max()) else {
        return levels_of_sorted(
            keys.iter()
                .enumerate()
                .map(|(row, key)| (*key, is_fraud(row))),
        );
    };
    // A narrow range of values is counted, which is faster than sorting.
    let span = most.abs_diff(least);
    if span < 1 << 20 {
        let mut counts = vec![[0; 2]; span as usize + 1];
        let mut nulls = [0; 2];
        for (row, key) in keys.iter().enumerate() {
            let count = match *key {
                NULL => &mut nulls,
                key => &mut counts[(key - least) as usize],
            };
            count[usize::from(is_fraud(row))] += 1;
        }
        let counted = (least..).zip(counts);
        let level = |(key, [others, frauds]): (i64, [u64; 2])| Level {
            key,
            frauds,
            others,
        };
        let all = std::iter::once((NULL, nulls)).chain(counted).map(level);
        return all
            .filter(|level| level.frauds + level.others > 0)
            .collect();
    }
    let mut rows: Vec<(i64, bool)> = keys
        .iter()
        .enumerate()
        .map(|(row, key)| (*key, is_fraud(row)))
        .collect();
    rows.sort_unstable();
    levels_of_sorted(rows.into_iter())
}

/// The levels of rows that are sorted by key.
fn levels_of_sorted(rows: impl Iterator<Item = (i64, bool)>) -> Vec<Level> {
    let mut levels: Vec<Level> = Vec::new();
    for (key, is_fraud) in rows {
        if levels.last().is_none_or(|last| last.key != key) {
            levels.push(Level {
                key,
                frauds: 0,
                others: 0,
            });
        }
        if let Some(level) = levels.last_mut() {
            level.frauds += u64::from(is_fraud);
            level.others += u64::from(!is_fraud);
        }
    }
    levels
}

/// The area under the curve of (frauds, others) in ascending order of score; ties count half.
pub(super) fn area(levels: impl Iterator<Item = (u64, u64)>) -> Option<f64> {
    let (mut all_frauds, mut lower, mut won) = (0, 0, 0.0);
    for (frauds, others) in levels {
        won += frauds as f64 * (lower as f64 + others as f64 / 2.0);
        all_frauds += frauds;
        lower += others;
    }
    (all_frauds > 0 && lower > 0).then(|| won / (all_frauds as f64 * lower as f64))
}

/// The area of a column's own order, in the better direction, with nulls first or last.
pub(super) fn rank_area(levels: &[Level]) -> Option<f64> {
    let nulls = levels.iter().take_while(|level| level.key == NULL).count();
    let (nulls, values) = levels.split_at(nulls);
    let counts = |level: &Level| (level.frauds, level.others);
    let first = area(nulls.iter().chain(values).map(counts))?;
    let last = area(values.iter().chain(nulls).map(counts))?;
    Some(first.max(1.0 - first).max(last).max(1.0 - last))
}

/// The bins of a column, for each of which a fraud rate is learnt.
#[derive(Debug)]
pub(super) enum Bins {
    /// Each value by itself.
    Values(HashMap<i64, usize>),
    /// Values up to each of these, and those above; null by itself.
    Ranges(Vec<i64>),
}

impl Bins {
    /// Each value by itself if they are text or few, else ranges of about equal numbers of rows.
    pub(super) fn new(levels: &[Level], is_text: bool) -> Self {
        let values = || levels.iter().filter(|level| level.key != NULL);
        if is_text || values().count() <= FEW {
            return Self::Values(
                (0..)
                    .zip(levels)
                    .map(|(bin, level)| (level.key, bin))
                    .collect(),
            );
        }
        let total: u64 = values().map(|level| level.frauds + level.others).sum();
        let (mut ends, mut before) = (Vec::new(), 0);
        let mut percents = (1..BINS).peekable();
        for level in values() {
            before += level.frauds + level.others;
            // The lowest value that this percentage of the rows do not exceed.
            while percents
                .next_if(|percent| before * BINS >= percent * total)
                .is_some()
            {
                if ends.last() != Some(&level.key) {
                    ends.push(level.key);
                }
            }
        }
        Self::Ranges(ends)
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Ranges(ends) => ends.len() + 2,
        }
    }

    pub(super) fn bin(&self, key: i64) -> usize {
        match self {
            Self::Values(values) => values.get(&key).copied().unwrap_or_default(),
            Self::Ranges(ends) if key == NULL => ends.len() + 1,
            Self::Ranges(ends) => ends.partition_point(|end| *end < key),
        }
    }
}

/// The area of the fraud rates of bins, learnt on some rows and tested on others. Both are given as
/// (frauds, others) by bin.
pub(super) fn learnt_area(learnt: &[(u64, u64)], tested: &[(u64, u64)]) -> Option<f64> {
    let rate =
        |(frauds, others): (u64, u64)| (frauds as f64 + PRIOR) / ((frauds + others) as f64 + 1.0);
    let mut scored: Vec<(f64, (u64, u64))> = learnt
        .iter()
        .map(|counts| rate(*counts))
        .zip(tested.iter().copied())
        .collect();
    scored.sort_by(|one, other| one.0.total_cmp(&other.0));
    // Bins with the same rate are tied.
    let alike = scored.chunk_by(|one, other| one.0 == other.0);
    area(alike.map(|bins| {
        bins.iter().fold((0, 0), |sum, (_, counts)| {
            (sum.0 + counts.0, sum.1 + counts.1)
        })
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Levels of rows, given as (key, is it a fraud).
    fn rows(rows: &[(i64, bool)]) -> Vec<Level> {
        let keys: Vec<i64> = rows.iter().map(|row| row.0).collect();
        levels(&keys, |row| rows[row].1)
    }

    #[test]
    fn levels_count_rows_of_each_value() {
        let expected = [(NULL, 0, 1), (-2, 1, 0), (7, 1, 2)].map(|(key, frauds, others)| Level {
            key,
            frauds,
            others,
        });
        let some = [(7, true), (-2, true), (7, false), (NULL, false), (7, false)];
        assert_eq!(rows(&some), expected);
        // The same by sorting, for a wide range of values.
        let far = some.map(|(key, is_fraud)| (if key == 7 { 7 << 40 } else { key }, is_fraud));
        let counts = |levels: Vec<Level>| {
            levels
                .iter()
                .map(|l| (l.frauds, l.others))
                .collect::<Vec<_>>()
        };
        assert_eq!(counts(rows(&far)), counts(rows(&some)));
        assert_eq!(
            rows(&[(NULL, true), (NULL, false)]),
            [Level {
                key: NULL,
                frauds: 1,
                others: 1
            }]
        );
        assert!(rows(&[]).is_empty());
    }

    #[test]
    fn the_area_counts_pairs_and_ties_half() {
        // Frauds 3 and 5 against others 1, 3 and 4: of six pairs, 3>1 and 5>1,3,4 are won, 3=3 is tied.
        let levels = rows(&[(3, true), (5, true), (1, false), (3, false), (4, false)]);
        assert_eq!(rank_area(&levels), Some(4.5 / 6.0));
        // The opposite direction is as good.
        let down = rows(&[
            (-3, true),
            (-5, true),
            (-1, false),
            (-3, false),
            (-4, false),
        ]);
        assert_eq!(rank_area(&down), Some(4.5 / 6.0));
        assert_eq!(rank_area(&rows(&[(1, true), (1, false)])), Some(0.5));
        assert_eq!(rank_area(&rows(&[(1, false)])), None);
    }

    #[test]
    fn nulls_are_first_or_last_as_is_better() {
        // Others are null or low, frauds high: nulls belong first.
        let first = [
            (NULL, false),
            (NULL, false),
            (1, false),
            (2, true),
            (3, true),
        ];
        assert_eq!(rank_area(&rows(&first)), Some(1.0));
        // Frauds are null or high: nulls belong last.
        let last = [(NULL, true), (1, false), (2, false), (3, true)];
        assert_eq!(rank_area(&rows(&last)), Some(1.0));
    }

    #[test]
    fn bins_have_about_equal_numbers_of_rows() {
        let keys: Vec<i64> = (0..1_000).collect();
        let levels = levels(&keys, |_| false);
        let bins = Bins::new(&levels, false);
        assert_eq!(bins.count(), 101);
        let mut counts = vec![0; bins.count()];
        for key in keys {
            counts[bins.bin(key)] += 1;
        }
        assert!(counts[..100].iter().all(|count| *count == 10), "{counts:?}");
        assert_eq!(bins.bin(NULL), 100);
        assert_eq!(Bins::new(&levels, true).count(), 1_000);
    }

    #[test]
    fn a_peak_in_the_middle_is_found_by_rates() {
        let levels = rows(&[(1, false), (2, true), (3, false)]);
        assert_eq!(rank_area(&levels), Some(0.5));
        let counts = [(0, 50), (50, 0), (0, 50)];
        assert_eq!(learnt_area(&counts, &counts), Some(1.0));
        // Bins without rows get the assumed rate, and equal rates are tied.
        assert_eq!(learnt_area(&[(0, 0), (0, 0)], &[(1, 0), (0, 1)]), Some(0.5));
    }
}
