//! Sellers: customers whom many others pay, by a heavy-tailed popularity.

use alloc::vec::Vec;

use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::{Keys, Purpose, Rng, unit};
use crate::schema::categories::Profile;

/// The tail of popularity: the exponent of Pareto's law, and the most popular by the least (assumptions).
const TAIL: f64 = 1.5;
const MOST_POPULAR: f64 = 12.0;
/// How much more popular companies, business owners and others are (assumption).
const COMPANIES: f64 = 6.0;
const BUSINESS_OWNERS: f64 = 5.0;
const OTHERS: f64 = 0.5;
/// Sellers in the payer's state, where there are any, per mille (assumption).
const SAME_STATE: u32 = 650;
/// How many sellers are looked at to find one in the state.
const LOOKS: usize = 6;
/// Marks the entities of [`Purpose::Relations`] that are popularities.
const POPULARITY: u64 = 1 << 61;

/// How many people pay a customer, relative to others.
pub(super) fn popularity(keys: &Keys, customer: &Customer) -> f64 {
    let group = match (customer.is_person(), customer.profile) {
        (false, _) => COMPANIES,
        (true, Profile::BusinessOwner) => BUSINESS_OWNERS,
        _ => OTHERS,
    };
    let chance = 1.0 - unit(keys.of(POPULARITY | customer.number));
    group * libm::pow(chance, -1.0 / TAIL).min(MOST_POPULAR)
}

/// The sellers among some customers.
#[derive(Debug)]
pub(super) struct Sellers<'a> {
    customers: &'a [Customer],
    /// For companies and persons: companies buy from companies.
    popularity: [Alias; 2],
}

impl<'a> Sellers<'a> {
    pub(super) fn new(seed: u64, customers: &'a [Customer]) -> Self {
        let keys = Keys::new(seed, Purpose::Relations);
        let weights = |to_persons: bool| -> Vec<u64> {
            let weight = |customer: &Customer| match to_persons || !customer.is_person() {
                true => (popularity(&keys, customer) * 1_000.0) as u64,
                // Where there is no company.
                false => 1,
            };
            customers.iter().map(weight).collect()
        };
        Self {
            customers,
            popularity: [false, true].map(|to_persons| Alias::new(&weights(to_persons))),
        }
    }

    /// A seller for a payer, as an index.
    pub(super) fn draw(&self, payer: &Customer, rng: &mut Rng) -> usize {
        let looks = if rng.chance(SAME_STATE) { LOOKS } else { 1 };
        let popularity = &self.popularity[usize::from(payer.is_person())];
        let mut seller = popularity.draw(rng);
        for _ in 1..looks {
            if self.customers[seller].state() == payer.state() {
                break;
            }
            seller = popularity.draw(rng);
        }
        seller
    }
}
