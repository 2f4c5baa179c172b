//! [`CustomerState`]: what one customer has and has done so far, while a cell is simulated.

use alloc::vec::Vec;

use crate::bank::blocks::Blocks;
use crate::bank::books::Books;
use crate::bank::history::History;
use crate::bank::ledger::Ledger;
use crate::bank::limits::{Reservation, day_of};
use crate::bank::session::Session;
use crate::behaviour::income::Payday;
use crate::calendar::DAY;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::catalog::states::STATES;
use crate::fraud::planning::consequences::Consequences;
use crate::population::coordinates::Coordinates;
use crate::population::ip::{Address, Connection, Networks};
use crate::population::merchants::Merchant;
use crate::population::payee::{Payee, Payer};
use crate::population::people::account::Account;
use crate::population::people::card::CardSlot;
use crate::population::people::customer::Customer;
use crate::population::people::device::{Device, ShortTerm};
use crate::population::people::moving::Home;
use crate::random::rng::{Keys, Purpose, Rng};
use crate::schema::categories::{CardType, Instrument, Profile};
use crate::simulation::customer::bills::{Bill, bills};
use crate::simulation::customer::contacts::{Contact, contacts, household};
use crate::simulation::customer::planned::Planned;
use crate::simulation::customer::trips::{Trip, trips};
use crate::simulation::customer::visit::Visit;
use crate::world::{REGULAR_ONLINE_MERCHANTS, World};

/// Number of local merchants that a customer buys from regularly.
const LOCAL_MERCHANTS: usize = 14;

/// For how long a new computer or tablet is tried (assumption).
const TRIED: i64 = 2 * DAY;

/// The last Pix or card purchase: follow-up payments often go to the same payee.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PreviousPayment {
    pub(crate) instrument: Instrument,
    pub(crate) payee: Payee,
    pub(crate) merchant: Option<Merchant>,
}

/// The devices and the trip of a customer at a time, as indices, until the next change.
#[derive(Debug, Default, Clone, Copy)]
struct Current {
    phone: Option<usize>,
    computer: Option<usize>,
    /// The computer or tablet if it is new, and a device that is used for a short time.
    new_computer: bool,
    short_term: Option<usize>,
    trip: Option<usize>,
    /// The time of the next change.
    until: i64,
}

/// What a customer has in the municipality of residence.
#[derive(Debug, Clone)]
struct Town {
    municipality: u16,
    card_value: i64,
    usual_locations: [Coordinates; 3],
    merchants: [Merchant; LOCAL_MERCHANTS],
}

impl Town {
    fn new(world: &World, customer: &Customer, home: Home, rng: &mut Rng) -> Self {
        let town = &MUNICIPALITIES[usize::from(home.municipality)];
        let normal = world.people.normal();
        let mut near = || Coordinates::near(town, normal.draw(rng), normal.draw(rng));
        let usual_locations = [home.location, near(), near()];
        let merchants =
            core::array::from_fn(|_| world.local_merchant(customer, home.municipality, rng));
        Self {
            municipality: home.municipality,
            // Not all of it, as incomes differ by state too.
            card_value: 350 + STATES[usize::from(town.state)].card_value() * 65 / 100,
            usual_locations,
            merchants,
        }
    }
}

