//! [`Circles`]: groups of persons in which many know each other: neighbours, colleagues, people who share a
//! pastime.

use core::ops::Range;

use alloc::vec::Vec;

use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng, key, mix, unit};
use crate::relations::relation::RelationKind;
use crate::relations::tie::Tie;

/// A kind of circle: its size, the share of its pairs who know each other well, and the share of circles whose
/// members pay one of them every month, per mille (assumptions).
struct CircleKind {
    size: usize,
    close: f64,
    collects: u64,
    /// Who are near each other in the order that circles are cut from.
    near: fn(&Customer) -> u64,
}

const KINDS: [CircleKind; 3] = [
    // Neighbours and relatives: of one municipality.
    CircleKind {
        size: 6,
        close: 0.9,
        collects: 0,
        near: |customer| u64::from(customer.municipality),
    },
    // Colleagues and schoolmates: of one state and age.
    CircleKind {
        size: 9,
        close: 0.65,
        collects: 250,
        near: |customer| {
            u64::from(customer.state()) << 16 | (customer.born.0 / (8 * 365) + 64) as u64
        },
    },
    // People who share a pastime, anywhere.
    CircleKind {
        size: 7,
        close: 0.6,
        collects: 150,
        near: |_| 0,
    },
];
/// Those who know each other well and also pay the other, of each direction.
const PAYS: f64 = 0.8;
/// Marks the entities of [`Purpose::Relations`] that are pairs and circles rather than customers.
const PAIR: u64 = 1 << 63;
const CIRCLE: u64 = 1 << 62;

/// The circles of a district.
#[derive(Debug)]
pub(super) struct Circles {
    seed: u64,
    /// By kind: the persons in the order that circles are cut from, and each customer's place in it.
    orders: [(Vec<usize>, Vec<usize>); KINDS.len()],
}

impl Circles {
    pub(super) fn new(seed: u64, customers: &[Customer]) -> Self {
        let order = |kind: usize| {
            let is_person = |index: &usize| customers[*index].is_person();
            let mut order: Vec<usize> = (0..customers.len()).filter(is_person).collect();
            order.sort_by_cached_key(|&index| {
                let customer = &customers[index];
                let chance = mix(customer.number << 2 | kind as u64);
                (
                    (KINDS[kind].near)(customer),
                    key(seed, Purpose::Relations, CIRCLE | chance >> 2),
                )
            });
            let mut places = alloc::vec![usize::MAX; customers.len()];
            for (place, &index) in order.iter().enumerate() {
                places[index] = place;
            }
            (order, places)
        };
        Self {
            seed,
            orders: core::array::from_fn(order),
        }
    }

    /// Whom a person pays in the circles that they belong to.
    pub(super) fn ties(&self, customers: &[Customer], payer: usize, ties: &mut Vec<Tie>) {
        for (kind, (order, places)) in KINDS.iter().zip(&self.orders) {
            let place = places[payer];
            if place == usize::MAX {
                continue;
            }
            let circle = self.circle(kind, place, order.len());
            let collector = self.collector(kind, &order[circle.clone()], customers);
            for &other in order[circle].iter().filter(|&&other| other != payer) {
                if collector == Some(other) {
                    ties.push(Tie {
                        payee: other,
                        kind: RelationKind::Collection,
                        weight: 0.0,
                    });
                }
                let (a, b) = (customers[payer].number, customers[other].number);
                let pair = key(
                    self.seed,
                    Purpose::Relations,
                    PAIR | a.min(b) << 32 | a.max(b),
                );
                let pays = unit(pair) < kind.close && unit(mix(pair ^ a)) < PAYS;
                if pays && ties.iter().all(|tie| tie.payee != other) {
                    let weight = 0.3 + 1.4 * unit(mix(pair));
                    ties.push(Tie {
                        payee: other,
                        kind: RelationKind::Friend,
                        weight,
                    });
                }
            }
        }
    }

    /// Someone who shares a person's pastime, if anyone does.
    pub(super) fn companion(&self, person: usize, rng: &mut Rng) -> Option<usize> {
        let (kind, (order, places)) = KINDS.iter().zip(&self.orders).next_back()?;
        let circle = match places[person] {
            usize::MAX => 0..0,
            place => self.circle(kind, place, order.len()),
        };
        let mut others = order[circle]
            .iter()
            .copied()
            .filter(|&other| other != person);
        let count = others.clone().count() as u64;
        (count > 0).then(|| others.nth(rng.below(count) as usize))?
    }

    /// A number of the neighbours of a person; others have one of their own.
    pub(super) fn neighbourhood(&self, customers: &[Customer], payer: usize) -> u64 {
        let (order, places) = &self.orders[0];
        match places[payer] {
            usize::MAX => customers[payer].number,
            place => customers[order[self.circle(&KINDS[0], place, order.len()).start]].number,
        }
    }

    /// The circle of a place, as a range of the order.
    fn circle(&self, kind: &CircleKind, place: usize, persons: usize) -> Range<usize> {
        let first = place / kind.size * kind.size;
        first..(first + kind.size).min(persons)
    }

    /// Who collects for a circle, if anyone does.
    fn collector(
        &self,
        kind: &CircleKind,
        circle: &[usize],
        customers: &[Customer],
    ) -> Option<usize> {
        let entity = CIRCLE | PAIR | customers[circle[0]].number << 4 | kind.size as u64;
        let roll = key(self.seed, Purpose::Relations, entity);
        (roll % 1000 < kind.collects).then(|| circle[(roll >> 32) as usize % circle.len()])
    }
}
