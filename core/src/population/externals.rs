//! [`ExternalAccounts`]: accounts outside the population, which customers pay but the dataset does not hold.

use crate::calendar::DAY;
use crate::catalog::banks::BANKS;
use crate::population::payee::{Payee, PayeeAccount};
use crate::population::people::account::bank_weights;
use crate::random::distributions::Alias;
use crate::random::rng::{Keys, Purpose, Rng, key, scale};
use crate::schema::categories::PixKeyType;

/// Accounts outside the population, for each customer: strangers are many but not endless.
const EXTERNALS_PER_CUSTOMER: u64 = 12;
/// Payments to strangers that go to accounts many pay, and below [`BUSY`] to those that many pay within a
/// week, per cent; one account in so many is such a one, and of those one in so many each week
/// (assumptions).
const POPULAR: u64 = 25;
const BUSY: u64 = 45;
const POPULAR_AMONG: u64 = 60;
const BUSY_AMONG: u64 = 12;
/// Entities of [`Purpose::External`] that stand for weeks.
const BUSY_WEEK: u64 = 1 << 63;

/// Accounts at banks that nobody of the population holds.
#[derive(Debug)]
pub(crate) struct ExternalAccounts {
    seed: u64,
    /// How many there are.
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

    /// An account outside the population to pay at a time: anybody's, or one of those that many pay, such
    /// as self-employed people and small sellers on a personal key, always or for a week.
    pub(crate) fn payee(&self, time: i64, rng: &mut Rng) -> Payee {
        let popular = self.count / POPULAR_AMONG + 1;
        let number = match rng.below(100) {
            ..POPULAR => rng.below(popular),
            POPULAR..BUSY => {
                let week = BUSY_WEEK | (time / (7 * DAY)) as u64;
                let first = scale(key(self.seed, Purpose::External, week), self.count);
                first + rng.below(popular / BUSY_AMONG + 1)
            }
            _ => rng.below(self.count),
        };
        Payee::External(number % self.count)
    }

    /// An account outside the population. Its bank and key follow from its number.
    pub(crate) fn account(&self, number: u64) -> PayeeAccount {
        let hash = self.keys.of(number);
        // Pix keys at the end of 2024 (DICT): random 48 %, phone 18 %, CPF 17 %, e-mail and CNPJ the rest.
        let kind = match scale(hash.rotate_left(20), 100) {
            0..48 => PixKeyType::Random,
            48..66 => PixKeyType::Phone,
            66..83 => PixKeyType::Cpf,
            83..95 => PixKeyType::Email,
            _ => PixKeyType::Cnpj,
        };
        let bank = self.banks.at(hash.rotate_left(40)) as u16 % BANKS.len() as u16;
        PayeeAccount {
            bank,
            pix_key: Some((kind, (hash >> 11) as i64)),
        }
    }
}
