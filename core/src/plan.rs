//! [`Plan`]: how the rows of a dataset are distributed over cells and districts, known before any row is
//! generated.
//!
//! A **cell** is 64 customers with everything they own and do; a **district** is 32 cells. Fraud cases are
//! planned by district, so that one mule can collect from victims in several cells. Rows are apportioned by
//! rounding running totals, so every offset, and therefore every id, is known in O(1).

use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::ops::Range;

use crate::fraud::kinds::FraudType;
use crate::fraud::typology::LENGTHS;
use crate::random::permutation::{Permutation, permute};
use crate::random::rng::{Purpose, key};
use crate::schema::categories::{CaseRole, Remedy};
use crate::schema::table::Table;
use crate::spec::{Spec, SpecError};

/// Customers per cell.
pub const CELL_CUSTOMERS: u64 = 64;
/// Cells per district; the last district has up to twice as many.
pub const DISTRICT_CELLS: u64 = 32;
/// Customers per district.
pub(crate) const DISTRICT_CUSTOMERS: u64 = CELL_CUSTOMERS * DISTRICT_CELLS;
/// Merchants per unit of the merchants table.
const MERCHANT_BLOCK: u64 = 2048;
/// Customers per merchant.
const CUSTOMERS_PER_MERCHANT: u64 = 8;
/// Minimum number of merchants, for small populations.
const MIN_MERCHANTS: u64 = 4_000;
/// Maximum number of merchants: roughly as many as Brazil has.
const MAX_MERCHANTS: u64 = 20_000_000;
/// Ids that the credits of a cell are taken from: more than its customers can have.
const CREDITS_PER_CELL: u64 = 1 << 22;
/// Credits per thousand transactions, and per thousand customers and month (measured).
const CREDITS_PER_THOUSAND: u64 = 390;
const CREDITS_PER_CUSTOMER_MONTH: u64 = 2_220;
/// Ids that the cards of a slot, which replace each other, are taken from.
pub(crate) const CARDS_PER_SLOT: u64 = 32;
/// Cards that replace others, in ten thousand slots: in a year, and in addition by its square, because few
/// accounts are old enough for their cards to expire soon; and in a thousand frauds by card (measured).
const CARDS_REPLACED: u64 = 520;
const CARDS_EXPIRED: u64 = 75;
const CARDS_REPLACED_BY_FRAUD: u64 = 700;
/// Transactions for each device that a customer uses for some hours or days only: there are 0.8 of them for a customer
/// in a year (assumption).
const TRANSACTIONS_PER_SHORT_TERM_DEVICE: u64 = 450;

/// The number of items (such as cards) of the customer in each slot of a cell, with running totals.
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

    /// The number of items of customer `customer` (from 0).
    pub(crate) fn count(&self, customer: u64) -> u64 {
        u64::from(self.counts[(customer % CELL_CUSTOMERS) as usize])
    }

    /// The number of items of all customers before that one.
    pub(crate) fn before(&self, customer: u64) -> u64 {
        let cell = u64::from(self.before[CELL_CUSTOMERS as usize]);
        customer / CELL_CUSTOMERS * cell
            + u64::from(self.before[(customer % CELL_CUSTOMERS) as usize])
    }
}

/// Repeats a pattern of counts over the slots of a cell.
const fn spread(pattern: &[u8]) -> [u8; CELL_CUSTOMERS as usize] {
    let mut counts = [0; CELL_CUSTOMERS as usize];
    let mut slot = 0;
    while slot < counts.len() {
        counts[slot] = pattern[slot % pattern.len()];
        slot += 1;
    }
    counts
}

/// Accounts: one to five, 2.3 on average (two to five banks per adult is an assumption).
pub(crate) static ACCOUNTS: PerSlot =
    PerSlot::new(spread(&[2, 1, 3, 2, 4, 1, 2, 3, 1, 2, 5, 3, 1, 2, 3]));
/// A customer's own devices over the whole period, including replaced ones: 2.1 on average, as in the previous
/// generator.
pub(crate) static DEVICES: PerSlot = PerSlot::new(spread(&[2, 3, 1, 2, 2, 3, 2]));
/// Cards in use at a time: a debit card for every account, a credit card for every other account, and one
/// prepaid card. Each of them has a number of its own, its slot.
pub(crate) static CARD_SLOTS: PerSlot = {
    let mut counts = ACCOUNTS.counts;
    let mut slot = 0;
    while slot < counts.len() {
        counts[slot] += counts[slot].div_ceil(2) + 1;
        slot += 1;
    }
    PerSlot::new(counts)
};

