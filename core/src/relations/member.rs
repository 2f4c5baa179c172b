//! [`Member`]: what a customer's payments and income add up to, as expected from the customers of the cell.

use core::ops::Range;

use crate::behaviour::budget::{Month, usual_received};
use crate::behaviour::calibration::to_accounts;
use crate::calendar::DAY;
use crate::plan::CELL_CUSTOMERS;
use crate::population::people::customer::Customer;
use crate::schema::categories::Instrument;
use crate::spec::Spec;
use crate::world::World;

/// Rows that are neither look-alikes of fraud nor fraud, of all others (see `simulation::decoys`).
const EVERYDAY: f64 = 0.93;
/// Customers with fewer payments a month have their main bank elsewhere, and bring in less than their income
/// (assumption).
const MAIN_BANK: f64 = 8.0;
/// A year's income with the 13th salary, by that of twelve months.
const THIRTEENTH: f64 = 13.0 / 12.0;
/// All transfers between accounts, by those of everyday life: look-alikes of fraud mostly go outside (measured).
const OF_ALL: f64 = 1.4;
/// The share of all transfers that go to members of the household: some customers are on their own.
const TO_HOUSEHOLDS: f64 = 0.13;
/// Days of a month.
const MONTH: f64 = 365.0 / 12.0;
/// Devices are registered within two days; until then they may pay little.
const SETTLING: i64 = 3 * DAY;

/// What is expected of a customer before any payment is simulated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Member {
    /// Payments to others' accounts in the period.
    pub(crate) transfers: f64,
    /// The share of the income that comes in here, and not at another bank.
    pub(crate) income_share: f64,
    /// The driver of all amounts (see [`Budget`](crate::behaviour::budget::Budget)).
    pub(crate) means: f64,
}

impl Member {
    /// The income of an average month here, in centavos.
    pub(crate) fn monthly_income(&self, customer: &Customer) -> i64 {
        let share = match customer.is_person() {
            true => self.income_share * THIRTEENTH,
            false => self.income_share,
        };
        (customer.income as f64 * share) as i64
    }
}

/// The share of transfers between accounts that are planned: those to customers outside the household.
pub(super) fn planned_share(spec: &Spec) -> f64 {
    (spec.inside * OF_ALL - TO_HOUSEHOLDS).clamp(0.0, 1.0)
}

/// The members of whole cells, in the order of the customers.
pub(crate) fn members(world: &World, customers: &[Customer]) -> alloc::vec::Vec<Member> {
    customers
        .chunks(CELL_CUSTOMERS as usize)
        .flat_map(|cell| {
            let rows = world
                .plan
                .cell_transactions(cell[0].number / CELL_CUSTOMERS);
            let others = 1.0 - world.plan.spec().fraud_rate;
            let everyday = (rows.end - rows.start) as f64 * EVERYDAY * others;
            let total: f64 = cell.iter().map(|customer| weight(world, customer)).sum();
            cell.iter().map(move |customer| {
                member(world, customer, everyday * weight(world, customer) / total)
            })
        })
        .collect()
}

/// The relative number of a customer's payments in the period.
pub(crate) fn weight(world: &World, customer: &Customer) -> f64 {
    let (period, active) = (world.period(), customer.active(&world.period()));
    let dormant = customer.dormant.end - customer.dormant.start;
    let share = (active.end - active.start - dormant) as f64 / (period.end - period.start) as f64;
    (customer.activity * share).max(1e-6)
}

/// When planned transfers can be made to a customer.
pub(super) fn can_receive(world: &World, customer: &Customer) -> Range<i64> {
    customer.active(&world.period())
}

/// When a customer can make planned transfers.
pub(super) fn can_send(world: &World, customer: &Customer) -> Range<i64> {
    let Range { start, end } = customer.awake(&world.period());
    let registered = customer.since.midnight() + SETTLING;
    start.max(registered)..end
}

/// The months of a period.
pub(crate) fn months(period: &Range<i64>) -> f64 {
    ((period.end - period.start) as f64 / DAY as f64 / MONTH).max(0.1)
}

fn member(world: &World, customer: &Customer, payments: f64) -> Member {
    let person = customer.is_person();
    let monthly = payments / months(&customer.active(&world.period()));
    let mix = world.behaviour.choices.mix(customer);
    let to_accounts = f64::from(to_accounts(person)) / 1000.0;
    let share = mix[Instrument::Pix as usize] * to_accounts + mix[Instrument::Ted as usize];
    let mut member = Member {
        transfers: payments * share,
        income_share: (monthly / MAIN_BANK).min(1.0),
        means: 0.0,
    };
    let month = Month {
        person,
        payments: monthly,
        mix,
        received: usual_received(person, monthly * share),
        income: member.monthly_income(customer),
    };
    member.means = world.behaviour.budgets.of(&month).means;
    member
}
