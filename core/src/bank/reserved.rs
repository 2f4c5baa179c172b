//! [`Reserved`]: what planned transfers and fraud cases will use of a customer's limits.

use alloc::vec::Vec;

use crate::bank::limits::{Limit, Reservation};

/// The sums kept for them, in ascending order of periods and limits.
#[derive(Debug, Default, Clone)]
pub(super) struct Reserved(Vec<((i64, Limit), i64)>);

impl Reserved {
    pub(super) fn new(reservations: &[Reservation]) -> Self {
        let mut reserved = Self::default();
        for reservation in reservations {
            reserved.add(reservation.limit, reservation.period, reservation.sum);
        }
        reserved
    }

    /// Keeps a sum in a period.
    pub(super) fn add(&mut self, limit: Limit, period: i64, sum: i64) {
        match self.find(limit, period) {
            Ok(known) => self.0[known].1 += sum,
            Err(position) => self.0.insert(position, ((period, limit), sum)),
        }
    }

    /// The sum that is kept in a period.
    pub(super) fn sum(&self, limit: Limit, period: i64) -> i64 {
        self.find(limit, period)
            .map_or(0, |position| self.0[position].1)
    }

    /// The position of a sum, or where it would be.
    fn find(&self, limit: Limit, period: i64) -> Result<usize, usize> {
        self.0
            .binary_search_by_key(&(period, limit), |(key, _)| *key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_add_up_by_limit_and_period() {
        let mut reserved = Reserved::default();
        let (day, night) = (Limit::NewDevice, Limit::NightPix);
        for (limit, period, sum) in [(day, 9, 1), (night, 9, 2), (day, 8, 4), (day, 9, 8)] {
            reserved.add(limit, period, sum);
        }
        let sums = [8, 9, 10].map(|period| reserved.sum(day, period));
        assert_eq!((sums, reserved.sum(Limit::NightPix, 9)), ([4, 9, 0], 2));
    }
}
