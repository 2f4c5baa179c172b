//! [`CardSlot`]: the cards of a customer's accounts, and the [`Card`]s that replace each other there.

use core::ops::Range;

use alloc::vec;
use alloc::vec::Vec;

use crate::calendar::{DAY, Date, HOUR};
use crate::plan::{ACCOUNTS, CARD_SLOTS, CARDS_PER_SLOT};
use crate::population::people::account::Account;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng, mix};
use crate::schema::categories::{CardBrand, CardType};

/// Schemes of credit and debit cards, per mille: those of [`crate::published::CARD_SCHEMES`], rounded; the
/// rest is assumed.
const CREDIT_BRANDS: [u16; 5] = [610, 320, 43, 23, 4];
const DEBIT_BRANDS: [u16; 5] = [395, 330, 275, 0, 0];
/// Fictional ranges of BINs (first six digits) within each scheme's numbers: Mastercard, Visa, Elo,
/// Hipercard, Amex.
const BINS: [(u32, u32); 5] = [
    (510_000, 559_999),
    (400_000, 499_999),
    (650_000, 650_999),
    (606_282, 606_282),
    (376_400, 376_499),
];
/// Years for which a card is valid (assumption).
const VALID_YEARS: i32 = 8;
/// Days before its expiry on which a card is replaced (assumption).
const RENEWED: (i64, i64) = (20, 45);
/// Mean time until a card is lost, stolen or damaged: about 4% of cards are in a year (assumption).
const UNTIL_LOST: f64 = 25.0 * 365.0 * DAY as f64;
/// Cards of a slot that are kept for those that expire: more than there can be in a period.
const KEPT: usize = 3;

/// A card of a slot.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    pub(crate) bin: u32,
    pub(crate) number_hash: i64,
    pub(crate) issued: Date,
    /// From when on it is used, in place of the one before.
    pub(crate) from: i64,
    /// The last day on which it is valid.
    pub(crate) expires: Date,
    /// When it was blocked, within the period.
    pub(crate) blocked: Option<i64>,
}

impl Card {
    /// From when on it is not valid because it has expired.
    pub(crate) fn expired(&self) -> i64 {
        Date(self.expires.0 + 1).midnight()
    }
}

/// A card of an account as its holder sees it: the same limit, whichever card has replaced the one before.
#[derive(Debug, Clone)]
pub(crate) struct CardSlot {
    /// Index among the customer's accounts.
    pub(crate) account: usize,
    pub(crate) card_type: CardType,
    pub(crate) brand: CardBrand,
    /// Limit, for a credit card, in centavos.
    pub(crate) limit: Option<i64>,
    /// In the order in which they replace each other.
    pub(crate) cards: Vec<Card>,
}

/// A report of a fraud on a card.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardReport {
    /// Index of its slot, among the customer's.
    pub(crate) slot: u8,
    /// The last time that the fraud used the card.
    pub(crate) used: i64,
    /// When the bank blocks it.
    pub(crate) blocked: i64,
}

impl CardSlot {
    /// The card in use at a time, as an index.
    pub(crate) fn at(&self, time: i64) -> usize {
        let in_use = self.cards.iter().rposition(|card| card.from <= time);
        in_use.unwrap_or_default()
    }

    /// Adds the cards that replace the first one within the period: because it expires, is lost, or because a
    /// fraud on it was reported (`reports`, by time of the block), until the account is blocked.
    fn replace(
        &mut self,
        seed: u64,
        period: &Range<i64>,
        reports: impl Iterator<Item = CardReport> + Clone,
        account_blocked: Option<i64>,
    ) {
        let slot = self.cards[0].id as u64 / CARDS_PER_SLOT;
        let mut rng = Rng::new(seed, Purpose::Cards, slot);
        let end = account_blocked.unwrap_or(period.end);
        loop {
            let count = self.cards.len();
            let card = &mut self.cards[count - 1];
            let renewed = card.expires.0 - rng.between(RENEWED.0, RENEWED.1) as i32;
            let renewed = Date(renewed).midnight();
            let lost = lost(card.from.max(period.start), &mut rng);
            let reported = reports.clone().find(|report| report.used >= card.from);
            let blocked = reported.map_or(lost, |report| report.blocked.min(lost));
            let is_full = count + KEPT >= CARDS_PER_SLOT as usize;
            let is_blocked = blocked < renewed && !is_full;
            let next = if is_blocked { blocked } else { renewed };
            if next >= end {
                card.blocked = account_blocked;
                return;
            }
            card.blocked = is_blocked.then_some(next);
            let (id, brand) = (card.id + 1, self.brand);
            let (bin, random) = (bin(brand, &mut rng), rng.next());
            self.cards.push(Card {
                id,
                bin,
                number_hash: number_hash(seed, bin, brand, random),
                issued: Date::of(next),
                from: next,
                expires: expiry(Date::of(next)),
                blocked: None,
            });
        }
    }
}

