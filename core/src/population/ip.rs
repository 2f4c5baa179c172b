//! [`Addresses`]: the IP addresses of a cell, each put down once.
//!
//! Homes are shared by households, networks by strangers; gangs have an address of their own, or hide in
//! a network.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use crate::random::rng::{Purpose, key, mix};
use crate::schema::stores::LocalCategory;

/// First octets of addresses given out in Brazil, as the earlier generator has them.
const OCTETS: [u8; 15] = [
    177, 187, 189, 191, 200, 201, 179, 186, 188, 190, 170, 138, 143, 152, 168,
];
/// Entities of [`Purpose::Address`]: a gang's address, and one of those that networks share out.
const OF_GANG: u64 = 1 << 63;
const OF_NETWORK: u64 = 1 << 62;
/// Customers for each address that networks share out, and gangs that use those, per cent (assumptions).
const CUSTOMERS_PER_ADDRESS: u64 = 8;
const GANGS_IN_NETWORKS: u64 = 97;
/// Addresses of networks that a cell's customers get (assumption).
const NETWORKS: u16 = 256;

/// How a customer is connected when ordering a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Home,
    Work,
    Trip,
    /// A mobile or public network, which gives the customer an address a day, of those that many share.
    Network,
}

impl Connection {
    /// Connections with an address of the customer's own: those before [`Connection::Network`].
    pub(crate) const OWN: usize = Connection::Network as usize;
}

pub(crate) struct Addresses<'a> {
    seed: u64,
    /// How many addresses networks share out.
    networks: u64,
    codes: BTreeMap<u64, u16>,
    words: &'a mut LocalCategory,
}

impl<'a> Addresses<'a> {
    /// Puts down the networks' addresses of a cell, which get the codes from 0.
    pub(crate) fn new(seed: u64, customers: u64, cell: u64, words: &'a mut LocalCategory) -> Self {
        let mut addresses = Self {
            seed,
            networks: customers / CUSTOMERS_PER_ADDRESS + u64::from(NETWORKS),
            codes: BTreeMap::new(),
            words,
        };
        let first = addresses.network(cell);
        for number in 0..u64::from(NETWORKS) {
            let address = (first + number) % addresses.networks;
            addresses.code(OF_NETWORK | address);
        }
        addresses
    }

    /// The code of the address that networks give a customer on a day.
    pub(crate) fn network_of(customer: u64, day: i64) -> u16 {
        mix(customer ^ ((day as u64) << 40)) as u16 % NETWORKS
    }

    /// The codes of a customer's own addresses, by [`Connection`]; that at home is the household's.
    pub(crate) fn of_customer(&mut self, customer: u64, household: u64) -> [u16; Connection::OWN] {
        core::array::from_fn(|connection| {
            let owner = if connection == Connection::Home as usize {
                household
            } else {
                customer
            };
            self.code(owner << 8 | connection as u64)
        })
    }

    /// The code of a gang's address.
    pub(crate) fn of_gang(&mut self, gang: u64) -> u16 {
        let hides = mix(gang) % 100 < GANGS_IN_NETWORKS;
        self.code(if hides {
            OF_NETWORK | self.network(gang)
        } else {
            OF_GANG | gang
        })
    }

    /// The number of one of the country's network addresses.
    fn network(&self, user: u64) -> u64 {
        mix(user) % self.networks
    }

    fn code(&mut self, entity: u64) -> u16 {
        let (seed, words) = (self.seed, &mut *self.words);
        *self
            .codes
            .entry(entity)
            .or_insert_with(|| words.add(&address(seed, entity)))
    }
}

/// The IP address that a number stands for.
fn address(seed: u64, entity: u64) -> String {
    let hash = key(seed, Purpose::Address, entity);
    let [a, b, c, d, ..] = hash.to_le_bytes();
    let first = OCTETS[usize::from(a) % OCTETS.len()];
    format!("{first}.{b}.{c}.{}", d.max(1))
}
