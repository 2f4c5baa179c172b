//! [`Customer`]: the attributes of a person or company that behaviour and fraud depend on.

use core::ops::Range;

use crate::calendar::{Date, HOUR};
use crate::catalog::municipalities::{self, MUNICIPALITIES, Municipality};
use crate::catalog::states::STATES;
use crate::plan::CELL_CUSTOMERS;
use crate::population::coordinates::Coordinates;
use crate::population::people::life::{dormant, joined, left};
use crate::population::people::moving::{Home, Move, moving};
use crate::population::people::roster::{COMPANIES, COMPANY, Classes, Roster};
use crate::published::{INCOME_MEAN, INCOME_PER_CAPITA};
use crate::random::distributions::{Alias, Normal};
use crate::random::rng::{Purpose, Rng};
use crate::schema::categories::{CustomerKind, Profile};
use crate::spec::Spec;

use alloc::vec::Vec;

/// The people of a profile. Shares, ages and the ranking of incomes are those of the previous generator; the
/// shares of persons exclude companies, all of which are business owners.
struct ProfileFacts {
    /// Share among persons, per mille.
    share: u16,
    ages: (i64, i64),
    /// Shift of income, in standard deviations of its logarithm.
    income: f64,
    /// Relative number of transactions a month.
    activity: f64,
}

#[rustfmt::skip]
const PROFILES: [ProfileFacts; 6] = [
    ProfileFacts { share: 266, ages: (18, 30), income: -0.45, activity: 55.0 },
    ProfileFacts { share: 160, ages: (55, 82), income:  0.05, activity: 30.0 },
    ProfileFacts { share:  43, ages: (30, 60), income:  0.60, activity: 95.0 },
    ProfileFacts { share:  85, ages: (30, 60), income:  1.60, activity: 95.0 },
    ProfileFacts { share: 212, ages: (22, 48), income: -0.05, activity: 55.0 },
    ProfileFacts { share: 234, ages: (28, 58), income: -0.20, activity: 65.0 },
];
/// Companies are the most active: set so that they make [`crate::published::COMPANIES_PIX`].
const COMPANY_ACTIVITY: f64 = 89.0;
/// Standard deviation of the logarithm of activity within a profile: heavy-tailed.
const ACTIVITY_SIGMA: f64 = 0.65;
/// Correlation of its logarithm with wealth, within a profile (assumption).
const ACTIVE_WEALTH: f64 = 0.7;
/// Standard deviation of the logarithm of income per unit of wealth: with the differences between profiles
/// and states it yields [`crate::published::INCOME_GINI`].
const INCOME_SIGMA: f64 = 0.88;
/// Standard deviation of wealth within a profile.
const INCOME_WITHIN: f64 = 0.78;
/// Mean monthly income from work, in centavos.
const MEAN_INCOME: f64 = INCOME_MEAN.value * 100.0;
/// Monthly revenue of a company: median in centavos, and standard deviation of the logarithm (assumptions).
const REVENUE: (f64, f64) = (7_000_000.0, 1.2);

/// A customer's fixed attributes.
#[derive(Debug, Clone)]
pub(crate) struct Customer {
    /// Number, from 0.
    pub(crate) number: u64,
    pub(crate) kind: CustomerKind,
    /// Fiscal region, or [`COMPANY`].
    pub(crate) class: u8,
    /// Rank within the class.
    pub(crate) rank: u64,
    pub(crate) profile: Profile,
    /// Number of the first customer of the household: they live together.
    pub(crate) household: u64,
    /// Where the customer lives when the period ends.
    pub(crate) municipality: u16,
    pub(crate) home: Coordinates,
    /// The move there within the period, if any.
    pub(crate) moved: Option<Move>,
    pub(crate) born: Date,
    /// When the first account was opened.
    pub(crate) since: Date,
    /// The day on which the accounts are closed, if within the period: only the last of the money leaves then.
    pub(crate) until: Option<Date>,
    /// When the customer makes no payments of their own; empty for most.
    pub(crate) dormant: Range<i64>,
    /// Monthly income in centavos.
    pub(crate) income: i64,
    /// Wealth relative to the mean, in standard deviations; income follows from it.
    pub(crate) wealth: f64,
    /// Relative number of transactions.
    pub(crate) activity: f64,
}

impl Customer {
    /// The id in the dataset, from 1.
    pub(crate) fn id(&self) -> i64 {
        self.number as i64 + 1
    }

    pub(crate) fn slot(&self) -> usize {
        (self.number % CELL_CUSTOMERS) as usize
    }

