//! [`Ledger`]: an account and its balance; [`Credit`]: an amount that comes in; [`Spending`]: what was spent on credit
//! cards.

use crate::bank::blocks::Blocks;
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
    /// The account that it comes into, by index among the customer's; `None` for the one that they use most by then.
    pub(crate) account: Option<u8>,
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
            account: None,
            case: None,
        }
    }
}

/// An account and its balance.
#[derive(Debug, Clone)]
pub(crate) struct Ledger {
    pub(crate) account: Account,
    pub(crate) blocks: Blocks,
    pub(crate) balance: i64,
    /// Total credits since the account's last transaction.
    pub(crate) credits: i64,
}

impl Ledger {
    /// An account at the start of the period.
    pub(crate) fn open(account: Account, blocks: Blocks) -> Self {
        Self {
            balance: account.opening_balance,
            credits: 0,
            account,
            blocks,
        }
    }

    /// Whether it is open at a time, and not blocked for good.
    pub(crate) fn is_usable(&self, time: i64) -> bool {
        self.account.opened.midnight() <= time && !self.blocks.are_for_good(time)
    }

    /// Credits an amount.
    pub(crate) fn credit(&mut self, amount: i64) {
        self.balance += amount;
        self.credits += amount;
    }
}

/// The spending on the credit cards of a slot in the calendar month and since the last invoice.
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
