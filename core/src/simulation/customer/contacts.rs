//! [`Contact`]: whom a customer pays again and again besides planned transfers, and the phone that some borrow.

use alloc::vec::Vec;

use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Rng, mix};
use crate::schema::categories::Profile;
use crate::world::World;

/// Customers who sometimes borrow a neighbour's phone, per mille (assumption).
const BORROWERS: u32 = 200;
/// Of those, who borrow from someone of the household, if there is anyone, per mille (assumption).
const FAMILY: u32 = 500;

/// Someone the customer pays repeatedly.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Contact {
    pub(crate) payee: Payee,
    /// Usual size of payments to them, in standard deviations.
    pub(crate) size: f64,
}

/// Accounts outside the population that a customer pays again and again, most frequently paid first.
pub(super) fn contacts(world: &World, customer: &Customer, rng: &mut Rng) -> Vec<Contact> {
    let count = match customer.profile {
        Profile::TraditionalSenior => rng.between(3, 8),
        Profile::BusinessOwner => rng.between(8, 20),
        _ => rng.between(4, 15),
    };
    (0..count)
        .map(|_| Contact {
            payee: world.externals.payee(world.period().start, rng),
            size: world.people.normal().draw(rng),
        })
        .collect()
}

/// The other customers of the household who are there when the period starts.
pub(super) fn household(world: &World, cell: &[Customer], customer: &Customer) -> Vec<Contact> {
    let lives_here = |other: &&Customer| {
        other.household == customer.household
            && other.number != customer.number
            && other.since < world.plan.spec().start
    };
    let contact = |other: &Customer| {
        let pair = customer.number << 32 | other.number;
        let mut rng = Rng::new(world.seed(), Purpose::Households, 1 << 62 | pair);
        Contact {
            payee: Payee::Customer(other.number),
            size: world.people.normal().draw(&mut rng),
        }
    };
    cell.iter().filter(lives_here).map(contact).collect()
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
    let (family, chance) = (sharing.chance(FAMILY), sharing.unit());
    let is_family = |other: &&Customer| {
        other.household == customer.household && other.number != customer.number
    };
    let relative = cell.iter().find(is_family).filter(|_| family);
    // Some people lend to many others.
    let popular = (cell.len() as f64 * chance * chance * chance) as u64;
    let first = mix(customer.number / CELL_CUSTOMERS);
    let popular = (first.wrapping_add(popular) % cell.len() as u64) as usize;
    let neighbour = relative.unwrap_or(&cell[popular]);
    let devices = world.devices.devices(&world.plan, neighbour);
    let known = |device: &Device| device.is_phone() && device.registered < world.period().start;
    devices
        .into_iter()
        .rfind(known)
        .filter(|_| neighbour.number != customer.number && customer.is_person())
}
