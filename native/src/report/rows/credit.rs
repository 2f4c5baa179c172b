//! [`CreditRow`]: a row of credits, and [`Credit`]: the same as the figures see it.

use super::local_time::LocalTime;
use super::row::row;
use crate::error::Error;
use crate::report::read::{Cells, ShortText};

row! {
    /// A row of credits. Amounts are in centavos, times in microseconds UTC.
    CreditRow {
        id: i64 = longs "credit_id";
        account: i64 = longs "account_id";
        customer: i64 = longs "customer_id";
        time: i64 = longs "timestamp";
        kind: ShortText = short_texts "kind";
        amount: i64 = longs "amount";
        payer: Option<i64> = longs "payer_id" ? nullable;
        payer_kind: Option<ShortText> = short_texts "payer_kind" ? nullable;
        transaction: Option<i64> = longs "transaction_id" ? nullable;
        balance_after: i64 = longs "balance_after";
        case: Option<i64> = longs "fraud_case_id" ? nullable;
    }
}

impl CreditRow {
    /// The credits of some cells, in the order of their accounts, and of time.
    pub(in crate::report) fn read(cells: &Cells<'_>) -> Result<Vec<Self>, Error> {
        let mut credits = Vec::new();
        for row_group in &cells.credits {
            let columns = row_group.read(Self::COLUMNS)?;
            let rows = (0..columns.rows()).map(Self::reader(&columns)?);
            credits.extend(rows.filter(|row| cells.has_credits_of(row.customer)));
        }
        credits.sort_unstable_by_key(|row| (row.account, row.time, row.id));
        Ok(credits)
    }
}

/// A credit as the figures see it.
#[derive(Debug, Clone, Copy)]
pub(in crate::report) struct Credit {
    pub(in crate::report) kind: ShortText,
    /// In centavos.
    pub(in crate::report) amount: i64,
    /// The month, from 1.
    pub(in crate::report) month: u32,
}

impl Credit {
    pub(in crate::report) fn new(row: &CreditRow) -> Self {
        Self {
            kind: row.kind,
            amount: row.amount,
            month: LocalTime::of(row.time).day.civil().1,
        }
    }
}
