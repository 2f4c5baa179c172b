//! When everyday payments happen: distributes a cell's rows over its customers, their bills and the calendar.

use core::ops::Range;

use alloc::vec::Vec;

use crate::bank::history::History;
use crate::behaviour::rhythm::Rhythm;
use crate::behaviour::timing::ActivityPattern;
use crate::calendar::{Date, HOUR, MINUTE, months};
use crate::plan::ACCOUNTS;
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::{Keys, Purpose, Rng};
use crate::relations::member::weight;
use crate::schema::categories::Instrument;
use crate::simulation::cell::Cell;
use crate::simulation::credits;
use crate::simulation::customer::bills::{Bill, Price};
use crate::simulation::customer::state::CustomerState;
use crate::simulation::schedule::{EventKind, Schedule};
use crate::simulation::volume::Volume;
use crate::world::World;

/// Payments that follow another with the same instrument (a second round, something forgotten, the rest of
/// an amount), per mille, and the longest delay after it (assumptions).
const FOLLOW_UPS: u32 = 180;
const MAX_FOLLOW_UP_DELAY: i64 = 50 * MINUTE;
/// Pix after a look at one's accounts, per cent, and at most where they are few, for a look a month: where there
/// is nothing to move, an ordinary Pix is made (assumptions).
const OWN_TRANSFERS: u64 = 6;
const MOST_OWN_TRANSFERS: u64 = 25;

/// The number of a customer's last payment, after those of all looks at the accounts; those from other accounts than
/// the primary one are before it.
pub(super) const CLOSING: u32 = (1 << 20) - 1;
/// When accounts are closed, while banks are open (assumption).
const CLOSING_HOURS: (i64, i64) = (10, 15);

/// Distributes the everyday rows over the customers by activity and schedules them.
pub(super) fn schedule_everyday(
    cell: &Cell<'_>,
    schedule: &mut Schedule,
    states: &mut [CustomerState<'_>],
    rows: u64,
) {
    let planned: u64 = states.iter().map(|state| state.planned.sent()).sum();
    let period = cell.world.period();
    let activity = |state: &CustomerState<'_>| {
        let (customer, active) = (state.customer, state.active(&period));
        weight(cell.world, customer) * length(&active) / length(&customer.active(&period))
    };
    let total: f64 = states.iter().map(activity).sum();
    // Planned transfers are part of what a customer's activity gives.
    let left = |state: &CustomerState<'_>| {
        let all = (rows + planned) as f64 * activity(state) / total;
        ((all - state.planned.sent() as f64).max(0.01) * 1e6) as u64
    };
    let weights: Vec<u64> = states.iter().map(left).collect();
    let total: u64 = weights.iter().sum();
    let mut running = 0;
    for ((state, weight), member) in states.iter_mut().zip(weights).zip(cell.members()) {
        let before = (u128::from(rows) * u128::from(running) / u128::from(total)) as u64;
        running += weight;
        let count = (u128::from(rows) * u128::from(running) / u128::from(total)) as u64 - before;
        let volume = Volume::of(cell.world, state, count);
        let all = count + state.planned.sent();
        state.history = History::with_capacity(all as usize + 16);
        (state.to_accounts, state.to_household) = (volume.to_accounts, volume.to_household);
        let rhythm = rhythm(cell.world, state);
        credits::schedule_credits(cell.world, schedule, state, member, &volume, &rhythm);
        let calendar = Calendar::of(cell.world, state, rhythm);
        calendar.schedule(schedule, &mut state.bills, &volume);
        state.note_invoices();
    }
}

/// The days on which a customer pays and is paid.
fn rhythm<'w>(world: &'w World, state: &CustomerState<'_>) -> Rhythm<'w> {
    let mut rng = Rng::new(world.seed(), Purpose::Rhythm, state.customer.number);
    Rhythm::new(
        &world.behaviour.timing,
        world.people.normal(),
        state.payday,
        state.active(&world.period()),
        &state.customer.dormant,
        state.customer.until,
        &mut rng,
    )
}

fn length(time: &Range<i64>) -> f64 {
    (time.end - time.start) as f64
}

/// The entity of an everyday payment: more numbers for each customer than there are payments in a cell.
pub(super) fn payment(customer: &Customer, number: u32) -> u64 {
    customer.number << 20 | u64::from(number)
}

