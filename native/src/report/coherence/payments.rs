//! [`PaymentChecks`]: the rules on payments, checked in one pass.

use std::collections::HashMap;

use fraudgen_core::calendar::{DAY, MINUTE};

use super::credits::CreditChecks;
use super::history::History;
use super::results::RuleResults;
use super::rules::{Reference, Rule};
use crate::report::population::Population;
use crate::report::read::ShortText;
use crate::report::rows::{CreditRow, LocalTime, PaymentRow, district_of};

const MERCHANT: ShortText = ShortText::new("MERCHANT");
const WITHDRAWAL: ShortText = ShortText::new("WITHDRAWAL");

/// Checks all payments of some customers, in the order of the table, and their credits.
#[derive(Debug)]
pub(in crate::report) struct PaymentChecks<'a> {
    reference: &'a Reference,
    population: &'a Population,
    found: RuleResults,
    credits: CreditChecks<'a>,
    histories: HashMap<i64, History>,
    /// By account, the balance after its last payment.
    balances: HashMap<i64, i64>,
    /// By customer and beneficiary, the time of the first payment.
    paid: HashMap<(i64, Option<ShortText>, i64), i64>,
    /// By customer and device, the time of the first payment.
    used: HashMap<(i64, i64), i64>,
    cases: HashMap<i64, CaseTotals>,
    /// By customer and time, the lowest id of a payment.
    times: HashMap<(i64, i64), i64>,
}

/// Whether an account or card was blocked by the time of a payment.
fn is_blocked(blocked: Option<i64>, row: &PaymentRow) -> bool {
    blocked.is_some_and(|blocked| blocked <= row.time)
}

/// What the payments of a case add up to.
#[derive(Debug, Clone, Copy, PartialEq)]
struct CaseTotals {
    count: i32,
    first: i64,
    last: i64,
    attempted: i64,
    lost: i64,
}

impl<'a> PaymentChecks<'a> {
    /// `credits` are in the order of their accounts, and of time.
    pub(in crate::report) fn new(
        reference: &'a Reference,
        population: &'a Population,
        credits: &'a [CreditRow],
    ) -> Self {
        Self {
            reference,
            population,
            found: RuleResults::default(),
            credits: CreditChecks::new(population, credits),
            histories: HashMap::new(),
            balances: HashMap::new(),
            paid: HashMap::new(),
            used: HashMap::new(),
            cases: HashMap::new(),
            times: HashMap::new(),
        }
    }

    /// Checks the next payment.
    pub(in crate::report) fn check(&mut self, row: &PaymentRow) {
        self.check_owners(row);
        self.check_beneficiary(row);
        self.check_time(row);
        self.check_history(row);
        self.check_first_uses(row);
        self.check_balance(row);
        self.check_labels(row);
        self.credits.pay(row, &mut self.found);
    }

    fn check_owners(&mut self, row: &PaymentRow) {
        let population = self.population;
        let has_customer = population.customers.get(row.customer).is_some();
        self.found
            .check(Rule::PaymentCustomer, has_customer, row.id);
        let account = population.accounts.get(row.account);
        let owner = account.map(|account| account.customer);
        self.found
            .check(Rule::PaymentAccount, owner == Some(row.customer), row.id);
        if let Some(card) = row.card {
            let card = population.cards.get(card);
            let owner = card.map(|card| (card.customer, card.account));
            let holds = owner == Some((row.customer, row.account));
            self.found.check(Rule::PaymentCard, holds, row.id);
        }
        if let Some(device) = row.device {
            let holds = self.may_use(row, device);
            self.found.check(Rule::PaymentDevice, holds, row.id);
        }
    }

    /// Whether a payment may be made from a device.
    fn may_use(&self, row: &PaymentRow, device: i64) -> bool {
        let population = self.population;
        let Some(device) = population.devices.get(device) else {
            return false;
        };
        let case = row.case.and_then(|case| population.cases.get(case));
        if population.is_fraudsters(device.id) {
            return case.is_some_and(|case| case.device == Some(device.id));
        }
        let district = |customer| district_of(customer, self.reference.customers);
        district(device.customer) == district(row.customer)
    }

    fn check_beneficiary(&mut self, row: &PaymentRow) {
        let kind = row.beneficiary_kind.as_ref().map(ShortText::as_str);
        let holds = match (kind, row.beneficiary) {
            (None, None) => row.instrument == WITHDRAWAL,
            _ if row.instrument == WITHDRAWAL => false,
            (Some("ACCOUNT"), Some(id)) => {
                (1..=self.reference.accounts).contains(&id) && id != row.account
            }
            (Some("MERCHANT"), Some(id)) => (1..=self.reference.merchants).contains(&id),
            (Some("EXTERNAL"), Some(id)) => id >= 1,
            _ => false,
        };
        self.found.check(Rule::PaymentBeneficiary, holds, row.id);
        let is_merchant = row.beneficiary_kind == Some(MERCHANT);
        let merchant = row.beneficiary.filter(|_| is_merchant);
        let holds =
            row.merchant == merchant && row.merchant_category.is_some() == merchant.is_some();
        self.found.check(Rule::PaymentMerchant, holds, row.id);
    }

