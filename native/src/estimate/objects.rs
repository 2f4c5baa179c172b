//! [`check_objects`]: whether every file fits into one object, before any is made.

use fraudgen_core::Plan;

use super::size::estimate;
use crate::dataset::run::Run;
use crate::error::Error;
use crate::parallel::Context;
use crate::storage::s3::LARGEST_PUT;

/// No row takes more bytes, in any format: most runs need not be measured.
const LARGEST_ROW: u64 = 4_000;

/// Checks that no file of a run is larger than one PUT may send.
///
/// # Errors
/// One is; the context was cancelled.
pub fn check_objects(context: &Context, run: &Run, plan: &Plan) -> Result<(), Error> {
    let largest_rows = run.tables.iter().map(|&table| plan.table_rows(table)).max();
    let rows = largest_rows.unwrap_or_default().min(run.rows_per_file);
    if rows * LARGEST_ROW <= LARGEST_PUT {
        return Ok(());
    }
    for table in estimate(context, run)? {
        let rows = table.rows.min(run.rows_per_file).max(1);
        let bytes =
            (u128::from(table.bytes) * u128::from(rows) / u128::from(table.rows.max(1))) as u64;
        if bytes > LARGEST_PUT {
            // A tenth less, as files differ.
            let fewer = u128::from(rows) * u128::from(LARGEST_PUT) * 9 / 10 / u128::from(bytes);
            return Err(Error::TooLargeObjects {
                table: table.table.name(),
                bytes,
                rows_per_file: fewer as u64,
            });
        }
    }
    Ok(())
}