/// The index of the slot of an account's card of a type, if it has one: a debit card for every account, a credit card for
/// every other account, and one prepaid card.
pub(crate) fn slot_of(customer: u64, account: u8, card_type: CardType) -> Option<u8> {
    let accounts = ACCOUNTS.count(customer) as u8;
    match card_type {
        CardType::Debit => Some(account),
        CardType::Credit => account.is_multiple_of(2).then_some(accounts + account / 2),
        CardType::Prepaid => (account == 0).then_some(accounts + accounts.div_ceil(2)),
    }
}

/// A customer's slots, each with the card that was valid first in the period. Slots of one type are in the order of the
/// accounts.
pub(crate) fn card_slots(
    seed: u64,
    start: Date,
    customer: &Customer,
    accounts: &[Account],
) -> impl Iterator<Item = CardSlot> {
    let mut rng = Rng::new(seed, Purpose::Accounts, customer.number | 1 << 62);
    let debit = (0..accounts.len()).map(|account| (account, CardType::Debit));
    let credit = (0..accounts.len())
        .step_by(2)
        .map(|account| (account, CardType::Credit));
    let prepaid = core::iter::once((0, CardType::Prepaid));
    let first = CARD_SLOTS.before(customer.number);
    let income = customer.income;
    debit
        .chain(credit)
        .chain(prepaid)
        .zip(first..)
        .map(move |((account, card_type), slot)| {
            let brands = if card_type == CardType::Credit {
                CREDIT_BRANDS
            } else {
                DEBIT_BRANDS
            };
            let brand = CardBrand::ALL[rng.pick(&brands)];
            let bin = bin(brand, &mut rng);
            let opened = accounts[account].opened;
            // Of any age when the period starts, but not due to be replaced yet.
            let most = i64::from(VALID_YEARS) * 365 - RENEWED.1;
            let issued = Date(opened.0.max(start.0 - rng.below(most as u64) as i32));
            let limit = (income * rng.between(8, 40) / 10).max(30_000) / 10_000 * 10_000;
            let card = Card {
                id: (slot * CARDS_PER_SLOT) as i64 + 1,
                bin,
                number_hash: number_hash(seed, bin, brand, rng.next()),
                issued,
                from: issued.midnight(),
                expires: expiry(issued),
                blocked: None,
            };
            CardSlot {
                account,
                card_type,
                brand,
                limit: (card_type == CardType::Credit).then_some(limit),
                cards: vec![card],
            }
        })
}

/// A customer's slots with all cards that were valid in the period. Those of the primary account are blocked with it.
pub(crate) fn cards(
    seed: u64,
    period: &Range<i64>,
    customer: &Customer,
    accounts: &[Account],
    reports: &[CardReport],
    account_blocked: Option<i64>,
) -> Vec<CardSlot> {
    let mut slots: Vec<CardSlot> =
        card_slots(seed, Date::of(period.start), customer, accounts).collect();
    for (index, slot) in slots.iter_mut().enumerate() {
        let account_blocked = account_blocked.filter(|_| slot.account == 0);
        let of_slot = |report: &CardReport| usize::from(report.slot) == index;
        let reports = reports.iter().copied().filter(of_slot);
        slot.replace(seed, period, reports, account_blocked);
    }
    slots
}

/// When a card in use from a time on is lost, stolen or damaged: while its holder is awake.
fn lost(from: i64, rng: &mut Rng) -> i64 {
    let after = -libm::log(1.0 - rng.unit()) * UNTIL_LOST;
    let day = Date::of(from + after as i64).midnight();
    (day + rng.between(7 * HOUR, 23 * HOUR)).max(from + HOUR)
}

/// The last day of the month in which a card expires.
fn expiry(issued: Date) -> Date {
    let (year, month, _) = issued.civil();
    let after = match month {
        12 => Date::from_civil(year + VALID_YEARS + 1, 1, 1),
        _ => Date::from_civil(year + VALID_YEARS, month + 1, 1),
    };
    Date(after.0 - 1)
}

fn bin(brand: CardBrand, rng: &mut Rng) -> u32 {
    let (low, high) = BINS[brand as usize];
    rng.between(i64::from(low), i64::from(high)) as u32
}

/// Hashes a Luhn-valid number of that BIN; the number itself is not stored.
fn number_hash(seed: u64, bin: u32, brand: CardBrand, random: u64) -> i64 {
    let digits = if brand == CardBrand::Amex { 15 } else { 16 };
    let free = 10u64.pow(digits - 7);
    let body = u64::from(bin) * free + random % free;
    let number = body * 10 + luhn(body);
    (mix(number ^ mix(seed)) >> 11) as i64
}

