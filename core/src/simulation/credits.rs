//! When money comes in: income, payments by others, and what customers bring in from elsewhere.

use core::ops::Range;

use crate::bank::ledger::Credit;
use crate::behaviour::budget::Month;
use crate::behaviour::calibration::to_accounts;
use crate::behaviour::choices::Choices;
use crate::behaviour::income::Income;
use crate::behaviour::timing::ActivityPattern;
use crate::calendar::{DAY, HOUR};
use crate::population::payee::{Payee, Payer};
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::{CreditKind, Instrument};
use crate::simulation::customer_state::CustomerState;
use crate::simulation::schedule::Schedule;
use crate::world::World;

/// A year's income with the 13th salary, by that of twelve months.
const THIRTEENTH: f64 = 13.0 / 12.0;
/// Customers with fewer payments a month have their main bank elsewhere, and bring in less than their income
/// (assumption).
const MAIN_BANK: f64 = 8.0;
/// The share from which on the salary itself is paid here (assumption).
const MAIN_SALARY: f64 = 0.5;
/// Hours over which the incomes of a payday arrive (assumption).
const INCOME_HOURS: i64 = 4;
/// Days of a month.
const MONTH: f64 = 365.0 / 12.0;
/// Payments by the customer's own contacts, of those by others, per mille (assumption).
const FROM_CONTACTS: u32 = 600;
/// How often a month customers bring in what is missing (assumption).
const BROUGHT_IN: f64 = 2.0;
/// The share of what is missing that they bring in: they also do without (assumption).
const MISSED: f64 = 0.8;

/// Sizes a customer's amounts by the income, and schedules what comes in; `payments` is the number of everyday
/// payments.
pub(super) fn schedule_credits(
    world: &World,
    schedule: &mut Schedule,
    state: &mut CustomerState<'_>,
    payments: u64,
) {
    let (period, customer) = (world.period(), state.customer);
    let active = state.active(&period);
    let from = active.start;
    let in_months = |period: &Range<i64>| (period.end - period.start) as f64 / DAY as f64 / MONTH;
    let months = in_months(&active).max(0.1);
    let monthly = payments as f64 / months;
    state.income_share = (monthly / MAIN_BANK).min(1.0);
    let share = match customer.is_person() {
        true => state.income_share * THIRTEENTH,
        false => state.income_share,
    };
    let month = Month {
        person: customer.is_person(),
        payments: monthly,
        mix: world.behaviour.choices.mix(customer),
        to_accounts: f64::from(to_accounts(customer.is_person())) / 1000.0,
        income: (customer.income as f64 * share) as i64,
    };
    let budget = world.behaviour.budgets.of(&month);
    state.means = budget.means;
    state.monthly_income = (customer.income as f64 * share) as i64 + budget.missing;
    let mut rng = Rng::new(world.seed(), Purpose::Credits, customer.number | 1 << 63);
    schedule_incomes(world, schedule, state, from, &mut rng);
    let pattern = ActivityPattern::of(customer, Instrument::Pix);
    let times = |count: f64, rng: &mut Rng| -> alloc::vec::Vec<i64> {
        let count = count * in_months(&period);
        let count = count as u64 + u64::from(rng.unit() < count - libm::floor(count));
        let times = (0..count).map(|_| world.behaviour.timing.time(pattern, rng));
        times.filter(|time| active.contains(time)).collect()
    };
    for time in times(budget.received, &mut rng) {
        let payer = payer(world, state, time, &mut rng);
        let size = Choices::blend(
            state.means,
            (0.0, 0.0),
            world.people.normal().draw(&mut rng),
        );
        let amount = world
            .behaviour
            .amounts
            .at(Instrument::Pix, month.person, size);
        let credit = Credit::new(CreditKind::Transfer, amount, payer);
        schedule.add_inflow(time, customer.slot(), credit);
    }
    if budget.missing > 0 {
        let part = budget.missing as f64 * MISSED / BROUGHT_IN;
        for time in times(BROUGHT_IN, &mut rng) {
            let amount = (part * (0.7 + 0.6 * rng.unit())) as i64 / 1_000 * 1_000 + 1_000;
            let credit = Credit::new(CreditKind::OwnTransfer, amount, own_account(state));
            schedule.add_inflow(time, customer.slot(), credit);
        }
    }
}

/// The credit of an income event.
pub(super) fn income_of(state: &CustomerState<'_>, income: &Income, rng: &mut Rng) -> Credit {
    let (kind, payer, noise) = match (state.customer.is_person(), state.income_share) {
        // From the bank where the salary is paid.
        (true, ..MAIN_SALARY) => (CreditKind::OwnTransfer, own_account(state), 1.0),
        (true, _) => (CreditKind::Salary, state.employer, 1.0),
        (false, _) => (CreditKind::Sales, state.employer, 0.3 + 1.4 * rng.unit()),
    };
    let monthly = state.customer.income as f64 * state.income_share;
    let amount = monthly * income.per_mille as f64 / 1000.0 * noise;
    Credit::new(kind, (amount as i64).max(1), payer)
}

/// Someone outside the population who pays the customer.
fn payer(world: &World, state: &CustomerState<'_>, time: i64, rng: &mut Rng) -> Payer {
    let contact = state.contacts[world.behaviour.choices.rank(state.contacts.len(), rng)].payee;
    external(match contact {
        Payee::External(_) if rng.chance(FROM_CONTACTS) => contact,
        _ => world.externals.payee(time, rng),
    })
}

/// The customer's account at another bank, as a payer.
pub(super) fn own_account(state: &CustomerState<'_>) -> Payer {
    external(state.own_account)
}

/// An account outside the population, as a payer.
fn external(payee: Payee) -> Payer {
    match payee {
        Payee::External(number) => Payer::External(number),
        _ => Payer::Unknown,
    }
}

/// Schedules the income events from the day when the customer joins.
fn schedule_incomes(
    world: &World,
    schedule: &mut Schedule,
    state: &CustomerState<'_>,
    from: i64,
    rng: &mut Rng,
) {
    let incomes = world.behaviour.incomes.of(state.payday);
    for (index, income) in incomes.iter().enumerate() {
        let time = income.time + rng.between(0, INCOME_HOURS * HOUR);
        if (from..world.period().end).contains(&time) {
            schedule.add_income(time, state.customer.slot(), index);
        }
    }
}
