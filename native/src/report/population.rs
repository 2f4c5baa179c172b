//! [`Population`]: the customers of a selection, what they own, and the fraud cases on their accounts.

use std::collections::{HashMap, HashSet};

use super::figures::{self, Figure, Meter};
use super::model::FigureResult;
use super::read::{RowGroup, Selection};
use super::rows::{
    Account, Card, Customer, Device, Entity, EntityIndex, FraudCase, Holder, Merchant,
};
use crate::error::Error;
use crate::parallel::{Context, workers};

/// The customers of a selection, what they own, and the fraud cases on their accounts.
#[derive(Debug)]
pub(super) struct Population {
    pub(super) customers: EntityIndex<Customer>,
    pub(super) accounts: EntityIndex<Account>,
    pub(super) cards: EntityIndex<Card>,
    /// Of all customers of their districts, who lend some.
    pub(super) devices: EntityIndex<Device>,
    pub(super) cases: EntityIndex<FraudCase>,
    /// The number of merchants that were read; none is kept.
    pub(super) merchants_read: u64,
    /// The devices that fraudsters use.
    of_fraudsters: HashSet<i64>,
}

impl Population {
    pub(super) fn new(
        customers: EntityIndex<Customer>,
        accounts: EntityIndex<Account>,
        cards: EntityIndex<Card>,
        devices: EntityIndex<Device>,
        cases: EntityIndex<FraudCase>,
    ) -> Self {
        let devices_of_cases = cases.rows().iter().filter_map(|case| case.device);
        Self {
            of_fraudsters: devices_of_cases.collect(),
            merchants_read: 0,
            customers,
            accounts,
            cards,
            devices,
            cases,
        }
    }

    /// Reads the parts that hold the selected customers, and measures the figures of their tables.
    pub(super) fn load(
        context: &Context,
        selection: &Selection<'_>,
    ) -> Result<(Self, Vec<FigureResult>), Error> {
        let mut loader = Loader {
            context,
            selection,
            results: Vec::new(),
        };
        let is_selected = |customer| selection.has_customer(customer);
        let start = selection.start();
        let customers = loader.load("people", &figures::customers(start), |row| {
            is_selected(row.id)
        })?;
        let accounts = loader.load("accounts", &figures::accounts(), |row| {
            is_selected(row.customer)
        })?;
        let cards = loader.load("cards", &figures::cards(), |row| is_selected(row.customer))?;
        let cases = loader.load("fraud", &figures::cases(), |row: &FraudCase| {
            is_selected(row.customer)
        })?;
        let devices = loader.load("devices", &figures::devices(), |row| {
            selection.has_neighbours_of(row.customer)
        })?;
        let mut population = Self::new(customers, accounts, cards, devices, cases);
        population.merchants_read = loader.measure_merchants()?;
        loader.measure_holders(&population);
        Ok((population, loader.results))
    }

    /// What each customer owns.
    fn holders(&self) -> HashMap<i64, Holder> {
        let customers = self.customers.rows().iter();
        let mut holders: HashMap<_, _> = customers.map(|row| (row.id, Holder::new(row))).collect();
        for card in self.cards.rows() {
            if let Some(holder) = holders.get_mut(&card.customer) {
                // One that replaces another is not one more.
                holder.credit_cards += i64::from(card.is_credit() && card.replaces.is_none());
            }
        }
        for device in self.devices.rows() {
            if let Some(holder) = holders.get_mut(&device.customer) {
                holder.computers += i64::from(!device.is_phone());
            }
        }
        holders
    }

    /// Whether a device is a fraudster's.
    pub(super) fn is_fraudsters(&self, device: i64) -> bool {
        self.of_fraudsters.contains(&device)
    }
}

/// The number of merchants whose figures are measured: more would not make them more precise.
const MERCHANTS: u64 = 1_000_000;

/// Reads tables, and measures their figures.
struct Loader<'a> {
    context: &'a Context,
    selection: &'a Selection<'a>,
    results: Vec<FigureResult>,
}

impl Loader<'_> {
    /// The rows of a table that `is_kept`, by their ids.
    fn load<T: Entity>(
        &mut self,
        topic: &'static str,
        figures: &[Figure<T>],
        is_kept: impl Fn(&T) -> bool + Sync,
    ) -> Result<EntityIndex<T>, Error> {
        let (rows, read) = self.rows(topic, figures, is_kept)?;
        Ok(EntityIndex::new(rows, read))
    }

    /// The rows of a table that `is_kept`, and how many were read. All of them count for the figures.
    fn rows<T: Entity>(
        &mut self,
        topic: &'static str,
        figures: &[Figure<T>],
        is_kept: impl Fn(&T) -> bool + Sync,
    ) -> Result<(Vec<T>, u64), Error> {
        let row_groups = self.selection.row_groups_of(T::TABLE)?;
        self.rows_in(topic, figures, &row_groups, is_kept)
    }

    /// Measures the figures of merchants, on some if there are many, and says on how many.
    fn measure_merchants(&mut self) -> Result<u64, Error> {
        let row_groups = self.selection.row_groups_of_merchants(MERCHANTS)?;
        let figures = figures::merchants(self.selection.start(), self.selection.days());
        let (_, read) = self.rows_in("merchants", &figures, &row_groups, |_: &Merchant| false)?;
        Ok(read)
    }

    /// Measures the figures of what customers own.
    fn measure_holders(&mut self, population: &Population) {
        let figures = figures::holders();
        let mut meter = Meter::new(&figures);
        for (customer, holder) in population.holders() {
            meter.add(&figures, customer, &holder);
        }
        self.results
            .extend(figures::results("cards", &figures, &meter));
    }

    /// The rows in some row groups that `is_kept`, and how many were read.
    fn rows_in<T: Entity>(
        &mut self,
        topic: &'static str,
        figures: &[Figure<T>],
        row_groups: &[RowGroup<'_>],
        is_kept: impl Fn(&T) -> bool + Sync,
    ) -> Result<(Vec<T>, u64), Error> {
        let (mut rows, mut read, mut meter) = (Vec::new(), 0, Meter::new(figures));
        let one = |row_group: &RowGroup<'_>| -> Result<_, Error> {
            let mut rows = T::read(&row_group.read(T::COLUMNS)?)?;
            let mut meter = Meter::new(figures);
            for row in &rows {
                meter.add(figures, row.customer(), row);
            }
            let read = rows.len() as u64;
            rows.retain(&is_kept);
            Ok((rows, read, meter))
        };
        workers::run(
            self.context,
            row_groups,
            || (),
            |(), row_group, reply| reply.send(one(row_group)),
            |result| {
                if let Some((found, count, measured)) = result {
                    rows.extend(found);
                    read += count;
                    meter.merge(measured);
                }
                Ok(())
            },
        )?;
        self.context.cancel.check()?;
        self.results
            .extend(figures::results(topic, figures, &meter));
        Ok((rows, read))
    }
}
