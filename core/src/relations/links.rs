//! [`Link`]: a relation with a customer of another cell, anywhere in the country.
//!
//! Each cell is paired with a few others, wherever they are, and both know the links between them from their
//! customers alone.

use alloc::vec::Vec;

use crate::calendar::HOUR;
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::random::rng::{Keys, Purpose, key, mix, unit};
use crate::relations::member::{Member, can_send, planned_share};
use crate::relations::nights::Nights;
use crate::relations::relation::{Flow, PayerTraits, Relation, RelationKind, Transfer};
use crate::relations::rounding::Rounding;
use crate::relations::sellers::popularity;
use crate::world::World;

/// The number of cells that each is paired with.
pub(super) const PAIRINGS: u64 = 3;
/// Links from a cell to another: those between relatives and friends, who pay each other, and all (assumption).
const FRIENDS: u64 = 3;
const LINKS: u64 = 7;
/// Planned transfers that go to other cells by links (assumption).
pub(super) const BY_LINKS: f64 = 0.12;
/// What of the night limit a payer's links may use, per mille.
const NIGHT_SHARE: i64 = 300;
/// Marks the entities of [`Purpose::Links`] that are pairings rather than links.
const PAIRING: u64 = 1 << 63;

/// A relation of a customer of a cell with one of the cell that it is paired with.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) pairing: u64,
    /// The relation, whose payee is known with the customers of the paired cell.
    relation: Relation,
    /// What the payee is drawn with.
    chance: u64,
    /// What of the payer's night limit it may use, per mille.
    night_share: i64,
}

/// The cell that a cell is paired with: the relation is mutual, and may be with itself.
pub(super) fn paired(world: &World, cell: u64, pairing: u64) -> u64 {
    let cells = world.plan.cells();
    let sum = key(world.seed(), Purpose::Links, PAIRING | pairing) % cells;
    (sum + cells - cell) % cells
}

/// The links from a cell to others, and the number of their payments, which have the first numbers of the cell.
pub(super) fn links(
    world: &World,
    cell: u64,
    customers: &[Customer],
    members: &[Member],
) -> (Vec<Link>, u64) {
    let mut links: Vec<(Link, f64)> = (0..PAIRINGS * LINKS)
        .filter_map(|number| link(world, cell, number, customers, members))
        .collect();
    let total: f64 = links.iter().map(|(_, weight)| weight).sum();
    let settled = customers.iter().zip(members);
    let transfers = settled.filter(|(customer, _)| is_settled(world, customer));
    let transfers: f64 = transfers.map(|(_, member)| member.transfers).sum();
    let planned = transfers * planned_share(world.plan.spec()) * BY_LINKS;
    let mut of_payer = [0; CELL_CUSTOMERS as usize];
    for (link, _) in &links {
        of_payer[(link.relation.payer % CELL_CUSTOMERS) as usize] += 1;
    }
    let (mut rounding, mut first) = (Rounding::default(), 0);
    for (link, weight) in &mut links {
        let relation = &mut link.relation;
        relation.payments = rounding.next(planned * *weight / total.max(1e-9));
        link.night_share = NIGHT_SHARE / of_payer[(relation.payer % CELL_CUSTOMERS) as usize];
        relation.first = first;
        first += u64::from(relation.payments);
    }
    (links.into_iter().map(|(link, _)| link).collect(), first)
}

