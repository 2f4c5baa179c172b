//! [`Step`]: one transaction of a fraud case or of its everyday look-alike, as plain data.

use core::ops::{Range, RangeInclusive};

use alloc::collections::BTreeSet;
use alloc::vec::Vec;

use crate::bank::ledger::Credit;
use crate::bank::order::Outcome;
use crate::calendar::{DAY, Date, HOUR, MINUTE, SECOND};
use crate::population::coordinates::Coordinates;
use crate::population::merchants::{Merchant, MerchantDirectory};
use crate::population::payee::Payee;
use crate::population::people::card::slot_of;
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
    /// By automatic debit, which a merchant registered.
    AutoDebit(Merchant),
    /// By card, entered online, and whether 3-D Secure authenticates the payer.
    Online(Merchant, ScriptedCard, bool),
    /// By card, at a merchant's terminal.
    Terminal(Merchant, ScriptedCard, CardEntry),
    Withdrawal,
}

/// The card that a step uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ScriptedCard {
    /// Index among the customer's slots.
    pub(crate) slot: u8,
    pub(crate) card_type: CardType,
}

impl ScriptedCard {
    /// The card of a type of a customer's account, by index; its debit card, if it has none of that type.
    pub(super) fn of_account(customer: u64, account: u8, wanted: CardType) -> Self {
        let (slot, card_type) = match slot_of(customer, account, wanted) {
            Some(slot) => (slot, wanted),
            None => (account, CardType::Debit),
        };
        Self { slot, card_type }
    }
}

impl Payment {
    /// The payee; `None` for a withdrawal.
    pub(crate) fn payee(self) -> Option<Payee> {
        match self {
            Payment::Pix(payee) | Payment::Ted(payee) | Payment::Boleto(payee) => Some(payee),
            Payment::AutoDebit(merchant)
            | Payment::Online(merchant, ..)
            | Payment::Terminal(merchant, ..) => Some(Payee::Merchant(merchant.number)),
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
            Payment::AutoDebit(_) => Instrument::AutoDebit,
            Payment::Online(_, card, _) | Payment::Terminal(_, card, _) => {
                card.card_type.instrument()
            }
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
            Payment::AutoDebit(merchant) => Payment::AutoDebit(paid(merchant)),
            Payment::Online(merchant, card, authenticated) => {
                Payment::Online(paid(merchant), card, authenticated)
            }
            Payment::Terminal(merchant, card, entry) => {
                Payment::Terminal(paid(merchant), card, entry)
            }
            Payment::Pix(Payee::Merchant(number)) => {
                let merchant = paid(merchants.merchant(number));
                Payment::Pix(Payee::Merchant(merchant.number))
            }
            other => other,
        }
    }

    /// The card that it uses.
    pub(crate) fn card(self) -> Option<ScriptedCard> {
        match self {
            Payment::Online(_, card, _) | Payment::Terminal(_, card, _) => Some(card),
            _ => None,
        }
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
    /// The account that pays, by index among the holder's.
    pub(crate) account: u8,
    /// What comes into that account before, as [`credits_before`] says: a loan, a payment by someone outside the
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
        let wait = rng.log_between(*wait.start(), *wait.end());
        let wait = wait.min((step.time - before) / 2).max(1);
        let account = Some(step.account);
        Some((step.time - wait, Credit { account, ..credit }))
    })
}

/// Places the steps of a scene in a time: by whole days, so that the step numbered `anchor` is on the first one's day, and
/// those that are outside by then as far inside (whatever the scene's length, a step is then as likely on any day as on
/// another). Without an anchor, compresses steps that run past the end. Makes times distinct, and replaces TED and boleto
/// by Pix on days when banks are closed. Leaves a second at the end, for steps that are moved because another case has
/// their time.
pub(crate) fn fit(steps: &mut [Step], time: &Range<i64>, anchor: Option<usize>) {
    match anchor {
        Some(anchor) => fold(steps, time, anchor),
        None => compress(steps, time.end - SECOND),
    }
    let last = time.end - SECOND - 1;
    let mut earliest = time.start.min(last - steps.len() as i64);
    for index in 0..steps.len() {
        let after = (steps.len() - 1 - index) as i64;
        let step = &mut steps[index];
        step.time = step.time.max(earliest).min(last - after);
        earliest = step.time + 1;
        if let Payment::Ted(payee) | Payment::Boleto(payee) = step.payment
            && !(Date::of(step.time).is_business_day()
                && Date::of(step.time + SECOND).is_business_day())
        {
            step.payment = Payment::Pix(payee);
        }
    }
}

/// Shifts a case by microseconds until none of its times is taken.
pub(super) fn make_times_distinct(steps: &mut [Step], taken: &mut BTreeSet<i64>) {
    let free = |shift: &i64| {
        steps
            .iter()
            .all(|step| !taken.contains(&(step.time + shift)))
    };
    let shift = (0..).find(free).unwrap_or_default();
    for step in steps {
        step.time += shift;
        taken.insert(step.time);
    }
}

/// Moves steps by whole days, and reflects those that are outside a time then; keeps their order.
fn fold(steps: &mut [Step], time: &Range<i64>, anchor: usize) {
    let Some(first) = steps.first() else {
        return;
    };
    let day = |time: i64| i64::from(Date::of(time).0);
    let shift = day(steps[anchor].time) - day(first.time);
    let (start, days) = (day(time.start), day(time.end - 1) - day(time.start) + 1);
    let folded = |time: i64| {
        let day_of = day(time);
        let position = (day_of - shift - start).rem_euclid(2 * days);
        let position = position.min(2 * days - 1 - position);
        time + (start + position - day_of) * DAY
    };
    let mut times: Vec<i64> = steps.iter().map(|step| folded(step.time)).collect();
    times.sort_unstable();
    for (step, time) in steps.iter_mut().zip(times) {
        step.time = time;
    }
}

/// Compresses steps that run past an end to fit before it.
fn compress(steps: &mut [Step], end: i64) {
    let (Some(first), Some(last)) = (steps.first().map(|s| s.time), steps.last().map(|s| s.time))
    else {
        return;
    };
    if last < end {
        return;
    }
    let first = first.min(end - 1 - steps.len() as i64);
    let span = last - first;
    // Not all at the last moment.
    let available = end - 1 - first;
    let available = available - scale(mix(first as u64), available as u64 / 2) as i64;
    for step in steps {
        step.time = first + ((step.time - first) as i128 * available as i128 / span as i128) as i64;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::population::payee::Payer;
    use crate::random::rng::Purpose;

    fn step(time: i64, kind: Option<CreditKind>, initiator: Initiator) -> Step {
        Step {
            time,
            payment: Payment::Withdrawal,
            amount: 1,
            outcome: Outcome::Approved,
            initiator,
            location: None,
            account: 0,
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
