//! [`Timing`]: the days and times of day at which payments are made.

use core::ops::Range;

use alloc::vec::Vec;

use crate::behaviour::calibration::HOURS;
use crate::behaviour::income::Payday;
use crate::calendar::{Date, MINUTE};
use crate::population::people::customer::Customer;
use crate::published::PAYDAY_PIX;
use crate::random::distributions::{Alias, Quantiles};
use crate::random::rng::Rng;
use crate::schema::categories::{Instrument, Profile};
use crate::spec::Spec;

/// The days and hours at which a payment can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ActivityPattern {
    Person,
    Senior,
    Company,
    /// TED and boleto: business days, in banking hours.
    Banking,
    Cash,
}

impl ActivityPattern {
    /// The pattern of a customer's payments with an instrument.
    pub(crate) fn of(customer: &Customer, instrument: Instrument) -> Self {
        match instrument {
            Instrument::Ted | Instrument::Boleto => Self::Banking,
            Instrument::Withdrawal => Self::Cash,
            _ if !customer.is_person() => Self::Company,
            _ if customer.profile == Profile::TraditionalSenior => Self::Senior,
            _ => Self::Person,
        }
    }
}

/// Standard deviation of the logarithm of a week's level: with payments that follow others, weekly counts vary
/// 1.5 to 3 times as much as by chance alone (assumption).
const LEVEL_SIGMA: f64 = 0.42;
/// How busy a usual week is: only the ratios of weeks matter.
const LEVEL_SCALE: f64 = 1_000.0;

/// The days of the period with their weights, cumulated.
#[derive(Debug)]
pub(crate) struct Days(Vec<u64>);

impl Days {
    fn new(weights: impl Iterator<Item = u64>) -> Self {
        let mut total = 0;
        let upto = weights.map(|weight| {
            total += weight;
            total
        });
        Self(core::iter::once(0).chain(upto).collect())
    }

    /// The weight of some days.
    pub(super) fn weight(&self, days: &Range<usize>) -> u64 {
        self.0[days.end] - self.0[days.start]
    }

    /// A day among many, of which some have a weight.
    fn draw_any(&self, days: Range<usize>, rng: &mut Rng) -> usize {
        let at = self.0[days.start] + rng.below(self.weight(&days));
        let upto = &self.0[days.start + 1..days.end];
        days.start + upto.partition_point(|&upto| upto <= at)
    }

    /// A day among a few, of which some have a weight.
    pub(super) fn draw(&self, days: Range<usize>, rng: &mut Rng) -> usize {
        let at = self.0[days.start] + rng.below(self.weight(&days));
        let upto = self.0[days.start + 1..days.end].iter();
        // All are compared, without a branch that would be mispredicted.
        days.start + upto.filter(|&&upto| upto <= at).count()
    }
}

/// Tables of days and minutes to draw payment times from.
#[derive(Debug)]
pub(crate) struct Timing {
    start: Date,
    /// By [`Payday`].
    persons: [Days; Payday::PERSONS.len()],
    /// Of their purchases by card.
    purchases: [Days; Payday::PERSONS.len()],
    companies: Days,
    banking: Days,
    /// How busy a week is, by the standard normal quantile of its level.
    levels: Quantiles,
    /// By [`ActivityPattern`].
    minutes: [Alias; HOURS.len()],
}

impl Timing {
    pub(super) fn new(spec: &Spec) -> Self {
        let period = || (0..spec.days as i32).map(|day| Date(spec.start.0 + day));
        Self {
            start: spec.start,
            persons: person_days(spec, |_| 100),
            purchases: person_days(spec, purchase_day),
            companies: Days::new(period().map(company_day)),
            banking: Days::new(period().map(banking_day)),
            levels: Quantiles::log_normal(LEVEL_SCALE, LEVEL_SIGMA),
            minutes: HOURS.map(|hours| Alias::new(&minute_weights(&hours))),
        }
    }

    /// The first day of the period.
    pub(super) fn start(&self) -> Date {
        self.start
    }

    /// The days on which those with a payday pay.
    pub(super) fn days(&self, payday: Payday) -> &Days {
        self.persons.get(payday as usize).unwrap_or(&self.companies)
    }

    /// The days on which those with a payday buy by card.
    pub(super) fn purchases(&self, payday: Payday) -> &Days {
        (self.purchases.get(payday as usize)).unwrap_or(&self.companies)
    }

    /// The days on which banks settle.
    pub(super) fn banking(&self) -> &Days {
        &self.banking
    }

    /// How busy a week of a level is.
    pub(super) fn busy(&self, level: f64) -> u64 {
        self.levels.at(level) as u64
    }

