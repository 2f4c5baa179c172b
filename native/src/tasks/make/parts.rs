//! [`each_part`]: the parts of a task's payments, on all threads.

use fraudgen_core::schema::Table;
use fraudgen_core::{Generator, Maker};

use crate::dataset::layout::Part;
use crate::error::Error;
use crate::parallel::{Cancelled, Context, workers};
use crate::tasks::truth::parts;

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
    match context.cancel.is_cancelled() {
        true => Err(Cancelled.into()),
        false => Ok(()),
    }
}
