//! [`Step`]: one transaction of a fraud case or of its everyday look-alike, as plain data.

use crate::bank::order::Outcome;
use crate::calendar::{Date, SECOND};
use crate::population::coordinates::Coordinates;
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::schema::categories::{CardEntry, CardType};

/// How a step is paid.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payment {
    Pix(Payee),
    Ted(Payee),
    Boleto(Payee),
    /// With the primary account's credit card, typed in online; whether 3-D Secure authenticates it.
    Online(Merchant, bool),
    /// With a card of the primary account at a shop's terminal.
    Terminal(Merchant, CardType, CardEntry),
    Withdrawal,
}

impl Payment {
    /// Who is paid; nobody by a withdrawal.
    pub(crate) fn payee(self) -> Option<Payee> {
        match self {
            Payment::Pix(payee) | Payment::Ted(payee) | Payment::Boleto(payee) => Some(payee),
            Payment::Online(merchant, _) | Payment::Terminal(merchant, ..) => {
                Some(Payee::Merchant(merchant.number))
            }
            Payment::Withdrawal => None,
        }
    }

    /// Whether a credit card pays, and so its limit.
    pub(crate) fn is_credit(self) -> bool {
        matches!(
            self,
            Payment::Online(..) | Payment::Terminal(_, CardType::Credit, _)
        )
    }
}

/// Who orders a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Initiator {
    /// The account's holder, as always.
    Holder,
    /// With the holder's device, at another place and from another address.
    Elsewhere,
    /// A fraudster, with a device, place and address of their own.
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
    /// Where it is ordered, unless where the holder is.
    pub(crate) location: Option<Coordinates>,
    /// What comes onto the primary account just before: a loan, a payment back.
    pub(crate) credit: i64,
}

/// Moves steps that run past the end of the period back into it, keeps their times apart, and sends by
/// Pix what banks do not take that day. A second is left for times that others have taken.
pub(crate) fn settle_steps(steps: &mut [Step], end: i64) {
    let end = end - SECOND;
    let (Some(first), Some(last)) = (steps.first().map(|s| s.time), steps.last().map(|s| s.time))
    else {
        return;
    };
    let first = first.min(end - 1 - steps.len() as i64);
    let room = end - 1 - first;
    let span = last - first;
    let mut earliest = first;
    for step in steps.iter_mut() {
        if span > room {
            step.time = first + ((step.time - first) as i128 * room as i128 / span as i128) as i64;
        }
        step.time = step.time.max(earliest);
        earliest = step.time + 1;
        if let Payment::Ted(payee) | Payment::Boleto(payee) = step.payment
            && !Date::of(step.time + SECOND).is_business_day()
        {
            step.payment = Payment::Pix(payee);
        }
    }
}
