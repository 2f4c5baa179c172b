//! [`Choices`]: which instruments customers pay with, which trades they buy from, and how expensive those
//! are.

use alloc::vec::Vec;

use crate::behaviour::budget::MEANS_WEIGHT;
use crate::behaviour::calibration::{GROUPS, INSTRUMENTS, RANKS};
use crate::behaviour::fitting::{fit_mixes, fit_to_towns, mean_tickets, tickets, trade_weights};
use crate::catalog::merchants::MCCS;
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::Rng;
use crate::schema::categories::Instrument;

/// What customers choose, by group: their profile, or companies.
#[derive(Debug)]
pub(crate) struct Choices {
    /// Shares of instruments; those of a group add up to 1.
    mixes: [[f64; INSTRUMENTS]; GROUPS],
    /// Trades (merchant categories) that each group buys from, in person and online.
    trades: [[Alias; 2]; GROUPS],
    /// Typical ticket of each trade, in standard deviations from the mean of all.
    tickets: Vec<f64>,
    /// The mean ticket of the purchases with each instrument.
    mean_tickets: [f64; INSTRUMENTS],
    /// Zipf's law over the first ranks.
    ranks: Alias,
}

impl Choices {
    pub(super) fn new(nearby: &[[bool; MCCS.len()]]) -> Self {
        let (mixes, tickets, trades) = (fit_mixes(), tickets(), trade_weights());
        Self {
            mean_tickets: mean_tickets(&mixes, &tickets, &trades),
            mixes,
            trades: trades.map(|[local, online]| {
                [fit_to_towns(&local, nearby), online].map(|weights| Alias::new(&weights))
            }),
            tickets,
            ranks: Alias::new(&(1..=RANKS).map(|rank| 1_000_000 / rank).collect::<Vec<_>>()),
        }
    }

    /// An index into a list of `count`, favouring the first ones.
    pub(crate) fn rank(&self, count: usize, rng: &mut Rng) -> usize {
        self.ranks.draw(rng) % count
    }

    /// The share of each instrument in a customer's payments, in the order of [`Instrument::ALL`].
    pub(crate) fn mix(&self, customer: &Customer) -> &[f64; INSTRUMENTS] {
        &self.mixes[group(customer)]
    }

    /// A trade that a customer buys from, in person or online. In person it counts only where there is one nearby.
    pub(crate) fn trade(&self, customer: &Customer, online: bool, rng: &mut Rng) -> usize {
        self.trades[group(customer)][usize::from(online)].draw(rng)
    }

    /// How expensive a trade is, in standard deviations among purchases with the instrument.
    pub(crate) fn ticket(&self, instrument: Instrument, mcc: u8) -> f64 {
        self.tickets[usize::from(mcc)] - self.mean_tickets[instrument as usize]
    }

    /// Blends the drivers of an amount into one standard normal: the customer's means, another normal with its
    /// weight, and chance. This keeps amounts in their published distribution.
    pub(crate) fn blend(means: f64, (weight, other): (f64, f64), chance: f64) -> f64 {
        let rest = 1.0 - MEANS_WEIGHT * MEANS_WEIGHT - weight * weight;
        debug_assert!(rest >= 0.0, "weights of more than the whole");
        MEANS_WEIGHT * means + weight * other + libm::sqrt(rest) * chance
    }
}

fn group(customer: &Customer) -> usize {
    if customer.is_person() {
        customer.profile as usize
    } else {
        GROUPS - 1
    }
}
