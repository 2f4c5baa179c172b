//! [`Visit`]: where a customer was last seen in person, and how far from there they can be.

use crate::calendar::HOUR;
use crate::population::coordinates::Coordinates;

/// Kilometres per hour that nobody exceeds, below the speed of a plane; and kilometres that no time is needed for.
const FASTEST: f64 = 800.0;
const NEXT_DOOR: f64 = 0.9;
/// After this time people can be anywhere in Brazil.
const ANYWHERE: i64 = 6 * HOUR;
/// A customer's last payment at a terminal, withdrawal or errand at a branch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Visit {
    pub(super) time: i64,
    pub(super) place: Coordinates,
    /// The number of the last merchant that was paid at a terminal.
    pub(super) merchant: Option<u64>,
}

impl Visit {
    /// Whether the customer can be at a place at a later time.
    pub(super) fn reaches(&self, place: Coordinates, time: i64) -> bool {
        let elapsed = time - self.time;
        let reach = (elapsed as f64 * (FASTEST / HOUR as f64)).max(NEXT_DOOR);
        elapsed >= ANYWHERE || self.place.is_within(reach, place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::municipalities::MUNICIPALITIES;

    #[test]
    fn people_get_no_farther_than_by_plane() {
        let [here, there] = [0, 1].map(|town| Coordinates::near(&MUNICIPALITIES[town], 0.0, 0.0));
        assert!(here.is_within(110.0, there) && !here.is_within(90.0, there));
        let visit = Visit {
            time: 0,
            place: here,
            merchant: None,
        };
        let minutes = |minutes: i64| minutes * HOUR / 60;
        assert!(visit.reaches(here, 0) && visit.reaches(here.scattered(0), 0));
        assert!(!visit.reaches(there, minutes(6)) && visit.reaches(there, minutes(9)));
        let far = here.towards(there, 40.0);
        assert!(!visit.reaches(far, minutes(180)) && visit.reaches(far, ANYWHERE));
    }
}
