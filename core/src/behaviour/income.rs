//! [`Income`]: when salaries and sales revenue arrive.

use alloc::vec::Vec;

use crate::calendar::{Date, HOUR, months};
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

/// Income at a point in time, in thousandths of the monthly income.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Income {
    pub(crate) time: i64,
    pub(crate) per_mille: i64,
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
