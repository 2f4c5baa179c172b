//! [`each_part`] and [`each_unit`]: the payments of a task by parts on all threads, and each part unit by unit.

use fraudgen_core::schema::Table;
use fraudgen_core::{Generator, Maker};

use crate::dataset::layout::{DEFAULT_ROWS_PER_FILE, Layout, Part, Shard};
use crate::encode::{Compression, Format};
use crate::error::Error;
use crate::parallel::{CancelToken, Context, workers};

/// Does the work of each part on all threads, and gathers the results in any order.
pub(super) fn each_part<R: Send>(
    context: &Context,
    generator: &Generator,
    work: impl Fn(&mut Maker<'_>, &Part) -> Result<R, Error> + Sync,
    mut collect: impl FnMut(R),
) -> Result<(), Error> {
    let parts = parts(generator);
    let rows = generator.plan().table_rows(Table::Transactions);
    let mut meter = context.meter(rows, parts.len());
    let mut done = 0;
    let task = |maker: &mut Maker<'_>, part: &Part, reply: workers::Reply<_>| {
        reply.send(work(maker, part).map(|result| (result, part.rows)));
    };
    workers::run(
        context,
        &parts,
        || generator.maker(),
        task,
        |result| {
            if let Some((result, rows)) = result {
                collect(result);
                done += rows;
                meter.update(done, Some(0));
            }
            Ok(())
        },
    )?;
    meter.end();
    Ok(context.cancel.check()?)
}

/// The parts of payments, each whole cells.
fn parts(generator: &Generator) -> Vec<Part> {
    let suffix = Format::Parquet.suffix(Compression::Zstd(1));
    let layout = Layout::new(generator.plan(), DEFAULT_ROWS_PER_FILE, suffix);
    layout
        .shard_parts(Table::Transactions, Shard::WHOLE)
        .collect()
}

/// Does something for each unit of a part, unless it is cancelled.
pub(super) fn each_unit(
    part: &Part,
    cancel: &CancelToken,
    mut work: impl FnMut(u64) -> Result<(), Error>,
) -> Result<(), Error> {
    for unit in part.units.clone() {
        cancel.check()?;
        work(unit)?;
    }
    Ok(())
}
