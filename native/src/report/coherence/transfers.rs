//! [`Transfers`]: payments to accounts of the dataset, and the credits that they are there. Payer and payee may
//! live in different row groups, so one waits for the other.

use std::collections::HashMap;

use fraudgen_core::calendar::SECOND;

use super::results::RuleResults;
use super::rules::Rule;
use crate::report::read::ShortText;
use crate::report::rows::{CreditRow, PaymentRow};

const ACCOUNT: Option<ShortText> = Some(ShortText::new("ACCOUNT"));

/// What a payment and its credit agree on: the payment's id, the accounts from and to, and the amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Transfer {
    transaction: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
    amount: i64,
}

/// Payments and credits between accounts of the dataset that wait for each other.
#[derive(Debug, Default)]
pub(in crate::report) struct Transfers {
    /// The times of payments without their credits.
    payments: HashMap<Transfer, i64>,
    /// The times and ids of credits without their payments.
    credits: HashMap<Transfer, (i64, i64)>,
}

impl Transfers {
    /// Adds a payment.
    pub(in crate::report) fn pay(&mut self, row: &PaymentRow, found: &mut RuleResults) {
        if row.beneficiary_kind == ACCOUNT && row.is_approved() {
            let transfer = Transfer {
                transaction: Some(row.id),
                from: Some(row.account),
                to: row.beneficiary,
                amount: row.amount,
            };
            self.sent(transfer, row.time, found);
        }
    }

    /// Adds a credit.
    pub(in crate::report) fn credit(&mut self, row: &CreditRow, found: &mut RuleResults) {
        if row.payer_kind == ACCOUNT {
            let transfer = Transfer {
                transaction: row.transaction,
                from: row.payer,
                to: Some(row.account),
                amount: row.amount,
            };
            self.came(transfer, (row.time, row.id), found);
        }
    }

    fn sent(&mut self, transfer: Transfer, time: i64, found: &mut RuleResults) {
        match self.credits.remove(&transfer) {
            Some(credit) => meet(transfer, time, credit, found),
            None => {
                self.payments.insert(transfer, time);
            }
        }
    }

    fn came(&mut self, transfer: Transfer, credit: (i64, i64), found: &mut RuleResults) {
        match self.payments.remove(&transfer) {
            Some(time) => meet(transfer, time, credit, found),
            None => {
                if let Some((_, id)) = self.credits.insert(transfer, credit) {
                    found.check(Rule::CreditPaid, false, id.max(credit.1));
                }
            }
        }
    }

    /// Keeps those whose other account `may_be_read`.
    pub(in crate::report) fn retain(&mut self, may_be_read: impl Fn(i64) -> bool) {
        let may_be_read = |account: Option<i64>| account.is_some_and(&may_be_read);
        self.payments.retain(|transfer, _| may_be_read(transfer.to));
        self.credits
            .retain(|transfer, _| may_be_read(transfer.from));
    }

    /// Adds those of other row groups.
    pub(in crate::report) fn merge(&mut self, other: Self, found: &mut RuleResults) {
        for (transfer, time) in other.payments {
            self.sent(transfer, time, found);
        }
        for (transfer, credit) in other.credits {
            self.came(transfer, credit, found);
        }
    }

    /// Notes those that wait in vain.
    pub(in crate::report) fn finish(&self, found: &mut RuleResults) {
        for transfer in self.payments.keys() {
            let id = transfer.transaction.unwrap_or_default();
            found.check(Rule::PaymentReceived, false, id);
        }
        for (_, id) in self.credits.values() {
            found.check(Rule::CreditPaid, false, *id);
        }
    }
}

/// A payment meets its credit, which comes at most a second later.
fn meet(transfer: Transfer, time: i64, (came, id): (i64, i64), found: &mut RuleResults) {
    let holds = (0..=SECOND).contains(&(came - time));
    let transaction = transfer.transaction.unwrap_or_default();
    found.check(Rule::PaymentReceived, holds, transaction);
    found.check(Rule::CreditPaid, holds, id);
}
