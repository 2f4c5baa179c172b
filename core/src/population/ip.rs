//! [`Networks`]: through which networks customers and fraudsters are connected, and [`Addresses`]: the IP
//! addresses of a cell, each stored once.
//!
//! Everybody draws from the same networks, of every size: homes, workplaces, cafés and hotels, carriers whose
//! addresses a part of a town shares, and homes where someone is for a day. Which one follows from the customer,
//! the day and the town alone, so that no cell needs another. All sizes and shares are assumptions.

use alloc::vec::Vec;

use core::ops::Range;

use crate::bank::limits::day_of;
use crate::population::people::customer::{Customer, municipality_weights};
use crate::random::rng::{Keys, Purpose, mix, scale, unit};
use crate::schema::stores::LocalCategory;

/// First octets of addresses assigned in Brazil, as in the previous generator.
const OCTETS: [u8; 15] = [
    177, 187, 189, 191, 200, 201, 179, 186, 188, 190, 170, 138, 143, 152, 168,
];
/// Customers behind a carrier's gateway, and the addresses that it gives them, another one each day.
const CUSTOMERS_PER_GATEWAY: u64 = 96;
const ADDRESSES_PER_GATEWAY: u64 = 12;
/// Customers per public network of a town, and how many of these a customer goes to.
const CUSTOMERS_PER_PUBLIC_NETWORK: u64 = 8;
const HAUNTS: u64 = 3;
/// Homes where customers are guests, per hundred customers.
const HOSTS: u64 = 60;
/// Workplaces by the number of customers who work there, and the per cent of customers who work in such ones.
const WORKPLACES: [(u64, u64); 5] = [(1, 25), (3, 25), (8, 20), (20, 18), (60, 12)];
/// Days after which a home gets another address: at least, and up to how many more; and a gang's.
const LEASE: (u64, u64) = (20, 300);
const GANG_LEASE: u64 = 7;
/// How customers are connected who are neither at home nor at work, per mille: through a carrier's gateway
/// anywhere in the country, as carriers assign addresses from national pools; in a café, shop or university; as a
/// guest in a home that they know, or in one where they are only that day. The rest is the carrier's gateway of
/// their part of the town.
const ROAMING: u64 = 180;
const PUBLIC: u64 = 140;
const GUESTS: u64 = 70;
const ONCE: u64 = 70;
/// The same for travellers: their carrier's gateway anywhere, and the hotel's network; the others stay in a home.
const TRAVELLERS_ROAMING: u64 = 350;
const HOTELS: u64 = 550;
/// The same for fraudsters: a gateway in the victim's town, anywhere; a public network there, anywhere; a workplace
/// there; a home that they use for this case only. The rest have a home for the cases of a week.
const GANGS: [u64; 6] = [480, 200, 130, 20, 50, 100];

/// How a customer is connected when paying.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Connection {
    Home,
    Work,
    /// Where a traveller stays.
    Trip,
    /// A mobile network, or that of whoever is visited.
    Network,
}

/// An address, before it is written: a hash of whose it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Address(u64);

/// What an address belongs to.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Home = 1,
    Workplace,
    Public,
    Carrier,
    Host,
    Once,
    Gang,
}

/// The networks of a town, as ranges of numbers in the country.
#[derive(Debug)]
struct Town {
    gateways: Range<u64>,
    public: Range<u64>,
    homes: u64,
    /// By size.
    workplaces: [u64; WORKPLACES.len()],
}

/// The networks of the country.
#[derive(Debug)]
pub(crate) struct Networks {
    /// Keys of [`Purpose::Address`] and [`Purpose::Connections`].
    addresses: Keys,
    choices: Keys,
    towns: Vec<Town>,
    gateways: u64,
    public: u64,
}

