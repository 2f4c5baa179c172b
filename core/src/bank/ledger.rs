//! [`Ledger`]: an account and its balance; [`Credit`]: an amount that comes in; [`Spending`]: what was spent on a credit card.

use crate::bank::limits::{PeriodTotal, month_of};
use crate::bank::order::Order;
use crate::population::payee::Payer;
use crate::population::people::account::Account;
use crate::schema::categories::CreditKind;

/// An amount that comes into an account.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Credit {
    /// In centavos.
    pub(crate) amount: i64,
    pub(crate) kind: CreditKind,
    pub(crate) payer: Payer,
    /// The id of the payment that brought it, or that it returns.
    pub(crate) transaction: Option<i64>,
    /// The id of the fraud case that it belongs to.
    pub(crate) case: Option<i64>,
}

impl Credit {
    /// A credit that belongs to no payment of the dataset.
    pub(crate) fn new(kind: CreditKind, amount: i64, payer: Payer) -> Self {
        Self {
            amount,
            kind,
            payer,
            transaction: None,
            case: None,
        }
    }
}

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
        if !order.settled {
            self.everyday.add(month, order.amount);
        }
    }
}
