//! [`Timing`]: the days and times of day at which payments are made.

use core::ops::Range;

use alloc::vec::Vec;

use crate::behaviour::calibration::HOURS;
use crate::calendar::{Date, MINUTE, months, time_of_day};
use crate::population::people::customer::Customer;
use crate::published::PAYDAY_PIX;
use crate::random::distributions::Alias;
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

/// Tables of days and minutes to draw payment times from.
#[derive(Debug)]
pub(crate) struct Timing {
    start: Date,
    months: u64,
    /// Days of the period, for persons, companies and banking.
    days: [Alias; 3],
    /// By [`ActivityPattern`].
    minutes: [Alias; HOURS.len()],
}

impl Timing {
    pub(super) fn new(spec: &Spec) -> Self {
        let period = || (0..spec.days as i32).map(|day| Date(spec.start.0 + day));
        let days = [person_day, company_day, banking_day].map(|weight: fn(Date) -> u64| {
            let weights: Vec<u64> = period().map(weight).collect();
            // A period without any business day still has its payments.
            if weights.iter().all(|&w| w == 0) {
                Alias::new(&alloc::vec![1; weights.len()])
            } else {
                Alias::new(&weights)
            }
        });
        Self {
            start: spec.start,
            months: months(spec.start..Date(spec.start.0 + spec.days as i32)).count() as u64,
            days,
            minutes: HOURS.map(|hours| Alias::new(&minute_weights(&hours))),
        }
    }

    /// The number of months that the period overlaps.
    pub(crate) fn months(&self) -> u64 {
        self.months
    }

    /// A payment time in the period, in microseconds UTC.
    pub(crate) fn time(&self, pattern: ActivityPattern, rng: &mut Rng) -> i64 {
        let days = match pattern {
            ActivityPattern::Company => &self.days[1],
            ActivityPattern::Banking => &self.days[2],
            _ => &self.days[0],
        };
        let day = Date(self.start.0 + days.draw(rng) as i32);
        day.midnight() + self.time_of_day(pattern, rng)
    }

    /// A payment time in part of the period.
    pub(crate) fn time_in(
        &self,
        pattern: ActivityPattern,
        window: &Range<i64>,
        rng: &mut Rng,
    ) -> i64 {
        for _ in 0..12 {
            let time = self.time(pattern, rng);
            if window.contains(&time) {
                return time;
            }
        }
        // For a short window: a time of day drawn the same way, on one of its days.
        let time = self.time(pattern, rng);
        let day = Date::of(rng.between(window.start, window.end - 1));
        let day = match pattern {
            ActivityPattern::Banking => day.next_business_day(),
            _ => day,
        };
        (day.midnight() + time_of_day(time)).clamp(window.start, window.end - 1)
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
    weekday * special * black_friday * holiday / 10_000
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
