//! The way of a part: units are made one by one, digested, encoded and written, so that no more than a
//! unit and a row group are in memory; threads take the next part when they are free.

use std::collections::HashSet;
use std::io;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use fraudgen_core::Batch;
use fraudgen_core::Digest;
use fraudgen_core::column::Values;
use fraudgen_core::schema::{DataType, Table};
use fraudgen_core::{Generator, Maker};

use crate::destination::Destination;
use crate::error::Error;
use crate::format::{self, Sink};
use crate::layout::Part;
use crate::manifest::{Manifest, PartRecord, TimeRange};
use crate::progress::Progress;
use crate::run::Run;
use crate::workers;

/// What the records of a part are.
#[derive(Debug, Clone, Default)]
pub struct Contents {
    /// Their content digest.
    pub digest: Digest,
    /// First and last time, of transactions.
    pub time_range: Option<TimeRange>,
}

/// Makes a part into a sink. `each_unit` is told the rows of every unit and answers whether to go on.
///
/// # Errors
/// What the sink answers; [`io::ErrorKind::Interrupted`] where `each_unit` says no.
pub fn make_part(
    maker: &mut Maker<'_>,
    run: &Run,
    part: &Part,
    sink: &mut dyn Sink,
    mut each_unit: impl FnMut(u64) -> bool,
) -> io::Result<Contents> {
    let mut encoder = format::encoder(run, part, sink)?;
    let mut digest = Digest::default();
    let mut times = None;
    for unit in part.units.clone() {
        let batch = maker.make(part.table, unit);
        digest += Digest::of(batch, unit);
        widen(&mut times, batch);
        encoder.write(batch)?;
        if !each_unit(batch.rows() as u64) {
            return Err(io::ErrorKind::Interrupted.into());
        }
    }
    encoder.finish(digest)?;
    let time_range = times.map(|(first, last)| TimeRange {
        first: format::time_text(first),
        last: format::time_text(last),
    });
    Ok(Contents { digest, time_range })
}

/// Widens the span of time by a batch of transactions.
fn widen(times: &mut Option<(i64, i64)>, batch: &dyn Batch) {
    if batch.table() != Table::Transactions {
        return;
    }
    let time = |column: &fraudgen_core::schema::Column| column.data_type == DataType::Timestamp;
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

/// Makes a run's files at a destination that is ready for it, and closes it with its manifest.
///
/// # Errors
/// The first that any thread meets; [`Error::Interrupted`] if `stop` was set from outside. Either way
/// the finished parts stay, and the run can be continued.
pub fn generate(
    generator: &Generator,
    run: &Run,
    destination: Destination,
    threads: usize,
    progress: &mut Progress,
    stop: &AtomicBool,
) -> Result<Manifest, Error> {
    let Destination {
        folder,
        mut journal,
        mut finished,
    } = destination;
    let parts = run.parts(generator.plan());
    let done: HashSet<_> = finished.iter().map(|record| record.path.clone()).collect();
    let left: Vec<_> = parts
        .iter()
        .filter(|part| !done.contains(&part.path))
        .collect();
    for table in &run.tables {
        folder.create(table.name())?;
    }
    let rows = AtomicU64::new(0);
    progress.start(left.iter().map(|part| part.rows).sum(), left.len());
    let make = |maker: &mut Maker<'_>, part: &&Part| -> Result<PartRecord, Error> {
        let mut file = folder.part(&part.path)?;
        let each_unit = |unit_rows| {
            rows.fetch_add(unit_rows, Ordering::Relaxed);
            !stop.load(Ordering::Relaxed)
        };
        let contents = make_part(maker, run, part, &mut file, each_unit).map_err(|error| {
            match error.kind() {
                io::ErrorKind::Interrupted => Error::Interrupted,
                _ => Error::io("write", file.place())(error),
            }
        })?;
        let receipt = file.commit()?;
        Ok(PartRecord {
            path: part.path.clone(),
            table: part.table,
            part: part.number,
            units: [part.units.start, part.units.end],
            rows: part.rows,
            bytes: receipt.bytes,
            sha256: receipt.sha256,
            digest: contents.digest,
            time_range: contents.time_range,
        })
    };
    let outcome = workers::run(
        &left,
        threads,
        stop,
        || generator.maker(),
        make,
        |record| {
            let bytes = record.as_ref().map(|record| record.bytes);
            if let Some(record) = record {
                journal.add(&record)?;
                finished.push(record);
            }
            progress.update(rows.load(Ordering::Relaxed), bytes);
            Ok(())
        },
    );
    progress.finish();
    outcome?;
    if finished.len() < parts.len() {
        return Err(Error::Interrupted);
    }
    let manifest = Manifest::new(run, finished);
    folder.put(
        &Manifest::file_name(run.shard),
        manifest.to_json().as_bytes(),
    )?;
    if run.shard.is_whole() {
        folder.put(crate::manifest::SUCCESS, b"")?;
    }
    journal.remove()?;
    Ok(manifest)
}
