//! [`Drift`]: how the frequency of a typology changes over the period.

use core::fmt;
use core::ops::Range;

use serde::{Deserialize, Serialize};

use crate::random::rng::Rng;

/// A change in the frequency of a typology; the number of cases stays the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
#[non_exhaustive]
pub enum Drift {
    /// Absent in the first half of the period, then evenly spread.
    Appears,
    /// From zero to twice the mean, linearly.
    Grows,
    /// From twice the mean to zero, linearly.
    Fades,
}

impl Drift {
    /// Every drift.
    pub const ALL: [Drift; 3] = [Drift::Appears, Drift::Grows, Drift::Fades];

    /// Its name in a spec.
    pub const fn name(self) -> &'static str {
        match self {
            Drift::Appears => "APPEARS",
            Drift::Grows => "GROWS",
            Drift::Fades => "FADES",
        }
    }

    /// The drift with this name.
    pub fn from_name(name: &str) -> Option<Drift> {
        Self::ALL.into_iter().find(|drift| drift.name() == name)
    }

    /// The inverse distribution function: maps a uniform draw to a position in the period, both from 0 to 1.
    fn quantile(self, uniform: f64) -> f64 {
        match self {
            Drift::Appears => 0.5 + uniform / 2.0,
            Drift::Grows => libm::sqrt(uniform),
            Drift::Fades => 1.0 - libm::sqrt(1.0 - uniform),
        }
    }
}

impl fmt::Display for Drift {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A time drawn from a period, under a drift.
pub(super) fn time_in(period: &Range<i64>, drift: Option<Drift>, rng: &mut Rng) -> i64 {
    let uniform = rng.unit();
    let position = drift.map_or(uniform, |drift| drift.quantile(uniform));
    period.start + ((period.end - period.start) as f64 * position) as i64
}

/// The part of a time within the period in which a typology occurs at all; may be empty.
pub(crate) fn active_part(
    time: Range<i64>,
    period: &Range<i64>,
    drift: Option<Drift>,
) -> Range<i64> {
    let middle = period.start + (period.end - period.start) / 2;
    match drift {
        Some(Drift::Appears) => time.start.max(middle)..time.end,
        _ => time,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::rng::Purpose;

    #[test]
    fn names_map_back_and_are_those_of_a_spec() {
        for drift in Drift::ALL {
            assert_eq!(Drift::from_name(drift.name()), Some(drift));
            let json = serde_json::to_string(&drift).expect("JSON");
            assert_eq!(json, alloc::format!("\"{drift}\""));
        }
    }

    #[test]
    fn a_drift_shifts_cases_within_the_period() {
        let mean = |drift| {
            let mut rng = Rng::new(1, Purpose::Case, 1);
            let times = (0..10_000).map(|_| time_in(&(0..1_000_000), drift, &mut rng));
            let times: alloc::vec::Vec<i64> = times.collect();
            assert!(times.iter().all(|time| (0..1_000_000).contains(time)));
            times.iter().sum::<i64>() / 100_000_000
        };
        // The mean positions under the densities 1, 2x and 2(1 - x), and in the second half.
        assert!((49..=50).contains(&mean(None)));
        assert!((65..=67).contains(&mean(Some(Drift::Grows))));
        assert!((32..=34).contains(&mean(Some(Drift::Fades))));
        assert!((74..=75).contains(&mean(Some(Drift::Appears))));
    }
}
