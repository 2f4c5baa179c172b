//! Accounts as nodes, and what joins them: transfers, devices, addresses.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{
    Array, ArrayRef, BooleanArray, Decimal64Array, Int64Array, RecordBatch, StringArray,
    UInt32Array,
};
use arrow::compute::{take_arrays, take_record_batch};
use arrow::datatypes::{DataType, Field};
use fraudgen_core::Batch;
use fraudgen_core::schema::Table;

use super::files::{Files, arrow_error, batch, selected};
use crate::error::Error;
use crate::generate::graph::labels::{ILLICIT, Labels};
use crate::generate::graph::uses::Uses;
use crate::tasks::columns::named;
use crate::tasks::flows::Flows;
use crate::tasks::split::Split;
use crate::tasks::view::View;

/// What is shown of an account: not what became of it.
const ACCOUNT: [&str; 11] = [
    "account_id",
    "customer_id",
    "bank_code",
    "account_type",
    "opened_on",
    "is_primary",
    "opening_balance",
    "overdraft_limit",
    "pix_key_type",
    "pix_key_id",
    "night_limit_raised",
];

/// What is shown of its holder.
const HOLDER: [&str; 7] = [
    "kind",
    "birth_date",
    "state",
    "municipality_code",
    "monthly_income",
    "behavioral_profile",
    "customer_since",
];

/// What is shown of a transfer; its beneficiary is an account, or one outside the population.
const EDGE: [&str; 10] = [
    "transaction_id",
    "timestamp",
    "account_id",
    "beneficiary_id",
    "beneficiary_kind",
    "destination_bank",
    "type",
    "amount",
    "channel",
    "status",
];

/// What is shown of a transfer from outside the population.
const INCOMING: [&str; 5] = ["credit_id", "timestamp", "payer_id", "account_id", "amount"];

/// Why payments are refused once the bank knows: they would tell which accounts it blocked.
const BLOCKED: [&str; 2] = ["ACCOUNT_BLOCKED", "CARD_BLOCKED"];

/// The customers of a unit, as holders of accounts.
#[derive(Debug)]
pub(super) struct Holders {
    /// Their rows, by customer.
    rows: HashMap<i64, u32>,
    columns: Vec<(Field, ArrayRef)>,
}

impl Holders {
    /// The customers of a unit.
    pub(super) fn of(customers: &dyn Batch) -> Result<Self, Error> {
        let ids = View(customers).numbers("customer_id").values.iter();
        Ok(Self {
            rows: ids.zip(0..).map(|(id, row)| (*id, row)).collect(),
            columns: selected(customers, &named(Table::Customers, &HOLDER), &[])?,
        })
    }
}

/// Writes the accounts of a unit, with their holders and, of those that are learnt from or scored, their splits.
pub(super) fn write_nodes(
    holders: &Holders,
    accounts: &dyn Batch,
    files: &mut Files<'_>,
) -> Result<(), Error> {
    let customers = View(accounts).numbers("customer_id").values;
    let mut columns = selected(accounts, &named(Table::Accounts, &ACCOUNT), &[])?;
    let rows: UInt32Array = customers
        .iter()
        .map(|id| holders.rows.get(id).copied())
        .collect();
    let arrays: Vec<_> = holders
        .columns
        .iter()
        .map(|(_, array)| Arc::clone(array))
        .collect();
    let arrays = take_arrays(&arrays, &rows, None).map_err(arrow_error)?;
    let fields = holders
        .columns
        .iter()
        .map(|(field, _)| match field.name().as_str() {
            "kind" => field.clone().with_name("customer_kind"),
            _ => field.clone(),
        });
    columns.extend(fields.zip(arrays));
    let is_primary = View(accounts).flags("is_primary");
    let split = |(row, id): (usize, &i64)| {
        let split = Split::of_customer(*id).name();
        is_primary.get(row).then_some(split)
    };
    columns.push(text(
        "split",
        customers.iter().enumerate().map(split).collect(),
    ));
    files.add("nodes", batch(columns)?);
    Ok(())
}

