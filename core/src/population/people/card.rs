//! [`Card`]: the cards of a customer's accounts.

use crate::calendar::Date;
use crate::plan::CARDS;
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

/// A card.
#[derive(Debug, Clone)]
pub(crate) struct Card {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    /// Index among the customer's accounts.
    pub(crate) account: usize,
    pub(crate) card_type: CardType,
    pub(crate) brand: CardBrand,
    pub(crate) bin: u32,
    pub(crate) number_hash: i64,
    pub(crate) issued: Date,
    pub(crate) expires: Date,
    /// Limit, for a credit card, in centavos.
    pub(crate) limit: Option<i64>,
}

/// A customer's cards: a debit card for every account, a credit card for every other account, and one prepaid
/// card. Cards of one type are in the order of the accounts.
pub(crate) fn cards(
    seed: u64,
    start: Date,
    customer: &Customer,
    accounts: &[Account],
) -> impl Iterator<Item = Card> {
    let mut rng = Rng::new(seed, Purpose::Accounts, customer.number | 1 << 62);
    let debit = (0..accounts.len()).map(|account| (account, CardType::Debit));
    let credit = (0..accounts.len())
        .step_by(2)
        .map(|account| (account, CardType::Credit));
    let prepaid = core::iter::once((0, CardType::Prepaid));
    let first = CARDS.before(customer.number) as i64 + 1;
    let income = customer.income;
    debit
        .chain(credit)
        .chain(prepaid)
        .zip(first..)
        .map(move |((account, card_type), id)| {
            let brands = if card_type == CardType::Credit {
                CREDIT_BRANDS
            } else {
                DEBIT_BRANDS
            };
            let brand = CardBrand::ALL[rng.pick(&brands)];
            let (low, high) = BINS[brand as usize];
            let bin = rng.between(i64::from(low), i64::from(high)) as u32;
            let opened = accounts[account].opened;
            // At most four years old when the period starts; valid for eight.
            let issued = Date(opened.0.max(start.0 - rng.below(4 * 365) as i32));
            let (year, month, _) = issued.civil();
            let expires = Date(
                if month == 12 {
                    Date::from_civil(year + 9, 1, 1)
                } else {
                    Date::from_civil(year + 8, month + 1, 1)
                }
                .0 - 1,
            );
            let limit = (income * rng.between(8, 40) / 10).max(30_000) / 10_000 * 10_000;
            Card {
                id,
                account,
                card_type,
                brand,
                bin,
                number_hash: number_hash(seed, bin, brand, rng.next()),
                issued,
                expires,
                limit: (card_type == CardType::Credit).then_some(limit),
            }
        })
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

    #[test]
    fn luhn_digits_match_known_test_numbers() {
        assert_eq!(luhn(411_111_111_111_111), 1);
        assert_eq!(luhn(37_828_224_631_000), 5);
    }
}
