//! [`Payments`]: the payments of a task by split, and what came into accounts.

use std::collections::BTreeMap;
use std::sync::Arc;

use arrow::array::{ArrayRef, BooleanArray, RecordBatch, StringArray, UInt32Array};
use arrow::compute::{nullif, take_record_batch};
use arrow::datatypes::{DataType, Field};
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, Digest, Generator, Maker};

use super::entities::Banks;
use super::files::{Files, Tables, arrow_error, batch, merge, selected};
use super::graph;
use super::order::Order;
use crate::dataset::layout::Part;
use crate::error::Error;
use crate::parallel::{CancelToken, Context};
use crate::storage::Folder;
use crate::tasks::columns::{columns, labels, named};
use crate::tasks::flows::Flows;
use crate::tasks::parts::{each_part, each_unit};
use crate::tasks::refunds::Refunds;
use crate::tasks::split::{Split, Splits};
use crate::tasks::task::Kind;
use crate::tasks::view::View;

/// How the payments of a task are written.
pub(super) struct Payments<'a> {
    order: &'a Order,
    splits: Splits,
    banks: &'a Banks,
    folder: &'a Folder,
}

/// A table's rows, some of which go to each of several folders.
type Rows = BTreeMap<String, Vec<u32>>;

impl<'a> Payments<'a> {
    pub(super) fn new(
        order: &'a Order,
        splits: Splits,
        banks: &'a Banks,
        folder: &'a Folder,
    ) -> Self {
        Self {
            order,
            splits,
            banks,
            folder,
        }
    }

    /// Writes all of them, on all threads.
    pub(super) fn write(
        &self,
        context: &Context,
        generator: &Generator,
    ) -> Result<(Tables, Flows, Digest), Error> {
        let mut all = (Tables::new(), Flows::default(), Digest::default());
        let work = |maker: &mut Maker<'_>, part: &Part| self.part(maker, part, &context.cancel);
        each_part(context, generator, work, |(tables, flows, digest)| {
            merge(&mut all.0, tables);
            all.1.merge(flows);
            all.2 += digest;
        })?;
        Ok(all)
    }

    fn part(
        &self,
        maker: &mut Maker<'_>,
        part: &Part,
        cancel: &CancelToken,
    ) -> Result<(Tables, Flows, Digest), Error> {
        let mut files = Files::new(self.folder, part.number);
        let (mut flows, mut digest) = (Flows::default(), Digest::default());
        each_unit(part, cancel, |unit| {
            let credits = maker.make(Table::Credits, unit);
            digest += Digest::of(credits, unit);
            let refunds = Refunds::after(self.splits.cut(), View(credits));
            match self.order.task.kind {
                Kind::Row => {}
                Kind::Graph => graph::write_incoming(credits, &mut files)?,
                _ => self.credits(credits, &refunds, &mut files)?,
            }
            let payments = maker.make(Table::Transactions, unit);
            digest += Digest::of(payments, unit);
            if self.order.task.kind == Kind::Graph {
                flows.add(View(payments));
                return graph::write_edges(payments, &mut files);
            }
            self.payments(payments, &refunds, &mut files)
        })?;
        let mut tables = Tables::new();
        files.write(&mut tables)?;
        Ok((tables, flows, digest))
    }

    /// The folder of a table's rows, or of those of an account's bank.
    fn below(&self, table: &str, account: i64) -> String {
        match self.banks.get(&account) {
            Some(bank) => format!("{table}/bank={bank}"),
            None => table.into(),
        }
    }

    fn credits(
        &self,
        credits: &dyn Batch,
        refunds: &Refunds,
        files: &mut Files<'_>,
    ) -> Result<(), Error> {
        let view = View(credits);
        let account = view.numbers("account_id").values;
        let mut rows = Rows::new();
        for row in (0..account.len()).filter(|&row| !refunds.is_one(row)) {
            let below = self.below("credits", account[row]);
            rows.entry(below).or_default().push(row as u32);
        }
        let replaced = [("balance_after", refunds.balances(view))];
        let shown = columns(self.order.task.kind, Table::Credits);
        write_rows(&batch(selected(credits, &shown, &replaced)?)?, rows, files)
    }

