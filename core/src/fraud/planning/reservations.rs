//! [`Reservations`]: cases held against the limits that banks hold everybody's payments against.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::bank::limits::{
    Limit, NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE, NIGHT_PIX, Reserved, day_of, month_of,
    night_of,
};
use crate::bank::order::Outcome;
use crate::calendar::Date;
use crate::fraud::script::{Initiator, Payment, Step};
use crate::population::people::account::Account;
use crate::population::people::card::cards;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::schema::categories::RefusalReason;
use crate::world::World;

/// What cases may spend of a card's limit in a month, in hundredths: the holder has spent some.
const MOST_OF_CARD: i64 = 80;

/// What cases have spent of each customer's limits, by span.
#[derive(Debug, Default)]
pub(super) struct Reservations(BTreeMap<(u64, Limit, i64), i64>);

impl Reservations {
    /// Declines what passes a limit, and notes what the rest spends of it. `device` is the fraudster's.
    pub(super) fn apply(
        &mut self,
        world: &World,
        customer: &Customer,
        device: Option<&Device>,
        steps: &mut [Step],
    ) {
        let spec = world.plan.spec();
        let accounts: Vec<Account> = world.accounts(customer).collect();
        let held_at_night = customer.is_person() && !accounts[0].night_limit_raised;
        // Which of the customer's own devices is used is not known yet: all count.
        let own = match steps
            .iter()
            .any(|step| matches!(step.payment, Payment::Pix(_)))
        {
            true => world.devices.devices(&world.plan, customer),
            false => Vec::new(),
        };
        let is_new = |step: &Step| {
            let new = |device: &Device| (device.first_seen..device.registered).contains(&step.time);
            Date::of(step.time) >= NEW_DEVICE_RULE
                && match device.filter(|_| step.initiator == Initiator::Intruder) {
                    Some(device) => new(device),
                    None => own.iter().any(new),
                }
        };
        let card = steps
            .iter()
            .any(|step| step.payment.is_credit())
            .then(|| cards(spec.seed, spec.start, customer, &accounts))
            .and_then(|mut cards| cards.find_map(|card| card.limit))
            .unwrap_or_default();
        for step in steps
            .iter_mut()
            .filter(|step| step.outcome == Outcome::Approved)
        {
            let (time, mut most) = (step.time, i64::MAX);
            let mut held: Vec<(Limit, i64, i64)> = Vec::new();
            if step.payment.is_credit() {
                held.push((Limit::Credit, month_of(time), card / 100 * MOST_OF_CARD));
            }
            if let Payment::Pix(_) = step.payment {
                if let Some(night) = night_of(time).filter(|_| held_at_night) {
                    held.push((Limit::NightPix, night, NIGHT_PIX));
                }
                if is_new(step) {
                    held.push((Limit::NewDevice, day_of(time), NEW_DEVICE_DAY));
                    most = NEW_DEVICE_PIX;
                }
            }
            let spent = |limit, span| {
                let key = (customer.number, limit, span);
                self.0.get(&key).copied().unwrap_or_default()
            };
            let fits = |&(limit, span, most)| spent(limit, span) + step.amount <= most;
            if step.amount > most || !held.iter().all(fits) {
                step.outcome = Outcome::Declined(RefusalReason::LimitExceeded);
                continue;
            }
            for (limit, span, _) in held {
                let key = (customer.number, limit, span);
                *self.0.entry(key).or_default() += step.amount;
            }
        }
    }

    /// What everyday life has to leave, by customer.
    pub(super) fn reserved(&self) -> Vec<Reserved> {
        let reserve = |(&(customer, limit, span), &sum)| Reserved {
            customer,
            limit,
            span,
            sum,
        };
        self.0.iter().map(reserve).collect()
    }
}