    fn check_time(&mut self, row: &PaymentRow) {
        let LocalTime { day, hour, .. } = LocalTime::of(row.time);
        let (first, end) = self.reference.period;
        let found = &mut self.found;
        found.check(Rule::TimeInPeriod, first <= day && day < end, row.id);
        found.check(Rule::UnusualTime, row.unusual_time == (hour < 6), row.id);
        if let Some(account) = self.population.accounts.get(row.account) {
            found.check(Rule::AccountOpen, account.opened_on <= day.0, row.id);
            let holds = !(row.is_approved() && is_blocked(account.blocked, row));
            found.check(Rule::AccountBlocked, holds, row.id);
        }
        if let Some(card) = row.card.and_then(|id| self.population.cards.get(id)) {
            let is_valid = (card.issued_on..=card.expires_on).contains(&day.0)
                && !is_blocked(card.blocked, row);
            found.check(Rule::CardValid, is_valid || !row.is_approved(), row.id);
        }
        let device = row.device.and_then(|id| self.population.devices.get(id));
        if let Some(device) = device {
            found.check(Rule::DeviceSeen, device.first_seen <= row.time, row.id);
        }
    }

    fn check_history(&mut self, row: &PaymentRow) {
        let found = &mut self.found;
        let history = self.histories.entry(row.customer).or_default();
        let last = history.last();
        let first = self.times.entry((row.customer, row.time)).or_insert(row.id);
        let other = row.id.max(*first);
        found.check(Rule::TimeDistinct, *first == row.id, other);
        *first = row.id.min(*first);
        let minutes = last.map(|last| ((row.time - last) / MINUTE) as i32);
        let holds = row.time_since_last == minutes;
        found.check(Rule::TimeSinceLast, holds, row.id);
        let (counts, sums) = history.recent(row.time);
        let holds = [row.count_1h, row.count_24h, row.count_7d] == counts;
        found.check(Rule::WindowCounts, holds, row.id);
        let holds = [row.sum_1h, row.sum_24h, row.sum_7d] == sums;
        found.check(Rule::WindowSums, holds, row.id);
        history.push(row.time, row.amount);
    }

    fn check_first_uses(&mut self, row: &PaymentRow) {
        let time = row.time;
        let days_since = |first: i64| ((time - first) / DAY) as i32;
        let first = row.beneficiary.map(|beneficiary| {
            let key = (row.customer, row.beneficiary_kind, beneficiary);
            *self.paid.entry(key).or_insert(time)
        });
        let age = first.filter(|first| *first < time).map(days_since);
        let holds = row.new_beneficiary == (first == Some(time)) && row.beneficiary_age == age;
        self.found.check(Rule::NewBeneficiary, holds, row.id);

        let first = row
            .device
            .map(|device| *self.used.entry((row.customer, device)).or_insert(time));
        let device = row.device.and_then(|id| self.population.devices.get(id));
        let age = device.map(|device| days_since(device.first_seen));
        let holds = row.new_device == (first == Some(time)) && row.device_age == age;
        self.found.check(Rule::NewDevice, holds, row.id);
    }

    fn check_balance(&mut self, row: &PaymentRow) {
        let Some(account) = self.population.accounts.get(row.account) else {
            return;
        };
        let balance = self
            .balances
            .entry(account.id)
            .or_insert(account.opening_balance);
        let holds = row.balance_after == *balance + row.credits - row.booked();
        // A wrong balance is one violation: the next one is compared with what this row says.
        *balance = row.balance_after;
        self.found.check(Rule::BalanceAfter, holds, row.id);
        let holds = row.balance_after >= -account.overdraft;
        self.found.check(Rule::OverdraftLimit, holds, row.id);
    }

    fn check_labels(&mut self, row: &PaymentRow) {
        let labels = [row.fraud_type.is_some(), row.case.is_some()];
        self.found
            .check(Rule::LabelsTogether, labels == [row.is_fraud; 2], row.id);
        let Some(id) = row.case else {
            return;
        };
        let holds = self.population.cases.get(id).is_some_and(|case| {
            (case.customer, case.account, Some(case.fraud_type))
                == (row.customer, row.account, row.fraud_type)
        });
        self.found.check(Rule::LabelCase, holds, row.id);
        let totals = self.cases.entry(id).or_insert(CaseTotals {
            count: 0,
            first: row.time,
            last: row.time,
            attempted: 0,
            lost: 0,
        });
        totals.count += 1;
        totals.last = row.time;
        totals.attempted += row.amount;
        totals.lost += if row.is_approved() { row.amount } else { 0 };
    }

    /// What was found, after the cases of these customers are compared with their payments.
    pub(in crate::report) fn finish(mut self) -> RuleResults {
        for case in self.population.cases.rows() {
            if !self.histories.contains_key(&case.customer) {
                continue;
            }
            let expected = CaseTotals {
                count: case.transactions,
                first: case.first,
                last: case.last,
                attempted: case.attempted,
                lost: case.lost,
            };
            let holds = self.cases.get(&case.id) == Some(&expected);
            self.found.check(Rule::CaseTotals, holds, case.id);
        }
        self.credits.finish(&mut self.found);
        self.found
    }
}
