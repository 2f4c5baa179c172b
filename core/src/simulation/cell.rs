//! [`Cell`]: customers of a district whose transactions are generated together.

use crate::fraud::planning::cases::Cases;
use crate::plan::CELL_CUSTOMERS;
use crate::population::people::customer::Customer;
use crate::relations::Relations;
use crate::relations::member::Member;
use crate::world::World;

/// A cell, its district and the cases planned for it.
pub(crate) struct Cell<'a> {
    pub(crate) world: &'a World,
    pub(crate) index: u64,
    pub(crate) customers: &'a [Customer],
    pub(crate) district: &'a [Customer],
    pub(crate) cases: &'a Cases,
    /// Those of the district.
    pub(crate) relations: &'a Relations,
}

impl<'a> Cell<'a> {
    /// Its index in the district.
    pub(crate) fn position(&self) -> usize {
        ((self.customers[0].number - self.district[0].number) / CELL_CUSTOMERS) as usize
    }

    /// Whether a customer is of the same district, where it is known what follows a report.
    pub(crate) fn is_of_district(&self, number: u64) -> bool {
        let first = self.district[0].number;
        (first..first + self.district.len() as u64).contains(&number)
    }

    /// What is expected of its customers.
    pub(crate) fn members(&self) -> &'a [Member] {
        let first = (self.customers[0].number - self.district[0].number) as usize;
        &self.relations.members[first..first + self.customers.len()]
    }

    /// The slot of a customer of this cell.
    pub(crate) fn slot_of(&self, number: u64) -> Option<usize> {
        let first = self.customers[0].number;
        (first..first + self.customers.len() as u64)
            .contains(&number)
            .then(|| (number - first) as usize)
    }
}
