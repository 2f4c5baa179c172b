//! [`Income`]: when salaries and sales revenue arrive.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR, months};
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::spec::Spec;

/// When a customer's income arrives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Payday {
    /// The fifth business day: the legal deadline.
    FifthBusinessDay,
    Twentieth,
    LastDay,
    /// A company's sales revenue.
    EveryBusinessDay,
}

/// Hours over which the incomes of a payday arrive (assumption).
pub(crate) const INCOME_HOURS: i64 = 4;
/// Persons who are paid by each payday of the month, per cent (assumption).
const PAYDAYS: [(Payday, u16); 3] = [
    (Payday::FifthBusinessDay, 60),
    (Payday::Twentieth, 20),
    (Payday::LastDay, 20),
];

impl Payday {
    /// When a customer's income arrives.
    pub(crate) fn of(seed: u64, customer: &Customer) -> Self {
        if !customer.is_person() {
            return Payday::EveryBusinessDay;
        }
        let mut rng = Rng::new(seed, Purpose::Payday, customer.number);
        PAYDAYS[rng.pick(&PAYDAYS.map(|(_, share)| share))].0
    }
}

/// Income at a point in time, in thousandths of the monthly income.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Income {
    pub(crate) time: i64,
    pub(crate) per_mille: i64,
}

impl Income {
    /// Whether it arrives in a window, in which it may take some hours.
    pub(crate) fn is_within(&self, window: &Range<i64>) -> bool {
        window.start <= self.time && self.time + INCOME_HOURS * HOUR < window.end
    }
}

/// The income events of the period, by [`Payday`].
#[derive(Debug)]
pub(crate) struct Incomes([Vec<Income>; 4]);

impl Incomes {
    pub(super) fn new(spec: &Spec) -> Self {
        let paydays = [
            Payday::FifthBusinessDay,
            Payday::Twentieth,
            Payday::LastDay,
            Payday::EveryBusinessDay,
        ];
        Self(paydays.map(|payday| incomes(payday, spec)))
    }

    /// The income events of a payday during the period.
    pub(crate) fn of(&self, payday: Payday) -> &[Income] {
        &self.0[payday as usize]
    }
}

/// Salaries on payday and, for persons, half a salary by 30 November and by 20 December (the 13th salary).
fn incomes(payday: Payday, spec: &Spec) -> Vec<Income> {
    let period = spec.start..Date(spec.start.0 + spec.days as i32);
    let at = |date: Date, hour: i64, per_mille| Income {
        time: date.midnight() + hour * HOUR,
        per_mille,
    };
    if payday == Payday::EveryBusinessDay {
        let days = (period.start.0..period.end.0)
            .map(Date)
            .filter(|day| day.is_business_day());
        return days.map(|day| at(day, 9, 1000 / 21)).collect();
    }
    let mut incomes = Vec::new();
    for (year, month) in months(period.clone()) {
        let next = Date::from_civil(if month == 12 { year + 1 } else { year }, month % 12 + 1, 1);
        let day = match payday {
            Payday::FifthBusinessDay => Date::nth_business_day(year, month, 5),
            Payday::Twentieth => Date::from_civil(year, month, 20),
            _ => Date(next.0 - 1),
        };
        incomes.push(at(day, 6, 1000));
        match month {
            11 => incomes.push(at(Date::from_civil(year, 11, 28), 7, 500)),
            12 => incomes.push(at(Date::from_civil(year, 12, 19), 7, 500)),
            _ => {}
        }
    }
    incomes
        .retain(|income| (period.start.midnight()..period.end.midnight()).contains(&income.time));
    incomes.sort_unstable_by_key(|income| income.time);
    incomes
}
