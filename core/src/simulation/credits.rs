//! When money comes in: income, payments by others, and what customers bring in from elsewhere.

use core::ops::Range;

use crate::bank::ledger::Credit;
use crate::behaviour::budget::{Month, usual_received};
use crate::behaviour::choices::Choices;
use crate::behaviour::income::{INCOME_HOURS, Income};
use crate::behaviour::rhythm::Rhythm;
use crate::behaviour::timing::ActivityPattern;
use crate::calendar::{DAY, HOUR};
use crate::population::payee::{Payee, Payer};
use crate::random::rng::{Purpose, Rng};
use crate::relations::MAIN_SALARY;
use crate::relations::member::{Member, months};
use crate::relations::relation::most_at_once;
use crate::schema::categories::{CreditKind, Instrument};
use crate::simulation::customer::state::CustomerState;
use crate::simulation::schedule::Schedule;
use crate::simulation::volume::Volume;
use crate::world::World;

/// Payments by the customer's own contacts, of those by others, per mille (assumption).
const FROM_CONTACTS: u32 = 600;
/// How often a month customers bring in what is missing (assumption).
const BROUGHT_IN: f64 = 2.0;
/// The share of what is missing that they bring in: they also do without (assumption).
const MISSED: f64 = 0.9;

/// Those who leave whose income comes in elsewhere some time before, per mille, and how many days (assumptions).
const INCOME_MOVES: u32 = 500;
const DAYS_BEFORE_LEAVING: (i64, i64) = (10, 75);

/// Sizes a customer's amounts by the income, and schedules what comes in.
pub(super) fn schedule_credits(
    world: &World,
    schedule: &mut Schedule,
    state: &mut CustomerState<'_>,
    member: &Member,
    volume: &Volume,
    rhythm: &Rhythm<'_>,
) {
    let (customer, person) = (state.customer, state.customer.is_person());
    let active = state.active(&world.period());
    let months = months(&active);
    state.income_share = member.income_share;
    let income = member.monthly_income(customer);
    let net = (state.planned.net as f64 / months) as i64;
    // What others pay to companies is part of their revenue.
    let paid_by_others = if person { 0 } else { net.clamp(0, income) };
    state.salary_share = 1.0 - paid_by_others as f64 / income.max(1) as f64;
    let received = usual_received(person, volume.transfers) - state.planned.received as f64;
    let received = received.max(volume.at_home()) / months;
    let month = Month {
        person,
        payments: volume.count as f64 / months,
        mix: &volume.mix(),
        received,
        income: income - paid_by_others + net,
    };
    let budget = world.behaviour.budgets.of(&month);
    state.means = budget.means;
    state.monthly_income = income + budget.missing;
    let from_others = received - volume.at_home() / months;
    let mut rng = Rng::new(world.seed(), Purpose::Credits, customer.number | 1 << 63);
    schedule_incomes(world, schedule, state, &active, &mut rng);
    let pattern = ActivityPattern::of(customer, Instrument::Pix);
    let times = |count: f64, rng: &mut Rng| -> alloc::vec::Vec<i64> {
        let count = count * months;
        let count = count as u64 + u64::from(rng.unit() < count - libm::floor(count));
        (0..count).map(|_| rhythm.time(pattern, rng)).collect()
    };
    for time in times(from_others, &mut rng) {
        let payer = payer(world, state, time, &mut rng);
        let size = Choices::blend(
            state.means,
            (0.0, 0.0),
            world.people.normal().draw(&mut rng),
        );
        let amount = world.behaviour.amounts.at(Instrument::Pix, person, size);
        let amount = amount.min(most_at_once(customer.income));
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
    let monthly = state.customer.income as f64 * state.income_share * state.salary_share;
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

/// Schedules the income events while the customer is active.
fn schedule_incomes(
    world: &World,
    schedule: &mut Schedule,
    state: &CustomerState<'_>,
    active: &Range<i64>,
    rng: &mut Rng,
) {
    if matches!(state.employer, Payer::Account(_)) {
        // A company of the population pays the salary.
        return;
    }
    let end = match state.customer.until {
        Some(day) if rng.chance(INCOME_MOVES) => {
            let days = rng.between(DAYS_BEFORE_LEAVING.0, DAYS_BEFORE_LEAVING.1);
            (day.midnight() - days * DAY).min(active.end)
        }
        _ => active.end,
    };
    let incomes = world.behaviour.incomes.of(state.payday);
    for (index, income) in incomes.iter().enumerate() {
        let time = income.time + rng.between(0, INCOME_HOURS * HOUR);
        if (active.start..end).contains(&time) {
            schedule.add_income(time, state.customer.slot(), index);
        }
    }
}
