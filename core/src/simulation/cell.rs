//! [`Cell`]: customers of a district whose transactions are generated together.

use crate::fraud::planning::cases::Cases;
use crate::population::people::customer::Customer;
use crate::world::World;

/// A cell, its district and the cases planned for it.
pub(crate) struct Cell<'a> {
    pub(crate) world: &'a World,
    pub(crate) index: u64,
    pub(crate) customers: &'a [Customer],
    pub(crate) district: &'a [Customer],
    pub(crate) cases: &'a Cases,
}

impl Cell<'_> {
    /// The slot of a customer of this cell.
    pub(crate) fn slot_of(&self, number: u64) -> Option<usize> {
        let first = self.customers[0].number;
        (first..first + self.customers.len() as u64)
            .contains(&number)
            .then(|| (number - first) as usize)
    }
}