    /// Index of the state in which the customer lives when the period ends, in [`STATES`].
    pub(crate) fn state(&self) -> u8 {
        MUNICIPALITIES[usize::from(self.municipality)].state
    }

    pub(crate) fn is_person(&self) -> bool {
        self.kind == CustomerKind::Person
    }

    /// Where the customer lives at a time.
    pub(crate) fn home_at(&self, time: i64) -> Home {
        match self.moved {
            Some(moved) if time < moved.on.midnight() => moved.from,
            _ => Home {
                municipality: self.municipality,
                location: self.home,
            },
        }
    }

    /// The part of the period in which the customer pays and is paid.
    pub(crate) fn active(&self, period: &Range<i64>) -> Range<i64> {
        let end = self.until.map_or(period.end, Date::midnight);
        period.start.max(self.since.midnight() + HOUR)..end
    }

    /// The longest part of that time in which the customer makes payments.
    pub(crate) fn awake(&self, period: &Range<i64>) -> Range<i64> {
        let Range { start, end } = self.active(period);
        match &self.dormant {
            dormant if dormant.is_empty() => start..end,
            dormant if dormant.start - start > end - dormant.end => start..dormant.start,
            dormant => dormant.end..end,
        }
    }

    /// Age in years at a date.
    pub(crate) fn age(&self, at: Date) -> i32 {
        (at.0 - self.born.0) / 365
    }
}

/// How many people live in each municipality: those listed share their state's whole population, so that states keep
/// theirs.
pub(crate) fn municipality_weights() -> Vec<u64> {
    let weight = |town: &Municipality| {
        let listed: u64 = municipalities::of_state(usize::from(town.state))
            .iter()
            .map(|m| u64::from(m.population))
            .sum();
        let state = &STATES[usize::from(town.state)];
        u64::from(town.population) * u64::from(state.population) / listed
    };
    MUNICIPALITIES.iter().map(weight).collect()
}

/// Tables to generate customers from.
#[derive(Debug)]
pub(crate) struct Population {
    classes: Classes,
    /// Municipalities of each fiscal region and, for companies, of the whole country.
    municipalities: [Region; COMPANY as usize + 1],
    normal: Normal,
    /// Scale, in centavos, at which the mean income is [`MEAN_INCOME`].
    income_scale: f64,
}

#[derive(Debug)]
struct Region {
    first: u16,
    weights: Alias,
}

impl Population {
    pub(crate) fn new() -> Self {
        let weights = municipality_weights();
        let region = |class: u8| {
            let of_class = |index: &usize| {
                STATES[usize::from(MUNICIPALITIES[*index].state)].fiscal_region == class
                    || class == COMPANY
            };
            let first = (0..MUNICIPALITIES.len()).find(of_class).unwrap_or_default();
            let members: Vec<u64> = (first..MUNICIPALITIES.len())
                .take_while(of_class)
                .map(|i| weights[i])
                .collect();
            Region {
                first: first as u16,
                weights: Alias::new(&members),
            }
        };
        Self {
            classes: Classes::new(),
            municipalities: core::array::from_fn(|class| region(class as u8)),
            normal: Normal::new(),
            income_scale: MEAN_INCOME / mean_income_factor(),
        }
    }

    pub(crate) fn normal(&self) -> &Normal {
        &self.normal
    }

    /// A point anywhere in the country, by population.
    pub(crate) fn anywhere(&self, rng: &mut Rng) -> Coordinates {
        let town = self.any_municipality(rng);
        self.near(town, rng)
    }

    /// A point in a municipality.
    pub(crate) fn near(&self, municipality: u16, rng: &mut Rng) -> Coordinates {
        let town = &MUNICIPALITIES[usize::from(municipality)];
        Coordinates::near(town, self.normal.draw(rng), self.normal.draw(rng))
    }

    /// A municipality anywhere in the country, by population.
    pub(crate) fn any_municipality(&self, rng: &mut Rng) -> u16 {
        self.municipalities[usize::from(COMPANY)].weights.draw(rng) as u16
    }

    /// Where a household lives, which is of customers of one class.
    fn household_home(&self, seed: u64, class: u8, household: u64) -> Home {
        let mut rng = Rng::new(seed, Purpose::Households, household | 1 << 63);
        let region = &self.municipalities[usize::from(class)];
        let municipality = region.first + region.weights.draw(&mut rng) as u16;
        Home::in_town(municipality, &self.normal, &mut rng)
    }

    /// The roster of a cell.
    pub(crate) fn roster(&self, seed: u64, cell: u64) -> Roster {
        Roster::new(seed, &self.classes, cell)
    }

