//! [`Reservations`]: checks the steps of cases against the limits that apply to every payment, and records
//! how much of the limits they use.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use crate::bank::limits::{
    Limit, NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE, NIGHT_PIX, Reservation, day_of,
    month_of, night_of,
};
use crate::bank::order::Outcome;
use crate::calendar::Date;
use crate::fraud::script::{Initiator, Payment, Step};
use crate::population::people::account::Account;
use crate::population::people::card::card_slots;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::schema::categories::RefusalReason;
use crate::world::World;

/// Share of a card's monthly limit that cases may use, in hundredths: the holder has spent some of it.
const MAX_CARD_SHARE: i64 = 80;

/// How much of each customer's limits cases have used, by period.
#[derive(Debug, Default)]
pub(super) struct Reservations(BTreeMap<(u64, Limit, i64), i64>);

impl Reservations {
    /// Declines approved steps that exceed a limit and records how much of it the others use. `device` is the
    /// fraudster's; `sent_at_night` is what planned transfers use of the limit of a night.
    pub(super) fn apply(
        &mut self,
        world: &World,
        customer: &Customer,
        device: Option<&Device>,
        steps: &mut [Step],
        sent_at_night: impl Fn(i64) -> i64,
    ) {
        let spec = world.plan.spec();
        let accounts: Vec<Account> = world.accounts(customer).collect();
        let has_night_limit = customer.is_person() && !accounts[0].night_limit_raised;
        // Which of the customer's own devices will be used is not known yet, so all of them count.
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
        let pays_by_card = steps.iter().any(|step| step.payment.card().is_some());
        let card_limits: Vec<Option<i64>> = pays_by_card
            .then(|| card_slots(spec.seed, spec.start, customer, &accounts))
            .into_iter()
            .flatten()
            .map(|slot| slot.limit)
            .collect();
        for step in steps
            .iter_mut()
            .filter(|step| step.outcome == Outcome::Approved)
        {
            let (time, mut most) = (step.time, i64::MAX);
            let mut limits: Vec<(Limit, i64, i64)> = Vec::new();
            let card = step.payment.card().map(|card| card.slot);
            if let Some(slot) = card
                && let Some(most) = card_limits[usize::from(slot)]
            {
                let limit = Limit::Credit(slot);
                limits.push((limit, month_of(time), most / 100 * MAX_CARD_SHARE));
            }
            if let Payment::Pix(_) = step.payment {
                if let Some(night) = night_of(time).filter(|_| has_night_limit) {
                    limits.push((Limit::NightPix, night, NIGHT_PIX - sent_at_night(night)));
                }
                if is_new(step) {
                    limits.push((Limit::NewDevice, day_of(time), NEW_DEVICE_DAY));
                    most = NEW_DEVICE_PIX;
                }
            }
            let spent = |limit, period| {
                let key = (customer.number, limit, period);
                self.0.get(&key).copied().unwrap_or_default()
            };
            let fits = |&(limit, period, most)| spent(limit, period) + step.amount <= most;
            if step.amount > most || !limits.iter().all(fits) {
                step.outcome = Outcome::Declined(RefusalReason::LimitExceeded);
                continue;
            }
            for (limit, period, _) in limits {
                let key = (customer.number, limit, period);
                *self.0.entry(key).or_default() += step.amount;
            }
        }
    }

    /// The reservations that everyday payments have to respect, by customer.
    pub(super) fn to_vec(&self) -> Vec<Reservation> {
        let to_reservation = |(&(customer, limit, period), &sum)| Reservation {
            customer,
            limit,
            period,
            sum,
        };
        self.0.iter().map(to_reservation).collect()
    }
}
