//! [`Shape`]: how payments are spread over time and amounts.

use crate::report::model::{AMOUNT_CLASSES, InstrumentShape};
use crate::report::read::ShortText;
use crate::report::rows::{Payment, reais};

/// How some payments are spread over time and amounts.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    pub(super) payments: u64,
    /// By hour of day, and by weekday from Monday, in Brasília.
    hours: [u64; 24],
    weekdays: [u64; 7],
    /// By class of amount: [`AMOUNT_CLASSES`], and everything above.
    amounts: [u64; AMOUNT_CLASSES.len() + 1],
    /// The sum of the amounts, in centavos.
    total: i64,
}

impl Shape {
    pub(super) fn add(&mut self, payment: &Payment) {
        self.payments += 1;
        self.hours[payment.local.hour as usize] += 1;
        self.weekdays[payment.local.weekday as usize - 1] += 1;
        self.amounts[amount_class(reais(payment.amount))] += 1;
        self.total += payment.amount;
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.payments += other.payments;
        add_each(&mut self.hours, &other.hours);
        add_each(&mut self.weekdays, &other.weekdays);
        add_each(&mut self.amounts, &other.amounts);
        self.total += other.total;
    }

    /// The shape as the report shows it.
    pub(super) fn of_instrument(&self, instrument: ShortText) -> InstrumentShape {
        InstrumentShape {
            instrument: instrument.as_str().into(),
            payments: self.payments,
            mean_amount: reais(self.total) / self.payments.max(1) as f64,
            hours: self.hours.to_vec(),
            weekdays: self.weekdays.to_vec(),
            amounts: self.amounts.to_vec(),
        }
    }
}

/// The index of an amount's class.
fn amount_class(reais: f64) -> usize {
    AMOUNT_CLASSES.partition_point(|end| *end < reais)
}

/// Adds counts one by one.
pub(super) fn add_each(ours: &mut [u64], theirs: &[u64]) {
    for (ours, theirs) in ours.iter_mut().zip(theirs) {
        *ours += theirs;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_class_includes_its_upper_end() {
        assert_eq!(
            [0.5, 1.0, 1.01, 562_000.0, 1e9].map(amount_class),
            [0, 0, 1, 23, 24]
        );
    }
}
