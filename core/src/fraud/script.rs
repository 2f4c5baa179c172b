//! [`Step`]: one transaction of a fraud case or of its everyday look-alike, as plain data.

use crate::bank::ledger::Credit;
use crate::bank::order::Outcome;
use core::ops::RangeInclusive;

use crate::calendar::{DAY, Date, HOUR, MINUTE, SECOND};
use crate::population::coordinates::Coordinates;
use crate::population::merchants::{Merchant, MerchantDirectory};
use crate::population::payee::Payee;
use crate::random::rng::{Rng, mix, scale};
use crate::schema::categories::{CardEntry, CardType, CreditKind, Instrument};

/// How long before a step a loan arrives that a fraudster takes out, and one that the holder does; and how long
/// before it someone else pays (assumptions).
const LOAN_TO_FRAUDSTER: RangeInclusive<i64> = 20 * SECOND..=10 * MINUTE;
const LOAN_TO_HOLDER: RangeInclusive<i64> = 4 * MINUTE..=4 * HOUR;
const RECEIVED: RangeInclusive<i64> = 3 * MINUTE..=DAY;

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
    /// What comes into the account before, as [`credits_before`] says: a loan, a payment by someone outside the
    /// population.
    pub(crate) credit: Option<Credit>,
}

/// What comes in before steps, and when: some time earlier, but after the step before, and while the account is
/// `open`.
pub(crate) fn credits_before(
    steps: &[Step],
    open: i64,
    mut rng: Rng,
) -> impl Iterator<Item = (i64, Credit)> {
    let mut earliest = open;
    steps.iter().filter_map(move |step| {
        let before = core::mem::replace(&mut earliest, step.time);
        let credit = step.credit?;
        let wait = match (credit.kind, step.initiator) {
            (CreditKind::Loan, Initiator::Holder) => LOAN_TO_HOLDER,
            (CreditKind::Loan, _) => LOAN_TO_FRAUDSTER,
            _ => RECEIVED,
        };
        // As likely to be twice as long as half as long.
        let (least, most) = (*wait.start() as f64, *wait.end() as f64);
        let wait = least * libm::exp(rng.unit() * libm::log(most / least));
        let wait = (wait as i64).min((step.time - before) / 2).max(1);
        Some((step.time - wait, credit))
    })
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::payee::Payer;
    use crate::random::rng::Purpose;
    use alloc::vec::Vec;

    fn step(time: i64, kind: Option<CreditKind>, initiator: Initiator) -> Step {
        Step {
            time,
            payment: Payment::Withdrawal,
            amount: 1,
            outcome: Outcome::Approved,
            initiator,
            location: None,
            credit: kind.map(|kind| Credit::new(kind, 1, Payer::Bank)),
        }
    }

    #[test]
    fn money_comes_in_some_time_before_the_step_that_needs_it_and_after_the_one_before() {
        let steps = [
            step(2 * DAY, Some(CreditKind::Loan), Initiator::Holder),
            step(
                2 * DAY + MINUTE,
                Some(CreditKind::Transfer),
                Initiator::Holder,
            ),
            step(3 * DAY, None, Initiator::Holder),
            step(9 * DAY, Some(CreditKind::Transfer), Initiator::Holder),
            step(15 * DAY, Some(CreditKind::Loan), Initiator::Intruder),
        ];
        let (mut sum, rounds) = ([0; 4], 1_000);
        for entity in 0..rounds as u64 {
            let rng = Rng::new(1, Purpose::Funding, entity);
            let times: Vec<i64> = credits_before(&steps, 0, rng)
                .map(|(time, _)| time)
                .collect();
            let waits = [0, 1, 3, 4].map(|step| steps[step].time);
            for (index, (step, time)) in waits.iter().zip(&times).enumerate() {
                sum[index] += step - time;
            }
            assert!(LOAN_TO_HOLDER.contains(&(2 * DAY - times[0])));
            assert!((2 * DAY + 1..2 * DAY + MINUTE).contains(&times[1]));
            assert!(RECEIVED.contains(&(9 * DAY - times[2])));
            assert!(LOAN_TO_FRAUDSTER.contains(&(15 * DAY - times[3])));
        }
        let mean = sum.map(|sum| sum / rounds / MINUTE);
        assert!(
            (45..75).contains(&mean[0]) && (180..290).contains(&mean[2]),
            "{mean:?}"
        );
        let rng = Rng::new(1, Purpose::Funding, 1);
        let first = credits_before(&steps, 2 * DAY - 3, rng).next();
        assert_eq!(first.map(|(time, _)| time), Some(2 * DAY - 1));
    }
}
