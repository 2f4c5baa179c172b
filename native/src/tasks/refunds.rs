//! [`Refunds`]: money that came back after the cut because a fraud was reported. Which payments were fraud follows from
//! it, so it is left out, and the balances that participants see are as if it had not come.

use std::collections::HashMap;

use super::view::View;

/// Kinds of credits that return a payment.
const KINDS: [&str; 2] = ["MED_RETURN", "CHARGEBACK"];

/// The refunds after the cut of the accounts of a unit, in centavos.
#[derive(Debug, Default)]
pub(super) struct Refunds {
    /// By account, the times and how much had come by then, in order of time.
    sums: HashMap<i64, Vec<(i64, i64)>>,
    /// Which rows of the unit they are.
    rows: Vec<bool>,
}

impl Refunds {
    /// Those in a unit of credits after a time in microseconds UTC.
    pub(super) fn after(cut: i64, credits: View<'_>) -> Self {
        let [account, time, amount] =
            ["account_id", "timestamp", "amount"].map(|name| credits.numbers(name));
        let kind = credits.words("kind");
        let is_refund = |row: usize| {
            time.values[row] >= cut && kind.get(row).is_some_and(|kind| KINDS.contains(&kind))
        };
        let rows: Vec<_> = (0..time.values.len()).map(is_refund).collect();
        let mut sums = HashMap::<_, Vec<(i64, i64)>>::new();
        for row in (0..rows.len()).filter(|&row| rows[row]) {
            let sum = sums.entry(account.values[row]).or_default();
            sum.push((time.values[row], amount.values[row]));
        }
        for sum in sums.values_mut() {
            sum.sort_unstable();
            let mut total = 0;
            for (_, amount) in sum {
                total += *amount;
                *amount = total;
            }
        }
        Self { sums, rows }
    }

    /// Whether a row of the unit is one of them.
    pub(super) fn is_one(&self, row: usize) -> bool {
        self.rows[row]
    }

    /// How much had come to an account up to a time, inclusive.
    fn by(&self, account: i64, time: i64) -> i64 {
        let Some(sums) = self.sums.get(&account) else {
            return 0;
        };
        let count = sums.partition_point(|(at, _)| *at <= time);
        count.checked_sub(1).map_or(0, |last| sums[last].1)
    }

    /// Balances without them, of payments or credits.
    pub(super) fn balances(&self, rows: View<'_>) -> Vec<i64> {
        let [account, time, balance] =
            ["account_id", "timestamp", "balance_after"].map(|name| rows.numbers(name).values);
        let without = |row: usize| balance[row] - self.by(account[row], time[row]);
        (0..balance.len()).map(without).collect()
    }

    /// What came into the accounts since their last payments, without them; payments are in order of time.
    pub(super) fn since_last(&self, payments: View<'_>) -> Vec<i64> {
        let [account, time, credits] = ["account_id", "timestamp", "credits_since_last"]
            .map(|name| payments.numbers(name).values);
        let mut last = HashMap::new();
        let without = |row: usize| {
            let by = self.by(account[row], time[row]);
            let before = last.insert(account[row], by).unwrap_or(0);
            credits[row] - (by - before)
        };
        (0..credits.len()).map(without).collect()
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::Table;
    use fraudgen_core::{Generator, Spec};

    use super::*;
    use crate::tasks::{Kind, Splits};

    #[test]
    fn books_are_whole_without_the_refunds() {
        let spec = Spec {
            transactions: 60_000,
            fraud_rate: 0.05,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let cut = Splits::new(Kind::Sequence, &spec).cut();
        let mut maker = generator.maker();
        let mut refunded = 0;
        for unit in 0..generator.plan().units(Table::Transactions) {
            let refunds = Refunds::after(cut, View(maker.make(Table::Credits, unit)));
            refunded += refunds.rows.iter().filter(|is_one| **is_one).count();
            let payments = maker.make(Table::Transactions, unit);
            let view = View(payments);
            let (balances, since) = (refunds.balances(view), refunds.since_last(view));
            let [account, amount] = ["account_id", "amount"].map(|name| view.numbers(name).values);
            let (status, kind) = (view.words("status"), view.words("type"));
            let mut last: HashMap<i64, i64> = HashMap::new();
            for row in 0..payments.rows() {
                let is_paid =
                    status.get(row) == Some("APPROVED") && kind.get(row) != Some("CREDIT_CARD");
                let paid = if is_paid { amount[row] } else { 0 };
                if let Some(before) = last.insert(account[row], balances[row]) {
                    assert_eq!(balances[row], before + since[row] - paid, "{unit} {row}");
                }
            }
        }
        assert!(refunded > 20, "{refunded}");
    }
}
