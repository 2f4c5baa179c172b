//! Who pays whom among the customers beyond their households.
//!
//! Payer and payee may be in different cells, which are simulated apart. So relations are planned before any
//! payment is simulated: those within a district from its customers ([`Relations`]), and links between cells
//! anywhere from the customers of both ([`links`]). A relation's payments follow from its key, and have the
//! first numbers among the payments of the payer's cell, so the payee's cell knows their ids too.

mod circles;
mod employers;
pub(crate) mod gatherings;
mod links;
pub(crate) mod member;
mod nights;
mod planner;
pub(crate) mod relation;
mod rounding;
mod sellers;
mod tie;

pub(crate) use employers::MAIN_SALARY;

use core::ops::Range;

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::bank::order::Outcome;
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::account::Account;
use crate::population::people::customer::Customer;
use crate::random::rng::Rng;
use crate::world::World;
use circles::Circles;
use links::{Link, PAIRINGS, Payees, links, paired};
use member::{Member, members};
use planner::Planner;
use relation::{Flow, RelationKind};
use sellers::Sellers;

/// The share of transfers that go to members of the household, of those who have any (assumption).
pub(crate) const TO_HOUSEHOLD: f64 = 0.2;

/// The relations of a district's customers with each other, and the numbers of all planned transfers.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    /// By customer of the district.
    pub(crate) members: Vec<Member>,
    /// The primary account of each of them, to whom transfers are made.
    pub(crate) accounts: Vec<Account>,
    /// By payer.
    flows: Vec<Flow>,
    /// Payees, and indices into `flows`.
    by_payee: Vec<(u64, usize)>,
    /// By cell of the district.
    cells: Vec<CellPlan>,
}

/// What is planned for one cell.
#[derive(Debug)]
struct CellPlan {
    links: Vec<Link>,
    /// The number of planned transfers.
    transfers: u64,
}

/// The relations that a cell's customers take part in.
#[derive(Debug, Default)]
pub(crate) struct CellRelations<'a> {
    /// Those whose payer is in the cell, in the order of the numbers of their payments.
    pub(crate) outgoing: Vec<Cow<'a, Flow>>,
    /// Those whose payee is in the cell.
    pub(crate) incoming: Vec<Cow<'a, Flow>>,
    /// The primary accounts of payees in paired cells.
    pub(crate) accounts: Vec<(u64, Account)>,
}

/// Money that came to a customer within hours.
#[derive(Debug)]
pub(crate) struct Gathering {
    /// By number.
    pub(crate) payee: u64,
    /// Times and amounts, in order of time.
    pub(crate) contributions: Vec<(i64, i64)>,
}

impl Gathering {
    /// Whether all of it comes within a time.
    pub(crate) fn is_within(&self, window: &Range<i64>) -> bool {
        let mut contributions = self.contributions.iter();
        contributions.all(|(time, _)| window.contains(time))
    }
}

impl CellRelations<'_> {
    /// The gatherings of customers of the cell, of those contributions that were approved.
    pub(crate) fn gatherings(&self) -> Vec<Gathering> {
        let is_contribution =
            |flow: &&Cow<'_, Flow>| matches!(flow.relation.kind, RelationKind::Contribution(..));
        let of_flow = |flow: &Cow<'_, Flow>| {
            let payee = match flow.relation.payee {
                Payee::Customer(payee) => payee,
                _ => return None,
            };
            let transfer = flow.transfers.first()?;
            (transfer.outcome == Outcome::Approved).then_some((
                payee,
                transfer.time,
                transfer.amount,
            ))
        };
        let contributions = self.incoming.iter().filter(is_contribution);
        let mut found: Vec<(u64, i64, i64)> = contributions.filter_map(of_flow).collect();
        found.sort_unstable();
        let together =
            |a: &(u64, i64, i64), b: &(u64, i64, i64)| a.0 == b.0 && b.1 - a.1 < gatherings::LASTS;
        found
            .chunk_by(together)
            .map(|chunk| Gathering {
                payee: chunk[0].0,
                contributions: chunk
                    .iter()
                    .map(|&(_, time, amount)| (time, amount))
                    .collect(),
            })
            .collect()
    }
}

