//! The bank's decision on an order: approved, pending, declined with a reason, or blocked.

use crate::bank::books::Books;
use crate::bank::limits::{
    Limit, NEW_DEVICE_DAY, NEW_DEVICE_PIX, NEW_DEVICE_RULE, NIGHT_PIX, day_of, month_of, night_of,
};
use crate::bank::order::{CardUse, Order, Outcome};
use crate::calendar::Date;
use crate::random::rng::Rng;
use crate::schema::categories::{CardEntry, Instrument, RefusalReason, Status};

/// A decision on an order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Authorisation {
    pub(crate) status: Status,
    /// Why it was declined.
    pub(crate) reason: Option<RefusalReason>,
    /// What the customer moves into the account first, in centavos: from savings, a loan or another bank.
    pub(crate) top_up: i64,
}

impl Authorisation {
    const fn of(status: Status, reason: Option<RefusalReason>) -> Self {
        Self {
            status,
            reason,
            top_up: 0,
        }
    }
}

const APPROVED: Authorisation = Authorisation::of(Status::Approved, None);
const PENDING: Authorisation = Authorisation::of(Status::Pending, None);
const BLOCKED: Authorisation = Authorisation::of(Status::Blocked, None);

const fn declined(reason: RefusalReason) -> Authorisation {
    Authorisation::of(Status::Declined, Some(reason))
}

impl Books<'_> {
    /// Decides on an order. If the balance is insufficient, savings or a transfer from elsewhere cover the
    /// difference, or the order is declined.
    pub(crate) fn authorise(
        &self,
        order: &Order,
        available: i64,
        score: i32,
        rng: &mut Rng,
    ) -> Authorisation {
        let roll = rng.below(10_000) as u32;
        let missing = match order.instrument {
            Instrument::CreditCard => 0,
            _ => order.amount - available,
        };
        // Accounts are blocked for good after the last step of any case on them.
        if !order.settled && self.ledgers[order.ledger].blocks.refuse(order.time) {
            return declined(RefusalReason::AccountBlocked);
        }
        if let Some(outcome) = order.outcome {
            return self.predetermined(order, outcome, missing, rng);
        }
        if let Some(decision) = suspected(score, roll) {
            return decision;
        }
        let refusal = |used| self.invalid(order, &used).or(card_refusal(&used, roll));
        if let Some(reason) = order.card.and_then(refusal) {
            return declined(reason);
        }
        if self.over_limit(order) {
            return declined(RefusalReason::LimitExceeded);
        }
        if missing > 0 && rng.chance(150) {
            return declined(RefusalReason::InsufficientBalance);
        }
        let decision = match order.instrument {
            Instrument::Boleto | Instrument::Ted if (9_850..9_900).contains(&roll) => PENDING,
            Instrument::CreditCard if (9_850..9_880).contains(&roll) => PENDING,
            _ => APPROVED,
        };
        self.covered(decision, missing, rng)
    }

    /// The decision on a scripted step, whose outcome was fixed when it was planned.
    fn predetermined(
        &self,
        order: &Order,
        outcome: Outcome,
        missing: i64,
        rng: &mut Rng,
    ) -> Authorisation {
        match outcome {
            // Banks look at the balance before limits.
            Outcome::Declined(RefusalReason::LimitExceeded) if missing > 0 => {
                declined(RefusalReason::InsufficientBalance)
            }
            Outcome::Declined(reason) => declined(reason),
            Outcome::Blocked => BLOCKED,
            Outcome::Approved if !order.settled && self.over_limit(order) => {
                declined(RefusalReason::LimitExceeded)
            }
            Outcome::Approved => self.covered(APPROVED, missing, rng),
        }
    }

    /// The decision, with what the customer moves into the account if the balance is too low.
    fn covered(&self, decision: Authorisation, missing: i64, rng: &mut Rng) -> Authorisation {
        let top_up = match missing {
            ..=0 => 0,
            _ => self.top_up(missing, rng),
        };
        Authorisation { top_up, ..decision }
    }

    /// Whether a payment exceeds the card's limit, the night limit or the limit of a new device.
    fn over_limit(&self, order: &Order) -> bool {
        let over = |limit, period, sum: i64, most| {
            sum + self.reserved.sum(limit, period) + order.amount > most
        };
        if let (Instrument::CreditCard, Some(used)) = (order.instrument, order.card) {
            let month = month_of(order.time);
            let limit = self.cards[used.slot].limit.unwrap_or_default();
            return over(
                Limit::Credit(used.slot as u8),
                month,
                self.spending[used.slot].everyday.sum(month),
                limit,
            );
        }
        if order.instrument != Instrument::Pix {
            return false;
        }
        let night = night_of(order.time).is_some_and(|night| {
            self.customer.is_person()
                && !self.ledgers[order.ledger].account.night_limit_raised
                && over(Limit::NightPix, night, self.night.sum(night), NIGHT_PIX)
        });
        let device = order.device.is_some_and(|device| {
            let day = day_of(order.time);
            order.time < device.registered
                && Date::of(order.time) >= NEW_DEVICE_RULE
                && (order.amount > NEW_DEVICE_PIX
                    || over(
                        Limit::NewDevice,
                        day,
                        self.new_device.sum(day),
                        NEW_DEVICE_DAY,
                    ))
        });
        night || device
    }

    /// Why the card cannot be used any more, if it cannot.
    fn invalid(&self, order: &Order, used: &CardUse) -> Option<RefusalReason> {
        let card = &self.cards[used.slot].cards[used.card];
        if card.blocked.is_some_and(|blocked| blocked <= order.time) {
            Some(RefusalReason::CardBlocked)
        } else if card.expired() <= order.time {
            Some(RefusalReason::CardExpired)
        } else {
            None
        }
    }
}

/// Refusals by the score, or at random by the bank's own checks.
fn suspected(score: i32, roll: u32) -> Option<Authorisation> {
    match score {
        60.. if roll < 900 => Some(declined(RefusalReason::FraudSuspect)),
        60.. if roll < 1_300 => Some(BLOCKED),
        45..60 if roll < 200 => Some(declined(RefusalReason::FraudSuspect)),
        45..60 if roll < 260 => Some(BLOCKED),
        _ if roll < 8 => Some(declined(RefusalReason::FraudSuspect)),
        _ => None,
    }
}

/// Refusals by card checks.
fn card_refusal(used: &CardUse, roll: u32) -> Option<RefusalReason> {
    match (used.entry, used.code) {
        (_, Some(false)) => Some(RefusalReason::CvvError),
        (CardEntry::Chip, _) if (9_900..).contains(&roll) => Some(RefusalReason::InvalidPin),
        _ => None,
    }
}
