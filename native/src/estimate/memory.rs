//! [`uploading`]: the memory of a run into a store, where files are made and wait in memory.

use std::collections::HashMap;

use fraudgen_core::Plan;

use super::size::estimate;
use crate::dataset::layout::made_with;
use crate::dataset::run::Run;
use crate::encode::Format;
use crate::error::Error;
use crate::generate::Waiting;
use crate::parallel::{Context, Needs};
use crate::storage::Spooling;

/// What a run into a store needs, of which files are measured only if it may not fit in the limit otherwise.
///
/// # Errors
/// The context was cancelled.
pub fn uploading(
    context: &Context,
    run: &Run,
    plan: &Plan,
    waiting: Waiting,
    limit: u64,
) -> Result<Needs, Error> {
    if waiting.spooling == Spooling::Spool {
        return Ok(Needs::MAKING);
    }
    let most_rows = run.tables.iter().map(|&table| plan.table_rows(table)).max();
    let rows = most_rows.unwrap_or_default().min(run.rows_per_file);
    let guess = with_files(rows * largest_row(run.format), waiting);
    if guess.total(context.threads) <= limit {
        return Ok(guess);
    }
    let mut files = HashMap::new();
    for table in estimate(context, run)? {
        *files.entry(made_with(table.table)).or_default() += table.bytes / table.parts.max(1);
    }
    Ok(with_files(
        files.into_values().max().unwrap_or_default(),
        waiting,
    ))
}

/// Each thread has files in the making, and the largest may wait whatever the budget.
fn with_files(bytes: u64, waiting: Waiting) -> Needs {
    Needs {
        process: Needs::MAKING.process + waiting.memory.max(bytes),
        thread: Needs::MAKING.thread + bytes,
    }
}

/// More bytes than a transaction takes, uncompressed and with what is made together with it.
fn largest_row(format: Format) -> u64 {
    match format {
        Format::Parquet => 200,
        Format::Csv | Format::CsvPtBr => 450,
        Format::Jsonl => 1_600,
    }
}

#[cfg(test)]
mod tests {
    use fraudgen_core::schema::Table;
    use fraudgen_core::{DATASET_VERSION, Generator, Spec};

    use super::*;
    use crate::dataset::layout::Shard;
    use crate::encode::Compression;

    fn needs(compression: Compression, spooling: Spooling, limit: u64) -> Needs {
        let spec = Spec {
            transactions: 300_000,
            ..Spec::default()
        };
        let generator = Generator::new(&spec).expect("a valid spec");
        let run = Run {
            dataset_version: DATASET_VERSION,
            spec: generator.plan().spec().clone(),
            format: Format::Jsonl,
            compression,
            rows_per_file: 100_000,
            tables: Table::ALL.to_vec(),
            shard: Shard::WHOLE,
        };
        let waiting = Waiting {
            spooling,
            ..Waiting::default()
        };
        uploading(&Context::new(2), &run, generator.plan(), waiting, limit).expect("needs")
    }

    #[test]
    fn files_in_memory_count_and_are_measured_where_memory_is_scarce() {
        let ample = needs(Compression::None, Spooling::Memory, u64::MAX);
        assert_eq!(ample.thread, Needs::MAKING.thread + 160_000_000);
        let scarce = needs(Compression::None, Spooling::Memory, 256 << 20);
        let file = scarce.thread - Needs::MAKING.thread;
        assert!((110_000_000..160_000_000).contains(&file), "{file}");
        let compressed = needs(Compression::Zstd(1), Spooling::Memory, 256 << 20);
        assert!(
            compressed.thread - Needs::MAKING.thread < file / 4,
            "{compressed:?}"
        );
        let spooled = needs(Compression::None, Spooling::Spool, 256 << 20);
        assert_eq!(spooled, Needs::MAKING);
    }
}
