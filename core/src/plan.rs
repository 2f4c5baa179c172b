//! [`Plan`]: how a spec's rows are shared over cells and districts, known without generating.
//!
//! A **cell** is 64 customers with all they own and do; a **district** is 32 cells, over which fraud
//! cases are planned, so that one mule can serve victims of several cells. Counts are shared by rounding
//! running totals, so that every offset, and with it every id, is known in O(1).

use alloc::vec::Vec;
use core::ops::Range;

use crate::fraud::kinds::FraudType;
use crate::fraud::typology::LENGTHS;
use crate::schema::table::Table;
use crate::spec::{Spec, SpecError};

/// Customers of a cell.
pub const CELL_CUSTOMERS: u64 = 64;
/// Cells of a district; the last one has up to twice as many.
pub const DISTRICT_CELLS: u64 = 32;
/// Customers of a district.
pub(crate) const DISTRICT_CUSTOMERS: u64 = CELL_CUSTOMERS * DISTRICT_CELLS;
/// Merchants made at a time.
const MERCHANT_BLOCK: u64 = 2048;
/// Customers for every merchant.
const CUSTOMERS_PER_MERCHANT: u64 = 8;
/// Even a small population has this many merchants to shop at.
const FEWEST_MERCHANTS: u64 = 4_000;
/// No more merchants than this, whatever the population: about as many as Brazil has.
const MOST_MERCHANTS: u64 = 20_000_000;

/// How many of something each slot of a cell has, and how many the slots before it have.
#[derive(Debug)]
pub(crate) struct PerSlot {
    counts: [u8; CELL_CUSTOMERS as usize],
    before: [u16; CELL_CUSTOMERS as usize + 1],
}

impl PerSlot {
    const fn new(counts: [u8; CELL_CUSTOMERS as usize]) -> Self {
        let mut before = [0; CELL_CUSTOMERS as usize + 1];
        let mut slot = 0;
        while slot < counts.len() {
            before[slot + 1] = before[slot] + counts[slot] as u16;
            slot += 1;
        }
        Self { counts, before }
    }

    /// How many customer number `customer` (from 0) has.
    pub(crate) fn count(&self, customer: u64) -> u64 {
        u64::from(self.counts[(customer % CELL_CUSTOMERS) as usize])
    }

    /// How many the customers before that one have.
    pub(crate) fn before(&self, customer: u64) -> u64 {
        let cell = u64::from(self.before[CELL_CUSTOMERS as usize]);
        customer / CELL_CUSTOMERS * cell
            + u64::from(self.before[(customer % CELL_CUSTOMERS) as usize])
    }
}

/// Spreads a repeated pattern of counts over the slots of a cell.
const fn spread(pattern: &[u8]) -> [u8; CELL_CUSTOMERS as usize] {
    let mut counts = [0; CELL_CUSTOMERS as usize];
    let mut slot = 0;
    while slot < counts.len() {
        counts[slot] = pattern[slot % pattern.len()];
        slot += 1;
    }
    counts
}

/// Accounts: one to five, 2.4 on average (two to five banks per adult is an assumption).
pub(crate) static ACCOUNTS: PerSlot =
    PerSlot::new(spread(&[2, 1, 3, 2, 4, 1, 2, 3, 1, 2, 5, 3, 1, 2, 3]));
/// Devices over the whole period, replaced ones included: 2.1 on average, as the earlier generator.
pub(crate) static DEVICES: PerSlot = PerSlot::new(spread(&[2, 3, 1, 2, 2, 3, 2]));
/// Cards: a debit card for each account, a credit card for every other one, and one prepaid card.
pub(crate) static CARDS: PerSlot = {
    let mut counts = ACCOUNTS.counts;
    let mut slot = 0;
    while slot < counts.len() {
        counts[slot] += counts[slot].div_ceil(2) + 1;
        slot += 1;
    }
    PerSlot::new(counts)
};

/// Where everything of a spec is.
#[derive(Debug, Clone)]
pub struct Plan {
    spec: Spec,
    customers: u64,
    merchants: u64,
    /// Cases of each typology in the whole dataset.
    cases: Vec<u64>,
}

impl Plan {
    /// Plans a spec.
    ///
    /// # Errors
    /// The first field of the spec that is out of bounds.
    pub fn new(spec: &Spec) -> Result<Self, SpecError> {
        spec.validate()?;
        let spec = spec.resolved();
        let customers = spec.customer_count();
        let merchants =
            (customers / CUSTOMERS_PER_MERCHANT).clamp(FEWEST_MERCHANTS, MOST_MERCHANTS);
        let cases = cases_by_typology(&spec);
        Ok(Self {
            spec,
            customers,
            merchants,
            cases,
        })
    }

    /// The spec, with every default written out.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// How many customers there are.
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// How many merchants there are.
    pub fn merchants(&self) -> u64 {
        self.merchants
    }

