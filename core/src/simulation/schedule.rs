//! [`Schedule`]: the events of a cell, in chronological order.

use alloc::vec::Vec;

use crate::bank::ledger::Credit;
use crate::fraud::kinds::FraudType;
use crate::fraud::script::Step;
use crate::population::ip::Address;
use crate::population::payee::Payee;
use crate::relations::relation::Transfer;
use crate::schema::categories::Instrument;
use crate::simulation::by_time::ByTime;
use crate::simulation::referred::Referred;

/// What an event is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum EventKind {
    /// An everyday payment, by number among the customer's.
    Everyday(Instrument, u32),
    /// An everyday payment that follows another within minutes, often to the same payee.
    FollowUp(Instrument, u32),
    /// A monthly bill, by index among the customer's, and which of its payments.
    Bill(u8, u16),
    /// A look at the accounts, by number among the customer's, after which money may be moved between them.
    OwnTransfer(u32),
    /// A planned transfer, by index among those of the cell.
    Transfer(u32),
    /// The last payment from an account, by index, of a customer who leaves, on the day when they are closed.
    Closing(u8),
    /// A scripted step, by index among those of the cell.
    Step(u32),
    /// The customer's income, by index among those of the payday: not a payment.
    Income(u16),
    /// Other money that comes in, by index among the inflows of the cell: not a payment.
    Inflow(u32),
}

/// An event in a customer's accounts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(super) time: i64,
    /// Order of scheduling, to break ties in time independently of the sorting algorithm. Payments have
    /// their number among those of the cell.
    number: u32,
    slot: u8,
    pub(crate) kind: EventKind,
}

impl Event {
    pub(crate) fn new(time: i64, slot: usize, number: usize, kind: EventKind) -> Self {
        Self {
            time,
            number: number as u32,
            slot: slot as u8,
            kind,
        }
    }

    /// The number of a payment among those of the cell.
    pub(crate) fn number(&self) -> u64 {
        u64::from(self.number)
    }

    /// Sort key: time (after 1970), then number, as one integer, which compares without a branch.
    pub(crate) fn order(&self) -> u128 {
        u128::from(self.time as u64) << 32 | u128::from(self.number)
    }

    /// Whether its time was fixed when its case was planned.
    fn is_fixed(&self, scripted: &[ScriptedStep]) -> bool {
        matches!(self.kind, EventKind::Step(index) if matches!(scripted[index as usize].origin, StepOrigin::Case(_)))
    }

    pub(crate) fn slot(&self) -> usize {
        usize::from(self.slot)
    }
}

/// What a scripted step belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepOrigin {
    /// A fraud case, by index among the district's.
    Case(usize),
    /// A look-alike of a typology.
    Decoy(FraudType),
}

/// A step of a fraud case or look-alike on an account of this cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ScriptedStep {
    pub(crate) step: Step,
    pub(crate) origin: StepOrigin,
    /// The fraudster's IP address.
    pub(crate) address: Option<Address>,
    /// When the look-alike that it belongs to is reported by mistake, if it is.
    pub(crate) reported: Option<i64>,
    /// The entity of its random stream, of [`Purpose::Steps`](crate::random::rng::Purpose::Steps).
    pub(crate) entity: u64,
}

/// Numbers of events that are no payments, after those of all payments.
const FIRST_CREDIT: usize = 1 << 31;

/// The events of a cell.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    pub(super) events: Vec<Event>,
    /// The number of payments.
    pub(super) payments: usize,
    /// The transfers, steps and inflows that events refer to by index.
    pub(super) transfers: Referred<(Payee, Transfer)>,
    pub(super) scripted: Referred<ScriptedStep>,
    pub(super) inflows: Referred<Credit>,
    by_time: ByTime<Event>,
}

