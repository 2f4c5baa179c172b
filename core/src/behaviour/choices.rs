//! [`Choices`]: which instruments customers pay with, which trades they buy from, and how expensive those
//! are.

use alloc::vec::Vec;

use crate::behaviour::calibration::{GROUPS, INSTRUMENTS, RANKS, WEALTH};
use crate::behaviour::fitting::{fit_mixes, tickets, trade_weights, users};
use crate::population::people::customer::Customer;
use crate::random::distributions::Alias;
use crate::random::rng::Rng;
use crate::schema::categories::Instrument;

/// What customers choose, by group: their profile, or companies.
#[derive(Debug)]
pub(crate) struct Choices {
    mixes: [Alias; GROUPS],
    /// Trades (merchant categories) that each group buys from, in person and online.
    trades: [[Alias; 2]; GROUPS],
    /// Typical ticket of each trade, in standard deviations from the mean of all.
    tickets: Vec<f64>,
    /// For each instrument, its users' mean relative wealth and the mean ticket of their purchases.
    users: [(f64, f64); INSTRUMENTS],
    /// Zipf's law over the first ranks.
    ranks: Alias,
}

impl Choices {
    pub(super) fn new() -> Self {
        let (mixes, tickets, trades) = (fit_mixes(), tickets(), trade_weights());
        Self {
            users: users(&mixes, &tickets, &trades),
            mixes: mixes.map(|mix| Alias::new(&mix.map(|share| (share * 1e6) as u64))),
            trades: trades.map(|by_channel| by_channel.map(|weights| Alias::new(&weights))),
            tickets,
            ranks: Alias::new(&(1..=RANKS).map(|rank| 1_000_000 / rank).collect::<Vec<_>>()),
        }
    }

    /// An index into a list of `count`, favouring the first ones.
    pub(crate) fn rank(&self, count: usize, rng: &mut Rng) -> usize {
        self.ranks.draw(rng) % count
    }

    /// The instrument that a customer pays with.
    pub(crate) fn instrument(&self, customer: &Customer, rng: &mut Rng) -> Instrument {
        Instrument::ALL[self.mixes[group(customer)].draw(rng)]
    }

    /// A trade that a customer buys from, in person or online.
    pub(crate) fn trade(&self, customer: &Customer, online: bool, rng: &mut Rng) -> usize {
        self.trades[group(customer)][usize::from(online)].draw(rng)
    }

    /// How expensive a trade is, in standard deviations among purchases with the instrument.
    pub(crate) fn ticket(&self, instrument: Instrument, mcc: u8) -> f64 {
        self.tickets[usize::from(mcc)] - self.users[instrument as usize].1
    }

    /// Blends the drivers of an amount into one standard normal: `wealth` is the weight of the customer's
    /// wealth, then comes another normal with its weight, and chance makes up the rest. This keeps amounts in
    /// their published distribution.
    pub(crate) fn blend(
        &self,
        customer: &Customer,
        instrument: Instrument,
        wealth: f64,
        (weight, other): (f64, f64),
        chance: f64,
    ) -> f64 {
        let relative_wealth = if customer.is_person() {
            (customer.wealth - WEALTH.0) / WEALTH.1
        } else {
            customer.wealth
        };
        let rest = 1.0 - wealth * wealth - weight * weight;
        wealth * (relative_wealth - self.users[instrument as usize].0)
            + weight * other
            + libm::sqrt(rest) * chance
    }
}

fn group(customer: &Customer) -> usize {
    if customer.is_person() {
        customer.profile as usize
    } else {
        GROUPS - 1
    }
}