impl Networks {
    pub(crate) fn new(seed: u64, customers: u64) -> Self {
        let weights = municipality_weights();
        let total: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
        let (mut gateways, mut public) = (0, 0);
        let towns = weights.iter().map(|&weight| {
            let customers = (u128::from(customers) * u128::from(weight) / total) as u64;
            let next = |running: &mut u64, per: u64| {
                let first = *running;
                *running += customers / per + 1;
                first..*running
            };
            Town {
                gateways: next(&mut gateways, CUSTOMERS_PER_GATEWAY),
                public: next(&mut public, CUSTOMERS_PER_PUBLIC_NETWORK),
                homes: customers * HOSTS / 100 + 1,
                workplaces: WORKPLACES.map(|(size, share)| customers * share / (100 * size) + 1),
            }
        });
        let towns = towns.collect();
        Self {
            addresses: Keys::new(seed, Purpose::Address),
            choices: Keys::new(seed, Purpose::Connections),
            towns,
            gateways,
            public,
        }
    }

    /// The address of a household in a town on a day.
    pub(crate) fn home(&self, household: u64, town: u16, day: i64) -> Address {
        let draw = self.choice(Kind::Home, household, 0);
        let length = LEASE.0 + draw % LEASE.1;
        let lease = (day as u64 + (draw >> 32) % length) / length;
        self.address(Kind::Home, household, u64::from(town) << 32 | lease)
    }

    /// The address where a customer works in a town; a company has its own.
    pub(crate) fn workplace(&self, customer: &Customer, town: u16) -> Address {
        let draw = self.choice(Kind::Workplace, customer.number, town.into());
        match customer.is_person() {
            true => self.workplace_in(town, draw),
            false => self.address(Kind::Workplace, customer.number, u64::MAX),
        }
    }

    /// Where a traveller is connected, by the customer's number, the trip and where it leads to.
    pub(crate) fn lodging(&self, customer: u64, trip: i64, town: u16, day: i64) -> Address {
        let draw = self.choice(Kind::Once, customer, day as u64);
        if scale(draw, 1000) < TRAVELLERS_ROAMING {
            return self.gateway(mix(draw) % self.gateways, draw);
        }
        let stay = self.choice(Kind::Host, customer, trip as u64);
        match scale(stay, 1000) < HOTELS {
            true => self.public_in(town, mix(stay)),
            false => self.host_in(town, mix(stay)),
        }
    }

    /// The address of a customer who is neither at home nor at work.
    pub(crate) fn elsewhere(&self, customer: u64, town: u16, day: i64) -> Address {
        const UP_TO: [u64; 4] = [
            ROAMING,
            ROAMING + PUBLIC,
            ROAMING + PUBLIC + GUESTS,
            ROAMING + PUBLIC + GUESTS + ONCE,
        ];
        let draw = self.choice(Kind::Carrier, customer, day as u64);
        let number = scale(draw, 1000);
        let usual = || self.choice(Kind::Public, customer, draw % HAUNTS);
        match UP_TO.iter().position(|&up_to| number < up_to) {
            Some(0) => self.gateway(mix(draw) % self.gateways, draw),
            Some(1) => self.public_in(town, usual()),
            Some(2) => self.host_in(town, usual()),
            Some(3) => self.address(Kind::Once, customer, day as u64),
            _ => self.gateway_in(town, mix(customer), draw),
        }
    }

    /// The address of a gang in a case against a customer of a town, at a time.
    pub(crate) fn of_gang(&self, gang: u64, case: u64, town: u16, time: i64) -> Address {
        let draw = self.choice(Kind::Gang, gang, case);
        // A gang mostly does as the other times.
        let usual = self.choice(Kind::Gang, gang, u64::MAX);
        let mut left = scale(if draw & 1 == 0 { usual } else { draw }, 1000);
        let day = mix(draw ^ day_of(time) as u64);
        for (kind, share) in GANGS.into_iter().enumerate() {
            if left >= share {
                left -= share;
                continue;
            }
            return match kind {
                0 => self.gateway_in(town, mix(draw), day),
                1 => self.gateway(mix(usual ^ day) % self.gateways, day),
                2 => self.public_in(town, usual),
                3 => self.public_network(mix(draw) % self.public),
                4 => self.workplace_in(town, mix(draw)),
                _ => self.address(Kind::Once, gang, case),
            };
        }
        let week = day_of(time) as u64 / GANG_LEASE;
        self.address(Kind::Gang, gang, week)
    }

