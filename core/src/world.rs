//! [`World`]: the plan and the tables that everything is drawn from; built once, then read-only.

use core::ops::Range;

use crate::behaviour::Behaviour;
use crate::calendar::{Date, HOUR};
use crate::fraud::drift::Drift;
use crate::fraud::kinds::FraudType;
use crate::fraud::planning::consequences::Consequences;
use crate::plan::{CELL_CUSTOMERS, Plan};
use crate::population::externals::ExternalAccounts;
use crate::population::merchants::{Merchant, MerchantDirectory};
use crate::population::people::account::{Account, accounts, bank_weights};
use crate::population::people::card::{CardSlot, cards};
use crate::population::people::customer::{Customer, Population};
use crate::population::people::device_tables::DeviceTables;
use crate::random::distributions::Alias;
use crate::random::rng::{Purpose, Rng};
use crate::spec::{Spec, SpecError};

use alloc::vec::Vec;

/// Number of online merchants that a customer buys from regularly.
pub(crate) const REGULAR_ONLINE_MERCHANTS: usize = 6;

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) people: Population,
    pub(crate) banks: Alias,
    pub(crate) devices: DeviceTables,
    pub(crate) merchants: MerchantDirectory,
    pub(crate) behaviour: Behaviour,
    pub(crate) externals: ExternalAccounts,
    period: Range<i64>,
}

impl World {
    pub(crate) fn new(spec: &Spec) -> Result<Self, SpecError> {
        let plan = Plan::new(spec)?;
        let spec = plan.spec();
        let end = Date(spec.start.0 + spec.days as i32);
        Ok(Self {
            people: Population::new(),
            banks: bank_weights(),
            devices: DeviceTables::new(spec),
            merchants: MerchantDirectory::new(spec, plan.merchants(), bank_weights()),
            behaviour: Behaviour::new(spec),
            externals: ExternalAccounts::new(spec.seed, plan.customers()),
            period: spec.start.midnight()..end.midnight(),
            plan,
        })
    }

    pub(crate) fn seed(&self) -> u64 {
        self.plan.spec().seed
    }

    /// How the frequency of a typology changes over the period, if it does.
    pub(crate) fn drift(&self, kind: FraudType) -> Option<Drift> {
        self.plan.spec().fraud_drift.get(&kind).copied()
    }

    /// The period, in microseconds UTC.
    pub(crate) fn period(&self) -> Range<i64> {
        self.period.clone()
    }

    /// The window, as its start and end, in which something that lasts up to `longest` may start, for a
    /// customer since `since`.
    pub(crate) fn start_window(&self, since: Date, longest: i64) -> (i64, i64) {
        let first = self.period.start.max(since.midnight() + HOUR);
        // In a short period, scenes start in the first half and are compressed to fit.
        let half = first + (self.period.end - first) / 2;
        (first, (self.period.end - longest).max(half).max(first + 1))
    }

    /// The customers with these numbers, from 0.
    pub(crate) fn customers(&self, numbers: Range<u64>) -> Vec<Customer> {
        let mut customers = Vec::with_capacity((numbers.end - numbers.start) as usize);
        for cell in numbers.start / CELL_CUSTOMERS..numbers.end.div_ceil(CELL_CUSTOMERS) {
            let roster = self.people.roster(self.seed(), cell);
            let in_cell = self.plan.cell_customers(cell);
            let wanted = in_cell.start.max(numbers.start)..in_cell.end.min(numbers.end);
            customers.extend(
                wanted.map(|number| self.people.customer(self.plan.spec(), &roster, number)),
            );
        }
        customers
    }

    /// A customer's accounts, the primary account first.
    pub(crate) fn accounts(&self, customer: &Customer) -> impl Iterator<Item = Account> {
        accounts(self.plan.spec(), &self.banks, customer)
    }

    /// The account that receives a customer's income, and that fraud cases and look-alikes use.
    pub(crate) fn primary_account(&self, customer: &Customer) -> Account {
        self.accounts(customer)
            .next()
            .expect("every customer has an account")
    }

    /// The cards of a customer's accounts.
    pub(crate) fn cards(
        &self,
        customer: &Customer,
        accounts: &[Account],
        consequences: &Consequences,
    ) -> Vec<CardSlot> {
        cards(
            self.seed(),
            &self.period,
            customer,
            accounts,
            &consequences.cards,
            consequences.account_blocked,
        )
    }

    /// One of the online merchants that a customer buys from regularly.
    pub(crate) fn regular_online_merchant(&self, customer: &Customer, position: usize) -> Merchant {
        let entity = customer.number << 8 | position as u64;
        let mut rng = Rng::new(self.seed(), Purpose::RegularMerchants, entity);
        let mcc = self.behaviour.choices.trade(customer, true, &mut rng);
        self.merchants.online(mcc, customer.municipality, &mut rng)
    }
}
