//! Limits that a bank holds sums against: a night's Pix, a new device's, a card's month.

use crate::calendar::{Date, HOUR, time_of_day};

/// From this day on persons may send [`NIGHT_PIX`] by Pix from 20 to 6 h, unless they raised it (BCB, 2021).
const NIGHT_RULE: Date = Date::from_civil(2021, 10, 4);
/// The night's limit in centavos.
pub(crate) const NIGHT_PIX: i64 = 100_000;
/// From this day a new device may send R$200 a Pix and R$1,000 a day until it is registered (BCB, 2024).
pub(crate) const NEW_DEVICE_RULE: Date = Date::from_civil(2024, 11, 1);
/// What a new device may send in one Pix, in centavos.
pub(crate) const NEW_DEVICE_PIX: i64 = 20_000;
/// What a new device may send in a day, in centavos.
pub(crate) const NEW_DEVICE_DAY: i64 = 100_000;

/// A limit on the sum of a span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    /// By [`night_of`].
    NightPix,
    /// By day, on the customer's own devices.
    NewDevice,
    /// By [`month_of`], on the card that scenes use.
    Credit,
}

/// What fraud cases spend of a limit. They are settled when they are planned, so that cells need not know
/// of each other; everyday life leaves them that much.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reserved {
    pub(crate) customer: u64,
    pub(crate) limit: Limit,
    pub(crate) span: i64,
    pub(crate) sum: i64,
}

/// The sum of the span that runs.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct PeriodTotal {
    since: i64,
    sum: i64,
}

impl PeriodTotal {
    /// The sum so far in the span numbered `since`.
    pub(crate) fn sum(&self, since: i64) -> i64 {
        if self.since == since { self.sum } else { 0 }
    }

    pub(crate) fn add(&mut self, since: i64, amount: i64) {
        self.sum = self.sum(since) + amount;
        self.since = since;
    }
}

/// The number of the night (20 to 6 h) that a time falls in, where nights have a limit.
pub(crate) fn night_of(time: i64) -> Option<i64> {
    let hour = time_of_day(time) / HOUR;
    let limited = !(6..20).contains(&hour) && Date::of(time) >= NIGHT_RULE;
    limited.then(|| day_of(time - 6 * HOUR))
}

/// The number of the day in Brasília.
pub(crate) fn day_of(time: i64) -> i64 {
    i64::from(Date::of(time).0)
}

/// The number of the calendar month in Brasília.
pub(crate) fn month_of(time: i64) -> i64 {
    let (year, month, _) = Date::of(time).civil();
    i64::from(year) * 12 + i64::from(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_runs_over_midnight() {
        let noon = Date::from_civil(2025, 1, 31).midnight() + 12 * HOUR;
        assert_eq!(night_of(noon), None);
        assert_eq!(night_of(noon + 8 * HOUR), night_of(noon + 18 * HOUR - 1));
        assert_eq!(night_of(noon + 18 * HOUR), None);
        assert!(night_of(noon + 8 * HOUR) > night_of(noon - 7 * HOUR));
        assert_eq!(night_of(Date::from_civil(2021, 10, 1).midnight()), None);
        assert_eq!(month_of(noon + 12 * HOUR), month_of(noon) + 1);
    }
}