    /// How many cells there are.
    pub fn cells(&self) -> u64 {
        self.customers.div_ceil(CELL_CUSTOMERS)
    }

    /// How many districts there are. The last one takes what is left over, so that none is too small for
    /// the fraud that falls to it.
    pub fn districts(&self) -> u64 {
        (self.customers / DISTRICT_CUSTOMERS).max(1)
    }

    /// The district of a cell.
    pub(crate) fn district_of(&self, cell: u64) -> u64 {
        (cell / DISTRICT_CELLS).min(self.districts() - 1)
    }

    /// The first customer of a district, from 0; of the one after the last, how many customers there are.
    fn district_start(&self, district: u64) -> u64 {
        if district < self.districts() {
            district * DISTRICT_CUSTOMERS
        } else {
            self.customers
        }
    }

    /// The customers of a cell, from 0.
    pub fn cell_customers(&self, cell: u64) -> Range<u64> {
        (cell * CELL_CUSTOMERS).min(self.customers)
            ..((cell + 1) * CELL_CUSTOMERS).min(self.customers)
    }

    /// The transactions of a cell, from 0.
    pub fn cell_transactions(&self, cell: u64) -> Range<u64> {
        let customers = self.cell_customers(cell);
        self.share(self.spec.transactions, customers.start)
            ..self.share(self.spec.transactions, customers.end)
    }

    /// In how many units a table is made. A unit is the least that can be made alone: a cell of
    /// transactions, a district of what belongs to customers, a block of merchants.
    pub fn units(&self, table: Table) -> u64 {
        match table {
            Table::Transactions => self.cells(),
            Table::Merchants => self.merchants.div_ceil(MERCHANT_BLOCK),
            _ => self.districts(),
        }
    }

    /// How many rows the units of a table have.
    pub fn rows(&self, table: Table, units: Range<u64>) -> u64 {
        self.rows_before(table, units.end) - self.rows_before(table, units.start)
    }

    /// How many rows a table has.
    pub fn table_rows(&self, table: Table) -> u64 {
        self.rows_before(table, self.units(table))
    }

    /// The unit that holds the row of an id, which count from 1; none where no row has that id.
    pub fn unit_of(&self, table: Table, id: u64) -> Option<u64> {
        let number = id.checked_sub(1)?;
        let before = |unit: u64| self.rows_before(table, unit);
        let (mut low, mut high) = (0, self.units(table));
        if number >= before(high) {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if before(middle) <= number {
                low = middle;
            } else {
                high = middle;
            }
        }
        Some(low)
    }

    /// How many rows the units before `unit` have.
    fn rows_before(&self, table: Table, unit: u64) -> u64 {
        let customers = self.district_start(unit);
        match table {
            Table::Customers => customers,
            Table::Accounts => ACCOUNTS.before(customers),
            Table::Cards => CARDS.before(customers),
            Table::Devices => DEVICES.before(customers) + self.foreign_devices_before(customers),
            Table::Merchants => (unit * MERCHANT_BLOCK).min(self.merchants),
            Table::Transactions => self.share(
                self.spec.transactions,
                (unit * CELL_CUSTOMERS).min(self.customers),
            ),
            Table::FraudCases => self.cases_before(customers),
        }
    }

    /// The customers of a district, from 0.
    pub(crate) fn district_customers(&self, district: u64) -> Range<u64> {
        self.district_start(district)..self.district_start(district + 1)
    }

    /// The merchants of a block, from 0.
    pub(crate) fn block_merchants(&self, block: u64) -> Range<u64> {
        block * MERCHANT_BLOCK..((block + 1) * MERCHANT_BLOCK).min(self.merchants)
    }

    /// The cases of a typology in a district: their numbers among all cases of that typology.
    pub(crate) fn district_cases(&self, district: u64, kind: FraudType) -> Range<u64> {
        let customers = self.district_customers(district);
        let cases = self.cases[kind.index()];
        self.share(cases, customers.start)..self.share(cases, customers.end)
    }

    /// How many cases, of all typologies, the districts of the customers before `customer` have.
    pub(crate) fn cases_before(&self, customer: u64) -> u64 {
        self.cases
            .iter()
            .map(|&cases| self.share(cases, customer))
            .sum()
    }

    /// The id of a customer's first device. Those of fraudsters are numbered in between, so that ids tell
    /// nothing.
    pub(crate) fn first_device(&self, customer: u64) -> u64 {
        DEVICES.before(customer) + self.foreign_devices_before(customer) + 1
    }

