//! [`Play`]: the events of a cell, played with all fraud cases or without those that are left out.

use alloc::vec::Vec;

use crate::plan::Plan;
use crate::population::people::account::Account;
use crate::schema::record::{Credits, Transactions};
use crate::simulation::cell::Cell;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::rows::credit_ids::CreditIds;
use crate::simulation::rows::label_noise::LabelNoise;
use crate::simulation::rows::transactions::{Processor, Seen};
use crate::simulation::schedule::{Event, EventKind, Schedule, StepOrigin};

/// A cell whose events are scheduled.
pub(in crate::simulation) struct Play<'a> {
    pub(in crate::simulation) cell: &'a Cell<'a>,
    pub(in crate::simulation) schedule: &'a Schedule,
    /// The primary accounts of payees beyond the district.
    pub(in crate::simulation) accounts: &'a [(u64, Account)],
    pub(in crate::simulation) noise: LabelNoise,
    /// The number of payments.
    pub(in crate::simulation) rows: usize,
}

impl<'a> Play<'a> {
    /// Plays all events.
    pub(in crate::simulation) fn play(
        &self,
        states: Vec<CustomerState<'a>>,
        seen: &mut Seen,
        out: &mut Transactions,
        credits: &mut Credits,
    ) {
        let ids = CreditIds::from(Plan::first_credit(self.cell.index));
        let mut processor = self.processor(states, ids, seen, out, credits);
        for event in &self.schedule.events {
            processor.process(event);
        }
    }

    /// Plays all events but those of cases that are left out: first with them, so that credits
    /// keep their ids and times.
    pub(in crate::simulation) fn without_cases(
        &self,
        mut states: Vec<CustomerState<'a>>,
        seen: &mut Seen,
        out: &mut Transactions,
        credits: &mut Credits,
    ) {
        let events = &self.schedule.events;
        let ids = CreditIds::from(Plan::first_credit(self.cell.index));
        let mut processor = self.processor(states.clone(), ids, seen, out, credits);
        // Before each event: the id of the next credit, and the time of the last row.
        let mut before = Vec::with_capacity(events.len() + 1);
        for event in events {
            before.push((processor.credit_ids.peek(), processor.last_row));
            processor.process(event);
        }
        let spare = processor.credit_ids.peek();
        before.push((spare, processor.last_row));
        // What is staged is only cleared with the rest.
        out.finish();
        credits.finish();
        out.clear();
        credits.clear();
        for state in &mut states {
            let consequences = self.cell.cases.consequences(state.customer.number);
            state.follow(self.cell.world, consequences);
        }
        let mut processor = self.processor(states, CreditIds::kept(spare), seen, out, credits);
        for (event, around) in events.iter().zip(before.windows(2)) {
            let [(first, last_row), (end, _)] = around else {
                continue;
            };
            processor.credit_ids.keep(*first..*end);
            processor.last_row = *last_row;
            if !self.is_left_out(event) {
                processor.process(event);
            }
        }
    }

    /// Whether an event belongs to a case that is left out.
    fn is_left_out(&self, event: &Event) -> bool {
        let (cases, schedule) = (self.cell.cases, self.schedule);
        match event.kind {
            EventKind::Step(index) => match schedule.scripted.in_order()[index as usize].origin {
                StepOrigin::Case(index) => cases.cases[index].left_out,
                StepOrigin::Decoy(_) => false,
            },
            EventKind::Inflow(index) => {
                let case = schedule.inflows.in_order()[index as usize].case;
                case.is_some_and(|case| cases.is_left_out(case))
            }
            _ => false,
        }
    }

    fn processor<'b>(
        &self,
        states: Vec<CustomerState<'a>>,
        ids: CreditIds,
        seen: &'b mut Seen,
        out: &'b mut Transactions,
        credits: &'b mut Credits,
    ) -> Processor<'b>
    where
        'a: 'b,
    {
        seen.reset(self.rows);
        Processor::new(
            self.cell,
            states,
            self.schedule,
            self.accounts,
            self.noise,
            ids,
            (seen, out, credits),
        )
    }
}
