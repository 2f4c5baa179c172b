//! [`Roster`]: which slots of a cell hold persons of which fiscal region, and which hold companies.
//!
//! Every cell has its share of each class, by rounding running totals, so a person's rank within the region,
//! and therefore the CPF, is known without generating earlier cells.

use alloc::vec::Vec;

use crate::catalog::states::STATES;
use crate::plan::CELL_CUSTOMERS;
use crate::random::rng::{Purpose, Rng};

const SLOTS: usize = CELL_CUSTOMERS as usize;
/// The number of fiscal regions, the ninth digit of a CPF.
const REGIONS: usize = 10;
/// The class of companies, after the fiscal regions.
pub(crate) const COMPANY: u8 = REGIONS as u8;
/// Companies among customers, per mille: given their activity they make [`crate::published::COMPANIES_PIX`].
pub(crate) const COMPANIES: u64 = 60;

/// Running totals of the weights of the classes.
#[derive(Debug)]
pub(crate) struct Classes([u64; REGIONS + 2]);

impl Classes {
    pub(crate) fn new() -> Self {
        let mut running = [0; REGIONS + 2];
        for region in 0..REGIONS {
            let people: u64 = (STATES
                .iter()
                .filter(|state| usize::from(state.fiscal_region) == region))
            .map(|state| u64::from(state.population))
            .sum();
            running[region + 1] = running[region] + people * (1000 - COMPANIES);
        }
        let people: u64 = STATES.iter().map(|state| u64::from(state.population)).sum();
        running[REGIONS + 1] = running[REGIONS] + people * COMPANIES;
        Self(running)
    }

    /// The number of customers of the classes before `class` in the cells before `cell`.
    fn before(&self, class: usize, cell: u64) -> u64 {
        let total = u128::from(self.0[REGIONS + 1]);
        (u128::from(cell * CELL_CUSTOMERS) * u128::from(self.0[class]) / total) as u64
    }
}

/// The customers of one cell, by class and rank within the class.
#[derive(Debug, Clone)]
pub(crate) struct Roster([(u8, u64); SLOTS]);

impl Roster {
    pub(crate) fn new(seed: u64, classes: &Classes, cell: u64) -> Self {
        let mut slots = Vec::with_capacity(SLOTS);
        for class in 0..=REGIONS {
            let count = |cell| classes.before(class + 1, cell) - classes.before(class, cell);
            slots.extend((count(cell)..count(cell + 1)).map(|rank| (class as u8, rank)));
        }
        Rng::new(seed, Purpose::Roster, cell).shuffle(&mut slots);
        let mut roster = [(COMPANY, 0); SLOTS];
        roster
            .iter_mut()
            .zip(slots)
            .for_each(|(entry, slot)| *entry = slot);
        Self(roster)
    }

    /// The class of a slot, and the customer's rank within it.
    pub(crate) fn slot(&self, slot: usize) -> (u8, u64) {
        self.0[slot]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::people::document::NUMBERS;
    use crate::spec::MAX_CUSTOMERS;
    use alloc::collections::BTreeSet;

    #[test]
    fn ranks_are_unique_and_contiguous() {
        let classes = Classes::new();
        let mut seen = BTreeSet::new();
        for cell in 0..300 {
            let roster = Roster::new(1, &classes, cell);
            assert!(
                (0..SLOTS).all(|slot| seen.insert(roster.slot(slot))),
                "cell {cell}"
            );
        }
        for class in 0..=COMPANY {
            let ranks = seen.range((class, 0)..(class + 1, 0));
            assert!(
                ranks
                    .enumerate()
                    .all(|(expected, &(_, rank))| rank == expected as u64)
            );
        }
    }

    #[test]
    fn the_largest_population_has_a_document_for_everyone() {
        let (classes, cells) = (Classes::new(), MAX_CUSTOMERS.div_ceil(CELL_CUSTOMERS));
        for class in 0..=REGIONS {
            let ranks = classes.before(class + 1, cells) - classes.before(class, cells);
            assert!(ranks <= NUMBERS, "class {class}: {ranks}");
        }
    }

    #[test]
    fn a_far_cell_is_full() {
        let roster = Roster::new(1, &Classes::new(), MAX_CUSTOMERS / CELL_CUSTOMERS);
        let companies = (0..SLOTS)
            .filter(|&slot| roster.slot(slot).0 == COMPANY)
            .count();
        assert!((2..=6).contains(&companies));
    }
}