    /// The id of a fraudster's device, by its place among those of a district.
    pub(crate) fn foreign_device(&self, district: u64, position: u64) -> i64 {
        let customers = self.district_customers(district);
        let number = self.foreign_devices_before(customers.start) + position;
        // The first customer after whom there are more than that.
        let (mut low, mut high) = (customers.start, customers.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.foreign_devices_before(middle + 1) <= number {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (DEVICES.before(low + 1) + number + 1) as i64
    }

    /// How many devices of fraudsters the districts of the customers before `customer` have.
    fn foreign_devices_before(&self, customer: u64) -> u64 {
        let with_device = self
            .cases
            .iter()
            .zip(FraudType::ALL)
            .filter(|(_, kind)| kind.typology().intruder.is_some());
        with_device
            .map(|(&cases, _)| self.share(cases, customer))
            .sum()
    }

    /// The part of `total` that falls to the first `customer` customers.
    fn share(&self, total: u64, customer: u64) -> u64 {
        (u128::from(total) * u128::from(customer) / u128::from(self.customers)) as u64
    }
}

/// Shares the fraudulent transactions over typologies, and each share over cases of the typology's
/// mean length. Lengths repeat a fixed pattern, so the rows come to what was asked for.
fn cases_by_typology(spec: &Spec) -> Vec<u64> {
    // The rate in 10⁻¹²: an integer, so that every target shares alike.
    let rate = (spec.fraud_rate * 1e12 + 0.5) as u128;
    let rows = (u128::from(spec.transactions) * rate + 500_000_000_000) / 1_000_000_000_000;
    let weight = |kind: FraudType| u128::from(spec.fraud_mix.get(&kind).copied().unwrap_or(0));
    let pattern_rows = |kind: FraudType| {
        kind.typology()
            .lengths
            .iter()
            .map(|&l| u128::from(l))
            .sum::<u128>()
    };
    let mix_rows: u128 = FraudType::ALL
        .iter()
        .copied()
        .map(|kind| weight(kind) * pattern_rows(kind))
        .sum();
    let mut running = 0;
    FraudType::ALL
        .iter()
        .copied()
        .map(|kind| {
            // Rounding the running total keeps at least one case wherever there is a row to fill.
            let before = rows * LENGTHS as u128 * running / mix_rows.max(1);
            running += weight(kind);
            ((rows * LENGTHS as u128 * running)
                .checked_div(mix_rows)
                .unwrap_or(0)
                - before) as u64
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::MAX_CUSTOMERS;

    fn plan(transactions: u64, customers: u64) -> Plan {
        Plan::new(&Spec {
            transactions,
            customers: Some(customers),
            ..Spec::default()
        })
        .expect("a valid spec")
    }

    #[test]
    fn rows_add_up_to_what_was_asked_for() {
        for (transactions, customers) in
            [(10, 1), (1_000, 65), (1_000_003, 4_321), (777_777, 2_048)]
        {
            let plan = plan(transactions, customers);
            assert_eq!(plan.table_rows(Table::Transactions), transactions);
            assert_eq!(plan.table_rows(Table::Customers), customers);
            let cells: u64 = (0..plan.cells())
                .map(|c| plan.rows(Table::Transactions, c..c + 1))
                .sum();
            assert_eq!(cells, transactions);
        }
    }

    #[test]
    fn the_middle_of_a_huge_plan_is_known_at_once() {
        let plan = plan(400 * MAX_CUSTOMERS, MAX_CUSTOMERS);
        let cell = 2_000_000;
        assert_eq!(plan.cell_customers(cell), cell * 64..cell * 64 + 64);
        assert_eq!(
            plan.cell_transactions(cell),
            cell * 25_600..(cell + 1) * 25_600
        );
        assert!(plan.table_rows(Table::Cards) < 1 << 53);
    }

    #[test]
    fn fraud_rows_follow_the_rate() {
        for rate in [0.0, 0.0007, 0.02, 0.2] {
            let spec = Spec {
                transactions: 10_000_000,
                fraud_rate: rate,
                ..Spec::default()
            };
            let plan = Plan::new(&spec).expect("a valid spec");
            let mean = |kind: FraudType| {
                kind.typology()
                    .lengths
                    .iter()
                    .map(|&l| f64::from(l))
                    .sum::<f64>()
                    / LENGTHS as f64
            };
            let rows: f64 = FraudType::ALL
                .iter()
                .copied()
                .map(|kind| plan.cases[kind.index()] as f64 * mean(kind))
                .sum();
            assert!(
                (rows - 1e7 * rate).abs() <= 0.002 * 1e7 * rate + 20.0 * rate.signum(),
                "{rate}: {rows}"
            );
        }
    }

    #[test]
    fn slots_count_what_came_before() {
        let counted: u64 = (0..200).map(|customer| ACCOUNTS.count(customer)).sum();
        assert_eq!(ACCOUNTS.before(200), counted);
        assert!((0..64).all(|customer| (1..=5).contains(&ACCOUNTS.count(customer))));
    }
}
