//! [`Ledger`]: an account and what is on it; [`Spending`]: what a credit card has spent.

use crate::bank::limits::{PeriodTotal, month_of};
use crate::bank::order::Order;
use crate::population::people::account::Account;

/// An account and what is on it.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) account: Account,
    pub(crate) balance: i64,
    /// What came in since its last transaction.
    pub(crate) credits: i64,
}

impl Ledger {
    /// Money comes in.
    pub(crate) fn credit(&mut self, amount: i64) {
        self.balance += amount;
        self.credits += amount;
    }
}

/// A credit card's spending in the calendar month, and since the last invoice.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Spending {
    pub(crate) month: PeriodTotal,
    /// Without fraud cases.
    pub(crate) everyday: PeriodTotal,
    pub(crate) invoiced: i64,
}

impl Spending {
    /// Books a purchase on credit.
    pub(super) fn book(&mut self, order: &Order) {
        let month = month_of(order.time);
        self.month.add(month, order.amount);
        self.invoiced += order.amount;
        if order.case.is_none() {
            self.everyday.add(month, order.amount);
        }
    }
}
