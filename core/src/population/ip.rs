//! [`Addresses`]: the IP addresses of a cell, each stored once.
//!
//! Households share their home address, unrelated customers share network addresses; fraud gangs have their
//! own address or use a shared one.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;

use crate::random::rng::{Purpose, key, mix};
use crate::schema::stores::LocalCategory;

/// First octets of addresses assigned in Brazil, as in the previous generator.
const OCTETS: [u8; 15] = [
    177, 187, 189, 191, 200, 201, 179, 186, 188, 190, 170, 138, 143, 152, 168,
];
/// Mark the entities of [`Purpose::Address`] that are a gang's own address or a shared network address.
const GANG_ADDRESS: u64 = 1 << 63;
const NETWORK_ADDRESS: u64 = 1 << 62;
/// Customers per shared network address, and gangs that use one, per cent (assumptions).
const CUSTOMERS_PER_ADDRESS: u64 = 8;
const GANGS_IN_NETWORKS: u64 = 97;
/// Network addresses that the customers of a cell use (assumption).
const CELL_NETWORK_ADDRESSES: u16 = 256;

/// How a customer is connected when paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Home,
    Work,
    Trip,
    /// A mobile or public network, which assigns the customer one of its shared addresses each day.
    Network,
}

impl Connection {
    /// The number of connections with an address of the customer's own: those before [`Connection::Network`].
    pub(crate) const OWN: usize = Connection::Network as usize;
}

pub(crate) struct Addresses<'a> {
    seed: u64,
    /// The number of shared network addresses in the country.
    network_addresses: u64,
    codes: BTreeMap<u64, u16>,
    dictionary: &'a mut LocalCategory,
}

impl<'a> Addresses<'a> {
    /// Stores the network addresses of a cell, which get the first codes.
    pub(crate) fn new(
        seed: u64,
        customers: u64,
        cell: u64,
        dictionary: &'a mut LocalCategory,
    ) -> Self {
        let mut addresses = Self {
            seed,
            network_addresses: customers / CUSTOMERS_PER_ADDRESS
                + u64::from(CELL_NETWORK_ADDRESSES),
            codes: BTreeMap::new(),
            dictionary,
        };
        let first = addresses.network(cell);
        for number in 0..u64::from(CELL_NETWORK_ADDRESSES) {
            let address = (first + number) % addresses.network_addresses;
            addresses.code(NETWORK_ADDRESS | address);
        }
        addresses
    }

    /// The code of the network address that a customer has on a day.
    pub(crate) fn network_of(customer: u64, day: i64) -> u16 {
        mix(customer ^ ((day as u64) << 40)) as u16 % CELL_NETWORK_ADDRESSES
    }

    /// The codes of a customer's own addresses, by [`Connection`]; the home address is the household's.
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
        let behind_network = mix(gang) % 100 < GANGS_IN_NETWORKS;
        self.code(if behind_network {
            NETWORK_ADDRESS | self.network(gang)
        } else {
            GANG_ADDRESS | gang
        })
    }

    /// A network address of the country, by number.
    fn network(&self, user: u64) -> u64 {
        mix(user) % self.network_addresses
    }

    fn code(&mut self, entity: u64) -> u16 {
        let (seed, dictionary) = (self.seed, &mut *self.dictionary);
        *self
            .codes
            .entry(entity)
            .or_insert_with(|| dictionary.add(&address(seed, entity)))
    }
}

/// The IP address of an entity.
fn address(seed: u64, entity: u64) -> String {
    let hash = key(seed, Purpose::Address, entity);
    let [a, b, c, d, ..] = hash.to_le_bytes();
    let first = OCTETS[usize::from(a) % OCTETS.len()];
    format!("{first}.{b}.{c}.{}", d.max(1))
}
