//! [`Income`]: when salaries and sales revenue arrive.

use core::ops::Range;

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR};
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

impl Payday {
    /// Every payday.
    pub(super) const ALL: [Payday; 4] = [
        Payday::FifthBusinessDay,
        Payday::Twentieth,
        Payday::LastDay,
        Payday::EveryBusinessDay,
    ];
    /// The paydays of persons, with their shares in per cent (assumption).
    pub(super) const PERSONS: [(Payday, u64); 3] = [
        (Payday::FifthBusinessDay, 60),
        (Payday::Twentieth, 20),
        (Payday::LastDay, 20),
    ];

    /// The payday of a customer.
    pub(crate) fn of(seed: u64, customer: &Customer) -> Self {
        let mut rng = Rng::new(seed, Purpose::Payday, customer.number);
        let chance = rng.pick(&Self::PERSONS.map(|(_, share)| share as u16));
        match customer.is_person() {
            true => Self::PERSONS[chance].0,
            false => Payday::EveryBusinessDay,
        }
    }

    /// Whether income arrives on a date.
    pub(super) fn is_on(self, date: Date) -> bool {
        let (year, month, _) = date.civil();
        let next = Date::from_civil(year + (month / 12) as i32, month % 12 + 1, 1);
        match self {
            Payday::FifthBusinessDay => date == Date::nth_business_day(year, month, 5),
            // Where banks are closed on the day, the one before.
            Payday::Twentieth => date == Date::from_civil(year, month, 20).previous_business_day(),
            Payday::LastDay => date == Date(next.0 - 1).previous_business_day(),
            Payday::EveryBusinessDay => date.is_business_day(),
        }
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
        Self(Payday::ALL.map(|payday| incomes(payday, spec)))
    }

    /// The income events of a payday during the period.
    pub(crate) fn of(&self, payday: Payday) -> &[Income] {
        &self.0[payday as usize]
    }
}

/// Salaries on payday and, for persons, half a salary by 30 November and by 20 December (the 13th salary).
fn incomes(payday: Payday, spec: &Spec) -> Vec<Income> {
    let at = |date: Date, hour: i64, per_mille| Income {
        time: date.midnight() + hour * HOUR,
        per_mille,
    };
    let mut incomes = Vec::new();
    for day in (0..spec.days as i32).map(|day| Date(spec.start.0 + day)) {
        let (_, month, day_of_month) = day.civil();
        match (payday, month, day_of_month) {
            (Payday::EveryBusinessDay, ..) if payday.is_on(day) => {
                incomes.push(at(day, 9, 1000 / 21));
            }
            (Payday::EveryBusinessDay, ..) => {}
            _ if payday.is_on(day) => incomes.push(at(day, 6, 1000)),
            (_, 11, 28) | (_, 12, 19) => incomes.push(at(day, 7, 500)),
            _ => {}
        }
    }
    incomes
}
