//! [`Relation`]: a customer who pays another again and again, and what is paid when.

use core::ops::Range;

use alloc::vec::Vec;

use crate::bank::limits::night_of;
use crate::bank::order::Outcome;
use crate::behaviour::amounts::{Amounts, agreed, price, risen};
use crate::behaviour::choices::Choices;
use crate::behaviour::income::{INCOME_HOURS, Payday};
use crate::behaviour::timing::ActivityPattern;
use crate::calendar::{DAY, Date, HOUR, MINUTE, months};
use crate::population::payee::Payee;
use crate::population::people::account::any_account;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::relations::member::Member;
use crate::relations::nights::Nights;
use crate::schema::categories::{CreditKind, Instrument, RefusalReason};
use crate::world::World;

/// Sellers who always charge the same, as for a lesson or a cleaning day, per mille (assumption).
const FIXED_PRICES: u32 = 400;
/// The largest price that is always the same, in centavos (assumption).
const LARGEST_PRICE: i64 = 80_000;
/// Transfers that are declined as suspicious, declined over a limit of the payer's own, and blocked, per mille
/// (assumptions).
const SUSPECTED: u64 = 3;
const OVER_LIMIT: u64 = 3;
const BLOCKED: u64 = 1;
/// Relations of companies that pay by TED, per mille (assumption).
const BY_TED: u32 = 30;
/// What members of a group pay each month: the least and most, in centavos (assumption).
const DUES: (i64, i64) = (1_500, 12_000);
/// Rents that are paid by boleto on business days, per mille (assumption).
const BY_BOLETO: u32 = 500;
/// The weight of the means of payer and payee, so that they spread about as those of one (assumption).
const SHARED_MEANS: f64 = 0.65;
/// The weights of a relation's own size in its amounts: of what is agreed, of a price, of a rent.
const AGREED_WEIGHT: f64 = 0.35;
const PRICE_WEIGHT: f64 = 0.6;
const RENT_WEIGHT: f64 = 0.78;
const DEAL_WEIGHT: f64 = 0.6;
/// How much larger what is bought once is than other transfers, in standard deviations (assumption).
const DEAL_SIZE: f64 = 0.1;
/// What is bought once and costs a lot, such as furniture or a used motorcycle, per mille; its median, in centavos, the
/// weight of the means, and its spread (assumptions).
const LARGE_DEALS: u32 = 240;
const LARGE_DEAL: (f64, f64, f64) = (21_000.0, 0.25, 1.3);
/// How long after a part of the price the next one follows (assumption).
const LATER: (i64, i64) = (MINUTE, DAY);

/// What a relation is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum RelationKind {
    /// Friends, relatives and colleagues who share bills.
    Friend,
    /// Someone who sells or works for many.
    Seller,
    /// Who collects for a group every month.
    Collection,
    /// The landlord.
    Rent,
    /// Someone who sells something once, and is paid at once or in parts.
    Deal,
    /// Someone who collects from several within hours, and is paid this at this time, in centavos.
    Contribution(i64, i64),
    /// A company's salary for an employee with this monthly income, in centavos.
    Payroll(i64, Payday),
}

impl RelationKind {
    /// Number by which entities are told apart.
    pub(super) fn index(self) -> u64 {
        match self {
            Self::Friend => 0,
            Self::Seller => 1,
            Self::Collection => 2,
            Self::Rent => 3,
            Self::Payroll(..) => 4,
            Self::Deal => 5,
            Self::Contribution(..) => 6,
        }
    }
}

/// What a relation needs to know about the payer.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PayerTraits {
    pub(super) person: bool,
    pattern: ActivityPattern,
    payday: Payday,
    means: f64,
    /// The most that is paid at once, in centavos.
    most: i64,
}

impl PayerTraits {
    pub(super) fn of(seed: u64, customer: &Customer, member: &Member) -> Self {
        Self {
            person: customer.is_person(),
            pattern: ActivityPattern::of(customer, Instrument::Pix),
            payday: Payday::of(seed, customer),
            means: member.means,
            most: most_at_once(customer.income),
        }
    }

    /// Among people of like means more is paid than where either has little.
    pub(super) fn between(seed: u64, customer: &Customer, payer: &Member, payee: &Member) -> Self {
        Self {
            means: (payer.means + payee.means) * SHARED_MEANS,
            ..Self::of(seed, customer, payer)
        }
    }
}

/// The most that someone with a monthly income pays at once to another's account, in centavos (assumption).
pub(crate) fn most_at_once(income: i64) -> i64 {
    (income * 4).max(300_000)
}