    /// A payment time of someone with a payday, in part of the period.
    pub(crate) fn time_in(
        &self,
        payday: Payday,
        pattern: ActivityPattern,
        window: &Range<i64>,
        rng: &mut Rng,
    ) -> i64 {
        let day = |time: i64| (Date::of(time).0 - self.start.0) as usize;
        let range = day(window.start)..day(window.end - 1) + 1;
        let days = match pattern {
            ActivityPattern::Banking if self.banking.weight(&range) > 0 => &self.banking,
            _ => self.days(payday),
        };
        let day = Date(self.start.0 + days.draw_any(range, rng) as i32);
        let time = day.midnight() + self.time_of_day(pattern, rng);
        // The first and the last day may be part of one only.
        match window.contains(&time) {
            true => time,
            false => rng.between(window.start, window.end - 1),
        }
    }

    /// A time of day, in microseconds since midnight in Brasília.
    pub(crate) fn time_of_day(&self, pattern: ActivityPattern, rng: &mut Rng) -> i64 {
        let minute = self.minutes[pattern as usize].draw(rng) as i64;
        minute * MINUTE + rng.below(MINUTE as u64) as i64
    }
}

/// Weight of each minute: linear between the middles of the hours.
fn minute_weights(hours: &[u16; 24]) -> Vec<u64> {
    (0..1440usize)
        .map(|minute| {
            let (hour, past) = ((minute + 1440 - 30) / 60 % 24, (minute + 30) % 60);
            let (low, high) = (u64::from(hours[hour]), u64::from(hours[(hour + 1) % 24]));
            // Interpolation never reaches into a closed hour.
            if hours[minute / 60] == 0 {
                0
            } else {
                low * (60 - past as u64) + high * past as u64
            }
        })
        .collect()
}

/// How much more than on other days people pay on their payday and the days after it, and how much less when
/// it is long ago, in hundredths (assumption).
const AFTER_PAYDAY: [u64; 31] = [
    180, 145, 130, 120, 115, 110, 108, 105, 103, 102, 100, 100, 99, 98, 97, 96, 95, 94, 93, 92, 91,
    90, 89, 88, 87, 86, 86, 85, 85, 85, 85,
];

/// How much more or less than usual those with a payday pay on each day, in hundredths.
fn after_payday(spec: &Spec, payday: Payday) -> Vec<u64> {
    let longest = AFTER_PAYDAY.len() - 1;
    let first = spec.start.0 - longest as i32;
    let mut ago = longest;
    let factors = (first..spec.start.0 + spec.days as i32).map(|day| {
        ago = if payday.is_on(Date(day)) {
            0
        } else {
            longest.min(ago + 1)
        };
        AFTER_PAYDAY[ago]
    });
    factors.skip(longest).collect()
}

/// The days on which persons pay, by payday: together they pay as [`person_day`] says, times a factor.
fn person_days(spec: &Spec, factor: fn(Date) -> u64) -> [Days; Payday::PERSONS.len()] {
    let factors = Payday::PERSONS.map(|(payday, _)| after_payday(spec, payday));
    let mean = |day: usize| -> u64 {
        let shares = Payday::PERSONS.iter().zip(&factors);
        shares.map(|((_, share), of)| share * of[day]).sum()
    };
    let weight = |day: usize, of_payday: u64| {
        let date = Date(spec.start.0 + day as i32);
        person_day(date) * factor(date) * of_payday * 1_000 / mean(day)
    };
    factors.each_ref().map(|of| {
        Days::new(
            of.iter()
                .enumerate()
                .map(|(day, &of_payday)| weight(day, of_payday)),
        )
    })
}

/// Days of December, in hundredths: with the special ones, persons pay 1.25 times as often as in the mean month
/// (assumption, after retail sales: IBGE, PMC).
const DECEMBER: u64 = 122;

/// Pix and card payments of persons by day: fewer at weekends, fitted to [`crate::published::WEEKDAY_PIX`];
/// peaks on the fifth business day, on the 20th, on the dates of the 13th salary and on Black Friday.
fn person_day(date: Date) -> u64 {
    let (year, month, day) = date.civil();
    let weekday = match date.weekday() {
        5 => 85,
        6 => 65,
        4 => 103,
        _ => 100,
    };
    let payday = Date::nth_business_day(year, month, 5);
    let special = match (month, day) {
        _ if date == payday => PAYDAY_PIX.hundredths(),
        _ if date.0 == payday.0 + 1 => 115,
        (11, 28..=30) | (12, 19 | 20 | 23) => 130,
        (12, 24 | 31) => 110,
        (_, 20) => 115,
        (_, 30) => 108,
        _ => 100,
    };
    let black_friday = if date == Date::black_friday(year) {
        125
    } else {
        100
    };
    let holiday = if date.is_bank_holiday() { 75 } else { 100 };
    let season = if month == 12 { DECEMBER } else { 100 };
    weekday * special * black_friday * holiday * season / 1_000_000
}

