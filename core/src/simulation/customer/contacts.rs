//! [`Contact`]: whom a customer pays again and again besides planned transfers, and the phone that some borrow.

use alloc::vec::Vec;

use crate::plan::CELL_CUSTOMERS;
use crate::population::payee::Payee;
use crate::population::people::customer::Customer;
use crate::population::people::device::Device;
use crate::random::rng::{Purpose, Rng, mix};
use crate::schema::categories::Profile;
use crate::world::World;

/// Customers who sometimes borrow another's phone, and of those, who borrow from someone of the household, if there is
/// anyone, per mille (assumptions).
const BORROWERS: u32 = 500;
const FAMILY: u32 = 450;
/// Circles of the people of a district who borrow from each other, and how many lend in one (assumptions).
const CIRCLES: u64 = 100;
const LENDERS: f64 = 3.0;

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

/// The phone of someone of the household or the district, registered before the period.
pub(in crate::simulation) fn borrowed_phone(
    world: &World,
    district: &[Customer],
    customer: &Customer,
) -> Option<Device> {
    let mut rng = Rng::new(world.seed(), Purpose::Sharing, customer.number);
    if !rng.chance(BORROWERS) || !customer.is_person() {
        return None;
    }
    let first = district[0].number;
    let (family, circle, chance) = (rng.chance(FAMILY), rng.below(CIRCLES), rng.unit());
    // Some people lend to many others.
    let popular = mix(first ^ circle).wrapping_add((LENDERS * chance * chance * chance) as u64);
    let popular = &district[(popular % district.len() as u64) as usize];
    let cell = (customer.number - first) / CELL_CUSTOMERS * CELL_CUSTOMERS;
    let cell = district[cell as usize..]
        .iter()
        .take(CELL_CUSTOMERS as usize);
    let is_family = |other: &&Customer| {
        other.household == customer.household && other.number != customer.number
    };
    let relative = cell.filter(|_| family).find(is_family);
    let lender = relative.unwrap_or(popular);
    let known = |device: &Device| device.is_phone() && device.registered < world.period().start;
    let devices = world.devices.devices(&world.plan, lender);
    let phone = devices.into_iter().rfind(known);
    phone.filter(|_| lender.number != customer.number)
}
