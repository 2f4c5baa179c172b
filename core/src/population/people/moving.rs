//! [`Home`] and [`Move`]: where a person lives, and when that changes.

use core::ops::Range;

use crate::calendar::{DAY, Date};
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::coordinates::Coordinates;
use crate::random::distributions::Normal;
use crate::random::rng::Rng;

/// The share of persons who move to another municipality in a year (assumption, after the Census' question on
/// residence five years ago, IBGE).
const MOVERS: f64 = 0.03;
/// Moves within the state, where it has another municipality, per mille (assumption).
const WITHIN_STATE: u32 = 750;

/// Where someone lives.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Home {
    /// Index in [`MUNICIPALITIES`].
    pub(crate) municipality: u16,
    pub(crate) location: Coordinates,
}

impl Home {
    /// A home in a municipality.
    pub(super) fn in_town(municipality: u16, normal: &Normal, rng: &mut Rng) -> Self {
        let town = &MUNICIPALITIES[usize::from(municipality)];
        let location = Coordinates::near(town, normal.draw(rng), normal.draw(rng));
        Self {
            municipality,
            location,
        }
    }
}

/// A move to another municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Move {
    /// The first day in the new home.
    pub(crate) on: Date,
    /// The home before.
    pub(crate) from: Home,
}

/// When and where to someone who is `active` for part of the period moves from a home within that time, if so.
pub(super) fn moving(
    from: Home,
    active: &Range<i64>,
    normal: &Normal,
    rng: &mut Rng,
) -> Option<(Move, Home)> {
    let days = -libm::log(1.0 - rng.unit()) / MOVERS * 365.0;
    let left = (active.end - active.start) / DAY - 1;
    if days >= left as f64 {
        return None;
    }
    let on = Date(Date::of(active.start).0 + 1 + days as i32);
    let to = Home::in_town(another_town(from.municipality, rng), normal, rng);
    Some((Move { on, from }, to))
}

/// Another municipality, by population: mostly of the same state.
fn another_town(from: u16, rng: &mut Rng) -> u16 {
    let state = MUNICIPALITIES[usize::from(from)].state;
    let others = |within: bool| {
        (0..)
            .zip(&MUNICIPALITIES)
            .filter(move |(index, town)| *index != from && (town.state == state) == within)
    };
    let within = rng.chance(WITHIN_STATE) && others(true).next().is_some();
    let total: u64 = others(within)
        .map(|(_, town)| u64::from(town.population))
        .sum();
    let mut left = rng.below(total);
    for (index, town) in others(within) {
        match left.checked_sub(u64::from(town.population)) {
            Some(rest) => left = rest,
            None => return index,
        }
    }
    from
}