    /// One of the addresses of a gateway in a town, by what draws each.
    fn gateway_in(&self, town: u16, draw: u64, address: u64) -> Address {
        let gateways = &self.towns[usize::from(town)].gateways;
        let gateway = gateways.start + draw % (gateways.end - gateways.start);
        self.gateway(gateway, address)
    }

    fn gateway(&self, gateway: u64, address: u64) -> Address {
        self.address(Kind::Carrier, gateway, mix(address) % ADDRESSES_PER_GATEWAY)
    }

    /// A public network of a town: some are much busier than others.
    fn public_in(&self, town: u16, draw: u64) -> Address {
        let public = &self.towns[usize::from(town)].public;
        let rank = unit(draw) * unit(draw);
        self.public_network(public.start + ((public.end - public.start) as f64 * rank) as u64)
    }

    fn public_network(&self, number: u64) -> Address {
        self.address(Kind::Public, number, 0)
    }

    /// A home in a town where others are guests.
    fn host_in(&self, town: u16, draw: u64) -> Address {
        let home = draw % self.towns[usize::from(town)].homes;
        self.address(Kind::Host, town.into(), home)
    }

    /// A workplace in a town.
    fn workplace_in(&self, town: u16, draw: u64) -> Address {
        let mut left = scale(draw, 100);
        let is_of = |(_, share): &(u64, u64)| {
            let found = left < *share;
            left = left.saturating_sub(*share);
            found
        };
        let size = WORKPLACES.iter().position(is_of).unwrap_or_default();
        let number = mix(draw) % self.towns[usize::from(town)].workplaces[size];
        let of_town = (u64::from(town) << 8 | size as u64) << 40 | number;
        self.address(Kind::Workplace, of_town, 0)
    }

    fn choice(&self, kind: Kind, whose: u64, which: u64) -> u64 {
        self.choices
            .of(mix(whose << 3 | kind as u64).wrapping_add(which))
    }

    fn address(&self, kind: Kind, whose: u64, which: u64) -> Address {
        let owner = mix(whose << 3 | kind as u64);
        // 0 stands for an empty slot.
        Address(self.addresses.of(owner.wrapping_add(which)).max(1))
    }
}

/// The codes of the addresses that a cell has used so far: a hash table with linear probing.
#[derive(Debug, Default)]
pub(crate) struct Addresses {
    /// Address (0 where empty) and code.
    slots: Vec<(u64, u16)>,
    count: u64,
}

impl Addresses {
    /// Empties the table and makes room for those of `payments`.
    pub(crate) fn reset(&mut self, payments: usize) {
        let most = payments.min(usize::from(u16::MAX));
        self.slots.clear();
        self.slots
            .resize((most + most / 4 + 1).next_power_of_two(), (0, 0));
        self.count = 0;
    }

    /// The code of an address, which is stored when it is used for the first time.
    pub(crate) fn code(&mut self, address: Address, dictionary: &mut LocalCategory) -> u16 {
        let Address(hash) = address;
        let mask = self.slots.len() - 1;
        let mut position = hash as usize & mask;
        loop {
            match self.slots[position] {
                (known, code) if known == hash => return code,
                // No cell has so many; if one had, others would be used more often.
                (0, _) if self.count == u64::from(u16::MAX) => {
                    return scale(hash, self.count) as u16;
                }
                (0, _) => {
                    let code = dictionary.add(dotted(hash, &mut [0; 15]));
                    self.slots[position] = (hash, code);
                    self.count += 1;
                    return code;
                }
                _ => position = (position + 1) & mask,
            }
        }
    }
}

