//! [`World`]: the plan and the tables that everything is drawn from; built once, then read-only.

use core::ops::Range;

use crate::behaviour::Behaviour;
use crate::calendar::Date;
use crate::fraud::difficulty::Difficulty;
use crate::fraud::drift::{Drift, active_part};
use crate::fraud::kinds::FraudType;
use crate::fraud::planning::consequences::Consequences;
use crate::plan::{CELL_CUSTOMERS, Plan};
use crate::population::externals::ExternalAccounts;
use crate::population::ip::Networks;
use crate::population::merchants::{Merchant, MerchantDirectory};
use crate::population::payee::Payee;
use crate::population::people::account::{Account, accounts, bank_weights};
use crate::population::people::card::{CardSlot, cards};
use crate::population::people::customer::{Customer, Population};
use crate::population::people::device_tables::DeviceTables;
use crate::random::distributions::Alias;
use crate::random::rng::{Purpose, Rng, key, scale};
use crate::spec::{Spec, SpecError};

use alloc::vec::Vec;

/// How often another trade is thought of where the people of a town have no merchant of one nearby.
const OTHER_TRADES: usize = 16;
/// Day trips to a town nearby, per mille (assumption).
const DAY_TRIPS_NEARBY: u32 = 500;
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
    pub(crate) networks: Networks,
    period: Range<i64>,
}

impl World {
    pub(crate) fn new(spec: &Spec) -> Result<Self, SpecError> {
        let plan = Plan::new(spec)?;
        let spec = plan.spec();
        let end = Date(spec.start.0 + spec.days as i32);
        let people = Population::new();
        let normal = people.normal().clone();
        let merchants = MerchantDirectory::new(spec, plan.merchants(), bank_weights(), normal);
        Ok(Self {
            people,
            banks: bank_weights(),
            devices: DeviceTables::new(spec),
            behaviour: Behaviour::new(spec, &merchants.trades_nearby()),
            merchants,
            externals: ExternalAccounts::new(spec.seed, plan.customers()),
            networks: Networks::new(spec.seed, plan.customers()),
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

    /// How far fraudsters imitate everyday life.
    pub(crate) fn difficulty(&self) -> Difficulty {
        self.plan.spec().difficulty
    }

    /// The period, in microseconds UTC.
    pub(crate) fn period(&self) -> Range<i64> {
        self.period.clone()
    }

    /// The part of a time within the period in which cases of a typology can happen; may be empty.
    pub(crate) fn open_to(&self, kind: FraudType, time: Range<i64>) -> Range<i64> {
        active_part(time, &self.period, self.drift(kind))
    }

    /// Whether the one with this number, among the customers of a district, is one at a time.
    pub(crate) fn is_customer(&self, district: &[Customer], number: u64, time: i64) -> bool {
        let customer = &district[(number - district[0].number) as usize];
        customer.active(&self.period).contains(&time)
    }

    /// The account at another bank of the customer with this number.
    pub(crate) fn own_account(&self, customer: u64) -> Payee {
        let key = key(self.seed(), Purpose::OwnAccount, customer);
        Payee::External(scale(key, self.externals.count))
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

    /// A local merchant that a customer buys from in a town: of a trade that its people have nearby, but where there
    /// is next to none.
    pub(crate) fn local_merchant(&self, customer: &Customer, town: u16, rng: &mut Rng) -> Merchant {
        let mut trade = || self.behaviour.choices.trade(customer, false, rng);
        let mut mcc = trade();
        for _ in 1..OTHER_TRADES {
            if self.merchants.is_nearby(mcc, town) {
                break;
            }
            mcc = trade();
        }
        self.merchants.local(mcc, town, rng)
    }

    /// Another town that people of a town go to: of some that are drawn by population, the nearest.
    pub(crate) fn other_town(&self, town: u16, rng: &mut Rng) -> u16 {
        let drawn = [(); 5].map(|()| self.people.any_municipality(rng));
        self.nearest_other_town(town, &drawn)
    }

    /// A town where people of a town go for a day.
    pub(crate) fn day_trip(&self, town: u16, rng: &mut Rng) -> u16 {
        let near = self.merchants.towns.near(town);
        match rng.chance(DAY_TRIPS_NEARBY) && !near.is_empty() {
            true => *rng.choose(near),
            false => self.other_town(town, rng),
        }
    }

    /// The one of some towns that is the nearest to a town, and another one if there is one.
    pub(crate) fn nearest_other_town(&self, town: u16, among: &[u16]) -> u16 {
        let others = among.iter().copied().filter(|&other| other != town);
        self.merchants.towns.nearest(town, others).unwrap_or(town)
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
            &(self.period.start..customer.active(&self.period).end),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_shop_nearby_and_travel_elsewhere() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let mut rng = Rng::new(1, Purpose::Events, 0);
        let (mut nearby, mut day_trips, mut all) = (0, 0, 0);
        for customer in world.customers(0..2_000) {
            let home = customer.municipality;
            let towns = &world.merchants.towns;
            let merchant = world.local_merchant(&customer, home, &mut rng);
            assert!(!merchant.online);
            nearby += i32::from(towns.are_near(home, merchant.municipality));
            let town = world.day_trip(home, &mut rng);
            day_trips += i32::from(town != home && towns.are_near(home, town));
            all += 1;
        }
        assert!(nearby * 100 > all * 98, "{nearby} of {all}");
        assert!(
            (all * 4 / 10..all * 8 / 10).contains(&day_trips),
            "{day_trips} of {all}"
        );
    }
}