/// A link by number, and its share of the payments of the cell's links.
fn link(
    world: &World,
    cell: u64,
    number: u64,
    customers: &[Customer],
    members: &[Member],
) -> Option<(Link, f64)> {
    let (pairing, number) = (number / LINKS, number % LINKS);
    let other = paired(world, cell, pairing);
    let is_friend = number < FRIENDS;
    let ends = match is_friend {
        true => mix(cell.min(other) << 32 | cell.max(other)),
        false => mix(cell << 32 | other),
    };
    let entity = (ends ^ (pairing << 8 | number)) & !PAIRING;
    let chance = key(world.seed(), Purpose::Links, entity);
    let (own, others) = match cell <= other {
        true => (chance, chance.rotate_left(32)),
        false => (chance.rotate_left(32), chance),
    };
    let payer = settled_from(world, customers, is_friend, own)?;
    let (customer, member) = (&customers[payer], &members[payer]);
    let link = Link {
        pairing,
        chance: others,
        relation: Relation {
            entity: chance ^ cell,
            payer: customer.number,
            payee: Payee::External(chance % world.externals.count),
            kind: match is_friend {
                true => RelationKind::Friend,
                false => RelationKind::Seller,
            },
            traits: PayerTraits::of(world.seed(), customer, member),
            window: can_send(world, customer),
            payments: 0,
            first: 0,
        },
        night_share: 0,
    };
    Some((link, member.transfers * (0.3 + 1.4 * unit(mix(chance)))))
}

impl Link {
    /// The payer, by number.
    pub(super) fn payer(&self) -> u64 {
        self.relation.payer
    }

    /// Its payments: the same, whichever side asks.
    pub(super) fn transfers(&self, world: &World) -> Vec<Transfer> {
        let person = self.relation.traits.person;
        let mut nights = Nights::new(person, self.night_share);
        self.relation.transfers(world, &mut nights)
    }

    /// The relation with its payee among the customers of the paired cell, and its payments; outside the population if none of
    /// them is there for the whole period.
    pub(super) fn with(&self, world: &World, payees: &Payees<'_>) -> Flow {
        let payee = match self.relation.kind {
            RelationKind::Friend => settled_from(world, payees.customers, true, self.chance),
            _ => payees.seller(self.relation.traits.person, self.chance),
        };
        let payee = payee.map(|payee| payees.customers[payee].number);
        let payee = payee.filter(|&payee| payee != self.relation.payer);
        let relation = Relation {
            payee: payee.map_or(self.relation.payee, Payee::Customer),
            ..self.relation.clone()
        };
        Flow {
            relation,
            transfers: self.transfers(world),
        }
    }
}

/// The customers of a cell, as those whom links pay.
pub(super) struct Payees<'a> {
    customers: &'a [Customer],
    /// How many people pay those who are there for the whole period.
    popularity: Vec<f64>,
}

impl<'a> Payees<'a> {
    pub(super) fn new(world: &World, customers: &'a [Customer]) -> Self {
        let keys = Keys::new(world.seed(), Purpose::Relations);
        let popularity = |customer: &Customer| match is_settled(world, customer) {
            true => popularity(&keys, customer),
            false => 0.0,
        };
        Self {
            popularity: customers.iter().map(popularity).collect(),
            customers,
        }
    }

    /// The slot of a seller by popularity; companies buy from companies.
    fn seller(&self, by_person: bool, chance: u64) -> Option<usize> {
        let sellers = self.customers.iter().zip(&self.popularity);
        let mut weights = sellers.map(|(customer, popularity)| match by_person {
            false if customer.is_person() => 0.0,
            _ => *popularity,
        });
        let total: f64 = weights.clone().sum();
        let mut left = unit(mix(chance)) * total;
        weights.position(|weight| {
            left -= weight;
            left < 0.0
        })
    }
}

/// The first slot from a random one on whose customer, or person, is there for the whole period.
fn settled_from(world: &World, customers: &[Customer], person: bool, chance: u64) -> Option<usize> {
    let count = customers.len();
    let first = (chance as u32) as usize % count;
    let mut slots = (first..first + count).map(|slot| slot % count);
    slots.find(|&slot| {
        let customer = &customers[slot];
        (customer.is_person() || !person) && is_settled(world, customer)
    })
}

fn is_settled(world: &World, customer: &Customer) -> bool {
    let (period, sends) = (world.period(), can_send(world, customer));
    sends.start <= period.start + HOUR && sends.end == period.end
}