/// A customer who pays another.
#[derive(Debug, Clone)]
pub(crate) struct Relation {
    /// The entity of its stream, of [`Purpose::Transfers`].
    pub(crate) entity: u64,
    /// The payer, by number from 0.
    pub(crate) payer: u64,
    pub(crate) payee: Payee,
    pub(crate) kind: RelationKind,
    pub(crate) traits: PayerTraits,
    /// When both have accounts.
    pub(crate) window: Range<i64>,
    /// The number of payments.
    pub(crate) payments: u32,
    /// The number of the first payment among those of the payer's cell.
    pub(crate) first: u64,
}

/// A relation and its payments.
#[derive(Debug, Clone)]
pub(crate) struct Flow {
    pub(crate) relation: Relation,
    pub(crate) transfers: Vec<Transfer>,
}

/// A payment of a relation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Transfer {
    pub(crate) time: i64,
    pub(crate) amount: i64,
    /// The account that pays, by index among the payer's.
    pub(crate) account: u8,
    pub(crate) instrument: Instrument,
    pub(crate) outcome: Outcome,
}

impl Transfer {
    /// The night whose limit it counts towards.
    pub(crate) fn takes_of_night(&self) -> Option<i64> {
        let counts = self.outcome == Outcome::Approved && self.instrument == Instrument::Pix;
        night_of(self.time).filter(|_| counts)
    }
}

impl Relation {
    /// What the payee receives.
    pub(crate) fn credit_kind(&self) -> CreditKind {
        match self.kind {
            RelationKind::Payroll(..) => CreditKind::Salary,
            _ => CreditKind::Transfer,
        }
    }

    /// Its payments, in the order of their numbers: the same, whichever side asks.
    pub(super) fn transfers(&self, world: &World, nights: &mut Nights) -> Vec<Transfer> {
        let mut rng = Rng::new(world.seed(), Purpose::Transfers, self.entity);
        match self.kind {
            RelationKind::Payroll(income, payday) => self.salaries(world, income, payday, &mut rng),
            RelationKind::Collection | RelationKind::Rent => self.monthly(world, &mut rng),
            RelationKind::Friend | RelationKind::Seller => self.irregular(world, nights, &mut rng),
            RelationKind::Deal => self.deal(world, nights, &mut rng),
            RelationKind::Contribution(time, amount) => {
                let amount = agreed(amount, &mut rng).min(self.traits.most);
                let account = any_account(self.payer, &mut rng);
                let transfer = self.transfer(time, amount, outcome(&mut rng));
                alloc::vec![Transfer {
                    account,
                    ..transfer
                }]
            }
        }
    }

    fn salaries(&self, world: &World, income: i64, payday: Payday, rng: &mut Rng) -> Vec<Transfer> {
        let incomes = world.behaviour.incomes.of(payday).iter();
        incomes
            .filter(|income| income.is_within(&self.window))
            .map(|part| {
                let time = part.time + rng.between(0, INCOME_HOURS * HOUR);
                let amount = (income * part.per_mille / 1_000).max(1);
                self.transfer(time, amount, Outcome::Approved)
            })
            .collect()
    }

    /// The same amount every month, but for a rise once a year.
    fn monthly(&self, world: &World, rng: &mut Rng) -> Vec<Transfer> {
        let size = world.people.normal().draw(rng);
        let (amount, rises_in) = match self.kind {
            RelationKind::Rent => {
                let size = Choices::blend(self.traits.means, (RENT_WEIGHT, size), 0.0);
                let boleto = Instrument::Boleto;
                let rent = world.behaviour.amounts.at(boleto, self.traits.person, size);
                (rent / 1_000 * 1_000 + 1_000, Some(rng.between(0, 11)))
            }
            _ => (rng.between(DUES.0, DUES.1) / 500 * 500, None),
        };
        let by_boleto = self.kind == RelationKind::Rent && rng.chance(BY_BOLETO);
        let dues = monthly_dues(world, &self.window, self.entity);
        dues.map(|(month, date)| {
            let time = date.midnight() + rng.between(7 * HOUR, 20 * HOUR - 1);
            let amount = rises_in.map_or(amount, |rises_in| risen(amount, month, rises_in));
            Transfer {
                instrument: match by_boleto && date.is_business_day() {
                    true => Instrument::Boleto,
                    false => Instrument::Pix,
                },
                ..self.transfer(time, amount, Outcome::Approved)
            }
        })
        .collect()
    }