impl Relations {
    /// Plans the relations of a district with these customers.
    pub(crate) fn plan(world: &World, customers: &[Customer]) -> Self {
        let members = members(world, customers);
        let circles = Circles::new(world.seed(), customers);
        let planner = Planner {
            world,
            customers,
            members: &members,
            contributions: gatherings::contributions(world, customers, &members, &circles),
            circles,
            sellers: Sellers::new(world.seed(), customers),
            employees: employers::employees(world, customers, &members),
        };
        let size = CELL_CUSTOMERS as usize;
        let (mut flows, mut cells) = (Vec::new(), Vec::new());
        for first in (0..customers.len()).step_by(size) {
            let slots = first..(first + size).min(customers.len());
            let cell = customers[first].number / CELL_CUSTOMERS;
            let in_cell = (&customers[slots.clone()], &members[slots.clone()]);
            let (links, by_links) = links(world, cell, in_cell.0, in_cell.1);
            let transfers = planner.cell(slots, by_links, &mut flows);
            cells.push(CellPlan { links, transfers });
        }
        let payee = |(index, flow): (usize, &Flow)| match flow.relation.payee {
            Payee::Customer(payee) => Some((payee, index)),
            _ => None,
        };
        let mut by_payee: Vec<(u64, usize)> = flows.iter().enumerate().filter_map(payee).collect();
        by_payee.sort_unstable();
        Self {
            members,
            accounts: (customers.iter())
                .map(|customer| world.primary_account(customer))
                .collect(),
            flows,
            by_payee,
            cells,
        }
    }

    /// The number of transfers planned for a cell of the district, by index: they have the first numbers.
    pub(crate) fn transfers(&self, cell: usize) -> u64 {
        self.cells[cell].transfers
    }

    /// Whether a customer pays someone in another district, where it is not known what follows a report.
    pub(crate) fn has_links(&self, cell: usize, customer: u64) -> bool {
        let links = &self.cells[cell].links;
        links.iter().any(|link| link.payer() == customer)
    }

    /// Someone in the district whom a customer has paid before a time, if anyone.
    pub(crate) fn paid_before(&self, customer: u64, time: i64, rng: &mut Rng) -> Option<Payee> {
        let flows = self.of_payers(customer..customer + 1);
        // The first of them in a circle from any: to look at all of them would take long.
        let (before, after) = match flows.len() {
            0 => return None,
            count => flows.split_at(rng.below(count as u64) as usize),
        };
        let is_before = |flow: &&Flow| flow.transfers.iter().any(|transfer| transfer.time < time);
        let known = after.iter().chain(before).find(is_before);
        known.map(|flow| flow.relation.payee)
    }

    /// What a person's planned transfers take of the limit of a night, by index of the cell in the district.
    pub(crate) fn sent_at_night(
        &self,
        world: &World,
        cell: usize,
        customer: u64,
        night: i64,
    ) -> i64 {
        let links = self.cells[cell].links.iter();
        let by_links = links
            .filter(|link| link.payer() == customer)
            .flat_map(|link| link.transfers(world));
        let within = self.of_payers(customer..customer + 1).iter();
        within
            .flat_map(|flow| flow.transfers.iter().copied())
            .chain(by_links)
            .filter(|transfer| transfer.takes_of_night() == Some(night))
            .map(|transfer| transfer.amount)
            .sum()
    }

    /// The relations of a cell of the district, by index, with these customers.
    pub(crate) fn of_cell(
        &self,
        world: &World,
        index: usize,
        customers: &[Customer],
    ) -> CellRelations<'_> {
        let (first, cell) = (customers[0].number, customers[0].number / CELL_CUSTOMERS);
        let numbers = first..first + customers.len() as u64;
        let mut relations = CellRelations::default();
        let own = Payees::new(world, customers);
        for pairing in 0..PAIRINGS {
            let other = paired(world, cell, pairing);
            let others = world.customers(world.plan.cell_customers(other));
            let payees = Payees::new(world, &others);
            let of_pairing = |link: &&Link| link.pairing == pairing;
            for link in self.cells[index].links.iter().filter(of_pairing) {
                let flow = link.with(world, &payees);
                if let Payee::Customer(payee) = flow.relation.payee {
                    let customer = &others[(payee % CELL_CUSTOMERS) as usize];
                    let account = world.primary_account(customer);
                    relations.accounts.push((payee, account));
                }
                relations.outgoing.push(Cow::Owned(flow));
            }
            let (theirs, _) = links(world, other, &others, &members(world, &others));
            let theirs = theirs.iter().filter(of_pairing);
            let theirs = theirs.map(|link| Cow::Owned(link.with(world, &own)));
            relations.incoming.extend(theirs);
        }
        let within = self.of_payers(numbers.clone()).iter();
        relations.outgoing.extend(within.map(Cow::Borrowed));
        let before = |number: u64| self.by_payee.partition_point(|(payee, _)| *payee < number);
        let within = self.by_payee[before(numbers.start)..before(numbers.end)].iter();
        let within = within.map(|&(_, index)| Cow::Borrowed(&self.flows[index]));
        relations.incoming.extend(within);
        relations
    }

    /// What payers with these numbers pay.
    fn of_payers(&self, numbers: Range<u64>) -> &[Flow] {
        let before = |number: u64| {
            let flows = &self.flows;
            flows.partition_point(|flow| flow.relation.payer < number)
        };
        &self.flows[before(numbers.start)..before(numbers.end)]
    }
}
