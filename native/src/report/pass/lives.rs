//! [`Lives`]: customers' payments and credits, added up for each customer.

use std::collections::{HashMap, HashSet};

use fraudgen_core::calendar::{Date, HOUR};

use crate::report::population::Population;
use crate::report::read::ShortText;
use crate::report::rows::{CreditRow, Life, Payment, PaymentRow, Place, cell_of};

const ACCOUNT: ShortText = ShortText::new("ACCOUNT");
const EXTERNAL: ShortText = ShortText::new("EXTERNAL");
const SALARY: ShortText = ShortText::new("SALARY");
const SALES: ShortText = ShortText::new("SALES");
const TRANSFER: ShortText = ShortText::new("TRANSFER");
const OWN_TRANSFER: ShortText = ShortText::new("OWN_TRANSFER");
const LOAN: ShortText = ShortText::new("LOAN");
const PIX: ShortText = ShortText::new("PIX");
const TED: ShortText = ShortText::new("TED");
const BOLETO: ShortText = ShortText::new("BOLETO");
const AUTO_DEBIT: ShortText = ShortText::new("AUTO_DEBIT");
const CREDIT_CARD: ShortText = ShortText::new("CREDIT_CARD");
const POS: ShortText = ShortText::new("POS");
const INSUFFICIENT_BALANCE: ShortText = ShortText::new("INSUFFICIENT_BALANCE");
/// A bill that comes every month comes at least so often.
const SERIES_BILLS: u32 = 10;
/// Purchases farther away are not near home.
const NEAR_HOME_KM: f64 = 100.0;
/// No one travels faster, except within the first kilometre, where places are not exact.
const FASTEST_KMH: f64 = 900.0;
const EXACT_KM: f64 = 1.0;

/// The payments and credits of some customers, added up for each.
#[derive(Debug)]
pub(super) struct Lives<'a> {
    population: &'a Population,
    /// The first day of the period.
    start: Date,
    lives: HashMap<i64, Life>,
    /// By account, when and how its last payment or credit left it.
    balances: HashMap<i64, ((i64, bool), i64)>,
    /// Customers and their accounts at other banks, which bring own transfers.
    savings: HashSet<(i64, i64)>,
    /// Bills by customer, kind and id of the beneficiary, and instrument.
    bills: HashMap<(i64, ShortText, i64, ShortText), Bills>,
    /// Customers and the accounts of other cells that they pay, and whether by an everyday payment.
    far_payees: HashMap<(i64, i64), bool>,
    /// By customer, when and where the last everyday payment at a terminal was.
    terminals: HashMap<i64, (i64, Place)>,
}

/// Bills of one beneficiary.
#[derive(Debug, Default)]
struct Bills {
    count: u32,
    last_month: (i32, u32),
    has_two_in_a_month: bool,
    /// The first few prices.
    prices: [Option<i64>; 3],
}

impl<'a> Lives<'a> {
    /// The lives of the customers of some cells, in a period.
    pub(super) fn new(
        population: &'a Population,
        cells: &std::ops::Range<i64>,
        start: Date,
    ) -> Self {
        let rows = population.customers.rows();
        let before = |cell| rows.partition_point(|customer| customer.cell() < cell);
        let rows = &rows[before(cells.start).min(before(cells.end))..before(cells.end)];
        Self {
            population,
            start,
            lives: rows.iter().map(|row| (row.id, Life::new(row))).collect(),
            balances: HashMap::new(),
            savings: HashSet::new(),
            bills: HashMap::new(),
            far_payees: HashMap::new(),
            terminals: HashMap::new(),
        }
    }

    /// Adds a credit: all before the payments, each account's in order.
    pub(super) fn add_credit(&mut self, row: &CreditRow) {
        let Some(life) = self.lives.get_mut(&row.customer) else {
            return;
        };
        let (kind, payer) = (row.kind, row.payer_kind);
        life.came_in += row.amount;
        if [SALARY, SALES, TRANSFER].contains(&kind) {
            life.earned += row.amount;
        }
        if [OWN_TRANSFER, LOAN].contains(&kind) && payer.is_some_and(|payer| payer != ACCOUNT) {
            life.brought_in += row.amount;
        }
        life.salaries += i64::from(kind == SALARY);
        life.received += i64::from(kind == TRANSFER && payer == Some(ACCOUNT));
        if let Some(account) = row.payer
            && kind == OWN_TRANSFER
            && payer == Some(EXTERNAL)
        {
            self.savings.insert((row.customer, account));
        }
        self.balances
            .insert(row.account, ((row.time, false), row.balance_after));
    }

    /// Adds a payment: each customer's in order.
    pub(super) fn add_payment(&mut self, row: &PaymentRow, payment: &Payment) {
        let is_own = self.is_own(row);
        let Some(life) = self.lives.get_mut(&row.customer) else {
            return;
        };
        life.payments += 1;
        life.without_balance += i64::from(row.refusal_reason == Some(INSUFFICIENT_BALANCE));
        if !is_own {
            life.spent += row.booked();
        }
        if row.is_approved() && row.instrument == CREDIT_CARD {
            life.on_credit += row.amount;
        }
        if payment.is_invoice {
            life.invoices += row.amount;
        }
        let at = (row.time, true);
        let last = self.balances.entry(row.account).or_insert((at, 0));
        if last.0 <= at {
            *last = (at, row.balance_after);
        }
        if !row.is_fraud {
            self.add_everyday(row, payment);
        }
        self.add_bill(row, payment);
        self.add_payee(row);
    }