/// One customer of a cell.
#[derive(Debug, Clone)]
pub(crate) struct CustomerState<'a> {
    pub(crate) customer: &'a Customer,
    /// The stream of the current payment.
    pub(crate) rng: Rng,
    pub(crate) books: Books<'a>,
    /// The first and last slot of each type of card; every customer has at least one of each.
    pub(super) slots_of_type: [(usize, usize); CardType::ALL.len()],
    /// Whether the invoices of the last credit card are paid: without one to pay it is not used.
    pub(super) pays_last_invoice: bool,
    /// What follows reports of fraud by or against the customer.
    pub(crate) consequences: &'a Consequences,
    pub(crate) devices: Vec<Device>,
    /// Devices that the customer uses for a short time.
    pub(crate) short_term: Vec<ShortTerm>,
    pub(crate) contacts: Vec<Contact>,
    pub(crate) merchants: [Merchant; LOCAL_MERCHANTS],
    pub(crate) online: [Merchant; REGULAR_ONLINE_MERCHANTS],
    pub(crate) bills: Vec<Bill>,
    trips: Vec<Trip>,
    current: Current,
    /// Index in [`MUNICIPALITIES`] of where the customer lives.
    pub(crate) municipality: u16,
    /// When and where to the customer moves, if that is still to come.
    next_town: Option<(i64, Town)>,
    /// Share of payments by computer among those made from a device, per mille.
    pub(crate) computer_share: u32,
    /// Share of payments made at a branch, of those that branches accept, per mille.
    pub(crate) branch_share: u32,
    /// Value of card payments where the customer lives, per mille of Brazil's average.
    pub(crate) card_value: i64,
    /// Home, work and somewhere else in town.
    pub(crate) usual_locations: [Coordinates; 3],
    /// Keys of [`Purpose::Whereabouts`].
    pub(crate) places: Keys,
    pub(crate) last_visit: Option<Visit>,
    networks: &'a Networks,
    pub(crate) history: History,
    /// The last known location and the cosine of its latitude.
    pub(crate) last_location: Option<(Coordinates, f64)>,
    pub(crate) session: Session,
    /// A relative's or friend's phone that the customer sometimes pays with.
    pub(crate) borrowed_phone: Option<Device>,
    pub(crate) previous_payment: Option<PreviousPayment>,
    /// The last payee outside the customer's contacts.
    pub(crate) last_occasional_payee: Option<Payee>,
    /// What the customer's planned transfers add up to.
    pub(crate) planned: Planned,
    /// Other customers of the household.
    pub(crate) household: Vec<Contact>,
    /// Pix to accounts rather than merchants, and of those to the household, per mille.
    pub(crate) to_accounts: u32,
    pub(crate) to_household: u32,
    /// The driver of all amounts (see [`Budget`]), and what comes in in a month, in centavos.
    pub(crate) means: f64,
    pub(crate) monthly_income: i64,
    /// The share of the income that comes in here, and not at another bank.
    pub(crate) income_share: f64,
    /// The share of the salary that comes besides what others pay for work and goods.
    pub(crate) salary_share: f64,
    /// When the customer's income arrives.
    pub(crate) payday: Payday,
    /// Who pays it.
    pub(crate) employer: Payer,
    /// The customer's account at another bank, for savings, and for those who left.
    pub(crate) own_account: Payee,
}

impl<'a> CustomerState<'a> {
    pub(crate) fn new(
        world: &'a World,
        cell: &[Customer],
        customer: &'a Customer,
        reservations: &[Reservation],
        consequences: &'a Consequences,
    ) -> Self {
        let spec = world.plan.spec();
        let mut rng = Rng::new(spec.seed, Purpose::Contacts, customer.number);
        let accounts: Vec<Account> = world.accounts(customer).collect();
        let cards = world.cards(customer, &accounts, consequences);
        let town = |at, rng: &mut Rng| Town::new(world, customer, customer.home_at(at), rng);
        let first = town(world.period().start, &mut rng);
        let next_town = customer.moved.map(|moved| {
            let mut rng = Rng::new(spec.seed, Purpose::NewTown, customer.number);
            let on = moved.on.midnight();
            (on, town(on, &mut rng))
        });
        let online = core::array::from_fn(|index| world.regular_online_merchant(customer, index));
        let contacts = contacts(world, customer, &mut rng);
        Self {
            rng: Rng::new(spec.seed, Purpose::Events, 0),
            slots_of_type: slots_of_type(&cards),
            pays_last_invoice: false,
            consequences,
            bills: bills(world, customer, &accounts, &cards, &contacts, &mut rng),
            books: Books::open(
                customer,
                ledgers(world, accounts, consequences),
                cards,
                reservations,
            ),
            devices: world.devices.devices(&world.plan, customer),
            short_term: world.devices.short_term(&world.plan, customer),
            contacts,
            merchants: first.merchants,
            online,
            trips: trips(world, customer),
            current: Current::default(),
            computer_share: computer_share(customer),
            branch_share: branch_share(customer),
            municipality: first.municipality,
            next_town,
            card_value: first.card_value,
            usual_locations: first.usual_locations,
            places: Keys::new(spec.seed, Purpose::Whereabouts),
            last_visit: None,
            networks: &world.networks,
            history: History::with_capacity(0),
            last_location: None,
            session: Session::default(),
            borrowed_phone: None,
            previous_payment: None,
            last_occasional_payee: None,
            payday: Payday::of(spec.seed, customer),
            employer: match customer.is_person() {
                true => Payer::External(rng.below(world.externals.count)),
                false => Payer::Unknown,
            },
            own_account: world.own_account(customer.number),
            planned: Planned::default(),
            household: household(world, cell, customer),
            to_accounts: 0,
            to_household: 0,
            means: 0.0,
            monthly_income: customer.income,
            income_share: 1.0,
            salary_share: 1.0,
            customer,
        }
    }

