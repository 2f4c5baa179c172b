//! Simulates a cell's customers in chronological order.

mod by_time;
mod cell;
mod credits;
mod customer;
mod decoys;
mod everyday;
mod first_uses;
mod orders;
mod referred;
mod rows;
mod schedule;
mod scripted;
mod transfers;
mod volume;

pub(crate) use cell::Cell;

use alloc::vec::Vec;

use crate::fraud::manner::look_alikes;
use crate::schema::record::{Credits, Transactions};
use customer::state::CustomerState;
use rows::label_noise::LabelNoise;
use rows::play::Play;
use rows::transactions::Seen;
use schedule::Schedule;

/// Buffers reused from cell to cell.
#[derive(Debug, Default)]
pub(crate) struct Buffers {
    schedule: Schedule,
    seen: Seen,
}

/// Generates a cell's transactions and credits in chronological order.
pub(crate) fn simulate(
    cell: &Cell<'_>,
    buffers: &mut Buffers,
    out: &mut Transactions,
    credits: &mut Credits,
) {
    let (world, schedule) = (cell.world, &mut buffers.schedule);
    schedule.clear();
    let mut states: Vec<CustomerState<'_>> = cell
        .customers
        .iter()
        .map(|customer| {
            let reservations = cell.cases.reservations(customer.number);
            let consequences = cell.cases.planned_consequences(customer.number);
            CustomerState::new(world, cell.customers, customer, reservations, consequences)
        })
        .collect();
    let rows = world.plan.cell_transactions(cell.index);
    let total = rows.end - rows.start;
    let relations = cell
        .relations
        .of_cell(world, cell.position(), cell.customers);
    transfers::schedule_transfers(cell, &relations, schedule, &mut states);
    scripted::schedule_cases(cell, schedule);
    let share_of_decoys = look_alikes(world.difficulty()) as f64 / 1_000.0;
    let noise = LabelNoise::new(world.plan.spec(), share_of_decoys);
    let left = |schedule: &Schedule| total.saturating_sub(schedule.payments as u64);
    first_uses::share_devices(cell, &mut states);
    first_uses::schedule_first_uses(cell, schedule, &mut states, left(schedule));
    let transfers = cell.relations.transfers(cell.position());
    let everyday = left(schedule) + transfers;
    let gatherings = relations.gatherings();
    decoys::schedule_decoys(cell, schedule, &states, (&noise, gatherings), everyday);
    everyday::schedule_everyday(cell, schedule, &mut states, left(schedule));
    schedule.sort();
    let events = Play {
        cell,
        schedule,
        accounts: &relations.accounts,
        noise,
        rows: total as usize,
    };
    if cell.cases.miss_one(world.plan.cell_customers(cell.index)) {
        events.without_cases(states, &mut buffers.seen, out, credits);
    } else {
        events.play(states, &mut buffers.seen, out, credits);
    }
}