/// How much more often than by Pix persons buy by card, in hundredths: most on Fridays and Saturdays, when people go
/// shopping and out, and least on Sundays, when many shops are closed (assumption).
fn purchase_day(date: Date) -> u64 {
    match date.weekday() {
        0 | 1 => 90,
        2 => 92,
        3 => 96,
        4 => 114,
        5 => 142,
        _ => 118,
    }
}

fn company_day(date: Date) -> u64 {
    let (year, month, day) = date.civil();
    let open = match (date.is_bank_holiday(), date.weekday()) {
        (true, _) => 15,
        (false, 5) => 35,
        (false, 6) => 12,
        _ => 100,
    };
    let payday = date == Date::nth_business_day(year, month, 5) || day == 20;
    open * if payday { 150 } else { 100 }
}

/// TED peaks on Mondays and Tuesdays ([`crate::published::MONDAY_TED`]), boletos on common due dates.
fn banking_day(date: Date) -> u64 {
    let day = date.civil().2;
    match (date.is_business_day(), date.weekday()) {
        (false, _) => 0,
        (true, 0 | 1) => 120,
        (true, _) if matches!(day, 5 | 10 | 15 | 20) => 130,
        _ => 100,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_pay_most_after_their_own_payday_and_together_as_on_the_calendar() {
        let timing = Timing::new(&Spec::default());
        let period = 0..Spec::default().days as usize;
        let date = |day: usize| Date(Spec::default().start.0 + day as i32);
        let share = |days: &Days, day| {
            days.weight(&(day..day + 1)) as f64 / days.weight(&period) as f64 * period.len() as f64
        };
        let all = Days::new(period.clone().map(|day| person_day(date(day))));
        for day in period.clone() {
            let shares = Payday::PERSONS.iter();
            let together: f64 = shares
                .map(|&(payday, share_of)| {
                    share_of as f64 / 100.0 * share(timing.days(payday), day)
                })
                .sum();
            let ratio = together / share(&all, day);
            assert!((0.98..1.02).contains(&ratio), "{}: {ratio}", date(day));
        }
        for (payday, _) in Payday::PERSONS {
            let own: Vec<f64> = period
                .clone()
                .filter(|&day| payday.is_on(date(day)))
                .map(|day| share(timing.days(payday), day))
                .collect();
            let mean = own.iter().sum::<f64>() / own.len() as f64;
            assert!((1.3..2.0).contains(&mean), "{payday:?}: {mean}");
        }
    }

    #[test]
    fn persons_pay_a_quarter_more_in_december_than_in_the_mean_month() {
        let of = |month: Option<u32>| -> u64 {
            let year = (0..365).map(|day| Date(Date::from_civil(2025, 1, 1).0 + day));
            let days = year.filter(|day| month.is_none_or(|month| day.civil().1 == month));
            days.map(person_day).sum()
        };
        let december = of(Some(12)) as f64 * 12.0 / of(None) as f64;
        assert!((1.23..1.27).contains(&december), "{december}");
    }

    #[test]
    fn card_purchases_peak_on_fridays_and_saturdays() {
        let timing = Timing::new(&Spec::default());
        let start = Spec::default().start.0;
        for (payday, _) in Payday::PERSONS {
            let mut weekdays = [0; 7];
            for day in 0..Spec::default().days as usize {
                let weight = timing.purchases(payday).weight(&(day..day + 1));
                weekdays[Date(start + day as i32).weekday() as usize] += weight;
            }
            let total: u64 = weekdays.iter().sum();
            let shares = weekdays.map(|weight| weight * 1_000 / total);
            let [.., thursday, friday, saturday, sunday] = shares;
            assert!(
                friday.min(saturday) > thursday + 15,
                "{payday:?}: {shares:?}"
            );
            assert!((90..130).contains(&sunday), "{payday:?}: {shares:?}");
        }
    }

    #[test]
    fn closed_hours_stay_closed() {
        let banking = minute_weights(&HOURS[ActivityPattern::Banking as usize]);
        assert!(
            banking[..7 * 60]
                .iter()
                .chain(&banking[18 * 60..])
                .all(|&weight| weight == 0)
        );
    }
}