    /// What follows reports is this, and not what the payments were scheduled by; nothing has been paid yet.
    pub(crate) fn follow(&mut self, world: &World, consequences: &'a Consequences) {
        self.consequences = consequences;
        let accounts: Vec<Account> = world.accounts(self.customer).collect();
        self.books.cards = world.cards(self.customer, &accounts, consequences);
        self.books.ledgers = ledgers(world, accounts, consequences);
    }

    /// The IP address of a connection at a time.
    pub(crate) fn address(&self, connection: Connection, time: i64) -> Address {
        let (customer, town, day) = (self.customer, self.municipality, day_of(time));
        match (connection, self.trip()) {
            (Connection::Home, _) => self.networks.home(customer.household, town, day),
            (Connection::Work, _) => self.networks.workplace(customer, town),
            (Connection::Trip, Some(trip)) => {
                let to = trip.destination();
                self.networks.lodging(customer.number, trip.from, to, day)
            }
            _ => self.networks.elsewhere(customer.number, town, day),
        }
    }

    /// Advances to a time not before the last one.
    pub(crate) fn advance_to(&mut self, time: i64) {
        if time < self.current.until {
            return;
        }
        if let Some((_, town)) = self.next_town.take_if(|(on, _)| *on <= time) {
            self.municipality = town.municipality;
            self.card_value = town.card_value;
            self.usual_locations = town.usual_locations;
            self.merchants = town.merchants;
        }
        let seen = |device: &Device| device.first_seen <= time;
        let (devices, trips) = (self.devices.iter(), self.trips.iter());
        let changes = devices
            .flat_map(|device| [device.first_seen, device.first_seen + TRIED])
            .chain(
                self.short_term
                    .iter()
                    .flat_map(|other| [other.used.start, other.used.end]),
            )
            .chain(trips.flat_map(|trip| [trip.from, trip.to]))
            .chain(self.next_town.iter().map(|(on, _)| *on));
        // The newest ones in use.
        let newest = |phone: bool| {
            let is_one = |device: &Device| device.is_phone() == phone && seen(device);
            self.devices.iter().rposition(is_one)
        };
        let computer = newest(false);
        let is_new = |computer: usize| time < self.devices[computer].first_seen + TRIED;
        self.current = Current {
            phone: newest(true),
            computer,
            new_computer: computer.is_some_and(is_new),
            short_term: self
                .short_term
                .iter()
                .position(|other| other.used.contains(&time)),
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

    /// The current trip.
    pub(crate) fn trip(&self) -> Option<&Trip> {
        self.current.trip.map(|trip| &self.trips[trip])
    }

    /// The phone in use.
    pub(crate) fn phone(&self) -> Option<&Device> {
        self.current.phone.map(|phone| &self.devices[phone])
    }

    /// The computer or tablet in use.
    pub(crate) fn computer(&self) -> Option<&Device> {
        self.current
            .computer
            .map(|computer| &self.devices[computer])
    }

    /// Whether the computer in use is new.
    pub(crate) fn computer_is_new(&self) -> bool {
        self.current.new_computer
    }

    /// A device that is used for a short time just now.
    pub(crate) fn short_term_device(&self) -> Option<&Device> {
        self.current
            .short_term
            .map(|other| &self.short_term[other].device)
    }

    /// Moves to a location and returns its distance from the last one, in kilometres.
    pub(crate) fn travel(&mut self, location: Option<Coordinates>) -> Option<f32> {
        let here = location?;
        let last = self.last_location;
        if let Some((there, _)) = last
            && here == there
        {
            return Some(0.0);
        }
        let here = (here, here.cosine());
        self.last_location = Some(here);
        last.map(|there| Coordinates::distance_km(here, there))
    }
}

/// The customer's accounts at the start of the period.
fn ledgers(world: &World, accounts: Vec<Account>, consequences: &Consequences) -> Vec<Ledger> {
    let blocks = |index: usize, account: i64| {
        let for_good = consequences.account_blocked.filter(|_| index == 0);
        Blocks::new(world.seed(), &world.period(), account, for_good)
    };
    accounts
        .into_iter()
        .enumerate()
        .map(|(index, account)| {
            let blocks = blocks(index, account.id);
            Ledger::open(account, blocks)
        })
        .collect()
}

/// The first and last slot of each type.
fn slots_of_type(cards: &[CardSlot]) -> [(usize, usize); CardType::ALL.len()] {
    core::array::from_fn(|card_type| {
        let is_one = |slot: &CardSlot| slot.card_type as usize == card_type;
        let (first, last) = (
            cards.iter().position(is_one),
            cards.iter().rposition(is_one),
        );
        (first.unwrap_or_default(), last.unwrap_or_default())
    })
}

/// Per mille, to meet [`crate::published::COMPANIES_BY_WEB`] and [`crate::published::PERSONS_BY_APP`].
fn computer_share(customer: &Customer) -> u32 {
    match (customer.is_person(), customer.profile) {
        (false, _) => 755,
        (true, Profile::TraditionalSenior) => 200,
        (true, Profile::BusinessOwner) => 290,
        _ => 100,
    }
}

fn branch_share(customer: &Customer) -> u32 {
    match customer.profile {
        Profile::TraditionalSenior => 250,
        _ => 30,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::Spec;

    #[test]
    fn current_devices_and_trips_match_a_search() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        let mut changes = 0;
        for customer in &cell {
            let mut state = CustomerState::new(&world, &cell, customer, &[], Consequences::NONE);
            let period = world.period();
            let devices = state.devices.iter().map(|device| device.first_seen);
            let trips = state.trips.iter().flat_map(|trip| [trip.from, trip.to]);
            let mut times: Vec<i64> = devices
                .chain(trips)
                .flat_map(|time| [time - 1, time, time + 1])
                .filter(|time| period.contains(time))
                .collect();
            times.sort_unstable();
            changes += times.len();
            for time in times {
                state.advance_to(time);
                let seen = |device: &&Device| device.first_seen <= time;
                let (phone, computer) = (
                    state
                        .devices
                        .iter()
                        .filter(seen)
                        .rfind(|device| device.is_phone()),
                    state
                        .devices
                        .iter()
                        .filter(seen)
                        .rfind(|device| !device.is_phone()),
                );
                let trip = |trip: &&Trip| (trip.from..trip.to).contains(&time);
                assert_eq!(state.phone().map(|d| d.id), phone.map(|d| d.id));
                assert_eq!(state.computer().map(|d| d.id), computer.map(|d| d.id));
                assert_eq!(
                    state.trip().map(|trip| trip.from),
                    state.trips.iter().find(trip).map(|trip| trip.from)
                );
            }
        }
        assert!(changes > 300, "{changes}");
    }

    #[test]
    fn the_first_card_of_each_type_belongs_to_the_primary_account() {
        let world = World::new(&Spec::default()).expect("a valid spec");
        let cell = world.customers(world.plan.cell_customers(0));
        for customer in &cell {
            let state = CustomerState::new(&world, &cell, customer, &[], Consequences::NONE);
            for (first, _) in state.slots_of_type {
                assert_eq!(state.books.cards[first].account, 0);
            }
        }
    }
}
