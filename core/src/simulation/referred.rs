//! [`Referred`]: what events refer to by index, in the end in the order of the events.

use alloc::vec::Vec;

/// Items that events refer to.
#[derive(Debug)]
pub(super) struct Referred<T> {
    /// In the order in which they were added.
    added: Vec<T>,
    /// In the order of the events, to be read from one end to the other.
    in_order: Vec<T>,
}

impl<T> Default for Referred<T> {
    fn default() -> Self {
        Self {
            added: Vec::new(),
            in_order: Vec::new(),
        }
    }
}

impl<T: Copy> Referred<T> {
    pub(super) fn clear(&mut self) {
        self.added.clear();
        self.in_order.clear();
    }

    /// Adds an item and returns its index.
    pub(super) fn add(&mut self, item: T) -> u32 {
        self.added.push(item);
        self.added.len() as u32 - 1
    }

    /// The items that were added.
    pub(super) fn added(&self) -> &[T] {
        &self.added
    }

    /// The item of the next event, which refers to an index among those added, is the next one in order from now on.
    pub(super) fn next(&mut self, index: &mut u32) {
        self.in_order.push(self.added[*index as usize]);
        *index = self.in_order.len() as u32 - 1;
    }

    /// The items in the order of the events.
    pub(super) fn in_order(&self) -> &[T] {
        &self.in_order
    }
}
