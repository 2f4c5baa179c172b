//! Where the people of a municipality find the trades that it has no merchants of.

use alloc::vec::Vec;

use super::MerchantDirectory;
use crate::catalog::merchants::MCCS;
use crate::catalog::municipalities::MUNICIPALITIES;

impl MerchantDirectory {
    /// Whether the people of a municipality have a trade nearby.
    pub(crate) fn is_nearby(&self, mcc: usize, municipality: u16) -> bool {
        let nearest = self.nearest[mcc * MUNICIPALITIES.len() + usize::from(municipality)];
        self.towns.are_near(municipality, nearest)
    }

    /// For each municipality, which trades its people have nearby.
    pub(crate) fn trades_nearby(&self) -> Vec<[bool; MCCS.len()]> {
        let towns = 0..MUNICIPALITIES.len() as u16;
        towns
            .map(|town| core::array::from_fn(|mcc| self.is_nearby(mcc, town)))
            .collect()
    }

    /// For each trade and municipality, the nearest municipality with local merchants of the trade.
    pub(super) fn nearest_by_trade(&self) -> Vec<u16> {
        let all = 0..MUNICIPALITIES.len() as u16;
        let mut nearest = Vec::with_capacity(self.trades.len() * MUNICIPALITIES.len());
        for trade in &self.trades {
            let locals =
                |town: &u16| self.locals(trade, usize::from(*town)..usize::from(*town) + 1);
            let has: Vec<bool> = all.clone().map(|town| !locals(&town).is_empty()).collect();
            let have: Vec<u16> = all.clone().filter(|&town| has[usize::from(town)]).collect();
            nearest.extend(all.clone().map(|town| {
                let around = core::iter::once(&town).chain(self.towns.near(town));
                let found = around.copied().find(|&near| has[usize::from(near)]);
                let found = found.or_else(|| self.towns.nearest(town, have.iter().copied()));
                found.expect("every trade has a local merchant")
            }));
        }
        nearest
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::people::account::bank_weights;
    use crate::random::distributions::Normal;
    use crate::random::rng::{Purpose, Rng};
    use crate::spec::Spec;

    #[test]
    fn people_buy_in_the_nearest_town_that_has_the_trade() {
        let (spec, normal) = (Spec::default(), Normal::new());
        let directory = MerchantDirectory::new(&spec, 4_000, bank_weights(), normal);
        let mut rng = Rng::new(1, Purpose::Events, 0);
        let mut elsewhere = 0;
        for mcc in 0..MCCS.len() {
            let locals = directory.trades[mcc].local;
            let first = directory.trades[mcc].first + directory.trades[mcc].online;
            let towns: Vec<u16> = (first..first + locals)
                .map(|number| directory.merchant(number).municipality)
                .collect();
            for town in 0..MUNICIPALITIES.len() as u16 {
                let found = directory.local(mcc, town, &mut rng);
                assert_eq!((usize::from(found.mcc), found.online), (mcc, false));
                let km = directory.towns.km(town, found.municipality);
                let nearest = towns.iter().map(|&other| directory.towns.km(town, other));
                assert_eq!(Some(km), nearest.min_by(f32::total_cmp));
                elsewhere += i32::from(found.municipality != town);
            }
        }
        assert!((4_000..8_000).contains(&elsewhere), "{elsewhere}");
    }
}