    fn payments(
        &self,
        payments: &dyn Batch,
        refunds: &Refunds,
        files: &mut Files<'_>,
    ) -> Result<(), Error> {
        let (kind, view) = (self.order.task.kind, View(payments));
        let [customer, time, account] =
            ["customer_id", "timestamp", "account_id"].map(|name| view.numbers(name).values);
        let (mut shown, mut labelled, mut tested) = (Rows::new(), Rows::new(), Rows::new());
        for row in 0..time.len() {
            let split = self.splits.of(customer[row], time[row]);
            let (to, name) = match split {
                Split::Train | Split::Validation if !self.order.blind => {
                    (&mut labelled, self.below(split.name(), account[row]))
                }
                Split::Test => (&mut tested, split.name().to_owned()),
                Split::Context if kind == Kind::Row => continue,
                _ => (&mut shown, self.below(split.name(), account[row])),
            };
            to.entry(name).or_default().push(row as u32);
        }
        // Rows by themselves do not tell what came back; elsewhere the books are whole.
        let replaced = match kind {
            Kind::Row => vec![],
            _ => vec![
                ("balance_after", refunds.balances(view)),
                ("credits_since_last", refunds.since_last(view)),
            ],
        };
        let columns = selected(payments, &columns(kind, Table::Transactions), &replaced)?;
        write_rows(&batch(columns.clone())?, shown, files)?;
        if !self.order.blind {
            let test = tested.get(Split::Test.name()).cloned().unwrap_or_default();
            let rows = Rows::from([("test_labels".into(), test)]);
            let mut truth = named(Table::Transactions, &[kind.key()]);
            truth.extend(labels());
            write_rows(&batch(selected(payments, &truth, &[])?)?, rows, files)?;
            let mut columns = columns.clone();
            columns.extend(self.labels(payments)?);
            write_rows(&batch(columns)?, labelled, files)?;
        }
        let mut columns = columns;
        if kind == Kind::Federated {
            // The test of all banks is one.
            let bank = |account| self.banks.get(account).map(String::as_str);
            let banks: StringArray = account.iter().map(bank).collect();
            let field = Field::new("bank", DataType::Utf8, true);
            columns.push((field, Arc::new(banks)));
        }
        write_rows(&batch(columns)?, tested, files)
    }

    /// The labels to learn from.
    fn labels(&self, payments: &dyn Batch) -> Result<Vec<(Field, ArrayRef)>, Error> {
        if self.order.task.kind != Kind::Delayed {
            let columns = named(Table::Transactions, &["is_fraud", "fraud_type"]);
            return selected(payments, &columns, &[]);
        }
        let known = View(payments).numbers("label_known_at");
        let is_known = |row| known.get(row).is_some_and(|at| at <= self.splits.cut());
        let is_known: Vec<_> = (0..payments.rows()).map(is_known).collect();
        let later: BooleanArray = is_known.iter().map(|is_known| Some(!is_known)).collect();
        let mut columns = selected(
            payments,
            &named(Table::Transactions, &["is_fraud", "label_known_at"]),
            &[],
        )?;
        columns[0].1 = Arc::new(BooleanArray::from(is_known));
        columns[1].1 = nullif(&columns[1].1, &later).map_err(arrow_error)?;
        Ok(columns)
    }
}

/// Writes some rows of a batch to each of several folders.
fn write_rows(batch: &RecordBatch, rows: Rows, files: &mut Files<'_>) -> Result<(), Error> {
    for (below, rows) in rows {
        let rows = take_record_batch(batch, &UInt32Array::from(rows)).map_err(arrow_error)?;
        files.add(&below, rows);
    }
    Ok(())
}
