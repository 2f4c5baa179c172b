//! [`Towns`]: how far the municipalities are from each other.

use alloc::vec::Vec;

use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::coordinates::Coordinates;

/// How far people go to shop, from seat to seat, in kilometres (assumption): with the sizes of two towns, purchases
/// stay within 100 km of home.
const NEAR: f32 = 80.0;

/// The seats of the municipalities, and which are near each other.
#[derive(Debug)]
pub(crate) struct Towns {
    /// The seats and the cosines of their latitudes.
    seats: Vec<(Coordinates, f64)>,
    /// The towns near each one, nearest first, in one list.
    near: Vec<u16>,
    /// Where those of each town begin in it, and its end.
    first: Vec<usize>,
}

impl Towns {
    pub(crate) fn new() -> Self {
        let seats = MUNICIPALITIES.iter().map(|town| {
            let seat = Coordinates::near(town, 0.0, 0.0);
            (seat, seat.cosine())
        });
        let mut towns = Self {
            seats: seats.collect(),
            near: Vec::new(),
            first: alloc::vec![0],
        };
        for town in 0..MUNICIPALITIES.len() as u16 {
            let others = (0..MUNICIPALITIES.len() as u16).filter(|&other| other != town);
            let seat = towns.seats[usize::from(town)].0;
            let others = others
                .filter(|&other| seat.is_within(NEAR.into(), towns.seats[usize::from(other)].0));
            let distances = others.map(|other| (towns.km(town, other), other));
            let mut near: Vec<(f32, u16)> = distances.filter(|(km, _)| *km <= NEAR).collect();
            near.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            towns.near.extend(near.into_iter().map(|(_, other)| other));
            towns.first.push(towns.near.len());
        }
        towns
    }

    /// The distance between the seats of two towns, in kilometres.
    pub(crate) fn km(&self, town: u16, other: u16) -> f32 {
        Coordinates::distance_km(
            self.seats[usize::from(town)],
            self.seats[usize::from(other)],
        )
    }

    /// The other towns where the people of a town shop, nearest first.
    pub(crate) fn near(&self, town: u16) -> &[u16] {
        let town = usize::from(town);
        &self.near[self.first[town]..self.first[town + 1]]
    }

    /// Whether the people of a town shop in another one, or it is the same.
    pub(crate) fn are_near(&self, town: u16, other: u16) -> bool {
        town == other || self.near(town).contains(&other)
    }

    /// The one of some towns that is the nearest to a town.
    pub(crate) fn nearest(&self, town: u16, among: impl Iterator<Item = u16>) -> Option<u16> {
        self.nearest_to(self.seats[usize::from(town)], among)
    }

    /// The town around a point: the one with the nearest seat.
    pub(crate) fn around(&self, point: Coordinates) -> u16 {
        let all = 0..MUNICIPALITIES.len() as u16;
        self.nearest_to((point, point.cosine()), all)
            .expect("a country has towns")
    }

    fn nearest_to(
        &self,
        point: (Coordinates, f64),
        among: impl Iterator<Item = u16>,
    ) -> Option<u16> {
        let km = |town| Coordinates::distance_km(point, self.seats[usize::from(town)]);
        let nearest = among.map(|town| (km(town), town));
        let nearest = nearest.reduce(|best, other| if other.0 < best.0 { other } else { best });
        nearest.map(|(_, town)| town)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_nearby_are_those_within_reach_nearest_first() {
        let towns = Towns::new();
        for town in 0..MUNICIPALITIES.len() as u16 {
            let near = towns.near(town);
            let km: Vec<f32> = near.iter().map(|&other| towns.km(town, other)).collect();
            assert!(km.is_sorted() && km.iter().all(|&km| km <= NEAR));
            for other in 0..MUNICIPALITIES.len() as u16 {
                let is_near = towns.km(town, other) <= NEAR;
                assert_eq!(towns.are_near(town, other), is_near);
                assert_eq!(near.contains(&other), is_near && other != town);
            }
        }
    }

    #[test]
    fn around_a_point_in_a_town_is_that_town() {
        let towns = Towns::new();
        for (town, facts) in MUNICIPALITIES.iter().enumerate() {
            let seat = Coordinates::near(facts, 0.0, 0.0);
            assert_eq!(usize::from(towns.around(seat)), town);
        }
    }
}
