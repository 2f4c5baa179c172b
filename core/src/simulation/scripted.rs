//! Steps of fraud cases and look-alikes: scheduling them, and turning them into orders.

use crate::bank::order::{DeviceUse, Order, Outcome};
use crate::fraud::planning::cases::Case;
use crate::fraud::script::{Initiator, Payment, ScriptedCard, Step};
use crate::population::coordinates::Coordinates;
use crate::population::ip::{Address, Connection};
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::schema::categories::{CardEntry, Channel, RefusalReason};
use crate::simulation::cell::Cell;
use crate::simulation::customer::state::CustomerState;
use crate::simulation::schedule::{Schedule, ScriptedStep, StepOrigin};
use crate::world::World;

/// Schedules the steps of fraud cases on a cell's accounts, and the money they receive from others.
pub(super) fn schedule_cases(cell: &Cell<'_>, schedule: &mut Schedule) {
    for (index, case) in cell.cases.cases.iter().enumerate() {
        let Some(slot) = cell.slot_of(case.customer) else {
            continue;
        };
        for (number, step) in cell.cases.steps(case).iter().enumerate() {
            let address = || {
                let town = cell.customers[slot].home_at(step.time).municipality;
                let networks = &cell.world.networks;
                networks.of_gang(case.gang, case.id as u64, town, step.time)
            };
            let scripted = ScriptedStep {
                step: *step,
                origin: StepOrigin::Case(index),
                address: (step.initiator != Initiator::Holder).then(address),
                reported: None,
                entity: (case.id as u64) << 8 | number as u64,
            };
            schedule.add_step(slot, scripted);
        }
    }
    for inflow in &cell.cases.inflows {
        if let Some(slot) = cell.slot_of(inflow.customer) {
            schedule.add_inflow(inflow.time, slot, inflow.credit);
        }
    }
}

impl CustomerState<'_> {
    /// Fills in the order of a scripted step; `case` is the fraud case that it belongs to.
    pub(super) fn scripted(
        &mut self,
        world: &World,
        order: &mut Order,
        scripted: &ScriptedStep,
        case: Option<&Case>,
    ) {
        let step = &scripted.step;
        (order.instrument, order.amount) = (step.payment.instrument(), step.amount);
        order.outcome = Some(step.outcome);
        order.by_other = step.initiator != Initiator::Holder;
        order.payee = step.payment.payee();
        order.ledger = usize::from(step.account);
        match scripted.origin {
            StepOrigin::Case(index) => (order.case, order.settled) = (Some(index), true),
            StepOrigin::Decoy(kind) => {
                (order.decoy, order.reported) = (Some(kind), scripted.reported);
                // Transfers are made where there is money.
                if step.payment.card().is_none() && self.books.available(order) < order.amount {
                    order.ledger = self.main_account(order.time);
                }
            }
        }
        match step.payment {
            Payment::Pix(payee) | Payment::Ted(payee) | Payment::Boleto(payee) => {
                if let Payee::Merchant(number) = payee {
                    order.merchant = Some(world.merchants.merchant(number));
                }
                self.scripted_transfer(order, step, scripted.address, case);
            }
            Payment::AutoDebit(merchant) => order.merchant = Some(merchant),
            Payment::Online(merchant, card, authenticated) => {
                let by = (card, authenticated);
                self.scripted_purchase(order, step, scripted.address, merchant, by);
            }
            Payment::Terminal(merchant, card, entry) => {
                let merchant = match case {
                    Some(_) => merchant,
                    None => self.within_reach(world, order, merchant),
                };
                order.payee = Some(Payee::Merchant(merchant.number));
                if merchant.online {
                    self.scripted_purchase(order, step, None, merchant, (card, true));
                } else {
                    order.channel = Channel::Pos;
                    order.location = Some(merchant.location);
                    self.use_card(order, merchant, card, entry);
                }
            }
            Payment::Withdrawal => {
                self.choose_withdrawal_channel(world, order);
                if let Some(place) = self.place_of(step, case) {
                    order.channel = Channel::Atm;
                    order.location = Some(place);
                }
            }
        }
    }

    /// A Pix, TED or boleto, by the holder or by a fraudster, who never goes to a branch.
    fn scripted_transfer(
        &mut self,
        order: &mut Order,
        step: &Step,
        address: Option<Address>,
        case: Option<&Case>,
    ) {
        let by_fraudster = step.initiator != Initiator::Holder;
        self.choose_channel(order, !by_fraudster);
        let device = case.and_then(|case| case.device.as_ref());
        if let Some(device) = device.filter(|_| step.initiator == Initiator::Intruder) {
            order.channel = if device.is_phone() {
                Channel::MobileApp
            } else {
                Channel::WebBanking
            };
            order.device = Some(DeviceUse::from(device));
        }
        if by_fraudster && order.device.is_some() {
            order.address = Some(address.unwrap_or(self.address(Connection::Network, order.time)));
            order.location = self.place_of(step, case).or(order.location);
        }
    }

    /// Where a step is initiated, if not where the customer is. What looks like fraud but is not happens on the trip of
    /// someone who travels.
    fn place_of(&self, step: &Step, case: Option<&Case>) -> Option<Coordinates> {
        step.location
            .filter(|_| case.is_some() || self.trip().is_none())
    }

    /// A card-not-present purchase, by a card, and whether 3-D Secure authenticates the payer.
    fn scripted_purchase(
        &mut self,
        order: &mut Order,
        step: &Step,
        address: Option<Address>,
        merchant: Merchant,
        (card, authenticated): (ScriptedCard, bool),
    ) {
        order.channel = Channel::Ecommerce;
        let fraudster_address = address.filter(|_| step.initiator != Initiator::Holder);
        order.address = fraudster_address.or_else(|| {
            let (connection, _) = self.whereabouts(order.time);
            Some(self.address(connection, order.time))
        });
        self.use_card(order, merchant, card, CardEntry::Manual);
        if let Some(card) = &mut order.card {
            card.code = Some(step.outcome != Outcome::Declined(RefusalReason::CvvError));
            card.authenticated = Some(authenticated);
        }
    }
}
