//! Sizes on storage, measured by encoding samples, never a constant: [`estimate`] of a run, and
//! [`transactions_for`] a size.

use std::io::{self, Write};

use fraudgen_core::schema::Table;
use fraudgen_core::{Generator, MAX_TRANSACTIONS, Maker, Plan, Spec};
use serde::Serialize;

use crate::dataset::layout::{Part, Shard};
use crate::dataset::run::Run;
use crate::encode::Format;
use crate::error::Error;
use crate::generate::make_part;
use crate::parallel::{Context, workers};

/// Parts of each table that are encoded: their sizes differ little, and from [`MANY`] transactions on, one
/// part is enough.
const SAMPLES: u64 = 2;
/// Rows of a part that are encoded: a row group, so that dictionaries pay off as they will in the run.
const SAMPLE_ROWS: u64 = 262_144;
/// Rows of a first guess.
const GUESS_ROWS: u64 = 20_000;
/// How many times fewer rows of the other tables are encoded: they have a few percent of all bytes.
const OTHER_TABLES: u64 = 32;
/// The search for the number of transactions ends when a better guess differs by no more than this share:
/// the better one is far closer.
const CLOSE_ENOUGH: f64 = 0.01;
/// The same from [`MANY`] transactions on, where the bytes of a row hardly depend on their number.
const CLOSE_ENOUGH_OF_MANY: f64 = 0.05;
const MANY: u64 = 50_000_000;
/// Guesses after which the last one is taken: each comes several times closer.
const GUESSES: usize = 8;
/// Fewest transactions of a guess: a dataset of fewer is mostly merchants.
const FEWEST: u64 = 100;

/// How large a table will be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TableEstimate {
    /// The table.
    #[serde(serialize_with = "table_name")]
    pub table: Table,
    /// How many parts it has.
    pub parts: u64,
    /// How many rows it has, exactly.
    pub rows: u64,
    /// About how many bytes its files have.
    pub bytes: u64,
}

fn table_name<S: serde::Serializer>(table: &Table, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(table.name())
}

/// How large the tables of a run will be. The estimate is the same on any number of threads.
///
/// # Errors
/// The spec is out of bounds, or the context was cancelled.
pub fn estimate(context: &Context, run: &Run) -> Result<Vec<TableEstimate>, Error> {
    measure(context, run, SAMPLE_ROWS)
}

/// A number of transactions, and how large the tables are with it.
#[derive(Debug, Clone)]
pub struct Fit {
    /// The number.
    pub transactions: u64,
    /// The tables.
    pub tables: Vec<TableEstimate>,
}

/// The number of transactions with which a run's dataset comes to `bytes` on storage, all shards
/// together; everything else in the run's spec stays as it is.
///
/// # Errors
/// No valid number of transactions comes to that size, or the context was cancelled.
pub fn transactions_for(context: &Context, bytes: u64, run: &Run) -> Result<Fit, Error> {
    let guess = bytes / first_guess(run.format);
    let mut transactions = guess.clamp(FEWEST, MAX_TRANSACTIONS);
    let out_of_bounds = |error| match error {
        Error::Spec(source) => Error::SizeIsOutOfBounds {
            asked: bytes,
            source,
        },
        error => error,
    };
    let mut sample_rows = GUESS_ROWS;
    let mut measured = Vec::new();
    for _ in 0..GUESSES {
        let spec = Spec {
            transactions,
            ..run.spec.clone()
        };
        let guess = Run {
            spec,
            ..run.clone()
        };
        let tables = measure(context, &guess, sample_rows).map_err(out_of_bounds)?;
        let better = solve(bytes, transactions, &tables, run)?;
        let change = better.abs_diff(transactions) as f64 / transactions as f64;
        transactions = better;
        measured = tables;
        let close_enough = match better {
            MANY.. => CLOSE_ENOUGH_OF_MANY,
            _ => CLOSE_ENOUGH,
        };
        if change <= close_enough && sample_rows == SAMPLE_ROWS {
            break;
        }
        if change <= 0.2 {
            sample_rows = SAMPLE_ROWS;
        }
    }
    let spec = Spec {
        transactions,
        ..run.spec.clone()
    };
    let generator = Generator::new(&spec).map_err(|error| out_of_bounds(error.into()))?;
    let tables = measured
        .into_iter()
        .map(|table| {
            TableEstimate::new(
                run,
                generator.plan(),
                table.table,
                (table.rows, table.bytes),
            )
        })
        .collect();
    Ok(Fit {
        transactions,
        tables,
    })
}

