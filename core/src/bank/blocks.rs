//! [`Blocks`]: when payments from an account are refused.

use core::ops::Range;

use crate::calendar::{DAY, HOUR};
use crate::random::rng::{Purpose, Rng};

/// Mean time until an account is blocked by mistake: about 1% of accounts are in a year (assumption).
const UNTIL_FALSE_ALARM: f64 = 100.0 * 365.0 * DAY as f64;
/// How long it stays blocked then (assumption).
const FALSE_ALARM: (i64, i64) = (2 * HOUR, 2 * DAY);

/// When payments from an account are refused.
#[derive(Debug, Clone)]
pub(crate) struct Blocks {
    /// From when on it is blocked for good; never, if that is after all times.
    for_good: i64,
    /// When it was blocked by mistake.
    by_mistake: Range<i64>,
}

impl Blocks {
    /// The blocks of an account in a period.
    pub(crate) fn new(seed: u64, period: &Range<i64>, account: i64, for_good: Option<i64>) -> Self {
        let mut rng = Rng::new(seed, Purpose::FalseAlarms, account as u64);
        let after = rng.unit() * UNTIL_FALSE_ALARM;
        let start = period.start + after as i64;
        let length = match start < period.end {
            true => rng.between(FALSE_ALARM.0, FALSE_ALARM.1),
            false => 0,
        };
        Self {
            for_good: for_good.unwrap_or(i64::MAX),
            by_mistake: start..start + length,
        }
    }

    /// Whether the account is blocked for good at a time.
    pub(crate) fn are_for_good(&self, time: i64) -> bool {
        self.for_good <= time
    }

    /// Whether a payment at a time is refused.
    pub(super) fn refuse(&self, time: i64) -> bool {
        self.are_for_good(time) || self.by_mistake.contains(&time)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_account_in_a_hundred_is_blocked_by_mistake_in_a_year() {
        let blocks = |account| Blocks::new(1, &(0..365 * DAY), account, None);
        let alarms: alloc::vec::Vec<Range<i64>> = (0..20_000)
            .map(|account| blocks(account).by_mistake)
            .filter(|range| !range.is_empty())
            .collect();
        assert!((150..250).contains(&alarms.len()), "{}", alarms.len());
        for range in alarms {
            assert!((2 * HOUR..=2 * DAY).contains(&(range.end - range.start)));
        }
    }

    #[test]
    fn an_account_blocked_for_good_stays_so() {
        let blocks = Blocks::new(1, &(0..DAY), 7, Some(HOUR));
        let at = [HOUR - 1, HOUR, 900 * DAY].map(|time| blocks.refuse(time));
        assert_eq!(at, [false, true, true]);
    }
}
