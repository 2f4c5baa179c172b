//! [`Generator`] and [`Maker`]: from a spec to batches of records.

use crate::fraud::planning::cases::Cases;
use crate::fraud::planning::planner;
use crate::plan::Plan;
use crate::population::people::customer::Customer;
use crate::relations::Relations;
use crate::schema::record::{
    Accounts, Batch, Cards, Credits, Customers, Devices, FraudCases, Merchants, Transactions,
};
use crate::schema::table::Table;
use crate::simulation::{self, Cell};
use crate::spec::{Spec, SpecError};
use crate::world::World;

use alloc::vec::Vec;

mod digest;
mod entities;

pub use digest::Digest;

/// Increased with every change that alters any record.
pub const DATASET_VERSION: u32 = 2;

/// A dataset of any size, generated on demand.
#[derive(Debug)]
pub struct Generator {
    world: World,
}

impl Generator {
    /// Plans a dataset and builds the tables that its records are drawn from.
    ///
    /// # Errors
    /// The first field of the spec that is out of bounds.
    pub fn new(spec: &Spec) -> Result<Self, SpecError> {
        Ok(Self {
            world: World::new(spec)?,
        })
    }

    /// The plan: how many rows there are, and in which units.
    pub fn plan(&self) -> &Plan {
        &self.world.plan
    }

    /// A maker of units with its own buffers; use one per thread.
    pub fn maker(&self) -> Maker<'_> {
        Maker {
            world: &self.world,
            district: District::default(),
            buffers: simulation::Buffers::default(),
            batches: Batches::default(),
            cell: None,
        }
    }

    /// The digest of a whole table.
    pub fn digest(&self, table: Table) -> Digest {
        let mut maker = self.maker();
        (0..self.plan().units(table))
            .map(|unit| Digest::of(maker.make(table, unit), unit))
            .sum()
    }
}

/// The district used last, cached because consecutive units mostly share it.
#[derive(Debug, Default)]
struct District {
    /// Its index; `None` before the first.
    index: Option<u64>,
    customers: Vec<Customer>,
    relations: Relations,
    cases: Option<Cases>,
}

#[derive(Debug, Default)]
struct Batches {
    customers: Customers,
    accounts: Accounts,
    cards: Cards,
    devices: Devices,
    merchants: Merchants,
    transactions: Transactions,
    credits: Credits,
    fraud_cases: FraudCases,
}

/// Generates units of tables into its own buffers.
#[derive(Debug)]
pub struct Maker<'a> {
    world: &'a World,
    district: District,
    buffers: simulation::Buffers,
    batches: Batches,
    /// The cell simulated last, whose transactions and credits are in the batches.
    cell: Option<u64>,
}

impl Maker<'_> {
    /// Generates one unit of a table; panics if `unit` is not below [`Plan::units`].
    pub fn make(&mut self, table: Table, unit: u64) -> &dyn Batch {
        assert!(
            unit < self.world.plan.units(table),
            "unit {unit} of {}",
            table.name()
        );
        match table {
            Table::Merchants => {}
            Table::Transactions => return self.simulate(unit).0,
            Table::Credits => return self.simulate(unit).1,
            _ => self
                .district
                .prepare(self.world, unit, table != Table::Customers),
        }
        let Self {
            world,
            district,
            batches,
            ..
        } = self;
        let no_cases = Cases::default();
        let (customers, cases) = (
            &district.customers,
            district.cases.as_ref().unwrap_or(&no_cases),
        );
        macro_rules! fill {
            ($batch:ident, $fill:expr) => {{
                batches.$batch.clear();
                $fill(&mut batches.$batch);
                batches.$batch.finish();
                &batches.$batch
            }};
        }
        match table {
            Table::Customers => fill!(customers, |out| entities::customers(world, customers, out)),
            Table::Accounts => fill!(accounts, |out| entities::accounts(
                world, customers, cases, out
            )),
            Table::Cards => fill!(cards, |out| entities::cards_of(
                world, customers, cases, out
            )),
            Table::Devices => fill!(devices, |out| entities::devices(
                world, customers, cases, out
            )),
            Table::Merchants => fill!(merchants, |out| entities::merchants(
                world,
                world.plan.block_merchants(unit),
                out
            )),
            Table::FraudCases => fill!(fraud_cases, |out| entities::fraud_cases(
                customers, cases, out
            )),
            Table::Transactions | Table::Credits => unreachable!("made together"),
        }
    }

    /// The transactions and credits of a cell, which are made together: nothing is done if the cell was the
    /// last one.
    fn simulate(&mut self, cell: u64) -> (&Transactions, &Credits) {
        let Batches {
            transactions,
            credits,
            ..
        } = &mut self.batches;
        if self.cell == Some(cell) {
            return (transactions, credits);
        }
        let world = self.world;
        let district = &mut self.district;
        district.prepare(world, world.plan.district_of(cell), true);
        let no_cases = Cases::default();
        let customers = &district.customers;
        let numbers = world.plan.cell_customers(cell);
        let first = (numbers.start - customers[0].number) as usize;
        let simulated = Cell {
            world,
            index: cell,
            customers: &customers[first..first + (numbers.end - numbers.start) as usize],
            district: customers,
            cases: district.cases.as_ref().unwrap_or(&no_cases),
            relations: &district.relations,
        };
        transactions.clear();
        credits.clear();
        simulation::simulate(&simulated, &mut self.buffers, transactions, credits);
        transactions.finish();
        credits.finish();
        self.cell = Some(cell);
        (transactions, credits)
    }
}

impl District {
    fn prepare(&mut self, world: &World, index: u64, with_cases: bool) {
        if self.index != Some(index) {
            self.customers = world.customers(world.plan.district_customers(index));
            self.cases = None;
            self.index = Some(index);
        }
        if with_cases && self.cases.is_none() {
            self.relations = Relations::plan(world, &self.customers);
            let cases = planner::plan(world, index, &self.customers, &self.relations);
            self.cases = Some(cases);
        }
    }
}

#[cfg(test)]
mod tests;
