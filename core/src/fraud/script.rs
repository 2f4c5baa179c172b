//! [`Step`]: one transaction of a fraud case or of its everyday look-alike, as plain data.

use crate::bank::ledger::Credit;
use crate::bank::order::Outcome;
use crate::calendar::{Date, SECOND};
use crate::population::coordinates::Coordinates;
use crate::population::merchants::{Merchant, MerchantDirectory};
use crate::population::payee::Payee;
use crate::random::rng::{mix, scale};
use crate::schema::categories::{CardEntry, CardType, Instrument};

/// How a step pays.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payment {
    Pix(Payee),
    Ted(Payee),
    Boleto(Payee),
    /// By the primary account's credit card, entered online, and whether 3-D Secure authenticates the payer.
    Online(Merchant, bool),
    /// By a card of the primary account, at a merchant's terminal.
    Terminal(Merchant, CardType, CardEntry),
    Withdrawal,
}

impl Payment {
    /// The payee; `None` for a withdrawal.
    pub(crate) fn payee(self) -> Option<Payee> {
        match self {
            Payment::Pix(payee) | Payment::Ted(payee) | Payment::Boleto(payee) => Some(payee),
            Payment::Online(merchant, _) | Payment::Terminal(merchant, ..) => {
                Some(Payee::Merchant(merchant.number))
            }
            Payment::Withdrawal => None,
        }
    }

    /// The same transfer to another payee.
    pub(crate) fn to(self, payee: Payee) -> Self {
        match self {
            Payment::Pix(_) => Payment::Pix(payee),
            Payment::Ted(_) => Payment::Ted(payee),
            Payment::Boleto(_) => Payment::Boleto(payee),
            other => other,
        }
    }

    /// The instrument that it pays by.
    pub(crate) fn instrument(self) -> Instrument {
        match self {
            Payment::Pix(_) => Instrument::Pix,
            Payment::Ted(_) => Instrument::Ted,
            Payment::Boleto(_) => Instrument::Boleto,
            Payment::Online(..) => Instrument::CreditCard,
            Payment::Terminal(_, card_type, _) => card_type.instrument(),
            Payment::Withdrawal => Instrument::Withdrawal,
        }
    }

    /// The same payment at a time, to another merchant where this one cannot be paid then.
    pub(crate) fn at(self, merchants: &MerchantDirectory, time: i64) -> Self {
        let instrument = self.instrument();
        let paid = |merchant: Merchant| {
            let other = merchants.instead_of(&merchant, instrument, time);
            other.unwrap_or(merchant)
        };
        match self {
            Payment::Online(merchant, authenticated) => {
                Payment::Online(paid(merchant), authenticated)
            }
            Payment::Terminal(merchant, card_type, entry) => {
                Payment::Terminal(paid(merchant), card_type, entry)
            }
            Payment::Pix(Payee::Merchant(number)) => {
                let merchant = paid(merchants.merchant(number));
                Payment::Pix(Payee::Merchant(merchant.number))
            }
            other => other,
        }
    }

    /// Whether it is charged to a credit card, and therefore counts towards its limit.
    pub(crate) fn is_credit(self) -> bool {
        matches!(
            self,
            Payment::Online(..) | Payment::Terminal(_, CardType::Credit, _)
        )
    }
}

/// Who initiates a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initiator {
    /// The account holder, as usual.
    Holder,
    /// Someone with the holder's device, in another location and with another IP address.
    Elsewhere,
    /// A fraudster, with another device, location and IP address.
    Intruder,
}

/// One transaction of a scene.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) time: i64,
    pub(crate) payment: Payment,
    pub(crate) amount: i64,
    pub(crate) outcome: Outcome,
    pub(crate) initiator: Initiator,
    /// Where it is initiated; `None` for the holder's own location.
    pub(crate) location: Option<Coordinates>,
    /// What comes into the primary account just before: a loan, a payment by someone outside the population.
    pub(crate) credit: Option<Credit>,
}

/// Compresses steps that run past the end of the period to fit into it, makes their times distinct, and
/// replaces TED and boleto by Pix on days when banks are closed. Leaves a second at the end, for steps that
/// are moved because another case has their time.
pub(crate) fn fit_to_period(steps: &mut [Step], end: i64) {
    let end = end - SECOND;
    let (Some(first), Some(last)) = (steps.first().map(|s| s.time), steps.last().map(|s| s.time))
    else {
        return;
    };
    let first = first.min(end - 1 - steps.len() as i64);
    let span = last - first;
    // Not all at the last moment.
    let available = end - 1 - first;
    let available = available - scale(mix(first as u64), available as u64 / 2) as i64;
    let mut earliest = first;
    for step in steps.iter_mut() {
        if last > end - 1 {
            step.time =
                first + ((step.time - first) as i128 * available as i128 / span as i128) as i64;
        }
        step.time = step.time.max(earliest);
        earliest = step.time + 1;
        if let Payment::Ted(payee) | Payment::Boleto(payee) = step.payment
            && !(Date::of(step.time).is_business_day()
                && Date::of(step.time + SECOND).is_business_day())
        {
            step.payment = Payment::Pix(payee);
        }
    }
}
