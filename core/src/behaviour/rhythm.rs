//! [`Rhythm`]: on which days a customer pays, in busy weeks and quiet ones.

use core::ops::Range;

use alloc::vec::Vec;

use crate::behaviour::income::Payday;
use crate::behaviour::timing::{ActivityPattern, Days, Timing};
use crate::calendar::Date;
use crate::random::distributions::Normal;
use crate::random::rng::Rng;

/// Days of a week, which begins on a Monday.
const WEEK: usize = 7;
/// Correlation of a week's level with that of the week before: trips, works and holidays last (assumption).
const MEMORY: f64 = 0.75;
/// Weeks over which those who leave pay less and less (assumption).
const WIND_DOWN: (i64, i64) = (3, 10);

/// When one customer pays.
#[derive(Debug)]
pub(crate) struct Rhythm<'a> {
    timing: &'a Timing,
    active: Range<i64>,
    /// The customer's days, by week or part of one before and after a pause, numbered from the start of the period.
    weeks: Vec<Range<usize>>,
    own: Weeks<'a>,
    purchases: &'a Days,
    banking: Weeks<'a>,
}

/// Days, and the weights of the customer's weeks among them, cumulated.
#[derive(Debug)]
struct Weeks<'a> {
    days: &'a Days,
    upto: Vec<u64>,
}

impl<'a> Weeks<'a> {
    fn new(days: &'a Days, weeks: &[(Range<usize>, u64)]) -> Self {
        let mut total = 0;
        let upto = weeks.iter().map(|(week, level)| {
            total += days.weight(week) * level;
            total
        });
        Self {
            upto: upto.collect(),
            days,
        }
    }

    fn total(&self) -> u64 {
        self.upto.last().copied().unwrap_or_default()
    }
}

impl<'a> Rhythm<'a> {
    /// The rhythm of a customer who is active for part of the period, pays nothing on the days that are `dormant`,
    /// and less and less before a day on which they `leave`; `rng` is the customer's own.
    pub(crate) fn new(
        timing: &'a Timing,
        normal: &Normal,
        payday: Payday,
        active: Range<i64>,
        dormant: &Range<i64>,
        leave: Option<Date>,
        rng: &mut Rng,
    ) -> Self {
        let day = |time: i64| (Date::of(time).0 - timing.start().0) as usize;
        let date = |day: usize| Date(timing.start().0 + day as i32);
        let (first, end) = (day(active.start), day(active.end - 1) + 1);
        let into_week = Date::of(active.start).weekday() as usize;
        let wind_down = leave.map(|day| (day, rng.between(WIND_DOWN.0, WIND_DOWN.1) as u64));
        let mut level = normal.draw(rng);
        let mut weeks = Vec::with_capacity((end - first) / WEEK + 2);
        let mut from = first;
        while from < end {
            let to = (from + WEEK - (from - first + into_week) % WEEK).min(end);
            let to = [dormant.start, dormant.end]
                .into_iter()
                .filter(|&turn| date(from).midnight() < turn)
                .fold(to, |to, turn| to.min(day(turn)));
            let pays = date(to).midnight() <= dormant.start || date(from).midnight() >= dormant.end;
            let busy = match wind_down {
                Some((leave, weeks)) => {
                    let left = (leave.0 - date(to).0).max(0) as u64 / WEEK as u64;
                    (timing.busy(level) * (2 * left + 1).min(2 * weeks) / (2 * weeks)).max(1)
                }
                None => timing.busy(level),
            };
            weeks.push((from..to, if pays { busy } else { 0 }));
            level = MEMORY * level + libm::sqrt(1.0 - MEMORY * MEMORY) * normal.draw(rng);
            from = to;
        }
        Self {
            own: Weeks::new(timing.days(payday), &weeks),
            purchases: timing.purchases(payday),
            banking: Weeks::new(timing.banking(), &weeks),
            weeks: weeks.into_iter().map(|(week, _)| week).collect(),
            timing,
            active,
        }
    }

    /// A time at which the customer pays.
    pub(crate) fn time(&self, pattern: ActivityPattern, rng: &mut Rng) -> i64 {
        // A time without any business day still has its payments.
        match pattern {
            ActivityPattern::Banking if self.banking.total() > 0 => {
                self.draw(&self.banking, self.banking.days, pattern, rng)
            }
            _ => self.draw(&self.own, self.own.days, pattern, rng),
        }
    }

    /// A time at which the customer buys by card: in the same weeks, on other days of the week.
    pub(crate) fn purchase_time(&self, pattern: ActivityPattern, rng: &mut Rng) -> i64 {
        self.draw(&self.own, self.purchases, pattern, rng)
    }

