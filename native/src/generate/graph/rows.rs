//! [`pieces`]: the nodes and edges of one unit of the core.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Int64Array, RecordBatch};
use arrow::compute::{filter_record_batch, sort_to_indices, take_record_batch};
use arrow::datatypes::{Int64Type, TimestampMicrosecondType};
use arrow::error::ArrowError;
use fraudgen_core::schema::Table;
use fraudgen_core::{Batch, Maker};

use super::columns::{column, column_at, ends};
use super::kind::{Edge, Kind, Node};
use super::labels::Labels;
use super::property::{schema, table_columns};
use super::uses::Uses;

/// What is made at a time.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step {
    /// Customers with their accounts and devices.
    District(u64),
    /// Merchants.
    Merchants(u64),
    /// Payments, and what comes in from outside.
    Cell(u64),
}

/// Some nodes or edges of a kind. Ends at accounts outside are their ids, still less 1.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) kind: Kind,
    pub(super) rows: RecordBatch,
}

/// The nodes and edges of a step. Nodes of every kind come in the order of their numbers, one less than their ids.
pub(super) fn pieces(maker: &mut Maker<'_>, step: Step) -> Result<Vec<Piece>, ArrowError> {
    match step {
        Step::District(district) => {
            let customers = maker.make(Table::Customers, district);
            let customers = nodes(Node::Customer, "customer_id", customers, Vec::new())?;
            let labels = Labels::new(maker.make(Table::FraudCases, district))?;
            let batch = maker.make(Table::Accounts, district);
            let ids = column(batch, "account_id")?;
            let labels = labels.columns(ids.as_primitive());
            let accounts = nodes(Node::Account, "account_id", batch, labels)?;
            let owns = edges(
                Edge::Owns,
                [ends(batch, "customer_id")?, ends(batch, "account_id")?],
            )?;
            let batch = maker.make(Table::Devices, district);
            let devices = by_number(nodes(Node::Device, "device_id", batch, Vec::new())?)?;
            let ends = [ends(batch, "customer_id")?, ends(batch, "device_id")?];
            Ok(vec![
                customers,
                accounts,
                owns,
                devices,
                edges(Edge::Registered, ends)?,
            ])
        }
        Step::Merchants(block) => {
            let merchants = maker.make(Table::Merchants, block);
            Ok(vec![nodes(
                Node::Merchant,
                "merchant_id",
                merchants,
                Vec::new(),
            )?])
        }
        Step::Cell(cell) => {
            let mut pieces = payments(maker.make(Table::Transactions, cell))?;
            pieces.push(credits(maker.make(Table::Credits, cell))?);
            Ok(pieces)
        }
    }
}

fn nodes(
    node: Node,
    id: &str,
    batch: &dyn Batch,
    mut own: Vec<ArrayRef>,
) -> Result<Piece, ArrowError> {
    own.insert(0, ends(batch, id)?);
    piece(Kind::Nodes(node), own, Some(batch))
}

fn edges(edge: Edge, ends: [ArrayRef; 2]) -> Result<Piece, ArrowError> {
    piece(Kind::Edges(edge), ends.into(), None)
}

/// Nodes in the order of their numbers.
fn by_number(piece: Piece) -> Result<Piece, ArrowError> {
    let order = sort_to_indices(piece.rows.column(0), None, None)?;
    let rows = take_record_batch(&piece.rows, &order)?;
    Ok(Piece { rows, ..piece })
}

/// Payments by what is paid, and the devices that they were made from. Withdrawals are paid to nobody.
fn payments(batch: &dyn Batch) -> Result<Vec<Piece>, ArrowError> {
    let ends = vec![ends(batch, "account_id")?, ends(batch, "beneficiary_id")?];
    let kinds = column(batch, "beneficiary_kind")?;
    let paid = [
        (Edge::PaysAccount, "ACCOUNT"),
        (Edge::PaysMerchant, "MERCHANT"),
        (Edge::PaysExternal, "EXTERNAL"),
    ];
    let mut pieces = Vec::new();
    for (edge, kind) in paid {
        let kind = is(&kinds, kind);
        pieces.push(filtered(Kind::Edges(edge), &ends, batch, &kind)?);
    }
    pieces.push(uses(batch)?);
    Ok(pieces)
}

/// What known payers outside pay.
fn credits(batch: &dyn Batch) -> Result<Piece, ArrowError> {
    let ends = vec![ends(batch, "payer_id")?, ends(batch, "account_id")?];
    let known = is(&column(batch, "payer_kind")?, "EXTERNAL");
    let known = known.iter().enumerate();
    let known = known.map(|(row, is)| is == Some(true) && ends[0].is_valid(row));
    let known: BooleanArray = known.map(Some).collect();
    filtered(Kind::Edges(Edge::ExternalPays), &ends, batch, &known)
}

fn is(words: &ArrayRef, word: &str) -> BooleanArray {
    let words = words.as_string::<i32>().iter();
    words.map(|other| Some(other == Some(word))).collect()
}

/// The edges of some rows of a table.
fn filtered(
    kind: Kind,
    ends: &[ArrayRef],
    batch: &dyn Batch,
    rows: &BooleanArray,
) -> Result<Piece, ArrowError> {
    let schema = schema(kind);
    let mut all = ends.to_vec();
    let (_, columns) = table_columns(kind).unwrap_or((batch.table(), Vec::new()));
    for index in columns {
        all.push(column_at(batch, index)?);
    }
    let names = schema.fields().iter().map(|field| field.name().as_str());
    // Ends may be null in rows that are left out.
    let all = RecordBatch::try_from_iter(names.zip(all))?;
    let kept = filter_record_batch(&all, rows)?;
    let rows = RecordBatch::try_new(schema, kept.columns().to_vec())?;
    Ok(Piece { kind, rows })
}

/// Which devices accounts were used from. All payments of an account are in one unit, so that its uses are.
fn uses(batch: &dyn Batch) -> Result<Piece, ArrowError> {
    let (accounts, devices) = (ends(batch, "account_id")?, ends(batch, "device_id")?);
    let (accounts, devices) = (
        accounts.as_primitive::<Int64Type>(),
        devices.as_primitive::<Int64Type>(),
    );
    let times = column(batch, "timestamp")?;
    let times = times.as_primitive::<TimestampMicrosecondType>();
    let used = (0..batch.rows()).filter(|&row| devices.is_valid(row));
    let uses =
        Uses::of(used.map(|row| (accounts.value(row), devices.value(row), times.value(row))));
    let own: Vec<ArrayRef> = vec![
        Arc::new(uses.accounts()),
        Arc::new(Int64Array::from_iter_values(uses.used().copied())),
        Arc::new(uses.payments()),
        Arc::new(uses.first()),
        Arc::new(uses.last()),
    ];
    piece(Kind::Edges(Edge::Used), own, None)
}

/// Columns of the graph's own, and those of a table that the kind carries.
fn piece(
    kind: Kind,
    mut columns: Vec<ArrayRef>,
    batch: Option<&dyn Batch>,
) -> Result<Piece, ArrowError> {
    if let (Some(batch), Some((_, carried))) = (batch, table_columns(kind)) {
        for index in carried {
            columns.push(column_at(batch, index)?);
        }
    }
    let rows = RecordBatch::try_new(schema(kind), columns)?;
    Ok(Piece { kind, rows })
}