/// An address as it is written, in this memory.
fn dotted(hash: u64, text: &mut [u8; 15]) -> &str {
    let [a, b, c, d, ..] = hash.to_be_bytes();
    let first = OCTETS[usize::from(a) % OCTETS.len()];
    let mut len = 0;
    let mut put = |character| {
        text[len] = character;
        len += 1;
    };
    for (index, octet) in [first, b, c, d.max(1)].into_iter().enumerate() {
        if index > 0 {
            put(b'.');
        }
        if octet >= 100 {
            put(b'0' + octet / 100);
        }
        if octet >= 10 {
            put(b'0' + octet / 10 % 10);
        }
        put(b'0' + octet % 10);
    }
    core::str::from_utf8(&text[..len]).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::{BTreeMap, BTreeSet};

    const DAYS: i64 = 365;
    const START: i64 = 20_000;

    #[test]
    fn an_address_is_stored_once_and_is_one_of_brazils() {
        let mut addresses = Addresses::default();
        let mut dictionary = LocalCategory::default();
        addresses.reset(100);
        let networks = Networks::new(1, 5_000);
        let codes = [3, 4, 3, 4, 5].map(|household| {
            let home = networks.home(household, 0, START);
            addresses.code(home, &mut dictionary)
        });
        assert_eq!(codes, [0, 1, 0, 1, 2]);
        for (octets, text) in [
            ([0, 0, 0, 0], "177.0.0.1"),
            ([14, 9, 10, 99], "168.9.10.99"),
            ([15, 100, 205, 255], "177.100.205.255"),
        ] {
            let [a, b, c, d] = octets;
            let hash = u64::from_be_bytes([a, b, c, d, 1, 2, 3, 4]);
            assert_eq!(dotted(hash, &mut [0; 15]), text);
        }
    }

    #[test]
    fn homes_get_another_address_now_and_then() {
        let networks = Networks::new(1, 5_000);
        let counts = (0..200).map(|household| {
            let days = START..START + DAYS;
            let addresses = days.map(|day| networks.home(household, 7, day).0);
            addresses.collect::<BTreeSet<u64>>().len()
        });
        let counts: BTreeSet<usize> = counts.collect();
        assert!(
            counts.contains(&2) && counts.contains(&9) && counts.last() < Some(&21),
            "{counts:?}"
        );
    }

    #[test]
    fn addresses_away_from_home_are_shared_by_any_number_of_customers() {
        let networks = Networks::new(1, 5_000);
        let mut users: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
        for customer in 0..5_000 {
            let town = (customer % 40) as u16;
            for day in (START..START + DAYS).step_by(3) {
                let Address(address) = networks.elsewhere(customer, town, day);
                users.entry(address).or_default().insert(customer);
            }
        }
        let degrees: BTreeSet<usize> = users.values().map(BTreeSet::len).collect();
        assert!(
            (3..60).all(|degree| degrees.contains(&degree)),
            "{degrees:?}"
        );
        let once = users.values().filter(|users| users.len() == 1).count();
        assert!(once * 10 > users.len(), "{once} of {}", users.len());
    }

    #[test]
    fn gangs_mostly_use_addresses_of_the_town() {
        let networks = Networks::new(1, 5_000);
        let in_town: BTreeSet<u64> = (0..3_000)
            .flat_map(|customer| (0..40).map(move |day| (customer, START + day)))
            .map(|(customer, day)| networks.elsewhere(customer, 3, day).0)
            .collect();
        let found = (0..1_000).filter(|&gang| {
            let time = START * crate::calendar::DAY;
            in_town.contains(&networks.of_gang(gang, gang + 1, 3, time).0)
        });
        let found = found.count();
        assert!((600..900).contains(&found), "{found}");
    }
}
