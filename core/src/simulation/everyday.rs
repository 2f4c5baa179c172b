//! When everyday payments happen: distributes a cell's rows over its customers, their bills and the calendar.

use alloc::vec::Vec;

use crate::bank::history::History;
use crate::behaviour::timing::ActivityPattern;
use crate::calendar::{Date, MINUTE, months, time_of_day};
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng, scale};
use crate::schema::categories::Instrument;
use crate::simulation::cell::Cell;
use crate::simulation::customer_state::CustomerState;
use crate::simulation::relations::{BILLS_PER_INSTRUMENT, Bill};
use crate::simulation::schedule::{EventKind, Schedule};
use crate::world::World;

/// Payments that follow another with the same instrument (a second round, something forgotten, the rest of
/// an amount), per mille, and the longest delay after it (assumptions).
const FOLLOW_UPS: u32 = 180;
const MAX_FOLLOW_UP_DELAY: i64 = 50 * MINUTE;

/// Distributes the everyday rows over the customers by activity and schedules them.
pub(super) fn schedule_everyday(
    cell: &Cell<'_>,
    schedule: &mut Schedule,
    states: &mut [CustomerState<'_>],
    rows: u64,
) {
    let period = cell.world.period();
    let weights: Vec<u64> = states
        .iter()
        .map(|state| {
            let active = period.end - state.customer.since.midnight().max(period.start);
            let share = active as f64 / (period.end - period.start) as f64;
            ((state.customer.activity * share * 1e6) as u64).max(1)
        })
        .collect();
    let total: u64 = weights.iter().sum();
    let mut running = 0;
    for (state, weight) in states.iter_mut().zip(weights) {
        let before = (u128::from(rows) * u128::from(running) / u128::from(total)) as u64;
        running += weight;
        let count = (u128::from(rows) * u128::from(running) / u128::from(total)) as u64 - before;
        state.history = History::with_capacity(count as usize + 16);
        Calendar::of(cell.world, state.customer).schedule(schedule, &state.bills, count);
    }
}

/// When one customer pays.
struct Calendar<'a> {
    world: &'a World,
    customer: &'a Customer,
    /// The earliest time at which the customer can pay.
    from: i64,
    rng: Rng,
}

impl<'a> Calendar<'a> {
    fn of(world: &'a World, customer: &'a Customer) -> Self {
        Self {
            world,
            customer,
            from: world.start_window(customer.since, 0).0,
            rng: Rng::new(world.seed(), Purpose::Calendar, customer.number),
        }
    }

    /// Schedules `rows` payments, bills among them.
    fn schedule(&mut self, schedule: &mut Schedule, bills: &[Bill], rows: u64) {
        let mut counts = [0u64; Instrument::ALL.len()];
        for _ in 0..rows {
            let choices = &self.world.behaviour.choices;
            counts[choices.instrument(self.customer, &mut self.rng) as usize] += 1;
        }
        let slot = self.customer.slot();
        for (index, bill) in bills.iter().enumerate() {
            let count = &mut counts[bill.instrument as usize];
            // Cards and Pix mainly pay for other things than bills.
            let keep = if matches!(bill.instrument, Instrument::CreditCard | Instrument::Pix) {
                8
            } else {
                1
            };
            let wanted = self.world.behaviour.timing.months() * keep;
            if index % BILLS_PER_INSTRUMENT < 3 && *count >= wanted {
                for time in self.due(bill) {
                    *count -= 1;
                    schedule.add(time, slot, EventKind::Bill(index as u8));
                }
            }
        }
        for (&instrument, count) in Instrument::ALL.iter().zip(counts) {
            self.schedule_instrument(schedule, instrument, count);
        }
    }

    /// Schedules payments with an instrument, some of them as follow-ups.
    fn schedule_instrument(&mut self, schedule: &mut Schedule, instrument: Instrument, count: u64) {
        let pattern = ActivityPattern::of(self.customer, instrument);
        let has_follow_ups = matches!(
            instrument,
            Instrument::Pix
                | Instrument::CreditCard
                | Instrument::DebitCard
                | Instrument::PrepaidCard
        );
        let mut last = None;
        for _ in 0..count {
            let rng = &mut self.rng;
            let follow_up = last
                .filter(|_| has_follow_ups && rng.chance(FOLLOW_UPS))
                .map(|last| {
                    last + rng.between(MINUTE, MAX_FOLLOW_UP_DELAY) * rng.between(1, 4) / 4
                });
            let (time, kind) = match follow_up.filter(|&time| time < self.world.period().end) {
                Some(time) => (time, EventKind::FollowUp(instrument)),
                None => (self.time(pattern), EventKind::Everyday(instrument)),
            };
            last = Some(time);
            schedule.add(time, self.customer.slot(), kind);
        }
    }

    /// The times at which a monthly bill is paid.
    fn due(&mut self, bill: &Bill) -> impl Iterator<Item = i64> {
        let spec = self.world.plan.spec();
        let (from, end) = (self.from, self.world.period().end);
        let pattern = ActivityPattern::of(self.customer, bill.instrument);
        let (due, banking) = (
            bill.due,
            matches!(bill.instrument, Instrument::Boleto | Instrument::AutoDebit),
        );
        months(spec.start..Date(spec.start.0 + spec.days as i32))
            .map(move |(year, month)| {
                let date = Date::from_civil(year, month, due);
                let date = if banking {
                    date.next_business_day()
                } else {
                    date
                };
                let timing = &self.world.behaviour.timing;
                date.midnight() + timing.time_of_day(pattern, &mut self.rng)
            })
            .filter(move |time| (from..end).contains(time))
    }

    /// A time at which the customer can pay.
    fn time(&mut self, pattern: ActivityPattern) -> i64 {
        let timing = &self.world.behaviour.timing;
        for _ in 0..12 {
            let time = timing.time(pattern, &mut self.rng);
            if time >= self.from {
                return time;
            }
        }
        // For recent customers: a time of day drawn the same way, on one of the days left.
        let (from, end) = (self.from, self.world.period().end);
        let time = timing.time(pattern, &mut self.rng);
        let day = Date::of(from + scale(self.rng.next(), (end - from) as u64) as i64);
        let business = if pattern == ActivityPattern::Banking {
            day.next_business_day()
        } else {
            day
        };
        (business.midnight() + time_of_day(time)).clamp(from, end - 1)
    }
}
