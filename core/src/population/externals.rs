//! [`ExternalAccounts`]: accounts outside the population, which customers pay but the dataset does not
//! describe.

use crate::calendar::DAY;
use crate::catalog::banks::BANKS;
use crate::population::payee::{Payee, PayeeAccount};
use crate::population::people::account::bank_weights;
use crate::random::distributions::Alias;
use crate::random::rng::{Keys, Purpose, Rng, key, scale};
use crate::schema::categories::PixKeyType;

/// External accounts per customer: enough for plenty of unknown payees, few enough for some to recur.
const EXTERNALS_PER_CUSTOMER: u64 = 12;
/// Of 100 payments to external accounts, those below `POPULAR_BELOW` go to an account that many people pay,
/// and those from there to `BUSY_BELOW` to one that many pay during one week. One account in `ONE_POPULAR_IN`
/// is popular, and one in `ONE_BUSY_IN` of that number is busy in any week (assumptions).
const POPULAR_BELOW: u64 = 25;
const BUSY_BELOW: u64 = 45;
const ONE_POPULAR_IN: u64 = 60;
const ONE_BUSY_IN: u64 = 12;
/// Marks the entities of [`Purpose::External`] that are weeks rather than accounts.
const BUSY_WEEK: u64 = 1 << 63;

/// The accounts that no customer holds.
#[derive(Debug)]
pub(crate) struct ExternalAccounts {
    seed: u64,
    /// The number of external accounts.
    pub(crate) count: u64,
    keys: Keys,
    banks: Alias,
}

impl ExternalAccounts {
    pub(crate) fn new(seed: u64, customers: u64) -> Self {
        Self {
            seed,
            count: customers * EXTERNALS_PER_CUSTOMER,
            keys: Keys::new(seed, Purpose::External),
            banks: bank_weights(),
        }
    }

    /// An external account to pay at a time: any account, or one of those that many people pay, such as
    /// self-employed people and small sellers who use a personal key.
    pub(crate) fn payee(&self, time: i64, rng: &mut Rng) -> Payee {
        let popular = self.count / ONE_POPULAR_IN + 1;
        let number = match rng.below(100) {
            ..POPULAR_BELOW => rng.below(popular),
            POPULAR_BELOW..BUSY_BELOW => {
                let week = BUSY_WEEK | (time / (7 * DAY)) as u64;
                let first = scale(key(self.seed, Purpose::External, week), self.count);
                first + rng.below(popular / ONE_BUSY_IN + 1)
            }
            _ => rng.below(self.count),
        };
        Payee::External(number % self.count)
    }

    /// The account at which a bank collects what its customers owe.
    pub(crate) fn of_bank(&self, bank: u16) -> Payee {
        Payee::External(self.count + u64::from(bank))
    }

    /// An external account; its bank and key follow from its number.
    pub(crate) fn account(&self, number: u64) -> PayeeAccount {
        let hash = self.keys.of(number);
        // About `published::PIX_KEYS`; e-mail and CNPJ are the rest.
        let kind = match scale(hash.rotate_left(20), 100) {
            0..48 => PixKeyType::Random,
            48..66 => PixKeyType::Phone,
            66..83 => PixKeyType::Cpf,
            83..95 => PixKeyType::Email,
            _ => PixKeyType::Cnpj,
        };
        let bank = match number.checked_sub(self.count) {
            Some(bank) => bank as u16,
            None => self.banks.at(hash.rotate_left(40)) as u16 % BANKS.len() as u16,
        };
        PayeeAccount {
            bank,
            pix_key: Some((kind, (hash >> 11) as i64)),
        }
    }
}