/// Writes the transfers of a unit, and with what devices and addresses its accounts paid.
pub(super) fn write_edges(payments: &dyn Batch, files: &mut Files<'_>) -> Result<(), Error> {
    let view = View(payments);
    let [kind, reason] = ["beneficiary_kind", "refusal_reason"].map(|name| view.words(name));
    let is_shown = |row: &usize| {
        reason
            .get(*row)
            .is_none_or(|reason| !BLOCKED.contains(&reason))
    };
    let is_edge = |row: &usize| matches!(kind.get(*row), Some("ACCOUNT" | "EXTERNAL"));
    let shown: Vec<_> = (0..payments.rows()).filter(is_shown).collect();
    let edges = shown.iter().copied().filter(is_edge).map(|row| row as u32);
    let columns = batch(selected(payments, &named(Table::Transactions, &EDGE), &[])?)?;
    files.add("edges", taken(&columns, edges.collect())?);

    let [account, time, device] =
        ["account_id", "timestamp", "device_id"].map(|name| view.numbers(name));
    let address = view.words("ip_address");
    let account = |row: usize| account.values[row];
    let time = |row: usize| time.values[row];
    let devices = shown
        .iter()
        .filter_map(|&row| Some((account(row), device.get(row)?, time(row))));
    let devices = Uses::of(devices);
    let ids = Int64Array::from_iter_values(devices.used().copied());
    let column = (
        Field::new("device_id", DataType::Int64, false),
        Arc::new(ids) as _,
    );
    files.add("account_devices", used(&devices, column)?);
    let addresses = shown
        .iter()
        .filter_map(|&row| Some((account(row), address.get(row)?, time(row))));
    let addresses = Uses::of(addresses);
    let words = addresses.used().map(|address| Some(*address));
    let column = text("ip_address", words.collect());
    files.add("account_addresses", used(&addresses, column)?);
    Ok(())
}

/// Writes the transfers that came from outside the population.
pub(super) fn write_incoming(credits: &dyn Batch, files: &mut Files<'_>) -> Result<(), Error> {
    let [kind, payer] = ["kind", "payer_kind"].map(|name| View(credits).words(name));
    let is_incoming =
        |&row: &usize| kind.get(row) == Some("TRANSFER") && payer.get(row) == Some("EXTERNAL");
    let rows = (0..credits.rows())
        .filter(is_incoming)
        .map(|row| row as u32);
    let columns = batch(selected(credits, &named(Table::Credits, &INCOMING), &[])?)?;
    files.add("incoming", taken(&columns, rows.collect())?);
    Ok(())
}

/// Writes which accounts are learnt from and which are scored, with labels but for test.
pub(super) fn write_labels(
    blind: bool,
    holders: &[(i64, i64)],
    known: &Labels,
    flows: &Flows,
    files: &mut Files<'_>,
) -> Result<(), Error> {
    for split in [Split::Train, Split::Validation, Split::Test] {
        let of = holders
            .iter()
            .filter(|(_, customer)| Split::of_customer(*customer) == split);
        let ids: Vec<_> = of.map(|(account, _)| *account).collect();
        let roles: Vec<_> = ids.iter().map(|id| known.illicit(*id)).collect();
        let key = (
            Field::new("account_id", DataType::Int64, false),
            Arc::new(Int64Array::from(ids.clone())) as ArrayRef,
        );
        let is_illicit: BooleanArray = roles.iter().map(|role| Some(role.is_some())).collect();
        let names = roles
            .iter()
            .map(|role| role.map(|role| ILLICIT[usize::from(role.role)]));
        let rings: Int64Array = roles
            .iter()
            .map(|role| role.and_then(|role| role.ring))
            .collect();
        let amount = Decimal64Array::from_iter_values(ids.iter().map(|id| flows.through(*id)));
        let money = DataType::Decimal64(15, 2);
        let labels: Vec<(Field, ArrayRef)> = vec![
            (
                Field::new("is_illicit", DataType::Boolean, false),
                Arc::new(is_illicit),
            ),
            text("role", names.collect()),
            (
                Field::new("ring_id", DataType::Int64, true),
                Arc::new(rings),
            ),
            (
                Field::new("fraud_amount", money.clone(), false),
                Arc::new(amount.with_data_type(money)),
            ),
        ];
        let with_labels = || [vec![key.clone()], labels].concat();
        match split {
            _ if blind => files.add(split.name(), batch(vec![key])?),
            Split::Test => {
                files.add(split.name(), batch(vec![key.clone()])?);
                files.add("test_labels", batch(with_labels())?);
            }
            _ => files.add(split.name(), batch(with_labels())?),
        }
    }
    Ok(())
}

/// What accounts used, when first and for how many payments.
fn used<T: Ord>(uses: &Uses<T>, column: (Field, ArrayRef)) -> Result<RecordBatch, Error> {
    let first = uses.first();
    let time = Field::new("first_at", first.data_type().clone(), false);
    batch(vec![
        (
            Field::new("account_id", DataType::Int64, false),
            Arc::new(uses.accounts()),
        ),
        column,
        (time, Arc::new(first)),
        (
            Field::new("payments", DataType::Int32, false),
            Arc::new(uses.payments()),
        ),
    ])
}

fn text(name: &str, values: Vec<Option<&str>>) -> (Field, ArrayRef) {
    let values = StringArray::from(values);
    (Field::new(name, DataType::Utf8, true), Arc::new(values))
}

fn taken(batch: &RecordBatch, rows: Vec<u32>) -> Result<RecordBatch, Error> {
    take_record_batch(batch, &UInt32Array::from(rows)).map_err(arrow_error)
}
