//! [`Payee`]: who is paid, and the bank and Pix key that a payment shows of their account; [`Payer`]: who pays.

use crate::schema::categories::{PayerKind, PixKeyType};

/// Who receives a payment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payee {
    /// The primary account of a customer, by number from 0.
    Customer(u64),
    /// Another account of the payer, by index.
    Own(u8),
    /// An account outside the population, by number from 0.
    External(u64),
    /// A merchant, by number from 0.
    Merchant(u64),
}

/// Who pays an amount that comes into an account.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Payer {
    /// The account's own bank.
    Bank,
    /// An account of the dataset, by id.
    Account(i64),
    /// A merchant, by number from 0.
    Merchant(u64),
    /// An account outside the population, by number from 0.
    External(u64),
    /// Several payers, or one whom the bank does not name.
    Unknown,
}

impl Payer {
    /// The id in the dataset and what it refers to.
    pub(crate) fn columns(self) -> (Option<i64>, Option<PayerKind>) {
        match self {
            Payer::Bank => (None, Some(PayerKind::Bank)),
            Payer::Account(id) => (Some(id), Some(PayerKind::Account)),
            Payer::Merchant(number) => (Some(number as i64 + 1), Some(PayerKind::Merchant)),
            Payer::External(number) => (Some(number as i64 + 1), Some(PayerKind::External)),
            Payer::Unknown => (None, None),
        }
    }
}

/// What a payment shows of the payee's account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PayeeAccount {
    /// Index in [`BANKS`].
    pub(crate) bank: u16,
    pub(crate) pix_key: Option<(PixKeyType, i64)>,
}
