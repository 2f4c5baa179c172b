//! [`Life`]: what one customer has and has done, while a cell's time goes by.

use alloc::vec::Vec;

use crate::bank::history::History;
use crate::bank::limits::{Reserved, Tally, day_of};
use crate::behaviour::Payday;
use crate::calendar::DAY;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::catalog::states::STATES;
use crate::fraud::script::Payee;
use crate::population::coordinates::Place;
use crate::population::ip::Addresses;
use crate::population::merchants::Shop;
use crate::population::people::account::Account;
use crate::population::people::card::{Card, cards};
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Stream};
use crate::schema::categories::{CardType, Instrument, Profile};
use crate::world::World;

/// Shops that a customer goes back to, in town and online.
const LOCAL_SHOPS: usize = 14;
pub(crate) const ONLINE_SHOPS: usize = 6;
/// Contacts in the same cell of the population, per mille.
const KNOWN_CONTACTS: u32 = 300;
/// Customers who share an address at home with a neighbour, and who borrow a neighbour's phone now and
/// then, per mille (assumptions).
const HOUSEHOLDS: u32 = 500;
const BORROWERS: u32 = 80;
/// Most bills of each instrument.
pub(crate) const MOST_BILLS: usize = 4;

/// Someone the customer pays again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) payee: Payee,
    /// How large payments to them are, in standard deviations.
    pub(crate) size: f64,
}

/// A payment that comes every month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bill {
    pub(crate) instrument: Instrument,
    pub(crate) payee: Payee,
    /// The payee, where it is a merchant.
    pub(crate) shop: Option<Shop>,
    /// Standard normal quantile of its amount.
    pub(crate) size: f64,
    /// Day of month.
    pub(crate) due: u32,
}

/// An account and what is on it.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) account: Account,
    pub(crate) balance: i64,
    /// What came in since its last transaction.
    pub(crate) credits: i64,
}

impl Ledger {
    /// Money comes in.
    pub(crate) fn credit(&mut self, amount: i64) {
        self.balance += amount;
        self.credits += amount;
    }
}

/// A credit card's spending in the calendar month, and since the last invoice.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Spending {
    pub(crate) month: Tally,
    /// Without fraud cases.
    pub(crate) everyday: Tally,
    pub(crate) invoiced: i64,
}

/// Some days in another town.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trip {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) municipality: u16,
    pub(crate) place: Place,
}

/// Whom the customer paid last: people pay in bursts.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Errand {
    pub(crate) instrument: Instrument,
    pub(crate) payee: Payee,
    pub(crate) shop: Option<Shop>,
}

/// What a customer has at hand between two changes, by its place in the lists of devices and trips.
#[derive(Debug, Default, Clone, Copy)]
struct AtHand {
    phone: Option<usize>,
    computer: Option<usize>,
    trip: Option<usize>,
    /// When something changes next.
    until: i64,
}

/// An app or web session.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Session {
    pub(crate) id: i64,
    pub(crate) device: i64,
    pub(crate) last: i64,
}

/// One customer of a cell.
#[derive(Debug)]
pub(crate) struct Life<'a> {
    pub(crate) customer: &'a Customer,
    pub(crate) stream: Stream,
    pub(crate) ledgers: Vec<Ledger>,
    pub(crate) cards: Vec<Card>,
    /// The first and last card of each type; a customer has at least one of each.
    cards_of_type: [(usize, usize); CardType::ALL.len()],
    pub(crate) spending: Vec<Spending>,
    pub(crate) devices: Vec<Device>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) shops: [Shop; LOCAL_SHOPS],
    pub(crate) online: [Shop; ONLINE_SHOPS],
    pub(crate) bills: Vec<Bill>,
    trips: Vec<Trip>,
    at_hand: AtHand,
    /// Payments, per mille: by computer of those that are digital, and at a branch of those it takes.
    pub(crate) by_computer: u32,
    pub(crate) at_branch: u32,
    /// What cards pay where the customer lives, per mille of Brazil's.
    pub(crate) card_value: i64,
    /// Home, work and somewhere else in town.
    pub(crate) places: [Place; 3],
    /// Codes of the customer's own IP addresses, by [`Spot`].
    pub(crate) addresses: [u16; Spot::Network as usize],
    pub(crate) history: History,
    /// Where the last located transaction was, and the cosine of its latitude.
    pub(crate) last_place: Option<(Place, f64)>,
    pub(crate) session: Session,
    /// Everyday sums by night, and by day on a device that is not registered.
    pub(crate) night: Tally,
    pub(crate) new_device: Tally,
    /// What fraud cases spend of the limits.
    pub(crate) reserved: &'a [Reserved],
    /// A neighbour's phone that the customer pays with now and then.
    pub(crate) borrowed: Option<Device>,
    /// Who the customer shares an address at home with: the first customer of the household.
    pub(crate) household: u64,
    pub(crate) errand: Option<Errand>,
    /// The stranger paid last.
    pub(crate) met: Option<Payee>,
    /// When the customer's income comes.
    pub(crate) payday: Payday,
    /// How many incomes have come, of those of the payday.
    pub(crate) incomes: usize,
}

