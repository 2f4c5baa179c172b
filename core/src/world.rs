//! [`World`]: the plan and the tables that everything is drawn from; made once, then only read.

use core::ops::Range;

use crate::behaviour::Habits;
use crate::calendar::{DAY, Date, HOUR};
use crate::catalog::banks::BANKS;
use crate::fraud::script::Payee;
use crate::plan::{CELL_CUSTOMERS, Plan};
use crate::population::merchants::{Market, Shop};
use crate::population::people::account::{Account, accounts, bank_weights};
use crate::population::people::customer::{Customer, Population};
use crate::population::people::device::DeviceTables;
use crate::random::distributions::Alias;
use crate::random::rng::{Keys, Purpose, Stream, key, scale};
use crate::schema::categories::PixKeyType;
use crate::spec::{Spec, SpecError};

use alloc::vec::Vec;

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

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) plan: Plan,
    pub(crate) people: Population,
    pub(crate) banks: Alias,
    pub(crate) devices: DeviceTables,
    pub(crate) market: Market,
    pub(crate) habits: Habits,
    /// How many accounts there are outside the population.
    pub(crate) externals: u64,
    /// Keys of [`Purpose::External`].
    external_keys: Keys,
    period: Range<i64>,
}

/// What is known of an account that can be paid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Payable {
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) pix_key: Option<(PixKeyType, i64)>,
}

impl World {
    pub(crate) fn new(spec: &Spec) -> Result<Self, SpecError> {
        let plan = Plan::new(spec)?;
        let spec = plan.spec();
        let end = Date(spec.start.0 + spec.days as i32);
        Ok(Self {
            people: Population::new(),
            banks: bank_weights(),
            devices: DeviceTables::new(),
            market: Market::new(spec.seed, spec.start, plan.merchants(), bank_weights()),
            habits: Habits::new(spec),
            externals: plan.customers() * EXTERNALS_PER_CUSTOMER,
            external_keys: Keys::new(spec.seed, Purpose::External),
            period: spec.start.midnight()..end.midnight(),
            plan,
        })
    }

    pub(crate) fn seed(&self) -> u64 {
        self.plan.spec().seed
    }

    /// The period in microseconds UTC.
    pub(crate) fn period(&self) -> Range<i64> {
        self.period.clone()
    }

    /// When a customer who joined at a date can start something that lasts up to `longest`.
    pub(crate) fn room(&self, since: Date, longest: i64) -> (i64, i64) {
        let first = self.period.start.max(since.midnight() + HOUR);
        // In a short period scenes start in its first half, and are played faster.
        let half = first + (self.period.end - first) / 2;
        (first, (self.period.end - longest).max(half).max(first + 1))
    }

    /// Some customers, from 0.
    pub(crate) fn customers(&self, numbers: Range<u64>) -> Vec<Customer> {
        let mut customers = Vec::with_capacity((numbers.end - numbers.start) as usize);
        for cell in numbers.start / CELL_CUSTOMERS..numbers.end.div_ceil(CELL_CUSTOMERS) {
            let roster = self.people.roster(self.seed(), cell);
            let of_cell = self.plan.cell_customers(cell);
            let wanted = of_cell.start.max(numbers.start)..of_cell.end.min(numbers.end);
            customers.extend(
                wanted.map(|number| self.people.customer(self.plan.spec(), &roster, number)),
            );
        }
        customers
    }

    /// A customer's accounts, the primary one first.
    pub(crate) fn accounts(&self, customer: &Customer) -> impl Iterator<Item = Account> {
        accounts(self.plan.spec(), &self.banks, customer)
    }

    /// The account that a customer's income comes to, and that scenes play on.
    pub(crate) fn primary_account(&self, customer: &Customer) -> Account {
        self.accounts(customer)
            .next()
            .expect("every customer has an account")
    }

    /// One of the shops on the net that a customer goes back to.
    pub(crate) fn usual_shop(&self, customer: &Customer, place: usize) -> Shop {
        let entity = customer.number << 8 | place as u64;
        let mut stream = Stream::new(self.seed(), Purpose::Shops, entity);
        let mcc = self.habits.trade(customer, true, &mut stream);
        self.market.online(mcc, customer.municipality, &mut stream)
    }

    /// An account outside the population to pay at a time: anybody's, or one of those that many pay, such
    /// as self-employed people and small sellers on a personal key, always or for a week.
    pub(crate) fn stranger(&self, time: i64, stream: &mut Stream) -> Payee {
        let popular = self.externals / POPULAR_AMONG + 1;
        let number = match stream.below(100) {
            ..POPULAR => stream.below(popular),
            POPULAR..BUSY => {
                let week = BUSY_WEEK | (time / (7 * DAY)) as u64;
                let first = scale(key(self.seed(), Purpose::External, week), self.externals);
                first + stream.below(popular / BUSY_AMONG + 1)
            }
            _ => stream.below(self.externals),
        };
        Payee::External(number % self.externals)
    }

    /// An account outside the population. Its bank and key follow from its number.
    pub(crate) fn external(&self, number: u64) -> Payable {
        let hash = self.external_keys.of(number);
        // Pix keys at the end of 2024 (DICT): random 48 %, phone 18 %, CPF 17 %, e-mail and CNPJ the rest.
        let kind = match scale(hash.rotate_left(20), 100) {
            0..48 => PixKeyType::Random,
            48..66 => PixKeyType::Phone,
            66..83 => PixKeyType::Cpf,
            83..95 => PixKeyType::Email,
            _ => PixKeyType::Cnpj,
        };
        let bank = self.banks.at(hash.rotate_left(40)) as u16 % BANKS.len() as u16;
        Payable {
            bank,
            pix_key: Some((kind, (hash >> 11) as i64)),
        }
    }
}