/// Bytes of a transaction, to begin with.
fn first_guess(format: Format) -> u64 {
    match format {
        Format::Parquet => 60,
        Format::Csv | Format::CsvPtBr => 300,
        Format::Jsonl => 1_200,
    }
}

impl TableEstimate {
    /// A table, given the bytes of some of its rows.
    fn new(run: &Run, plan: &Plan, table: Table, (rows, bytes): (u64, u64)) -> Self {
        let table_rows = plan.table_rows(table);
        // A table without rows still has its files.
        let total = match rows {
            0 => bytes,
            _ => (u128::from(bytes) * u128::from(table_rows) / u128::from(rows)) as u64,
        };
        Self {
            table,
            parts: run.layout(plan).parts(table),
            rows: table_rows,
            bytes: total,
        }
    }
}

/// A better number of transactions: what does not grow with them is subtracted first.
fn solve(bytes: u64, transactions: u64, tables: &[TableEstimate], run: &Run) -> Result<u64, Error> {
    let customers_grow = run.spec.customers.is_none();
    let grows = |table: Table| match table {
        Table::Transactions | Table::FraudCases => true,
        Table::Merchants => false,
        _ => customers_grow,
    };
    let sum = |grown: bool| -> u64 {
        tables
            .iter()
            .filter(|t| grows(t.table) == grown)
            .map(|t| t.bytes)
            .sum()
    };
    let (fixed, growing) = (sum(false), sum(true));
    if growing == 0 {
        return Err(Error::SizeIsFixed { asked: bytes });
    }
    let left = bytes.saturating_sub(fixed);
    let better = (u128::from(transactions) * u128::from(left) / u128::from(growing)) as u64;
    if better < FEWEST {
        return Err(Error::SizeIsTooSmall {
            asked: bytes,
            least: fixed + growing * FEWEST / transactions,
            transactions: FEWEST,
        });
    }
    Ok(better)
}

/// Encodes samples of up to `sample_rows` rows of every table.
fn measure(context: &Context, run: &Run, sample_rows: u64) -> Result<Vec<TableEstimate>, Error> {
    let generator = Generator::new(&run.spec)?;
    let plan = generator.plan();
    let run = Run {
        spec: plan.spec().clone(),
        shard: Shard::WHOLE,
        ..run.clone()
    };
    let samples = samples(&run, plan, sample_rows);
    let encode = |maker: &mut Maker<'_>, part: &Part| -> Result<_, Error> {
        let mut sink = Counting(0);
        make_part(maker, &run, part, &mut sink, |_| context.cancel.check())
            .map_err(|error| error.of("encode", &part.path))?;
        Ok((part.table, part.rows, sink.0))
    };
    let mut sizes = Vec::new();
    workers::run(
        context,
        &samples,
        || generator.maker(),
        |maker, part, reply| reply.send(encode(maker, part)),
        |size| {
            sizes.extend(size);
            Ok::<_, Error>(())
        },
    )?;
    context.cancel.check()?;
    let table = |&table: &Table| {
        let sizes = || sizes.iter().filter(|size| size.0 == table);
        let rows_and_bytes = (
            sizes().map(|size| size.1).sum(),
            sizes().map(|size| size.2).sum(),
        );
        TableEstimate::new(&run, plan, table, rows_and_bytes)
    };
    Ok(run.tables.iter().map(table).collect())
}

/// The samples of a run's parts; their number and rows do not grow with those of the run.
fn samples(run: &Run, plan: &Plan, sample_rows: u64) -> Vec<Part> {
    let layout = run.layout(plan);
    let most_samples = match run.spec.transactions {
        MANY.. => 1,
        _ => SAMPLES,
    };
    let of_table = |&table: &Table| {
        let parts = layout.parts(table);
        let samples = parts.min(most_samples);
        let is_least = table != Table::Transactions && run.tables.contains(&Table::Transactions);
        let most = sample_rows / if is_least { OTHER_TABLES } else { 1 };
        (0..samples).map(move |sample| {
            let part = layout.part(table, (2 * sample + 1) * parts / (2 * samples));
            shorten(&part, most, |units| plan.rows(table, units))
        })
    };
    run.tables.iter().flat_map(of_table).collect()
}

/// The first units of a part, up to a number of rows.
fn shorten(part: &Part, most: u64, rows: impl Fn(std::ops::Range<u64>) -> u64) -> Part {
    let mut units = part.units.clone();
    if part.rows > most + most / 2 {
        let share = u128::from(units.end - units.start) * u128::from(most) / u128::from(part.rows);
        units.end = units.start + (share as u64).max(1);
    }
    Part {
        rows: rows(units.clone()),
        units,
        ..part.clone()
    }
}