/// The entity of a payment of a bill.
pub(super) fn bill_payment(customer: &Customer, bill: usize, month: u16) -> u64 {
    customer.number << 24 | (bill as u64) << 16 | u64::from(month)
}

/// When one customer pays.
struct Calendar<'a> {
    world: &'a World,
    customer: &'a Customer,
    /// When the customer can pay.
    active: Range<i64>,
    /// The number of months that this overlaps.
    months: u64,
    rhythm: Rhythm<'a>,
    /// Streams of [`Purpose::Calendar`].
    keys: Keys,
}

impl<'a> Calendar<'a> {
    fn of(world: &'a World, state: &CustomerState<'a>, rhythm: Rhythm<'a>) -> Self {
        let (customer, active) = (state.customer, state.active(&world.period()));
        let days = Date::of(active.start)..Date(Date::of(active.end - 1).0 + 1);
        Self {
            world,
            customer,
            months: months(days).count() as u64,
            active,
            rhythm,
            keys: Keys::new(world.seed(), Purpose::Calendar),
        }
    }

    /// Schedules the payments: bills, and then everyday payments, each of which depends on its own number
    /// alone.
    fn schedule(&self, schedule: &mut Schedule, bills: &mut [Bill], volume: &Volume) {
        let mut wanted = volume.by_instrument.map(|payments| (payments * 1e6) as u64);
        let mut left = volume.count;
        for (index, bill) in bills.iter_mut().enumerate() {
            if self.has_room(index, bill, left, &wanted) {
                left -= self.schedule_bill(schedule, index, bill, &mut wanted);
            }
        }
        left -= self.schedule_closing(schedule, left);
        left -= self.schedule_own_transfers(schedule, left, &mut wanted);
        if wanted.iter().all(|&wanted| wanted == 0) {
            wanted[Instrument::Pix as usize] = 1;
        }
        let instruments = Alias::new(&wanted);
        let mut last = [None; Instrument::ALL.len()];
        for number in 0..left as u32 {
            let mut rng = self.keys.stream(payment(self.customer, number));
            let instrument = Instrument::ALL[instruments.draw(&mut rng)];
            let last = &mut last[instrument as usize];
            let (time, kind) = match self.follow_up(instrument, *last, &mut rng) {
                Some(time) => (time, EventKind::FollowUp(instrument, number)),
                None => {
                    let pattern = ActivityPattern::of(self.customer, instrument);
                    let time = match instrument.is_card() {
                        true => self.rhythm.purchase_time(pattern, &mut rng),
                        false => self.rhythm.time(pattern, &mut rng),
                    };
                    (time, EventKind::Everyday(instrument, number))
                }
            };
            *last = Some(time);
            schedule.add(time, self.customer.slot(), kind);
        }
    }

    /// Whether a customer with this many payments `left`, and these `wanted` with each instrument, in
    /// millionths, has room for a bill. An invoice takes the instrument that has.
    fn has_room(
        &self,
        index: usize,
        bill: &mut Bill,
        left: u64,
        wanted: &[u64; Instrument::ALL.len()],
    ) -> bool {
        let months = self.months;
        let wanted = |instrument: Instrument| wanted[instrument as usize] / 1_000_000;
        match (bill.price, bill.instrument) {
            (Price::Invoice(_), _) => {
                // Half of it will do: people pay invoices before other bills.
                let preferred = [bill.instrument, Instrument::Boleto, Instrument::AutoDebit];
                let mut preferred = preferred.into_iter();
                let chosen = preferred.find(|&instrument| wanted(instrument) >= months / 2);
                bill.instrument = chosen.unwrap_or(Instrument::Pix);
                left >= 3 * months && (index == 0 || chosen.is_some())
            }
            // Cards and Pix mainly pay for other things than bills.
            (_, Instrument::CreditCard | Instrument::Pix) => {
                wanted(bill.instrument) >= 8 * months && left >= months
            }
            _ => wanted(bill.instrument) >= months && left >= months,
        }
    }

    /// Schedules a bill and returns how many payments it takes.
    fn schedule_bill(
        &self,
        schedule: &mut Schedule,
        index: usize,
        bill: &mut Bill,
        wanted: &mut [u64; Instrument::ALL.len()],
    ) -> u64 {
        bill.scheduled = true;
        let slot = self.customer.slot();
        let mut payments = 0;
        for (month, time) in self.due(index, bill) {
            schedule.add(time, slot, EventKind::Bill(index as u8, month));
            payments += 1;
        }
        let wanted = &mut wanted[bill.instrument as usize];
        *wanted = wanted.saturating_sub(payments * 1_000_000);
        payments
    }

