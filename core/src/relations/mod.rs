//! Who pays whom among the customers beyond their households.
//!
//! Payer and payee may be in different cells, which are simulated apart. So relations are planned before any
//! payment is simulated: those within a district from its customers ([`Relations`]), and links between cells
//! anywhere from the customers of both ([`links`]). A relation's payments follow from its key, and have the
//! first numbers among the payments of the payer's cell, so the payee's cell knows their ids too.

mod circles;
mod employers;
mod links;
pub(crate) mod member;
mod planner;
pub(crate) mod relation;
mod rounding;
mod sellers;
mod tie;

pub(crate) use employers::MAIN_SALARY;

use alloc::vec::Vec;
use core::ops::Range;

use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::account::Account;
use crate::population::people::customer::Customer;
use crate::world::World;
use circles::Circles;
use links::{Link, PAIRINGS, links, paired};
use member::{Member, members};
use planner::Planner;
use relation::Relation;
use sellers::Sellers;

/// The share of transfers that go to members of the household, of those who have any (assumption).
pub(crate) const TO_HOUSEHOLD: f64 = 0.2;

/// The relations of a district's customers with each other, and the numbers of all planned transfers.
#[derive(Debug, Default)]
pub(crate) struct Relations {
    /// By customer of the district.
    pub(crate) members: Vec<Member>,
    /// By payer.
    outgoing: Vec<Relation>,
    /// Payees, and indices into `outgoing`.
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
pub(crate) struct CellRelations {
    /// Those whose payer is in the cell.
    pub(crate) outgoing: Vec<Relation>,
    /// Those whose payee is in the cell.
    pub(crate) incoming: Vec<Relation>,
    /// The primary accounts of payees in paired cells.
    pub(crate) accounts: Vec<(u64, Account)>,
}

impl Relations {
    /// Plans the relations of a district with these customers.
    pub(crate) fn plan(world: &World, customers: &[Customer]) -> Self {
        let members = members(world, customers);
        let planner = Planner {
            world,
            customers,
            members: &members,
            circles: Circles::new(world.seed(), customers),
            sellers: Sellers::new(world.seed(), customers),
            employees: employers::employees(world, customers, &members),
        };
        let size = CELL_CUSTOMERS as usize;
        let (mut outgoing, mut cells) = (Vec::new(), Vec::new());
        for first in (0..customers.len()).step_by(size) {
            let slots = first..(first + size).min(customers.len());
            let cell = customers[first].number / CELL_CUSTOMERS;
            let in_cell = (&customers[slots.clone()], &members[slots.clone()]);
            let (links, by_links) = links(world, cell, in_cell.0, in_cell.1);
            let transfers = planner.cell(slots, by_links, &mut outgoing);
            cells.push(CellPlan { links, transfers });
        }
        let payee = |(index, relation): (usize, &Relation)| match relation.payee {
            Payee::Customer(payee) => Some((payee, index)),
            _ => None,
        };
        let mut by_payee: Vec<(u64, usize)> =
            outgoing.iter().enumerate().filter_map(payee).collect();
        by_payee.sort_unstable();
        Self {
            members,
            outgoing,
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
        links.iter().any(|link| link.relation().payer == customer)
    }

    /// What a person's planned transfers take of the limit of a night, by index of the cell in the district.
    pub(crate) fn sent_at_night(
        &self,
        world: &World,
        cell: usize,
        customer: u64,
        night: i64,
    ) -> i64 {
        let links = self.cells[cell].links.iter().map(Link::relation);
        let links = links.filter(|relation| relation.payer == customer);
        self.of_payers(customer..customer + 1)
            .iter()
            .chain(links)
            .flat_map(|relation| relation.transfers(world))
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
    ) -> CellRelations {
        let (first, cell) = (customers[0].number, customers[0].number / CELL_CUSTOMERS);
        let numbers = first..first + customers.len() as u64;
        let mut relations = CellRelations::default();
        for pairing in 0..PAIRINGS {
            let other = paired(world, cell, pairing);
            let others = world.customers(world.plan.cell_customers(other));
            let of_pairing = |link: &&Link| link.pairing == pairing;
            let own = self.cells[index].links.iter().filter(of_pairing);
            let own = own.map(|link| link.with(world, &others));
            let (theirs, _) = links(world, other, &others, &members(world, &others));
            let theirs = theirs.iter().filter(of_pairing);
            let theirs = theirs.map(|link| link.with(world, customers));
            relations
                .incoming
                .extend(theirs.filter(|relation| is_customer(relation, &numbers)));
            for relation in own {
                if let Payee::Customer(payee) = relation.payee {
                    let customer = &others[(payee % CELL_CUSTOMERS) as usize];
                    relations
                        .accounts
                        .push((payee, world.primary_account(customer)));
                }
                relations.outgoing.push(relation);
            }
        }
        relations
            .outgoing
            .extend_from_slice(self.of_payers(numbers.clone()));
        let from = self
            .by_payee
            .partition_point(|(payee, _)| *payee < numbers.start);
        let until = self
            .by_payee
            .partition_point(|(payee, _)| *payee < numbers.end);
        let within = self.by_payee[from..until].iter();
        relations
            .incoming
            .extend(within.map(|&(_, index)| self.outgoing[index].clone()));
        relations
    }

    /// The relations of payers with these numbers.
    fn of_payers(&self, numbers: Range<u64>) -> &[Relation] {
        let from = self
            .outgoing
            .partition_point(|relation| relation.payer < numbers.start);
        let until = self
            .outgoing
            .partition_point(|relation| relation.payer < numbers.end);
        &self.outgoing[from..until]
    }
}

fn is_customer(relation: &Relation, numbers: &Range<u64>) -> bool {
    matches!(relation.payee, Payee::Customer(number) if numbers.contains(&number))
}