/// How a customer is connected when ordering a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Spot {
    Home,
    Work,
    Trip,
    /// A mobile or public network, which gives the customer an address a day, of those that many share.
    Network,
}

impl<'a> Life<'a> {
    pub(crate) fn new(
        world: &World,
        cell: &[Customer],
        customer: &'a Customer,
        reserved: &'a [Reserved],
    ) -> Self {
        let spec = world.plan.spec();
        let mut stream = Stream::new(spec.seed, Purpose::Contacts, customer.number);
        let ledgers: Vec<Ledger> = world
            .accounts(customer)
            .map(|account| Ledger {
                balance: account.opening_balance,
                credits: 0,
                account,
            })
            .collect();
        let accounts: Vec<Account> = ledgers
            .iter()
            .map(|ledger| ledger.account.clone())
            .collect();
        let cards: Vec<Card> = cards(spec.seed, spec.start, customer, &accounts).collect();
        let town = &MUNICIPALITIES[usize::from(customer.municipality)];
        let normal = world.people.normal();
        let mut near =
            || Place::near_town(town, normal.draw(&mut stream), normal.draw(&mut stream));
        let places = [customer.home, near(), near()];
        let shops = core::array::from_fn(|_| {
            let mcc = world.habits.trade(customer, false, &mut stream);
            world.market.local(mcc, customer.municipality, &mut stream)
        });
        let online = core::array::from_fn(|place| world.usual_shop(customer, place));
        let payday = match stream.below(100) {
            _ if !customer.is_person() => Payday::EveryBusinessDay,
            0..60 => Payday::FifthBusinessDay,
            60..80 => Payday::Twentieth,
            _ => Payday::LastDay,
        };
        let mut sharing = Stream::new(spec.seed, Purpose::Sharing, customer.number);
        let contacts = contacts(world, cell, customer, &mut stream);
        let bills = bills(world, customer, &contacts, &mut stream);
        Self {
            stream: Stream::new(spec.seed, Purpose::Events, customer.number),
            spending: alloc::vec![Spending::default(); cards.len()],
            cards_of_type: core::array::from_fn(|card_type| {
                let is_one = |card: &Card| card.card_type as usize == card_type;
                let (first, last) = (
                    cards.iter().position(is_one),
                    cards.iter().rposition(is_one),
                );
                (first.unwrap_or_default(), last.unwrap_or_default())
            }),
            cards,
            ledgers,
            devices: world.devices.devices(&world.plan, customer),
            contacts,
            shops,
            online,
            bills,
            trips: trips(world, customer, &mut stream),
            at_hand: AtHand::default(),
            // Companies make 79 % of their operations by internet banking, persons 92 % by phone (2024).
            by_computer: match (customer.is_person(), customer.profile) {
                (false, _) => 755,
                (true, Profile::TraditionalSenior) => 200,
                (true, Profile::BusinessOwner) => 290,
                _ => 100,
            },
            at_branch: match customer.profile {
                Profile::TraditionalSenior => 250,
                _ => 30,
            },
            card_value: STATES[usize::from(town.state)].card_value(),
            places,
            addresses: [0; Spot::Network as usize],
            history: History::with_capacity(0),
            last_place: None,
            session: Session::default(),
            night: Tally::default(),
            new_device: Tally::default(),
            reserved,
            borrowed: borrowed(world, cell, customer, &mut sharing),
            household: if sharing.chance(HOUSEHOLDS) {
                customer.number & !1
            } else {
                customer.number
            },
            errand: None,
            met: None,
            incomes: world
                .habits
                .incomes(payday)
                .partition_point(|income| income.time < customer.since.midnight()),
            payday,
            customer,
        }
    }