    /// Schedules the last payments of a customer who leaves, the primary account's after the others', as far as
    /// there are payments `left`, and returns how many.
    fn schedule_closing(&self, schedule: &mut Schedule, left: u64) -> u64 {
        // A blocked account is not emptied.
        let closes = |day: &Date| day.midnight() <= self.active.end;
        let Some(day) = self.customer.until.filter(closes) else {
            return 0;
        };
        let keys = Keys::new(self.world.seed(), Purpose::OwnTransfers);
        let mut rng = keys.stream(payment(self.customer, CLOSING));
        let time = day.midnight() + rng.between(CLOSING_HOURS.0 * HOUR, CLOSING_HOURS.1 * HOUR);
        let accounts = ACCOUNTS.count(self.customer.number).min(left);
        for account in (0..accounts as u8).rev() {
            let before = i64::from(account) * rng.between(MINUTE, 4 * MINUTE);
            schedule.add(
                time - before,
                self.customer.slot(),
                EventKind::Closing(account),
            );
        }
        accounts
    }

    /// Schedules looks at the accounts, after which money may be moved between them, and returns how many.
    fn schedule_own_transfers(
        &self,
        schedule: &mut Schedule,
        left: u64,
        wanted: &mut [u64; Instrument::ALL.len()],
    ) -> u64 {
        let wanted = &mut wanted[Instrument::Pix as usize];
        let months = self.months;
        let most = *wanted * MOST_OWN_TRANSFERS / 100;
        let looks = (*wanted * OWN_TRANSFERS / 100)
            .max(months * 1_000_000)
            .min(most)
            / 1_000_000;
        let looks = looks.min(left);
        let keys = Keys::new(self.world.seed(), Purpose::OwnTransfers);
        for number in 0..looks as u32 {
            let mut rng = keys.stream(payment(self.customer, number));
            let pattern = ActivityPattern::of(self.customer, Instrument::Pix);
            let time = self.rhythm.time(pattern, &mut rng);
            schedule.add(time, self.customer.slot(), EventKind::OwnTransfer(number));
        }
        *wanted -= looks * 1_000_000;
        looks
    }

    /// The time of a payment that follows up the last one with the same instrument; `None` if it does not.
    fn follow_up(&self, instrument: Instrument, last: Option<i64>, rng: &mut Rng) -> Option<i64> {
        let has_follow_ups = matches!(
            instrument,
            Instrument::Pix
                | Instrument::CreditCard
                | Instrument::DebitCard
                | Instrument::PrepaidCard
        );
        let last = last.filter(|_| has_follow_ups && rng.chance(FOLLOW_UPS))?;
        let time = last + rng.between(MINUTE, MAX_FOLLOW_UP_DELAY) * rng.between(1, 4) / 4;
        (time < self.active.end && !self.customer.dormant.contains(&time)).then_some(time)
    }

    /// The months in which a bill is paid, by number, and when.
    fn due(&self, index: usize, bill: &Bill) -> impl Iterator<Item = (u16, i64)> {
        let spec = self.world.plan.spec();
        let active = self.active.clone();
        let pattern = ActivityPattern::of(self.customer, bill.instrument);
        // These are charged without the customer.
        let automatic = matches!(
            bill.instrument,
            Instrument::AutoDebit | Instrument::CreditCard
        );
        let banking = matches!(bill.instrument, Instrument::Boleto | Instrument::AutoDebit);
        let mut rng = Rng::new(
            spec.seed,
            Purpose::Bills,
            bill_payment(self.customer, index, u16::MAX),
        );
        let day = bill.due;
        (0..)
            .zip(months(spec.start..Date(spec.start.0 + spec.days as i32)))
            .map(move |(number, (year, month))| {
                let date = Date::from_civil(year, month, day);
                let date = if banking {
                    date.next_business_day()
                } else {
                    date
                };
                let timing = &self.world.behaviour.timing;
                (
                    number,
                    date.midnight() + timing.time_of_day(pattern, &mut rng),
                )
            })
            .filter(move |(_, time)| {
                active.contains(time) && (automatic || !self.customer.dormant.contains(time))
            })
    }
}
