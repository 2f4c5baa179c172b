//! When someone becomes a customer, and when they leave.

use crate::calendar::Date;
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::CustomerKind;
use crate::spec::Spec;

/// Customers who join during the period, per mille.
const JOINERS: u32 = 60;
/// The share of customers of usual activity who leave in a year (assumption).
const LEAVERS: f64 = 0.04;
/// The activity at which it holds: the busier, the fewer leave, by the square root (assumption).
const USUAL_ACTIVITY: f64 = 55.0;
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
    // Squared, so that recent years have more; up to 15 years ago.
    Date((spec.start.0 - 1 - (ago * ago * 15.0 * 365.0) as i32).max(adult.min(spec.start.0 - 1)))
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

/// In a short period, half of it.
fn least_days(spec: &Spec) -> i32 {
    (spec.days / 2).clamp(1, LEAST_DAYS) as i32
}
