//! [`Nights`]: what planned transfers may take of a person's limit at night.

use alloc::vec::Vec;

use crate::bank::limits::{NIGHT_PIX, night_of};

/// The sums that a payer's planned transfers take of the limit of each night.
#[derive(Debug)]
pub(super) struct Nights {
    /// In centavos; none for companies.
    limit: Option<i64>,
    sums: Vec<(i64, i64)>,
}

impl Nights {
    /// The nights of a payer, whose transfers may take a part of the limit, per mille.
    pub(super) fn new(person: bool, per_mille: i64) -> Self {
        Self {
            limit: person.then_some(NIGHT_PIX * per_mille / 1_000),
            sums: Vec::new(),
        }
    }

    /// Whether a payment at a time fits; takes its amount if so.
    pub(super) fn take(&mut self, time: i64, amount: i64) -> bool {
        let (Some(limit), Some(night)) = (self.limit, night_of(time)) else {
            return true;
        };
        let known = self.sums.iter_mut().find(|(other, _)| *other == night);
        let sum = amount + known.as_ref().map_or(0, |(_, sum)| *sum);
        match known {
            _ if sum > limit => return false,
            Some(known) => known.1 = sum,
            None => self.sums.push((night, sum)),
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{DAY, Date, HOUR};

    #[test]
    fn transfers_of_a_night_take_no_more_than_their_part_of_the_limit() {
        let noon = Date::from_civil(2025, 3, 3).midnight() + 12 * HOUR;
        let mut nights = Nights::new(true, 700);
        assert!(nights.take(noon, NIGHT_PIX));
        assert!(nights.take(noon + 9 * HOUR, 40_000));
        assert!(!nights.take(noon + 13 * HOUR, 30_001));
        assert!(nights.take(noon + 13 * HOUR, 30_000));
        assert!(nights.take(noon + 9 * HOUR + DAY, 70_000));
        assert!(Nights::new(false, 700).take(noon + 9 * HOUR, 10 * NIGHT_PIX));
    }
}
