//! [`Drift`]: how often a typology occurs as the period goes by.

use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::random::rng::Rng;

/// A change in how often a typology occurs; its number of cases stays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Drift {
    /// Not before the middle of the period, then evenly.
    Appears,
    /// From never to twice the mean, in a straight line.
    Grows,
    /// From twice the mean to never, in a straight line.
    Fades,
}

impl Drift {
    /// Every drift, with its name.
    pub const NAMES: [(&'static str, Drift); 3] = [
        ("APPEARS", Drift::Appears),
        ("GROWS", Drift::Grows),
        ("FADES", Drift::Fades),
    ];

    /// The drift of that name.
    pub fn from_name(name: &str) -> Option<Drift> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|&(_, drift)| drift)
    }

    /// Where in a period, from 0 to 1, something happens that is drawn evenly.
    fn bend(self, even: f64) -> f64 {
        match self {
            Drift::Appears => 0.5 + even / 2.0,
            Drift::Grows => libm::sqrt(even),
            Drift::Fades => 1.0 - libm::sqrt(1.0 - even),
        }
    }
}

/// A time of a period, as the drift has it.
pub(super) fn time_in(period: &Range<i64>, drift: Option<Drift>, rng: &mut Rng) -> i64 {
    let even = rng.unit();
    let at = drift.map_or(even, |drift| drift.bend(even));
    period.start + ((period.end - period.start) as f64 * at) as i64
}

/// The part of a period in which a typology occurs at all.
pub(super) fn present(period: Range<i64>, drift: Option<Drift>) -> Range<i64> {
    match drift {
        Some(Drift::Appears) => period.start + (period.end - period.start) / 2..period.end,
        _ => period,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    #[test]
    fn a_drift_moves_cases_and_keeps_the_period() {
        let mean = |drift| {
            let mut rng = Rng::new(1, Purpose::Case, 1);
            let times = (0..10_000).map(|_| time_in(&(0..1_000_000), drift, &mut rng));
            let times: alloc::vec::Vec<i64> = times.collect();
            assert!(times.iter().all(|time| (0..1_000_000).contains(time)));
            times.iter().sum::<i64>() / 100_000_000
        };
        // The means of the densities 1, 2x, 2(1 - x) and of the second half.
        assert!((49..=50).contains(&mean(None)));
        assert!((65..=67).contains(&mean(Some(Drift::Grows))));
        assert!((32..=34).contains(&mean(Some(Drift::Fades))));
        assert!((74..=75).contains(&mean(Some(Drift::Appears))));
    }
}
