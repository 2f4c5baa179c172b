//! [`Planner`]: the relations of a district's customers, one payer after another.

use core::ops::Range;

use alloc::vec::Vec;

use crate::behaviour::income::Payday;
use crate::calendar::DAY;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng, mix};
use crate::relations::circles::Circles;
use crate::relations::links::BY_LINKS;
use crate::relations::member::{Member, can_receive, can_send, planned_share};
use crate::relations::nights::Nights;
use crate::relations::relation::{Flow, PayerTraits, Relation, RelationKind, monthly_dues};
use crate::relations::rounding::Rounding;
use crate::relations::sellers::Sellers;
use crate::relations::tie::Tie;
use crate::world::World;

/// The share of a payer's planned transfers that monthly payments may be.
const MONTHLY: f64 = 0.6;
/// Persons who rent from a customer, per mille (assumption: 21% of households rent, IBGE 2022; of others too).
const TENANTS: u32 = 150;
/// Landlords have at least this wealth, in standard deviations (assumption).
const LANDLORD: f64 = 0.6;
/// Sellers whom companies and persons pay: the fewest and most (assumptions).
const SELLERS: [(i64, i64); 2] = [(5, 12), (2, 7)];
/// Sellers whom neighbours pay too, per mille (assumption).
const OF_NEIGHBOURS: u32 = 600;
/// Marks the entities of [`Purpose::Relations`] that are sellers of neighbours.
const NEIGHBOURS: u64 = 1 << 59;
/// The weight of the seller paid most often, among friends of about 1.
const SELLER_WEIGHT: f64 = 2.4;
/// Planned transfers, besides monthly ones, for what is bought once, and in how many parts it is paid (assumptions).
const DEALS: f64 = 0.075;
const PARTS: [u8; 8] = [1, 1, 1, 1, 2, 2, 3, 4];
/// What is bought once from people who share a pastime, per mille (assumption).
const FROM_COMPANIONS: u32 = 850;
/// Marks the entities of [`Purpose::Relations`] that are payers of what is bought once.
const ONCE: u64 = 1 << 58;
/// Weights that add up to less are none.
const LEAST: f64 = 1e-9;
/// What of the night limit a payer's relations within the district may use, per mille.
const NIGHT_SHARE: i64 = 700;

/// Plans the relations of a district.
pub(super) struct Planner<'a> {
    pub(super) world: &'a World,
    pub(super) customers: &'a [Customer],
    pub(super) members: &'a [Member],
    pub(super) circles: Circles,
    pub(super) sellers: Sellers<'a>,
    /// By company.
    pub(super) employees: Vec<Vec<Tie>>,
    /// By payer.
    pub(super) contributions: Vec<Vec<Tie>>,
}

