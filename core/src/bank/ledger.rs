//! [`Ledger`]: an account and its balance; [`Spending`]: what was spent on a credit card.

use crate::bank::limits::{PeriodTotal, month_of};
use crate::bank::order::Order;
use crate::population::people::account::Account;

/// An account and its balance.
#[derive(Debug)]
pub(crate) struct Ledger {
    pub(crate) account: Account,
    pub(crate) balance: i64,
    /// Total credits since the account's last transaction.
    pub(crate) credits: i64,
}

impl Ledger {
    /// Credits an amount.
    pub(crate) fn credit(&mut self, amount: i64) {
        self.balance += amount;
        self.credits += amount;
    }
}

/// A credit card's spending in the calendar month and since the last invoice.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Spending {
    pub(crate) month: PeriodTotal,
    /// In the month, without fraud cases.
    pub(crate) everyday: PeriodTotal,
    pub(crate) invoiced: i64,
}

impl Spending {
    /// Books a credit card purchase.
    pub(super) fn book(&mut self, order: &Order) {
        let month = month_of(order.time);
        self.month.add(month, order.amount);
        self.invoiced += order.amount;
        if order.case.is_none() {
            self.everyday.add(month, order.amount);
        }
    }
}
