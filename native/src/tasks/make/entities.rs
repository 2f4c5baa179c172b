//! [`Entities`]: customers and what is theirs, as the bank knew them at the cut.

use std::collections::{BTreeMap, HashMap};

use arrow::array::{AsArray, BooleanArray};
use arrow::compute::filter_record_batch;
use arrow::datatypes::Int64Type;
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, Digest, Generator};

use super::files::{Files, arrow_error, batch};
use super::graph::{self, Holders};
use super::order::Order;
use crate::encode::arrow::arrow_schema;
use crate::error::Error;
use crate::generate::graph::labels::Labels;
use crate::tasks::columns::columns;
use crate::tasks::snapshot::Snapshot;
use crate::tasks::split::Splits;
use crate::tasks::task::Kind;
use crate::tasks::view::View;

/// The banks of accounts, if the task keeps them apart.
pub(super) type Banks = HashMap<i64, String>;

/// In the order in which they are needed: what is a bank's follows from its accounts.
const TABLES: [Table; 6] = [
    Table::Accounts,
    Table::Customers,
    Table::Cards,
    Table::Devices,
    Table::FraudCases,
    Table::Merchants,
];

/// What the rest of a task follows from.
#[derive(Debug, Default)]
pub(super) struct Entities {
    /// The banks of accounts, if the task keeps them apart.
    pub(super) banks: Banks,
    /// The holders of accounts, by account.
    pub(super) holders: Vec<(i64, i64)>,
    /// The same of primary accounts.
    pub(super) primary: Vec<(i64, i64)>,
    /// Which accounts are part of frauds.
    pub(super) labels: Labels,
    /// The content digest of these tables.
    pub(super) digest: Digest,
}

impl Entities {
    /// Writes the tables that the task shows.
    pub(super) fn write(
        order: &Order,
        splits: &Splits,
        generator: &Generator,
        files: &mut Files<'_>,
    ) -> Result<Self, Error> {
        let mut all = Self::default();
        let mut maker = generator.maker();
        for table in TABLES {
            for unit in 0..generator.plan().units(table) {
                let kind = order.task.kind;
                if kind == Kind::Graph && table == Table::Accounts {
                    let holders = Holders::of(maker.make(Table::Customers, unit))?;
                    graph::write_nodes(&holders, maker.make(table, unit), files)?;
                }
                let batch = maker.make(table, unit);
                all.digest += Digest::of(batch, unit);
                match table {
                    Table::Accounts => all.accounts(kind, View(batch)),
                    Table::FraudCases => {
                        all.labels.extend(Labels::new(batch).map_err(arrow_error)?);
                    }
                    _ => {}
                }
                match kind {
                    Kind::Row | Kind::Graph => {}
                    Kind::Federated if table == Table::Devices => {}
                    _ if table == Table::FraudCases => {}
                    _ => all.snapshot(order, splits.cut(), batch, files)?,
                }
            }
        }
        Ok(all)
    }

    fn accounts(&mut self, kind: Kind, accounts: View<'_>) {
        let [account, customer] =
            ["account_id", "customer_id"].map(|name| accounts.numbers(name).values);
        let is_primary = accounts.flags("is_primary");
        let holders = account.iter().copied().zip(customer.iter().copied());
        let primary = holders.clone().enumerate();
        let primary = primary.filter(|(row, _)| is_primary.get(*row));
        self.primary.extend(primary.map(|(_, holder)| holder));
        self.holders.extend(holders);
        if kind == Kind::Federated {
            let bank = accounts.words("bank_code");
            let banks = account.iter().enumerate();
            let banks = banks
                .map(|(row, account)| (*account, bank.get(row).unwrap_or_default().to_owned()));
            self.banks.extend(banks);
        }
    }

    /// Writes a unit as of the cut; for tasks that keep banks apart, each bank's part of it.
    fn snapshot(
        &self,
        order: &Order,
        cut: i64,
        unit: &dyn Batch,
        files: &mut Files<'_>,
    ) -> Result<(), Error> {
        let table = unit.table();
        let (schema, snapshot) = (arrow_schema(table), Snapshot::new(unit, cut));
        let mut shown = Vec::new();
        for index in columns(order.task.kind, table) {
            let field = schema.field(index).clone();
            let nullable = field.is_nullable() || snapshot.time_of(table, index).is_some();
            let array = snapshot.column(unit, index).map_err(arrow_error)?;
            shown.push((field.with_nullable(nullable), array));
        }
        let rows = batch(shown)?;
        let key = match table {
            Table::Accounts | Table::Cards => "account_id",
            _ => "customer_id",
        };
        if self.banks.is_empty() || table == Table::Merchants {
            files.add(table.name(), rows);
            return Ok(());
        }
        let keys = rows
            .column_by_name(key)
            .map(|keys| keys.as_primitive::<Int64Type>());
        let keys = keys.map_or(&[][..], |keys| keys.values());
        for (bank, is_there) in self.by_bank(table, keys) {
            let rows =
                filter_record_batch(&rows, &BooleanArray::from(is_there)).map_err(arrow_error)?;
            files.add(&format!("{}/bank={bank}", table.name()), rows);
        }
        Ok(())
    }

    /// Which rows each bank has: its accounts, and the customers who hold one.
    fn by_bank(&self, table: Table, keys: &[i64]) -> BTreeMap<&str, Vec<bool>> {
        let mut banks = HashMap::<i64, Vec<&str>>::new();
        for (account, customer) in &self.holders {
            if let Some(bank) = self.banks.get(account) {
                let key = if table == Table::Customers {
                    customer
                } else {
                    account
                };
                banks.entry(*key).or_default().push(bank);
            }
        }
        let mut rows = BTreeMap::new();
        for (row, key) in keys.iter().enumerate() {
            for bank in banks.get(key).into_iter().flatten() {
                let is_there = rows.entry(*bank).or_insert_with(|| vec![false; keys.len()]);
                is_there[row] = true;
            }
        }
        rows
    }
}
