//! [`History`]: a customer's payments so far, and those within the last hour, day and week.

use fraudgen_core::calendar::{DAY, HOUR};

const WINDOWS: [i64; 3] = [HOUR, DAY, 7 * DAY];

/// A customer's payments so far.
#[derive(Debug, Default)]
pub(super) struct History {
    times: Vec<i64>,
    /// The sum of all amounts before each payment.
    before: Vec<i64>,
    total: i64,
    /// The first payment in each window.
    starts: [usize; WINDOWS.len()],
}

impl History {
    /// The time of the last payment.
    pub(super) fn last(&self) -> Option<i64> {
        self.times.last().copied()
    }

    /// The number and sum of the payments in each window before a time.
    pub(super) fn recent(&mut self, time: i64) -> ([i32; 3], [i64; 3]) {
        let (mut counts, mut sums) = ([0; 3], [0; 3]);
        for (window, length) in WINDOWS.into_iter().enumerate() {
            let start = &mut self.starts[window];
            while self.times.get(*start).is_some_and(|at| *at < time - length) {
                *start += 1;
            }
            counts[window] = (self.times.len() - *start) as i32;
            sums[window] = self.total - self.before.get(*start).unwrap_or(&self.total);
        }
        (counts, sums)
    }

    pub(super) fn push(&mut self, time: i64, amount: i64) {
        self.times.push(time);
        self.before.push(self.total);
        self.total += amount;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn windows_slide() {
        let mut history = History::default();
        for (time, amount) in [(0, 1), (HOUR, 2), (DAY, 4)] {
            history.push(time, amount);
        }
        assert_eq!(history.recent(DAY + HOUR), ([1, 2, 3], [4, 6, 7]));
        assert_eq!(history.recent(8 * DAY + 1), ([0, 0, 0], [0, 0, 0]));
    }
}
