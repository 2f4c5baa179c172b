//! [`Flows`]: the money of frauds that went through accounts.

use std::collections::HashMap;

use super::view::View;

/// What fraudulent payments brought to accounts, and took from them, in centavos.
#[derive(Debug, Default)]
pub(super) struct Flows(HashMap<i64, [i64; 2]>);

impl Flows {
    /// Adds the payments of a unit.
    pub(super) fn add(&mut self, payments: View<'_>) {
        let is_fraud = payments.flags("is_fraud");
        let [status, kind] = ["status", "beneficiary_kind"].map(|name| payments.words(name));
        let [account, beneficiary, amount] =
            ["account_id", "beneficiary_id", "amount"].map(|name| payments.numbers(name));
        let rows = 0..amount.values.len();
        for row in rows.filter(|&row| is_fraud.get(row) && status.get(row) == Some("APPROVED")) {
            self.0.entry(account.values[row]).or_default()[1] += amount.values[row];
            if kind.get(row) == Some("ACCOUNT") {
                self.0.entry(beneficiary.values[row]).or_default()[0] += amount.values[row];
            }
        }
    }

    /// Adds those of other units.
    pub(super) fn merge(&mut self, others: Self) {
        for (account, [brought, took]) in others.0 {
            let flow = self.0.entry(account).or_default();
            flow[0] += brought;
            flow[1] += took;
        }
    }

    /// How much went through an account: what came or what left, whichever is more.
    pub(super) fn through(&self, account: i64) -> i64 {
        self.0
            .get(&account)
            .map_or(0, |[brought, took]| *brought.max(took))
    }
}