    /// A time in a week, on one of these days.
    fn draw(&self, weeks: &Weeks<'_>, days: &Days, pattern: ActivityPattern, rng: &mut Rng) -> i64 {
        let upto = &weeks.upto;
        let at = rng.below(upto[upto.len() - 1]);
        let week = upto.partition_point(|&upto| upto <= at);
        let day = days.draw(self.weeks[week].clone(), rng);
        let time = Date(self.timing.start().0 + day as i32).midnight();
        // Whoever joined today was not a customer yet in the first hour.
        (time + self.timing.time_of_day(pattern, rng)).max(self.active.start)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::DAY;
    use crate::random::rng::Purpose;
    use crate::spec::Spec;

    #[test]
    fn weeks_vary_more_than_by_chance_and_busy_ones_follow_busy_ones() {
        let (spec, normal) = (Spec::default(), Normal::new());
        let timing = Timing::new(&spec);
        let days = spec.start.0..spec.start.0 + spec.days as i32;
        let active = Date(days.start).midnight()..Date(days.end).midnight();
        let (mut variance, mut covariance, mut pairs) = (0.0, 0.0, 0.0);
        for customer in 0..300 {
            let mut rng = Rng::new(1, Purpose::Rhythm, customer);
            let payday = Payday::EveryBusinessDay;
            let rhythm = Rhythm::new(
                &timing,
                &normal,
                payday,
                active.clone(),
                &(0..0),
                None,
                &mut rng,
            );
            let mut weeks = [0.0; 52];
            for _ in 0..520 {
                let time = rhythm.time(ActivityPattern::Company, &mut rng);
                assert!(active.contains(&time));
                let week = (Date::of(time).0 - days.start) / WEEK as i32;
                if let Some(count) = weeks.get_mut(week as usize) {
                    *count += 1.0;
                }
            }
            for pair in weeks.windows(2) {
                variance += (pair[0] - 10.0) * (pair[0] - 10.0);
                covariance += (pair[0] - 10.0) * (pair[1] - 10.0);
                pairs += 1.0;
            }
        }
        let (to_mean, memory) = (variance / pairs / 10.0, covariance / variance);
        assert!((1.5..3.5).contains(&to_mean), "{to_mean}");
        assert!((0.2..0.6).contains(&memory), "{memory}");
    }

    #[test]
    fn who_leaves_pays_less_and_less() {
        let (spec, normal) = (Spec::default(), Normal::new());
        let timing = Timing::new(&spec);
        let leave = Date(spec.start.0 + 7 * 40);
        let active = spec.start.midnight()..leave.midnight();
        let mut weeks = [0; 40];
        for customer in 0..500 {
            let mut rng = Rng::new(1, Purpose::Rhythm, customer);
            let payday = Payday::EveryBusinessDay;
            let rhythm = Rhythm::new(
                &timing,
                &normal,
                payday,
                active.clone(),
                &(0..0),
                Some(leave),
                &mut rng,
            );
            for _ in 0..200 {
                let time = rhythm.time(ActivityPattern::Person, &mut rng);
                weeks[(Date::of(time).0 - spec.start.0) as usize / WEEK] += 1;
            }
        }
        let usual = weeks[..28].iter().sum::<i32>() / 28;
        assert!((5..25).contains(&(weeks[39] * 100 / usual)), "{weeks:?}");
        assert!((35..70).contains(&(weeks[36] * 100 / usual)), "{weeks:?}");
        assert!(
            weeks[34..].is_sorted_by(|before, after| before > after),
            "{weeks:?}"
        );
    }

    #[test]
    fn who_pauses_until_the_end_pays_before() {
        let (spec, normal) = (Spec::default(), Normal::new());
        let timing = Timing::new(&spec);
        for (before, length) in [(1, 2), (1, 9), (3, 12), (6, 20), (8, 40)] {
            let [start, pause, end] =
                [0, before, length].map(|days| Date(spec.start.0 + days).midnight());
            let mut rng = Rng::new(1, Purpose::Rhythm, 1);
            let rhythm = Rhythm::new(
                &timing,
                &normal,
                Payday::EveryBusinessDay,
                start..end,
                &(pause..pause + 30 * DAY),
                None,
                &mut rng,
            );
            for _ in 0..50 {
                let time = rhythm.time(ActivityPattern::Person, &mut rng);
                let after = pause + 30 * DAY..end;
                assert!((start..pause).contains(&time) || after.contains(&time));
            }
        }
    }

    #[test]
    fn payments_stay_within_the_time_of_a_customer() {
        let (spec, normal) = (Spec::default(), Normal::new());
        let timing = Timing::new(&spec);
        for length in [1, 2, 5, 9, 30] {
            for first in 0..60 {
                let from = Date(spec.start.0 + first);
                let active = from.midnight()..Date(from.0 + length).midnight();
                let mut rng = Rng::new(1, Purpose::Rhythm, first as u64);
                let payday = Payday::Twentieth;
                let leave = (length % 2 == 1).then(|| Date::of(active.end));
                let rhythm = Rhythm::new(
                    &timing,
                    &normal,
                    payday,
                    active.clone(),
                    &(0..0),
                    leave,
                    &mut rng,
                );
                for pattern in [ActivityPattern::Person, ActivityPattern::Banking] {
                    for _ in 0..20 {
                        let time = rhythm.time(pattern, &mut rng);
                        let business = pattern == ActivityPattern::Person
                            || Date::of(time).is_business_day()
                            || (0..length).all(|day| !Date(from.0 + day).is_business_day());
                        assert!(active.contains(&time) && business);
                    }
                }
            }
        }
    }
}
