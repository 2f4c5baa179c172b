//! [`Account`]: a customer's accounts at banks.

use crate::calendar::Date;
use crate::catalog::banks::{BANKS, BankKind};
use crate::plan::ACCOUNTS;
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::{Purpose, Rng, key};
use crate::schema::categories::{AccountType, PixKeyType, Profile};
use crate::spec::Spec;

use alloc::vec::Vec;

/// Accounts without a Pix key, per mille.
const WITHOUT_KEY: u32 = 80;
/// Customers who raised the night limit, per mille (assumption).
const NIGHT_LIMIT_RAISED: u32 = 100;
/// Accounts with an overdraft, per mille (assumption).
const OVERDRAFTS: u32 = 350;

/// An account.
#[derive(Debug, Clone)]
pub(crate) struct Account {
    /// The id in the dataset, from 1.
    pub(crate) id: i64,
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) account_type: AccountType,
    pub(crate) opened: Date,
    /// Balance at the start of the period, in centavos.
    pub(crate) opening_balance: i64,
    /// How far below zero the balance may go, in centavos.
    pub(crate) overdraft: i64,
    pub(crate) pix_key: Option<PixKeyType>,
    pub(crate) night_limit_raised: bool,
    pub(crate) branch: u16,
    pub(crate) number: u32,
}

/// The token of the Pix key of an account.
pub(crate) fn pix_key_token(seed: u64, account_id: i64) -> i64 {
    (key(seed, Purpose::Accounts, account_id as u64 | 1 << 63) >> 11) as i64
}

/// Banks weighted by number of clients.
pub(crate) fn bank_weights() -> Alias {
    Alias::new(
        &BANKS
            .iter()
            .map(|bank| u64::from(bank.clients))
            .collect::<Vec<_>>(),
    )
}

/// A customer's accounts, the primary account first.
pub(crate) fn accounts(
    spec: &Spec,
    banks: &Alias,
    customer: &Customer,
) -> impl Iterator<Item = Account> {
    let mut rng = Rng::new(spec.seed, Purpose::Accounts, customer.number);
    let night_limit_raised = rng.chance(NIGHT_LIMIT_RAISED);
    let (is_person, profile) = (customer.is_person(), customer.profile);
    let (since, income) = (customer.since, customer.income);
    let first = ACCOUNTS.before(customer.number) as i64 + 1;
    let start = spec.start;
    (0..ACCOUNTS.count(customer.number) as i64).map(move |index| {
        let bank = banks.draw(&mut rng) as u16;
        let types = match profile {
            Profile::YoungDigital | Profile::SubscriptionHeavy => [25, 5, 70],
            _ => [40, 20, 40],
        };
        let account_type = match (is_person, BANKS[usize::from(bank)].kind) {
            (false, _) => AccountType::Checking,
            (true, BankKind::Digital) => AccountType::Digital,
            (true, _) => AccountType::ALL[rng.pick(&types)],
        };
        let later = rng.unit();
        let opened = match index {
            0 => since,
            _ => Date(since.0 + (f64::from((start.0 - since.0).max(0)) * later) as i32),
        };
        let months = 0.1 + 1.4 * rng.unit();
        let share = if index == 0 { 1.0 } else { 0.25 };
        let opening_balance = if opened >= start {
            0
        } else {
            (income as f64 * months * share) as i64
        };
        let overdraft = if rng.chance(OVERDRAFTS) {
            income * rng.between(2, 10) / 1000 * 100
        } else {
            0
        };
        // Together they meet `published::PIX_KEYS`; e-mail and CNPJ are the rest.
        let person_keys = [
            (PixKeyType::Random, 482),
            (PixKeyType::Phone, 192),
            (PixKeyType::Cpf, 183),
            (PixKeyType::Email, 143),
        ];
        let company_keys = [
            (PixKeyType::Random, 460),
            (PixKeyType::Cnpj, 390),
            (PixKeyType::Phone, 60),
            (PixKeyType::Email, 90),
        ];
        let keys = if is_person { person_keys } else { company_keys };
        let kind = keys[rng.pick(&keys.map(|(_, weight)| weight))].0;
        let pix_key = (!rng.chance(WITHOUT_KEY)).then_some(kind);
        Account {
            id: first + index,
            bank,
            account_type,
            opened,
            opening_balance,
            overdraft,
            pix_key,
            night_limit_raised,
            branch: rng.between(1, 9999) as u16,
            number: rng.between(10_000, 99_999_999) as u32,
        }
    })
}
