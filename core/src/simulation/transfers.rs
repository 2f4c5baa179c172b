//! Planned transfers: scheduling them on both sides, and turning them into orders.

use crate::bank::ledger::Credit;
use crate::bank::order::{DeviceUse, Order, Outcome};
use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::{Payee, Payer};
use crate::population::people::account::account_id;
use crate::population::people::device::Device;
use crate::relations::CellRelations;
use crate::relations::relation::{Relation, RelationKind, Transfer};
use crate::schema::categories::{Channel, Instrument};
use crate::simulation::cell::Cell;
use crate::simulation::customer::in_use::avoided_from;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::schedule::{EventKind, Schedule};
use crate::world::World;

/// The first number of everyday payments that replace planned transfers or try a new device.
pub(super) const OTHERWISE: u32 = 1 << 19;

/// Schedules the planned transfers of a cell's customers: the first of its payments, in the order of their
/// numbers, and what they receive.
pub(super) fn schedule_transfers(
    cell: &Cell<'_>,
    relations: &CellRelations<'_>,
    schedule: &mut Schedule,
    states: &mut [CustomerState<'_>],
) {
    for flow in &relations.outgoing {
        let relation = &flow.relation;
        let state = &mut states[(relation.payer % CELL_CUSTOMERS) as usize];
        let blocked = state.consequences.account_blocked;
        let avoided = match relation.payee {
            Payee::Customer(number) => avoided_from(cell.cases.planned_consequences(number)),
            _ => i64::MAX,
        };
        for &transfer in &flow.transfers {
            if blocked.is_some_and(|blocked| blocked <= transfer.time) {
                state.pay_otherwise(cell.world, schedule, &transfer);
            } else {
                state.send(&transfer);
                let payee = match relation.payee {
                    Payee::Customer(number) if avoided <= transfer.time => {
                        cell.world.own_account(number)
                    }
                    payee => payee,
                };
                schedule.add_transfer(state.customer.slot(), payee, transfer);
            }
        }
    }
    for flow in &relations.incoming {
        let relation = &flow.relation;
        let Payee::Customer(payee) = relation.payee else {
            continue;
        };
        let slot = (payee % CELL_CUSTOMERS) as usize;
        let blocked = cell
            .cases
            .planned_consequences(relation.payer)
            .account_blocked;
        let avoided = match cell.is_of_district(relation.payer) {
            true => avoided_from(cell.cases.planned_consequences(payee)),
            false => i64::MAX,
        };
        let ids = cell
            .world
            .plan
            .transaction_ids(relation.payer / CELL_CUSTOMERS);
        for (number, transfer) in (relation.first..).zip(&flow.transfers) {
            let is_sent =
                blocked.is_none_or(|blocked| transfer.time < blocked) && transfer.time < avoided;
            if is_sent && transfer.outcome == Outcome::Approved {
                states[slot].expect(relation, transfer);
                let payer = payer(relation, transfer);
                let credit = Credit {
                    transaction: Some(ids.of(number)),
                    account: Some(0),
                    ..Credit::new(relation.credit_kind(), transfer.amount, payer)
                };
                schedule.add_inflow(transfer.time + 1, slot, credit);
            }
        }
    }
}

/// The account that a relation's transfer comes from.
fn payer(relation: &Relation, transfer: &Transfer) -> Payer {
    Payer::Account(account_id(relation.payer, transfer.account))
}

impl CustomerState<'_> {
    /// Replaces a transfer from an account that is blocked by then by an everyday payment: from another account or,
    /// if there is none, before.
    fn pay_otherwise(&mut self, world: &World, schedule: &mut Schedule, transfer: &Transfer) {
        self.planned.pix += 1;
        let awake = self.awake(&world.period());
        let time = match self.books.ledgers.len() {
            1 => awake.start + transfer.time % (awake.end - awake.start),
            _ => transfer.time,
        };
        let number = OTHERWISE + schedule.payments as u32;
        let kind = EventKind::Everyday(Instrument::Pix, number);
        schedule.add(time, self.customer.slot(), kind);
    }

    /// Takes a transfer into account that the customer will send.
    fn send(&mut self, transfer: &Transfer) {
        match transfer.instrument {
            Instrument::Ted => self.planned.ted += 1,
            _ => self.planned.pix += 1,
        }
        if transfer.outcome == Outcome::Approved {
            self.planned.net -= transfer.amount;
        }
        if let Some(night) = transfer.takes_of_night() {
            self.books.reserve_night(night, transfer.amount);
        }
    }

    /// Takes a transfer into account that the customer will receive.
    fn expect(&mut self, relation: &Relation, transfer: &Transfer) {
        match relation.kind {
            RelationKind::Payroll(..) => self.employer = payer(relation, transfer),
            _ => {
                self.planned.received += 1;
                self.planned.net += transfer.amount;
            }
        }
    }

    /// Fills in the order of a planned transfer.
    pub(super) fn planned_transfer(
        &mut self,
        order: &mut Order,
        payee: Payee,
        transfer: &Transfer,
    ) {
        (order.instrument, order.amount) = (transfer.instrument, transfer.amount);
        (order.payee, order.outcome) = (Some(payee), Some(transfer.outcome));
        (order.ledger, order.settled) = (usize::from(transfer.account), true);
        self.choose_channel(order, true);
        // A new device may pay little until it is registered.
        let is_new = |device: DeviceUse| order.time < device.registered;
        if order.device.is_some_and(is_new)
            && let Some(device) = self.registered_device(order.time)
        {
            order.channel = match device.is_phone() {
                true => Channel::MobileApp,
                false => Channel::WebBanking,
            };
            order.device = Some(DeviceUse::from(device));
        }
    }

    /// The newest device that is registered by a time.
    fn registered_device(&self, time: i64) -> Option<&Device> {
        let registered = |device: &&Device| device.registered <= time;
        self.devices.iter().rfind(registered)
    }
}