    /// A few payments, mostly within the hour, from any account of the payer's.
    fn deal(&self, world: &World, nights: &mut Nights, rng: &mut Rng) -> Vec<Transfer> {
        let (amounts, timing) = (&world.behaviour.amounts, &world.behaviour.timing);
        let (payday, pattern) = (self.traits.payday, self.traits.pattern);
        let mut time = timing.time_in(payday, pattern, &self.window, rng);
        let (size, person) = (world.people.normal().draw(rng), self.traits.person);
        let account = any_account(self.payer, rng);
        let large = rng.chance(LARGE_DEALS);
        let part = |_| {
            let chance = world.people.normal().draw(rng);
            let size = Choices::blend(self.traits.means, (DEAL_WEIGHT, size), chance);
            let amount = match large {
                true => self.large_amount(chance),
                false => amounts.at(Instrument::Pix, person, size + DEAL_SIZE),
            };
            let amount = agreed(amount, rng).min(self.traits.most);
            let by_day = Date::of(time).midnight() + rng.between(8 * HOUR, 20 * HOUR - 1);
            let last = self.window.end - 1 - rng.between(0, HOUR);
            let at = time.min(last);
            let fits = nights.take(at, amount);
            let at = if fits {
                at
            } else {
                by_day.clamp(self.window.start, last)
            };
            time = at + rng.log_between(LATER.0, LATER.1);
            Transfer {
                account,
                ..self.transfer(at, amount, outcome(rng))
            }
        };
        (0..self.payments).map(part).collect()
    }

    fn large_amount(&self, chance: f64) -> i64 {
        let (median, weight, spread) = LARGE_DEAL;
        ((median * libm::exp(weight * self.traits.means + spread * chance)) as i64).max(100)
    }

    /// A Pix from the primary account.
    fn transfer(&self, time: i64, amount: i64, outcome: Outcome) -> Transfer {
        Transfer {
            time,
            amount,
            account: 0,
            instrument: Instrument::Pix,
            outcome,
        }
    }

    fn irregular(&self, world: &World, nights: &mut Nights, rng: &mut Rng) -> Vec<Transfer> {
        let size = world.people.normal().draw(rng);
        let has_price = self.kind == RelationKind::Seller && rng.chance(FIXED_PRICES);
        let by_ted = !self.traits.person && rng.chance(BY_TED);
        let (instrument, pattern) = match by_ted {
            true => (Instrument::Ted, ActivityPattern::Banking),
            false => (Instrument::Pix, self.traits.pattern),
        };
        let amounts = &world.behaviour.amounts;
        let fixed_size = Choices::blend(self.traits.means, (PRICE_WEIGHT, size), 0.0);
        let fixed_amount = amounts.at(instrument, self.traits.person, fixed_size);
        let fixed_amount = (fixed_amount / 500 * 500).max(500);
        let fixed = has_price && fixed_amount <= LARGEST_PRICE;
        (0..self.payments)
            .map(|_| {
                let mut time = {
                    let timing = &world.behaviour.timing;
                    timing.time_in(self.traits.payday, pattern, &self.window, rng)
                };
                let chance = world.people.normal().draw(rng);
                let amount = if fixed {
                    fixed_amount
                } else {
                    let size = Choices::blend(self.traits.means, (AGREED_WEIGHT, size), chance);
                    let size = Amounts::for_day(self.traits.person, Date::of(time), size);
                    let amount = amounts.at(instrument, self.traits.person, size);
                    match self.kind {
                        RelationKind::Seller => price(amount, rng),
                        _ => agreed(amount, rng),
                    }
                };
                let amount = amount.min(self.traits.most);
                let by_day = Date::of(time).midnight() + rng.between(6 * HOUR, 20 * HOUR - 1);
                if !nights.take(time, amount) {
                    time = by_day.clamp(self.window.start, self.window.end - 1);
                }
                Transfer {
                    instrument,
                    ..self.transfer(time, amount, outcome(rng))
                }
            })
            .collect()
    }
}

/// The due dates of a relation in a window, and the numbers of their months in the period.
pub(crate) fn monthly_dues(
    world: &World,
    window: &Range<i64>,
    entity: u64,
) -> impl Iterator<Item = (i64, Date)> {
    let spec = world.plan.spec();
    let (window, day) = (window.clone(), 1 + (entity % 28) as u32);
    (0..)
        .zip(months(spec.start..Date(spec.start.0 + spec.days as i32)))
        .map(move |(number, (year, month))| (number, Date::from_civil(year, month, day)))
        .filter(move |(_, date)| {
            window.contains(&date.midnight()) && window.contains(&Date(date.0 + 1).midnight())
        })
}

fn outcome(rng: &mut Rng) -> Outcome {
    match rng.below(1000) {
        ..SUSPECTED => Outcome::Declined(RefusalReason::FraudSuspect),
        roll if roll < SUSPECTED + OVER_LIMIT => Outcome::Declined(RefusalReason::LimitExceeded),
        roll if roll < SUSPECTED + OVER_LIMIT + BLOCKED => Outcome::Blocked,
        _ => Outcome::Approved,
    }
}
