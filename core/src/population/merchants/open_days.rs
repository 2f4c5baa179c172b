//! [`OpenDays`]: the days of the period on which a merchant is open.

use crate::random::rng::{mix, scale};

/// Merchants that open during the period, and others that close for good, per mille (assumptions).
const OPENING: u64 = 40;
const CLOSING: u64 = 30;

/// The first and last day on which a merchant is open, counted from 0 at the start of the period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct OpenDays {
    first: u16,
    last: u16,
}

impl OpenDays {
    /// The whole period.
    pub(crate) const ALL: Self = Self {
        first: 0,
        last: u16::MAX,
    };

    /// The days that a merchant's hash selects in a period of `days`.
    pub(crate) fn of(hash: u64, days: u32) -> Self {
        let day = |days: u32| scale(mix(hash), u64::from(days)) as u16;
        // Bits that select no other attribute of the merchant.
        let fate = scale(hash.rotate_left(56), 1000);
        let mut open = Self::ALL;
        if fate < OPENING && days > 1 {
            open.first = 1 + day(days - 1);
        } else if (OPENING..OPENING + CLOSING).contains(&fate) {
            open.last = day(days);
        }
        open
    }

    /// Whether a day is among them.
    pub(crate) fn contains(self, day: i32) -> bool {
        (i32::from(self.first)..=i32::from(self.last)).contains(&day)
    }

    /// The first day, if it is later than that of the period.
    pub(crate) fn opening(self) -> Option<i32> {
        (self.first > 0).then_some(self.first.into())
    }

    /// The last day, if the merchant closes.
    pub(crate) fn closing(self) -> Option<i32> {
        (self.last < u16::MAX).then_some(self.last.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::{Keys, Purpose};

    #[test]
    fn few_merchants_open_or_close_within_the_period() {
        let keys = Keys::new(1, Purpose::Merchant);
        for days in [1, 2, 30, 3_660] {
            let (mut opening, mut closing) = (0, 0);
            for number in 0..100_000 {
                let open = OpenDays::of(keys.of(number), days);
                let period = 0..days as i32;
                opening += i32::from(open.opening().is_some());
                closing += i32::from(open.closing().is_some());
                for day in open.opening().into_iter().chain(open.closing()) {
                    assert!(period.contains(&day) && open.contains(day));
                }
                assert!(open.opening().is_none_or(|day| !open.contains(day - 1)));
                assert!(open.closing().is_none_or(|day| !open.contains(day + 1)));
            }
            let opens = if days == 1 { 0..1 } else { 3_800..4_200 };
            assert!(opens.contains(&opening), "{days}: {opening}");
            assert!((2_800..3_200).contains(&closing), "{days}: {closing}");
        }
    }
}
