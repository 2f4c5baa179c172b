//! [`make_part`]: the records of a part, made unit by unit, digested, encoded and written, so that no more
//! than a unit and a row group are in memory.

use std::io;

use fraudgen_core::schema::columns::Values;
use fraudgen_core::schema::{Column, DataType, Table};
use fraudgen_core::{Batch, Digest, Maker};

use crate::dataset::layout::Part;
use crate::dataset::manifest::{Contents, TimeRange};
use crate::dataset::run::Run;
use crate::encode::{self, Encoder, Sink};
use crate::error::PartError;
use crate::parallel::Cancelled;

/// Makes a part into a sink. `each_unit` gets the rows of every unit, and may cancel the rest.
///
/// # Errors
/// An error of the sink or of `each_unit`.
pub fn make_part(
    maker: &mut Maker<'_>,
    run: &Run,
    part: &Part,
    sink: &mut dyn Sink,
    each_unit: impl FnMut(u64) -> Result<(), Cancelled>,
) -> Result<Contents, PartError> {
    let mut made = make_parts(maker, run, &[part], vec![sink], each_unit)?;
    Ok(made.remove(0))
}

/// Makes parts of the same units together, each into its sink: they come from one simulation, or one plan.
///
/// # Errors
/// An error of a sink or of `each_unit`.
pub(super) fn make_parts(
    maker: &mut Maker<'_>,
    run: &Run,
    parts: &[&Part],
    sinks: Vec<&mut dyn Sink>,
    mut each_unit: impl FnMut(u64) -> Result<(), Cancelled>,
) -> Result<Vec<Contents>, PartError> {
    let mut making = Vec::with_capacity(parts.len());
    for (&part, sink) in parts.iter().zip(sinks) {
        making.push(Making {
            table: part.table,
            encoder: encode::encoder(run, part, sink)?,
            rows: 0,
            digest: Digest::default(),
            times: None,
        });
    }
    for unit in parts[0].units.clone() {
        for part in &mut making {
            let batch = maker.make(part.table, unit);
            part.add(batch, unit)?;
            each_unit(batch.rows() as u64)?;
        }
    }
    making.into_iter().map(Making::finish).collect()
}

/// A part in the making.
struct Making<'a> {
    table: Table,
    encoder: Box<dyn Encoder + 'a>,
    rows: u64,
    digest: Digest,
    times: Option<(i64, i64)>,
}

impl Making<'_> {
    fn add(&mut self, batch: &dyn Batch, unit: u64) -> io::Result<()> {
        self.rows += batch.rows() as u64;
        self.digest += Digest::of(batch, unit);
        widen(&mut self.times, batch);
        self.encoder.write(batch)
    }

    fn finish(self) -> Result<Contents, PartError> {
        self.encoder.finish(self.digest)?;
        let time_range = self.times.map(|(first, last)| TimeRange {
            first: encode::time_text(first),
            last: encode::time_text(last),
        });
        Ok(Contents {
            rows: self.rows,
            digest: self.digest,
            time_range,
        })
    }
}

/// Widens the span of time by a batch of transactions.
fn widen(times: &mut Option<(i64, i64)>, batch: &dyn Batch) {
    if batch.table() != Table::Transactions {
        return;
    }
    let time = |column: &Column| column.data_type == DataType::Timestamp;
    let Some(index) = batch.table().columns().iter().position(time) else {
        return;
    };
    let Values::Int64(values) = batch.column(index).values else {
        return;
    };
    let (Some(&first), Some(&last)) = (values.iter().min(), values.iter().max()) else {
        return;
    };
    let (earliest, latest) = times.get_or_insert((first, last));
    (*earliest, *latest) = (first.min(*earliest), last.max(*latest));
}