    /// The address of a connection at a time.
    pub(crate) fn address(&self, spot: Spot, time: i64) -> u16 {
        match spot {
            Spot::Network => Addresses::network_of(self.customer.number, day_of(time)),
            own => self.addresses[own as usize],
        }
    }

    /// Time goes by, up to a time not before the last one.
    pub(crate) fn pass_to(&mut self, time: i64) {
        if time < self.at_hand.until {
            return;
        }
        let seen = |device: &Device| device.first_seen <= time;
        let (devices, trips) = (self.devices.iter(), self.trips.iter());
        let changes = devices
            .map(|device| device.first_seen)
            .chain(trips.flat_map(|trip| [trip.from, trip.to]));
        self.at_hand = AtHand {
            // The latest one seen.
            phone: self.devices.iter().rposition(|d| d.is_phone() && seen(d)),
            computer: self.devices.iter().position(|d| !d.is_phone() && seen(d)),
            trip: self
                .trips
                .iter()
                .position(|trip| (trip.from..trip.to).contains(&time)),
            until: changes
                .filter(|&change| change > time)
                .min()
                .unwrap_or(i64::MAX),
        };
    }

    /// The trip that the customer is on.
    pub(crate) fn trip(&self) -> Option<&Trip> {
        self.at_hand.trip.map(|trip| &self.trips[trip])
    }

    /// The phone in use.
    pub(crate) fn phone(&self) -> Option<&Device> {
        self.at_hand.phone.map(|phone| &self.devices[phone])
    }

    /// The computer or tablet in use.
    pub(crate) fn computer(&self) -> Option<&Device> {
        self.at_hand
            .computer
            .map(|computer| &self.devices[computer])
    }

    /// A card of a type, mostly the first.
    pub(crate) fn card(&mut self, card_type: CardType) -> usize {
        let (first, last) = self.cards_of_type[card_type as usize];
        if self.stream.chance(750) { first } else { last }
    }

    /// The first card of a type: that of the primary account, where it has one.
    pub(crate) fn first_card(&self, card_type: CardType) -> usize {
        self.cards_of_type[card_type as usize].0
    }
}

/// Family, friends, landlord and whoever else is paid from time to time, the most frequent first.
fn contacts(
    world: &World,
    cell: &[Customer],
    customer: &Customer,
    stream: &mut Stream,
) -> Vec<Contact> {
    let count = match customer.profile {
        Profile::TraditionalSenior => stream.between(5, 14),
        Profile::BusinessOwner => stream.between(15, 40),
        _ => stream.between(8, 30),
    };
    (0..count)
        .map(|_| {
            let neighbour = stream.choose(cell);
            let known = stream.chance(KNOWN_CONTACTS)
                && neighbour.number != customer.number
                && neighbour.since < world.plan.spec().start;
            let stranger = world.stranger(world.period().start, stream);
            let payee = if known {
                Payee::Customer(neighbour.number)
            } else {
                stranger
            };
            Contact {
                payee,
                size: world.people.normal().draw(stream),
            }
        })
        .collect()
}

/// A phone of a neighbour that was registered before the period.
fn borrowed(
    world: &World,
    cell: &[Customer],
    customer: &Customer,
    sharing: &mut Stream,
) -> Option<Device> {
    if !sharing.chance(BORROWERS) {
        return None;
    }
    let neighbour = sharing.choose(cell);
    let devices = world.devices.devices(&world.plan, neighbour);
    let known = |device: &Device| device.is_phone() && device.registered < world.period().start;
    devices
        .into_iter()
        .rfind(known)
        .filter(|_| neighbour.number != customer.number && customer.is_person())
}

