//! Statistics of a distribution, which is given as values in ascending order with their counts.

/// The quantile of a share, interpolated between two values.
pub(super) fn quantile(counts: &[(i64, u64)], share: f64) -> Option<f64> {
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    let rank = share * total.checked_sub(1)? as f64;
    let nth = |rank: u64| {
        let mut before = 0;
        let value = counts.iter().find(|(_, count)| {
            before += count;
            before > rank
        });
        value.map(|(value, _)| *value as f64)
    };
    let (low, high) = (nth(rank.floor() as u64)?, nth(rank.ceil() as u64)?);
    Some(low + (high - low) * rank.fract())
}

/// The most frequent value, the lowest of several.
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

/// The share of the sum that the highest hundredth of the values has.
pub(super) fn top_hundredth(counts: &[(i64, u64)]) -> Option<f64> {
    let total: u64 = counts.iter().map(|(_, count)| count).sum();
    let sum = |counts: &mut dyn Iterator<Item = (i64, u64)>| -> f64 {
        counts
            .map(|(value, count)| value as f64 * count as f64)
            .sum()
    };
    let all = sum(&mut counts.iter().copied());
    let mut left = total / 100;
    let mut highest = counts.iter().rev().map(|(value, count)| {
        let taken = left.min(*count);
        left -= taken;
        (*value, taken)
    });
    (all > 0.0).then(|| sum(&mut highest) / all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statistics_of_a_distribution() {
        let counts = vec![(1, 2), (2, 1), (4, 1)];
        assert_eq!(quantile(&counts, 0.0), Some(1.0));
        assert_eq!(quantile(&counts, 0.5), Some(1.5));
        assert_eq!(quantile(&counts, 1.0), Some(4.0));
        assert_eq!(quantile(&[], 0.5), None);
        assert_eq!(mode(&counts), Some(1.0));
        // Two of two hundred.
        assert_eq!(
            top_hundredth(&[(0, 190), (1, 8), (3, 1), (9, 1)]),
            Some(0.6)
        );
        // One of four has all: (n−1)/n.
        assert_eq!(gini(&[(0, 3), (8, 1)]), Some(0.75));
        assert_eq!(gini(&[(5, 7)]), Some(0.0));
    }
}