/// A sink that only counts.
struct Counting(u64);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::DATASET_VERSION;

    use super::*;
    use crate::encode::Compression;

    fn run(format: Format, tables: &[Table]) -> Run {
        Run {
            dataset_version: DATASET_VERSION,
            spec: Spec::default(),
            format,
            compression: format.default_compression(),
            rows_per_file: 3_000,
            tables: tables.to_vec(),
            shard: Shard::WHOLE,
        }
    }

    /// The true size of a run's files.
    fn size(run: &Run) -> u64 {
        let generator = Generator::new(&run.spec).expect("a valid spec");
        let mut sink = Counting(0);
        for part in run.parts(generator.plan()) {
            make_part(&mut generator.maker(), run, &part, &mut sink, |_| Ok(())).expect("counted");
        }
        sink.0
    }

    #[test]
    fn the_size_asked_for_is_reached() {
        for (format, bytes) in [
            (Format::Parquet, 1_000_000),
            (Format::Csv, 3_000_000),
            (Format::Jsonl, 9_000_000),
        ] {
            let asked = run(format, &Table::ALL);
            let fit = transactions_for(&Context::new(2), bytes, &asked)
                .expect("a size that can be reached");
            let transactions = fit.transactions;
            assert_eq!(
                transactions_for(&Context::new(1), bytes, &asked)
                    .map(|fit| fit.transactions)
                    .ok(),
                Some(transactions),
                "on any number of threads"
            );
            let spec = Spec {
                transactions,
                ..Spec::default()
            };
            let run = Run { spec, ..asked };
            let met = size(&run);
            assert!(
                met.abs_diff(bytes) <= bytes * 3 / 100,
                "{format:?}: {met} for {bytes}"
            );
            // What the search found is as good as a new measurement.
            let rows = |tables: &[TableEstimate]| {
                tables.iter().map(|t| (t.parts, t.rows)).collect::<Vec<_>>()
            };
            let told: u64 = fit.tables.iter().map(|table| table.bytes).sum();
            assert_eq!(
                rows(&fit.tables),
                rows(&estimate(&Context::new(2), &run).expect("measured"))
            );
            assert!(told.abs_diff(met) <= met * 3 / 100, "{told} for {met}");
        }
    }

    #[test]
    fn compressed_text_is_measured_too() {
        let asked = Run {
            compression: Compression::Zstd(3),
            ..run(Format::Csv, &[Table::Transactions])
        };
        let fit = transactions_for(&Context::new(2), 2_000_000, &asked)
            .expect("a size that can be reached");
        let transactions = fit.transactions;
        let met = size(&Run {
            spec: Spec {
                transactions,
                ..Spec::default()
            },
            ..asked
        });
        assert!(met.abs_diff(2_000_000) <= 60_000, "{met}");
    }

    #[test]
    fn the_largest_dataset_is_measured_by_no_more_rows_than_a_gigabyte() {
        let sampled = |transactions, rows_per_file| {
            let spec = Spec {
                transactions,
                ..Spec::default()
            };
            let plan = Plan::new(&spec).expect("a valid spec");
            let run = Run {
                spec,
                rows_per_file,
                ..run(Format::Parquet, &Table::ALL)
            };
            let samples = samples(&run, &plan, SAMPLE_ROWS);
            samples.iter().map(|part| part.rows).sum::<u64>()
        };
        let gigabyte = sampled(20_000_000, 268_000);
        assert!((500_000..1_500_000).contains(&gigabyte), "{gigabyte}");
        for rows_per_file in [268_000, 10_000_000] {
            let largest = sampled(MAX_TRANSACTIONS, rows_per_file);
            assert!(largest < 1_500_000, "{largest}");
        }
    }

    #[test]
    fn a_cancelled_estimate_is_an_error() {
        let context = Context::new(2);
        context.cancel.cancel();
        let run = run(Format::Parquet, &Table::ALL);
        assert!(matches!(estimate(&context, &run), Err(Error::Cancelled)));
        let fit = transactions_for(&context, 1_000_000, &run);
        assert!(matches!(fit, Err(Error::Cancelled)));
    }

    #[test]
    fn sizes_that_cannot_be_reached_are_refused() {
        let refused = |bytes, tables: &[Table]| {
            let run = run(Format::Parquet, tables);
            transactions_for(&Context::new(1), bytes, &run).expect_err("no such size")
        };
        let few = refused(1_000, &Table::ALL);
        assert!(few.to_string().contains("100 transactions"), "{few}");
        let merchants = refused(1_000_000, &[Table::Merchants]);
        assert!(
            matches!(merchants, Error::SizeIsFixed { .. }),
            "{merchants}"
        );
    }
}
