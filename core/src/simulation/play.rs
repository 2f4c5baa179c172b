//! [`Play`]: the events of a cell, played with all fraud cases or without those that are left out.

use alloc::vec::Vec;

use crate::plan::Plan;
use crate::population::people::account::Account;
use crate::schema::record::{Credits, Transactions};
use crate::simulation::cell::Cell;
use crate::simulation::credit_ids::CreditIds;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::label_noise::LabelNoise;
use crate::simulation::schedule::Schedule;
use crate::simulation::transactions::{Processor, Seen};

/// A cell whose events are scheduled.
pub(super) struct Play<'a> {
    pub(super) cell: &'a Cell<'a>,
    pub(super) schedule: &'a Schedule,
    /// The primary accounts of payees beyond the district.
    pub(super) accounts: &'a [(u64, Account)],
    pub(super) noise: LabelNoise,
    /// The number of payments.
    pub(super) rows: usize,
}

impl<'a> Play<'a> {
    /// Plays all events.
    pub(super) fn play(
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
    pub(super) fn without_cases(
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
            processor.process_unless_left_out(event);
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
