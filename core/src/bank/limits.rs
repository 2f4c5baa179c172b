//! Limits on sums over a period: Pix at night, Pix from a new device, a credit card's month.

use crate::calendar::{Date, HOUR, time_of_day};

/// From this date persons may send [`NIGHT_PIX`] by Pix between 20:00 and 6:00, unless they raised the limit
/// (BCB, 2021).
const NIGHT_RULE: Date = Date::from_civil(2021, 10, 4);
/// The night limit, in centavos.
pub(crate) const NIGHT_PIX: i64 = 100_000;
/// From this date a new device may send R$200 per Pix and R$1,000 a day until it is registered (BCB, 2024).
pub(crate) const NEW_DEVICE_RULE: Date = Date::from_civil(2024, 11, 1);
/// The limit of a new device per Pix, in centavos.
pub(crate) const NEW_DEVICE_PIX: i64 = 20_000;
/// The limit of a new device per day, in centavos.
pub(crate) const NEW_DEVICE_DAY: i64 = 100_000;

/// A limit on the sum of the payments of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Limit {
    /// By [`night_of`].
    NightPix,
    /// By day, over the customer's own devices.
    NewDevice,
    /// By [`month_of`], on the credit card of a slot, by index.
    Credit(u8),
}

/// How much of a limit fraud cases use in a period. Their outcomes are fixed when they are planned, so that
/// cells are independent of each other; everyday payments have to leave them this amount.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Reservation {
    pub(crate) customer: u64,
    pub(crate) limit: Limit,
    pub(crate) period: i64,
    pub(crate) sum: i64,
}

/// The running total of the current period.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct PeriodTotal {
    period: i64,
    sum: i64,
}

impl PeriodTotal {
    /// The total so far in `period`, a number from [`night_of`], [`day_of`] or [`month_of`].
    pub(crate) fn sum(&self, period: i64) -> i64 {
        if self.period == period { self.sum } else { 0 }
    }

    pub(crate) fn add(&mut self, period: i64, amount: i64) {
        self.sum = self.sum(period) + amount;
        self.period = period;
    }
}

/// The number of the night (20:00 to 6:00) that a time falls in, if there is a night limit by then.
pub(crate) fn night_of(time: i64) -> Option<i64> {
    let hour = time_of_day(time) / HOUR;
    let limited = !(6..20).contains(&hour) && Date::of(time) >= NIGHT_RULE;
    limited.then(|| day_of(time - 6 * HOUR))
}

/// The number of the day in Brasília time.
pub(crate) fn day_of(time: i64) -> i64 {
    i64::from(Date::of(time).0)
}

/// The number of the calendar month in Brasília time.
pub(crate) fn month_of(time: i64) -> i64 {
    let (year, month, _) = Date::of(time).civil();
    i64::from(year) * 12 + i64::from(month)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_night_spans_midnight() {
        let noon = Date::from_civil(2025, 1, 31).midnight() + 12 * HOUR;
        assert_eq!(night_of(noon), None);
        assert_eq!(night_of(noon + 8 * HOUR), night_of(noon + 18 * HOUR - 1));
        assert_eq!(night_of(noon + 18 * HOUR), None);
        assert!(night_of(noon + 8 * HOUR) > night_of(noon - 7 * HOUR));
        assert_eq!(night_of(Date::from_civil(2021, 10, 1).midnight()), None);
        assert_eq!(month_of(noon + 12 * HOUR), month_of(noon) + 1);
    }
}
