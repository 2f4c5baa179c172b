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

/// Adult customers in a household, per cent of households: one, two, three (assumption, after IBGE's 2.8
/// residents of all ages in 2022).
const HOUSEHOLDS: [u16; 3] = [34, 44, 22];

/// The customers of one cell, by class and rank within the class.
#[derive(Debug, Clone)]
pub(crate) struct Roster {
    slots: [(u8, u64); SLOTS],
    /// The slot of the first customer of each one's household.
    heads: [u8; SLOTS],
}

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
        Self {
            heads: heads(seed, cell, &roster),
            slots: roster,
        }
    }

    /// The class of a slot, and the customer's rank within it.
    pub(crate) fn slot(&self, slot: usize) -> (u8, u64) {
        self.slots[slot]
    }

    /// The slot of the first customer of the household of the customer in a slot.
    pub(crate) fn head(&self, slot: usize) -> usize {
        usize::from(self.heads[slot])
    }
}

/// Groups persons of one fiscal region into households, in the order of slots; companies are on their own.
fn heads(seed: u64, cell: u64, slots: &[(u8, u64); SLOTS]) -> [u8; SLOTS] {
    let mut heads = core::array::from_fn(|slot| slot as u8);
    for class in 0..COMPANY {
        let mut rng = Rng::new(seed, Purpose::Households, cell << 4 | u64::from(class));
        let (mut head, mut left) = (0, 0);
        for slot in (0..SLOTS).filter(|&slot| slots[slot].0 == class) {
            if left == 0 {
                (head, left) = (slot as u8, 1 + rng.pick(&HOUSEHOLDS));
            }
            heads[slot] = head;
            left -= 1;
        }
    }
    heads
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
    fn households_are_of_up_to_three_persons_of_one_region() {
        let classes = Classes::new();
        let mut sizes = [0; SLOTS + 1];
        for cell in 0..50 {
            let roster = Roster::new(1, &classes, cell);
            for head in 0..SLOTS {
                let members = (0..SLOTS).filter(|&slot| roster.head(slot) == head);
                let members: Vec<usize> = members.collect();
                assert!(
                    members
                        .iter()
                        .all(|&slot| roster.slot(slot).0 == roster.slot(head).0)
                );
                assert!(members.len() < 2 || roster.slot(head).0 != COMPANY);
                sizes[members.len()] += 1;
            }
        }
        assert!(sizes[1] > 200 && sizes[2] > 200 && sizes[3] > 100);
        assert_eq!(sizes[4..].iter().sum::<i32>(), 0);
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
