//! [`Payee`]: who is paid, and what a payment shows of their account.

use crate::schema::categories::PixKeyType;

/// Who gets the money.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payee {
    /// The primary account of customer number, from 0.
    Customer(u64),
    /// An account outside the population.
    External(u64),
    /// Merchant number, from 0.
    Merchant(u64),
}

/// What is known of an account that can be paid.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PayeeAccount {
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) pix_key: Option<(PixKeyType, i64)>,
}