    /// Customer `number` (from 0), given the roster of the customer's cell.
    pub(crate) fn customer(&self, spec: &Spec, roster: &Roster, number: u64) -> Customer {
        let slot = (number % CELL_CUSTOMERS) as usize;
        let (class, rank) = roster.slot(slot);
        let household = number - slot as u64 + roster.head(slot) as u64;
        let home = self.household_home(spec.seed, class, household);
        let town = &MUNICIPALITIES[usize::from(home.municipality)];
        let mut rng = Rng::new(spec.seed, Purpose::Customer, number);
        let kind = if class == COMPANY {
            CustomerKind::Company
        } else {
            CustomerKind::Person
        };
        let shares = PROFILES.map(|profile| profile.share);
        let profile = match kind {
            CustomerKind::Company => Profile::BusinessOwner,
            CustomerKind::Person => Profile::ALL[rng.pick(&shares)],
        };
        let facts = &PROFILES[profile as usize];
        let chance = self.normal.draw(&mut rng);
        let (wealth, income, ages, activity) = match kind {
            CustomerKind::Person => {
                let wealth = facts.income + INCOME_WITHIN * chance;
                let state = f64::from(STATES[usize::from(town.state)].income_per_capita)
                    / INCOME_PER_CAPITA.value;
                let income = self.income_scale * state * libm::exp(INCOME_SIGMA * wealth);
                (wealth, income, facts.ages, facts.activity)
            }
            CustomerKind::Company => (
                chance,
                REVENUE.0 * libm::exp(REVENUE.1 * chance),
                (1, 30),
                COMPANY_ACTIVITY,
            ),
        };
        let born = Date(spec.start.0 - (rng.between(ages.0 * 365, ages.1 * 365 + 364)) as i32);
        let other = self.normal.draw(&mut rng);
        let driver =
            ACTIVE_WEALTH * chance + libm::sqrt(1.0 - ACTIVE_WEALTH * ACTIVE_WEALTH) * other;
        let activity = activity * libm::exp(ACTIVITY_SIGMA * driver);
        let since = joined(spec, &mut rng, kind, born);
        let end = Date(spec.start.0 + spec.days as i32);
        let mut customer = Customer {
            number,
            kind,
            class,
            rank,
            profile,
            household,
            municipality: home.municipality,
            home: home.location,
            moved: None,
            born,
            since,
            until: left(spec, number, since, activity),
            dormant: 0..0,
            income: income as i64 / 100 * 100,
            wealth,
            activity,
        };
        let active = customer.active(&(spec.start.midnight()..end.midnight()));
        customer.dormant = dormant(spec, number, &active);
        if customer.is_person() {
            // Those who live together move together.
            let mut rng = Rng::new(spec.seed, Purpose::Moving, household);
            if let Some((moved, home)) = moving(home, &active, &self.normal, &mut rng) {
                customer.moved = Some(moved);
                (customer.municipality, customer.home) = (home.municipality, home.location);
            }
        }
        customer
    }
}

/// Mean of exp(σ·wealth) × state factor over persons, which scales incomes to the published mean.
fn mean_income_factor() -> f64 {
    let shares: f64 = PROFILES
        .iter()
        .map(|profile| f64::from(profile.share))
        .sum();
    let within = libm::exp(INCOME_SIGMA * INCOME_SIGMA * INCOME_WITHIN * INCOME_WITHIN / 2.0);
    let profiles: f64 = PROFILES
        .iter()
        .map(|profile| {
            f64::from(profile.share) / shares * libm::exp(INCOME_SIGMA * profile.income) * within
        })
        .sum();
    let people: f64 = STATES.iter().map(|state| f64::from(state.population)).sum();
    let states: f64 = STATES
        .iter()
        .map(|state| {
            f64::from(state.population) / people * f64::from(state.income_per_capita)
                / INCOME_PER_CAPITA.value
        })
        .sum();
    profiles * states
}

/// Shares of all transactions made by each of the six profiles and by companies.
pub(crate) fn usual_activity() -> [f64; 7] {
    let companies = COMPANIES as f64 / 1000.0;
    let shares: f64 = PROFILES
        .iter()
        .map(|profile| f64::from(profile.share))
        .sum();
    let mut activity = [companies * COMPANY_ACTIVITY; 7];
    for (total, profile) in activity.iter_mut().zip(&PROFILES) {
        *total = (1.0 - companies) * f64::from(profile.share) / shares * profile.activity;
    }
    let total: f64 = activity.iter().sum();
    activity.map(|share| share / total)
}
