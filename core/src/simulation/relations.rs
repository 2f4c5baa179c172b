//! A customer's contacts, bills and trips, and the phone that some borrow.

use alloc::vec::Vec;

use crate::calendar::DAY;
use crate::catalog::merchants::MCCS;
use crate::catalog::municipalities::MUNICIPALITIES;
use crate::population::coordinates::Coordinates;
use crate::population::merchants::Merchant;
use crate::population::payee::Payee;
use crate::population::people::account::Account;
use crate::population::people::card::CardSlot;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::permutation::permute;
use crate::random::rng::{Purpose, Rng, key};
use crate::schema::categories::{CardType, Instrument, Profile};
use crate::world::World;

/// Contacts who are customers of the same cell, per mille.
const CONTACTS_IN_CELL: u32 = 480;
/// Customers who sometimes borrow a neighbour's phone, per mille (assumption).
const BORROWERS: u32 = 80;
/// Number of bills of each instrument.
const BILLS_PER_INSTRUMENT: usize = 3;
/// How invoices of credit cards are paid (assumption).
const INVOICES: [Instrument; 2] = [Instrument::AutoDebit, Instrument::Boleto];

/// Someone the customer pays repeatedly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) payee: Payee,
    /// Usual size of payments to them, in standard deviations.
    pub(crate) size: f64,
}

/// A payment due every month.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Bill {
    pub(crate) instrument: Instrument,
    pub(crate) payee: Payee,
    /// The payee, if it is a merchant.
    pub(crate) merchant: Option<Merchant>,
    /// Standard normal quantile of its amount.
    pub(crate) size: f64,
    pub(crate) price: Price,
    /// Whether the customer pays it each month.
    pub(crate) scheduled: bool,
    /// Day of month.
    pub(crate) due: u32,
}

/// What a bill amounts to each month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Price {
    /// The same, as of rents and subscriptions, but for a rise in one month of the year, by its number in the
    /// period.
    Fixed { rises_in: u16 },
    /// About the same, as of electricity and water.
    Varies,
    /// What was bought on a credit card, by index among the customer's slots.
    Invoice(u8),
}

/// Some days in another municipality.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trip {
    pub(crate) from: i64,
    pub(crate) to: i64,
    pub(crate) municipality: u16,
    pub(crate) location: Coordinates,
}

/// Family, friends, the landlord and others, most frequently paid first.
pub(super) fn contacts(
    world: &World,
    cell: &[Customer],
    customer: &Customer,
    rng: &mut Rng,
) -> Vec<Contact> {
    let count = match customer.profile {
        Profile::TraditionalSenior => rng.between(5, 14),
        Profile::BusinessOwner => rng.between(15, 40),
        _ => rng.between(8, 30),
    };
    (0..count)
        .map(|_| {
            let neighbour = acquaintance(world, cell, rng);
            let known = rng.chance(CONTACTS_IN_CELL)
                && neighbour.number != customer.number
                && neighbour.kind == customer.kind
                && neighbour.since < world.plan.spec().start;
            let external_payee = world.externals.payee(world.period().start, rng);
            let payee = if known {
                Payee::Customer(neighbour.number)
            } else {
                external_payee
            };
            Contact {
                payee,
                size: world.people.normal().draw(rng),
            }
        })
        .collect()
}

/// A customer of the cell. Some are much better known than others: those who sell, teach or collect for a group.
fn acquaintance<'c>(world: &World, cell: &'c [Customer], rng: &mut Rng) -> &'c Customer {
    let unit = rng.unit();
    let rank = (unit * unit * unit * cell.len() as f64) as u64;
    let order = key(world.seed(), Purpose::Sharing, 1 << 63 | cell[0].number);
    &cell[permute(rank, cell.len() as u64, order) as usize]
}

/// A neighbour's phone, registered before the period.
pub(super) fn borrowed_phone(
    world: &World,
    cell: &[Customer],
    customer: &Customer,
    sharing: &mut Rng,
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

/// The invoices of credit cards, and bills of each instrument that can pay them; as many are scheduled as fit
/// among the customer's payments.
pub(super) fn bills(
    world: &World,
    customer: &Customer,
    accounts: &[Account],
    cards: &[CardSlot],
    contacts: &[Contact],
    rng: &mut Rng,
) -> Vec<Bill> {
    let billers: Vec<usize> = MCCS
        .iter()
        .enumerate()
        .filter(|(_, mcc)| mcc.billing)
        .map(|(index, _)| index)
        .collect();
    let credit = |(_, card): &(usize, &CardSlot)| card.card_type == CardType::Credit;
    let mut bills: Vec<Bill> = cards
        .iter()
        .enumerate()
        .filter(credit)
        .map(|(index, card)| Bill {
            instrument: *rng.choose(&INVOICES),
            payee: world.externals.of_bank(accounts[card.account].bank),
            merchant: None,
            size: 0.0,
            price: Price::Invoice(index as u8),
            scheduled: false,
            due: rng.between(1, 28) as u32,
        })
        .collect();
    for instrument in [
        Instrument::Boleto,
        Instrument::AutoDebit,
        Instrument::CreditCard,
        Instrument::Pix,
    ] {
        for index in 0..BILLS_PER_INSTRUMENT {
            let mcc = *rng.choose(&billers);
            // Only online merchants keep a card on file.
            let online = rng.chance(500) || instrument == Instrument::CreditCard;
            let merchant = match online {
                true => world.merchants.online(mcc, customer.municipality, rng),
                false => world.merchants.local(mcc, customer.municipality, rng),
            };
            let external_payee = Payee::External(rng.below(world.externals.count));
            let (payee, merchant) = match (instrument, index) {
                // The landlord first.
                (Instrument::Boleto, 0) => (external_payee, None),
                (Instrument::Pix, ..2) => (contacts[index % contacts.len()].payee, None),
                _ => (Payee::Merchant(merchant.number), Some(merchant)),
            };
            // Rents, subscriptions and instalments are fixed; metered services vary.
            let fixed = merchant.is_none() || online || rng.chance(300);
            let rises_in = rng.below(12) as u16;
            bills.push(Bill {
                instrument,
                payee,
                merchant,
                size: world.people.normal().draw(rng),
                price: match fixed {
                    true => Price::Fixed { rises_in },
                    false => Price::Varies,
                },
                scheduled: false,
                due: rng.between(1, 28) as u32,
            });
        }
    }
    bills
}

/// Up to three trips of two to eight days.
pub(super) fn trips(world: &World, customer: &Customer, rng: &mut Rng) -> Vec<Trip> {
    let period = world.period();
    let most = match customer.profile {
        Profile::HighSpender | Profile::BusinessOwner => 3,
        _ => 2,
    };
    (0..rng.below(most + 1))
        .map(|_| {
            let from = rng.between(period.start, period.end - 1);
            let to = from + rng.between(2, 8) * DAY;
            let municipality = world.people.any_municipality(rng);
            let town = &MUNICIPALITIES[usize::from(municipality)];
            let normal = world.people.normal();
            let location = Coordinates::near(town, normal.draw(rng), normal.draw(rng));
            Trip {
                from,
                to,
                municipality,
                location,
            }
        })
        .collect()
}
