//! [`Payee`]: who is paid, and the bank and Pix key that a payment shows of their account.

use crate::schema::categories::PixKeyType;

/// Who receives a payment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payee {
    /// The primary account of a customer, by number from 0.
    Customer(u64),
    /// An account outside the population, by number from 0.
    External(u64),
    /// A merchant, by number from 0.
    Merchant(u64),
}

/// What a payment shows of the payee's account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PayeeAccount {
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) pix_key: Option<(PixKeyType, i64)>,
}
