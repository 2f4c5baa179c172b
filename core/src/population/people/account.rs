//! [`Account`]: a customer's accounts at banks.

use crate::calendar::Date;
use crate::catalog::banks::{BANKS, BankKind};
use crate::plan::ACCOUNTS;
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::permutation::permute;
use crate::random::rng::{Purpose, Rng, key};
use crate::schema::categories::{AccountType, PixKeyType, Profile};
use crate::spec::Spec;

use alloc::vec::Vec;

/// Payments from any of the accounts rather than the primary one, per mille (assumption).
pub(crate) const OTHER_ACCOUNT: u32 = 300;
/// Accounts without a Pix key, per mille.
const WITHOUT_KEY: u32 = 80;
/// Customers who raised the night limit, per mille (assumption).
const NIGHT_LIMIT_RAISED: u32 = 100;
/// Accounts with an overdraft, per mille (assumption).
const OVERDRAFTS: u32 = 350;
/// What the poorest have besides their income, a month, in centavos: for opening balances (assumption).
const MINIMUM: i64 = 25_000;
/// The branch that a bank without branches shows.
const ONLY_BRANCH: u16 = 1;
/// Numbers of accounts at banks without branches: nine digits, of which the first is not zero.
const NUMBERS_WITHOUT_BRANCH: u64 = 900_000_000;
const FIRST_WITHOUT_BRANCH: u32 = 100_000_000;
/// Branches of all other banks, and numbers in each: five to eight digits.
const BRANCHES: u64 = 9_999;
const NUMBERS_IN_BRANCH: u64 = 99_990_000;
const FIRST_IN_BRANCH: u32 = 10_000;

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
}

impl Account {
    /// Its branch and number at the bank; no two accounts have the same.
    pub(crate) fn branch_and_number(&self, seed: u64) -> (u16, u32) {
        let at = |entity, count| {
            let key = key(seed, Purpose::AccountNumbers, entity);
            permute(self.id as u64, count, key)
        };
        if BANKS[usize::from(self.bank)].kind == BankKind::Digital {
            let number = at(0, NUMBERS_WITHOUT_BRANCH) as u32;
            return (ONLY_BRANCH, FIRST_WITHOUT_BRANCH + number);
        }
        let number = at(1, BRANCHES * NUMBERS_IN_BRANCH);
        let branch = 1 + (number / NUMBERS_IN_BRANCH) as u16;
        (
            branch,
            FIRST_IN_BRANCH + (number % NUMBERS_IN_BRANCH) as u32,
        )
    }
}

/// The token of the Pix key of an account.
pub(crate) fn pix_key_token(seed: u64, account_id: i64) -> i64 {
    (key(seed, Purpose::Accounts, account_id as u64 | 1 << 63) >> 11) as i64
}

/// The id of an account of a customer, by index.
pub(crate) fn account_id(customer: u64, index: u8) -> i64 {
    ACCOUNTS.before(customer) as i64 + 1 + i64::from(index)
}

/// An account that a customer pays from, by index: usually the primary one.
pub(crate) fn any_account(customer: u64, rng: &mut Rng) -> u8 {
    match rng.chance(OTHER_ACCOUNT) {
        true => rng.below(ACCOUNTS.count(customer)) as u8,
        false => 0,
    }
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
    let first = account_id(customer.number, 0);
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
        let most = if is_person { 3.6 } else { 1.6 };
        let months = 0.2 + most * rng.unit();
        let share = if index == 0 { 1.0 } else { 0.16 };
        let opening_balance = if opened >= start {
            0
        } else {
            ((income + MINIMUM) as f64 * months * share) as i64
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
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::MAX_CUSTOMERS;
    use crate::world::World;
    use alloc::collections::BTreeSet;

    #[test]
    fn the_largest_population_has_a_number_for_every_account() {
        let accounts = ACCOUNTS.before(MAX_CUSTOMERS);
        assert!(accounts < NUMBERS_WITHOUT_BRANCH.min(BRANCHES * NUMBERS_IN_BRANCH));
    }

    #[test]
    fn only_banks_with_branches_have_many_and_numbers_do_not_repeat() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let (mut branches, mut numbers) = (BTreeSet::new(), BTreeSet::new());
        for customer in world.customers(0..1_000) {
            for account in world.accounts(&customer) {
                let (branch, number) = account.branch_and_number(world.seed());
                assert!((1..=9_999).contains(&branch) && number >= FIRST_IN_BRANCH);
                assert!(numbers.insert((branch, number)));
                if BANKS[usize::from(account.bank)].kind == BankKind::Digital {
                    assert_eq!((branch, number.ilog10()), (ONLY_BRANCH, 8));
                } else {
                    branches.insert(branch);
                }
            }
        }
        assert!(branches.len() > 500, "{}", branches.len());
    }
}
