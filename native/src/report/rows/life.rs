//! [`Life`]: what a customer's payments and credits of the period add up to.

use super::entities::Customer;

/// What a customer's payments and credits of the period add up to. Amounts are in centavos.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::report) struct Life {
    pub(in crate::report) is_person: bool,
    /// Monthly income.
    pub(in crate::report) income: i64,
    /// The balances of all accounts when the period starts and ends.
    pub(in crate::report) opening: i64,
    pub(in crate::report) closing: i64,
    /// All that comes in; of it, income and payments by others; and what comes from elsewhere or is borrowed.
    pub(in crate::report) came_in: i64,
    pub(in crate::report) earned: i64,
    pub(in crate::report) brought_in: i64,
    /// What payments take from the accounts, but for money moved between one's own.
    pub(in crate::report) spent: i64,
    /// Purchases on credit, and invoices of credit cards that are paid.
    pub(in crate::report) on_credit: i64,
    pub(in crate::report) invoices: i64,
    /// The numbers of salaries, and of transfers from accounts of the dataset.
    pub(in crate::report) salaries: i64,
    pub(in crate::report) received: i64,
    /// Bills that come every month, and those of them with one price or two.
    pub(in crate::report) series: i64,
    pub(in crate::report) fixed_series: i64,
    /// All payments, and those declined for an insufficient balance.
    pub(in crate::report) payments: i64,
    pub(in crate::report) without_balance: i64,
    /// Everyday payments: all, Pix, those that were approved and paid someone, and of these those that paid
    /// accounts of the dataset.
    pub(in crate::report) everyday: i64,
    pub(in crate::report) pix: i64,
    pub(in crate::report) paid: i64,
    pub(in crate::report) to_accounts: i64,
    /// Pix and TED among those to accounts, and of these those to accounts of the dataset.
    pub(in crate::report) transfers: i64,
    pub(in crate::report) transfers_to_accounts: i64,
    /// Accounts of other cells that were paid, and of these those that were paid by an everyday payment.
    pub(in crate::report) far_payees: i64,
    pub(in crate::report) legitimate_far_payees: i64,
    /// The days of the first and the last everyday payment, from the start of the period.
    pub(in crate::report) first_day: i32,
    pub(in crate::report) last_day: i32,
    /// Everyday payments at terminals: all, those far from home, all that follow another one, and of these
    /// those that no one could travel to in time.
    pub(in crate::report) at_terminals: i64,
    pub(in crate::report) far_from_home: i64,
    pub(in crate::report) next_at_terminals: i64,
    pub(in crate::report) too_fast: i64,
}

impl Life {
    /// A life without payments and credits.
    pub(in crate::report) fn new(customer: &Customer) -> Self {
        Self {
            is_person: customer.is_person(),
            income: customer.income,
            ..Self::default()
        }
    }
}