/// Bills of each instrument that has them; the calendar uses as many as the customer's payments allow.
fn bills(
    world: &World,
    customer: &Customer,
    contacts: &[Contact],
    stream: &mut Stream,
) -> Vec<Bill> {
    let billers: Vec<usize> = crate::catalog::merchants::MCCS
        .iter()
        .enumerate()
        .filter(|(_, mcc)| mcc.billing)
        .map(|(index, _)| index)
        .collect();
    let mut bills = Vec::new();
    for instrument in [
        Instrument::Boleto,
        Instrument::AutoDebit,
        Instrument::CreditCard,
        Instrument::Pix,
    ] {
        for index in 0..MOST_BILLS {
            let mcc = *stream.choose(&billers);
            // Only shops on the net keep a card on file.
            let online = stream.chance(500) || instrument == Instrument::CreditCard;
            let shop = match online {
                true => world.market.online(mcc, customer.municipality, stream),
                false => world.market.local(mcc, customer.municipality, stream),
            };
            let stranger = Payee::External(stream.below(world.externals));
            let (payee, shop) = match (instrument, index) {
                // The landlord first.
                (Instrument::Boleto, 0) => (stranger, None),
                (Instrument::Pix, ..2) => (contacts[index % contacts.len()].payee, None),
                _ => (Payee::Merchant(shop.number), Some(shop)),
            };
            let size = world.people.normal().draw(stream);
            bills.push(Bill {
                instrument,
                payee,
                shop,
                size,
                due: stream.between(1, 28) as u32,
            });
        }
    }
    bills
}

/// Up to two trips of two to eight days.
fn trips(world: &World, customer: &Customer, stream: &mut Stream) -> Vec<Trip> {
    let period = world.period();
    let most = match customer.profile {
        Profile::HighSpender | Profile::BusinessOwner => 3,
        _ => 2,
    };
    (0..stream.below(most + 1))
        .map(|_| {
            let from = stream.between(period.start, period.end - 1);
            let to = from + stream.between(2, 8) * DAY;
            let municipality = world.people.any_town(stream);
            let town = &MUNICIPALITIES[usize::from(municipality)];
            let normal = world.people.normal();
            let place = Place::near_town(town, normal.draw(stream), normal.draw(stream));
            Trip {
                from,
                to,
                municipality,
                place,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn what_is_at_hand_is_what_a_search_finds() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        let mut changes = 0;
        for customer in &cell {
            let mut life = Life::new(&world, &cell, customer, &[]);
            let period = world.period();
            let devices = life.devices.iter().map(|device| device.first_seen);
            let trips = life.trips.iter().flat_map(|trip| [trip.from, trip.to]);
            let mut times: Vec<i64> = devices
                .chain(trips)
                .flat_map(|time| [time - 1, time, time + 1])
                .filter(|time| period.contains(time))
                .collect();
            times.sort_unstable();
            changes += times.len();
            for time in times {
                life.pass_to(time);
                let seen = |device: &&Device| device.first_seen <= time;
                let (phone, computer) = (
                    life.devices
                        .iter()
                        .filter(seen)
                        .rfind(|device| device.is_phone()),
                    life.devices
                        .iter()
                        .filter(seen)
                        .find(|device| !device.is_phone()),
                );
                let trip = |trip: &&Trip| (trip.from..trip.to).contains(&time);
                assert_eq!(life.phone().map(|d| d.id), phone.map(|d| d.id));
                assert_eq!(life.computer().map(|d| d.id), computer.map(|d| d.id));
                assert_eq!(
                    life.trip().map(|trip| trip.from),
                    life.trips.iter().find(trip).map(|trip| trip.from)
                );
            }
        }
        assert!(changes > 300, "{changes}");
    }

    #[test]
    fn the_first_card_of_a_type_is_of_the_first_account_that_has_one() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        for customer in &cell {
            let life = Life::new(&world, &cell, customer, &[]);
            for card_type in CardType::ALL {
                let of_type = |card: &&Card| card.card_type == *card_type;
                let least = life
                    .cards
                    .iter()
                    .filter(of_type)
                    .map(|card| card.account)
                    .min();
                assert_eq!(Some(life.cards[life.first_card(*card_type)].account), least);
            }
        }
    }
}