/// Which rows are in which cell, district and unit.
#[derive(Debug, Clone)]
pub struct Plan {
    spec: Spec,
    customers: u64,
    merchants: u64,
    /// Number of cases of each typology in the whole dataset.
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
        let merchants = (customers / CUSTOMERS_PER_MERCHANT).clamp(MIN_MERCHANTS, MAX_MERCHANTS);
        let cases = cases_by_typology(&spec);
        check_left_out(&spec, cases.iter().sum())?;
        Ok(Self {
            spec,
            customers,
            merchants,
            cases,
        })
    }

    /// The spec, with every default filled in.
    pub fn spec(&self) -> &Spec {
        &self.spec
    }

    /// The number of customers.
    pub fn customers(&self) -> u64 {
        self.customers
    }

    /// The number of merchants.
    pub fn merchants(&self) -> u64 {
        self.merchants
    }

    /// The number of cells.
    pub fn cells(&self) -> u64 {
        self.customers.div_ceil(CELL_CUSTOMERS)
    }

    /// The number of districts. The last one takes the remaining customers, so that no district is too small
    /// for its share of the fraud cases.
    pub fn districts(&self) -> u64 {
        (self.customers / DISTRICT_CUSTOMERS).max(1)
    }

    /// The district of a cell.
    pub(crate) fn district_of(&self, cell: u64) -> u64 {
        (cell / DISTRICT_CELLS).min(self.districts() - 1)
    }

    /// The first customer of a district, from 0; for the district after the last, the number of customers.
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

    /// The number of units of a table. A unit is the smallest part that can be generated on its own: a cell
    /// of transactions, a block of merchants, a district of everything else.
    pub fn units(&self, table: Table) -> u64 {
        match table {
            Table::Transactions | Table::Credits => self.cells(),
            Table::Merchants => self.merchants.div_ceil(MERCHANT_BLOCK),
            _ => self.districts(),
        }
    }

    /// Whether the numbers of rows of a table are known before they are made; if not, they are estimates.
    pub fn counts(&self, table: Table) -> bool {
        match table {
            Table::Cards | Table::Credits => false,
            Table::Transactions | Table::Devices | Table::FraudCases => {
                self.spec.without_cases.is_empty()
            }
            Table::Customers | Table::Accounts | Table::Merchants => true,
        }
    }

    /// The number of rows in a range of units of a table.
    pub fn rows(&self, table: Table, units: Range<u64>) -> u64 {
        self.rows_before(table, units.end) - self.rows_before(table, units.start)
    }

    /// The number of rows of a table.
    pub fn table_rows(&self, table: Table) -> u64 {
        self.rows_before(table, self.units(table))
    }

    /// The unit that holds the row with an id (from 1); `None` if no row can have it.
    pub fn unit_of(&self, table: Table, id: u64) -> Option<u64> {
        let number = id.checked_sub(1)?;
        if table == Table::Credits {
            return Some(number / CREDITS_PER_CELL).filter(|&unit| unit < self.units(table));
        }
        let number = match table {
            Table::Cards => number / CARDS_PER_SLOT,
            _ => number,
        };
        let before = |unit: u64| match table {
            Table::Cards => CARD_SLOTS.before(self.district_start(unit)),
            _ => self.rows_before(table, unit),
        };
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

    /// The number of rows in the units before `unit`.
    fn rows_before(&self, table: Table, unit: u64) -> u64 {
        let customers = self.district_start(unit);
        match table {
            Table::Customers => customers,
            Table::Accounts => ACCOUNTS.before(customers),
            Table::Cards => self.cards_before(customers),
            Table::Devices => DEVICES.before(customers) + self.other_devices_before(customers),
            Table::Merchants => (unit * MERCHANT_BLOCK).min(self.merchants),
            Table::Transactions => self.share(
                self.spec.transactions,
                (unit * CELL_CUSTOMERS).min(self.customers),
            ),
            Table::Credits => self.credits_before((unit * CELL_CUSTOMERS).min(self.customers)),
            Table::FraudCases => self.cases_before(customers),
        }
    }

    /// The ids of a cell's transactions.
    pub(crate) fn transaction_ids(&self, cell: u64) -> TransactionIds {
        let ids = self.cell_transactions(cell);
        let key = key(self.spec.seed, Purpose::TransactionIds, cell);
        TransactionIds {
            first: ids.start + 1,
            order: Permutation::new(ids.end - ids.start, key),
        }
    }

    /// The id of a cell's first credit.
    pub(crate) fn first_credit(cell: u64) -> i64 {
        (cell * CREDITS_PER_CELL) as i64 + 1
    }

    /// About how many credits the first `customer` customers have.
    fn credits_before(&self, customer: u64) -> u64 {
        let months = u64::from(self.spec.days).div_ceil(30);
        self.share(self.spec.transactions, customer) * CREDITS_PER_THOUSAND / 1_000
            + customer * months * CREDITS_PER_CUSTOMER_MONTH / 1_000
    }

    /// About how many cards the first `customer` customers have.
    fn cards_before(&self, customer: u64) -> u64 {
        let slots = CARD_SLOTS.before(customer);
        let by_card = |kind: &FraudType| kind.typology().claim.remedy == Remedy::Chargeback;
        let cases = FraudType::ALL.iter().filter(|kind| by_card(kind));
        let cases: u64 = cases.map(|kind| self.cases[kind.index()]).sum();
        // Of mules, launderers and fraudsters half the accounts are blocked, half-way through the period on average.
        let is_criminal = |kind: &&FraudType| kind.typology().role != CaseRole::Victim;
        let criminals = FraudType::ALL.iter().filter(is_criminal);
        let criminals: u64 = criminals.map(|kind| self.cases[kind.index()]).sum();
        let blocked = criminals.min(self.customers) * 250 / self.customers;
        let days = u64::from(self.spec.days);
        let replaced = CARDS_REPLACED * days + CARDS_EXPIRED * days * days / 365;
        slots
            + slots * replaced / 3_650 * (1_000 - blocked) / 1_000_000
            + self.share(cases, customer) * CARDS_REPLACED_BY_FRAUD / 1_000
    }

    /// The customers of a district, from 0.
    pub(crate) fn district_customers(&self, district: u64) -> Range<u64> {
        self.district_start(district)..self.district_start(district + 1)
    }

    /// The cells of a district.
    pub fn district_cells(&self, district: u64) -> Range<u64> {
        let customers = self.district_customers(district);
        customers.start / CELL_CUSTOMERS..customers.end.div_ceil(CELL_CUSTOMERS)
    }

    /// The merchants of a block, from 0.
    pub(crate) fn block_merchants(&self, block: u64) -> Range<u64> {
        block * MERCHANT_BLOCK..((block + 1) * MERCHANT_BLOCK).min(self.merchants)
    }

    /// The cases of a typology in a district, numbered among all cases of that typology.
    pub(crate) fn district_cases(&self, district: u64, kind: FraudType) -> Range<u64> {
        let customers = self.district_customers(district);
        let cases = self.cases[kind.index()];
        self.share(cases, customers.start)..self.share(cases, customers.end)
    }

    /// The number of cases, of all typologies, in the districts of the customers before `customer`.
    pub(crate) fn cases_before(&self, customer: u64) -> u64 {
        self.cases
            .iter()
            .map(|&cases| self.share(cases, customer))
            .sum()
    }

    /// The id of a customer's first own device. Devices of fraudsters and those used for a short time are numbered in
    /// between, in an order that reveals nothing.
    pub(crate) fn first_device(&self, customer: u64) -> u64 {
        DEVICES.before(customer) + self.other_devices_before(customer) + 1
    }

    /// The id of a fraudster's device, by its index among those of a district.
    pub(crate) fn fraudster_device(&self, district: u64, index: u64) -> i64 {
        self.other_device(district, index)
    }

    /// The devices that a cell's customers use for a short time, numbered among all of them.
    pub(crate) fn short_term_devices(&self, cell: u64) -> Range<u64> {
        let customers = self.cell_customers(cell);
        self.short_term_devices_before(customers.start)
            ..self.short_term_devices_before(customers.end)
    }

    /// The id of one of them.
    pub(crate) fn short_term_device(&self, cell: u64, number: u64) -> i64 {
        let district = self.district_of(cell);
        let customers = self.district_customers(district);
        let fraudsters = self.fraudster_devices_before(customers.end)
            - self.fraudster_devices_before(customers.start);
        let index = number - self.short_term_devices_before(customers.start);
        self.other_device(district, fraudsters + index)
    }

    /// The id of a device that is no customer's own, by its index among those of a district: fraudsters' first.
    fn other_device(&self, district: u64, index: u64) -> i64 {
        let customers = self.district_customers(district);
        let first = self.other_devices_before(customers.start);
        let count = self.other_devices_before(customers.end) - first;
        let key = key(
            self.spec.seed,
            Purpose::ShortTermDevices,
            1 << 63 | district,
        );
        let number = first + permute(index, count, key);
        // The first customer up to and including whom there are more than `number` such devices.
        let (mut low, mut high) = (customers.start, customers.end);
        while low < high {
            let middle = low + (high - low) / 2;
            if self.other_devices_before(middle + 1) <= number {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        (DEVICES.before(low + 1) + number + 1) as i64
    }

    /// The number of devices, in the districts of the customers before `customer`, that are no customer's own.
    fn other_devices_before(&self, customer: u64) -> u64 {
        self.fraudster_devices_before(customer) + self.short_term_devices_before(customer)
    }

    /// The number of those that customers use for a short time.
    fn short_term_devices_before(&self, customer: u64) -> u64 {
        let devices = self.spec.transactions / TRANSACTIONS_PER_SHORT_TERM_DEVICE;
        self.share(devices, customer)
    }

    /// The number of fraudsters' devices in the districts of the customers before `customer`.
    fn fraudster_devices_before(&self, customer: u64) -> u64 {
        let with_device = self
            .cases
            .iter()
            .zip(FraudType::ALL)
            .filter(|(_, kind)| kind.typology().intruder.is_some());
        with_device
            .map(|(&cases, _)| self.share(cases, customer))
            .sum()
    }

    /// The share of `total` that falls to the first `customer` customers.
    fn share(&self, total: u64, customer: u64) -> u64 {
        (u128::from(total) * u128::from(customer) / u128::from(self.customers)) as u64
    }
}

/// The ids of a cell's transactions: consecutive, but in an order that reveals nothing.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TransactionIds {
    first: u64,
    order: Permutation,
}

impl TransactionIds {
    /// The id of a transaction, by its number among those of the cell in the order of planning.
    pub(crate) fn of(&self, number: u64) -> i64 {
        (self.first + self.order.at(number)) as i64
    }
}

/// Checks that the cases that are left out are among those of the dataset.
fn check_left_out(spec: &Spec, cases: u64) -> Result<(), SpecError> {
    let unknown = |id: &&u64| !(1..=cases).contains(*id);
    match spec.without_cases.iter().find(unknown) {
        None => Ok(()),
        Some(id) => Err(SpecError {
            field: "without_cases",
            value: id.to_string(),
            remedy: match cases {
                0 => "this dataset has no fraud cases: leave it out".into(),
                _ => format!("give a fraud_case_id from 1 to {cases}"),
            },
        }),
    }
}

/// Splits the fraudulent transactions over the typologies, and each typology's share into cases of its mean
/// length. Lengths repeat a fixed pattern, so the rows add up to the number requested.
fn cases_by_typology(spec: &Spec) -> Vec<u64> {
    // The rate in units of 10⁻¹²: an integer, so that every target computes the same shares.
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
            // Rounding the running total leaves at least one case wherever there are rows to fill.
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
    fn rows_add_up_to_the_spec() {
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
    fn a_cell_in_the_middle_of_a_huge_plan_is_known_in_constant_time() {
        let plan = plan(400 * MAX_CUSTOMERS, MAX_CUSTOMERS);
        let cell = 2_000_000;
        assert_eq!(plan.cell_customers(cell), cell * 64..cell * 64 + 64);
        assert_eq!(
            plan.cell_transactions(cell),
            cell * 25_600..(cell + 1) * 25_600
        );
        assert!(CARD_SLOTS.before(MAX_CUSTOMERS) * CARDS_PER_SLOT < 1 << 53);
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
    fn running_totals_match_the_counts() {
        let counted: u64 = (0..200).map(|customer| ACCOUNTS.count(customer)).sum();
        assert_eq!(ACCOUNTS.before(200), counted);
        assert!((0..64).all(|customer| (1..=5).contains(&ACCOUNTS.count(customer))));
    }
}
