//! Employers: which companies of a district pay the salaries of which persons.

use alloc::vec::Vec;

use crate::behaviour::income::Payday;
use crate::population::people::customer::Customer;
use crate::random::rng::{Purpose, Rng};
use crate::relations::member::Member;
use crate::relations::relation::RelationKind;
use crate::relations::tie::Tie;
use crate::schema::categories::Profile;
use crate::world::World;

/// What a company pays in salaries, at most, in hundredths of its revenue (assumption).
const PAYROLL: i64 = 22;
/// The share of a company's transfers that may be salaries, and the most employees among the customers
/// (assumptions).
const SALARIES: f64 = 0.02;
const MOST_EMPLOYEES: usize = 25;
/// Salaries in a year, with the 13th in two parts.
const SALARIES_A_YEAR: f64 = 14.0;
/// Customers whose salary is paid here have at least this share of their income here.
pub(crate) const MAIN_SALARY: f64 = 0.5;
/// Marks the entities of [`Purpose::Relations`] that are companies as employers.
const EMPLOYER: u64 = 1 << 60;

/// The employees of every company of a district, by index; those of a person are none.
pub(super) fn employees(
    world: &World,
    customers: &[Customer],
    members: &[Member],
) -> Vec<Vec<Tie>> {
    let mut employed = alloc::vec![false; customers.len()];
    let years = f64::from(world.plan.spec().days) / 365.0;
    let hires = |(index, company): (usize, &Customer)| -> Vec<Tie> {
        if company.is_person() {
            return Vec::new();
        }
        let mut rng = Rng::new(world.seed(), Purpose::Relations, EMPLOYER | company.number);
        let room = SALARIES * members[index].transfers / (SALARIES_A_YEAR * years).max(1.0);
        let mut left = company.income * PAYROLL / 100;
        let mut hired = Vec::new();
        let room = (room + rng.unit()) as usize;
        for _ in 0..room.min(MOST_EMPLOYEES) {
            let Some(person) = candidate(customers, members, company, &employed, &mut rng) else {
                continue;
            };
            let customer = &customers[person];
            let income = (customer.income as f64 * members[person].income_share) as i64;
            if income > left {
                continue;
            }
            left -= income;
            employed[person] = true;
            let payday = Payday::of(world.seed(), customer);
            hired.push(Tie {
                payee: person,
                kind: RelationKind::Payroll(income, payday),
                weight: 0.0,
            });
        }
        hired
    };
    customers.iter().enumerate().map(hires).collect()
}

/// Someone without an employer yet, of the company's state if one is found soon.
fn candidate(
    customers: &[Customer],
    members: &[Member],
    company: &Customer,
    employed: &[bool],
    rng: &mut Rng,
) -> Option<usize> {
    let mut found = None;
    for _ in 0..8 {
        let person = rng.below(customers.len() as u64) as usize;
        let customer = &customers[person];
        let can_work = customer.is_person()
            && !employed[person]
            && customer.profile != Profile::TraditionalSenior
            && members[person].income_share >= MAIN_SALARY;
        if can_work {
            found = Some(person);
            if customer.state() == company.state() {
                break;
            }
        }
    }
    found
}
