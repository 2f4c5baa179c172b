//! [`Ranking`]: rows by score, the highest first.

use std::ops::Range;

/// Rows by score, the highest first; those of the same score are alerted together.
#[derive(Debug)]
pub(super) struct Ranking {
    order: Vec<u32>,
    /// Where each run of equal scores ends in the order.
    ends: Vec<usize>,
    /// The run that each row is in.
    run_of: Vec<u32>,
}

impl Ranking {
    /// The ranking of scores, which are finite.
    pub(super) fn new(scores: &[f64]) -> Self {
        let mut order: Vec<u32> = (0..scores.len() as u32).collect();
        let score = |row: u32| scores[row as usize];
        order.sort_unstable_by(|a, b| score(*b).total_cmp(&score(*a)).then(a.cmp(b)));
        // Zeros are equal, whatever their signs.
        let runs = order.chunk_by(|a, b| score(*a) == score(*b));
        let (mut ends, mut run_of) = (Vec::new(), vec![0; scores.len()]);
        let mut end = 0;
        for run in runs {
            end += run.len();
            for row in run {
                run_of[*row as usize] = ends.len() as u32;
            }
            ends.push(end);
        }
        Self {
            order,
            ends,
            run_of,
        }
    }

    /// The rows of each run of equal scores.
    pub(super) fn runs(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        let range = |(start, end): (usize, &usize)| -> Range<usize> { start..*end };
        let ranges = starts.zip(&self.ends).map(range);
        ranges.map(|range| &self.order[range])
    }

    /// Whether a row is in the first so many runs.
    pub(super) fn is_among(&self, row: u32, runs: usize) -> bool {
        (self.run_of[row as usize] as usize) < runs
    }

    /// A row of the last of the first so many runs.
    pub(super) fn last_of(&self, runs: usize) -> Option<u32> {
        let end = *self.ends.get(runs.checked_sub(1)?)?;
        Some(self.order[end - 1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_scores_are_one_run() {
        let ranking = Ranking::new(&[0.5, -0.0, 2.0, 0.0, 0.5]);
        let runs: Vec<_> = ranking.runs().map(<[u32]>::to_vec).collect();
        assert_eq!(runs.iter().map(Vec::len).collect::<Vec<_>>(), [1, 2, 2]);
        assert_eq!(runs[0], [2]);
        assert!(ranking.is_among(4, 2) && !ranking.is_among(1, 2) && !ranking.is_among(2, 0));
        assert_eq!(ranking.last_of(1), Some(2));
        assert_eq!(ranking.last_of(0), None);
    }
}
