//! What a customer pays with at a time: accounts that are open and not blocked, cards that are valid, and old
//! cards by mistake; and how habits change after a fraud.

use core::ops::Range;

use crate::bank::order::Order;
use crate::behaviour::calibration::online_share;
use crate::calendar::DAY;
use crate::fraud::planning::consequences::Consequences;
use crate::population::payee::Payee;
use crate::population::people::account::OTHER_ACCOUNT;
use crate::schema::categories::CardType;
use crate::simulation::customer::bills::{Bill, Price};
use crate::simulation::customer::state::CustomerState;

/// How long holders still try to pay from a blocked account, and how many of their payments, if they have
/// another account, per mille (assumptions).
const TRIES: i64 = 3 * DAY;
const TRIED: u32 = 250;
/// Days within which merchants get the new number of a blocked card, and the time after which nobody tries the
/// number of an expired one (assumptions).
const NEW_NUMBER_DAYS: (i64, i64) = (2, 12);
const EXPIRED_NUMBER: i64 = 90 * DAY;
/// Subscriptions whose merchant was not told the new number of an expired card, and payments online for which
/// the customer gives an old number by mistake, per mille (assumptions).
const NOT_TOLD: u32 = 500;
const OLD_NUMBER: u32 = 150;
/// For how long victims are more careful than before (assumption).
const CAREFUL: i64 = 60 * DAY;
/// Pix to persons outside the customer's contacts, per mille; about half as many after a fraud by Pix
/// (assumption).
const OCCASIONAL_PAYEES: u32 = 410;
const OCCASIONAL_PAYEES_AFTER_FRAUD: u32 = 200;

impl CustomerState<'_> {
    /// The part of the period in which the customer pays: until some days after the only account is blocked.
    pub(crate) fn active(&self, period: &Range<i64>) -> Range<i64> {
        let Range { start, end } = self.customer.active(period);
        match (self.consequences.account_blocked, self.books.ledgers.len()) {
            (Some(blocked), 1) => start..end.min(blocked + TRIES).max(start + 1),
            _ => start..end,
        }
    }

    /// The longest part of the period in which the customer makes payments from the primary account.
    pub(crate) fn awake(&self, period: &Range<i64>) -> Range<i64> {
        let Range { start, end } = self.customer.awake(period);
        let blocked = self.consequences.account_blocked.unwrap_or(end);
        start..end.min(blocked).max(start + 1)
    }

    /// The account where income arrives and from which most payments are made: the primary one, until it is
    /// blocked, if there is another.
    pub(crate) fn main_account(&self, time: i64) -> usize {
        if !self.books.ledgers[0].blocks.are_for_good(time) {
            return 0;
        }
        let usable = self
            .books
            .ledgers
            .iter()
            .position(|ledger| ledger.is_usable(time));
        usable.unwrap_or_default()
    }

    /// Whether the holder tries to pay from the primary account, which is blocked.
    fn tries_blocked_account(&mut self, time: i64) -> bool {
        let blocked = self.consequences.account_blocked;
        blocked.is_some_and(|blocked| (blocked..blocked + TRIES).contains(&time))
            && self.rng.chance(TRIED)
    }

    /// The account from which most payments are made, or a blocked one that the holder tries.
    pub(crate) fn account_to_pay_from(&mut self, time: i64) -> usize {
        match self.tries_blocked_account(time) {
            true => 0,
            false => self.main_account(time),
        }
    }

    /// The paying account: usually the main one, and never one that is not open yet.
    pub(crate) fn account_in_use(&mut self, time: i64) -> usize {
        let another = self.rng.below(self.books.ledgers.len() as u64) as usize;
        let is_usable = self.books.ledgers[another].is_usable(time);
        if is_usable && self.rng.chance(OTHER_ACCOUNT) {
            another
        } else {
            self.account_to_pay_from(time)
        }
    }

    /// Where others pay the customer some days after the primary account was blocked: at another bank.
    pub(crate) fn paid_elsewhere(&self, time: i64) -> Option<Payee> {
        (avoided_from(self.consequences) <= time).then_some(self.own_account)
    }

    /// Notes which invoices are paid, once it is known.
    pub(crate) fn note_invoices(&mut self) {
        let (_, last) = self.slots_of_type[CardType::Credit as usize];
        let is_paid = |bill: &Bill| bill.scheduled && bill.price == Price::Invoice(last as u8);
        self.pays_last_invoice = self.bills.iter().any(is_paid);
    }

    /// The slot of a card of a type, usually the first. Credit cards without an invoice to pay are not used. If
    /// the account of both is blocked, the debit card of another account.
    pub(crate) fn slot(&mut self, card_type: CardType, time: i64) -> usize {
        let (first, last) = self.slots_of_type[card_type as usize];
        let first_only = card_type == CardType::Credit && !self.pays_last_invoice;
        let last = if first_only { first } else { last };
        let usual = first_only || self.rng.chance(750);
        let (slot, other) = if usual { (first, last) } else { (last, first) };
        let is_usable =
            |slot: usize| self.books.ledgers[self.books.cards[slot].account].is_usable(time);
        if is_usable(slot) {
            slot
        } else if is_usable(other) {
            other
        } else if self.tries_blocked_account(time) {
            first
        } else {
            // Debit cards come first, in the order of the accounts.
            self.main_account(time)
        }
    }

    /// The card of a slot whose number is given online: the one in use or, for some time after it was blocked
    /// or has expired, the one before. Merchants of `subscription`s know it only from the customer.
    pub(crate) fn number_given(&mut self, slot: usize, subscription: bool, time: i64) -> usize {
        let slot = &self.books.cards[slot];
        let card = slot.at(time);
        let Some(old) = card.checked_sub(1).map(|old| &slot.cards[old]) else {
            return card;
        };
        let (from, until, subscribed) = match old.blocked {
            Some(blocked) => {
                let (least, most) = NEW_NUMBER_DAYS;
                let days = least + old.number_hash % (most - least + 1);
                (blocked, blocked + days * DAY, 1000)
            }
            None => (old.expired(), old.expired() + EXPIRED_NUMBER, NOT_TOLD),
        };
        let chance = if subscription { subscribed } else { OLD_NUMBER };
        if (from..until).contains(&time) && self.rng.chance(chance) {
            card - 1
        } else {
            card
        }
    }

    /// The share of a payment's instrument that is paid online, per mille: half as much after a fraud by card.
    pub(crate) fn online_share(&self, order: &Order) -> u32 {
        let share = online_share(order.instrument);
        match is_soon_after(&self.consequences.card_frauds, order.time) {
            true => share / 2,
            false => share,
        }
    }

    /// The share of Pix to persons that goes to someone outside the customer's contacts, per mille.
    pub(crate) fn occasional_payees(&self, time: i64) -> u32 {
        match is_soon_after(&self.consequences.pix_frauds, time) {
            true => OCCASIONAL_PAYEES_AFTER_FRAUD,
            false => OCCASIONAL_PAYEES,
        }
    }
}

