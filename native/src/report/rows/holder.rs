//! [`Holder`]: what a customer owns.

use super::entities::Customer;

/// What a customer owns.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::report) struct Holder {
    pub(in crate::report) is_person: bool,
    pub(in crate::report) credit_cards: i64,
    /// Computers and tablets.
    pub(in crate::report) computers: i64,
}

impl Holder {
    /// A customer who owns nothing.
    pub(in crate::report) fn new(customer: &Customer) -> Self {
        Self {
            is_person: customer.is_person(),
            ..Self::default()
        }
    }
}
