//! [`make_part`]: the records of a part, made unit by unit, digested, encoded and written, so that no more
//! than a unit and a row group are in memory.

use fraudgen_core::schema::columns::Values;
use fraudgen_core::schema::{Column, DataType, Table};
use fraudgen_core::{Batch, Digest, Maker};

use crate::dataset::layout::Part;
use crate::dataset::manifest::{Contents, TimeRange};
use crate::dataset::run::Run;
use crate::encode::{self, Sink};
use crate::error::PartError;
use crate::parallel::Cancelled;

/// Makes a part into a sink. `each_unit` gets the rows of every unit, and may cancel the rest.
///
/// # Errors
/// The sink's, or that of `each_unit`.
pub fn make_part(
    maker: &mut Maker<'_>,
    run: &Run,
    part: &Part,
    sink: &mut dyn Sink,
    mut each_unit: impl FnMut(u64) -> Result<(), Cancelled>,
) -> Result<Contents, PartError> {
    let mut encoder = encode::encoder(run, part, sink)?;
    let mut digest = Digest::default();
    let mut times = None;
    for unit in part.units.clone() {
        let batch = maker.make(part.table, unit);
        digest += Digest::of(batch, unit);
        widen(&mut times, batch);
        encoder.write(batch)?;
        each_unit(batch.rows() as u64)?;
    }
    encoder.finish(digest)?;
    let time_range = times.map(|(first, last)| TimeRange {
        first: encode::time_text(first),
        last: encode::time_text(last),
    });
    Ok(Contents { digest, time_range })
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
