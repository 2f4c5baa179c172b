//! [`Generator`] and [`Maker`]: from a spec to batches of records.

use crate::plan::Plan;
use crate::schema::record::{
    Accounts, Batch, Cards, Credits, Customers, Devices, FraudCases, Merchants, Transactions,
};
use crate::schema::table::Table;
use crate::simulation::{self, Cell};
use crate::spec::{Spec, SpecError};
use crate::world::World;

use alloc::sync::Arc;

mod digest;
mod district;
mod entities;

pub use digest::Digest;
use district::{District, Districts};

/// Increased with every change that alters any record.
pub const DATASET_VERSION: u32 = 2;

/// A dataset of any size, generated on demand.
#[derive(Debug)]
pub struct Generator {
    world: World,
    districts: Districts,
}

impl Generator {
    /// Plans a dataset and builds the tables that its records are drawn from.
    ///
    /// # Errors
    /// The first field of the spec that is out of bounds.
    pub fn new(spec: &Spec) -> Result<Self, SpecError> {
        Ok(Self {
            world: World::new(spec)?,
            districts: Districts::default(),
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
            districts: &self.districts,
            district: None,
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
    districts: &'a Districts,
    /// The district used last: consecutive units mostly share it.
    district: Option<Arc<District>>,
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
        macro_rules! fill {
            ($batch:ident, $fill:expr) => {{
                self.batches.$batch.clear();
                $fill(&mut self.batches.$batch);
                self.batches.$batch.finish();
                &self.batches.$batch
            }};
        }
        let world = self.world;
        match table {
            Table::Transactions => return self.simulate(unit).0,
            Table::Credits => return self.simulate(unit).1,
            Table::Merchants => {
                let merchants = world.plan.block_merchants(unit);
                return fill!(merchants, |out| entities::merchants(world, merchants, out));
            }
            Table::Customers => {
                // Nothing that is planned for them is in their rows.
                let customers = world.customers(world.plan.district_customers(unit));
                return fill!(customers, |out| entities::customers(world, &customers, out));
            }
            Table::Accounts | Table::Cards | Table::Devices | Table::FraudCases => {}
        }
        let district = self.district(unit);
        let (customers, cases) = (&district.customers, &district.cases);
        match table {
            Table::Accounts => fill!(accounts, |out| entities::accounts(
                world, customers, cases, out
            )),
            Table::Cards => fill!(cards, |out| entities::cards_of(
                world, customers, cases, out
            )),
            Table::Devices => fill!(devices, |out| entities::devices(
                world, customers, cases, out
            )),
            _ => fill!(fraud_cases, |out| entities::fraud_cases(
                customers, cases, out
            )),
        }
    }

    /// A district, planned unless it is the one used last.
    fn district(&mut self, index: u64) -> Arc<District> {
        let last = self.district.take();
        let district = last.filter(|district| district.index == index);
        let district = district.unwrap_or_else(|| self.districts.get(self.world, index));
        self.district = Some(Arc::clone(&district));
        district
    }

    /// The transactions and credits of a cell, which are made together: nothing is done if the cell was the
    /// last one.
    fn simulate(&mut self, cell: u64) -> (&Transactions, &Credits) {
        let (world, is_last) = (self.world, self.cell == Some(cell));
        let district = (!is_last).then(|| self.district(world.plan.district_of(cell)));
        let Batches {
            transactions,
            credits,
            ..
        } = &mut self.batches;
        let Some(district) = district else {
            return (transactions, credits);
        };
        let customers = &district.customers;
        let numbers = world.plan.cell_customers(cell);
        let first = (numbers.start - customers[0].number) as usize;
        let simulated = Cell {
            world,
            index: cell,
            customers: &customers[first..first + (numbers.end - numbers.start) as usize],
            district: customers,
            cases: &district.cases,
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

#[cfg(test)]
mod tests;
