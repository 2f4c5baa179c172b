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
    /// Also those of the customers who run rings that selected customers are in.
    pub(super) devices: EntityIndex<Device>,
    pub(super) cases: EntityIndex<FraudCase>,
    /// The number of merchants that were read; none is kept.
    pub(super) merchants_read: u64,
    /// By ring, the customer of its first account, who runs it.
    ring_heads: HashMap<i64, i64>,
    /// By fraudster's device, the case that it is used in.
    case_of_device: HashMap<i64, i64>,
}

impl Population {
    /// `ring_heads` are the cases of the first accounts of rings.
    pub(super) fn new(
        customers: EntityIndex<Customer>,
        accounts: EntityIndex<Account>,
        cards: EntityIndex<Card>,
        devices: EntityIndex<Device>,
        cases: EntityIndex<FraudCase>,
        ring_heads: &[FraudCase],
    ) -> Self {
        let device_of = |case: &FraudCase| Some((case.device?, case.id));
        Self {
            ring_heads: ring_heads
                .iter()
                .map(|case| (case.id, case.customer))
                .collect(),
            case_of_device: cases.rows().iter().filter_map(device_of).collect(),
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
        // Customers of other parts may run a ring, but they live in the same district.
        let (cases, read) = loader.rows("fraud", &figures::cases(), |row: &FraudCase| {
            is_selected(row.customer) || row.is_ring_head()
        })?;
        let ring_heads: Vec<_> = cases
            .iter()
            .filter(|case| case.is_ring_head())
            .cloned()
            .collect();
        let cases = cases.into_iter().filter(|case| is_selected(case.customer));
        let cases = EntityIndex::new(cases.collect(), read);
        let rings: HashSet<_> = cases.rows().iter().filter_map(|case| case.ring).collect();
        let run_a_ring: HashSet<_> = ring_heads
            .iter()
            .filter(|case| rings.contains(&case.id))
            .map(|case| case.customer)
            .collect();
        let devices = loader.load("devices", &figures::devices(), |row| {
            is_selected(row.customer) || run_a_ring.contains(&row.customer)
        })?;
        let mut population = Self::new(customers, accounts, cards, devices, cases, &ring_heads);
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

    /// The case that a device is used in, if a fraudster brought it.
    pub(super) fn case_of_device(&self, device: i64) -> Option<i64> {
        self.case_of_device.get(&device).copied()
    }

    /// The customer who runs the ring that a case's account is in.
    pub(super) fn ring_head(&self, case: &FraudCase) -> Option<i64> {
        let ring = case.ring.filter(|_| case.ring_level.is_some())?;
        self.ring_heads.get(&ring).copied()
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
