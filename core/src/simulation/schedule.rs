//! [`Schedule`]: the events of a cell, in chronological order.

use alloc::vec::Vec;

use crate::fraud::kinds::FraudType;
use crate::fraud::script::Step;
use crate::schema::categories::Instrument;

/// What an event is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum EventKind {
    /// An everyday payment.
    Everyday(Instrument),
    /// An everyday payment that follows another within minutes, often to the same payee.
    FollowUp(Instrument),
    /// A monthly bill, by index among the customer's.
    Bill(u8),
    /// A scripted step, by index among those of the cell.
    Step(u32),
    /// Incoming money, by index among the inflows of the cell: not a row.
    Inflow(u32),
}

/// An event in a customer's accounts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Event {
    pub(super) time: i64,
    /// Order of scheduling, to break ties in time independently of the sorting algorithm.
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
    /// Code of the fraudster's IP address.
    pub(crate) address: Option<u16>,
}

/// The events of a cell.
#[derive(Debug, Default)]
pub(crate) struct Schedule {
    pub(super) events: Vec<Event>,
    /// The steps and inflow amounts that events refer to by index.
    pub(super) scripted: Vec<ScriptedStep>,
    pub(super) inflows: Vec<i64>,
}

impl Schedule {
    pub(super) fn clear(&mut self) {
        self.events.clear();
        self.scripted.clear();
        self.inflows.clear();
    }

    pub(super) fn add(&mut self, time: i64, slot: usize, kind: EventKind) {
        let event = Event::new(time, slot, self.events.len(), kind);
        self.events.push(event);
    }

    pub(super) fn add_step(
        &mut self,
        slot: usize,
        step: Step,
        origin: StepOrigin,
        address: Option<u16>,
    ) {
        let kind = EventKind::Step(self.scripted.len() as u32);
        self.add(step.time, slot, kind);
        self.scripted.push(ScriptedStep {
            step,
            origin,
            address,
        });
    }

    pub(super) fn add_inflow(&mut self, slot: usize, time: i64, amount: i64) {
        self.add(time, slot, EventKind::Inflow(self.inflows.len() as u32));
        self.inflows.push(amount);
    }

    /// Sorts the events by time and makes their times distinct.
    pub(super) fn sort(&mut self) {
        self.events.sort_unstable_by_key(Event::order);
        make_times_distinct(&mut self.events, &self.scripted);
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
            credit: 0,
        };
        let origins = [StepOrigin::Case(0), StepOrigin::Decoy(FraudType::default())];
        let scripted = origins.map(|origin| ScriptedStep {
            step,
            origin,
            address: None,
        });
        let at = |time, number, kind| Event::new(time, 0, number, kind);
        let everyday = EventKind::Everyday(Instrument::Pix);
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