impl Schedule {
    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.payments = 0;
        self.transfers.clear();
        self.scripted.clear();
        self.inflows.clear();
    }

    /// Adds a payment.
    pub(super) fn add(&mut self, time: i64, slot: usize, kind: EventKind) {
        self.events
            .push(Event::new(time, slot, self.payments, kind));
        self.payments += 1;
    }

    /// Adds a payment that is a planned transfer.
    pub(super) fn add_transfer(&mut self, slot: usize, payee: Payee, transfer: Transfer) {
        let index = self.transfers.add((payee, transfer));
        self.add(transfer.time, slot, EventKind::Transfer(index));
    }

    /// Adds a payment that is a scripted step.
    pub(super) fn add_step(&mut self, slot: usize, scripted: ScriptedStep) {
        let index = self.scripted.add(scripted);
        self.add(scripted.step.time, slot, EventKind::Step(index));
    }

    pub(super) fn add_income(&mut self, time: i64, slot: usize, index: usize) {
        self.add_credit(time, slot, EventKind::Income(index as u16));
    }

    pub(super) fn add_inflow(&mut self, time: i64, slot: usize, credit: Credit) {
        let index = self.inflows.add(credit);
        self.add_credit(time, slot, EventKind::Inflow(index));
    }

    fn add_credit(&mut self, time: i64, slot: usize, kind: EventKind) {
        let number = FIRST_CREDIT + self.events.len() - self.payments;
        self.events.push(Event::new(time, slot, number, kind));
    }

    /// Sorts the events by time and makes their times distinct; what they refer to is put into the same order.
    pub(super) fn sort(&mut self) {
        self.by_time
            .sort(&mut self.events, |event| event.time as u64, Event::order);
        make_times_distinct(&mut self.events, self.scripted.added());
        self.arrange();
    }

    /// Puts what events refer to into their order.
    fn arrange(&mut self) {
        for event in &mut self.events {
            match &mut event.kind {
                EventKind::Transfer(index) => self.transfers.next(index),
                EventKind::Step(index) => self.scripted.next(index),
                EventKind::Inflow(index) => self.inflows.next(index),
                _ => {}
            }
        }
    }
}

/// Makes the ascending times of events distinct: those of cases are fixed, all others move.
fn make_times_distinct(events: &mut [Event], scripted: &[ScriptedStep]) {
    for index in 1..events.len() {
        let (before, time) = (events[index - 1].time, events[index].time);
        if time > before {
            continue;
        }
        if !events[index].is_fixed(scripted) {
            events[index].time = before + 1;
            continue;
        }
        let mut position = index;
        while position > 0 && events[position - 1].time >= time {
            events.swap(position - 1, position);
            position -= 1;
        }
        for later in position + 1..=index {
            events[later].time = events[later].time.max(events[later - 1].time + 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bank::order::Outcome;
    use crate::fraud::script::{Initiator, Payment};
    use alloc::vec;

    #[test]
    fn times_of_cases_are_fixed_and_others_move() {
        let step = Step {
            time: 0,
            payment: Payment::Withdrawal,
            amount: 1,
            outcome: Outcome::Approved,
            initiator: Initiator::Holder,
            location: None,
            account: 0,
            credit: None,
        };
        let origins = [StepOrigin::Case(0), StepOrigin::Decoy(FraudType::default())];
        let scripted = origins.map(|origin| ScriptedStep {
            step,
            origin,
            address: None,
            reported: None,
            entity: 0,
        });
        let at = |time, number, kind| Event::new(time, 0, number, kind);
        let everyday = EventKind::Everyday(Instrument::Pix, 0);
        let mut events = vec![
            at(5, 1, everyday),
            at(5, 2, EventKind::Step(1)),
            at(5, 3, everyday),
            at(6, 0, EventKind::Step(0)),
            at(7, 4, everyday),
        ];
        make_times_distinct(&mut events, &scripted);
        let found: Vec<(i64, u32)> = events
            .iter()
            .map(|event| (event.time, event.number))
            .collect();
        assert_eq!(found, [(5, 1), (6, 0), (7, 2), (8, 3), (9, 4)]);
    }
}