/// From when on others know that an account is blocked, and pay its holder elsewhere.
pub(crate) fn avoided_from(consequences: &Consequences) -> i64 {
    let blocked = consequences.account_blocked;
    blocked.map_or(i64::MAX, |blocked| blocked + TRIES)
}

/// Whether a fraud was reported not long before a time.
fn is_soon_after(reports: &[i64], time: i64) -> bool {
    reports
        .iter()
        .any(|&reported| (reported..reported + CAREFUL).contains(&time))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::HOUR;
    use crate::spec::Spec;
    use crate::world::World;

    /// Runs `look` on the state of each customer of a cell whose primary account is blocked at a time.
    fn each_state(blocked: i64, mut look: impl FnMut(&mut CustomerState<'_>)) {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        let mut consequences = Consequences::new();
        consequences.account_blocked = Some(blocked);
        for customer in &cell {
            look(&mut CustomerState::new(
                &world,
                &cell,
                customer,
                &[],
                &consequences,
            ));
        }
    }

    #[test]
    fn a_holder_pays_from_another_account_after_the_block_or_not_at_all() {
        let start = Spec::default().start.midnight();
        let (blocked, end) = (start + 200 * DAY, start + 365 * DAY);
        let later = blocked + TRIES;
        each_state(blocked, |state| {
            assert_eq!(state.main_account(blocked - 1), 0);
            let has_others = state.books.ledgers.len() > 1;
            let paid = [later - 1, later].map(|time| state.paid_elsewhere(time));
            assert_eq!(paid, [None, Some(state.own_account)]);
            let until = state.active(&(start..end)).end;
            let usual = state.customer.active(&(start..end)).end;
            assert_eq!(until, if has_others { usual } else { later.min(usual) });
            for _ in 0..20 {
                assert_eq!(state.account_in_use(later) > 0, has_others);
                for &card_type in CardType::ALL {
                    let slot = state.slot(card_type, later);
                    assert_eq!(state.books.cards[slot].account > 0, has_others);
                }
            }
        });
    }

    #[test]
    fn some_still_try_the_blocked_account() {
        let blocked = Spec::default().start.midnight() + 200 * DAY;
        each_state(blocked, |state| {
            let tries = |_: &usize| state.account_to_pay_from(blocked + HOUR) == 0;
            let tries = (0..400).filter(tries).count();
            let has_others = state.books.ledgers.len() > 1;
            assert!(tries == 400 && !has_others || (60..140).contains(&tries));
        });
    }

    #[test]
    fn subscriptions_are_charged_to_a_blocked_card_until_the_number_is_known() {
        let start = Spec::default().start.midnight();
        let mut found = [0; 3];
        each_state(start + 300 * DAY, |state| {
            let slot = state.slots_of_type[CardType::Credit as usize].0;
            let blocked = start + 100 * DAY;
            let [old, ..] = &mut state.books.cards[slot].cards[..] else {
                unreachable!("a card")
            };
            old.blocked = Some(blocked);
            let new = crate::population::people::card::Card {
                from: blocked,
                ..old.clone()
            };
            state.books.cards[slot].cards.truncate(1);
            state.books.cards[slot].cards.push(new);
            for (days, found) in [1, 7, 13].into_iter().zip(&mut found) {
                *found += 1 - state.number_given(slot, true, blocked + days * DAY);
            }
            assert_eq!(state.number_given(slot, false, blocked + 13 * DAY), 1);
            assert_eq!(state.number_given(slot, true, blocked - 1), 0);
        });
        assert_eq!((found[0], found[2]), (64, 0));
        assert!((15..50).contains(&found[1]), "{found:?}");
    }
}
