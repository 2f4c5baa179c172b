//! When someone becomes a customer, leaves and makes no payments in between.

use core::ops::Range;

use crate::calendar::{DAY, Date};
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::CustomerKind;
use crate::spec::Spec;

/// Customers who join during the period, per mille.
const JOINERS: u32 = 60;
/// The share of customers of usual activity who leave in a year (assumption).
const LEAVERS: f64 = 0.04;
/// The activity at which it holds: the busier, the fewer leave, by the square root (assumption).
const USUAL_ACTIVITY: f64 = 55.0;
/// Customers who make no payments of their own for a while during the period, per mille, and for how many days
/// (assumptions).
const DORMANT: u32 = 50;
const DORMANT_DAYS: (i64, i64) = (30, 120);
/// How many days someone is a customer within the period, at least.
const LEAST_DAYS: u32 = 14;

/// When the first account was opened: mostly long ago, for some during the period.
pub(super) fn joined(spec: &Spec, rng: &mut Rng, kind: CustomerKind, born: Date) -> Date {
    let adult = match kind {
        CustomerKind::Person => born.0 + 16 * 365,
        CustomerKind::Company => born.0 + 15,
    };
    let (ago, joins) = (rng.unit(), rng.chance(JOINERS));
    let latest = (spec.days as i32 - least_days(spec)).max(1);
    let within = rng.below(latest as u64) as i32;
    if joins {
        return Date(spec.start.0 + within);
    }
    // Recent years have more; up to 15 years ago.
    let ago = ago * (0.6 + 0.4 * ago);
    Date((spec.start.0 - 1 - (ago * 15.0 * 365.0) as i32).max(adult.min(spec.start.0 - 1)))
}

/// The business day within the period on which a customer closes the accounts, if so.
pub(super) fn left(spec: &Spec, number: u64, since: Date, activity: f64) -> Option<Date> {
    let mut rng = Rng::new(spec.seed, Purpose::Leaving, number);
    let rate = LEAVERS * libm::sqrt(USUAL_ACTIVITY / activity);
    let days = -libm::log(1.0 - rng.unit()) / rate * 365.0;
    let first = since.max(spec.start).0 + least_days(spec);
    let day = Date(first + days.min(f64::from(spec.days)) as i32).next_business_day();
    (day.0 < spec.start.0 + spec.days as i32).then_some(day)
}

/// When a customer makes no payments of their own, while active: at most half of that time, and mostly never.
pub(super) fn dormant(spec: &Spec, number: u64, active: &Range<i64>) -> Range<i64> {
    let mut rng = Rng::new(spec.seed, Purpose::Dormancy, number);
    let length = rng.between(DORMANT_DAYS.0, DORMANT_DAYS.1) * DAY;
    let days = (active.end - active.start) / DAY;
    if !rng.chance(DORMANT) || days * DAY < 2 * length {
        return 0..0;
    }
    let day = Date::of(active.start).0 + rng.below(days as u64 - (length / DAY) as u64) as i32;
    let from = Date(day + 1).midnight();
    from..from + length
}

/// In a short period, half of it.
fn least_days(spec: &Spec) -> i32 {
    (spec.days / 2).clamp(1, LEAST_DAYS) as i32
}
