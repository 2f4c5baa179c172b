//! [`LabelDelays`]: how soon the labels of a typology become known.

use fraudgen_core::calendar::DAY;

use crate::report::model::{HORIZONS_DAYS, KnownShare};

/// How many labels of a typology are known after each of the [`HORIZONS_DAYS`], and ever.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct LabelDelays {
    after: [u64; HORIZONS_DAYS.len()],
    ever: u64,
    pub(super) payments: u64,
}

impl LabelDelays {
    /// Adds a payment and the time when its label became known.
    pub(super) fn add(&mut self, time: i64, known_at: Option<i64>) {
        self.payments += 1;
        let Some(known_at) = known_at else {
            return;
        };
        self.ever += 1;
        for (count, days) in self.after.iter_mut().zip(HORIZONS_DAYS) {
            *count += u64::from(known_at <= time + days * DAY);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (ours, theirs) in self.after.iter_mut().zip(&other.after) {
            *ours += theirs;
        }
        self.ever += other.ever;
        self.payments += other.payments;
    }

    pub(super) fn shares(&self) -> KnownShare {
        let share = |count: u64| (self.payments > 0).then(|| count as f64 / self.payments as f64);
        KnownShare {
            after: self.after.map(share),
            ever: share(self.ever),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_become_known_day_by_day() {
        let mut delays = LabelDelays::default();
        for delay in [Some(DAY), Some(DAY + 1), Some(81 * DAY), None] {
            delays.add(1_000, delay.map(|delay| 1_000 + delay));
        }
        let expected = KnownShare {
            after: [Some(0.25), Some(0.5), Some(0.5), Some(0.5)],
            ever: Some(0.75),
        };
        assert_eq!(delays.shares(), expected);
        assert_eq!(LabelDelays::default().shares().ever, None);
    }
}