/// The Luhn check digit of a number without one.
fn luhn(mut body: u64) -> u64 {
    let (mut sum, mut double) = (0, true);
    while body > 0 {
        let digit = body % 10 * if double { 2 } else { 1 };
        sum += digit / 10 + digit % 10;
        double = !double;
        body /= 10;
    }
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;
    use crate::world::World;

    #[test]
    fn luhn_digits_match_known_test_numbers() {
        assert_eq!(luhn(411_111_111_111_111), 1);
        assert_eq!(luhn(37_828_224_631_000), 5);
    }

    /// All slots of some customers over ten years, with reports of frauds on the primary account's credit card: the last use
    /// of the card and the block, for each.
    fn slots(reports: &[(i64, i64)], account_blocked: Option<i64>) -> (Range<i64>, Vec<CardSlot>) {
        let spec = Spec {
            days: 3_650,
            ..Spec::default()
        };
        let world = World::new(&spec).expect("a valid spec");
        let period = world.period();
        let of = |customer: &Customer| {
            let accounts: Vec<Account> = world.accounts(customer).collect();
            let slot = slot_of(customer.number, 0, CardType::Credit).expect("a card");
            let report = |&(used, blocked): &(i64, i64)| CardReport {
                slot,
                used,
                blocked,
            };
            cards(
                spec.seed,
                &period,
                customer,
                &accounts,
                &reports.iter().map(report).collect::<Vec<_>>(),
                account_blocked,
            )
        };
        let slots = world.customers(0..500).iter().flat_map(of).collect();
        (period, slots)
    }

    #[test]
    fn a_card_follows_the_one_that_expires_or_is_blocked() {
        let (period, slots) = slots(&[], None);
        let (mut expired, mut lost) = (0, 0);
        for slot in &slots {
            for pair in slot.cards.windows(2) {
                let [old, new] = pair else { unreachable!() };
                assert_eq!((new.id, new.issued), (old.id + 1, Date::of(new.from)));
                assert!(period.contains(&new.from) && new.from > old.from);
                assert!(new.number_hash != old.number_hash);
                assert!(old.blocked.is_none_or(|blocked| blocked == new.from));
                assert!(new.issued < old.expires);
                let left = i64::from(old.expires.0 - new.issued.0);
                let is_renewed = old.blocked.is_none();
                assert!(!is_renewed || (RENEWED.0..=RENEWED.1).contains(&left));
                expired += usize::from(is_renewed);
                lost += usize::from(!is_renewed);
            }
            let last = slot.cards.last().expect("a card");
            assert!(last.blocked.is_none() && last.expired() > period.end);
        }
        let (expired, lost) = (
            expired as f64 / slots.len() as f64,
            lost as f64 / slots.len() as f64,
        );
        assert!((0.8..0.95).contains(&expired), "{expired}");
        assert!((0.35..0.45).contains(&lost), "{lost}");
    }

    #[test]
    fn a_report_blocks_the_card_that_was_used_and_an_account_all_of_its_cards() {
        let start = Spec::default().start.midnight();
        let report = |used, blocked| (start + used * DAY, start + blocked * DAY);
        // The second and third are about the card of the first, and about the one that replaces it.
        let reports = [
            report(1_000, 1_010),
            report(1_005, 1_020),
            report(1_015, 1_030),
        ];
        let end = start + 2_000 * DAY;
        let (_, slots) = slots(&reports, Some(end));
        let (mut blocked, mut reported) = (0, 0);
        for slot in &slots {
            let last = slot.cards.last().expect("a card");
            assert_eq!(last.blocked == Some(end), slot.account == 0);
            let times = reports.map(|report| {
                let is_one = |card: &Card| card.blocked == Some(report.1);
                slot.cards.iter().any(is_one)
            });
            let is_reported = slot.account == 0 && slot.card_type == CardType::Credit;
            assert!(is_reported || times == [false; 3]);
            // But for the few that were replaced for another reason just before.
            blocked += usize::from(is_reported && times == [true, false, true]);
            reported += usize::from(is_reported);
        }
        assert!(blocked * 10 > reported * 9, "{blocked} of {reported}");
    }

    #[test]
    fn a_slot_never_runs_out_of_cards_that_replace_those_that_expire() {
        let start = Spec::default().start.midnight();
        let reports: Vec<(i64, i64)> = (1..2_000)
            .map(|day| (start + day * DAY, start + day * DAY + HOUR))
            .collect();
        let (period, slots) = slots(&reports, None);
        for slot in slots {
            let last = slot.cards.last().expect("a card");
            assert!(slot.cards.len() <= CARDS_PER_SLOT as usize);
            assert!(last.expired() > period.end);
        }
    }
}