    /// Whether a payment goes to another account of the customer.
    fn is_own(&self, row: &PaymentRow) -> bool {
        let (Some(id), Some(kind)) = (row.beneficiary, row.beneficiary_kind) else {
            return false;
        };
        let account = self.population.accounts.get(id);
        match kind {
            ACCOUNT => account.is_some_and(|account| account.customer == row.customer),
            EXTERNAL => self.savings.contains(&(row.customer, id)),
            _ => false,
        }
    }

    fn add_everyday(&mut self, row: &PaymentRow, payment: &Payment) {
        let Some(life) = self.lives.get_mut(&row.customer) else {
            return;
        };
        let day = payment.local.day.0 - self.start.0;
        if life.everyday == 0 {
            life.first_day = day;
        }
        life.last_day = day;
        life.everyday += 1;
        life.pix += i64::from(row.instrument == PIX);
        if row.is_approved() && row.beneficiary.is_some() {
            let to_account = row.beneficiary_kind == Some(ACCOUNT);
            let is_transfer = [PIX, TED].contains(&row.instrument)
                && (to_account || row.beneficiary_kind == Some(EXTERNAL));
            life.paid += 1;
            life.to_accounts += i64::from(to_account);
            life.transfers += i64::from(is_transfer);
            life.transfers_to_accounts += i64::from(is_transfer && to_account);
        }
        let home = self.population.customers.get(row.customer);
        if let (POS, Some(place), Some(home)) = (row.channel, row.place(), home) {
            life.at_terminals += 1;
            life.far_from_home += i64::from(home.home().km_to(place) > NEAR_HOME_KM);
            if let Some((time, last)) = self.terminals.insert(row.customer, (row.time, place)) {
                let hours = (row.time - time) as f64 / HOUR as f64;
                let km = last.km_to(place);
                let is_too_fast = km > EXACT_KM && km > FASTEST_KMH * hours;
                life.next_at_terminals += 1;
                life.too_fast += i64::from(is_too_fast);
            }
        }
    }

    fn add_bill(&mut self, row: &PaymentRow, payment: &Payment) {
        let is_bill = [BOLETO, AUTO_DEBIT].contains(&row.instrument)
            && row.is_approved()
            && !payment.is_invoice;
        if let (true, Some(kind), Some(id)) = (is_bill, row.beneficiary_kind, row.beneficiary) {
            let key = (row.customer, kind, id, row.instrument);
            let bills = self.bills.entry(key).or_default();
            bills.add(payment.local.day, row.amount);
        }
    }

    fn add_payee(&mut self, row: &PaymentRow) {
        let paid = row.beneficiary.filter(|_| row.is_approved());
        let Some(account) = paid.filter(|_| row.beneficiary_kind == Some(ACCOUNT)) else {
            return;
        };
        // The accounts of the payer's cell are known: others are of other cells.
        let holder = self.population.accounts.get(account);
        let is_near =
            holder.is_some_and(|holder| cell_of(holder.customer) == cell_of(row.customer));
        if !is_near {
            let payee = self.far_payees.entry((row.customer, account)).or_default();
            *payee |= !row.is_fraud;
        }
    }

    /// All lives, by customer.
    pub(super) fn finish(mut self) -> HashMap<i64, Life> {
        let accounts = self.population.accounts.rows();
        let (first, last) = (self.lives.keys().min(), self.lives.keys().max());
        let (first, last) = (first.copied().unwrap_or(1), last.copied().unwrap_or(0));
        let start = accounts.partition_point(|account| account.customer < first);
        let end = accounts.partition_point(|account| account.customer <= last);
        for account in accounts.get(start..end).unwrap_or_default() {
            if let Some(life) = self.lives.get_mut(&account.customer) {
                let last = self.balances.get(&account.id);
                life.opening += account.opening_balance;
                life.closing += last.map_or(account.opening_balance, |(_, balance)| *balance);
            }
        }
        for ((customer, ..), bills) in &self.bills {
            if let Some(life) = self.lives.get_mut(customer).filter(|_| bills.are_monthly()) {
                life.series += 1;
                life.fixed_series += i64::from(bills.prices[2].is_none());
            }
        }
        for ((customer, _), is_legitimate) in &self.far_payees {
            if let Some(life) = self.lives.get_mut(customer) {
                life.far_payees += 1;
                life.legitimate_far_payees += i64::from(*is_legitimate);
            }
        }
        self.lives
    }
}

impl Bills {
    fn add(&mut self, day: Date, price: i64) {
        let (year, month, _) = day.civil();
        self.has_two_in_a_month |= self.last_month == (year, month);
        self.last_month = (year, month);
        self.count += 1;
        if !self.prices.contains(&Some(price))
            && let Some(free) = self.prices.iter_mut().find(|price| price.is_none())
        {
            *free = Some(price);
        }
    }

    fn are_monthly(&self) -> bool {
        self.count >= SERIES_BILLS && !self.has_two_in_a_month
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bills_are_monthly_and_have_prices() {
        let bills = |days: &[(u32, u32)], prices: [i64; 2]| {
            let mut bills = Bills::default();
            for (index, (month, day)) in days.iter().enumerate() {
                bills.add(Date::from_civil(2025, *month, *day), prices[index % 2]);
            }
            bills
        };
        let months: Vec<_> = (1..=12).map(|month| (month, 10)).collect();
        assert!(bills(&months, [5, 5]).are_monthly());
        assert!(bills(&months[..10], [5, 5]).are_monthly());
        assert!(!bills(&months[..9], [5, 5]).are_monthly());
        let mut twice = months.clone();
        twice.insert(1, (1, 20));
        assert!(!bills(&twice, [5, 5]).are_monthly());
        assert_eq!(bills(&months, [5, 5]).prices, [Some(5), None, None]);
        assert_eq!(bills(&months, [5, 6]).prices, [Some(5), Some(6), None]);
    }
}