impl Planner<'_> {
    /// Adds the relations of the payers of a cell, whose payments have the numbers after `first`, and returns
    /// the next number.
    pub(super) fn cell(&self, payers: Range<usize>, first: u64, out: &mut Vec<Flow>) -> u64 {
        let (mut next, mut rounding) = (first, Rounding::default());
        for payer in payers {
            let mut nights = Nights::new(self.customers[payer].is_person(), NIGHT_SHARE);
            for mut relation in self.relations(payer, &mut rounding) {
                relation.first = next;
                next += u64::from(relation.payments);
                let transfers = relation.transfers(self.world, &mut nights);
                out.push(Flow {
                    relation,
                    transfers,
                });
            }
        }
        next
    }

    /// Whom a customer pays and how often, but for the numbers.
    fn relations(&self, payer: usize, rounding: &mut Rounding) -> Vec<Relation> {
        let (customer, member) = (&self.customers[payer], &self.members[payer]);
        let planned = planned_share(self.world.plan.spec()) * (1.0 - BY_LINKS) * member.transfers;
        let ties = self.ties(payer);
        let own = can_send(self.world, customer);
        let window = |tie: &Tie| {
            let payee = can_receive(self.world, &self.customers[tie.payee]);
            own.start.max(payee.start)..own.end.min(payee.end)
        };
        let period = (own.end - own.start).max(1) as f64;
        let active = |tie: &Tie| (window(tie).end - window(tie).start).max(0) as f64 / period;
        let total: f64 = ties.iter().map(|tie| tie.weight * active(tie)).sum();
        let mut monthly_left = (planned * MONTHLY) as u32;
        let mut relations: Vec<Relation> = Vec::with_capacity(ties.len());
        let mut monthly = 0;
        for tie in &ties {
            let payments = match tie.kind {
                RelationKind::Friend | RelationKind::Seller | RelationKind::Deal => continue,
                RelationKind::Contribution(time, _) => u32::from(window(tie).contains(&time)),
                RelationKind::Payroll(_, payday) => self.salaries(payday, &window(tie)),
                _ => monthly_dues(self.world, &window(tie), self.entity(payer, tie)).count() as u32,
            };
            if payments <= monthly_left {
                (monthly_left, monthly) = (monthly_left - payments, monthly + payments);
                relations.push(self.relation(payer, tie, window(tie), payments));
            }
        }
        let others = (planned - f64::from(monthly)).max(0.0);
        let once = if customer.is_person() {
            others * DEALS
        } else {
            0.0
        };
        self.deals(payer, once, &mut relations);
        let others = others - once;
        for tie in ties.iter().filter(|tie| tie.weight > 0.0) {
            let payments = rounding.next(others * tie.weight * active(tie) / total.max(LEAST));
            relations.push(self.relation(payer, tie, window(tie), payments));
        }
        relations.retain(|relation| relation.payments > 0);
        relations
    }

    /// Adds this many payments, on average, for what a person buys once from others.
    fn deals(&self, payer: usize, payments: f64, relations: &mut Vec<Relation>) {
        let entity = ONCE | self.customers[payer].number;
        let mut rng = Rng::new(self.world.seed(), Purpose::Relations, entity);
        let mut left = (payments + rng.unit()) as u32;
        let own = can_send(self.world, &self.customers[payer]);
        while left > 0 {
            let parts = u32::from(*rng.choose(&PARTS)).min(left);
            left -= parts;
            let companion = self.circles.companion(payer, &mut rng);
            let payee = companion
                .filter(|_| rng.chance(FROM_COMPANIONS))
                .unwrap_or_else(|| rng.below(self.customers.len() as u64) as usize);
            let open = can_receive(self.world, &self.customers[payee]);
            let window = own.start.max(open.start)..own.end.min(open.end);
            let is_seller = payee != payer && self.customers[payee].is_person();
            if !is_seller || window.end - window.start < DAY {
                continue;
            }
            let tie = Tie {
                payee,
                kind: RelationKind::Deal,
                weight: 0.0,
            };
            relations.push(self.relation(payer, &tie, window, parts));
        }
    }

    fn relation(&self, payer: usize, tie: &Tie, window: Range<i64>, payments: u32) -> Relation {
        Relation {
            entity: self.entity(payer, tie),
            payer: self.customers[payer].number,
            payee: Payee::Customer(self.customers[tie.payee].number),
            kind: tie.kind,
            traits: PayerTraits::between(
                self.world.seed(),
                &self.customers[payer],
                &self.members[payer],
                &self.members[tie.payee],
            ),
            window,
            payments,
            first: 0,
        }
    }

    fn salaries(&self, payday: Payday, window: &Range<i64>) -> u32 {
        let incomes = self.world.behaviour.incomes.of(payday).iter();
        incomes.filter(|income| income.is_within(window)).count() as u32
    }

    fn entity(&self, payer: usize, tie: &Tie) -> u64 {
        let (payer, payee) = (
            self.customers[payer].number,
            self.customers[tie.payee].number,
        );
        mix(payer << 32 | payee << 3 | tie.kind.index())
    }

    /// Whom a customer pays.
    fn ties(&self, payer: usize) -> Vec<Tie> {
        let customer = &self.customers[payer];
        let mut rng = Rng::new(self.world.seed(), Purpose::Relations, customer.number);
        let mut ties = self.employees[payer].clone();
        if customer.is_person() && rng.chance(TENANTS) {
            ties.extend(self.landlord(payer, &mut rng));
        }
        self.circles.ties(self.customers, payer, &mut ties);
        let (fewest, most) = SELLERS[usize::from(customer.is_person())];
        for rank in 1..=rng.between(fewest, most) {
            let payee = self.seller(payer, rank as u64, &mut rng);
            if payee != payer && ties.iter().all(|tie| tie.payee != payee) {
                let weight = SELLER_WEIGHT / rank as f64;
                ties.push(Tie {
                    payee,
                    kind: RelationKind::Seller,
                    weight,
                });
            }
        }
        ties.extend(&self.contributions[payer]);
        ties
    }

    /// A seller by rank, whom neighbours may pay too.
    fn seller(&self, payer: usize, rank: u64, rng: &mut Rng) -> usize {
        let customer = &self.customers[payer];
        if !rng.chance(OF_NEIGHBOURS) {
            return self.sellers.draw(customer, rng);
        }
        let neighbourhood = self.circles.neighbourhood(self.customers, payer);
        let entity = NEIGHBOURS | neighbourhood << 16 | rank;
        let mut shared = Rng::new(self.world.seed(), Purpose::Relations, entity);
        self.sellers.draw(customer, &mut shared)
    }

    /// A landlord in the state, if one is found soon.
    fn landlord(&self, tenant: usize, rng: &mut Rng) -> Option<Tie> {
        let mut looks = (0..16).map(|_| rng.below(self.customers.len() as u64) as usize);
        let payee = looks.find(|&index| {
            let customer = &self.customers[index];
            index != tenant
                && customer.is_person()
                && customer.wealth > LANDLORD
                && customer.state() == self.customers[tenant].state()
        })?;
        Some(Tie {
            payee,
            kind: RelationKind::Rent,
            weight: 0.0,
        })
    }
}
